"""What the dependency panel says, from real links."""

from datetime import date
from typing import Any

from drawing import TODAY, make_board, make_release, payments_board
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import Outlook
from releaseboard.tui.panelmodel import EMPTY, MOST_LINES, PanelModel, build_panel_model, describe_place


def panel_of(release_id: str, depth: int = 2, **changes: Any) -> PanelModel:
    """The panel for a release of the payments board, with some outlooks changed."""
    board, outlooks = payments_board()
    outlooks |= changes
    return build_panel_model(board, outlooks, release_id, today=TODAY, calendar=calendar_of(board), depth=depth)


def test_up_and_downstream_as_trees() -> None:
    """Two steps deep, in reading order, with the stage where the link names one."""
    panel = panel_of("r2")
    assert [(line.depth, line.label) for line in panel.upstream] == [(1, "PAY-4.1.1"), (2, "SDK-5.0"), (1, "SAP cert")]
    assert [(line.depth, line.label) for line in panel.downstream] == [
        (1, "MOB-7.0.build"), (1, "WEB-9.0.test"), (2, "WEB-9.1"),
    ]  # fmt: skip
    assert (panel.waits, panel.holds) == (2, 2)


def test_one_step_says_what_stands_behind() -> None:
    """What is not opened is counted."""
    assert [(line.label, line.more) for line in panel_of("r2", depth=1).upstream] == [("PAY-4.1.1", 1), ("SAP cert", 0)]


def test_where_each_stands() -> None:
    """Stage of what is worked on, state of the rest, how sure an outside date is, and the terms of the link."""
    lines = {line.label: line for side in panel_of("r2")[-4:-2] for line in side}
    assert {label: (line.standing, line.about) for label, line in lines.items()} == {
        "PAY-4.1.1": ("working", "Accept, lag 2"),
        "SDK-5.0": ("released", "released"),
        "SAP cert": ("open", "unknown"),
        "MOB-7.0.build": ("working", "Build"),
        "WEB-9.0.test": ("working", "Plan"),
        "WEB-9.1": ("committed", "committed"),
    }
    assert not lines["SAP cert"].is_release


def link_board(**link: Any) -> PanelModel:
    """B waits for A, both planned; B has three days of test and one of deploy left."""
    stages = {"test": {"planned_days": 3}, "deploy": {"planned_days": 1}}
    board = make_board(
        [make_release("a", "A-1", "build"), make_release("b", "B-1", stages=stages)],
        [{"id": "l", "successor": "b", "predecessor": "a", "why": "x", **link}],
    )
    outlooks = {"a": Outlook(date(2027, 3, 1)), "b": Outlook(date(2027, 3, 5))}
    return build_panel_model(board, outlooks, "b", today=TODAY, calendar=calendar_of(board))


def test_float_counts_what_is_left_between() -> None:
    """From Monday to Friday are four days: less one of deploy leaves three, less test and deploy none."""
    assert link_board().upstream[0].float == 3
    assert link_board(successor_stage="test").upstream[0].float == 0
    assert link_board(successor_stage="test", lag=2).upstream[0].float == -2
    assert link_board(type="FF", lag=1).upstream[0].float == 3


def test_float_is_not_guessed() -> None:
    """Links between inner stages need the forecast of each stage."""
    assert link_board(point="build").upstream[0].float is None
    assert link_board(type="SS").upstream[0].float is None
    assert link_board(type="same_stage", successor_stage="test").upstream[0].float is None


def test_the_one_that_decides_the_date_is_marked() -> None:
    """Only when nothing is left between; then the one with the least."""
    assert [line.is_driving for line in link_board().upstream] == [False]
    assert [line.is_driving for line in link_board(successor_stage="test").upstream] == [True]
    late = panel_of("r2", r5=Outlook(date(2027, 3, 20)))
    assert [(line.label, line.is_driving) for line in late.upstream if line.depth == 1] == [
        ("PAY-4.1.1", True), ("SAP cert", False),
    ]  # fmt: skip


def test_what_is_out_or_met_has_no_float() -> None:
    """It moves nothing any more."""
    assert panel_of("r5").upstream[0].float is None


def test_special_terms_are_said() -> None:
    """Soft, refused and waived links read differently from the usual hard one."""
    assert link_board(strength="soft", agreement="refused").upstream[0].about == "Build, soft, refused"
    assert link_board(type="same_stage").upstream[0].about == "Build, same stage"


def test_a_hub_costs_no_more_than_its_first_lines() -> None:
    """5,000 that wait for one: the count is whole, the lines are not."""
    releases = [make_release("hub", "HUB-1", "build"), *(make_release(f"r{at}", f"R-{at}") for at in range(5000))]
    links = [{"id": f"l{at}", "successor": f"r{at}", "predecessor": "hub", "why": "x"} for at in range(5000)]
    panel = build_panel_model(make_board(releases, links), {}, "hub", today=TODAY)
    assert (panel.holds, len(panel.downstream)) == (5000, MOST_LINES)


def test_a_loop_in_the_file_ends() -> None:
    """Merged files may hold one; each record is opened once."""
    ring = [("a", "b"), ("b", "c"), ("c", "a")]
    links = [{"id": f"{up}{down}", "successor": down, "predecessor": up, "why": "x"} for up, down in ring]
    board = make_board([make_release(ident, ident.upper()) for ident in "abc"], links)
    panel = build_panel_model(board, {}, "a", today=TODAY, depth=99)
    assert [line.label for line in panel.upstream] == ["C", "B", "A"]


def test_a_link_to_nothing_says_so() -> None:
    """Its record may be on another copy of the board."""
    board = make_board([make_release("a", "A-1")], [{"id": "l", "successor": "a", "predecessor": "zz", "why": "x"}])
    line = build_panel_model(board, {}, "a", today=TODAY).upstream[0]
    assert (line.label, line.standing, line.about) == ("zz", "gone", "not on the board")


def test_no_release_is_the_empty_panel() -> None:
    """Nothing under the cursor, or something that has just gone."""
    assert panel_of("") is EMPTY
    assert panel_of("nobody") is EMPTY


def test_where_the_release_itself_stands() -> None:
    """Stage with what is left, or blocked with what is known, or its state."""
    block = {"since": "2027-02-22", "reason": "x", "cause": "defect"}
    until = {**block, "expected_unblock": "2027-03-05"}
    said = {
        "Build": make_release("r1", "A-1", "build"),
        "Build, 4 days left": make_release(
            "r1", "A-1", "build", stages={"build": {"planned_days": 9, "remaining": {"days": 4, "as_of": "2027-02-24"}}}
        ),
        "Build, blocked": make_release("r1", "A-1", "build", blocked=block),
        "Build, blocked until 05 Mar": make_release("r1", "A-1", "build", blocked=until),
        "on hold": make_release("r1", "A-1", state="on_hold"),
    }
    for words, doc in said.items():
        board = make_board([doc])
        assert describe_place(board, board.releases["r1"]) == words
