"""From a command to the draft changes that it comes to, or why not: the only door to the rules."""

from collections.abc import Callable
from typing import Any

from releaseboard.errors import BadInput, Refused

from . import commands, lifecycle, linking, planning, putting, records
from .board import Board
from .changes import Change, Context

Decider = Callable[[Board, Any, Context], tuple[Change, ...]]

DECIDERS: dict[type[Any], Decider] = {
    commands.AddRelease: planning.add_release,
    commands.EditFields: planning.edit_fields,
    commands.CommitRelease: planning.commit_release,
    commands.Replan: planning.replan_release,
    commands.StartRelease: lifecycle.start_release,
    commands.MoveRelease: lifecycle.move_release,
    commands.HoldRelease: lifecycle.hold_release,
    commands.ResumeRelease: lifecycle.resume_release,
    commands.CancelRelease: lifecycle.cancel_release,
    commands.MarkReleased: lifecycle.mark_released,
    commands.RollBack: lifecycle.roll_back,
    commands.CloseRelease: lifecycle.close_release,
    commands.ArchiveRelease: lifecycle.archive_release,
    commands.BlockRelease: lifecycle.block_release,
    commands.UnblockRelease: lifecycle.unblock_release,
    commands.AddLink: linking.add_link,
    commands.RemoveLink: linking.remove_link,
    commands.AddRecord: records.add_record,
    commands.EditRecord: records.edit_record,
    commands.RemoveRecord: records.remove_record,
    commands.RevertChanges: records.revert_changes,
    commands.PutRecords: putting.put_records,
}


def decide(board: Board, command: commands.Command, context: Context) -> tuple[Change, ...]:
    """The drafts that the command comes to on this board; () when all is so already.

    Raises:
        Refused: a rule says no. BadInput: a value can't be used. UnknownKey: something named is not there.
    """
    return DECIDERS[type(command)](board, command, context)


def why_not(board: Board, command: commands.Command, context: Context) -> Refused | BadInput | None:
    """Why the board would say no now; None when it would not. A missing reason is not a no: the screen asks for it."""
    try:
        decide(board, command, context)
    except (Refused, BadInput) as problem:
        return problem
    return None
