"""The options for an issue: rules of thumb for days, and numbers that are what really results."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards import TODAY, make_context
from coordboards import act, busy, entry
from coordsteps import actions
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.errors import BadInput, Refused
from releaseboard.reports.options import (
    Comparison,
    Option,
    compare_options,
    find_release,
    make_command,
    measure,
    say_effect,
    view_options,
    write_options,
)
from releaseboard.schedule.outlook import look_ahead


def compare(board: Board, key: str = "") -> Comparison:
    """The options of the board's issue."""
    issue = board.raid[entry(board, "issue")]
    return compare_options(board, issue, find_release(board, issue, key), make_context("try"))


def option(found: Comparison, strategy: str) -> Option:
    """The first option of a strategy."""
    return next(each for each in found.options if each.lever.strategy == strategy)


def check_all(board: Board) -> None:
    """Each option applied leads exactly where it was said to lead."""
    found = compare(board)
    before = look_ahead(board, TODAY)
    for number, each in enumerate(found.options, 1):
        if each.effect is None:
            with pytest.raises(Refused):
                make_command(found, number, "x")
            continue
        after = act(board, make_command(found, number, "the best of them"))
        assert measure(before, after, found.release.id, TODAY) == each.effect
        assert look_ahead(after, TODAY)[found.release.id] == each.effect.seen
        decision = next(known for ident, known in after.raid.items() if ident not in board.raid)
        assert decision.details["strategy"] == each.lever.strategy
        assert found.issue.id in decision.links


def test_what_is_said_is_what_results() -> None:
    """On a board in the middle of things, for each option."""
    check_all(busy())
    assert {each.lever.strategy for each in compare(busy()).options} >= {
        "accept", "divert_resources", "add_people", "move_date", "waive",
    }  # fmt: skip


@settings(max_examples=15)
@given(st.lists(actions, max_size=6))
def test_what_is_said_is_what_results_on_any_board(asked: list[Any]) -> None:
    """After random actions of a day."""
    board = busy()
    for action in asked:
        try:
            board = act(board, action)
        except (Refused, BadInput):
            continue
    issue = board.raid[entry(board, "issue")]
    try:
        find_release(board, issue)
    except (Refused, BadInput):
        return
    if issue.state in ("open", "acting"):
        check_all(board)


def test_diverted_people_cost_the_donor() -> None:
    """texts.md 6.3: six days with three people are nine with two; eight with two are 6 + 2 with three."""
    board = act(
        busy(),
        co.Allocate("PAY-4.2", "core", "as planned", 2), co.Allocate("WEB-9.0", "core", "as planned", 3),
        c.EditFields("WEB-9.0", {"team": "core"}),
        co.CheckIn("PAY-4.2", 8), co.CheckIn("WEB-9.0", 6),
    )  # fmt: skip
    lever = option(compare(board), "divert_resources").lever
    left = {(step.key, step.stage): step.days for step in lever.steps("x")[1:]}
    assert left == {("PAY-4.2", "test"): 8, ("WEB-9.0", "build"): 9}
    assert "Test 8 → 8 days" in lever.rough


def test_scope_goes_to_a_later_release_of_the_project() -> None:
    """What is no must leaves, and takes its share of the days with it; it takes a later release to defer to."""
    board = busy()
    assert not any(each.lever.strategy == "defer_scope" for each in compare(board).options)
    board = act(board, c.AddRelease("PAY-5.0"), co.CheckIn("PAY-4.2", 6))
    lever = option(compare(board), "defer_scope").lever
    assert lever.text == "'Reports' to PAY-5.0"
    assert lever.steps("x")[0].to == "PAY-5.0"
    assert "29% of the scope" in lever.rough


def test_the_release_is_found_or_named() -> None:
    """An open one of the issue, or the one that is named; never one that is over."""
    board = busy()
    issue = board.raid[entry(board, "issue")]
    assert find_release(board, issue).key == "PAY-4.2"
    assert find_release(board, issue, "web").key == "WEB-9.0"
    board = act(board, c.CancelRelease("PAY-4.2", "no need"))
    with pytest.raises(BadInput, match="about no open release"):
        find_release(board, issue)
    with pytest.raises(Refused, match="is cancelled"):
        find_release(board, issue, "PAY-4.2")


def test_a_number_that_is_no_option_is_refused() -> None:
    """From 1 on."""
    found = compare(busy())
    for number in (0, len(found.options) + 1):
        with pytest.raises(BadInput, match="there is no option"):
            make_command(found, number, "x")


def test_table_and_json_tell_the_same() -> None:
    """A row an option, none wider than asked; rough numbers are called rough."""
    board, found = busy(), compare(busy())
    lines = write_options(board, found, TODAY, 80)
    assert all(len(line) <= 80 for line in lines)
    assert sum("rough:" in line for line in lines) == sum(bool(each.lever.rough) for each in found.options)
    told = view_options(board, found)
    assert [each["number"] for each in told["options"]] == list(range(1, len(found.options) + 1))
    assert told["release"] == "PAY-4.2"
    assert say_effect(found.options[0].effect).startswith("0; ")
