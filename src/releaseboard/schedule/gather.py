"""From a board to the plan that a forecast is computed from (forecast.md 4.2): who waits for what, and what is left.

Node ids: a release is its record id, a stage `<release id>.<stage id>`; outside facts keep their record ids.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import UNSORTED, Board
from releaseboard.domain.links import split_stage
from releaseboard.domain.model import Link, Release, StagePlan
from releaseboard.domain.words import ENDED_STATES, Agreement, LinkType, PredecessorKind, State, Strength

from .calendar import Calendar
from .outside import find_day
from .plan import NONE, Dependency, Plan, PlannedRelease, PlannedStage, TeamLanes
from .planned import plan_stages
from .windows import OpenDays, window_of

_NO_TARGET = date.max.toordinal()
_NO_TURN = (_NO_TARGET, _NO_TARGET)


class Gathered(NamedTuple):
    """A board's plan, and the links that do not move it.

    Attributes:
        plan: what the forecast is computed from.
        days: the calendars it uses.
        hard: the link behind each dependency, by link id.
        soft: links that only warn, with what they would ask.
        loose: links on releases that do not push others: drafts, on hold, cancelled; by successor.
        windows: first and last day in force, by release; bound to events where they are.
    """

    plan: Plan
    days: OpenDays
    hard: dict[str, Link]
    soft: tuple[tuple[Link, Dependency], ...]
    loose: dict[str, list[Link]]
    windows: dict[str, tuple[int, int]]


def name_stage(release: str, stage: str) -> str:
    """The id of a stage in a plan."""
    return f"{release}.{stage}"


def gather(
    board: Board, days: OpenDays, only: Collection[str] | None = None, known: Mapping[str, int | None] = NONE
) -> Gathered:
    """The plan of a board.

    Args:
        board: the board.
        days: its calendars; they tell the day too.
        only: the ids of the releases to take up; None for all.
        known: for releases that are not taken up, the ordinal of the day on which each goes out.
    """
    return _Gathering(board, days, known).gather(board.releases if only is None else only)


def pushes(release: Release) -> bool:
    """Whether others wait for it: drafts and what is on hold do not hold up anybody unless marked as planned."""
    if release.state in (State.DRAFT, State.ON_HOLD):
        return bool(release.extra.get("counts_as_planned"))
    return release.state != State.CANCELLED and not release.archived


def is_ahead(release: Release) -> bool:
    """Whether it is still to go out."""
    return release.state not in ENDED_STATES and not release.archived


def is_wanted(link: Link) -> bool:
    """Whether anything is still waited for by this link."""
    return not link.waived and link.agreement not in (Agreement.MET, Agreement.WAIVED)


def list_left(release: Release) -> list[StagePlan]:
    """The stages still to be done, in order. Those left of the card are over, and when it is ready all are."""
    if release.state == State.READY:
        return []
    plans = release.stages
    if release.stage and release.state != State.COMMITTED:
        at = next((at for at, plan in enumerate(plans) if plan.stage == release.stage), 0)
        plans = plans[at:]
    return [plan for plan in plans if plan.finished is None and plan.skipped is None]


def read_left(release: Release, plan: StagePlan, calendar: Calendar, days: OpenDays) -> int | None:
    """Working days left by the last report on this stage, less those since; at least 1. None without a report."""
    reports = []
    said = days.said.get(release.id)
    if said is not None and release.stage == plan.stage and said[1] in ("", plan.stage):
        reports.append((said[0], said[2]))
    if plan.remaining:
        try:
            as_of = date.fromisoformat(str(plan.remaining["as_of"])).toordinal()
            reports.append((as_of, int(str(plan.remaining["days"]))))
        except (KeyError, ValueError):
            pass
    since = plan.started.toordinal() if plan.started is not None else 0
    reports = [(day, left) for day, left in reports if since <= day <= days.today]
    if not reports:
        return None
    day, left = max(reports)
    return max(1, left - calendar.count_ordinals(day - 1, days.today - 1))


class _Gathering:
    def __init__(self, board: Board, days: OpenDays, known: Mapping[str, int | None]) -> None:
        self.board = board
        self.today = days.today
        self.days = days
        self.known = known
        self.laned = {team.id for team in board.teams.values() if team.lanes > 0}
        self.order = {stage: at for at, stage in enumerate(board.stage_ids)}
        self.windows: dict[str, tuple[int, int]] = {}
        self.events: dict[str, int | None] = {}
        self.past: dict[str, tuple[int, int]] = {}
        self.stages_of: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}

    def gather(self, only: Collection[str]) -> Gathered:
        """The releases, and what they wait for."""
        releases: list[PlannedRelease] = []
        hard: dict[str, Link] = {}
        dependencies: list[Dependency] = []
        soft: list[tuple[Link, Dependency]] = []
        loose: dict[str, list[Link]] = {}
        for ident in only:
            release = self.board.releases[ident]
            if not is_ahead(release):
                continue
            releases.append(self._release(release))
            for link in self.board.waits_for(ident):
                found = self._dependency(release, link, loose)
                if found is None:
                    continue
                if link.strength == Strength.SOFT:
                    soft.append((link, found))
                else:
                    hard[link.id] = link
                    dependencies.append(found)
            if release.event is not None:
                dependencies += self._bind_to_event(release)
            if not release.stages and release.target is None:
                self.events[f"plan {ident}"] = None
                dependencies.append(Dependency(f"plan {ident}", f"plan {ident}", ident))
        plan = Plan(self.today, tuple(releases), tuple(dependencies), self.events, self._lanes(), self.past)
        return Gathered(plan, self.days, hard, tuple(soft), loose, self.windows)

    def _release(self, release: Release) -> PlannedRelease:
        days = self.days.release(release)
        opens, counted = days.opens, days.counted
        window = window_of(self.board, release, self.days.team("")) if release.event is not None else release.window
        start, end = 0, None
        if window is not None:
            start, end = window.start.toordinal(), window.end.toordinal()
            self.windows[release.id] = (start, end)
        stages, after = self._stages(release)
        block, until = release.blocked, 0
        if block is not None:
            if block.expected_unblock is not None:
                until = max(self.today, block.expected_unblock.toordinal())
            if stages:
                stages[0] = stages[0]._replace(blocked=True, until=until)
        turn = (release.priority, release.target.toordinal() if release.target else _NO_TARGET)
        if not release.stages and release.target is not None:
            start = max(start, release.target.toordinal())  # without stages the target is all that is known
        is_blocked = block is not None and not stages
        return PlannedRelease(
            release.id, tuple(stages), opens, counted, start, end, None, after, is_blocked, until, turn
        )

    def _stages(self, release: Release) -> tuple[list[PlannedStage], int]:
        """The stages that are left, and the day after the last one that is over (0 for none)."""
        teams = self.laned if self.laned and pushes(release) else frozenset[str]()
        is_reported = release.id in self.days.said
        stages = [self._open(release, plan, teams, is_reported) for plan in list_left(release)]
        if any(stage.team for stage in stages):
            meant = plan_stages(release, self.days)
            stages = [stage._replace(turn=meant.get(stage.id.rpartition(".")[2], _NO_TURN)[0]) for stage in stages]
        after = 0
        if len(stages) < len(release.stages):
            ends = [plan.finished.toordinal() + 1 for plan in release.stages if plan.finished is not None]
            after = max(ends, default=0)
        return stages, after

    def _open(self, release: Release, plan: StagePlan, teams: Collection[str], is_reported: bool) -> PlannedStage:
        found = self.days.stage(release, plan)
        team = plan.team or release.team
        left = read_left(release, plan, found.calendar, self.days) if plan.remaining or is_reported else None
        return PlannedStage(
            name_stage(release.id, plan.stage), plan.planned_days, found.calendar, team if team in teams else "",
            plan.started.toordinal() if plan.started else None, None, left,
            release.start.toordinal() if release.start and plan is release.stages[0] else 0,
            False, 0, found.entry, found.whole,
        )  # fmt: skip

    def _dependency(self, taker: Release, link: Link, loose: dict[str, list[Link]]) -> Dependency | None:
        """What a link asks of the plan; None when it is met, waived, or names nothing that can be waited for."""
        if not is_wanted(link):
            return None
        kind = LinkType.FS if link.type == LinkType.SAME_STAGE else link.type
        lag, in_calendar_days = (link.lag_calendar_days, True) if link.lag_calendar_days else (link.lag, False)
        if link.predecessor_kind != PredecessorKind.RELEASE:
            source = self._note_outside(link)
        else:
            giver = self.board.releases.get(link.predecessor)
            if giver is None:
                return None
            if not pushes(giver):
                loose.setdefault(link.successor, []).append(link)
                return None
            point = link.successor_stage if link.type == LinkType.SAME_STAGE else link.point
            source = self._giver(giver, point, kind)
        if not source:
            return None
        target = self._taker(taker, link.successor_stage)
        return Dependency(link.id, source, target, kind, lag, in_calendar_days)

    def _own(self, release: Release) -> tuple[tuple[str, ...], frozenset[str]]:
        """The stages of a release that are not skipped, in order, and those of them that are still to be done."""
        found = self.stages_of.get(release.id)
        if found is None:
            own = tuple(plan.stage for plan in release.stages if plan.skipped is None)
            left = frozenset(plan.stage for plan in list_left(release)) if is_ahead(release) else frozenset[str]()
            found = self.stages_of[release.id] = own, left
        return found

    def _taker(self, release: Release, stage: str) -> str:
        """The stage that waits: the named one, else the last; where it has been skipped, the next one after it."""
        own = self._own(release)[0]
        if not own:
            return release.id
        if not stage or stage in own:
            return name_stage(release.id, stage or own[-1])
        wanted = self.order.get(stage, UNSORTED)
        later = [known for known in own if self.order.get(known, UNSORTED) > wanted]
        return name_stage(release.id, later[0]) if later else release.id

    def _giver(self, release: Release, point: str, kind: str) -> str:
        """What is waited for: the release, or the named stage; where it has been skipped, the one before it.

        What is over is noted in `past`; what is known from before as an event on the day after.
        """
        own, left = self._own(release)
        stage = ""
        if point not in ("", "released"):
            wanted = self.order.get(point, UNSORTED)
            before = [known for known in own if self.order.get(known, UNSORTED) <= wanted]
            stage = point if point in own else before[-1] if before else ""
        elif kind == LinkType.SS and own:
            stage = own[-1]
        if not stage:
            if release.id in self.known:
                day = self.known[release.id]
                self.events[release.id] = None if day is None else day + 1
            elif not is_ahead(release):
                out = release.released_on.toordinal() if release.released_on else self.today - 1
                self.past[release.id] = (out, out + 1)
            return release.id
        ident = name_stage(release.id, stage)
        if stage not in left and ident not in self.past:
            self._note_past(release, stage, ident)
        return ident

    def _note_past(self, release: Release, stage: str, ident: str) -> None:
        plan = release.stage_plan(stage)
        end = min(release.released_on.toordinal() if release.released_on else self.today, self.today) - 1
        if plan is not None and plan.finished is not None:
            end = plan.finished.toordinal()
        start = plan.started.toordinal() if plan is not None and plan.started is not None else end
        self.past[ident] = (start, end + 1)

    def _note_outside(self, link: Link) -> str:
        """Note from when the outside fact of a link is there; its id in the plan, '' when nothing is waited for.

        Where the record has no date, the day that was promised for this link stands in for it.
        """
        ident = link.predecessor
        is_awaited, day = find_day(self.board, ident, self.days.team(""))
        if not is_awaited:
            return ""
        if day is None and link.promised_by is not None:
            ident, day = f"promise {link.id}", link.promised_by.toordinal()
        self.events[ident] = day
        return ident

    def _bind_to_event(self, release: Release) -> list[Dependency]:
        """A release bound to an event that has no date is open-ended."""
        ident = str((release.event or {}).get("id", ""))
        event = self.board.events.get(ident)
        if event is None or event.date is not None:
            return []
        self.events.setdefault(ident, None)
        return [Dependency(f"event {release.id}", ident, release.id)]

    def _lanes(self) -> tuple[TeamLanes, ...]:
        lanes = []
        for team in self.board.teams.values():
            if team.lanes <= 0:
                continue
            queue = []
            for name in team.queue:
                key, stage = split_stage(self.board, str(name))
                release = self.board.find_release(key)
                if release is not None and stage:
                    queue.append(name_stage(release.id, stage))
            lanes.append(TeamLanes(team.id, team.lanes, tuple(queue)))
        return tuple(lanes)
