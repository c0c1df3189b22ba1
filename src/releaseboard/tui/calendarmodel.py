"""What the calendar shows: the days of a month, and what is on each. Pure.

Everything of a board with a day is put in its place once; windows and freezes, which last, are kept as spans beside.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.gates import due_day, find_result, gate_state, list_gates
from releaseboard.domain.milestones import milestone_day
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_window
from releaseboard.domain.words import ENDED_STATES, OUT_STATES, GateState, spoken
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.windows import expand_rule

from .timelinemodel import TimelineModel, find_bar

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook

# What comes first where there is little room.
KINDS = ("event", "external", "milestone", "gate", "released", "due", "target", "opens", "ends", "recurring")


class Entry(NamedTuple):
    """One thing on one day.

    `kind` is one of KINDS; `name` for a cell of the grid; `text` a sentence; `release` its record id, '' for none.
    """

    kind: str
    name: str
    text: str
    release: str = ""
    health: str = ""


class Day(NamedTuple):
    """One day. `freezes` and `holiday` are names; `is_off`: nobody works; `windows` how many releases may go out."""

    day: date
    entries: tuple[Entry, ...] = ()
    freezes: tuple[str, ...] = ()
    holiday: str = ""
    is_off: bool = False
    windows: int = 0


class CalendarModel:
    """The days of a board.

    Args:
        timeline: the releases that are shown, with their stages over time.
        calendar: the board's working days.
    """

    def __init__(self, timeline: TimelineModel, calendar: Calendar) -> None:
        self.board: Board = timeline.board
        self.outlooks: Mapping[str, Outlook] = timeline.outlooks
        self.today = timeline.day
        self._timeline, self._calendar = timeline, calendar
        self._entries: dict[date, list[Entry]] = {}
        self._windows: list[tuple[date, date, Release]] = []
        for ident in timeline.ids:
            for day, entry in self._read_release(self.board.releases[ident]):
                self._entries.setdefault(day, []).append(entry)
        for day, entry in self._read_outside():
            self._entries.setdefault(day, []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (KINDS.index(entry.kind), entry.name))
        self._holidays = {item.date: item.name or "holiday" for item in self.board.holidays.values()}
        self._ruled: dict[tuple[int, int], dict[date, list[Entry]]] = {}

    def _read_release(self, release: Release) -> Iterator[tuple[date, Entry]]:
        outlook = self.outlooks.get(release.id)
        ident, key = release.id, release.key
        health = outlook.health if outlook is not None else "-"
        if release.released_on is not None:
            yield release.released_on, Entry("released", key, f"{key} went out", ident, health)
        if release.state in OUT_STATES or release.state in ENDED_STATES:
            return
        day = outlook.date if outlook is not None else None
        if day is not None:
            bound = "not before this day" if outlook is not None and outlook.open_ended else "by the forecast"
            yield day, Entry("due", key, f"{key} goes out, {bound}", ident, health)
        if release.target is not None and release.target != day:
            yield release.target, Entry("target", key, f"target of {key}", ident, health)
        if release.window is not None:
            window = release.window
            self._windows.append((window.start, window.end, release))
            text = f"window of {key}, {format_window(window)}"
            yield window.start, Entry("opens", key, f"opens: {text}", ident, health)
            yield window.end, Entry("ends", key, f"ends: {text}", ident, health)
        yield from self._read_gates(release)

    def _read_gates(self, release: Release) -> Iterator[tuple[date, Entry]]:
        for gate in list_gates(self.board, release):
            result = find_result(self.board, gate)
            if gate_state(self.board, gate) not in (GateState.PENDING, GateState.FAILED):
                continue
            day = due_day(gate, result)
            if day is None:
                bar = find_bar(self._timeline.row(release.id), gate.stage)
                ordinal = None if bar is None else bar.first if gate.at == "entry" else bar.last
                day = date.fromordinal(ordinal) if ordinal is not None else None
            if day is not None:
                yield day, Entry("gate", release.key, f"gate {gate.name} of {release.key}", release.id)

    def _read_outside(self) -> Iterator[tuple[date, Entry]]:
        for event in self.board.events.values():
            if event.date is not None:
                sure = spoken(event.confidence)
                yield event.date, Entry("event", event.name, f"event {event.name}, {sure}")
        for external in self.board.externals.values():
            if external.date_expected is not None and external.state != "met":
                sure = spoken(external.confidence)
                yield external.date_expected, Entry("external", external.name, f"{external.name} expected, {sure}")
        for milestone in self.board.milestones.values():
            day = milestone_day(self.board, milestone, self._calendar.add_days)
            if day is not None:
                about = self.board.label(milestone.release) if milestone.release else milestone.train
                done = ", done" if milestone.done_on is not None else ""
                text = " ".join(part for part in ("milestone", milestone.name, about and f"of {about}") if part)
                yield day, Entry("milestone", milestone.name, text + done, milestone.release)

    def _rules_of(self, month: date) -> Mapping[date, list[Entry]]:
        """The recurring windows that touch a month and the weeks around it, by first day."""
        key = (month.year, month.month)
        if key not in self._ruled:
            found: dict[date, list[Entry]] = {}
            for rule in self.board.windows.values():
                try:
                    windows = expand_rule(rule, month - timedelta(days=7), month + timedelta(days=45))
                except ValueError:
                    continue  # named among the problems of the board
                for window in windows:
                    text = f"release window {rule.name or rule.id}, {format_window(window)}"
                    found.setdefault(window.start, []).append(Entry("recurring", rule.name or rule.id, text))
            self._ruled[key] = found
        return self._ruled[key]

    def day(self, day: date) -> Day:
        """Everything about one day."""
        freezes = [freeze for freeze in self.board.freezes.values() if not freeze.lifted]
        frozen = tuple(freeze.name or freeze.id for freeze in freezes if freeze.start <= day <= freeze.end)
        entries = (*self._entries.get(day, ()), *self._rules_of(day.replace(day=1)).get(day, ()))
        return Day(
            day, entries, frozen, self._holidays.get(day, ""), not self._calendar.is_working(day),
            sum(1 for start, end, _ in self._windows if start <= day <= end),
        )  # fmt: skip

    def open_windows(self, day: date) -> tuple[Release, ...]:
        """The releases whose window is open on a day, by key."""
        found = [release for start, end, release in self._windows if start <= day <= end]
        return tuple(sorted(found, key=lambda release: release.key))

    def find_entry(self, day: date, step: int) -> date | None:
        """The next day (`step` 1) or the last one before (-1) that has something on it; None when there is none."""
        days: Iterable[date] = (known for known in self._entries if (known > day if step > 0 else known < day))
        return min(days, default=None) if step > 0 else max(days, default=None)


def weeks_of(month: date) -> tuple[tuple[date, ...], ...]:
    """The weeks, Monday to Sunday, that a month touches."""
    first = month.replace(day=1)
    start = first - timedelta(days=first.weekday()) if first.toordinal() > first.weekday() else first
    weeks = []
    while start <= first or (start.year, start.month) == (first.year, first.month):
        weeks.append(tuple(start + timedelta(days=at) for at in range(7)))
        start += timedelta(days=7)
    return tuple(weeks)


def shift_month(day: date, step: int) -> date:
    """The same day some months on, or the last one of a shorter month; it stays within the years 2 to 9998."""
    year, month = divmod(12 * day.year + day.month - 1 + step, 12)
    year = max(2, min(year, 9998))
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))
