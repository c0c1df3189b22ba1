"""Who is allocated to what, and how much of each team that is, by week (domain.md 3.2; invariant 19).

More than 100 % is never refused, only flagged. Working days come in as an argument: `is_working(team, day)`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from .board import Board
from .model import Team
from .raid import Allocation
from .words import OUT_STATES, State

IsWorking: TypeAlias = Callable[[str, date], bool]

FULL = 100  # per cent
_WEEK = 7


class Work(NamedTuple):
    """A stage that a team is on from `start` to `end` inclusive, as planned or forecast; `release` is a record id."""

    team: str
    release: str
    stage: str
    start: date
    end: date


class DayLoad(NamedTuple):
    """One team on one day: per cent by release id, their sum, and the releases whose share nobody has said."""

    percent: int
    by_release: Mapping[str, int]
    unsaid: tuple[str, ...]


class WeekLoad(NamedTuple):
    """One team in one week.

    Attributes:
        monday: the first day of the week.
        percent: mean over its working days, 0 in a week without any; peak: the fullest day.
        by_release: mean per cent by release id; unsaid: releases whose share nobody has said.
        stages: how many stages it is on at once at most, of the work given; lanes: how many it can, 0 = no limit.
        is_over: more than it has, on some day.
    """

    monday: date
    percent: int
    peak: int
    by_release: Mapping[str, int]
    unsaid: tuple[str, ...]
    stages: int
    lanes: int
    is_over: bool


def share_of(team: Team | None, allocation: Allocation) -> int | None:
    """The per cent of its team that an allocation takes; None when nobody has said, or the team's size is not known."""
    if allocation.percent:
        return allocation.percent
    if allocation.people and team is not None and team.people:
        return round(FULL * allocation.people / team.people)
    return None


def is_running(board: Board, allocation: Allocation, day: date) -> bool:
    """Whether it counts on a day: within its dates, and while its release is not over."""
    release = board.releases.get(allocation.release)
    if release is None or release.state in (State.CANCELLED, State.ROLLED_BACK):
        return False
    if release.state in OUT_STATES and (release.released_on is None or release.released_on < day):
        return False
    is_begun = allocation.start is None or allocation.start <= day
    return is_begun and (allocation.end is None or day <= allocation.end)


def load_on(board: Board, team: str, day: date) -> DayLoad:
    """What a team is allocated to on a day; people that a release gave away are taken from its share."""
    record = board.teams.get(team)
    shares: dict[str, int] = {}
    unsaid: set[str] = set()
    for allocation in board.group("allocations", "team").get((team,), ()):
        if not is_running(board, allocation, day):
            continue
        share = share_of(record, allocation)
        if share is None:
            unsaid.add(allocation.release)
            continue
        shares[allocation.release] = shares.get(allocation.release, 0) + share
        if allocation.from_release:
            shares[allocation.from_release] = shares.get(allocation.from_release, 0) - share
    by_release = {release: share for release, share in sorted(shares.items()) if share > 0}
    return DayLoad(sum(by_release.values()), by_release, tuple(sorted(unsaid - by_release.keys())))


def load_by_week(
    board: Board, team: str, start: date, weeks: int, is_working: IsWorking, work: Iterable[Work] = ()
) -> tuple[WeekLoad, ...]:
    """The load of a team in `weeks` weeks, the first being that of `start`."""
    record = board.teams.get(team)
    lanes = record.lanes if record is not None else 0
    own = [each for each in work if each.team == team]
    monday = start - timedelta(days=start.weekday())
    return tuple(
        _load_week(board, team, monday + timedelta(days=_WEEK * at), lanes, is_working, own) for at in range(weeks)
    )


def _load_week(board: Board, team: str, monday: date, lanes: int, is_working: IsWorking, work: list[Work]) -> WeekLoad:
    days = [day for day in (monday + timedelta(days=at) for at in range(_WEEK)) if is_working(team, day)]
    loads = [load_on(board, team, day) for day in days]
    totals: dict[str, int] = {}
    for load in loads:
        for release, share in load.by_release.items():
            totals[release] = totals.get(release, 0) + share
    peak = max((load.percent for load in loads), default=0)
    stages = max((sum(1 for each in work if each.start <= day <= each.end) for day in days), default=0)
    count = len(days) or 1
    return WeekLoad(
        monday,
        round(sum(load.percent for load in loads) / count),
        peak,
        {release: round(total / count) for release, total in sorted(totals.items())},
        tuple(sorted({release for load in loads for release in load.unsaid})),
        stages,
        lanes,
        peak > FULL or 0 < lanes < stages,
    )


def find_overloaded(board: Board, day: date) -> Mapping[str, DayLoad]:
    """The teams allocated over 100 % on a day, by id."""
    teams = sorted(team for (team,) in board.group("allocations", "team"))
    loads = {team: load_on(board, team, day) for team in teams}
    return {team: load for team, load in loads.items() if load.percent > FULL}
