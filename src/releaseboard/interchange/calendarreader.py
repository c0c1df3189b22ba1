"""Calendars of vendors, conferences and freezes (iCalendar) as events, freezes, holidays and recurring windows.

- A title or category that speaks of a freeze, blackout or shutdown makes a freeze, one that speaks of a maintenance or
  release window and comes again a recurring window, one of a holiday calendar holidays; all else is an event.
- A freeze that names no end lasts until the day before the calendar's thaw, else one day.
- What comes again comes once for each day: freezes and holidays for two years, events for one.
- Ids come from the UIDs, so that a calendar that is imported again finds its entries. Of a calendar that this board
  wrote, only events and freezes come back; targets, windows and gates are the board's own.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta, tzinfo
from typing import NamedTuple

from releaseboard.domain.model import Event, Freeze
from releaseboard.domain.words import Confidence
from releaseboard.errors import BadInput
from releaseboard.text import clean_line

from .calendarkinds import begins_freeze, event_kind, freeze_kind, is_freeze, is_holiday, is_thaw, is_window
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id
from .icsdates import Span, day_of, find_zone, list_days, read_point, read_rule, read_span
from .icstext import Component, read_components, split_values
from .timeline import make_project_id

BOARD, RECORD, KIND = "X-RELEASEBOARD-BOARD", "X-RELEASEBOARD-ID", "X-RELEASEBOARD-KIND"
LONG_AHEAD, AHEAD, BEHIND = timedelta(days=730), timedelta(days=365), timedelta(days=31)
MOST = 120  # entries made of one that comes again
MOST_HOLIDAYS = 31  # days of one holiday
LONGEST_REASON = 200
_CONFIDENCE = {"CONFIRMED": Confidence.CONFIRMED.value, "TENTATIVE": Confidence.RUMOURED.value}
_SILENT = frozenset({"VTIMEZONE", "VALARM"})


class _Calendar(NamedTuple):
    """What the entries of a file share: its name, the clocks of the board, the day freezes end, moved occurrences."""

    name: str
    zone: tzinfo
    thaws: Sequence[date]
    moved: dict[str, set[date]]


def read_calendar(text: str, source: Source) -> Import:
    """The entries of a calendar file as records.

    Raises:
        BadInput: it is no calendar; the line is named.
    """
    tops = read_components(text, source.name)
    if not tops or any(top.name != "VCALENDAR" for top in tops):
        raise BadInput(f"{source.name}: this is not a calendar", "it begins with BEGIN:VCALENDAR")
    zone = find_zone(source.known.info.timezone) or UTC
    entries = [(top, part) for top in tops for part in top.parts if part.name == "VEVENT"]
    gathering = Gathering(source, "ics", len(entries))
    shared = {id(top): _look_over(top, zone) for top in tops}
    for top, part in entries:
        with gathering.take(part.line, clean_line(part.text("SUMMARY"))) as entry:
            _read_entry(entry, part, shared[id(top)])
    others = [clean_line(part.name, 40) for top in tops for part in top.parts if part.name not in ("VEVENT", *_SILENT)]
    gathering.ignored = [f"{name} ({others.count(name)})" for name in dict.fromkeys(others)]
    return gathering.finish()


def _look_over(top: Component, zone: tzinfo) -> _Calendar:
    maker = top.text("PRODID").split("//")
    name = clean_line(top.text("X-WR-CALNAME") or top.text("NAME") or (maker[2] if len(maker) > 2 else ""))
    thaws: list[date] = []
    moved: dict[str, set[date]] = {}
    for part in top.parts:
        try:
            if is_thaw(part.text("SUMMARY")):
                thaws.append(read_span(part, zone).start)
            found = part.find("RECURRENCE-ID")
            if found is not None:
                moved.setdefault(part.text("UID"), set()).add(day_of(read_point(found, zone)))
        except BadInput:
            continue  # told when its turn comes
    return _Calendar(name, zone, sorted(thaws), moved)


def _read_entry(entry: Entry, part: Component, calendar: _Calendar) -> None:
    stray = part.find("")
    if stray is not None:
        raise BadInput(f"line {stray.line} is no property: {clean_line(stray.value)[:40]!r}", "NAME:value")
    title = entry.label
    if not title:
        raise BadInput("it has no title (SUMMARY)", "say what it is")
    span = read_span(part, calendar.zone)
    is_own = part.text(BOARD) == entry.source.known.info.id != ""
    if is_own and part.text(KIND) not in ("event", "freeze"):
        entry.remark = "a day of the board itself"
        return
    known = entry.source.known
    is_known = is_own and part.text(RECORD) in (known.freezes if part.text(KIND) == "freeze" else known.events)
    ident = part.text(RECORD) if is_known else make_id(part.text("UID") or f"{title} {span.start}")
    replaced = part.find("RECURRENCE-ID")
    if replaced is not None:
        ident = make_id(ident, day_of(read_point(replaced, calendar.zone)).isoformat())
    entry.label = ident
    if part.text("STATUS").upper() == "CANCELLED":
        _cancel(entry, ident)
        return
    rule = read_rule(part) if replaced is None else {}
    is_again = bool(rule) or (replaced is None and part.find("RDATE") is not None)
    categories = [word for found in part.find_all("CATEGORIES") for word in split_values(found.value)]
    if rule and is_window(title, categories):
        _add_window(entry, part, ident, span, rule)
        return
    is_long = is_freeze(title, categories) or is_holiday(calendar.name, categories)
    for count, day in enumerate(
        _list_starts(entry, part, span, rule if is_again else None, calendar, LONG_AHEAD if is_long else AHEAD)
    ):
        again = Span(day, day + (span.end - span.start), span.is_moment)
        _add_days(entry, part, make_id(ident, day.isoformat()) if is_again else ident, again, calendar)
        entry.remark = f"comes again: {count + 1} days up to {day}" if is_again else entry.remark


def _list_starts(
    entry: Entry, part: Component, span: Span, rule: dict[str, str] | None, calendar: _Calendar, ahead: timedelta
) -> Iterator[date]:
    """The day it begins, or those on which it comes again, from a month ago on."""
    if rule is None:
        yield span.start
        return
    today = entry.source.today or span.start
    moved = calendar.moved.get(part.text("UID"), set())
    days = list_days(part, rule, span.start, today + ahead, calendar.zone)
    kept = [day for day in days if day >= today - BEHIND and day not in moved]
    if not kept:
        entry.remark = "comes again, but not in the time ahead"
    yield from kept[:MOST]


def _add_days(entry: Entry, part: Component, ident: str, span: Span, calendar: _Calendar) -> None:
    """One entry on its days: holidays, a freeze or an event."""
    title = clean_line(part.text("SUMMARY"))
    categories = [word for found in part.find_all("CATEGORIES") for word in split_values(found.value)]
    is_said = bool(part.text(KIND))
    if part.text(KIND) == "freeze" or (not is_said and is_freeze(title, categories)):
        end = span.end
        if span.days == 1 and begins_freeze(title) and not is_said:
            end = next((thaw - timedelta(days=1) for thaw in calendar.thaws if thaw > span.start), end)
        projects = [make_project_id(entry.source, entry.source.project)] if entry.source.project else None
        known = entry.source.known.freezes.get(ident)
        entry.add(
            "freezes", ident, name=_rename(title, known), kind=None if known else freeze_kind(title, categories),
            start=span.start, end=end, projects=projects,
            reason=None if is_said and known else clean_line(part.text("DESCRIPTION"), LONGEST_REASON),
        )  # fmt: skip
    elif not is_said and is_holiday(calendar.name, categories):
        if span.days > MOST_HOLIDAYS:
            raise BadInput(f"a holiday of {span.days} days", "a shutdown is a freeze")
        for number in range(span.days):
            day = span.start + timedelta(days=number)
            entry.add("holidays", day.isoformat(), date=day, name=title)
    else:
        event = entry.source.known.events.get(ident)
        entry.add_event(
            ident, _rename(title, event), span.start, span.end,
            kind=None if event else event_kind(title, categories),
            confidence=_CONFIDENCE.get(part.text("STATUS").upper()),
            source=clean_line(part.text("URL")) or (None if event else calendar.name),
        )  # fmt: skip


def _rename(title: str, known: Freeze | Event | None) -> str | None:
    """The name to set; None when the board has it already, be it with other blanks."""
    return None if known is not None and clean_line(known.name) == title else title


def _cancel(entry: Entry, ident: str) -> None:
    """What is cancelled is not made; a freeze that the board has is lifted."""
    freeze = entry.source.known.freezes.get(ident)
    if freeze is not None:
        entry.add("freezes", ident, lifted=True)
        entry.remark = "" if freeze.lifted else "cancelled: the freeze is lifted"
    elif ident in entry.source.known.events:
        entry.remark = "cancelled: it stays on the board until somebody takes it off"
    else:
        entry.remark = "cancelled: left out"


def _add_window(entry: Entry, part: Component, ident: str, span: Span, rule: dict[str, str]) -> None:
    """A recurring window, with the day it counts from where its rule needs one."""
    today = entry.source.today or span.start
    last = max(today, span.start) + LONG_AHEAD * 5
    if not list_days(part, rule, span.start, last, UTC):
        raise BadInput("its rule never comes", "such as FREQ=WEEKLY;BYDAY=TU")
    until = rule.pop("UNTIL", "")[:8]
    text = ";".join(f"{name}={value}" for name, value in rule.items())
    is_plain = set(rule) == {"FREQ", "BYDAY"} and rule["FREQ"] in ("WEEKLY", "MONTHLY")
    if part.find("EXDATE") is not None or part.find("RDATE") is not None:
        entry.remark = "its single exceptions (EXDATE, RDATE) are not kept: add a freeze for them"
    entry.add(
        "windows", ident, name=clean_line(part.text("SUMMARY")),
        rrule=text if is_plain else f"DTSTART:{span.start:%Y%m%d} RRULE:{text}", days=min(span.days, 366),
        until=date(int(until[:4]), int(until[4:6]), int(until[6:])) if until else None,
        projects=[make_project_id(entry.source, entry.source.project)] if entry.source.project else None,
    )  # fmt: skip
