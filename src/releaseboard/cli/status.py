"""`status`: the quick snapshot, for people, scripts, prompts and wikis."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from releaseboard.domain.when import format_day
from releaseboard.reports.layout import Style

from .parser import Command, OneOf, Parser
from .picking import add_filter, pick_releases
from .shell import Shell

if TYPE_CHECKING:
    from releaseboard.glimpse import Glimpse
    from releaseboard.reports.since import Since
    from releaseboard.reports.summary import Summary
    from releaseboard.session import Session

FORMATS = ("text", "md", "json", "line")


def _set_up(parser: Parser) -> None:
    parser.add_argument("keys", metavar="KEY", nargs="*", help="only these releases")
    parser.add_argument("--format", type=OneOf(FORMATS), default="text", metavar="|".join(FORMATS),
                        help="line: the counts alone")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    add_filter(parser)
    parser.add_argument("--since", metavar="DATE", help="say what has changed since that day")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if any of the releases is red")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    shell.is_reading = True
    form = "json" if args.json else args.format
    glimpse = _find_glimpse(args, form, shell)
    summary = glimpse.recall(counts_only=form == "line") if glimpse else None
    if summary is not None:
        _print(form, summary, shell)
    else:
        summary = print_status(shell.session, shell, args)
        if glimpse:
            glimpse.keep(shell.session, summary)
    return 1 if args.exit_code and summary.counts["R"] else 0


def _find_glimpse(args: argparse.Namespace, form: str, shell: Shell) -> "Glimpse | None":
    """The last look at this board, where nothing else is asked for than what every look tells."""
    is_plain = not (args.keys or args.filter.strip() or args.since is not None or args.local or form == "json")
    if not is_plain or not shell.find_path():
        return None
    from releaseboard.glimpse import Glimpse

    return Glimpse(shell.find_path(), shell.today)


def print_status(session: "Session", shell: Shell, args: argparse.Namespace) -> "Summary":
    """Work out the status of a session's board and print it as asked."""
    from releaseboard.reports.survey import make_rows, summarize
    from releaseboard.schedule.outlook import look_ahead

    board = session.board
    outlooks = look_ahead(board, shell.today)
    is_asked = bool(args.keys or args.filter.strip())
    releases = pick_releases(shell, board, outlooks, args.keys, args.filter)
    summary = summarize(board, outlooks, releases, shell.today, shell.calendar, is_part=is_asked)
    since: Since | None = None
    if args.since is not None:
        from releaseboard.reports.since import compare_with

        since = compare_with(shell.read_date(args.since), session.history(), board, outlooks, releases)
    form = "json" if args.json else args.format
    if form == "json":
        from releaseboard.reports.jsonview import view_status

        rows = make_rows(board, outlooks, releases)
        shell.out.json(view_status(board, summary, rows, view_synced(session), since))
    else:
        _print(form, summary, shell, since=since, sync=say_sync(session), is_asked=is_asked)
    return summary


def _print(
    form: str, summary: "Summary", shell: Shell, *, since: "Since | None" = None, sync: str = "", is_asked: bool = False
) -> None:
    out = shell.out
    style = Style(out.width, out.paint)
    if form == "md":
        from releaseboard.reports.markdown import write_markdown

        out.lines(write_markdown(summary, since))
    elif form == "line":
        from releaseboard.reports.line import write_line

        out.result(write_line(summary, style))
    else:
        from releaseboard.reports.statustext import write_status

        out.lines(write_status(summary, style, asked=is_asked, since=since, sync=sync))


def view_synced(session: "Session") -> dict[str, Any]:
    """How fresh the board is, for scripts; `at` is when the shared file was last seen, null for never."""
    sync = session.sync
    at = datetime.fromtimestamp(sync.at).astimezone().isoformat(timespec="seconds") if sync.at else None
    return {"state": sync.state, "pending": sync.pending, "at": at, "reason": sync.reason or None}


def say_sync(session: "Session") -> str:
    """How fresh the board is, in words; '' when all is in the shared file."""
    sync = session.sync
    if sync.state == "synced":
        return ""
    parts = [f"{sync.state}: {sync.reason}" if sync.reason else sync.state]
    if sync.pending:
        parts.append("1 edit kept here" if sync.pending == 1 else f"{sync.pending} edits kept here")
    if sync.at:
        seen = datetime.fromtimestamp(sync.at)
        parts.append(f"the file was last seen {format_day(seen.date())} {seen:%H:%M}")
    return "; ".join(parts)


COMMANDS = {
    "status": Command(
        "The quick snapshot: how many releases are green, amber and red, why, and what comes next.",
        "status --filter 'project:PAY due:<2w' --exit-code",
        _set_up,
        _run,
    )
}
