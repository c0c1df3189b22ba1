"""Working days: which days a team works, and arithmetic on them (forecast.md 4.1, forecast-engine.md).

A calendar is a week pattern minus days off. Two tables answer everything: how many working days lie before an ordinal,
and which ordinal the k-th working day is. They are made for the years that are asked about and grow when needed.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import accumulate, compress

from releaseboard.domain.board import Board
from releaseboard.domain.words import FreezeKind

MONDAY_TO_FRIDAY = (True, True, True, True, True, False, False)
_YEAR = 366
_BEHIND, _AHEAD = 2 * _YEAR, 5 * _YEAR  # first tables: what boards ask about, measured from the first question
_FARTHEST = 60 * _YEAR  # how far a working day is looked for before there is said to be none
_WIDEST = 200 * _YEAR  # tables are not kept for a typing error in the year 9999
_LAST = date.max.toordinal()
Sheet = tuple[list[int], list[int]]  # how many days before each; which they are (Calendar.sheet)
_WEEKDAYS = {name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


class NoWorkingDay(OverflowError):
    """The calendar has no such working day within 60 years, or before the year 10000."""


class Calendar:
    """The working days of a board or team. Two calendars with the same days are equal.

    Attributes:
        week: Monday to Sunday, whether that weekday is worked.
        days_off: ordinals that are not worked although the week says so.
        only: where not None, no other ordinals than these count (the days of recurring windows).
    """

    __slots__ = ("_counts", "_days", "_end", "_first", "_sheet", "days_off", "only", "week")

    def __init__(
        self,
        week: tuple[bool, ...] = MONDAY_TO_FRIDAY,
        days_off: Iterable[int] = (),
        only: Iterable[int] | None = None,
    ) -> None:
        self.week = week
        self.days_off = frozenset(days_off)
        self.only = frozenset(only) if only is not None else None
        self._sheet: tuple[int, int, list[int], list[int]] = (0, 0, [], [])
        self._first = self._end = 0  # the tables hold ordinals from _first up to, not including, _end
        self._counts: list[int] = []
        self._days: list[int] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.week, self.days_off, self.only

    def without(self, days: Iterable[int]) -> "Calendar":
        """This calendar with more days off (ordinals)."""
        return Calendar(self.week, self.days_off.union(days), self.only)

    def within(self, days: Iterable[int]) -> "Calendar":
        """This calendar with no other days than these (ordinals)."""
        kept = frozenset(days)
        return Calendar(self.week, self.days_off, kept if self.only is None else kept & self.only)

    def tables(self, first: int, end: int) -> tuple[int, list[int], list[int]]:
        """The two tables for at least the ordinals from `first` up to, not including, `end`.

        Returns:
            The ordinal `base` at which the tables begin; for each ordinal x, at x - base, how many working days of the
            tables lie before it (with one entry for the end); the working days themselves in order. Never change them.
        """
        first, end = max(first, 1), min(end, _LAST + 1)
        if not self._counts or max(end, self._end) - min(first, self._first) > _WIDEST:
            self._build(first, end)
        elif first < self._first or end > self._end:
            self._build(min(first, self._first), max(end, self._end))
        return self._first, self._counts, self._days

    def sheet(self, first: int, end: int) -> Sheet:
        """The two tables for exactly the ordinals from `first` up to `end`, all days told as distance from `first`.

        For the engine, which reads them directly; kept for one pair of bounds. Never change them.
        """
        if self._sheet[:2] != (first, end):
            worked = self._mark(first, end)
            counts = list(accumulate(worked, initial=0))
            self._sheet = (first, end, counts, list(compress(range(end - first), worked)))
        return self._sheet[2], self._sheet[3]

    def _build(self, first: int, end: int) -> None:
        worked = self._mark(first, end)
        self._first, self._end = first, end
        self._counts = list(accumulate(worked, initial=0))
        self._days = list(compress(range(first, end), worked))

    def _mark(self, first: int, end: int) -> bytearray:
        """One byte a day, 1 where it is worked."""
        ahead = (first - 1) % 7  # ordinal 1 was a Monday
        worked = bytearray(bytes(self.week) * ((end - first + ahead) // 7 + 1))[ahead : ahead + end - first]
        if self.only is not None:
            kept = bytearray(end - first)
            for day in self.only:
                if first <= day < end:
                    kept[day - first] = worked[day - first]
            worked = kept
        for day in self.days_off:
            if first <= day < end:
                worked[day - first] = 0
        return worked

    def _cover(self, ordinal: int) -> int:
        """Make the tables hold this ordinal; its place in them."""
        if not self._first <= ordinal < self._end:
            self.tables(ordinal - _BEHIND, ordinal + _AHEAD)
        return ordinal - self._first

    def _nth_from(self, ordinal: int, steps: int) -> int:
        """The ordinal of the working day `steps` after the first one at or after `ordinal` (before, when negative)."""
        for reach in (0, abs(steps) * 2 + _YEAR, abs(steps) * 7 + 4 * _YEAR, abs(steps) * 7 + _FARTHEST):
            if reach:
                self.tables(ordinal - (reach if steps < 0 else 0), ordinal + (reach if steps >= 0 else 1))
            place = self._cover(ordinal)
            at = self._counts[place] + steps
            if 0 <= at < len(self._days):
                return self._days[at]
        raise NoWorkingDay("no working day that far away")

    def is_working_ordinal(self, ordinal: int) -> bool:
        """Whether this ordinal is a working day."""
        is_open = self.only is None or ordinal in self.only
        return is_open and self.week[(ordinal - 1) % 7] and ordinal not in self.days_off

    def add_ordinals(self, ordinal: int, count: int) -> int:
        """`add_days` on ordinals."""
        if count == 0:
            return ordinal
        is_worked = self.is_working_ordinal(ordinal)
        return self._nth_from(ordinal, count if is_worked or count < 0 else count - 1)

    def finish_ordinal(self, ordinal: int, count: int) -> int:
        """`finish` on ordinals."""
        return self._nth_from(ordinal, count - 1)

    def count_ordinals(self, start: int, end: int) -> int:
        """`days_between` on ordinals."""
        low, high = (start, end) if start <= end else (end, start)
        if not self._counts or low < self._first or high >= self._end:
            self.tables(low - _YEAR, high + _AHEAD)
        count = self._counts[high + 1 - self._first] - self._counts[low + 1 - self._first]
        return count if start <= end else -count

    def is_working(self, day: date) -> bool:
        """Whether somebody works on this day."""
        return self.is_working_ordinal(day.toordinal())

    def next_working(self, day: date) -> date:
        """The first working day at or after `day`. Raises NoWorkingDay."""
        return date.fromordinal(self._nth_from(day.toordinal(), 0))

    def previous_working(self, day: date) -> date:
        """The last working day at or before `day`. Raises NoWorkingDay."""
        return day if self.is_working(day) else date.fromordinal(self._nth_from(day.toordinal(), -1))

    def add_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, before it when negative; 0 gives `day` itself, worked or not.

        Raises:
            NoWorkingDay: there is none that far away.
        """
        return date.fromordinal(self.add_ordinals(day.toordinal(), count))

    def finish(self, start: date, count: int) -> date:
        """The last day of `count` ≥ 1 working days; the first is the first working day at or after `start`.

        Raises:
            NoWorkingDay: there is none that far away.
        """
        return date.fromordinal(self.finish_ordinal(start.toordinal(), count))

    def days_between(self, start: date, end: date) -> int:
        """Working days in (start, end]: slip and slack. Negative when `end` is earlier, 0 over a weekend."""
        return self.count_ordinals(start.toordinal(), end.toordinal())

    def list_days(self, start: date, end: date) -> list[date]:
        """The working days from `start` to `end`, both included."""
        first, counts, days = self.tables(start.toordinal(), end.toordinal() + 1)
        low = counts[start.toordinal() - first]
        return [date.fromordinal(day) for day in days[low : bisect_left(days, end.toordinal() + 1)]]


def read_week(names: Iterable[str]) -> tuple[bool, ...]:
    """The week pattern of day names (`mon`, `Monday`); names that are none are passed over; none at all: Mon-Fri."""
    worked = {_WEEKDAYS[name.casefold()[:3]] for name in names if name.casefold()[:3] in _WEEKDAYS}
    return tuple(at in worked for at in range(7)) if worked else MONDAY_TO_FRIDAY


def days_off_of(board: Board, team: str = "") -> frozenset[int]:
    """Ordinals off for everybody: holidays, and shutdowns for all or for this team; and the team's own days off.

    A shutdown for some projects, types or stages only is not a day off: it stops those stages (windows.py). Nobody is
    there in a shutdown, so exempt types do not count.
    """
    off = {holiday.date.toordinal() for holiday in board.holidays.values()}
    for freeze in board.freezes.values():
        if freeze.kind != FreezeKind.SHUTDOWN or freeze.lifted or freeze.projects or freeze.types or freeze.stages:
            continue
        if not freeze.teams or team in freeze.teams:
            start = freeze.start.toordinal()
            off.update(range(start, min(freeze.end.toordinal(), start + _FARTHEST + _YEAR) + 1))
    record = board.teams.get(team)
    if record is not None:
        off.update(day.toordinal() for day in record.days_off)
    return frozenset(off)


def calendar_of(board: Board, team: str = "") -> Calendar:
    """The calendar of a team; with '' or a team the board does not have, the board's own. Keep it: it holds tables."""
    record = board.teams.get(team)
    return Calendar(read_week(record.week) if record is not None else MONDAY_TO_FRIDAY, days_off_of(board, team))
