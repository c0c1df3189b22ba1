"""`options`: what could be done about an issue, side by side; one of them is applied as one action."""

import argparse

from releaseboard.domain.raidlog import is_over
from releaseboard.domain.when import format_date
from releaseboard.domain.words import RaidKind, spoken
from releaseboard.errors import BadInput, Refused
from releaseboard.reports.options import (
    Comparison,
    compare_options,
    find_release,
    make_command,
    name_option,
    view_options,
    write_options,
)
from releaseboard.reports.ripple import find_ripple, write_ripple

from .parser import Command, Parser, whole_number
from .raidfinding import find_named
from .shell import Shell


def _set_up(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the issue: its id, or the beginning of its title")
    parser.add_argument(
        "--release", metavar="KEY", default="", help="for this release; else the issue's first open one"
    )
    parser.add_argument("--apply", type=whole_number, metavar="N", help="do this option: a decision and its changes")
    parser.add_argument("--reason", metavar="TEXT", default="", help="with --apply: why this one")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    issue = find_named(board, args.id, (RaidKind.ISSUE,))
    if issue.kind != RaidKind.ISSUE:
        raise Refused(
            f"{issue.title!r} is no issue but a {issue.kind}", "a risk becomes one by `resolve --became-issue`"
        )
    if is_over(issue):
        raise Refused(f"the issue {issue.title!r} is {spoken(issue.state)}", "open it again first")
    if args.reason and args.apply is None:
        raise BadInput("--reason says nothing by itself", "it goes with --apply N")
    found = compare_options(board, issue, find_release(board, issue, args.release), shell.session.context())
    if args.apply is not None:
        return _apply(args, shell, found)
    if args.json:
        shell.out.json(view_options(board, found))
        return 0
    lost = issue.details.get("days_lost_est")
    shell.out.result(shell.out.paint(f"{issue.title}  ({found.release.key})", "bold"))
    shell.out.lines(write_options(board, found, shell.today, shell.out.width))
    if lost:
        shell.out.note(f"its {lost} days lost are in the forecast once the lead has said what is left: check-in KEY")
    return 0


def _apply(args: argparse.Namespace, shell: Shell, found: Comparison) -> int:
    before = shell.board
    outcome = shell.do(make_command(found, args.apply, args.reason))
    chosen = found.options[args.apply - 1]
    if args.json:
        shell.out.json(view_options(before, found) | {"applied": args.apply, "group": outcome.group})
        return 0
    shell.out.done(f"decided on {format_date(shell.today)}: {name_option(chosen)}")
    if not shell.out.quiet:
        shell.out.lines(write_ripple(find_ripple(before, outcome.board, shell.today), shell.out.width))
    return 0


COMMANDS = {
    "options": Command(
        "What could be done about an issue, side by side: forecast, window, who else is hit, notices owed.",
        "options 'Card tests fail'", _set_up, _run,
    )
}  # fmt: skip
