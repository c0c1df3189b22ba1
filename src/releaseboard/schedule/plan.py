"""What a forecast is computed from: a plan of releases, stages, dependencies, events and team lanes, nothing else.

Days are ordinals, durations working days. The result of a forecast depends on these values alone: no clock, no order of
records, no locale. `gather.py` makes a plan from a board.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from releaseboard.domain.words import LinkType

from .calendar import Calendar

BEHIND = 400  # days before the plan's day that the tables hold: for lags after what is over
AHEAD = 1830  # five years after it: later than that there is said to be no date
NONE: Mapping[str, Any] = MappingProxyType({})


class PlannedStage(NamedTuple):
    """One stage of one release.

    Attributes:
        id: unique in the plan, also among releases and events.
        days: working days planned; 0 is a milestone that time passes through; None is not known.
        calendar: the days that count, without freezes that stop this stage.
        team: who works on it; '' where nobody's lanes matter.
        started: the actual first day. finished: the actual last day; None while it is not over.
        remaining: working days left on the plan's day, as reported; None when nothing was.
        not_before: the earliest first day, 0 when there is none.
        blocked: whether work stands still; `until` is the day it resumes, 0 when nobody knows.
        entry: the days on which it may be entered, where that is restricted (change freezes).
        turn: the day on which the plan means it to begin: what decides who is first in a queue that nobody has set.
        whole: for a stage that a freeze may not split: its calendar as it would be without freezes.
    """

    id: str
    days: int | None
    calendar: Calendar
    team: str = ""
    started: int | None = None
    finished: int | None = None
    remaining: int | None = None
    not_before: int = 0
    blocked: bool = False
    until: int = 0
    entry: Calendar | None = None
    whole: Calendar | None = None
    turn: int = 0


class PlannedRelease(NamedTuple):
    """One release with its stages in order.

    Attributes:
        opens: the days on which it may go out: working, not frozen, in a recurring window where one applies.
        calendar: the days in which slack and slip are counted: working and not under a deploy freeze.
        not_before: first day of its window, 0 when there is none.
        by: last day of its window; None when there is none. It never moves the forecast.
        released: the actual day; None while it is not out.
        after: the day after its last stage that is over and not among `stages`, 0 for none.
        blocked: whether it stands still although no stage is left; `until` as for a stage.
        turn: what decides between stages that are meant to begin on one day: priority, then target.
    """

    id: str
    stages: tuple[PlannedStage, ...]
    opens: Calendar
    calendar: Calendar
    not_before: int = 0
    by: int | None = None
    released: int | None = None
    after: int = 0
    blocked: bool = False
    until: int = 0
    turn: tuple[int, ...] = ()


class Dependency(NamedTuple):
    """A hard wait: `taker` (a stage or release id) for `giver` (a stage, release or event id).

    `lag` counts working days of the taker's calendar between the two, or calendar days; it may be negative.
    """

    id: str
    giver: str
    taker: str
    type: str = LinkType.FS
    lag: int = 0
    in_calendar_days: bool = False


class TeamLanes(NamedTuple):
    """How many stages a team works on at once, and in which order (stage ids; those not named come after)."""

    team: str
    lanes: int
    queue: tuple[str, ...] = ()


class Plan(NamedTuple):
    """Everything a forecast needs.

    Attributes:
        as_of: the day it is made on; work can go on that day.
        releases: in any order. dependencies: in any order. lanes: of the teams that have some.
        events: outside facts → the day they are there from, None when nobody knows.
        past: stages and releases that are over and that something waits for → first day, day after the last.
    """

    as_of: int
    releases: tuple[PlannedRelease, ...]
    dependencies: tuple[Dependency, ...] = ()
    events: Mapping[str, int | None] = NONE
    lanes: tuple[TeamLanes, ...] = ()
    past: Mapping[str, tuple[int, int]] = NONE


class Unknown(NamedTuple):
    """Why a date is open-ended or missing. `kind`: blocked, duration, event, horizon or loop (with its `path`)."""

    kind: str
    ref: str
    path: tuple[str, ...] = ()


class Cause(NamedTuple):
    """A fixed bound on a start: `kind` today, start, block, link or stage; `ref` names a dependency or stage."""

    kind: str
    ref: str
    at: int
