"""When each release goes out, as quickly as can be: a release that waits for nothing needs no network.

What waits for nothing, shares no lanes and is stopped by no odd freeze is worked out on the spot; the others go through
the network (forecast.py), which knows the dates of the first. Both ways give the same dates (tested).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release
from releaseboard.domain.words import LinkType, PredecessorKind

from .forecast import NOTHING_OPEN, Forecast, compute
from .gather import Gathered, gather, is_ahead, is_wanted, list_left, pushes, read_left
from .network import compile_plan
from .plan import BEHIND, Dependency, PlannedStage, Unknown
from .windows import OpenDays


class Wait(NamedTuple):
    """A link and its float: working days the giver may still be late before the taker moves.

    0 is driving; for soft links, which do not move the taker, negative is late; None where a date is missing. `is_met`:
    what is waited for has happened.
    """

    link: Link
    room: int | None
    is_met: bool = False


class Prospect(NamedTuple):
    """One release that is ahead.

    Attributes:
        day: the ordinal of the day it goes out; None when there is none.
        unknown: why the day is only a lower bound, or missing.
        left: working days of work left, at the least.
        ends: the ordinal of the last day of the stage that is next to end; None without one, or without a date.
        window: first and last day in force, as ordinals.
        hard: links that move it. soft: links that only warn. loose: links on drafts and the like, which move nothing.
    """

    day: int | None
    unknown: frozenset[Unknown]
    left: int
    ends: int | None
    window: tuple[int, int] | None
    hard: tuple[Wait, ...] = ()
    soft: tuple[Wait, ...] = ()
    loose: tuple[Link, ...] = ()


class Prospects:
    """The prospects of a board, and the network behind those that needed one.

    Attributes:
        by_id: release id → prospect, for all that are ahead.
        days: the board's calendars.
        gathered: the plan of the releases that are linked. found: its forecast.
        is_whole: whether every release that is ahead is in the network; explanations need that.
        is_renewed: whether the network holds no more than what had to be computed again.
    """

    __slots__ = ("board", "by_id", "days", "found", "gathered", "is_renewed", "is_whole")

    def __init__(
        self, board: Board, days: OpenDays, by_id: dict[str, Prospect], gathered: Gathered, found: Forecast,
        *, is_whole: bool = False, is_renewed: bool = False,
    ) -> None:  # fmt: skip
        self.board = board
        self.days = days
        self.by_id = by_id
        self.gathered = gathered
        self.found = found
        self.is_whole = is_whole
        self.is_renewed = is_renewed


def foresee(board: Board, today: date, *, whole: bool = False) -> Prospects:
    """The prospects of all releases that are ahead; `whole` puts every one of them into the network."""
    days = OpenDays(board, today)
    ahead = {ident: release for ident, release in board.releases.items() if is_ahead(release)}
    linked = set(ahead) if whole else _find_linked(board, ahead)
    by_id, gathered, found = _work_out(board, days, ahead, linked, {})
    return Prospects(board, days, by_id, gathered, found, is_whole=whole)


def foresee_again(old: Prospects, board: Board, changed: Collection[str]) -> Prospects:
    """The prospects of a board that differs from an old one so that only these releases may have other dates.

    Everything downstream of a change must be among `changed`; what is upstream stands with its old date.
    """
    days = OpenDays(board, date.fromordinal(old.days.today))
    releases = board.releases
    ahead = {ident: item for ident, item in releases.items() if ident in changed and is_ahead(item)}
    linked = _find_linked(board, ahead)
    known = {ident: prospect.day for ident, prospect in old.by_id.items() if ident not in changed}
    stack = list(linked)
    while stack:  # upstream of the changed ones: those of which more than the day must be known
        for link in board.waits_for(stack.pop()):
            giver = link.predecessor
            if giver in known and is_wanted(link) and (not _is_plain(link) or old.by_id[giver].unknown):
                ahead[giver] = releases[giver]
                linked.add(giver)
                del known[giver]
                stack.append(giver)
    by_id, gathered, found = _work_out(board, days, ahead, linked, known)
    kept = {ident: item for ident, item in old.by_id.items() if ident not in changed and ident in releases}
    return Prospects(board, days, {**kept, **by_id}, gathered, found, is_renewed=True)


def _work_out(
    board: Board, days: OpenDays, ahead: Mapping[str, Release], linked: set[str], known: dict[str, int | None]
) -> tuple[dict[str, Prospect], Gathered, Forecast]:
    by_id: dict[str, Prospect] = {}
    for ident, release in ahead.items():
        if ident in linked:
            continue
        prospect = _foresee_alone(release, days)
        if prospect is None:
            linked.add(ident)
        else:
            by_id[ident] = prospect
            known[ident] = prospect.day
    gathered = gather(board, days, [ident for ident in ahead if ident in linked], known)
    found = compute(compile_plan(gathered.plan))
    _read_network(gathered, found, by_id)
    return by_id, gathered, found


def _is_plain(link: Link) -> bool:
    """Whether a link waits for no more than the day on which the predecessor goes out."""
    return link.type == LinkType.FS and link.point in ("", "released")


def _find_linked(board: Board, ahead: Mapping[str, Release]) -> set[str]:
    """The releases that wait for something, share lanes, or whose stages others wait for."""
    linked: set[str] = set()
    for ident in ahead:
        for link in board.waits_for(ident):
            if is_wanted(link):
                linked.add(ident)
                is_release = link.predecessor_kind == PredecessorKind.RELEASE
                if is_release and link.predecessor in ahead and not _is_plain(link):
                    linked.add(link.predecessor)
    laned = {team.id for team in board.teams.values() if team.lanes > 0}
    for ident, release in ahead.items():
        if release.event is not None or (release.blocked is not None and release.blocked.expected_unblock is None):
            linked.add(ident)
        elif laned and pushes(release):
            teams = {plan.team or release.team for plan in release.stages}
            if not laned.isdisjoint(teams):
                linked.add(ident)
    return linked


def _foresee_alone(release: Release, days: OpenDays) -> Prospect | None:
    """The prospect of a release that waits for nothing; None when it takes more than adding days up."""
    today = day = BEHIND
    base = days.today - BEHIND
    left = 0
    ends: int | None = None
    plans = list_left(release)
    if release.start is not None and plans and plans[0] is release.stages[0] and plans[0].started is None:
        day = max(day, release.start.toordinal() - base)
    if release.blocked is not None and release.blocked.expected_unblock is not None:
        day = max(day, release.blocked.expected_unblock.toordinal() - base)
    if not plans and (not release.stages or day > today):
        return None
    if len(plans) < len(release.stages) and plans and plans[0].started is None:
        over = [plan.finished.toordinal() + 1 - base for plan in release.stages if plan.finished is not None]
        day = max(day, max(over, default=0))
    reported = release.id in days.said
    try:
        for plan in plans:
            found = days.stage(release, plan)
            more = plan.planned_days
            if found.entry is not None or (found.whole is not None and more > 1):
                return None
            counts, worked = found.sheet
            said = read_left(release, plan, found.calendar, days) if reported or plan.remaining else None
            if said is not None:
                more = said
            elif plan.started is not None:
                more = max(1, more - found.calendar.count_ordinals(plan.started.toordinal() - 1, days.today - 1))
            left += more
            day = worked[counts[day] + more - 1] + 1
            ends = day - 1 + base if ends is None else ends
        own = days.release(release)
        window = None
        counts, worked = own.opens_sheet
        out = max(today, day - 1) if plans else today
        if release.window is not None:
            window = release.window.start.toordinal(), release.window.end.toordinal()
            out = max(out, window[0] - base)
        return Prospect(worked[counts[out]] + base, NOTHING_OPEN, left, ends, window)
    except IndexError:
        return None


def _read_network(gathered: Gathered, found: Forecast, by_id: dict[str, Prospect]) -> None:
    """Add the prospects of the releases in the network, each after those it waits for."""
    net = found.net
    hard: dict[str, list[Wait]] = {}
    soft: dict[str, list[Wait]] = {}
    owner = {
        ident: release.id
        for release in gathered.plan.releases
        for ident in (release.id, *(stage.id for stage in release.stages))
    }
    for dependency in gathered.plan.dependencies:
        link = gathered.hard.get(dependency.id)
        if link is not None and dependency.taker in net.index:
            hard.setdefault(owner[dependency.taker], []).append(_make_wait(found, link, dependency))
    for link, dependency in gathered.soft:
        if dependency.taker in net.index:
            soft.setdefault(owner[dependency.taker], []).append(_make_wait(found, link, dependency))
    for node, item in enumerate(net.items):
        if isinstance(item, PlannedStage):
            continue
        end = found.finish[node]
        left, chain = 0, net.chain[node]
        ends: int | None = None
        while chain >= 0:
            left += net.days[chain]
            ends = found.finish[chain]
            chain = net.chain[chain]
        unknown = found.unknown.get(node, NOTHING_OPEN)
        has_plan = not unknown or Unknown("event", f"plan {item.id}") not in unknown
        by_id[item.id] = Prospect(
            None if end is None or not has_plan else end - 1 + net.base,
            unknown,
            left,
            None if ends is None else ends - 1 + net.base,
            gathered.windows.get(item.id),
            _sort_waits(hard.get(item.id, ())),
            _sort_waits(soft.get(item.id, ())),
            tuple(gathered.loose.get(item.id, ())),
        )


def _sort_waits(waits: Sequence[Wait]) -> tuple[Wait, ...]:
    """Those without a date first, then the ones with the least float; what is met comes last."""
    return tuple(sorted(waits, key=_tightness))


def _tightness(wait: Wait) -> tuple[bool, bool, int]:
    return wait.is_met, wait.room is not None, wait.room or 0


def _make_wait(found: Forecast, link: Link, dependency: Dependency) -> Wait:
    return Wait(link, find_room(found, dependency), dependency.giver in found.net.plan.past)


def find_room(found: Forecast, dependency: Dependency) -> int | None:
    """The float of a dependency: how many working days the taker begins (FF: ends) later than it alone would ask."""
    net = found.net
    taker = net.index[dependency.taker]
    start, finish, bounds = found.start[taker], found.finish[taker], bounds_of(found, dependency.giver)
    if start is None or finish is None or bounds is None:
        return None
    counts = net.counts[taker]
    first, end = bounds
    is_end = dependency.type == LinkType.FF
    day = end - 1 if is_end else first if dependency.type == LinkType.SS else end
    day += dependency.lag if dependency.in_calendar_days else 0
    place = counts[max(0, min(day, net.span))] + (0 if dependency.in_calendar_days else dependency.lag)
    return counts[finish - 1 if is_end else start] - place


def bounds_of(found: Forecast, ident: str) -> tuple[int, int] | None:
    """First day and the day after the last, from base, of a stage, release or outside fact; None without a date."""
    net = found.net
    node = net.index.get(ident)
    if node is not None:
        start, finish = found.start[node], found.finish[node]
        if start is None or finish is None:
            return None
        item = net.items[node]
        if isinstance(item, PlannedStage) and item.started is not None:
            start = item.started - net.base
        return start, finish
    if ident in net.plan.past:
        first, end = net.plan.past[ident]
        return first - net.base, end - net.base
    day = net.plan.events.get(ident)
    return None if day is None else (day - net.base, day - net.base)
