"""`status`: the quick snapshot, for people, scripts, prompts and wikis."""

import argparse
from datetime import datetime
from time import time
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
    glimpse = _find_glimpse(args, shell)
    summary = _tell_again(glimpse, args, shell) if glimpse else None
    if summary is None:
        summary = print_status(shell.session, shell, args, glimpse)
    return 1 if args.exit_code and summary.counts["R"] else 0


def _form_of(args: argparse.Namespace) -> str:
    return "json" if args.json else str(args.format)


def _find_glimpse(args: argparse.Namespace, shell: Shell) -> "Glimpse | None":
    """The last look at this board, where nothing else is asked for than what every look tells."""
    for_scripts = _form_of(args) == "json"
    if args.keys or args.filter.strip() or args.since is not None or args.local or not shell.find_path():
        return None
    if for_scripts and not shell.out.takes_utf8:
        return None  # what is kept is in UTF-8
    from releaseboard.glimpse import Glimpse

    return Glimpse(shell.find_path(), shell.today, for_scripts=for_scripts)


def _tell_again(glimpse: "Glimpse", args: argparse.Namespace, shell: Shell) -> "Summary | None":
    """Print what was found at the last look, if it still holds; None when it does not."""
    form = _form_of(args)
    found = glimpse.recall(counts_only=form == "line")
    if found is None:
        return None
    summary, text = found
    if form == "json":
        before, _, after = text.partition(_line_of("{}").encode())
        synced = _line_of(shell.out.encode(view_synced("synced", 0, time(), "")))
        shell.out.result_in_utf8(before, synced.encode(), after)
    else:
        _print(form, summary, shell)
    return summary


def print_status(
    session: "Session", shell: Shell, args: argparse.Namespace, glimpse: "Glimpse | None" = None
) -> "Summary":
    """Work out the status of a session's board, print it as asked, and keep it for the next look."""
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
    form, text = _form_of(args), ""
    if form == "json":
        from releaseboard.reports.insight import Insight
        from releaseboard.reports.jsonview import view_status

        rows = make_rows(board, outlooks, releases)
        text = shell.out.encode(view_status(board, summary, rows, Insight(outlooks), since))
        sync = session.sync
        synced = shell.out.encode(view_synced(sync.state, sync.pending, sync.at, sync.reason))
        shell.out.result(text.replace(_line_of("{}"), _line_of(synced), 1))
    else:
        _print(form, summary, shell, since=since, sync=say_sync(session), is_asked=is_asked)
    if glimpse:
        glimpse.keep(session, summary, text)
    return summary


def _line_of(synced: str) -> str:
    """How fresh the board is, as it stands in the text for scripts: that alone differs from one look to the next."""
    return '\n  "synced": ' + synced.replace("\n", "\n  ") + ",\n"


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


def view_synced(state: str, pending: int, seen: float, reason: str) -> dict[str, Any]:
    """How fresh the board is, for scripts; `at` is when the shared file was last seen, null for never."""
    at = datetime.fromtimestamp(seen).astimezone().isoformat(timespec="seconds") if seen else None
    return {"state": state, "pending": pending, "at": at, "reason": reason or None}


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
