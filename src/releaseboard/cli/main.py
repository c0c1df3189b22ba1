"""`releaseboard`: finds the asked command, imports its module alone, runs it, words what goes wrong.

Exit codes (cli.md): 0 done, 1 the asked-for condition holds, 2 wrong use, 3 the board can't be reached, 4 refused.
"""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from releaseboard.errors import BadInput, ReleaseboardError, did_you_mean

from .catalog import COMMANDS
from .output import Output, mute_stdout
from .parser import Command, Parser, add_globals, make_parser, require_filled, split_command
from .shell import Shell

BROKEN = 70  # a fault of our own, as sysexits.h has it
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: the process's own). Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    is_quiet = not {"-q", "--quiet"}.isdisjoint(words)
    out = Output(sys.stdout, sys.stderr, os.environ, quiet=is_quiet, no_color="--no-color" in words)
    is_collecting = gc.isenabled()
    gc.disable()  # a command is over before there is litter; looking for it would cost `status` a sixth of its time
    try:
        return _answer(words, out)
    finally:
        if is_collecting:
            gc.enable()


def _answer(words: Sequence[str], out: Output) -> int:
    """The exit code of one command line; whatever went wrong is told."""
    try:
        code = dispatch(words, out)
        out.flush()
    except BrokenPipeError:
        mute_stdout()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except ReleaseboardError as problem:
        _show_trace(words)
        out.error(problem)
        return problem.exit_code
    except Exception as fault:  # the edge: a fault of ours is one line too, --debug shows where
        _show_trace(words)
        out.error(ReleaseboardError(f"a fault in releaseboard: {type(fault).__name__}: {fault}", "see --debug"))
        return BROKEN
    return code


def _show_trace(words: Sequence[str]) -> None:
    if "--debug" in words:
        import traceback

        traceback.print_exc()


def dispatch(words: Sequence[str], out: Output) -> int:
    """Find the command, read its arguments, run it."""
    name, rest = split_command(words)
    if not name:
        return _run_bare(rest, out)
    entry = COMMANDS.get(name)
    if entry is None:
        from .helping import hint_command

        raise BadInput(f"there is no command {name!r}", hint_command(name))
    commands = load_commands(entry.module)
    if name in commands:
        return _run(name, commands[name], rest, out)
    action, after = split_command(rest)
    default = "list" if f"{name} list" in commands else next(iter(commands)).partition(" ")[2]
    full = f"{name} {action or default}"
    if full in commands and (action or {"-h", "--help"}.isdisjoint(rest)):
        return _run(full, commands[full], after, out)
    if action:
        actions = [known.partition(" ")[2] for known in commands if known.startswith(f"{name} ")]
        hint = did_you_mean(action, actions) or f"one of: {', '.join(actions)}"
        raise BadInput(f"`releaseboard {name}` can't {action!r}", hint)
    from .helping import show_family

    show_family(name, entry.summary, commands, out)
    return 0


def load_commands(module: str) -> Mapping[str, Command]:
    """The commands of one module of this package, by name."""
    loaded: Any = __import__(f"releaseboard.cli.{module}", fromlist=["COMMANDS"])
    found: Mapping[str, Command] = loaded.COMMANDS
    return found


def list_commands() -> Mapping[str, Command]:
    """Every command and action by its full name; this imports every module of them."""
    modules = dict.fromkeys(entry.module for entry in COMMANDS.values())
    return {name: command for module in modules for name, command in load_commands(module).items()}


def _run(name: str, command: Command, words: Sequence[str], out: Output) -> int:
    parser = make_parser(name, command)
    if not {"-h", "--help"}.isdisjoint(words):
        out.result(parser.format_help().rstrip())
        return 0
    args = parser.read(words)
    if args.version:
        return _show_version(out)
    require_filled(args)
    shell = Shell(args, out, os.environ, list_commands)
    code = command.run(args, shell)
    shell.require_shared()
    return code


def _run_bare(words: Sequence[str], out: Output) -> int:
    """No command: help, version, the full screen, or `status` where there is no terminal."""
    if not {"-h", "--help"}.isdisjoint(words):
        from .helping import show_help

        show_help(out)
        return 0
    if "--version" in words:
        return _show_version(out)
    if not (out.is_terminal and sys.stdin is not None and sys.stdin.isatty()):
        return dispatch(["status", *words], out)
    parser = Parser("")
    add_globals(parser)
    args = parser.read(words)
    require_filled(args)
    from .screen import open_screen

    return open_screen(Shell(args, out, os.environ))


def _show_version(out: Output) -> int:
    from releaseboard import __version__

    out.result(f"releaseboard {__version__}")
    return 0
