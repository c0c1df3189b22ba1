"""The overall help, the help of a kind of record, and the way out of a mistyped command."""

import os
from collections.abc import Mapping

from releaseboard.errors import did_you_mean

from .catalog import COMMANDS, GROUPS
from .output import Output
from .parser import Command, Parser, add_globals

HEAD = """usage: releaseboard [-b FILE] [options] [COMMAND …]

A release board for release managers. Without a command it opens the board full screen
(not on a terminal: prints `status`).
"""
TAIL = """
`releaseboard COMMAND --help` shows a command's options and an example.

example:
  releaseboard demo
"""


def show_help(out: Output) -> None:
    """Every command in one line, and the options of all."""
    lines = [HEAD]
    for title, group in GROUPS:
        lines.append(f"{title}:")
        lines += [f"  {entry.name:<11} {entry.summary}" for entry in group]
        lines.append("")
    parser = Parser("")
    add_globals(parser)
    options = parser.format_help().partition("options of every command:")[2]
    out.result("\n".join(lines) + f"\nOptions of every command:{options.rstrip()}\n{TAIL.rstrip()}")


def show_family(name: str, summary: str, commands: Mapping[str, Command], out: Output) -> None:
    out.result(f"releaseboard {name}: {summary.partition(':')[0]}\n")
    for known, command in commands.items():
        if known.startswith(f"{name} "):
            out.result(f"  {known:<18} {command.about.partition('.')[0]}")
    out.result(f"\n`releaseboard {name} ACTION --help` shows options and an example.")


def hint_command(name: str) -> str:
    """What was meant by a word that is no command."""
    if name.endswith(".json") or os.path.sep in name:
        return f"to open a board file: releaseboard -b {name}"
    return did_you_mean(name, COMMANDS) or "`releaseboard --help` lists them"
