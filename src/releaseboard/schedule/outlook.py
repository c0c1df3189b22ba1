"""What lies ahead of each release: its date, slack, slip, health, and the one fact to show on a card.

Until the whole forecast is computed, the date is the plan's target, or where a release's own stages reach later than
that, the day on which they do.
"""

from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release, StagePlan
from releaseboard.domain.when import format_short
from releaseboard.domain.words import ENDED_STATES, MOVING_STATES, PredecessorKind, State, Strength, spoken
from releaseboard.text import cut_cells

from .calendar import Calendar, NoWorkingDay, calendar_of
from .planhealth import NO_HEALTH, Case, Reason, judge, read_thresholds

FACT_CELLS = 24
Day = date  # inside Outlook the name `date` is a field


class Outlook(NamedTuple):
    """What is known about one release's date.

    Attributes:
        date: the day it will be, or was, released; None when there is no plan.
        source: `released` (a fact), `target` (the plan holds), `computed` (own stages reach later), '' without a date.
        slack: working days from the date to the window's end, negative when past it; None without both or when ended.
        slip: working days from the target to the date, negative when earlier; None without both.
        health: G, A, R, or - (draft, on hold, ended, or no plan).
        stale: nobody has asked the lead lately; shown as `?`, never plain green.
        reasons: the rules that hold, worst first.
        fact: the most important thing in at most 24 cells, '' when there is nothing to say.
    """

    date: Day | None = None
    source: str = ""
    slack: int | None = None
    slip: int | None = None
    health: str = "-"
    stale: bool = False
    reasons: tuple[Reason, ...] = ()
    fact: str = ""


def look_ahead(board: Board, today: date) -> dict[str, Outlook]:
    """The outlook of every release, by record id."""
    view = _View(board, today)
    return {key: view.look_at(release) for key, release in board.releases.items()}


class _View:
    """A board on one day, with what all releases share."""

    def __init__(self, board: Board, today: date) -> None:
        self.board = board
        self.today = today.toordinal()
        self.calendar = calendar_of(board)
        self.calendars: dict[str, Calendar] = {}
        self.limits = read_thresholds(board.info.thresholds)
        self.news: dict[str, int] = {}
        for check_in in board.check_ins.values():
            self.news[check_in.release] = max(self.news.get(check_in.release, 0), check_in.date.toordinal())

    def calendar_for(self, team: str) -> Calendar:
        """The team's calendar, made once; the board's where the team has none of its own."""
        if team not in self.calendars:
            record = self.board.teams.get(team)
            has_own = record is not None and bool(record.week or record.days_off)
            has_own = has_own or any(team in freeze.teams for freeze in self.board.freezes.values())
            self.calendars[team] = calendar_of(self.board, team) if has_own else self.calendar
        return self.calendars[team]

    def look_at(self, release: Release) -> Outlook:
        """The outlook of one release."""
        if release.state in ENDED_STATES:
            return self._look_back(release)
        target = release.target.toordinal() if release.target else None
        if release.state in (State.DRAFT, State.ON_HOLD):
            source = "target" if target else ""
            return Outlook(release.target, source, self._slack(release, target), fact=spoken(release.state))
        reach = self._reach(release)
        late = reach is not None and (target is None or reach > target)
        out = reach if late else target
        case = self._make_case(release, out)
        health = judge(case, self.limits) if out is not None else NO_HEALTH
        return Outlook(
            date.fromordinal(out) if out else None,
            ("computed" if late else "target") if out else "",
            case.slack,
            self.calendar.count_ordinals(target, out) if target and out else None,
            health.colour,
            health.stale,
            health.reasons,
            _fit(self._pick_fact(release, case)),
        )

    def _look_back(self, release: Release) -> Outlook:
        out, target, window = release.released_on, release.target, release.window
        fact = spoken(release.state)
        if out is None or release.state == State.CANCELLED:
            return Outlook(fact=fact)
        if release.state != State.ROLLED_BACK and window is not None:
            fact = "in window"
            if out > window.end:
                fact = f"late {self.calendar.days_between(window.end, out)}"
            elif out < window.start:
                fact = f"early {self.calendar.days_between(out, window.start)}"
        slip = self.calendar.days_between(target, out) if target else None
        return Outlook(out, "released", None, slip, fact=fact)

    def _slack(self, release: Release, out: int | None) -> int | None:
        if out is None or release.window is None:
            return None
        return self.calendar.count_ordinals(out, release.window.end.toordinal())

    def _reach(self, release: Release) -> int | None:
        """The ordinal on which the stages left end, counted from today; None without stages or days to work on."""
        left = [plan for plan in release.stages if not plan.is_over]
        day = self.today
        if release.start is not None and not any(plan.started for plan in release.stages):
            day = max(day, release.start.toordinal())
        if release.blocked is not None and release.blocked.expected_unblock is not None:
            day = max(day, release.blocked.expected_unblock.toordinal())
        try:
            if not left:
                return self.calendar.finish_ordinal(day, 1) if release.stages else None
            for plan in left:
                calendar = self.calendar_for(plan.team or release.team)
                day = calendar.finish_ordinal(day, self._remaining(plan, calendar)) + 1
        except NoWorkingDay:
            return None
        return day - 1

    def _remaining(self, plan: StagePlan, calendar: Calendar) -> int:
        """Working days left of a stage that is not over (forecast.md 4.2 rule 2); at least 1."""
        reported = plan.remaining
        if reported and isinstance(reported.get("days"), int) and reported.get("as_of"):
            as_of = date.fromisoformat(str(reported["as_of"])).toordinal()
            return max(1, int(str(reported["days"])) - self._used_since(as_of, calendar))
        if plan.started is not None:
            return max(1, plan.planned_days - self._used_since(plan.started.toordinal(), calendar))
        return max(1, plan.planned_days)

    def _used_since(self, start: int, calendar: Calendar) -> int:
        """Working days from `start` up to, not including, today."""
        return max(0, calendar.count_ordinals(start - 1, self.today - 1))

    def _make_case(self, release: Release, out: int | None) -> Case:
        active = release.stage_plan(release.stage) if release.stage else None
        team, age, planned = release.team, 0, 0
        news = self.news.get(release.id, 0)
        for plan in release.stages:
            if plan.started is not None:
                news = max(news, plan.started.toordinal())
        if active is not None:
            team = active.team or team
            if active.started is not None and not active.is_over:
                age = self._used_since(active.started.toordinal(), self.calendar_for(team))
                planned = active.planned_days
        left = sum(plan.planned_days for plan in release.stages if not plan.is_over) - age
        return Case(
            self.board, release, self.today, self.calendar.count_ordinals, out, self._missing(release),
            self._slack(release, out), max(0, left), release.stage, team, age, planned, news or None,
        )  # fmt: skip

    def _missing(self, release: Release) -> tuple[str, ...]:
        """Names of what this release must wait for and nobody has a date of."""
        names = []
        for link in self.board.waits_for(release.id):
            if link.strength != Strength.HARD or link.waived or link.predecessor_kind == PredecessorKind.RELEASE:
                continue
            external = self.board.externals.get(link.predecessor)
            event = self.board.events.get(link.predecessor)
            if (external is not None and external.state == "open" and external.date_expected is None) or (
                event is not None and event.date is None
            ):
                names.append(self.board.label(link.predecessor))
        return tuple(names)

    def _pick_fact(self, release: Release, case: Case) -> str:
        """Blocked, overdue, waiting, in this order; else how far the stage is, or how many it holds up."""
        blocked = release.blocked
        if blocked is not None:
            return f"⧗ {blocked.waiting_on or blocked.reason or spoken(blocked.cause)}"
        stage = self.board.stage_name(case.stage) if case.stage else ""
        if case.planned and case.age >= case.planned:
            return f"{stage} {case.age}/{case.planned}d"
        waits = case.missing[0] if case.missing else self._first_open(release)
        if waits:
            return f"⧗ {waits}"
        held = sum(1 for link in self.board.holds_up(release.id) if link.strength == Strength.HARD)
        if held:
            return f"↦ holds up {held}"
        if case.planned:
            return f"{stage} {case.age}/{case.planned}d"
        if release.state not in MOVING_STATES and release.start is not None:
            return f"starts {format_short(release.start)}"
        return ""

    def _first_open(self, release: Release) -> str:
        """The first predecessor that is not out, met or known to be past; '' when nothing is waited for."""
        for link in self.board.waits_for(release.id):
            if link.strength != Strength.HARD or link.waived:
                continue
            giver = self.board.releases.get(link.predecessor)
            if giver is not None:
                if giver.state not in ENDED_STATES:
                    return giver.key
                continue
            external = self.board.externals.get(link.predecessor)
            if external is not None and external.state == "open":
                return external.name
            event = self.board.events.get(link.predecessor)
            if event is not None and event.date is not None and event.date.toordinal() > self.today:
                return event.name
        return ""


def _fit(fact: str) -> str:
    """The fact in its cells; a character takes two at most, so a short one need not be measured."""
    return fact if len(fact) * 2 <= FACT_CELLS else cut_cells(fact, FACT_CELLS)
