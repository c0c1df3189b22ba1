"""`exception`: leave for one release to ignore one freeze or gate, asked and given."""

import argparse
from typing import Any

from releaseboard.domain.approvals import DecideException, RequestException
from releaseboard.domain.exceptions import exception_state, find_exception, name_subject
from releaseboard.domain.permissions import find_subject
from releaseboard.domain.raid import ReleaseException
from releaseboard.domain.words import spoken
from releaseboard.reports.layout import Column, lay_table, near_date

from .parser import Command, OneOf, Parser, whole_number
from .shell import Shell

STATES = ("approved", "rejected")
_COLUMNS = (
    Column("release", least=8), Column("ignores", least=10), Column("state"), Column("days", right=True),
    Column("until"), Column("reason", least=12),
)  # fmt: skip


def _set_up_subject(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("subject", metavar="FREEZE|GATE", help="the freeze (id or name); with --gate a gate")
    parser.add_argument("--gate", action="store_true", help="it is about a gate, not a freeze")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why, in one line")


def _set_up_ask(parser: Parser) -> None:
    _set_up_subject(parser)
    parser.add_argument("--days", type=whole_number, required=True, metavar="N", help="how many days are asked for")
    parser.add_argument("--if-late", default="", metavar="TEXT", help="what happens if it waits")
    parser.add_argument("--if-cut", default="", metavar="TEXT", help="what is at risk if it goes now")


def _about(args: argparse.Namespace) -> str:
    return "gate" if args.gate else "freeze"


def _ask(args: argparse.Namespace, shell: Shell) -> int:
    about = _about(args)
    command = RequestException(args.key, args.subject, args.days, args.reason, args.if_late, args.if_cut, about)
    return _tell(shell, shell.do(command).board, args)


def _set_up_decide(parser: Parser) -> None:
    _set_up_subject(parser)
    parser.add_argument("--state", type=OneOf(STATES), required=True, metavar="WORD", help="approved or rejected")
    parser.add_argument("--until", metavar="DATE", help="the last day it may be used")


def _decide(args: argparse.Namespace, shell: Shell) -> int:
    until = shell.read_date_or_none(args.until)
    command = DecideException(args.key, args.subject, args.state, args.reason, until, _about(args))
    return _tell(shell, shell.do(command).board, args)


def _tell(shell: Shell, board: Any, args: argparse.Namespace) -> int:
    release = board.release(args.key)
    subject = find_subject(board, release, args.subject, _about(args))
    found = find_exception(board, release.id, subject, _about(args))
    if found is not None:
        until = f", until {shell.echo(found.until)}" if found.until else ""
        state = spoken(exception_state(found, shell.today))
        shell.out.done(f"{release.key}: leave to ignore {name_subject(board, subject, found.about)} is {state}{until}")
    return 0


def _set_up_list(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="for scripts")


def _list(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    found = sorted(board.exceptions.values(), key=lambda each: (board.label(each.release), each.freeze_or_gate))
    if args.json:
        shell.out.json({"exceptions": [_view(each, shell) for each in found]})
    elif not found:
        shell.out.note("no exceptions were asked for: releaseboard exception ask KEY FREEZE --days N --reason TEXT")
    else:
        rows = [
            (board.label(each.release), name_subject(board, each.freeze_or_gate, each.about),
             spoken(exception_state(each, shell.today)), str(each.days_asked or ""),
             near_date(each.until, shell.today), each.decision or each.reason)
            for each in found
        ]  # fmt: skip
        head, lines = lay_table(_COLUMNS, rows, shell.out.width)
        shell.out.result(shell.out.paint(head, "dim"))
        shell.out.lines(lines)
    return 0


def _view(each: ReleaseException, shell: Shell) -> dict[str, Any]:
    days = {name: day.isoformat() if day else None for name, day in (
        ("requested_on", each.requested_on), ("decided_on", each.decided_on), ("until", each.until))}  # fmt: skip
    return {
        "id": each.id, "release": shell.board.label(each.release), "about": each.about, "subject": each.freeze_or_gate,
        "state": exception_state(each, shell.today), "days_asked": each.days_asked, "reason": each.reason,
        "risk_if_late": each.risk_if_late or None, "risk_if_cut": each.risk_if_cut or None,
        "requested_by": each.requested_by or None, "decided_by": each.decided_by or None,
        "decision": each.decision or None, **days,
    }  # fmt: skip


COMMANDS = {
    "exception ask": Command(
        "Ask leave for a release to ignore a freeze, or a gate.",
        "exception ask PAY-4.2 fy --days 2 --reason 'the law changes on 1 April'", _set_up_ask, _ask,
    ),
    "exception decide": Command(
        "Approve or reject what was asked, once and for all.",
        "exception decide PAY-4.2 fy --state approved --until '30 mar' --reason 'small and rehearsed'",
        _set_up_decide, _decide,
    ),
    "exception list": Command("All that were asked for, and how they were decided.", "exception list",
                              _set_up_list, _list),
}  # fmt: skip
