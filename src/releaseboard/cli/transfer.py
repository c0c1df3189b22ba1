"""`import` and `export`: data in and out."""

import argparse

from .parser import Command, Parser
from .shell import Shell


def _set_up(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    return 0


COMMANDS: dict[str, Command] = {"import": Command("", "", _set_up, _run), "export": Command("", "", _set_up, _run)}
