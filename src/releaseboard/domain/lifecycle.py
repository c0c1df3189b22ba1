"""Decisions about the state of a release and where its card stands (domain.md 3.3)."""

from datetime import date
from typing import Any

from releaseboard.errors import Refused

from . import barriers, commands, gatekeeping, permissions, rules
from .board import Board
from .changes import Change, Context
from .drafting import day_of, set_fields
from .fields import join_path
from .model import Release
from .words import MOVING_STATES, Cause, Flow, Outcome, State, spoken

Drafts = tuple[Change, ...]


def start_release(board: Board, command: commands.StartRelease, context: Context) -> Drafts:
    """Committed → in progress in its first stage that is not over."""
    release = board.release(command.key)
    hint = f"commit it first: `releaseboard commit {release.key}`" if release.state == State.DRAFT else ""
    rules.require_state(release, (State.COMMITTED,), "started", hint)
    on = command.on or context.today
    rules.require_past(on, context.today, "a start")
    first = next((plan for plan in release.stages if not plan.is_over), None)
    if first is None:
        raise Refused(
            f"{release.key} has no stage left to start", "give it stages: `releaseboard set KEY stage_days=…`"
        )
    gatekeeping.require_gates(board, release, ("",), first.stage, on)
    values: dict[str, Any] = {"state": State.IN_PROGRESS.value, "flow": Flow.WORKING.value, "stage": first.stage}
    if first.started is None:
        values[join_path("stages", first.stage, "started")] = on.isoformat()
    return set_fields(board, "releases", release.id, values)


def move_release(board: Board, command: commands.MoveRelease, context: Context) -> Drafts:
    """Right: finish this stage and start the other. Left: rework. From the last stage `next` means ready."""
    release = board.release(command.key)
    if release.state == State.COMMITTED and command.stage in ("next", *(plan.stage for plan in release.stages[:1])):
        return start_release(board, commands.StartRelease(command.key, command.on), context)
    rules.require_state(release, tuple(MOVING_STATES), "moved", _way_to_move(release))
    on = command.on or context.today
    rules.require_past(on, context.today, "a move")
    own = [plan.stage for plan in release.stages]
    here = own.index(release.stage) if release.stage in own else -1
    there = _find_stage(board, release, command.stage, own, here)
    if there > here:
        if release.state == State.READY:
            raise Refused(f"{release.key} is ready: its last stage is finished", "mark it released")
        values = _move_right(release, own, here, there, on, command, context)
        entered = own[there] if there < len(own) else ""
        gatekeeping.require_gates(board, release, _stages_left(release, own, here, there), entered, on)
        return set_fields(board, "releases", release.id, values, command.reason)
    if there == here and release.state != State.READY:
        raise Refused(f"{release.key} is in {board.stage_name(release.stage)} already")
    rules.require_reason(command.reason, f"moving {release.key} back to {board.stage_name(own[there])}")
    drafts = set_fields(board, "releases", release.id, _move_left(release, own, there, on), command.reason)
    return drafts + gatekeeping.reopen_gates(board, release, own[there:])


def _stages_left(release: Release, own: list[str], here: int, there: int) -> list[str]:
    """The stage it stands in ('' before the first) and those it passes over."""
    between = [stage for stage in own[here + 1 : there] if not _plan(release, stage).is_over]
    return [own[here] if here >= 0 else "", *between]


def _way_to_move(release: Release) -> str:
    if release.state == State.DRAFT:
        return f"commit it first: `releaseboard commit {release.key}`"
    if release.state == State.ON_HOLD:
        return f"resume it first: `releaseboard resume {release.key}`"
    return ""


def _find_stage(board: Board, release: Release, wanted: str, own: list[str], here: int) -> int:
    """Index of the wanted stage among the release's own; len(own) means past the last one (ready)."""
    if wanted == "next":
        return here + 1
    if wanted == "back":
        if release.state == State.READY:
            return here if here >= 0 else len(own) - 1
        if here <= 0:
            raise Refused(f"{release.key} is in its first stage", "there is nothing to the left")
        return here - 1
    if wanted == "ready":
        return len(own)
    stage = board.stage(wanted).id
    if stage not in own:
        raise Refused(f"{release.key} has no stage {stage}", f"its stages are {', '.join(own)}")
    return own.index(stage)


def _move_right(
    release: Release, own: list[str], here: int, there: int, on: date, command: commands.MoveRelease, context: Context
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if here >= 0:
        values |= _finish_stage(release, own[here], on)
    between = [stage for stage in own[here + 1 : there] if not _plan(release, stage).is_over]
    if between:
        rules.require_reason(command.reason, f"skipping {', '.join(between)} of {release.key}")
        skipped = {"reason": command.reason, "by": context.by}
        values |= {join_path("stages", stage, "skipped"): skipped for stage in between}
    if there >= len(own):
        return {**values, "state": State.READY.value}
    arrived = _plan(release, own[there])
    values["stage"] = own[there]
    if arrived.started is None:
        values[join_path("stages", own[there], "started")] = on.isoformat()
    return values


def _finish_stage(release: Release, stage: str, on: date) -> dict[str, Any]:
    plan = _plan(release, stage)
    if plan.started is not None and on < plan.started:
        raise Refused(
            f"{release.key}: {stage} started on {plan.started}, it can't be finished on {on}", "give a later day"
        )
    values: dict[str, Any] = {} if plan.finished else {join_path("stages", stage, "finished"): on.isoformat()}
    if plan.started is None:
        values[join_path("stages", stage, "started")] = on.isoformat()
    if plan.remaining is not None:
        values[join_path("stages", stage, "remaining")] = None
    return values


def _move_left(release: Release, own: list[str], there: int, on: date) -> dict[str, Any]:
    """Rework: the stage is open again, those after it have not begun; the history keeps what they had."""
    values: dict[str, Any] = {
        "state": State.IN_PROGRESS.value, "stage": own[there], "reworks": release.reworks + 1,
    }  # fmt: skip
    for part in ("finished", "remaining", "skipped"):
        values[join_path("stages", own[there], part)] = None
    if _plan(release, own[there]).started is None:
        values[join_path("stages", own[there], "started")] = on.isoformat()
    for stage in own[there + 1 :]:
        for part in ("started", "finished", "remaining", "skipped"):
            values[join_path("stages", stage, part)] = None
    return values


def _plan(release: Release, stage: str) -> Any:
    return next(plan for plan in release.stages if plan.stage == stage)


def hold_release(board: Board, command: commands.HoldRelease, context: Context) -> Drafts:
    """Put aside; `held_from` remembers where it comes back to."""
    release = board.release(command.key)
    rules.require_state(release, (State.COMMITTED, *MOVING_STATES), "put on hold", "commit, or cancel, a draft")
    values = {"state": State.ON_HOLD.value, "held_from": str(release.state), "state_reason": command.reason}
    return set_fields(board, "releases", release.id, values, command.reason)


def resume_release(board: Board, command: commands.ResumeRelease, context: Context) -> Drafts:
    """Back to the state it was held from."""
    release = board.release(command.key)
    rules.require_state(release, (State.ON_HOLD,), "resumed")
    values = {"state": release.held_from or State.COMMITTED.value, "held_from": None, "state_reason": None}
    return set_fields(board, "releases", release.id, values)


def cancel_release(board: Board, command: commands.CancelRelease, context: Context) -> Drafts:
    """Given up, from any state before released."""
    release = board.release(command.key)
    states = (State.DRAFT, State.COMMITTED, *MOVING_STATES, State.ON_HOLD)
    rules.require_state(release, states, "cancelled", "what is out can be rolled back")
    rules.require_reason(command.reason, f"cancelling {release.key}")
    values = {"state": State.CANCELLED.value, "state_reason": command.reason, "stage": None, "flow": None,
              "blocked": None, "held_from": None}  # fmt: skip
    return set_fields(board, "releases", release.id, values, command.reason)


def mark_released(board: Board, command: commands.MarkReleased, context: Context) -> Drafts:
    """It is out: what was open is finished or skipped; in a freeze or past a gate only with a reason (invariant 13)."""
    release = board.release(command.key)
    hint = f"start it first: `releaseboard start {release.key}`" if release.state == State.COMMITTED else ""
    rules.require_state(release, tuple(MOVING_STATES), "marked released", hint or _way_to_move(release))
    on = command.on or context.today
    rules.require_past(on, context.today, "a release")
    outcome = rules.require_word(command.outcome, Outcome, "the outcome")
    if outcome == Outcome.ROLLED_BACK:
        raise Refused(f"{release.key} is not out yet", "mark it released first, then roll it back")
    breaches = barriers.find_breaches(board, release, on)
    if breaches and not command.reason.strip():
        more = f", and {len(breaches) - 1} more" if len(breaches) > 1 else ""
        raise Refused(f"{breaches[0].text}{more}", "give the reason: the release is recorded, and marked out of rule")
    values: dict[str, Any] = {
        "state": State.RELEASED.value, "released_on": on.isoformat(), "outcome": outcome, "stage": None, "flow": None,
        "blocked": None, "out_of_rule": command.reason if breaches else None,
    }  # fmt: skip
    for plan in release.stages:
        if plan.is_over:
            continue
        if plan.started is not None or plan.stage == release.stage:
            values |= _finish_stage(release, plan.stage, on)
        else:
            skipped = {"reason": "released without it", "by": context.by}
            values[join_path("stages", plan.stage, "skipped")] = skipped
    used = permissions.use_leave(board, release, on)
    return set_fields(board, "releases", release.id, values, command.reason) + used


def roll_back(board: Board, command: commands.RollBack, context: Context) -> Drafts:
    """Taken back within 30 days; it keeps the day it was released on."""
    release = board.release(command.key)
    rules.require_state(release, (State.RELEASED,), "rolled back")
    rules.require_reason(command.reason, f"rolling {release.key} back")
    on = command.on or context.today
    rules.require_past(on, context.today, "a roll-back")
    if not rules.may_roll_back(release, on):
        raise Refused(
            f"{release.key} was released on {release.released_on}, more than {rules.ROLL_BACK_DAYS} days before",
            "plan a new release that takes it back",
        )
    values = {"state": State.ROLLED_BACK.value, "outcome": Outcome.ROLLED_BACK.value, "state_reason": command.reason}
    return set_fields(board, "releases", release.id, values, command.reason)


def close_release(board: Board, command: commands.CloseRelease, context: Context) -> Drafts:
    """After its review."""
    release = board.release(command.key)
    rules.require_state(release, (State.RELEASED,), "closed")
    return set_fields(board, "releases", release.id, {"state": State.CLOSED.value})


def archive_release(board: Board, command: commands.ArchiveRelease, context: Context) -> Drafts:
    """Out of sight or back; only what is over, or a draft, can leave the board."""
    release = board.release(command.key)
    if command.archived:
        over = (State.DRAFT, State.RELEASED, State.CLOSED, State.CANCELLED, State.ROLLED_BACK)
        rules.require_state(release, over, "archived", f"cancel it first: `releaseboard cancel {release.key}`")
    return set_fields(board, "releases", release.id, {"archived": True if command.archived else None})


def block_release(board: Board, command: commands.BlockRelease, context: Context) -> Drafts:
    """Work stands still from today, or goes on being blocked for a corrected cause or day."""
    release = board.release(command.key)
    rules.require_state(release, tuple(MOVING_STATES), "blocked", "only work that has started can stand still")
    rules.require_reason(command.reason, f"blocking {release.key}")
    since = release.blocked.since.isoformat() if release.blocked else day_of(None, context)
    if command.until is not None and command.until < context.today:
        raise Refused(
            f"{release.key}: {command.until} is past: it can't be when the block ends", "leave it out if unknown"
        )
    cause = rules.require_word(command.cause, Cause, "the cause")
    blocked = {"since": since, "reason": command.reason, "cause": cause}
    if command.waiting_on:
        blocked["waiting_on"] = command.waiting_on
    if command.until is not None:
        blocked["expected_unblock"] = command.until.isoformat()
    values = {"flow": Flow.BLOCKED.value, "blocked": blocked}
    return set_fields(board, "releases", release.id, values, command.reason, cause)


def unblock_release(board: Board, command: commands.UnblockRelease, context: Context) -> Drafts:
    """Work goes on."""
    release = board.release(command.key)
    if release.blocked is None and release.flow != Flow.BLOCKED:
        raise Refused(
            f"{release.key} is not blocked", f"it is {spoken(release.state)}, {release.flow or 'not at work'}"
        )
    return set_fields(board, "releases", release.id, {"flow": Flow.WORKING.value, "blocked": None})
