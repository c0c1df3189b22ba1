"""Settling a field that two people set without knowing of each other: one value stands, all its rivals are replaced.

The change is written even where the value stands already, since that is how its rivals are closed (storage.md, "Fold").
"""

from typing import Any

from releaseboard.errors import BadInput, Refused, UnknownKey

from . import commands, rules
from .apply import apply
from .board import Board
from .changes import Change, Context, draft
from .cleaning import clean_value
from .drafting import clean_reason
from .fields import look_up, split_path, write_value
from .words import State

PROMISED = ("window", "target", "start")


def settle_conflict(board: Board, command: commands.SettleConflict, context: Context) -> tuple[Change, ...]:
    """One draft that sets the field, whatever stands there.

    Raises:
        UnknownKey: the record is not there any more. BadInput: the value has not the form that the field needs.
        Refused: it breaks a rule, or a new promise would be made without a re-plan.
    """
    doc = board.docs.get(command.table, {}).get(command.id)
    if doc is None:
        raise UnknownKey("that record is not on the board any more", "there is nothing to settle")
    if command.is_new:
        _require_no_promise(board, command)
    value: Any = clean_value(write_value(command.value), split_path(command.field)[-1])
    value = None if value in ("", [], {}) else value
    was = {command.field: look_up(doc, command.field)}
    reason = clean_reason(command.reason) or "two people had set it"
    drafts = (draft(command.table, command.id, {command.field: value}, was, reason),)
    after = apply(board, drafts)
    if command.id in board.table(command.table) and command.id not in after.table(command.table):
        raise BadInput(f"{command.field} can't be {value!r}", after.problems[-1] if after.problems else "")
    if command.table == "releases" and (release := after.releases.get(command.id)) is not None:
        rules.require_target_in_window(release.key, release.window, release.target)
    return drafts


def _require_no_promise(board: Board, command: commands.SettleConflict) -> None:
    """Invariant 3: what was promised moves by a re-plan with its cause, not by settling on a third value."""
    release = board.releases.get(command.id) if command.table == "releases" else None
    is_promised = command.field in PROMISED or command.field.endswith(".planned_days")
    if release is not None and release.state != State.DRAFT and is_promised:
        raise Refused(f"{release.key}: another {command.field} is a re-plan", "settle on one of the two, then re-plan")
