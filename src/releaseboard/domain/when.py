"""Dates as people type them, and as we say them back (cli.md: the same on the command line and on the screen).

Month and day names are English on every host: a board is shared, so a date must not depend on one person's locale.
`today` is always an argument.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from releaseboard.errors import BadInput, did_you_mean

if TYPE_CHECKING:
    from .model import Window

ACCEPTED = "dates: 2027-03-05, 5 mar, fri, next tue, today, +3 or -1 (working days), +2w, w10"
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_STAGE = 999  # working days of one stage; more is a typing error

_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FULL_MONTHS = ("january", "february", "march", "april", "may", "june",
                "july", "august", "september", "october", "november", "december")  # fmt: skip
_DAYS = {word: index for index, name in enumerate(_FULL_DAYS) for word in (name, name[:3])}
_DAYS |= {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}
_MONTHS = {word: index for index, name in enumerate(_FULL_MONTHS, 1) for word in (name, name[:3])} | {"sept": 9}
_LOOK_BACK = timedelta(days=92)  # `5 jan` typed in March is the January just gone, not the one in ten months
_PLAUSIBLE = 15  # years around today that a two-digit year may mean

WorkDays = Callable[[date, int], date]
DaysBetween = Callable[[date, date], int]


def parse_date(text: str, today: date, workdays: WorkDays | None = None) -> date:
    """The day that was typed.

    `fri` is the coming Friday, never today; `next tue` the Tuesday of next week (Monday to Sunday). `+3` and `-1` count
    working days from today. `w10` is the Monday of that ISO week, this year's while the week is not over. `5 mar` is
    the coming one, unless it was less than about three months (92 days) ago.

    Args:
        text: in any case; a leading weekday (`Fri 5 mar`) must agree with the date.
        today: the day to count from.
        workdays: day and number to the working day that far away, by the board's calendar; None counts Mon-Fri.

    Raises:
        BadInput: not a date, not a day of the calendar, or readable in two ways (both are named).
    """
    typed = " ".join(text.split())
    words = typed.casefold().replace(",", " ").split()
    if not words or len(words) > 4 or len(typed) > 40 or not typed.isascii():
        raise _not_a_date(typed)
    try:
        found = _read_relative(words, today, workdays or shift_weekdays) or _read_absolute(words, today)
    except OverflowError:
        raise BadInput(f"{typed} is outside the calendar", ACCEPTED) from None
    if found is None:
        raise _not_a_date(typed)
    return found


def _not_a_date(typed: str) -> BadInput:
    shown = typed if len(typed) <= 40 else typed[:39] + "…"
    return BadInput(f"{shown!r} is not a date" if shown else "a date is missing", ACCEPTED)


def shift_weekdays(day: date, count: int) -> date:
    """`count` working days after `day` (before, when negative) on a plain Mon-Fri week; 0 gives `day` itself."""
    if count == 0:
        return day
    weekday = day.weekday()
    if count > 0:
        start = day - timedelta(days=max(0, weekday - 4))
        weeks, rest = divmod(min(weekday, 4) + count, 5)
        return start + timedelta(days=7 * weeks + rest - min(weekday, 4))
    start = day + timedelta(days=(7 - weekday) if weekday > 4 else 0)
    position = 0 if weekday > 4 else weekday
    weeks, rest = divmod(position + count, 5)
    return start + timedelta(days=7 * weeks + rest - position)


def count_weekdays(start: date, end: date) -> int:
    """Mon-Fri days in (start, end]; negative when `end` is earlier."""
    if end < start:
        return -count_weekdays(end, start)
    return _weekdays_until(end.toordinal()) - _weekdays_until(start.toordinal())


def _weekdays_until(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, 7)  # ordinal 1 was a Monday
    return weeks * 5 + min(rest, 5)


def _read_relative(words: list[str], today: date, workdays: WorkDays) -> date | None:
    first = words[0]
    if len(words) == 1:
        near = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
        if first in near:
            return today + timedelta(days=near[first])
        if first in _DAYS:
            return today + timedelta(days=(_DAYS[first] - today.weekday() - 1) % 7 + 1)
        if first[0] in "+-":
            return _read_offset(first, today, workdays)
    if first == "next" and len(words) == 2:
        monday = today + timedelta(days=7 - today.weekday())
        if words[1] == "week":
            return monday
        return monday + timedelta(days=_DAYS[words[1]]) if words[1] in _DAYS else None
    return None


def _read_offset(word: str, today: date, workdays: WorkDays) -> date | None:
    number = word[1:].removesuffix("w")
    if not number.isdigit() or len(number) > 4:
        return None
    count = int(number) if word[0] == "+" else -int(number)
    if word.endswith("w"):
        return today + timedelta(weeks=count)
    return workdays(today, count) if count else today


def _read_absolute(words: list[str], today: date) -> date | None:
    weekday = _DAYS.get(words[0])
    rest = words[1:] if weekday is not None else words
    if not rest:
        return None
    found = _read_week(rest, today) or _read_numbers(rest, today) or _read_named_month(rest, today)
    if found is not None and weekday is not None and found.weekday() != weekday:
        raise BadInput(f"{format_date(found)[4:]} is a {_FULL_DAYS[found.weekday()].capitalize()}",
                       f"{' '.join(words[1:])} without the weekday, or another day")  # fmt: skip
    return found


def _read_week(words: list[str], today: date) -> date | None:
    """`w10`, `w10 2027`, `2027-w10`."""
    if len(words) == 1 and words[0][4:6] == "-w":
        words = [words[0][5:], words[0][:4]]
    if words[0][0] != "w" or not words[0][1:].isdigit() or len(words[0]) > 3 or len(words) > 2:
        return None
    week = int(words[0][1:])
    if len(words) == 2:
        if not (words[1].isdigit() and len(words[1]) == 4):
            return None
        return _monday_of(int(words[1]), week)
    this_year = today.isocalendar().year
    for year in (this_year, this_year + 1):
        try:
            monday = _monday_of(year, week)
        except BadInput:
            if year > this_year:
                raise
            continue
        if monday + timedelta(days=6) >= today:
            return monday
    return None


def _monday_of(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        raise BadInput(f"{year} has no week {week}", "ISO weeks are w1 to w52, in some years w53") from None


def _read_numbers(words: list[str], today: date) -> date | None:
    """`2027-03-05`, and the slashed or dotted forms as far as only one reading makes a day."""
    if len(words) != 1:
        return None
    parts = words[0].replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isdigit() and len(part) <= 4 for part in parts):
        return None
    one, two, three = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _make_day(one, two, three)
    if len(parts[2]) not in (2, 4):
        return None
    readings = [(three, two, one), (three, one, two)]
    if len(parts[2]) == 2:
        century = today.year // 100 * 100
        year_first = [(one, two, three)] if "-" in words[0] else []  # 27-03-04, never 27/03/04
        readings = [(century + year, month, day) for year, month, day in readings + year_first]
        readings = [reading for reading in readings if abs(reading[0] - today.year) <= _PLAUSIBLE]
    days = {date(*reading): None for reading in readings if _is_day(*reading)}
    if len(days) > 1:
        both = " or ".join(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" for day in days)
        best = " or ".join(day.isoformat() for day in days)
        raise BadInput(f"{words[0]} can be read in two ways: {both}", f"type {best}")
    return next(iter(days), None)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _make_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise BadInput(f"there is no month {month}", ACCEPTED)
    if not _is_day(year, month, day):
        raise BadInput(f"there is no {day} {MONTH_NAMES[month - 1]} {year}", ACCEPTED)
    return date(year, month, day)


def _read_named_month(words: list[str], today: date) -> date | None:
    """`5 mar`, `mar 5`, `5th march 2027`."""
    if len(words) not in (2, 3):
        return None
    one, two = words[:2]
    month = _MONTHS.get(two) or _MONTHS.get(one)
    number = one if two in _MONTHS else two
    number = number.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th").removesuffix(".")
    if month is None or not number.isdigit() or len(number) > 2:
        return None
    if len(words) == 3:
        year = words[2]
        if not year.isdigit() or len(year) not in (2, 4):
            return None
        return _make_day(int(year) if len(year) == 4 else today.year // 100 * 100 + int(year), month, int(number))
    for year_number in (today.year - 1, today.year, today.year + 1):
        if _is_day(year_number, month, int(number)):
            found = date(year_number, month, int(number))
            if found >= today or today - found < _LOOK_BACK:
                return found
    return _make_day(today.year, month, int(number))


def parse_window(text: str, today: date, workdays: WorkDays | None = None) -> "Window":
    """`A..B`, both days allowed; one date alone is a window of one day. B is counted from A (`mon..fri`, `5 mar..+4`).

    Raises:
        BadInput: not dates, or B before A.
    """
    from .model import Window  # noqa: PLC0415 - who only says dates back does not load the records

    first, dots, last = text.partition("..")
    start = parse_date(first, today, workdays)
    if not dots:
        return Window(start, start)
    is_near = last.strip().casefold() in ("today", "now", "tomorrow", "yesterday")
    end = parse_date(last, today if is_near else start, workdays)
    if end < start:
        raise BadInput(f"the window ends {format_date(end)}, before it starts {format_date(start)}", "type it as A..B")
    return Window(start, end)


def parse_stage_days(text: str, known: Iterable[str] = ()) -> dict[str, int]:
    """Stage ids to working days, from `build=10` or `build=10, test=5`.

    Args:
        text: one or more pairs, parted by commas or spaces.
        known: the board's stage ids; when given, others are refused with the nearest one.

    Raises:
        BadInput: not pairs, an unknown or doubled stage, days not 1 to 999.
    """
    stages = {stage.casefold(): stage for stage in known}
    found: dict[str, int] = {}
    for pair in text.replace(",", " ").split():
        name, equals, number = pair.partition("=")
        if not equals or not name:
            raise BadInput(f"{pair[:40]!r} is not a stage with its days", "type it as build=10")
        stage = stages.get(name.casefold(), "" if stages else name)
        if not stage:
            raise BadInput(f"there is no stage {name[:40]!r}",
                           did_you_mean(name, stages.values()) or f"stages: {', '.join(stages.values())}")  # fmt: skip
        if not (number.isascii() and number.isdigit() and len(number) <= 3 and int(number) >= 1):
            raise BadInput(
                f"{stage}={number[:20]} needs working days from 1 to {LONGEST_STAGE}", f"type it as {stage}=10"
            )
        if stage in found:
            raise BadInput(f"stage {stage} is given twice", f"keep one of {stage}={found[stage]} and {stage}={number}")
        found[stage] = int(number)
    if not found:
        raise BadInput("a stage and its days are missing", "type it as build=10")
    return found


def format_day(day: date) -> str:
    """`Tue 02 Mar`."""
    return f"{DAY_NAMES[day.weekday()]} {day.day:02d} {MONTH_NAMES[day.month - 1]}"


def format_date(day: date) -> str:
    """`Tue 02 Mar 2027`."""
    return f"{format_day(day)} {day.year}"


def format_short(day: date) -> str:
    """`02 Mar`, for a card."""
    return f"{day.day:02d} {MONTH_NAMES[day.month - 1]}"


def format_window(window: "Window") -> str:
    """`01–05 Mar`, `26 Feb–05 Mar`; one day alone as `05 Mar`."""
    start, end = window.start, window.end
    if start == end:
        return format_short(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day:02d}–{format_short(end)}"
    return f"{format_short(start)}–{format_short(end)}"


def format_distance(days: int) -> str:
    """Signed working days as words: `in 7 working days`, `1 working day ago`, `now` for 0."""
    if days == 0:
        return "now"
    unit = "working day" if abs(days) == 1 else "working days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def echo_date(day: date, today: date, days_between: DaysBetween | None = None, note: str = "") -> str:
    """What was understood, said back: `Fri 05 Mar 2027 · in 7 working days`.

    Args:
        day: the parsed day.
        today: the day to count from.
        days_between: signed working days in (a, b] by the board's calendar; None counts Mon-Fri.
        note: what else there is to say, such as `in freeze year-end`; '' for nothing.
    """
    count = days_between or count_weekdays
    distance = count(today, day)
    parts = [format_date(day), "today" if day == today else format_distance(distance) if distance else ""]
    if count(day - timedelta(days=1), day) == 0:
        parts.append("not a working day")
    return " · ".join(part for part in (*parts, note) if part)
