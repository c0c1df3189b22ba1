"""Decisions about check-ins: what the lead said, and the days left that the forecast goes by from then on."""

from datetime import date
from typing import Any

from releaseboard.errors import BadInput, Refused
from releaseboard.text import clean_line

from . import coordination, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields
from .fields import join_path
from .model import Release
from .records import require_readable
from .words import MOVING_STATES, OPEN_STATES, State

Drafts = tuple[Change, ...]

MOST_DAYS = 1000  # working days that may be left of one stage


def check_in(board: Board, command: coordination.CheckIn, context: Context) -> Drafts:
    """One check-in per release, day and person: what is said later that day stands."""
    release = board.release(command.key)
    rules.require_state(release, tuple(OPEN_STATES), "checked in on", "there is nothing left to ask")
    on = command.on or context.today
    rules.require_past(on, context.today, "a check-in")
    _require_sound(release, command, on)
    with_whom = clean_line(command.with_whom or release.lead)
    said: dict[str, Any] = {
        "remaining_days": command.remaining, "confidence": command.confidence or None, "progress": command.progress,
        "blockers": command.blockers, "asks": command.asks, "next_on": command.next_on,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value not in (None, "")}
    plain = {
        "release": release.id, "date": on.isoformat(), "by": context.by, "with_whom": with_whom,
        "stage": release.stage, **rules.require_values("check_ins", said),
    }  # fmt: skip
    known = _find_same(board, release, on, with_whom)
    if known:
        drafts = set_fields(board, "check_ins", known, plain)
    else:
        known = context.new_id("c")
        drafts = create_record(board, "check_ins", known, plain)
    if drafts:
        require_readable(apply(board, drafts), "check_ins", known)
    if command.remaining is not None:
        drafts += report_remaining(board, release, release.stage, command.remaining, on, with_whom or context.by)
    return drafts


def _require_sound(release: Release, command: coordination.CheckIn, on: date) -> None:
    if command.remaining is not None:
        require_days(release.key, command.remaining)
        if release.state not in MOVING_STATES or not release.stage:
            raise Refused(
                f"{release.key}: days left belong to a stage that is being worked on",
                "resume it first" if release.state == State.ON_HOLD else "start it first, or leave the days out",
            )
    if command.next_on is not None and command.next_on < on:
        raise BadInput(f"{release.key}: the next check-in {command.next_on} is before this one", "give a later day")


def require_days(key: str, days: int) -> None:
    """Raises BadInput for days left that can't be."""
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        raise BadInput(f"{key}: days left can't be {days!r}", f"working days, a whole number from 0 to {MOST_DAYS}")


def _find_same(board: Board, release: Release, on: date, with_whom: str) -> str:
    for known in board.check_ins.values():
        if (known.release, known.date, known.with_whom) == (release.id, on, with_whom):
            return known.id
    return ""


def report_remaining(
    board: Board, release: Release, stage: str, days: int, on: date, by: str, reason: str = ""
) -> Drafts:
    """Days left of a stage as reported on a day; an older report does not replace a newer one."""
    plan = release.stage_plan(stage)
    known = str(plan.remaining.get("as_of") or "") if plan is not None and plan.remaining else ""
    if plan is None or known > on.isoformat():
        return ()
    remaining = {"days": days, "as_of": on.isoformat(), "by": by}
    return set_fields(board, "releases", release.id, {join_path("stages", stage, "remaining"): remaining}, reason)
