"""`sync`, `who` and `doctor`: the shared file, who is at it, and whether all is well with it."""

import argparse
import time
from datetime import datetime

from releaseboard.domain.when import format_date
from releaseboard.errors import BadInput, BoardUnavailable, ReleaseboardError
from releaseboard.reports.layout import Column, lay_table, wrap_cells
from releaseboard.upkeep import Finding, examine, find_backups, find_visitors, mend, name_backup

from .parser import Command, Parser
from .shell import NO_BOARD, Shell

PAUSE = 0.25  # seconds between two tries to meet a share that is away


def _set_up_sync(parser: Parser) -> None:
    parser.add_argument("--wait", type=float, default=0.0, metavar="S",
                        help="seconds to go on trying when the board is out of reach")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="for scripts")


def _sync(args: argparse.Namespace, shell: Shell) -> int:
    if not 0 <= args.wait <= 3600:
        raise BadInput(f"--wait can't be {args.wait:g}", "seconds from 0 to 3600")
    session = shell.session
    end = time.monotonic() + args.wait
    while True:
        trouble = ""
        try:
            news = session.refresh()
        except BoardUnavailable as problem:
            news, trouble = (), problem.message
        state = session.sync
        if (not trouble and not state.pending) or time.monotonic() >= end:
            break
        time.sleep(PAUSE)
    if args.json:
        shell.out.json({"state": state.state, "pending": state.pending, "news": len(news), "reason": state.reason})
    elif not trouble and not state.pending:
        took = f", {len(news)} changes of others taken in" if news else ""
        shell.out.done(f"in step with the board{took}")
    if trouble or state.pending:
        edits = f"{state.pending} edit{'s' * (state.pending != 1)} kept on this machine; " if state.pending else ""
        raise BoardUnavailable(f"{edits}{trouble or state.reason or 'the board is out of reach'}", "try again later")
    return 0


def _set_up_who(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="for scripts")


def _who(args: argparse.Namespace, shell: Shell) -> int:
    visitors = find_visitors(shell.session.path)
    if args.json:
        shell.out.json([
            {"user": one.user, "host": one.host, "release": one.release, "since": _say_time(one.since),
             "seen": _say_time(one.seen)} for one in visitors
        ])  # fmt: skip
        return 0
    if not visitors:
        shell.out.note("nobody has the board open on the screen")
        return 0
    rows = [(shell.board.person_name(one.user), one.host, one.release or "–", _say_time(one.since)) for one in visitors]
    head, lines = lay_table((Column("who"), Column("host"), Column("release"), Column("since")), rows, shell.out.width)
    shell.out.result(shell.out.paint(head, "dim"))
    shell.out.lines(lines)
    return 0


def _say_time(at: float) -> str:
    moment = datetime.fromtimestamp(at).astimezone()
    return f"{format_date(moment.date())} {moment:%H:%M}"


def _set_up_doctor(parser: Parser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended; nothing is thrown away")
    parser.add_argument("--restore", nargs="?", const="", metavar="BACKUP",
                        help="list the backups, or bring the board back to one (undo takes that back)")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the findings, for scripts")


def _doctor(args: argparse.Namespace, shell: Shell) -> int:
    path = shell.find_path()
    if not path:
        raise NO_BOARD
    if args.restore is not None:
        return _restore(path, args.restore, shell)
    if args.repair:
        done = mend(path)
        for sentence in done or ["nothing needed mending"]:
            shell.out.done(sentence)
    findings = examine(path)
    if args.json:
        shell.out.json([finding._asdict() for finding in findings])
    else:
        _print_findings(findings, shell)
    return 1 if any(finding.is_bad for finding in findings) else 0


def _print_findings(findings: list[Finding], shell: Shell) -> None:
    for finding in findings:
        mark = shell.out.paint("bad ", "red") if finding.is_bad else shell.out.paint("ok  ", "dim")
        hint = f" ({finding.hint})" if finding.hint else ""
        mends = "; --repair mends it" if finding.is_bad and finding.can_mend else ""
        text = f"{finding.part}: {finding.text}{hint}{mends}"
        first, *rest = wrap_cells(text, shell.out.width - 4, "", "")
        shell.out.result(f"{mark}{first}")
        for line in rest:
            shell.out.result(f"    {line}")
    bad = sum(finding.is_bad for finding in findings)
    shell.out.note(f"{bad} thing{'s' * (bad != 1)} to look at" if bad else "all is well")


def _restore(path: str, name: str, shell: Shell) -> int:
    if not name:
        backups = find_backups(path)
        for backup in backups:
            shell.out.result(f"{name_backup(backup)}  {_say_time(backup.at)}")
        shell.out.note("`releaseboard doctor --restore NAME` brings the board back to one of them" if backups
                       else "there is no backup yet: one is made each day that the board is written")  # fmt: skip
        return 0
    try:
        outcome = shell.session.go_back(name)
    except ReleaseboardError as problem:
        if isinstance(problem, BoardUnavailable):
            raise BoardUnavailable(problem.message, problem.hint or "`releaseboard doctor --repair` first") from None
        raise
    shell.out.done(f"the board is as it was in {name}: {len(outcome.changes)} records set back; undo takes that back")
    return 0


COMMANDS = {
    "sync": Command(
        "Meet the shared board now: bring in what was kept on this machine, take in what others did.",
        "sync --wait 10", _set_up_sync, _sync,
    ),
    "who": Command("Who has the board open, and on which release.", "who", _set_up_who, _who),
    "doctor": Command(
        "Check the board file, history, copies, lock, clocks, rights and backups. Exit code 1 if something is wrong.",
        "doctor --repair", _set_up_doctor, _doctor,
    ),
}  # fmt: skip
