"""`history` and `undo`: who changed what, when and why; and taking it back."""

import argparse
from datetime import datetime

from releaseboard.domain.changes import Change
from releaseboard.domain.when import format_date
from releaseboard.domain.words import spoken
from releaseboard.errors import BadInput
from releaseboard.reports.history import Group, group_changes, say_group, view_history
from releaseboard.reports.layout import wrap_cells

from .parser import Command, Parser, whole_number
from .shell import Shell

MOST_LINES = 8  # of one action; an import of a plan has hundreds


def _set_up(parser: Parser) -> None:
    parser.add_argument(
        "key", metavar="KEY", nargs="?", default="", help="only this release, with its links and records"
    )
    parser.add_argument("--since", metavar="DATE", help="only from that day on")
    parser.add_argument("--limit", type=whole_number, metavar="N", default=50,
                        help="the last N actions (50); 0 is all of them")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="all changes, one entry a field, for scripts")


def _history(args: argparse.Namespace, shell: Shell) -> int:
    if args.limit < 0:
        raise BadInput(f"--limit can't be {args.limit}", "0 is all of them")
    changes = shell.session.history(args.key)
    if args.since is not None:
        first = shell.read_date(args.since).isoformat()
        changes = tuple(change for change in changes if change.at[:10] >= first)
    if args.json:
        shell.out.json(view_history(shell.board, changes))
        return 0
    groups = group_changes(changes)
    shown = groups[-args.limit :] if args.limit else groups
    if len(shown) < len(groups):
        shell.out.note(f"{len(groups) - len(shown)} earlier actions not shown: --limit 0 shows all")
    if not groups:
        shell.out.note(
            "nothing has changed" + (f" since {format_date(shell.read_date(args.since))}" if args.since else "")
        )
    for group in shown:
        _print_group(group, shell)
    return 0


def _print_group(group: Group, shell: Shell) -> None:
    out = shell.out
    first = group.changes[0]
    who = shell.board.person_name(first.by)
    out.result(f"{out.paint(say_instant(first.at), 'bold')}  {who}  {out.paint(group.id, 'dim')}")
    lines = say_group(shell.board, group.changes)
    for line in lines[:MOST_LINES]:
        out.lines(wrap_cells(line, out.width, "    ", "  "))
    if len(lines) > MOST_LINES:
        out.result(f"  and {len(lines) - MOST_LINES} more")
    why = _say_why(first)
    if why:
        out.lines(wrap_cells(why, out.width, "       ", "  why: "))


def _say_why(change: Change) -> str:
    cause = f" ({spoken(change.cause)})" if change.cause else ""
    return f"{change.reason}{cause}" if change.reason else cause.strip()


def say_instant(at: str) -> str:
    """An instant in the reader's own time: `Wed 24 Feb 2027 10:15`; as it stands when it can't be read."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OSError, OverflowError):
        return at
    return f"{format_date(moment.date())} {moment:%H:%M}"


def _set_up_undo(parser: Parser) -> None:
    parser.add_argument("group", metavar="GROUP", nargs="?", default="",
                        help="an action's name in `history`, or its beginning; else your own last one")  # fmt: skip


def _undo(args: argparse.Namespace, shell: Shell) -> int:
    outcome = shell.undo(args.group)
    lines = say_group(outcome.board, outcome.changes)
    shell.out.done("taken back:")
    for line in lines[:MOST_LINES]:
        for part in wrap_cells(line, shell.out.width, "    ", "  "):
            shell.out.done(part)
    if len(lines) > MOST_LINES:
        shell.out.done(f"  and {len(lines) - MOST_LINES} more")
    return 0


COMMANDS = {
    "history": Command(
        "Who changed what, when and why; the latest last. An action's name is what `undo` takes.",
        "history PAY-4.2 --since '1 feb'",
        _set_up,
        _history,
    ),
    "undo": Command(
        "Take back your last action, or a named one. Refused where someone has changed the same since.",
        "undo",
        _set_up_undo,
        _undo,
    ),
}
