"""`show` and `why`: one release, as text or JSON."""

import argparse
from typing import Any

from releaseboard.domain.changes import Change
from releaseboard.domain.model import Release
from releaseboard.reports.chaintext import write_chain
from releaseboard.reports.history import view_history
from releaseboard.reports.insight import Insight
from releaseboard.reports.jsonview import view_date, view_link, view_whole_release, view_window
from releaseboard.reports.layout import Style
from releaseboard.reports.showtext import write_last_changes, write_release, write_why
from releaseboard.schedule.outlook import Outlook, look_ahead

from .parser import Command, Parser
from .shell import Shell


def _set_up(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _find(args: argparse.Namespace, shell: Shell) -> tuple[Release, Outlook, Insight]:
    release = shell.board.release(args.key)
    outlooks = look_ahead(shell.board, shell.today)
    return release, outlooks[release.id], Insight(outlooks)


def _show(args: argparse.Namespace, shell: Shell) -> int:
    release, outlook, insight = _find(args, shell)
    board = shell.board
    changes: list[Change] = list(shell.session.history(release.key))
    if args.json:
        shell.out.json(view_whole_release(board, release, outlook, insight, view_history(board, changes)))
        return 0
    style = Style(shell.out.width, shell.out.paint)
    shell.out.lines(write_release(board, release, outlook, shell.today, shell.calendar, style))
    for line in write_last_changes(board, changes, style):
        shell.out.result(line)
    return 0


def _why(args: argparse.Namespace, shell: Shell) -> int:
    release, outlook, insight = _find(args, shell)
    board = shell.board
    if args.json:
        shell.out.json(_view_why(shell, release, outlook, insight))
        return 0
    style = Style(shell.out.width, shell.out.paint)
    shell.out.lines(write_why(board, release, outlook, shell.today, shell.calendar, style))
    shell.out.lines(write_chain(insight.explain(release), style))
    return 0


def _view_why(shell: Shell, release: Release, outlook: Outlook, insight: Insight) -> dict[str, Any]:
    return {
        "key": release.key, "health": outlook.health, "stale": outlook.stale,
        "reasons": [{"rule": reason.rule, "text": reason.text} for reason in outlook.reasons],
        "target": view_date(release.target), "window": view_window(release.window),
        "forecast": view_date(outlook.date), "source": outlook.source, "slip": outlook.slip, "slack": outlook.slack,
        **insight.view(release), "told": [],
        "waits_for": [view_link(shell.board, link) for link in shell.board.waits_for(release.id)],
    }  # fmt: skip


COMMANDS = {
    "show": Command(
        "Everything about one release: goal, people, dates, stages, links, last changes.",
        "show PAY-4.2",
        _set_up,
        _show,
    ),
    "why": Command(
        "Why a release has its colour and its date: the rules that hold, slack, what it waits for.",
        "why PAY-4.2",
        _set_up,
        _why,
    ),
}
