"""The view-model of status: order, counts, dates ahead, on time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from boards import TODAY, make_board
from releaseboard.domain.board import Board
from releaseboard.reports.summary import OnTime, Summary
from releaseboard.reports.survey import (
    find_coming,
    find_recent,
    judge_on_time,
    make_rows,
    summarize,
)
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import Outlook, look_ahead

STAGES = {"deploy": {"planned_days": 1}}


def released(key: str, on: str, window: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """A released one with its window, the same as its first one."""
    span = {"start": window[0], "end": window[1]}
    return {"key": key, "state": "released", "released_on": on, "window": span, "target": window[1], "stages": STAGES,
            "baseline": {"window": span, "target": window[1], "stages": {"deploy": 1},
                         "committed_at": "2026-01-01T09:00:00Z", "committed_by": "ana"}, **fields}  # fmt: skip


def summary_of(board: Board, **settings: Any) -> Summary:
    """The summary of all releases of a board."""
    releases = list(board.releases.values())
    return summarize(board, look_ahead(board, TODAY), releases, TODAY, calendar_of(board), **settings)


def test_rows_come_worst_first_then_by_date() -> None:
    """Red before amber before green before the rest; open before ended; the nearest date first; keys last."""
    board = make_board(releases=[{"key": f"A-{number}"} for number in range(6)])
    by_key = {release.key: release for release in board.releases.values()}
    day = date(2027, 3, 1)
    outlooks = {
        by_key["A-0"].id: Outlook(health="-"),
        by_key["A-1"].id: Outlook(day, health="G"),
        by_key["A-2"].id: Outlook(day, health="A"),
        by_key["A-3"].id: Outlook(day - timedelta(1), health="A"),
        by_key["A-4"].id: Outlook(None, health="R"),
        by_key["A-5"].id: Outlook(day, health="R"),
    }
    rows = make_rows(board, outlooks, board.releases.values())
    assert [row.release.key for row in rows] == ["A-5", "A-4", "A-3", "A-2", "A-1", "A-0"]


def test_counts_are_of_the_rows() -> None:
    """Every letter is named, and the sum is the number of releases."""
    found = summary_of(make_board(releases=[{"key": "A-1"}, {"key": "A-2"}]))
    assert found.counts == {"G": 0, "A": 0, "R": 0, "-": 2}


def test_an_empty_board_has_an_empty_summary() -> None:
    """Nothing to say, no error."""
    found = summary_of(Board())
    assert (found.lines, found.coming, found.decisions, found.original, found.streak) == ((), (), (), OnTime(0, 0), 0)


WORLD: dict[str, list[dict[str, Any]]] = {
    "releases": [
        {"key": "A-1", "target": "2027-02-24"},
        {"key": "A-2", "target": "2027-03-10"},
        {"key": "A-3", "target": "2027-03-11"},
        {"key": "A-4", "target": "2027-02-23"},
        released("A-5", "2027-02-22", ("2027-02-25", "2027-02-26")),
    ],
    "freezes": [
        {"id": "f", "name": "Close", "start": "2027-02-20", "end": "2027-03-01"},
        {"id": "g", "name": "Gone", "start": "2027-03-01", "end": "2027-03-02", "lifted": True},
    ],
    "events": [{"id": "e", "name": "Fair", "date": "2027-03-02"}, {"id": "n", "name": "Never"}],
    "externals": [
        {"id": "x", "vendor": "SAP", "date_expected": "2027-03-03"},
        {"id": "y", "vendor": "Met", "date_expected": "2027-03-03", "state": "met"},
    ],
    "raid": [
        {"kind": "issue", "title": "Slow", "due": "2027-02-26", "releases": ["A-1"]},
        {"kind": "issue", "title": "Done", "due": "2027-02-26", "state": "closed"},
    ],
}


def test_dates_ahead_are_within_two_weeks_soonest_first() -> None:
    """From today to 14 days on: targets, freezes, events, promises, log entries; not what is lifted, met or closed."""
    found = summary_of(make_board(WORLD)).coming
    assert [(item.date.isoformat(), item.kind, item.ref) for item in found if item.kind != "raid"] == [
        ("2027-02-24", "target", "A-1"), ("2027-03-01", "freeze_ends", "f"), ("2027-03-02", "event", "e"),
        ("2027-03-03", "external", "x"), ("2027-03-10", "target", "A-2"),
    ]  # fmt: skip
    assert [item.name for item in found if item.kind == "raid"] == ["Slow"]


def test_dates_ahead_of_a_part_are_its_own() -> None:
    """Of picked releases only their targets, what they wait for, and entries about them."""
    link = {"successor": "A-2", "predecessor": "x", "why": "needs it"}
    board = make_board({**WORLD, "links": [link]})
    rows = make_rows(board, look_ahead(board, TODAY), [board.release("A-2")])
    found = find_coming(board, rows, TODAY, is_part=True)
    assert [(item.kind, item.ref) for item in found] == [("external", "x"), ("target", "A-2")]


def test_decisions_are_the_open_ones_soonest_first() -> None:
    """`needed_by` goes before `due`; those without a date come last; decided ones are gone."""
    raid = [
        {"kind": "decision", "title": "Later", "due": "2027-03-09"},
        {"kind": "decision", "title": "Soon", "due": "2027-03-20", "details": {"needed_by": "2027-02-26"}},
        {"kind": "decision", "title": "Whenever"},
        {"kind": "decision", "title": "Taken", "state": "decided"},
        {"kind": "issue", "title": "No decision"},
    ]
    assert [item.title for item in summary_of(make_board(raid=raid)).decisions] == ["Soon", "Later", "Whenever"]


def test_recent_is_what_went_out_in_two_weeks() -> None:
    """Latest first; the day 14 days ago counts."""
    board = make_board(releases=[
        released("A-1", "2027-02-10", ("2027-02-10", "2027-02-12")),
        released("A-2", "2027-02-09", ("2027-02-10", "2027-02-12")),
        released("A-3", "2027-02-24", ("2027-02-10", "2027-02-12")),
    ])  # fmt: skip
    rows = make_rows(board, look_ahead(board, TODAY), board.releases.values())
    assert [row.release.key for row in find_recent(rows, TODAY)] == ["A-3", "A-1"]


def test_on_time_is_inside_the_window() -> None:
    """Both ends count; late and early are not on time; the streak is of the last ones."""
    window = ("2027-02-08", "2027-02-12")
    board = make_board(releases=[
        released("A-1", "2027-02-15", window),
        released("A-2", "2027-02-05", window),
        released("A-3", "2027-02-12", window),
        released("A-4", "2027-02-08", window),
        {"key": "A-5", "state": "cancelled"},
    ])  # fmt: skip
    original, agreed, streak = judge_on_time(board, list(board.releases.values()), calendar_of(board))
    assert (original, agreed) == (OnTime(2, 4), OnTime(2, 4))
    assert streak == 0


def test_streak_counts_back_from_the_last() -> None:
    """Two in their windows after a late one."""
    board = make_board(releases=[
        released("A-1", "2027-02-09", ("2027-02-01", "2027-02-05")),
        released("A-2", "2027-02-10", ("2027-02-08", "2027-02-12")),
        released("A-3", "2027-02-11", ("2027-02-08", "2027-02-12")),
    ])  # fmt: skip
    assert judge_on_time(board, list(board.releases.values()), calendar_of(board))[2] == 2


@pytest.mark.parametrize(("moved_on", "released_on", "original", "agreed"), [
    ("2027-03-04", "2027-03-05", True, True),  # T30
    ("2027-02-10", "2027-03-10", False, True),  # T31 (a)
    ("2027-03-04", "2027-03-10", False, False),  # T31 (b)
])  # fmt: skip
def test_a_late_replan_does_not_count_as_on_time(moved_on: str, released_on: str, original: bool, agreed: bool) -> None:
    """forecast.md T30 and T31: the agreed window is the one in force 10 working days before the release."""
    first = {"start": "2027-03-01", "end": "2027-03-05"}
    second = {"start": "2027-03-08", "end": "2027-03-12"}
    item = released("A-1", released_on, ("2027-03-01", "2027-03-05"))
    board = make_board(
        releases=[{**item, "window": second, "target": "2027-03-10"}],
        replans=[{"release": "A-1", "cause": "estimate", "reason": "late", "by": "ana", "at": f"{moved_on}T10:00:00Z",
                  "before": {"window": first}, "after": {"window": second}}],
    )  # fmt: skip
    assert datetime.fromisoformat(f"{moved_on}T10:00:00+00:00")
    found = judge_on_time(board, list(board.releases.values()), calendar_of(board))
    assert (found[0], found[1]) == (OnTime(int(original), 1), OnTime(int(agreed), 1))
