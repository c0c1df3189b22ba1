"""Milestones: offsets from the target, which move with it unless they are fixed (domain.md 3.2)."""

from datetime import date

import pytest

from boards import make_context
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.milestones import list_ahead, milestone_day, parse_offset
from releaseboard.domain.when import shift_weekdays
from releaseboard.errors import BadInput


def add(name: str, **fields: object) -> c.AddRecord:
    return c.AddRecord("milestones", {"name": name, "release": "PAY-4.2", **fields})


def days(board: Board) -> dict[str, date | None]:
    return {each.name: milestone_day(board, each, shift_weekdays) for each in board.milestones.values()}


@pytest.mark.parametrize(
    ("text", "offset"), [("R-6w", (-6, "w")), ("t-10wd", (-10, "wd")), (" T+3d ", (3, "d")), ("R-0w", (0, "w"))]
)
def test_an_offset_is_read(text: str, offset: tuple[int, str]) -> None:
    assert parse_offset(text) == offset


@pytest.mark.parametrize(
    "text", ["", "6w", "R6w", "R-w", "R-6", "R-6m", "X-6w", "R-6.5w", "R--6w", "R-99999d", "R-6dw"]
)
def test_what_is_no_offset_is_refused_on_the_way_in(text: str) -> None:
    with pytest.raises(BadInput, match="R-6w"):
        parse_offset(text)
    if text:
        with pytest.raises(BadInput, match="R-6w"):
            decide(busy(), add("Code cut", offset=text), make_context())


def test_offsets_count_from_the_target_and_move_with_it_unless_fixed() -> None:
    board = act(
        busy(),
        add("cut", offset="R-1w"),
        add("review", offset="T-3wd"),
        add("freeze", offset="T-1d", fixed=True),
        add("party", date="2027-03-12"),
    )
    assert days(board) == {
        "cut": date(2027, 2, 23), "review": date(2027, 2, 25), "freeze": date(2027, 3, 1), "party": date(2027, 3, 12),
    }  # fmt: skip
    board = act(board, c.Replan("PAY-4.2", "defect", "late", date(2027, 3, 5)))
    assert days(board) == {
        "cut": date(2027, 2, 26), "review": date(2027, 3, 2), "freeze": date(2027, 3, 1), "party": date(2027, 3, 12),
    }  # fmt: skip


def test_what_is_done_or_belongs_to_a_release_that_is_over_is_not_ahead() -> None:
    board = act(busy(), add("cut", offset="R-1w"), add("review", offset="T-3wd", done_on="2027-02-24"))
    board = act(board, c.AddRecord("milestones", {"name": "idea", "release": "MOB-7.0", "offset": "R-1w"}))
    assert [(str(day), each.name) for day, each in list_ahead(board, shift_weekdays)] == [("2027-02-23", "cut")]
    assert list_ahead(act(board, c.CancelRelease("PAY-4.2", "x")), shift_weekdays) == ()
