"""The board's days as a calendar (iCalendar, RFC 5545): targets, windows, gates, milestones, freezes, events.

Every entry lasts whole days and keeps its UID as long as its record lives, so that a calendar program that fetches the
file again moves what has moved. What is cancelled or lifted stays as a cancelled entry.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.gates import OPENS, due_day, find_result, gate_state, list_gates
from releaseboard.domain.model import Release, WindowRule
from releaseboard.domain.words import ENDED_STATES, Confidence, State, spoken
from releaseboard.errors import BadInput
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.gather import name_stage
from releaseboard.schedule.outside import milestone_day
from releaseboard.schedule.prospects import foresee
from releaseboard.schedule.windows import expand_rule, window_of
from releaseboard.text import clean_line, clean_text

from .calendarreader import BOARD, KIND, RECORD
from .icstext import escape, fold

PRODUCT = "-//releaseboard//release board//EN"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
_FIRST_RULE_DAY = date(2024, 1, 1)  # rules without a start of their own count from here (schedule/windows.py)
_YEARS_OF_RULE = timedelta(days=3660)
_NOT_FOR_DAYS = ("BYHOUR", "BYMINUTE", "BYSECOND", "UNTIL")


class _Day(NamedTuple):
    """One entry: what it is of, its first and last day, and what is said."""

    kind: str
    record: str
    title: str
    start: date
    end: date
    status: str = ""
    about: str = ""
    categories: tuple[str, ...] = ()
    rule: str = ""
    sequence: int = 0


def write_calendar(board: Board, today: date, now: datetime, only: Collection[str] | None = None) -> str:
    """A calendar file, its entries in the order of their days.

    Args:
        board: what it is made of.
        today: the day of the forecast that undated gates follow.
        now: when it is made (aware); readers take the later of two files by it.
        only: ids of the releases whose days are told; None for all. Freezes, windows and events are always there.

    Raises:
        BadInput: there is no day to write; a calendar without entries is none.
    """
    days = [*_list_release_days(board, today, only), *_list_milestones(board, only), *_list_others(board)]
    if not days:
        raise BadInput("this board has no day to put into a calendar", "give a release a target or a window")
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(clean_line(board.info.name))}",
    ]  # fmt: skip
    for day in sorted(days, key=lambda day: (day.start, day.kind, day.title, day.record)):
        lines += _write_day(day, board.info.id, stamp)
    lines.append("END:VCALENDAR")
    return "".join(map(fold, lines))


def _write_day(day: _Day, board: str, stamp: str) -> list[str]:
    after = day.end + timedelta(days=1) if day.end < date.max else day.end
    lines = [
        "BEGIN:VEVENT", f"UID:{escape(f'{day.kind}-{day.record}@{board}.releaseboard')}", f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_say_date(day.start)}", f"DTEND;VALUE=DATE:{_say_date(after)}",
        f"SUMMARY:{escape(day.title)}", f"SEQUENCE:{day.sequence}", "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    if day.rule:
        lines.append(f"RRULE:{day.rule}")
    if day.status:
        lines.append(f"STATUS:{day.status}")
    if day.about:
        lines.append(f"DESCRIPTION:{escape(day.about)}")
    if day.categories:
        lines.append(f"CATEGORIES:{','.join(map(escape, day.categories))}")
    lines += [f"{BOARD}:{escape(board)}", f"{KIND}:{day.kind}", f"{RECORD}:{escape(day.record)}", "END:VEVENT"]
    return lines


def _say_date(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _list_release_days(board: Board, today: date, only: Collection[str] | None) -> Iterator[_Day]:
    """Target or release day, window and gates of each release that is not archived."""
    found = foresee(board, today, whole=True).found
    calendar = calendar_of(board)
    for release in board.releases.values():
        if release.archived or (only is not None and release.id not in only):
            continue
        about = clean_text("\n".join(filter(None, (release.title, release.goal, f"State: {spoken(release.state)}"))))
        if release.released_on is not None and release.state in ENDED_STATES:
            title = f"{release.key} released"
            yield _Day("target", release.id, title, release.released_on, release.released_on, CONFIRMED, about,
                       ("Release",), "", release.plan_revision)  # fmt: skip
            continue
        status = _say_status(release)
        if release.target is not None:
            yield _Day("target", release.id, f"{release.key} target", release.target, release.target, status, about,
                       ("Release",), "", release.plan_revision)  # fmt: skip
        window = window_of(board, release, calendar)
        if window is not None:
            yield _Day("release-window", release.id, f"{release.key} release window", window.start, window.end, status,
                       about, ("Release window",), "", release.plan_revision)  # fmt: skip
        if release.state in ENDED_STATES:
            continue
        for gate in list_gates(board, release):
            node = name_stage(release.id, gate.stage)
            day = due_day(gate, find_result(board, gate))
            if day is None and node in found.net.index:
                last = found.last_day(node)
                day = date.fromordinal(last) if last is not None else None
            if day is not None and gate_state(board, gate) not in OPENS:
                yield _Day("gate", f"{release.id}-{gate.stage}", f"{release.key} {gate.name}", day, day, TENTATIVE,
                           f"Gate at the {gate.at} of {board.stage_name(gate.stage)}", ("Gate",))  # fmt: skip


def _say_status(release: Release) -> str:
    if release.state == State.CANCELLED:
        return CANCELLED
    return TENTATIVE if release.state in (State.DRAFT, State.ON_HOLD) else CONFIRMED


def _list_milestones(board: Board, only: Collection[str] | None) -> Iterator[_Day]:
    calendar = calendar_of(board)
    for milestone in board.milestones.values():
        of = milestone.release or milestone.train
        ordinal = milestone_day(board, milestone, calendar)
        if ordinal is None or (only is not None and of not in only):
            continue
        day = date.fromordinal(ordinal)
        title = " ".join(filter(None, (board.label(of) if of else "", milestone.name)))
        status = TENTATIVE if milestone.date is None and milestone.done_on is None else CONFIRMED
        yield _Day("milestone", milestone.id, title, day, day, status, "", ("Milestone", spoken(milestone.kind)))


def _list_others(board: Board) -> Iterator[_Day]:
    """Freezes, dated events and recurring windows."""
    for freeze in board.freezes.values():
        status = CANCELLED if freeze.lifted else CONFIRMED
        about = clean_text(freeze.reason)
        yield _Day("freeze", freeze.id, freeze.name, freeze.start, freeze.end, status, about, ("Freeze", freeze.kind))
    for event in board.events.values():
        if event.date is None:
            continue
        sure = {Confidence.CONFIRMED.value: CONFIRMED, Confidence.RUMOURED.value: TENTATIVE}
        end = max(event.date, event.date_latest or event.date)
        yield _Day("event", event.id, event.name, event.date, end, sure.get(event.confidence, ""), "",
                   ("Event", spoken(event.kind)))  # fmt: skip
    for rule in board.windows.values():
        first = _find_first(rule)
        if first is not None:
            last = first + timedelta(days=max(1, rule.days) - 1)
            yield _Day("window", rule.id, rule.name, first, last, CONFIRMED, "", ("Release window",), _say_rule(rule))


def _find_first(rule: WindowRule) -> date | None:
    """The first day of a recurring window; None when its rule can't be read or never comes."""
    head = next((part for part in rule.rrule.upper().split() if part.startswith("DTSTART")), "")
    digits = head.rpartition(":")[2][:8]
    try:
        begin = datetime.strptime(digits, "%Y%m%d").date() if head else _FIRST_RULE_DAY
        windows = expand_rule(rule, begin, begin + _YEARS_OF_RULE)
    except (ValueError, OverflowError):
        return None
    return windows[0].start if windows else None


def _say_rule(rule: WindowRule) -> str:
    """The rule for days: without hours, and with its own end where it has one."""
    said = next(part for part in rule.rrule.upper().split() if "FREQ=" in part).removeprefix("RRULE:")
    parts = [part for part in said.split(";") if part and part.partition("=")[0] not in _NOT_FOR_DAYS]
    if rule.until is not None and not any(part.startswith("COUNT=") for part in parts):
        parts.append(f"UNTIL={_say_date(rule.until)}")
    return ";".join(parts)
