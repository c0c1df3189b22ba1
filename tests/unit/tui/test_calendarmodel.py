"""The calendar: everything with a day stands on that day, and every cell of the grid has its width."""

from datetime import date

import pytest
from rich.cells import cell_len
from rich.style import Style

from drawing import TODAY, make_board, make_release
from releaseboard.domain.board import Board
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import look_ahead
from releaseboard.tui.calendarmodel import CalendarModel, Entry, shift_month, weeks_of
from releaseboard.tui.glyphs import ASCII, UNICODE
from releaseboard.tui.paint import Look
from releaseboard.tui.paintcalendar import list_lines, paint_day, tell_day
from releaseboard.tui.timelinemodel import TimelineModel, list_rows
from releaseboard.tui.widgets.lines import ROLES

HOSTILE = ("oops [/x]", "\x1b]0;pwned\x07", "\u202eevil", "日本語" * 40, "👩\u200d👩\u200d👧 family", "a" * 5_000)


def busy_board(name: str = "thing") -> Board:
    """One of everything that has a day."""
    stages = {"build": {"planned_days": 3, "started": "2027-02-22"}, "deploy": {"planned_days": 1}}
    releases = [
        make_release("r1", "PAY-1", "build", stages=stages, target="2027-03-02"),
        make_release("r2", "OLD-1", state="released", released_on="2027-02-12"),
    ]
    return make_board(
        releases,
        freezes={"f": {"id": "f", "name": name, "start": "2027-03-08", "end": "2027-03-12"}},
        holidays={"2027-03-01": {"id": "2027-03-01", "date": "2027-03-01", "name": name}},
        events={"e": {"id": "e", "name": name, "date": "2027-03-17"}, "u": {"id": "u", "name": "no day"}},
        externals={"x": {"id": "x", "vendor": name, "date_expected": "2027-03-18"}},
        milestones={"m": {"id": "m", "name": name, "release": "r1", "offset": "T-2wd"}},
        windows={"w": {"id": "w", "name": name, "rrule": "FREQ=WEEKLY;BYDAY=TU"}},
        gate_results={"g": {"id": "g", "release": "r1", "stage": "build", "due": "2027-02-26"}},
    )


def model_of(board: Board) -> CalendarModel:
    """The calendar of a board as of TODAY."""
    outlooks = look_ahead(board, TODAY)
    rows = TimelineModel(board, outlooks, list_rows(board, outlooks, None, "key"), TODAY)
    return CalendarModel(rows, calendar_of(board))


def kinds_on(model: CalendarModel, text: str) -> list[str]:
    """What stands on a day of 2027."""
    return [entry.kind for entry in model.day(date.fromisoformat(f"2027-{text}")).entries]


def test_everything_stands_on_its_day() -> None:
    """Releases, targets, windows, events, third parties, milestones, recurring windows, freezes, holidays."""
    board = busy_board()
    model = model_of(board)
    out = look_ahead(board, TODAY)["r1"].date
    assert out is not None
    assert "due" in [entry.kind for entry in model.day(out).entries]
    assert kinds_on(model, "02-12") == ["released"]
    assert "opens" in kinds_on(model, "03-01")
    assert "ends" in kinds_on(model, "03-05")
    assert kinds_on(model, "03-17") == ["event"]
    assert kinds_on(model, "03-18") == ["external"]
    assert "milestone" in kinds_on(model, "02-25")
    assert kinds_on(model, "03-09") == ["recurring"]
    assert model.day(date(2027, 3, 10)).freezes == ("thing",)
    assert model.day(date(2027, 3, 1)).holiday == "thing"
    assert model.day(date(2027, 3, 1)).is_off
    assert model.day(date(2027, 3, 3)).windows == 1
    assert [release.key for release in model.open_windows(date(2027, 3, 3))] == ["PAY-1"]


def test_from_day_to_day_with_something_on_it() -> None:
    """Forward, back, and None at the ends."""
    model = model_of(busy_board())
    assert model.find_entry(date(2027, 3, 5), 1) == date(2027, 3, 17)
    assert model.find_entry(date(2027, 2, 20), -1) == date(2027, 2, 12)
    assert model.find_entry(date(2027, 12, 1), 1) is None


def test_weeks_and_months() -> None:
    """Whole weeks from Monday; a month on keeps the day as far as there is one."""
    weeks = weeks_of(date(2027, 2, 24))
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2027, 2, 1), date(2027, 2, 28), 4)
    assert len(weeks_of(date(2027, 5, 1))) == 6
    assert shift_month(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert shift_month(date(2027, 12, 31), 1) == date(2028, 1, 31)
    assert shift_month(date(2027, 1, 31), -2) == date(2026, 11, 30)


def test_little_room_is_told() -> None:
    """All where they fit; else one line a kind; what is left is counted, nothing is hidden without a word."""
    entries = [Entry("due", f"PAY-{at}", "") for at in range(3)] + [Entry("gate", "WEB-1", ""), Entry("event", "x", "")]
    assert [text.strip() for text, _ in list_lines(entries, 3, 20, UNICODE)] == ["◆ 3 out", "⚑ WEB-1", "● x"]
    assert [text.strip() for text, _ in list_lines(entries, 2, 20, UNICODE)] == ["◆ 3 out", "+2 more"]
    assert list_lines(entries, 0, 20, UNICODE) == []


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("name", HOSTILE)
def test_cells_of_the_grid_have_their_size(name: str, glyphs) -> None:
    """Whatever people typed, at any width and height."""
    model, look = model_of(busy_board(name)), Look({role: Style() for role in ROLES}, glyphs)
    for day in (date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 17), date(2027, 3, 18), date(2027, 2, 26)):
        for width, height in ((1, 1), (5, 2), (11, 3), (28, 9)):
            strips = paint_day(model.day(day), width, height, look, TODAY, 3, is_chosen=True)
            assert [cell_len(strip.text) for strip in strips] == [width] * height
            assert not any("\x1b" in strip.text for strip in strips)
        assert tell_day(model.day(day), 1, glyphs)
