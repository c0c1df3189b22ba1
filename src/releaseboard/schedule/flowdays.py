"""What is under way and how fast it goes out: work in progress, age, throughput, cumulative flow, window length.

All from the dates of the records (texts.md 6.1); days are working days of the board's own calendar.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releaseboard.domain.model import Release
from releaseboard.domain.words import MOVING_STATES, RELEASED_COLUMN, ReleaseType, State

from .calendar import Calendar
from .flow import P50, P85
from .history import percentile

WEEK = 7
MOST_WEEKS = 26  # of cumulative flow


class Aged(NamedTuple):
    """A release that is at work in a stage: `age` in working days, the day it started counted; `usual` its P85.

    `usual` is None where fewer than five finished releases tell it.
    """

    release: Release
    stage: str
    age: int
    usual: int | None

    @property
    def is_old(self) -> bool:
        """It takes longer than 85 of 100 did."""
        return self.usual is not None and self.age > self.usual


class Pace(NamedTuple):
    """How fast releases go out.

    Attributes:
        released: how many went out in the period. weeks: its length, at least 1.0.
        open: how many are at work now.
        cycle: working days from the first stage's start to the release, both counted, of each that was timed.
    """

    released: int
    weeks: float
    open: int
    cycle: tuple[int, ...]

    @property
    def per_week(self) -> float:
        """Throughput: releases a week."""
        return self.released / self.weeks

    @property
    def cycle_p50(self) -> int | None:
        """The usual cycle time; None under five."""
        return percentile(self.cycle, P50)

    @property
    def cycle_p85(self) -> int | None:
        """The cycle time that 85 of 100 kept to; None under five."""
        return percentile(self.cycle, P85)

    @property
    def expected_open(self) -> float | None:
        """What Little's law expects to be at work: throughput times mean cycle time; None under five."""
        if self.cycle_p50 is None:
            return None
        return self.per_week / 5 * (sum(self.cycle) / len(self.cycle))


class Flowed(NamedTuple):
    """How many releases stood in each column on one day: `stages` by stage id, `released` since the first day shown."""

    day: date
    stages: Mapping[str, int]
    released: int


def list_aged(
    releases: Iterable[Release], usual: Mapping[str, int | None], today: date, calendar: Calendar
) -> list[Aged]:
    """The releases in progress, those furthest over their stage's P85 first. `usual`: stage id → its P85."""
    found = []
    for release in releases:
        plan = release.stage_plan(release.stage) if release.state == State.IN_PROGRESS else None
        if plan is None or plan.started is None or plan.is_over or release.archived:
            continue
        age = max(0, calendar.count_ordinals(plan.started.toordinal() - 1, today.toordinal()))
        found.append(Aged(release, plan.stage, age, usual.get(plan.stage)))
    found.sort(key=lambda item: (not item.is_old, -(item.age - (item.usual or item.age)), -item.age, item.release.key))
    return found


def find_pace(
    finished: Sequence[Release], releases: Iterable[Release], since: date | None, today: date, calendar: Calendar
) -> Pace:
    """Throughput and cycle times of finished releases; without `since` the period begins with the first of them."""
    first = since or min((item.released_on for item in finished if item.released_on is not None), default=today)
    cycle = []
    for release in finished:
        begun = first_start(release)
        if begun is not None and release.released_on is not None and begun <= release.released_on:
            cycle.append(max(1, calendar.count_ordinals(begun.toordinal() - 1, release.released_on.toordinal())))
    still = sum(1 for item in releases if item.state in MOVING_STATES and not item.archived)
    return Pace(len(finished), max(1.0, ((today - first).days + 1) / WEEK), still, tuple(cycle))


def first_start(release: Release) -> date | None:
    """The day on which its first stage started; None when none has."""
    return min((plan.started for plan in release.stages if plan.started is not None), default=None)


def list_windows(finished: Iterable[Release], calendar: Calendar, *, new: bool) -> list[int]:
    """Window length: working days from commit (or, where that was written later, start) to release.

    `new`: only those of new applications; else all.
    """
    found = []
    for release in finished:
        if release.released_on is None or (new and release.type != ReleaseType.NEW_APP):
            continue
        begun = committed_on(release) or first_start(release)
        if begun is not None and begun <= release.released_on:
            found.append(calendar.days_between(begun, release.released_on))
    return found


def committed_on(release: Release) -> date | None:
    """The day of its baseline; None without one, or when it was only written down after work began."""
    if release.baseline is None:
        return None
    try:
        day = date.fromisoformat(release.baseline.committed_at[:10])
    except ValueError:
        return None
    begun = first_start(release) or release.released_on
    return day if begun is None or day <= begun else None


def list_flow(releases: Sequence[Release], first: date, today: date) -> list[Flowed]:
    """The columns as they were at the end of each week, on today's weekday, at most 26 weeks back, today last.

    Cancelled releases are left out: nothing says when they were. One whose stage is finished stands in it until the
    next begins.
    """
    kept = [item for item in releases if item.state != State.CANCELLED]
    weeks = min(MOST_WEEKS, max(1, (today - first).days // WEEK))
    begin = today - timedelta(days=WEEK * weeks)
    found = []
    for at in range(weeks + 1):
        day = begin + timedelta(days=WEEK * at)
        stages: dict[str, int] = {}
        released = 0
        for release in kept:
            column = column_on(release, day)
            if column == RELEASED_COLUMN:
                released += release.released_on is not None and release.released_on > begin
            elif column:
                stages[column] = stages.get(column, 0) + 1
        found.append(Flowed(day, stages, released))
    return found


def column_on(release: Release, day: date) -> str:
    """The stage in which it stood at the end of a day, the released column once it was out, '' before it started."""
    if release.released_on is not None and release.released_on <= day:
        return RELEASED_COLUMN
    begun = [plan for plan in release.stages if plan.started is not None and plan.started <= day]
    return begun[-1].stage if begun else ""
