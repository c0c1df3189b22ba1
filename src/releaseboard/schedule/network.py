"""The plan as arrays: one node per stage and release that is not over, each after all that it waits for.

All days inside are distances from `base`, so that calendar sheets are read without arithmetic. A release is a node of
one day on the calendar of its open days; what is over is folded into fixed bounds (`causes`).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from releaseboard.domain.words import LinkType

from .calendar import Calendar, Sheet
from .order import Contradiction, Graph, Ordered, order_by_release, order_by_stage
from .plan import AHEAD, BEHIND, Cause, Dependency, Plan, PlannedRelease, PlannedStage, Unknown


class Bond(NamedTuple):
    """A wait that is not a plain finish to start: node, type, lag, and whether the lag is in calendar days."""

    node: int
    type: str
    lag: int
    in_calendar_days: bool


class Special(NamedTuple):
    """What few nodes have. `entry`: days on which it may begin; `lanes`: index of its team's lanes, -1 for none;
    `finish`: a fixed bound on its end (0 none), from the dependency `finish_from` on what is over or outside.
    """

    bonds: tuple[Bond, ...] = ()
    entry: Sheet | None = None
    lanes: int = -1
    finish: int = 0
    finish_from: str = ""


class Network:
    """The arrays of a plan. Node v of stages: `days[v]` left to work from `floors[v]` on, on `counts[v]`, `worked[v]`.

    Attributes:
        chain: the node before it in its release, -1 for none; a release waits for its last stage less `back` 1 day.
        links: per node, plain finish-to-start waits as (node, lag in working days).
        special: per node what is rare, None for most.
        causes: why floors are what they are, for nodes with more than today.
        unknown: why nodes are open-ended by themselves.
        limits: last good day of releases that have one.
        dated: how many nodes have a date; those after are in a loop or behind one.
        problems: queues that contradict the dependencies; the lanes of those teams are left out.
    """

    __slots__ = (
        "back", "base", "causes", "chain", "counts", "dated", "days", "floors", "ids", "index", "items", "lanes",
        "limits", "links", "plan", "problems", "span", "special", "unknown", "worked",
    )  # fmt: skip

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.base = plan.as_of - BEHIND
        self.span = BEHIND + AHEAD
        self.ids: list[str] = []
        self.index: dict[str, int] = {}
        self.items: list[PlannedStage | PlannedRelease] = []
        self.days: list[int] = []
        self.floors: list[int] = []
        self.counts: list[list[int]] = []
        self.worked: list[list[int]] = []
        self.chain: list[int] = []
        self.back: list[int] = []
        self.links: list[tuple[tuple[int, int], ...]] = []
        self.special: list[Special | None] = []
        self.causes: dict[int, list[Cause]] = {}
        self.unknown: dict[int, frozenset[Unknown]] = {}
        self.limits: dict[int, int] = {}
        self.lanes: list[int] = []
        self.dated = 0
        self.problems: tuple[Contradiction, ...] = ()

    def is_release(self, node: int) -> bool:
        """Whether the node is the going out of a release."""
        return isinstance(self.items[node], PlannedRelease)


def compile_plan(plan: Plan) -> Network:
    """The network of a plan; linear in its stages and dependencies."""
    return _Builder(plan).build()


class _Builder:
    """Holds what is needed only while a network is being made."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.net = Network(plan)
        self.today = BEHIND
        self.done = dict(plan.past)  # id → first day, day after the last
        self.owner: dict[str, int] = {}
        self.waits: dict[str, list[Dependency]] = {}
        self.sheets: dict[int, Sheet] = {}
        self.lane_of: dict[str, int] = {}
        net = self.net
        columns: tuple[list[Any], ...] = (
            net.ids, net.items, net.days, net.floors, net.counts, net.worked, net.chain, net.back, net.links,
            net.special,
        )  # fmt: skip
        self.adders = tuple(column.append for column in columns)

    def build(self) -> Network:
        """Sort out what is over, put the rest in order, and lay it down node by node."""
        self._sort_out()
        ordered = self._order()
        net = self.net
        net.problems = ordered.problems
        left_out = {problem.team for problem in ordered.problems}
        net.lanes = [lanes.lanes for lanes in self.plan.lanes]
        self.lane_of = {lanes.team: at for at, lanes in enumerate(self.plan.lanes) if lanes.team not in left_out}
        before: dict[int, int] = {}
        releases = self.plan.releases
        for node, (at, number) in enumerate(ordered.places):
            release, chain = releases[at], before.get(at, -1)
            if number < 0:
                self._lay_release(release, chain)
                continue
            stage = release.stages[number]
            before[at] = node
            if chain >= 0 and stage.started is None and self._is_plain(stage):
                assert stage.days is not None
                self._lay(stage, stage.days, self._sheet(stage.calendar), chain, 0)
            else:
                self._lay_stage(release, number, chain)
        net.dated = ordered.dated
        for number, loop in ordered.loops.items():
            self._leave_open(number, Unknown("loop", loop[0], loop))
        return net

    def _sort_out(self) -> None:
        done, owner = self.done, self.owner
        for at, release in enumerate(self.plan.releases):
            out = release.released
            if out is not None:
                done[release.id] = (out, out + 1)
                for stage in release.stages:
                    finished = stage.finished if stage.finished is not None else out
                    done[stage.id] = (stage.started if stage.started is not None else finished, finished + 1)
                continue
            owner[release.id] = at
            for stage in release.stages:
                if stage.finished is None:
                    owner[stage.id] = at
                else:
                    started = stage.started if stage.started is not None else stage.finished
                    done[stage.id] = (started, stage.finished + 1)
        for dependency in self.plan.dependencies:
            if dependency.taker in owner:
                self.waits.setdefault(dependency.taker, []).append(dependency)
        for waits in self.waits.values():
            waits.sort()

    def _order(self) -> Ordered:
        graph = Graph(self.plan, self.owner, self.waits)
        return (None if self.plan.lanes else order_by_release(graph)) or order_by_stage(graph)

    def _sheet(self, calendar: Calendar) -> Sheet:
        found = self.sheets.get(id(calendar))
        if found is None:
            found = self.sheets[id(calendar)] = calendar.sheet(self.net.base, self.net.base + self.net.span)
        return found

    def _is_plain(self, stage: PlannedStage) -> bool:
        """Whether a stage that has not begun is no more than so many days of its calendar."""
        return not (
            stage.remaining is not None or stage.not_before or stage.blocked or stage.team in self.lane_of
            or stage.entry is not None or stage.whole is not None or not stage.days
        )  # fmt: skip

    def _lay_stage(self, release: PlannedRelease, at: int, chain: int) -> None:
        """One stage: how much is left of it, from when, and what it waits for."""
        net, stage = self.net, release.stages[at]
        node = len(net.ids)
        sheet = self._sheet(stage.calendar)
        days = stage.days
        causes: list[Cause] = []
        if stage.remaining is not None:
            days = stage.remaining
        elif stage.started is not None and days is not None:
            days = max(1, days - stage.calendar.count_ordinals(stage.started - 1, self.plan.as_of - 1))
        if days is None:
            days = 0
            self._leave_open(node, Unknown("duration", stage.id))
        self._block(node, stage, causes)
        if stage.started is None:
            if stage.not_before:
                causes.append(Cause("start", stage.id, stage.not_before - net.base))
            if at and chain < 0:
                before = max((s.finished for s in release.stages[:at] if s.finished is not None), default=0)
                if before:
                    causes.append(Cause("stage", release.stages[at - 1].id, before + 1 - net.base))
            elif release.after and chain < 0:
                causes.append(Cause("stage", release.id, release.after - net.base))
        entry = find_entry(stage, days, net.base, net.span) if stage.started is None else None
        lanes = self.lane_of.get(stage.team, -1) if days else -1
        special = Special((), entry, lanes) if entry is not None or lanes >= 0 or not days else None
        self._lay(stage, days, sheet, chain, 0, causes, special, stage.started is not None)

    def _block(self, node: int, item: PlannedStage | PlannedRelease, causes: list[Cause]) -> None:
        if item.blocked and item.until:
            causes.append(Cause("block", item.id, item.until - self.net.base))
        elif item.blocked:
            self._leave_open(node, Unknown("blocked", item.id))

    def _lay_release(self, release: PlannedRelease, chain: int) -> None:
        causes = [Cause("start", release.id, release.not_before - self.net.base)] if release.not_before else []
        self._block(len(self.net.ids), release, causes)
        if release.by is not None:
            self.net.limits[len(self.net.ids)] = max(0, min(release.by - self.net.base, self.net.span - 1))
        self._lay(release, 1, self._sheet(release.opens), chain, 1, causes, None, False)

    def _lay(
        self, item: PlannedStage | PlannedRelease, days: int, sheet: Sheet, chain: int, back: int,
        causes: list[Cause] | None = None, special: Special | None = None, has_started: bool = False,
    ) -> None:  # fmt: skip
        net, ident = self.net, item.id
        node = len(net.ids)
        net.index[ident] = node
        links: tuple[tuple[int, int], ...] = ()
        waits = self.waits.get(ident)
        if waits:
            causes = [] if causes is None else causes
            links, special = self._tie(node, waits, sheet, causes, special, has_started)
        floor = self.today
        if causes:
            net.causes[node] = causes
            floor = min(max(floor, max(cause.at for cause in causes)), net.span)
        row = (ident, item, days, floor, sheet[0], sheet[1], chain, back, links, special)
        for add, value in zip(self.adders, row, strict=True):
            add(value)

    def _tie(
        self, node: int, waits: Sequence[Dependency], sheet: Sheet, causes: list[Cause], special: Special | None,
        has_started: bool,
    ) -> tuple[tuple[tuple[int, int], ...], Special | None]:  # fmt: skip
        """Waits for other nodes as links or bonds; those for what is over, or outside, as causes."""
        net, links, bonds = self.net, [], []
        finish, finish_from = 0, ""
        for wait in waits:
            giver = net.index.get(wait.giver)
            bound: int | None = None
            if giver is not None:  # a giver further on is in a loop: no date comes from it
                item = net.items[giver]
                if wait.type == LinkType.SS and isinstance(item, PlannedStage) and item.started is not None:
                    bound = item.started if not has_started else None
                elif wait.type in (LinkType.SS, LinkType.FF) or wait.in_calendar_days:
                    bonds.append(Bond(giver, wait.type, wait.lag, wait.in_calendar_days))
                else:
                    links.append((giver, wait.lag))
            elif wait.giver in self.plan.events:
                bound = self.plan.events[wait.giver]
                if bound is None:
                    self._leave_open(node, Unknown("event", wait.giver))
            elif wait.giver in self.done and not has_started:
                first, end = self.done[wait.giver]
                bound = {LinkType.SS: first, LinkType.FF: end - 1}.get(LinkType(wait.type), end)
            if bound is None:
                continue
            day = self._shift(bound - net.base, wait, sheet)
            if wait.type != LinkType.FF:
                causes.append(Cause("link", wait.id, day))
            elif day + 1 > finish:
                finish, finish_from = day + 1, wait.id
        if bonds or finish:
            special = (special or Special())._replace(bonds=tuple(bonds), finish=finish, finish_from=finish_from)
        return tuple(links), special

    def _leave_open(self, node: int, reason: Unknown) -> None:
        self.net.unknown[node] = self.net.unknown.get(node, frozenset()) | {reason}

    def _shift(self, day: int, wait: Dependency, sheet: Sheet) -> int:
        """A day moved by the lag of a wait, on the taker's calendar; inside the tables."""
        if wait.in_calendar_days or wait.lag == 0:
            return max(0, min(day + wait.lag, self.net.span))
        counts, worked = sheet
        at = max(0, counts[max(0, min(day, self.net.span))] + wait.lag)
        return worked[at] if at < len(worked) else self.net.span


def find_entry(stage: PlannedStage, days: int, base: int, span: int) -> Sheet | None:
    """The days on which a stage of so many days may begin; None where every working day will do."""
    is_split = stage.whole is not None and days > 1 and stage.whole != stage.calendar
    if not days or (stage.entry is None and not is_split):
        return None
    counts, worked = stage.calendar.sheet(base, base + span)
    free = stage.entry.sheet(base, base + span)[0] if stage.entry is not None else None
    whole = stage.whole.sheet(base, base + span)[0] if stage.whole is not None else counts
    allowed = []
    for at in range(len(worked) - days + 1):
        first, last = worked[at], worked[at + days - 1]
        if whole[last + 1] - whole[first] == days and (free is None or free[first + 1] > free[first]):
            allowed.append(base + first)
    return Calendar((True,) * 7, only=allowed).sheet(base, base + span)
