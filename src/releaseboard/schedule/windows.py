"""Which days are open: freezes by kind and scope, recurring windows, windows bound to events, deadlines with a zone.

A deploy freeze closes release days and stops the stages that are `frozen_by` it, or that it names. A change freeze bars
entering the stages it names. A shutdown for everybody is part of the calendars; one for some only stops those stages.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Freeze, Release, Stage, StagePlan, Window, WindowRule
from releaseboard.domain.words import ExceptionState, FreezeKind

from .calendar import Calendar, NoWorkingDay, Sheet, calendar_of
from .plan import AHEAD, BEHIND

_BEFORE, _AFTER = 800, 1900  # days around today for which recurring windows are laid out
_ANCHOR = datetime(2024, 1, 1)  # a rule without DTSTART counts from this Monday, so it means the same every day
_EVERY_DAY = Calendar((True,) * 7)
_BYDAY = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_ANYWHERE_ON_EARTH = timezone(timedelta(hours=-12), "AoE")


class StageDays(NamedTuple):
    """When a stage is worked on; `sheet` is its calendar's for a plan of today, the others as in `PlannedStage`."""

    calendar: Calendar
    sheet: Sheet
    entry: Calendar | None = None
    whole: Calendar | None = None


class ReleaseDays(NamedTuple):
    """When a release may go out (`opens`), the days in which slack is counted, their sheets, the freezes that apply."""

    opens: Calendar
    counted: Calendar
    freezes: tuple[Freeze, ...]
    opens_sheet: Sheet
    counted_sheet: Sheet


class OpenDays:
    """The days of one board on one day, each calendar made once.

    Attributes:
        today: the day, as ordinal.
        freezes: those not lifted.
        problems: recurring windows that can't be read, in words.
        said: the last check-in with days left: release → day, stage ('' the active one), days left.
    """

    def __init__(self, board: Board, today: date) -> None:
        self.board = board
        self.today = today.toordinal()
        self.freezes = [freeze for freeze in board.freezes.values() if not freeze.lifted]
        self.problems: list[str] = []
        # what tells one release's days from another's: the keys of calendars leave out all else
        self._by_project = any(freeze.projects for freeze in self.freezes)
        self._by_project = self._by_project or any(rule.projects for rule in board.windows.values())
        self._by_type = bool(self.freezes) or any(rule.types for rule in board.windows.values())
        self._special_teams = {team.id for team in board.teams.values() if team.week or team.days_off}
        self._special_teams |= {team for freeze in self.freezes for team in freeze.teams}
        self._exempt = {policy.id: frozenset(policy.exempt_freezes) for policy in board.type_policies.values()}
        self._leaves = _read_leaves(board, self.today)
        self._teams: dict[str, Calendar] = {}
        self._stages: dict[tuple[str, ...], StageDays] = {}
        self._releases: dict[tuple[str, ...], ReleaseDays] = {}
        self._rules: dict[str, frozenset[int] | None] = {}
        self._frozen: dict[tuple[str, tuple[str, ...]], Calendar] = {}
        self._windowed: dict[tuple[int, tuple[str, ...]], Calendar] = {}
        self._records = {stage.id: stage for stage in board.stages}
        self.said: dict[str, tuple[int, str, int]] = {}
        for check_in in board.check_ins.values():
            if check_in.remaining_days is not None:
                said = (check_in.date.toordinal(), check_in.stage, check_in.remaining_days)
                self.said[check_in.release] = max(said, self.said.get(check_in.release, said))

    def sheet(self, calendar: Calendar) -> Sheet:
        """The sheet of a calendar for a plan of this day."""
        return calendar.sheet(self.today - BEHIND, self.today + AHEAD)

    def team(self, team: str) -> Calendar:
        """The calendar of a team; teams without days of their own share the board's."""
        found = self._teams.get(team)
        if found is None:
            own = not team or team in self._special_teams
            found = calendar_of(self.board, team) if own else self.team("")
            self._teams[team] = found
        return found

    def freezes_for(self, release: Release) -> list[Freeze]:
        """The freezes that its type's policy and approved exceptions leave standing for a release; those that an
        exception allows it to ignore up to a day begin after that day.
        """
        exempt, leaves = self._exempt.get(release.type, frozenset()), self._leaves.get(release.id, {})
        if not exempt and not leaves:
            return self.freezes
        found = []
        for freeze in self.freezes:
            until = leaves.get(freeze.id)
            if freeze.id in exempt or (until is not None and until >= freeze.end):
                continue
            is_late = until is not None and until >= freeze.start
            found.append(freeze._replace(start=until + timedelta(days=1)) if until is not None and is_late else freeze)
        return found

    def stage(self, release: Release, plan: StagePlan) -> StageDays:
        """The days of one stage of a release."""
        team = plan.team or release.team
        key = (
            release.project if self._by_project else "", release.type if self._by_type else "", plan.stage,
            team if team in self._special_teams else "", release.id if release.id in self._leaves else "",
        )  # fmt: skip
        found = self._stages.get(key)
        if found is None:
            found = self._stages[key] = self._make_stage(release, plan.stage, team)
        return found

    def _make_stage(self, release: Release, stage: str, team: str) -> StageDays:
        base = self.team(team)
        record = self._records.get(stage, Stage(stage, stage))
        freezes = self.freezes_for(release)
        stopped = [freeze for freeze in freezes if stops_stage(freeze, release, record, team)]
        barred = [freeze for freeze in freezes if bars_entry(freeze, release, record, team)]
        calendar = self._without(team, base, stopped)
        entry = self._without("entry", _EVERY_DAY, barred) if barred else None
        return StageDays(calendar, self.sheet(calendar), entry, base if stopped and record.contiguous else None)

    def _without(self, team: str, base: Calendar, freezes: Collection[Freeze]) -> Calendar:
        """A calendar without the days of some freezes, made once; teams that share a calendar share this one."""
        if not freezes:
            return base
        ids = tuple(f"{freeze.id} {freeze.start}" for freeze in freezes)
        key = (team if base is not self.team("") else "", ids)
        found = self._frozen.get(key)
        if found is None:
            found = self._frozen[key] = base.without(spread_days(freezes))
        return found

    def release(self, release: Release) -> ReleaseDays:
        """The days on which a release may go out, and in which its slack is counted."""
        last = release.stages[-1] if release.stages else StagePlan("")
        team = last.team or release.team
        source = release.window.source_id if release.window and release.window.source == "recurring" else ""
        key = (
            release.project if self._by_project else "", release.type if self._by_type else "", last.stage,
            team if team in self._special_teams else "", source, release.id if release.id in self._leaves else "",
        )  # fmt: skip
        found = self._releases.get(key)
        if found is None:
            freezes = tuple(f for f in self.freezes_for(release) if closes_release(f, release, last, team))
            counted = self._without("", self.team(""), freezes)
            opens = self._within_windows(release, source, counted)
            found = ReleaseDays(opens, counted, freezes, self.sheet(opens), self.sheet(counted))
            self._releases[key] = found
        return found

    def _within_windows(self, release: Release, source: str, calendar: Calendar) -> Calendar:
        """The calendar on the days of the recurring windows that apply; itself where none does."""
        rules = [rule for rule in self.board.windows.values() if is_for(rule, release)]
        if source and any(rule.id == source for rule in rules):
            rules = [rule for rule in rules if rule.id == source]
        if not rules:
            return calendar
        key = (id(calendar), tuple(rule.id for rule in rules))
        found = self._windowed.get(key)
        if found is None:
            found = self._windowed[key] = self._narrow(calendar, rules)
        return found

    def _narrow(self, calendar: Calendar, rules: Sequence[WindowRule]) -> Calendar:
        days: set[int] = set()
        weekdays: set[int] = set()
        for rule in rules:
            plain = None if rule.until is not None or rule.days > 1 else read_weekdays(rule.rrule)
            if plain is not None:
                weekdays |= plain
                continue
            laid = self.rule_days(rule)
            if laid is None:
                return calendar  # a rule that can't be read closes nothing; it is named among the problems
            days |= laid
        if days and weekdays:
            first = self.today - _BEFORE
            days |= {day for day in range(first, self.today + _AFTER) if (day - 1) % 7 in weekdays}
        if days or not weekdays:
            return calendar.within(days)
        week = tuple(calendar.week[at] and at in weekdays for at in range(7))
        return Calendar(week, calendar.days_off, calendar.only)

    def rule_days(self, rule: WindowRule) -> frozenset[int] | None:
        """All days of a recurring window around today; None when its rule can't be read."""
        if rule.id not in self._rules:
            try:
                first, last = date.fromordinal(self.today - _BEFORE), date.fromordinal(self.today + _AFTER)
                days = (day for window in expand_rule(rule, first, last) for day in _ordinals(window.start, window.end))
                self._rules[rule.id] = frozenset(days)
            except ValueError as problem:
                self.problems.append(f"window {rule.name or rule.id}: {problem}")
                self._rules[rule.id] = None
        return self._rules[rule.id]


def _read_leaves(board: Board, today: int) -> dict[str, dict[str, date]]:
    """Release → freeze id → the last day on which an approved exception lets it ignore that freeze."""
    leaves: dict[str, dict[str, date]] = {}
    for leave in board.exceptions.values():
        last = leave.until or date.max
        is_given = leave.state in (ExceptionState.APPROVED, ExceptionState.USED) and last.toordinal() >= today
        if leave.about == "freeze" and is_given:
            leaves.setdefault(leave.release, {})[leave.freeze_or_gate] = last
    return leaves


def _ordinals(start: date, end: date) -> range:
    return range(start.toordinal(), end.toordinal() + 1)


def spread_days(freezes: Iterable[Freeze]) -> Iterator[int]:
    """The ordinals of all days of some freezes; one that never ends is cut after 60 years."""
    for freeze in freezes:
        yield from _ordinals(freeze.start, min(freeze.end, freeze.start + timedelta(days=22_000)))


def _is_in_scope(freeze: Freeze, release: Release, team: str) -> bool:
    return (
        (not freeze.projects or release.project in freeze.projects)
        and (not freeze.types or release.type in freeze.types)
        and (not freeze.teams or team in freeze.teams)
        and (freeze.kind == FreezeKind.SHUTDOWN or release.type not in freeze.exempt_types)
    )


def closes_release(freeze: Freeze, release: Release, last: StagePlan, team: str) -> bool:
    """Whether no release of this kind goes out in this freeze; `last` is its last stage, `team` who works on it."""
    if freeze.kind != FreezeKind.DEPLOY or freeze.lifted or not _is_in_scope(freeze, release, team):
        return False
    return not freeze.stages or last.stage in freeze.stages


def stops_stage(freeze: Freeze, release: Release, stage: Stage, team: str) -> bool:
    """Whether the days of this freeze are not worked in this stage (those off for everybody are in the calendar)."""
    if freeze.lifted or not _is_in_scope(freeze, release, team):
        return False
    if freeze.kind == FreezeKind.SHUTDOWN:
        is_for_some = bool(freeze.projects or freeze.types or freeze.stages)
        return is_for_some and (not freeze.stages or stage.id in freeze.stages)
    if freeze.stages:
        return stage.id in freeze.stages and (freeze.kind == FreezeKind.DEPLOY or freeze.kind in stage.frozen_by)
    return freeze.kind in stage.frozen_by


def bars_entry(freeze: Freeze, release: Release, stage: Stage, team: str) -> bool:
    """Whether no card enters this stage in this freeze; work that is on goes on."""
    return (
        freeze.kind == FreezeKind.CHANGE
        and not freeze.lifted
        and stage.id in freeze.stages
        and freeze.kind not in stage.frozen_by
        and _is_in_scope(freeze, release, team)
    )


def is_for(rule: WindowRule, release: Release) -> bool:
    """Whether a recurring window holds for a release."""
    return (not rule.projects or release.project in rule.projects) and (not rule.types or release.type in rule.types)


def read_weekdays(rrule: str) -> set[int] | None:
    """Monday 0 … Sunday 6 of a rule that says no more than `FREQ=WEEKLY;BYDAY=TU,TH`; None for all other rules."""
    parts = dict(part.partition("=")[::2] for part in rrule.upper().removeprefix("RRULE:").strip().split(";"))
    if set(parts) != {"FREQ", "BYDAY"} or parts["FREQ"] != "WEEKLY":
        return None
    names = parts["BYDAY"].split(",")
    return {_BYDAY[name] for name in names} if all(name in _BYDAY for name in names) else None


def expand_rule(rule: WindowRule, first: date, last: date) -> list[Window]:
    """The windows of a recurring rule (RFC 5545) that touch `first` to `last`, both included.

    A rule without DTSTART is counted from Mon 1 Jan 2024.

    Raises:
        ValueError: not a rule, or one that repeats more than daily.
    """
    from dateutil.rrule import rruleset, rrulestr  # noqa: PLC0415 - 20 ms, and few boards have such windows

    text = rule.rrule.strip()
    if not any(freq in text.upper() for freq in ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")):
        raise ValueError(f"{text!r} is not a rule such as FREQ=WEEKLY;BYDAY=TU,TH")
    found = rrulestr(text, dtstart=None if "DTSTART" in text.upper() else _ANCHOR, ignoretz=True)
    if isinstance(found, rruleset):
        raise ValueError(f"{text!r} is more than one rule")
    last = min(last, rule.until) if rule.until is not None else last
    long = timedelta(days=max(1, rule.days) - 1)
    start = datetime.combine(first - long, datetime.min.time())
    end = datetime.combine(last, datetime.max.time())
    return [Window(day.date(), day.date() + long, "recurring", rule.id) for day in found.between(start, end, inc=True)]


def window_of(board: Board, release: Release, calendar: Calendar) -> Window | None:
    """The window in force: bound to an event's date where one is named and known, else the agreed one; None for none.

    `within = [a, b]`: from `a` to `b` working days after the event (T19: 0..5 after Tue 16 Mar ends Tue 23 Mar).
    """
    bound = release.event
    if bound is None:
        return release.window
    event = board.events.get(str(bound.get("id", "")))
    if event is None or event.date is None:
        return release.window
    within = bound.get("within")
    first, last = 0, 0
    if isinstance(within, list | tuple) and len(within) == 2 and all(isinstance(days, int) for days in within):
        first, last = within
    try:
        start = calendar.next_working(event.date)
        return Window(calendar.add_days(start, first), calendar.add_days(start, last), "event", event.id)
    except NoWorkingDay:
        return release.window


def find_cutoff(day: date, zone: str = "AoE") -> datetime:
    """The instant, in UTC, at which a deadline day is over: in a time zone, or anywhere on Earth (`AoE`, UTC-12).

    Raises:
        ValueError: no such time zone.
    """
    if zone.casefold() in ("aoe", "anywhere on earth"):
        there: tzinfo = _ANYWHERE_ON_EARTH
    else:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - reads files; only deadlines need it

        try:
            there = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, OSError):
            raise ValueError(f"there is no time zone {zone!r}") from None
    over = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=there)
    return over.astimezone(UTC)
