"""Teams and people with what they have on their hands: load by week across releases, over-allocation in words."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.load import WeekLoad, Work, load_by_week
from releaseboard.domain.model import Person, Release, Team
from releaseboard.domain.raid import Allocation
from releaseboard.domain.when import format_short
from releaseboard.domain.words import OPEN_STATES, State
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import Calendar, calendar_of

FULL = 100  # per cent
_BUSY = OPEN_STATES - {State.DRAFT, State.ON_HOLD}


class TeamLoad(NamedTuple):
    """A team, what it is on, and its load from this week on; `releases` are the open ones, by key."""

    team: Team
    releases: tuple[Release, ...]
    weeks: tuple[WeekLoad, ...]

    @property
    def over(self) -> tuple[WeekLoad, ...]:
        """The weeks in which more is asked of it than it has."""
        return tuple(week for week in self.weeks if week.is_over)


class PersonLine(NamedTuple):
    """A person, and the open releases that they manage and lead, by key."""

    person: Person
    manages: tuple[Release, ...]
    leads: tuple[Release, ...]


def list_work(outlooks: Outlooks | None) -> tuple[Work, ...]:
    """The stages ahead by the forecast, each with its team; none without a forecast.

    Drafts and what is on hold are left out: nobody has been promised to work on them.
    """
    if outlooks is None:
        return ()
    prospects = outlooks.whole()
    board, found = prospects.board, prospects.found
    work = []
    for release in board.releases.values():
        if release.state not in _BUSY:
            continue
        for plan in release.stages:
            ident, team = f"{release.id}.{plan.stage}", plan.team or release.team
            first, last = (found.first_day(ident), found.last_day(ident)) if ident in found.net.index else (None, None)
            if team and first is not None and last is not None and first <= last:
                days = date.fromordinal(first), date.fromordinal(last)
                work.append(Work(team, release.id, plan.stage, *days))
    return tuple(work)


def list_team_loads(board: Board, work: Sequence[Work], today: date, weeks: int) -> tuple[TeamLoad, ...]:
    """All teams, also those that only releases name; the overloaded first, then by id."""
    releases: dict[str, dict[str, Release]] = {ident: {} for ident in board.teams}
    for release in board.releases.values():
        for team in _teams_of(release) if release.state in OPEN_STATES and not release.archived else ():
            releases.setdefault(team, {})[release.key] = release
    for known in board.allocations.values():
        given = board.releases.get(known.release)
        if given is not None and given.state in OPEN_STATES:
            releases.setdefault(known.team, {})[given.key] = given
    calendars: dict[str, Calendar] = {}

    def is_working(team: str, day: date) -> bool:
        if team not in calendars:
            calendars[team] = calendar_of(board, team)
        return calendars[team].is_working(day)

    by_team: dict[str, list[Work]] = {}
    for each in work:
        by_team.setdefault(each.team, []).append(each)
    found = [
        TeamLoad(
            board.teams.get(ident) or Team(ident),
            tuple(own[key] for key in sorted(own)),
            load_by_week(board, ident, today, weeks, is_working, by_team.get(ident, ())),
        )
        for ident, own in releases.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.over, each.team.id)))


def _teams_of(release: Release) -> set[str]:
    return {team for team in (release.team, *(plan.team for plan in release.stages if not plan.is_over)) if team}


def say_load(week: WeekLoad) -> str:
    """The fullest day of a week in few cells: `80%`, `120%!`, with lanes `3/2!`, `2 st` without shares; `-` idle."""
    parts = []
    if week.peak:
        parts.append(f"{week.peak}%")
    if week.lanes and week.stages:
        parts.append(f"{week.stages}/{week.lanes}")
    elif week.stages and not week.peak:
        parts.append(f"{week.stages} st")
    return (" ".join(parts) or "-") + ("!" if week.is_over else "")


def say_over(load: TeamLoad) -> str:
    """In how many of its weeks a team has too much: `OVER 2 weeks`; '' when it has enough for all."""
    count = len(load.over)
    return f"OVER {count} {'week' if count == 1 else 'weeks'}" if count else ""


def say_week(board: Board, week: WeekLoad) -> str:
    """All of one week: shares by release, what nobody has said, stages at once, and why it is too much."""
    shares = sorted(week.by_release.items(), key=lambda share: (-share[1], board.label(share[0])))
    parts = [", ".join(f"{board.label(ident)} {share}%" for ident, share in shares)]
    if week.unsaid:
        parts.append(f"share not said: {', '.join(sorted(map(board.label, week.unsaid)))}")
    if week.stages:
        lanes = f" of {week.lanes}" if week.lanes else ""
        parts.append(f"{week.stages}{lanes} {'stage' if week.stages == 1 and not lanes else 'stages'} at once")
    if week.peak > FULL:
        parts.append(f"OVER: {week.peak}% on its fullest day")
    if 0 < week.lanes < week.stages:
        parts.append(f"OVER: lanes for {week.lanes}")
    return "; ".join(part for part in parts if part) or "nothing"


def say_allocation(board: Board, known: Allocation) -> str:
    """One allocation: how much, from when to when, of which stage, out of which release."""
    share = f"{known.percent}%" if known.percent else f"{known.people} people" if known.people else "share not said"
    stage = f" for {board.stage_name(known.stage)}" if known.stage else ""
    start = f" from {format_short(known.start)}" if known.start else ""
    end = f" to {format_short(known.end)}" if known.end else " until it is out"
    giver = f", given by {board.label(known.from_release)}" if known.from_release else ""
    return f"{share}{stage}{start}{end}{giver}"


def list_people(board: Board) -> tuple[PersonLine, ...]:
    """Everybody the board knows or its open releases name, those with work first, then by login."""
    manages: dict[str, list[Release]] = {}
    leads: dict[str, list[Release]] = {}
    for release in sorted(board.releases.values(), key=lambda each: each.key):
        if release.state in OPEN_STATES and not release.archived:
            manages.setdefault(release.rm, []).append(release)
            leads.setdefault(release.lead, []).append(release)
    logins = {*board.people, *manages, *leads} - {""}
    found = [
        PersonLine(board.people.get(login) or Person(login, side=""), tuple(manages.get(login, ())),
                   tuple(leads.get(login, ())))
        for login in logins
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (not each.manages and not each.leads, each.person.id)))
