"""Strategies for an issue (domain.md 3.2): the commands that each comes to, and the decision that is written with them.

How many days a lever saves is for the forecast to say (texts.md 6.3); here days are what is left of a stage after it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from releaseboard.errors import BadInput, Refused

from . import approvals, commands, coordination, rules
from .board import Board
from .changes import Change, Context
from .checkins import report_remaining, require_days
from .drafting import create_record, set_fields
from .fields import join_path
from .links import split_stage
from .model import Release, Team
from .planning import edit_fields, replan_release
from .raid import Raid
from .raiddetails import clean_options, find_option
from .raidlog import find_entry, is_over
from .words import ENDED_STATES, MOVING_STATES, RaidKind, State, Strategy, spoken

Drafts = tuple[Change, ...]

Left: TypeAlias = Mapping[tuple[str, str], int]  # (release key, stage) → working days left there

_ESTIMATE = (coordination.EstimateStage,)
_NOTHING_LEFT: Left = {}
STEPS: dict[str, tuple[type[Any], ...]] = {
    Strategy.DIVERT_RESOURCES: (coordination.Allocate, coordination.EndAllocation, coordination.AssignTeam, *_ESTIMATE),
    Strategy.ADD_PEOPLE: (coordination.Allocate, *_ESTIMATE),
    Strategy.DEFER_SCOPE: (coordination.DeferItems, coordination.SetScopeState, *_ESTIMATE),
    Strategy.DELAY_PART: (coordination.DeferItems, commands.Replan, *_ESTIMATE),
    Strategy.MOVE_DATE: (commands.Replan,),
    Strategy.SWAP_ORDER: (coordination.SwapOrder, commands.Replan),
    Strategy.WAIVE: (approvals.DecideGate, approvals.AgreeLink, approvals.EditLink),
    Strategy.ACCEPT: (),
}  # which commands a strategy may come to


def divert_people(
    key: str, from_key: str, team: str, people: int, reason: str, *, start: date | None = None, end: date | None = None,
    left: Left = _NOTHING_LEFT,
) -> tuple[Any, ...]:  # fmt: skip
    """People of a team go from one release to another; `left`: (key, stage) → days left there afterwards."""
    move = coordination.Allocate(key, team, reason, people, start=start, end=end, from_key=from_key)
    return (move, *estimate_stages(left, "people", reason))


def add_people(
    key: str, team: str, people: int, reason: str, *, start: date | None = None,
    left: Left = _NOTHING_LEFT,
) -> tuple[Any, ...]:  # fmt: skip
    """More people of a team for a release."""
    return (
        coordination.Allocate(key, team, reason, people, start=start),
        *estimate_stages(left, "people", reason),
    )


def defer_scope(items: Sequence[str], to: str, reason: str, *, left: Left = _NOTHING_LEFT) -> tuple[Any, ...]:
    """Scope items go to a named later release."""
    return (coordination.DeferItems(tuple(items), to, reason), *estimate_stages(left, "scope_growth", reason))


def estimate_stages(left: Left, cause: str, reason: str) -> tuple[Any, ...]:
    """What is left of stages, by (key, stage)."""
    return tuple(coordination.EstimateStage(key, stage, days, cause, reason) for (key, stage), days in left.items())


def record_strategy(board: Board, command: coordination.ApplyStrategy, context: Context) -> Drafts:
    """The decision that is written before the steps, and the issue that is acted on from now on."""
    issue = find_entry(board, command.issue, RaidKind.ISSUE)
    strategy = rules.require_word(command.strategy, Strategy, "the strategy")
    if is_over(issue):
        raise Refused(f"the issue {issue.title!r} is {spoken(issue.state)}", "open it again first")
    rules.require_reason(command.reason, f"{spoken(strategy)} for {issue.title!r}")
    _require_steps(strategy, command.steps)
    options = clean_options(command.options)
    chosen = command.chosen or spoken(strategy)
    if command.chosen or options:
        chosen = find_option(issue.title, tuple(str(option["text"]) for option in options), chosen)
    decision = context.new_id("i")
    plain = {
        "kind": RaidKind.DECISION.value, "state": "decided", "title": _name_decision(board, issue, strategy),
        "releases": dict.fromkeys(issue.releases, True), "stage": issue.stage, "owner": issue.owner,
        "raised_by": context.by, "raised_on": context.today.isoformat(), "links": {issue.id: True},
        "details": {"options": options or None, "chosen": chosen, "why": command.reason, "strategy": strategy,
                    "decided_by": context.by, "decided_on": context.today.isoformat()},
    }  # fmt: skip
    values = {"state": "acting", join_path("links", decision): True, join_path("details", "strategy"): strategy}
    return create_record(board, "raid", decision, plain, command.reason) + set_fields(
        board, "raid", issue.id, values, command.reason
    )


def _require_steps(strategy: str, steps: Sequence[Any]) -> None:
    for step in steps:
        if not isinstance(step, STEPS[strategy]):
            raise BadInput(f"{type(step).__name__} is no part of {spoken(strategy)!r}", "do it by itself")
    if STEPS[strategy] and not steps:
        raise BadInput(f"{spoken(strategy)} needs at least one step", "to leave all as it is: accept")


def _name_decision(board: Board, issue: Raid, strategy: str) -> str:
    taken = {entry.title for entry in board.raid.values() if entry.kind == RaidKind.DECISION}
    title = name = f"{issue.title[:400]}: {spoken(strategy)}"
    count = 1
    while name in taken:
        count += 1
        name = f"{title} ({count})"
    return name


def estimate_stage(board: Board, command: coordination.EstimateStage, context: Context) -> Drafts:
    """Reported on a stage that is worked on; the plan of one that is not, which needs a re-plan once promised."""
    release = board.release(command.key)
    stage = board.stage(command.stage).id
    require_days(release.key, command.days)
    plan = release.stage_plan(stage)
    if plan is None:
        raise Refused(f"{release.key} has no stage {stage}", f"it has {', '.join(own.stage for own in release.stages)}")
    if release.state in ENDED_STATES or plan.is_over:
        raise Refused(f"{release.key}: {board.stage_name(stage)} is over", "nothing is left of it")
    if plan.started is not None or (stage == release.stage and release.state in MOVING_STATES):
        return report_remaining(board, release, stage, command.days, context.today, context.by, command.reason)
    days = max(1, command.days)
    if plan.planned_days == days:
        return ()
    if release.state == State.DRAFT:
        fields = {join_path("stages", stage, "planned_days"): days}
        return edit_fields(board, commands.EditFields(release.key, fields, command.reason), context)
    replan = commands.Replan(release.key, command.cause, command.reason, stages={stage: days})
    return replan_release(board, replan, context)


def swap_order(board: Board, command: coordination.SwapOrder, context: Context) -> Drafts:
    """Places in the queues of the teams that both wait for; where there are none, priorities."""
    one, other = board.release(command.key), board.release(command.other)
    if one.id == other.id:
        raise Refused(f"{one.key} can't change places with itself")
    rules.require_reason(command.reason, f"swapping {one.key} and {other.key}")
    drafts: Drafts = ()
    for team in board.teams.values():
        queue = _swap_queue(board, team, one, other)
        if queue != list(team.queue):
            drafts += set_fields(board, "teams", team.id, {"queue": queue}, command.reason)
    if drafts:
        return drafts
    if one.priority == other.priority:
        raise Refused(
            f"nothing says whether {one.key} or {other.key} comes first",
            "give one of them another priority, or a place in the queue of its team",
        )
    return set_fields(board, "releases", one.id, {"priority": other.priority}, command.reason) + set_fields(
        board, "releases", other.id, {"priority": one.priority}, command.reason
    )


def _swap_queue(board: Board, team: Team, one: Release, other: Release) -> list[str]:
    """The places that the two hold in a queue, filled the other way round; each keeps the order of its own stages."""
    owner = {name: board.find_release(split_stage(board, name)[0]) for name in team.queue}
    ids = [known.id if (known := owner[name]) is not None else "" for name in team.queue]
    places = [at for at, ident in enumerate(ids) if ident in (one.id, other.id)]
    mine, theirs = ([at for at in places if ids[at] == release.id] for release in (one, other))
    queue = list(team.queue)
    if mine and theirs:
        ordered = [*theirs, *mine] if ids[places[0]] == one.id else [*mine, *theirs]
        for at, source in zip(places, ordered, strict=True):
            queue[at] = team.queue[source]
    return queue
