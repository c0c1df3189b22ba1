"""From a command to the draft changes that it comes to, or why not: the only door to the rules."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from releaseboard.errors import BadInput, Refused

from . import (
    approvals,
    checkins,
    commands,
    coordination,
    gatekeeping,
    lifecycle,
    linking,
    linkterms,
    notices,
    outside,
    permissions,
    planning,
    putting,
    raidlog,
    records,
    scenarios,
    scope,
    settling,
    strategies,
    teams,
)
from .apply import apply
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
    commands.SettleConflict: settling.settle_conflict,
    coordination.CheckIn: checkins.check_in,
    coordination.RaiseEntry: raidlog.raise_entry,
    coordination.EditEntry: raidlog.edit_entry,
    coordination.AdvanceEntry: raidlog.advance_entry,
    coordination.ResolveEntry: raidlog.resolve_entry,
    coordination.BecomeIssue: raidlog.become_issue,
    coordination.DecideEntry: raidlog.decide_entry,
    coordination.SupersedeDecision: raidlog.supersede_decision,
    coordination.PassOn: raidlog.pass_on,
    coordination.AnswerRequest: raidlog.answer_request,
    coordination.ReportBack: raidlog.report_back,
    coordination.EstimateStage: strategies.estimate_stage,
    coordination.SwapOrder: strategies.swap_order,
    coordination.AssignTeam: teams.assign_team,
    coordination.Allocate: teams.allocate,
    coordination.EndAllocation: teams.end_allocation,
    coordination.AddScopeItem: scope.add_scope_item,
    coordination.EditScopeItem: scope.edit_scope_item,
    coordination.DeferItems: scope.defer_items,
    coordination.SetScopeState: scope.set_scope_state,
    coordination.RecordNotice: notices.record_notice,
    coordination.EditNotice: notices.edit_notice,
    coordination.SendNotice: notices.send_notice,
    coordination.AcknowledgeNotice: notices.acknowledge_notice,
    coordination.KeepScenario: scenarios.keep_scenario,
    approvals.VoteGate: gatekeeping.vote_gate,
    approvals.AnswerCriterion: gatekeeping.answer_criterion,
    approvals.PlanGate: gatekeeping.plan_gate,
    approvals.DecideGate: gatekeeping.decide_gate,
    approvals.MeetCondition: gatekeeping.meet_condition,
    approvals.RequestException: permissions.request_exception,
    approvals.DecideException: permissions.decide_exception,
    approvals.AgreeLink: linkterms.agree_link,
    approvals.EditLink: linkterms.edit_link,
    approvals.ConfirmExternal: outside.confirm_external,
    approvals.SetExternal: outside.set_external,
    approvals.MeetExternal: outside.meet_external,
    approvals.SampleBacklog: outside.sample_backlog,
}


def apply_strategy(board: Board, command: coordination.ApplyStrategy, context: Context) -> tuple[Change, ...]:
    """The decision and all that it comes to, each step decided on what those before it leave: one undo group."""
    return _with_steps(board, strategies.record_strategy(board, command, context), command.steps, context)


def apply_scenario(board: Board, command: coordination.ApplyScenario, context: Context) -> tuple[Change, ...]:
    """The same for a what-if that comes true."""
    return _with_steps(board, scenarios.record_choice(board, command, context), command.steps, context)


def _with_steps(board: Board, drafts: tuple[Change, ...], steps: Sequence[Any], context: Context) -> tuple[Change, ...]:
    board = apply(board, drafts)
    for step in steps:
        fresh = decide(board, step, context)
        drafts += fresh
        board = apply(board, fresh)
    return drafts


DECIDERS[coordination.ApplyStrategy] = apply_strategy
DECIDERS[coordination.ApplyScenario] = apply_scenario

Asked: TypeAlias = commands.Command | coordination.Coordination | approvals.Approval


def decide(board: Board, command: Asked, context: Context) -> tuple[Change, ...]:
    """The drafts that the command comes to on this board; () when all is so already.

    Raises:
        Refused: a rule says no. BadInput: a value can't be used. UnknownKey: something named is not there.
    """
    return DECIDERS[type(command)](board, command, context)


def why_not(board: Board, command: Asked, context: Context) -> Refused | BadInput | None:
    """Why the board would say no now; None when it would not. A missing reason is not a no: the screen asks for it."""
    try:
        decide(board, command, context)
    except (Refused, BadInput) as problem:
        return problem
    return None
