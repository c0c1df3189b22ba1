"""Decisions about who works on what: a team takes a release, people are allocated (domain.md 3.2, invariant 9).

More than a team has is allowed; load.py flags it.
"""

from datetime import date, timedelta
from typing import Any

from releaseboard.errors import BadInput, Refused

from . import coordination, rules
from .apply import apply
from .board import Board
from .changes import DELETED, Change, Context
from .drafting import create_record, set_fields
from .fields import join_path
from .model import Release
from .raid import Allocation
from .records import find_record, require_readable
from .words import OPEN_STATES

Drafts = tuple[Change, ...]


def assign_team(board: Board, command: coordination.AssignTeam, context: Context) -> Drafts:
    """The release's (or stage's) team from a day on; the allocations of the one before end the day before."""
    release = board.release(command.key)
    rules.require_state(release, tuple(OPEN_STATES), "given a team")
    team = find_record(board, "teams", command.team)
    stage = _find_stage(board, release, command.stage)
    start = command.start or context.today
    before = _team_of(release, stage)
    if before == team.id:
        where = f"{board.stage_name(stage)} of {release.key}" if stage else release.key
        raise Refused(f"{team.name or team.id} works on {where} already", "allocate more people of it")
    if before:
        rules.require_reason(command.reason, f"giving {release.key} to another team")
    path = join_path("stages", stage, "team") if stage else "team"
    drafts = set_fields(board, "releases", release.id, {path: team.id}, command.reason)
    drafts += _end_others(board, release, stage, team.id, start, command.reason)
    plain = {
        "team": team.id, "release": release.id, "stage": stage, "people": command.people or None,
        "percent": command.percent or None, "start": start.isoformat(), "reason": command.reason, "by": context.by,
    }  # fmt: skip
    if _find_twin(apply(board, drafts), plain) is not None:
        return drafts
    plain = rules.require_values("allocations", plain)
    return drafts + create_record(board, "allocations", context.new_id("a"), plain, command.reason)


def _find_stage(board: Board, release: Release, text: str) -> str:
    if not text:
        return ""
    stage = board.stage(text).id
    plan = release.stage_plan(stage)
    if plan is None or plan.is_over:
        state = "over" if plan is not None else "not one of its stages"
        raise Refused(f"{release.key}: {board.stage_name(stage)} is {state}", "nobody can work on it")
    return stage


def _team_of(release: Release, stage: str) -> str:
    plan = release.stage_plan(stage) if stage else None
    return plan.team if plan is not None else release.team


def _end_others(board: Board, release: Release, stage: str, team: str, start: date, reason: str) -> Drafts:
    """Allocations of other teams to the same work end the day before; what had not begun is taken away."""
    drafts: Drafts = ()
    for known in board.allocations.values():
        if known.release != release.id or known.stage != stage or known.team == team or known.from_release:
            continue
        if known.end is not None and known.end < start:
            continue
        begun = known.start is None or known.start < start
        values: dict[str, Any] = {"end": start - timedelta(days=1)} if begun else {DELETED: True}
        drafts += set_fields(board, "allocations", known.id, values, reason)
    return drafts


def allocate(board: Board, command: coordination.Allocate, context: Context) -> Drafts:
    """People or a share of a team, for a release that is not over; who gives them away is kept with them."""
    release = board.release(command.key)
    rules.require_state(release, tuple(OPEN_STATES), "given more people", "nobody works on it any more")
    team = find_record(board, "teams", command.team)
    rules.require_reason(command.reason, f"allocating {team.name or team.id} to {release.key}")
    donor = board.release(command.from_key) if command.from_key else None
    if donor is not None and donor.id == release.id:
        raise Refused(f"{release.key} can't give people to itself")
    if bool(command.people) == bool(command.percent):
        raise BadInput(f"{release.key}: say how many people, or which share of the team", "one of the two")
    if team.people and command.people > team.people and donor is not None:
        raise Refused(f"{team.name or team.id} has {team.people} people, not {command.people}")
    plain = {
        "team": team.id, "release": release.id, "stage": _find_stage(board, release, command.stage),
        "people": command.people or None, "percent": command.percent or None,
        "start": (command.start or context.today).isoformat(), "end": command.end.isoformat() if command.end else None,
        "from_release": donor.id if donor is not None else None, "reason": command.reason, "by": context.by,
    }  # fmt: skip
    if _find_twin(board, plain) is not None:
        day = plain["start"]
        raise Refused(f"{release.key} was given people of {team.id} from {day} already", "end that allocation first")
    ident = context.new_id("a")
    plain = rules.require_values("allocations", plain)
    drafts = create_record(board, "allocations", ident, plain, command.reason)
    require_readable(apply(board, drafts), "allocations", ident)
    return drafts


def _find_twin(board: Board, plain: dict[str, Any]) -> Allocation | None:
    """An allocation that an import could not tell from this one."""
    for known in board.allocations.values():
        same = (known.team, known.release, known.stage, known.from_release) == (
            plain["team"], plain["release"], plain["stage"] or "", plain.get("from_release") or "",
        )  # fmt: skip
        if same and known.start is not None and known.start.isoformat() == plain["start"]:
            return known
    return None


def end_allocation(board: Board, command: coordination.EndAllocation, context: Context) -> Drafts:
    """The people are free after this day."""
    known: Allocation = find_record(board, "allocations", command.id)
    on = command.on or context.today
    if known.start is not None and on < known.start:
        raise Refused(f"the allocation of {known.team} begins on {known.start}, after {on}", "remove it instead")
    return set_fields(board, "allocations", known.id, {"end": on}, command.reason)
