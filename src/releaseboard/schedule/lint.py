"""What looks odd in the plan, before it goes wrong: days, windows, teams and neighbours that will make trouble.

Nothing here is a colour: a remark says what a careful release manager would ask about.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day, format_window
from releaseboard.domain.words import ReleaseType

from .appraisal import Outlooks
from .calendar import Calendar
from .gather import list_left
from .health import days
from .planned import plan_stages
from .standing import Outlook

TOO_CLOSE = 3  # working days between two releases of one application
URGENT = frozenset({ReleaseType.SECURITY, ReleaseType.HOTFIX})


class Remark(NamedTuple):
    """`rule` L1 … L6; `release` a record id."""

    rule: str
    release: str
    text: str


def lint(outlooks: Outlooks) -> tuple[Remark, ...]:
    """All remarks on releases that are ahead, by release key and rule."""
    board, calendar = outlooks.prospects.board, outlooks.prospects.days.team("")
    ahead = [board.releases[ident] for ident in outlooks.prospects.by_id]
    found = [remark for release in ahead for remark in _check_days(outlooks, release, calendar)]
    found += _check_teams(outlooks, ahead)
    found += _check_neighbours(outlooks, ahead, calendar)
    return tuple(sorted(found, key=lambda remark: (board.label(remark.release), remark.rule, remark.text)))


def _check_days(outlooks: Outlooks, release: Release, calendar: Calendar) -> Iterator[Remark]:
    """L1 a Friday, L2 the day after a holiday, L3 a window without an open day."""
    target = release.target
    if target is not None and target.toordinal() >= outlooks.prospects.days.today:
        if target.weekday() == 4:
            yield Remark("L1", release.id, f"target {format_day(target)}: nobody is there to mend it on the weekend")
        before = target - timedelta(days=1)
        while before.weekday() > 4:
            before -= timedelta(days=1)
        if calendar.is_working(target) and not calendar.is_working(before):
            yield Remark(
                "L2", release.id, f"target {format_day(target)} is the first day after {_name(outlooks, before)}"
            )
    prospect = outlooks.prospects.by_id[release.id]
    if prospect.window is not None and prospect.window[1] >= outlooks.prospects.days.today:
        own = outlooks.prospects.days.release(release)
        if own.opens.count_ordinals(prospect.window[0] - 1, prospect.window[1]) == 0 and release.window is not None:
            why = f"freeze {own.freezes[0].name}" if own.freezes else "no day on which it may go out"
            yield Remark("L3", release.id, f"window {format_window(release.window)} has no open day: {why}")


def _name(outlooks: Outlooks, day: date) -> str:
    for holiday in outlooks.prospects.board.holidays.values():
        if holiday.date == day:
            return holiday.name or "a holiday"
    return "a day off"


def _check_teams(outlooks: Outlooks, ahead: list[Release]) -> list[Remark]:
    """L4: by the plan a team is on more stages at once than it has lanes."""
    board, today = outlooks.prospects.board, outlooks.prospects.days.today
    work: dict[str, list[tuple[int, int, Release]]] = {}
    for release in ahead:
        left = {plan.stage for plan in list_left(release)}
        meant = plan_stages(release, outlooks.prospects.days)
        for plan in release.stages:
            team = board.teams.get(plan.team or release.team)
            if team is not None and team.lanes > 0 and plan.stage in left and plan.stage in meant:
                first, end = meant[plan.stage]
                if end > today:
                    work.setdefault(team.id, []).append((first, end, release))
    found: dict[tuple[str, str], Remark] = {}
    for ident, stages in work.items():
        team = board.teams[ident]
        for first, _, release in stages:
            same_day = {other.key for begin, end, other in stages if begin <= first < end and other is not release}
            if len(same_day) >= team.lanes and (ident, release.id) not in found:
                where = f"{', '.join(sorted(same_day))} on {format_day(date.fromordinal(max(first, today)))} too"
                text = f"{team.name or ident} is to work on {where}, and has lanes for {team.lanes}"
                found[ident, release.id] = Remark("L4", release.id, text)
    return list(found.values())


def _check_neighbours(outlooks: Outlooks, ahead: list[Release], calendar: Calendar) -> Iterator[Remark]:
    """L5 two releases of one application too close; L6 one that goes out before a security patch it ignores."""
    board = outlooks.prospects.board
    groups: dict[tuple[str, str], list[tuple[Release, Outlook]]] = {}
    for release in ahead:
        seen = outlooks[release.id]
        if seen.date is not None and seen.health != "-":
            groups.setdefault((release.project, release.application), []).append((release, seen))
    for group in groups.values():
        group.sort(key=lambda pair: (pair[1].date or date.max, pair[0].key))
        for (one, first), (two, second) in combinations(group, 2):
            assert first.date is not None and second.date is not None
            apart = calendar.days_between(first.date, second.date)
            if apart < TOO_CLOSE and not URGENT & {one.type, two.type}:
                how = "on the same day as" if apart == 0 else f"{days(apart)} after"
                yield Remark("L5", two.id, f"goes out {how} {one.key} of the same application")
            if two.type == ReleaseType.SECURITY and one.type not in URGENT and not _waits(board, one.id, two.id):
                yield Remark("L6", one.id, f"goes out before the security patch {two.key} and does not wait for it")


def _waits(board: Board, taker: str, giver: str) -> bool:
    """Whether a release waits for another, at any distance."""
    stack, seen = [taker], {taker}
    while stack:
        for link in board.waits_for(stack.pop()):
            if link.predecessor == giver:
                return True
            if link.predecessor not in seen:
                seen.add(link.predecessor)
                stack.append(link.predecessor)
    return False
