"""`replan`: the plan of a committed release moves, with cause and reason; `--dry-run` shows what else would move."""

import argparse

from releaseboard.domain.commands import Replan
from releaseboard.domain.when import parse_stage_days
from releaseboard.domain.words import Cause
from releaseboard.errors import BadInput
from releaseboard.reports.history import say_change
from releaseboard.reports.ripple import find_ripple, view_ripple, write_ripple

from .parser import Command, OneOf, Parser
from .shell import Shell


def _set_up(parser: Parser) -> None:
    causes = [cause.value for cause in Cause]
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("--target", metavar="DATE", help="the new promised day")
    parser.add_argument("--window", metavar="A..B", help="the new first and last day it may go out")
    parser.add_argument("--start", metavar="DATE", help="the new planned start")
    parser.add_argument("--stage", metavar="STAGE=DAYS", action="append", default=[], nargs="+",
                        help="new working days of a stage, such as build=12")  # fmt: skip
    parser.add_argument("--cause", type=OneOf(causes), required=True, metavar="CAUSE", help=", ".join(causes))
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why, in one line: it stands in the reports")
    parser.add_argument("--origin", metavar="KEY", default="", help="the release, external or event that caused it")
    parser.add_argument("--dry-run", action="store_true", help="show which dates would move; write nothing")
    parser.add_argument("--json", action="store_true", help="the moved dates, for scripts")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    before = shell.board
    command = _read_command(args, shell)
    outcome = shell.session.preview(command) if args.dry_run else shell.do(command)
    ripple = find_ripple(before, outcome.board, shell.today)
    if args.json:
        shell.out.json({"dry_run": args.dry_run, **view_ripple(ripple)})
        return 0
    for change in outcome.changes:
        if change.entity == "releases" and not shell.out.quiet:
            shell.out.lines(say_change(outcome.board, change))
    if args.dry_run or not shell.out.quiet:
        shell.out.lines(write_ripple(ripple, shell.out.width))
    if args.dry_run:
        shell.out.note("nothing was written (--dry-run)")
    return 0


def _read_command(args: argparse.Namespace, shell: Shell) -> Replan:
    release = shell.board.release(args.key)
    words = " ".join(word for group in args.stage for word in group)
    stages = parse_stage_days(words, shell.board.stage_ids) if words else {}
    if args.target is args.window is args.start is None and not stages:
        raise BadInput("nothing to move", "give --target, --window, --start or --stage")
    window = shell.read_window(args.window) if args.window is not None else None
    return Replan(
        release.key, args.cause, args.reason, shell.read_date_or_none(args.target),
        window, stages, shell.read_date_or_none(args.start), args.origin,
    )  # fmt: skip


COMMANDS = {
    "replan": Command(
        "Move the plan of a committed release. The baseline stays; cause and reason stand in the history.",
        "replan PAY-4.2 --target '5 mar' --cause internal_dependency --reason 'patch 4.1.1 needs three more days' "
        "--dry-run",
        _set_up,
        _run,
    )
}
