"""Days of calendar entries: when they begin and end on the board's calendar, and on which days they come again."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import NamedTuple

from releaseboard.errors import BadInput

from .icstext import Component, Property, split_values

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
MOST_DAYS = 3660  # of one entry
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# Which part goes with which frequency, and how far its numbers reach (RFC 5545, 3.3.10). What is outside never comes,
# and looking for it to the end of the calendar takes seconds.
_REACH = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53}
_PLACES = {"DAILY": 0, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}  # of BYSETPOS
_ONLY_YEARLY = frozenset({"BYYEARDAY", "BYWEEKNO"})
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HOURS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})  # a day is a day
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?", re.ASCII
)
_PART = re.compile(r"([A-Za-z]+)=([A-Za-z0-9,+-]+)", re.ASCII)


class Span(NamedTuple):
    """First and last day, both included; a moment has a time and no length."""

    start: date
    end: date
    is_moment: bool = False

    @property
    def days(self) -> int:
        """How many days it has, at least 1."""
        return (self.end - self.start).days + 1


def find_zone(name: str) -> tzinfo | None:
    """The time zone of this name; None when there is none (some programs make up their own)."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - reads files; only calendars with times need it

    try:
        return ZoneInfo(name.strip("/"))
    except (KeyError, ValueError, OSError):
        return None


def read_point(found: Property, zone: tzinfo) -> date | datetime:
    """A DATE as a day; a DATE-TIME as the moment on the clocks of `zone`, as written where its own zone is unknown.

    Raises:
        BadInput: not a date, or one that no release has.
    """
    match = _DATE.fullmatch(found.value.strip())
    if match is None:
        raise BadInput(f"{found.name} is not a date: {found.value[:40]!r}", "such as 20270302 or 20270302T120000Z")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            point: date | datetime = day
        else:
            point = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), min(int(match[6] or 0), 59))
    except ValueError:
        raise BadInput(f"{found.name} is not a date: {found.value[:40]!r}", "such as 20270302") from None
    if not EARLIEST < day < LATEST:
        raise BadInput(f"{found.name} {day} is too far away", f"from {EARLIEST.year} to {LATEST.year}")
    own = UTC if match[7] else find_zone(found.params["TZID"]) if "TZID" in found.params else None
    if isinstance(point, datetime) and own is not None:
        point = point.replace(tzinfo=own).astimezone(zone).replace(tzinfo=None)
    return point


def day_of(point: date | datetime) -> date:
    """The day of a point."""
    return point.date() if isinstance(point, datetime) else point


def read_span(entry: Component, zone: tzinfo) -> Span:
    """The days of an entry, from DTSTART and DTEND or DURATION.

    Raises:
        BadInput: no start, an end before it, more than ten years.
    """
    found = entry.find("DTSTART")
    if found is None:
        raise BadInput("it has no start (DTSTART)", "such as DTSTART;VALUE=DATE:20270302")
    start = read_point(found, zone)
    end = _find_end(entry, start, zone)
    if end is None or end == start:
        return Span(day_of(start), day_of(start), isinstance(start, datetime))
    if isinstance(start, datetime) != isinstance(end, datetime):
        start, end = day_of(start), day_of(end)
    if end < start:
        raise BadInput(f"it ends before it starts ({day_of(end)}, {day_of(start)})", "DTEND comes after DTSTART")
    # the end is the first moment, or day, that is not part of it any more
    last = day_of(end - (timedelta(microseconds=1) if isinstance(end, datetime) else timedelta(days=1)))
    last = max(last, day_of(start))
    if (last - day_of(start)).days > MOST_DAYS:
        raise BadInput(f"it lasts from {day_of(start)} to {last}", "an entry of more than ten years is a slip")
    return Span(day_of(start), last)


def _find_end(entry: Component, start: date | datetime, zone: tzinfo) -> date | datetime | None:
    found = entry.find("DTEND")
    if found is not None:
        return read_point(found, zone)
    duration = entry.find("DURATION")
    if duration is None:
        return None
    match = _DURATION.fullmatch(duration.value.strip())
    if match is None or not any(match.groups()):
        raise BadInput(f"DURATION can't be read: {duration.value[:40]!r}", "such as P1D or PT2H")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length.days > MOST_DAYS:
        raise BadInput(f"it lasts {length.days} days", "an entry of more than ten years is a slip")
    return start + length


def read_rule(entry: Component) -> dict[str, str]:
    """The parts of an entry's RRULE, without hours; {} when it does not come again.

    Raises:
        BadInput: more than one rule, or one that can't be read or comes more often than daily.
    """
    rules = entry.find_all("RRULE")
    if not rules:
        return {}
    said = rules[0].value.strip()
    if len(rules) > 1:
        raise BadInput("it has more than one rule for coming again", "make an entry of each")
    parts: dict[str, str] = {}
    for part in filter(None, said.upper().split(";")):
        match = _PART.fullmatch(part)
        if match is None or match[1] in parts:
            raise BadInput(f"its rule can't be read: {said[:60]!r}", "such as FREQ=WEEKLY;BYDAY=TU,TH")
        parts[match[1]] = match[2]
    interval, count = parts.get("INTERVAL", "1"), parts.get("COUNT", "1")
    is_counted = all(number.isdecimal() and 1 <= int(number) <= 10_000 for number in (interval[:6], count[:6]))
    if parts.get("FREQ") not in FREQUENCIES or not is_counted:
        raise BadInput(f"its rule can't be used: {said[:60]!r}", f"FREQ is one of {', '.join(FREQUENCIES)}")
    kept = {name: value for name, value in parts.items() if name not in _HOURS}
    if not _may_come(kept):
        raise BadInput(f"its rule never comes: {said[:60]!r}", "look at its months, days and weeks")
    return kept


def _may_come(rule: dict[str, str]) -> bool:
    """Whether the numbers of a rule are days, months and weeks that there are."""
    reached: dict[str, list[int]] = {}
    for name, most in {**_REACH, "BYSETPOS": _PLACES[rule["FREQ"]]}.items():
        if name not in rule:
            continue
        if name in _ONLY_YEARLY and rule["FREQ"] != "YEARLY":
            return False
        try:
            numbers = [int(number) for number in rule[name].split(",")]
        except ValueError:
            return False
        if not all(1 <= abs(number) <= most for number in numbers):
            return False
        reached[name] = [abs(number) for number in numbers]
    months, days = reached.get("BYMONTH", range(1, 13)), reached.get("BYMONTHDAY", [1])
    return any(day <= _LENGTHS[month - 1] for month in months for day in days)


def list_days(entry: Component, rule: dict[str, str], start: date, last: date, zone: tzinfo) -> list[date]:
    """The days on which a recurring entry begins, up to `last`, without its EXDATEs; its RDATEs after the others.

    Raises:
        BadInput: the rule can't be read.
    """
    days = _follow_rule(entry, rule, start, last, zone) if rule else [start]
    without, taken = set(_list_points(entry, "EXDATE", zone)), set(days)
    more = sorted(day for day in _list_points(entry, "RDATE", zone) if day not in taken and day <= last)
    return [day for day in dict.fromkeys((*days, *more)) if day not in without]


def _follow_rule(entry: Component, rule: dict[str, str], start: date, last: date, zone: tzinfo) -> list[date]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - few calendars have entries that come again

    until = last
    if "UNTIL" in rule:
        until = min(last, day_of(read_point(Property("UNTIL", rule["UNTIL"], {}, entry.line), zone)))
    kept = {name: value for name, value in rule.items() if name not in ("UNTIL", "COUNT")}
    text = ";".join(f"{name}={value}" for name, value in kept.items())
    first = datetime(start.year, start.month, start.day)
    try:
        found = rrulestr(f"{text};UNTIL={until:%Y%m%d}T000000", dtstart=first, ignoretz=True)
        return [day.date() for day in islice(found, int(rule.get("COUNT", "100000")))]
    except (ValueError, TypeError, IndexError, OverflowError) as problem:
        raise BadInput(f"its rule can't be read: {text[:60]!r}: {problem}", "such as FREQ=WEEKLY;BYDAY=TU") from None


def _list_points(entry: Component, name: str, zone: tzinfo) -> Iterator[date]:
    for found in entry.find_all(name):
        for value in split_values(found.value):
            yield day_of(read_point(found._replace(value=value.partition("/")[0]), zone))
