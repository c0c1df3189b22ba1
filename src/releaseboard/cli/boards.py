"""`init` and `demo`: a new board file, and a throw-away copy of the sample board."""

import argparse
import os
import sys

from .parser import Command, Parser
from .shell import Shell

DEMO_NAME = "demo.json"


def _set_up_init(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="the board file to make, such as team.json")
    parser.add_argument("--name", metavar="TEXT", default="", help="what the board is called")
    parser.add_argument("--from", dest="plan", metavar="PLAN.toml", help="fill it from a plan file")


def _init(args: argparse.Namespace, shell: Shell) -> int:
    from releaseboard.session import Session

    plan = None
    if args.plan:
        from releaseboard.interchange.planfile import read_plan

        from .files import decode_text, read_bytes

        plan = read_plan(decode_text(read_bytes(args.plan), args.plan), args.plan, shell.today)
    session = Session.create(args.file, name=args.name, plan=plan, today=shell.today, user=shell.user)
    board = session.board
    count = len(board.releases)
    projects = len(board.projects)
    filled = f" with {count} {'release' if count == 1 else 'releases'}" if count else ""
    filled += f" of {projects} {'project' if projects == 1 else 'projects'}" if count else ""
    shell.out.done(f"{args.file}: board {board.info.name!r} is made{filled}")
    if not count:
        shell.out.done(f"  next: releaseboard -b {args.file} add PAY-1.0   (or import plan.toml)")
    return 0


def _set_up_demo(parser: Parser) -> None:
    parser.add_argument("--print", dest="is_print", action="store_true", help="print its status instead of opening it")


def _demo(args: argparse.Namespace, shell: Shell) -> int:
    from releaseboard.interchange.samples import load_sample
    from releaseboard.session import Session

    plan = load_sample(today=shell.today)
    if args.is_print or not shell.out.is_terminal or sys.stdin is None or not sys.stdin.isatty():
        shell.use(Session.create_in_memory(plan=plan, today=shell.asked_day, user=shell.user))
        return _print_status(shell)
    import shutil
    import tempfile

    from .screen import run_screen

    folder = tempfile.mkdtemp(prefix="releaseboard-demo-")
    try:
        path = os.path.join(folder, DEMO_NAME)
        return run_screen(shell, Session.create(path, plan=plan, today=shell.asked_day, user=shell.user))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _print_status(shell: Shell) -> int:
    from .status import COMMANDS as STATUS
    from .status import print_status

    parser = Parser("status")
    STATUS["status"].set_up(parser)
    print_status(shell.session, shell, parser.read([]))
    return 0


COMMANDS = {
    "init": Command(
        "Make a new board file, empty or from a plan file. Never overwrites.",
        "init team.json --name Payments --from plan.toml",
        _set_up_init,
        _init,
    ),
    "demo": Command(
        "Open a throw-away copy of the sample board; not on a terminal, or with --print, print its status.",
        "demo --print",
        _set_up_demo,
        _demo,
    ),
}
