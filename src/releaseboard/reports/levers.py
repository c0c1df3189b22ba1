"""What could be done about an issue: the levers of a release manager, each as the commands it comes to (texts.md 6.3).

How many days a lever saves is a rough model, said beside it; where that leads is for the forecast to say (options.py).
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from math import ceil
from typing import Any, NamedTuple

from releaseboard.domain.approvals import AgreeLink
from releaseboard.domain.board import Board
from releaseboard.domain.commands import Replan
from releaseboard.domain.coordination import SwapOrder
from releaseboard.domain.load import is_running
from releaseboard.domain.model import Release, StagePlan, Window
from releaseboard.domain.raid import Raid, ScopeItem
from releaseboard.domain.scope import list_items
from releaseboard.domain.strategies import add_people, defer_scope, divert_people
from releaseboard.domain.words import MOVING_STATES, OPEN_STATES, Cause, ScopeState, State, Strategy
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.gather import list_left, read_left
from releaseboard.schedule.windows import OpenDays

RAMP_UP = 2  # working days until a colleague from next door is of use
HIRE_RAMP_UP = 20  # the same for someone new
MOST_DONORS = 3
WEIGHTS = {"S": 1, "M": 2, "L": 4}  # share of the work, where an item is not sized in days
SCOPE_STAGES = frozenset({"build", "test"})  # where less scope is less work

Steps = tuple[Any, ...]
Left = dict[tuple[str, str], int]


class Lever(NamedTuple):
    """One thing to do. `steps` gives its commands for a reason; `rough`: the rule of thumb behind its days, or ''."""

    strategy: str
    text: str
    steps: Callable[[str], Steps]
    rough: str = ""


def list_levers(board: Board, issue: Raid, release: Release, outlooks: Outlooks) -> Iterator[Lever]:
    """All levers that the board knows enough for; the one that changes nothing first."""
    days = outlooks.prospects.days
    yield Lever(Strategy.ACCEPT.value, "leave it as it is", lambda reason: ())
    yield from _list_people(board, release, days)
    yield from _list_scope(board, release, days)
    yield from _list_dates(issue, release, outlooks)
    yield from _list_order(board, release)
    yield from _list_waits(board, release, outlooks)


def count_left(release: Release, plan: StagePlan, days: OpenDays) -> int:
    """Working days left of a stage: as said, else as planned less those used; at least 1."""
    calendar = days.stage(release, plan).calendar
    said = read_left(release, plan, calendar, days)
    if said is not None:
        return said
    used = calendar.count_ordinals(plan.started.toordinal() - 1, days.today - 1) if plan.started is not None else 0
    return max(1, plan.planned_days - used)


def _list_people(board: Board, release: Release, days: OpenDays) -> Iterator[Lever]:
    plans = list_left(release)
    if not plans:
        return
    plan = plans[0]
    team = plan.team or release.team
    have = _count_people(board, release, team, days)
    if not have:
        return
    left, stage = count_left(release, plan, days), board.stage_name(plan.stage)
    name = board.teams[team].name or team
    donors = [other for other in board.releases.values() if other.id != release.id and _works(other, team)]
    for donor in sorted(donors, key=lambda other: (-other.priority, other.key))[:MOST_DONORS]:
        own = list_left(donor)[0]
        has = _count_people(board, donor, team, days)
        if has < 2:
            continue
        after: Left = {
            (release.key, plan.stage): ceil(left * have / (have + 1)) + RAMP_UP,
            (donor.key, own.stage): ceil(count_left(donor, own, days) * has / (has - 1)),
        }
        yield Lever(
            Strategy.DIVERT_RESOURCES.value, f"one of {name} from {donor.key} to {stage}",
            partial(_divert, release.key, donor.key, team, after),
            f"{stage} {left} → {after[release.key, plan.stage]} days with {RAMP_UP} to find in; {donor.key} "
            f"{board.stage_name(own.stage)} → {after[donor.key, own.stage]}",
        )  # fmt: skip
    more: Left = {(release.key, plan.stage): ceil(left * have / (have + 1)) + HIRE_RAMP_UP}
    yield Lever(
        Strategy.ADD_PEOPLE.value, f"one more person for {name} in {stage}", partial(_add, release.key, team, more),
        f"{stage} {left} → {more[release.key, plan.stage]} days with {HIRE_RAMP_UP} to find in",
    )  # fmt: skip


def _divert(key: str, donor: str, team: str, left: Left, reason: str) -> Steps:
    return divert_people(key, donor, team, 1, reason, left=left)


def _add(key: str, team: str, left: Left, reason: str) -> Steps:
    return add_people(key, team, 1, reason, left=left)


def _works(release: Release, team: str) -> bool:
    plans = list_left(release) if release.state in MOVING_STATES and not release.archived else []
    return bool(plans) and (plans[0].team or release.team) == team


def _count_people(board: Board, release: Release, team: str, days: OpenDays) -> int:
    """How many people of a team are on a release: as allocated, else all of them; 0 when nobody has said."""
    record = board.teams.get(team)
    if record is None:
        return 0
    today = date.fromordinal(days.today)
    own = board.group("allocations", "team").get((team,), ())
    people = sum(each.people for each in own if each.release == release.id and is_running(board, each, today))
    given = sum(each.people for each in own if each.from_release == release.id and is_running(board, each, today))
    return max(0, people - given) or record.people


def _list_scope(board: Board, release: Release, days: OpenDays) -> Iterator[Lever]:
    later = _find_later(board, release)
    items = [item for item in list_items(board, release.id) if item.state == ScopeState.IN]
    free = [item for item in items if item.must != "must"]
    if later is None or not free:
        return
    biggest = max(free, key=lambda item: (_weigh(item), item.title))
    yield _defer(board, release, later, items, free, days, Strategy.DEFER_SCOPE.value)
    if len(free) > 1:
        yield _defer(board, release, later, items, [biggest], days, Strategy.DELAY_PART.value)


def _defer(
    board: Board, release: Release, later: Release, items: list[ScopeItem], gone: list[ScopeItem], days: OpenDays,
    strategy: str,
) -> Lever:  # fmt: skip
    left: Left = {}
    said = []
    in_days = all(item.size.isdecimal() for item in gone)
    share = sum(map(_weigh, gone)) / max(1, sum(map(_weigh, items)))
    saved = sum(int(item.size) for item in gone) if in_days else 0
    for plan in list_left(release):
        if plan.stage not in SCOPE_STAGES:
            continue
        now = count_left(release, plan, days)
        after = max(1, now - (saved if in_days else int(now * share)))
        saved -= now - after if in_days else 0
        if after < now:
            left[release.key, plan.stage] = after
            said.append(f"{board.stage_name(plan.stage)} {now} → {after}")
    what = f"{len(gone)} items" if len(gone) > 1 else f"{gone[0].title!r}"
    by = "by their days" if in_days else f"{round(100 * share)}% of the scope"
    rough = f"{', '.join(said)} days: {by}" if said else ""
    ids = [item.id for item in gone]
    return Lever(strategy, f"{what} to {later.key}", partial(_defer_steps, ids, later.key, left), rough)


def _defer_steps(ids: list[str], later: str, left: Left, reason: str) -> Steps:
    return defer_scope(ids, later, reason, left=left)


def _weigh(item: ScopeItem) -> int:
    return int(item.size) if item.size.isdecimal() else WEIGHTS.get(item.size, WEIGHTS["M"])


def _find_later(board: Board, release: Release) -> Release | None:
    """The next open release of the same project."""
    first = release.target or date.min
    later = [
        other for other in board.releases.values()
        if other.project == release.project and other.id != release.id and other.state in OPEN_STATES
        and not other.archived and (other.target or date.max) > first
    ]  # fmt: skip
    return min(later, key=lambda other: (other.target or date.max, other.key), default=None)


def _list_dates(issue: Raid, release: Release, outlooks: Outlooks) -> Iterator[Lever]:
    seen = outlooks[release.id]
    if release.state == State.DRAFT or seen.date is None or seen.open_ended or seen.date == release.target:
        return
    window = release.window
    moved = None
    if window is not None and not window.start <= seen.date <= window.end:
        moved = Window(min(window.start, seen.date), max(window.end, seen.date))
    cause = str(issue.details.get("cause") or Cause.OTHER.value)
    text = "move the target to the forecast" + (", and the window with it" if moved else "")
    yield Lever(Strategy.MOVE_DATE.value, text, partial(_move, release.key, cause, seen.date, moved))


def _move(key: str, cause: str, day: date, window: Window | None, reason: str) -> Steps:
    return (Replan(key, cause, reason, day, window),)


def _list_order(board: Board, release: Release) -> Iterator[Lever]:
    """Others that share a team with lanes, where the order of work decides."""
    teams = {plan.team or release.team for plan in list_left(release)}
    laned = {team for team in teams if team in board.teams and board.teams[team].lanes > 0}
    for other in sorted(board.releases.values(), key=lambda each: each.key):
        if other.id == release.id or other.state not in OPEN_STATES - {State.DRAFT} or other.archived:
            continue
        if laned & {plan.team or other.team for plan in list_left(other)}:
            yield Lever(
                Strategy.SWAP_ORDER.value, f"change places with {other.key}", partial(_swap, release.key, other.key)
            )


def _swap(key: str, other: str, reason: str) -> Steps:
    return (SwapOrder(key, other, reason),)


def _list_waits(board: Board, release: Release, outlooks: Outlooks) -> Iterator[Lever]:
    """What it is held by, if it went without."""
    prospect = outlooks.prospects.by_id.get(release.id)
    for wait in prospect.hard if prospect is not None else ():
        if not wait.is_met and (wait.room is None or wait.room <= 0):
            name = board.label(wait.link.predecessor)
            yield Lever(Strategy.WAIVE.value, f"go without {name}", partial(_waive, wait.link.id))


def _waive(link: str, reason: str) -> Steps:
    return (AgreeLink(link, "waived", reason),)
