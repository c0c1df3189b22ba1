"""From prospects to outlooks: slack, slip, health, and the one fact to show on a card."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeAlias

from releaseboard.domain.board import Board
from releaseboard.domain.model import Freeze, Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.when import format_day, format_short
from releaseboard.domain.words import ENDED_STATES, MOVING_STATES, State, spoken
from releaseboard.text import cut_cells

from .calendar import Calendar
from .duties import Duties
from .gather import is_ahead, list_left
from .health import NO_HEALTH, Case, Health, judge, read_thresholds
from .history import list_stage_days, percentile
from .prospects import Prospect, Prospects, foresee
from .slip import SlipFinder
from .standing import FACT_CELLS, Outlook
from .windows import OpenDays, ReleaseDays

Usual: TypeAlias = Mapping[tuple[str, str], int]
_P85 = 0.85


class Outlooks(dict[str, Outlook]):
    """Release id → outlook, in the board's order, with what they come from for slips and explanations."""

    __slots__ = ("_whole", "prospects", "usual")

    def __init__(self, seen: Mapping[str, Outlook], prospects: Prospects, usual: Usual) -> None:
        super().__init__(seen)
        self.prospects = prospects
        self.usual = usual
        self._whole: Prospects | None = prospects if prospects.is_whole else None

    def whole(self) -> Prospects:
        """Prospects with every release in the network, computed when first asked: what `why` and what-ifs need."""
        if self._whole is None:
            today = date.fromordinal(self.prospects.days.today)
            self._whole = foresee(self.prospects.board, today, whole=True)
        return self._whole

    def slips(self) -> SlipFinder:
        """Finds own and inherited slips."""
        return SlipFinder(self.whole() if self.prospects.is_renewed else self.prospects)


def appraise(prospects: Prospects) -> Outlooks:
    """The outlook of every release of a board whose prospects are known."""
    view = _View(prospects, {}, list_usual(prospects))
    releases = prospects.board.releases
    seen = {ident: view.look_at(releases[ident], found) for ident, found in prospects.by_id.items()}
    for ident, release in releases.items():
        if ident not in seen:
            seen[ident] = view.look_back(release)
    return Outlooks({ident: seen[ident] for ident in releases}, prospects, view.usual)


def appraise_again(old: Outlooks, prospects: Prospects, changed: Collection[str]) -> Outlooks:
    """The outlooks of a board whose other releases stand as before."""
    releases = prospects.board.releases
    colours = {ident: seen.health for ident, seen in old.items() if ident not in changed}
    view = _View(prospects, colours, old.usual)
    seen: dict[str, Outlook] = {}
    for ident, found in prospects.by_id.items():
        if ident in changed:
            seen[ident] = view.look_at(releases[ident], found)
    for ident in sorted(changed):
        if ident in releases and ident not in seen:
            seen[ident] = view.look_back(releases[ident])
    return Outlooks({ident: seen[ident] if ident in seen else old[ident] for ident in releases}, prospects, old.usual)


def list_usual(prospects: Prospects) -> Usual:
    """The working days in which 85 per cent of such stages were done, by release type and stage, from five on."""
    taken = list_stage_days(prospects.board, prospects.days.team(""))
    found = {key: percentile(values, _P85) for key, values in taken.items()}
    return {key: days for key, days in found.items() if days is not None}


class _View:
    """A board on one day, with what all its releases share."""

    def __init__(self, prospects: Prospects, colours: dict[str, str], usual: Usual) -> None:
        self.board: Board = prospects.board
        self.days: OpenDays = prospects.days
        self.today = prospects.days.today
        self.calendar: Calendar = prospects.days.team("")
        self.limits = read_thresholds(self.board.info.thresholds)
        self.colours = colours
        self.usual = usual
        self.news: dict[str, int] = {}
        for check_in in self.board.check_ins.values():
            self.news[check_in.release] = max(self.news.get(check_in.release, 0), check_in.date.toordinal())
        self.raid: dict[str, list[Raid]] = {}
        for entry in self.board.raid.values():
            for ident in entry.releases:
                self.raid.setdefault(ident, []).append(entry)
        self.duties = Duties(self.board, date.fromordinal(self.today), self.calendar.days_between, self.limits)

    def look_at(self, release: Release, found: Prospect) -> Outlook:
        """The outlook of a release that is ahead."""
        own = self.days.release(release)
        slack = None
        if found.day is not None and found.window is not None:
            slack = own.counted.count_ordinals(found.day, found.window[1])
        case = self._make_case(release, found, own, slack)
        health = self._judge(release, found, case)
        self.colours[release.id] = health.colour
        slip = None
        if release.target is not None and found.day is not None:
            slip = own.counted.count_ordinals(release.target.toordinal(), found.day)
        return Outlook(
            date.fromordinal(found.day) if found.day is not None else None,
            "" if found.day is None else "computed" if release.stages else "target",
            slack,
            slip,
            health.colour,
            health.stale,
            health.reasons,
            _fit(self._pick_fact(release, found, case)),
            bool(found.unknown) or release.state == State.ON_HOLD,
        )

    def _judge(self, release: Release, found: Prospect, case: Case) -> Health:
        if release.state in (State.DRAFT, State.ON_HOLD):
            return NO_HEALTH
        if found.day is None and not release.stages and release.target is None:
            return NO_HEALTH
        return judge(case, self.limits)

    def look_back(self, release: Release) -> Outlook:
        """The outlook of a release that is over: when it went out, and how that was."""
        out, target, window = release.released_on, release.target, release.window
        fact = "archived" if is_ahead(release._replace(archived=False)) else spoken(release.state)
        if out is None or release.state not in ENDED_STATES or release.state == State.CANCELLED:
            return Outlook(fact=fact)
        if release.state != State.ROLLED_BACK and window is not None:
            fact = "in window"
            if out > window.end:
                fact = f"late {self.calendar.days_between(window.end, out)}"
            elif out < window.start:
                fact = f"early {self.calendar.days_between(out, window.start)}"
        slip = self.calendar.days_between(target, out) if target else None
        return Outlook(out, "released", None, slip, fact=fact)

    def _make_case(self, release: Release, found: Prospect, own: ReleaseDays, slack: int | None) -> Case:
        active = release.stage_plan(release.stage) if release.stage else None
        team, age, planned, usual = release.team, 0, 0, 0
        news = self.news.get(release.id, 0)
        if release.state in MOVING_STATES:
            for plan in release.stages:
                if plan.started is not None:
                    news = max(news, plan.started.toordinal())
            if active is not None:
                team = active.team or team
                if active.started is not None and not active.is_over:
                    calendar = self.days.stage(release, active).calendar
                    age = max(0, calendar.count_ordinals(active.started.toordinal() - 1, self.today - 1))
                    planned = active.planned_days
                    usual = self.usual.get((release.type, active.stage), 0)
        teams = (team, self._next_team(release))
        duties = self.duties.find(release, found, teams, self.news.get(release.id, 0))
        frozen = self._say_frozen(release, found, own) if own.freezes and found.window is not None else ""
        return Case(
            self.board, release, self.today, self.calendar.count_ordinals, found, self.colours, slack,
            release.stage, team, age, planned, usual, news, frozen, duties, self.raid.get(release.id, ()),
        )  # fmt: skip

    def _next_team(self, release: Release) -> str:
        """Who works on the stage after the active one; '' when there is none."""
        left = list_left(release)
        return left[1].team or release.team if len(left) > 1 else ""

    def _say_frozen(self, release: Release, found: Prospect, own: ReleaseDays) -> str:
        """R5: the target lies in a freeze and the window has no open day left; '' when it does not."""
        if release.target is None or found.window is None:
            return ""
        target = release.target
        freeze: Freeze | None = next((item for item in own.freezes if item.start <= target <= item.end), None)
        first = max(self.today, found.window[0])
        if freeze is None or own.opens.count_ordinals(first - 1, max(first - 1, found.window[1])) > 0:
            return ""
        return f"target {format_day(target)} is in freeze {freeze.name}, and the window has no open day left"

    def _pick_fact(self, release: Release, found: Prospect, case: Case) -> str:
        """Blocked, overdue, waiting, in this order; else how many it holds up, or how far the stage is."""
        if release.state in (State.DRAFT, State.ON_HOLD):
            return spoken(release.state)
        blocked = release.blocked
        if blocked is not None:
            return f"⧗ {blocked.waiting_on or blocked.reason or spoken(blocked.cause)}"
        stage = self.board.stage_name(case.stage) if case.stage else ""
        if case.planned and case.age >= case.planned:
            return f"{stage} {case.age}/{case.planned}d"
        for wait in found.hard:
            is_driving = (wait.room is None or wait.room <= 0) and not wait.is_met
            if is_driving and self._is_awaited(wait.link.predecessor):
                return f"⧗ {self.board.label(wait.link.predecessor)}"
        held = sum(1 for link in self.board.holds_up(release.id) if link.strength == "hard")
        if held:
            return f"↦ holds up {held}"
        if case.planned:
            return f"{stage} {case.age}/{case.planned}d"
        if release.state not in MOVING_STATES and release.start is not None and list_left(release):
            return f"starts {format_short(release.start)}"
        return ""

    def _is_awaited(self, record: str) -> bool:
        """Whether a predecessor is not there yet."""
        giver = self.board.releases.get(record)
        if giver is not None:
            return is_ahead(giver)
        event = self.board.events.get(record)
        return event is None or event.date is None or event.date.toordinal() > self.today


def _fit(fact: str) -> str:
    """The fact in its cells; a character takes two at most, so a short one need not be measured."""
    return fact if len(fact) * 2 <= FACT_CELLS else cut_cells(fact, FACT_CELLS)
