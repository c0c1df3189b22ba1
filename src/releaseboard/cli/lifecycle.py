"""The life cycle and the flow of a release: one command each, all told in one line."""

import argparse
from collections.abc import Callable

from releaseboard.domain import commands
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_date
from releaseboard.domain.words import Cause, Outcome, State, spoken
from releaseboard.reports.places import say_state
from releaseboard.reports.showtext import say_window
from releaseboard.reports.survey import is_inside, judge_on_time

from .parser import Command, OneOf, Parser
from .shell import Shell

Asked = Callable[[argparse.Namespace, Shell], commands.Command]
Told = Callable[[Release, Release, Shell], str]


def _key(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")


def _with(*options: str) -> Callable[[Parser], None]:
    """A set-up with KEY and some of the options `on`, `reason` (`reason!`: required)."""

    def set_up(parser: Parser) -> None:
        _key(parser)
        if "on" in options:
            parser.add_argument("--on", metavar="DATE", help="the day it happened; today when left out")
        if "reason" in options or "reason!" in options:
            parser.add_argument("--reason", metavar="TEXT", default="", required="reason!" in options, help="why")

    return set_up


def _set_up_move(parser: Parser) -> None:
    _key(parser)
    parser.add_argument("stage", metavar="STAGE", help="a stage, or `next`, `back` or `ready`")
    parser.add_argument("--on", metavar="DATE", help="the day it happened; today when left out")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why; needed to go back or to skip a stage")


def _set_up_release(parser: Parser) -> None:
    _with("on", "reason")(parser)
    parser.add_argument("--outcome", type=OneOf([word.value for word in Outcome if word != Outcome.ROLLED_BACK]),
                        default="success", metavar="OUTCOME", help="success or success_with_issues")  # fmt: skip


def _set_up_block(parser: Parser) -> None:
    _key(parser)
    causes = [cause.value for cause in Cause]
    parser.add_argument("--cause", type=OneOf(causes), required=True, metavar="CAUSE", help=", ".join(causes))
    parser.add_argument("--reason", metavar="TEXT", required=True, help="what stands in the way")
    parser.add_argument("--until", metavar="DATE", help="when it is expected to go on")
    parser.add_argument("--waiting-on", metavar="WHO", default="", help="a person, team or vendor")


def _set_up_archive(parser: Parser) -> None:
    _key(parser)
    parser.add_argument("--back", action="store_true", help="bring it back into sight")


def _runner(ask: Asked, tell: Told) -> Callable[[argparse.Namespace, Shell], int]:
    def run(args: argparse.Namespace, shell: Shell) -> int:
        before = shell.board.release(args.key)
        outcome = shell.do(ask(args, shell))
        after = outcome.board.releases[before.id]
        shell.out.done(tell(before, after, shell) if outcome.changes else f"{before.key}: it is like that already")
        return 0

    return run


def _release(args: argparse.Namespace, shell: Shell) -> int:
    """It is out; those who are owed the news get a draft, in the same change."""
    from releaseboard.reports.telling import draft_released

    key, on = args.key, shell.read_date_or_none(args.on)
    before = shell.board.release(key)
    command = commands.MarkReleased(key, on, args.outcome, args.reason)
    drafts = draft_released(shell.session.preview(command).board, before.id, shell.today)
    after = shell.do(command, *drafts).board.releases[before.id]
    shell.out.done(_tell_release(before, after, shell))
    if drafts:
        count = "1 released notice" if len(drafts) == 1 else f"{len(drafts)} released notices"
        shell.out.done(f"  {count} drafted: releaseboard notices {after.key}")
    return 0


def _say(phrase: str) -> Told:
    return lambda before, after, shell: f"{after.key} {phrase}"


def _tell_commit(before: Release, after: Release, shell: Shell) -> str:
    target = f", target {shell.echo(after.target)}" if after.target else ""
    return f"{after.key} committed: window {say_window(after.window)}{target}"


def _tell_stage(before: Release, after: Release, shell: Shell) -> str:
    board = shell.board
    if after.state == State.READY:
        return f"{after.key} is ready: its last stage, {board.stage_name(after.stage)}, is finished"
    plan = after.stage_plan(after.stage)
    days = f", {plan.planned_days} working days planned" if plan is not None and plan.planned_days != 1 else ""
    name = board.stage_name(after.stage)
    if before.state == State.COMMITTED:
        since = f" on {format_date(plan.started)}" if plan is not None and plan.started else ""
        return f"{after.key} started{since}: {name}{days}"
    if after.reworks > before.reworks:
        return f"{after.key} is back in {name}: rework number {after.reworks}"
    old = after.stage_plan(before.stage)
    done = f"; {board.stage_name(before.stage)} finished {format_date(old.finished)}" if old and old.finished else ""
    return f"{after.key} is in {name}{days}{done}"


def _tell_release(before: Release, after: Release, shell: Shell) -> str:
    day = after.released_on or shell.today
    text = f"{after.key} released on {format_date(day)}"
    if after.window is not None:
        text += (
            ", inside its window"
            if is_inside(day, after.window)
            else f", outside its window {say_window(after.window)}"
        )
    _, _, streak = judge_on_time(shell.board, list(shell.board.releases.values()), shell.calendar)
    text += f"; streak {streak}" if streak > 1 else ""
    return text + (f"\n  out of rule, and marked so: {after.out_of_rule}" if after.out_of_rule else "")


def _tell_block(before: Release, after: Release, shell: Shell) -> str:
    block = after.blocked
    if block is None:
        return f"{after.key} is blocked"
    until = f"until {shell.echo(block.expected_unblock)}" if block.expected_unblock else "nobody knows until when"
    return f"{after.key} is blocked, {until}: {block.reason} ({spoken(block.cause)})"


def _tell_resume(before: Release, after: Release, shell: Shell) -> str:
    return f"{after.key} is resumed: {say_state(shell.board, after)}"


def _command(about: str, example: str, set_up: Callable[[Parser], None], ask: Asked, tell: Told) -> Command:
    return Command(about, example, set_up, _runner(ask, tell))


COMMANDS = {
    "commit": _command(
        "Promise a draft: what is planned now is its baseline for ever. Needs goal, rm, lead, window, target, a stage.",
        "commit PAY-4.2", _with(), lambda args, shell: commands.CommitRelease(args.key), _tell_commit),
    "start": _command(
        "Begin work: a committed release goes into its first stage.",
        "start PAY-4.2 --on yesterday", _with("on"),
        lambda args, shell: commands.StartRelease(args.key, shell.read_date_or_none(args.on)), _tell_stage),
    "move": _command(
        "Finish the stage and go to another. Back is rework: it needs a reason, and is counted.",
        "move PAY-4.2 next", _set_up_move,
        lambda args, shell: commands.MoveRelease(
            args.key, args.stage, shell.read_date_or_none(args.on), args.reason), _tell_stage),
    "hold": _command(
        "Put a release aside for now; `resume` brings it back to where it was.",
        "hold PAY-4.2 --reason 'waiting for the budget'", _with("reason"),
        lambda args, shell: commands.HoldRelease(args.key, args.reason), _say("is on hold")),
    "resume": _command(
        "Back from hold, to the state it was in.",
        "resume PAY-4.2", _with(), lambda args, shell: commands.ResumeRelease(args.key), _tell_resume),
    "cancel": _command(
        "Give up a release, for good. It stays in the history and in reports.",
        "cancel PAY-4.2 --reason 'replaced by PAY-5.0'", _with("reason!"),
        lambda args, shell: commands.CancelRelease(args.key, args.reason), _say("is cancelled")),
    "release": Command(
        "It is out: the notices of it are drafted. On a frozen day a reason is asked for, and it is out of rule.",
        "release PAY-4.2 --on yesterday --outcome success_with_issues", _set_up_release, _release),
    "rollback": _command(
        "A released version was taken back, within 30 days.",
        "rollback PAY-4.2 --reason 'refunds were booked twice'", _with("on", "reason!"),
        lambda args, shell: commands.RollBack(args.key, args.reason, shell.read_date_or_none(args.on)),
        _say("is rolled back")),
    "close": _command(
        "A released version has been reviewed and is done.",
        "close PAY-4.2", _with(), lambda args, shell: commands.CloseRelease(args.key), _say("is closed")),
    "archive": _command(
        "Put a release out of sight, or bring it back with --back. Nothing is deleted.",
        "archive PAY-4.2", _set_up_archive,
        lambda args, shell: commands.ArchiveRelease(args.key, not args.back),
        lambda before, after, shell: f"{after.key} is {'archived' if after.archived else 'back in sight'}"),
    "block": _command(
        "Work stands still, since today.",
        "block PAY-4.2 --cause third_party --reason 'no test certificate yet' --until +3", _set_up_block,
        lambda args, shell: commands.BlockRelease(
            args.key, args.cause, args.reason, shell.read_date_or_none(args.until), args.waiting_on), _tell_block),
    "unblock": _command(
        "Work goes on.",
        "unblock PAY-4.2", _with(), lambda args, shell: commands.UnblockRelease(args.key),
        _say("goes on: no longer blocked")),
}  # fmt: skip
