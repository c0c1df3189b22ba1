"""The full screen, opened only when it is asked for: its libraries cost more than all other commands together."""

from typing import TYPE_CHECKING

from .shell import Shell

if TYPE_CHECKING:
    from releaseboard.session import Session


def open_screen(shell: Shell) -> int:
    """Open the board, or, where none is found, the first-start screen: sample, new, open."""
    return run_screen(shell, shell.open_session(stays=True) if shell.find_path() else None)


def run_screen(shell: Shell, session: "Session | None") -> int:
    """Hand a session to the full screen; the exit code."""
    import gc

    from releaseboard.tui.app import run_app

    gc.enable()  # it is off for commands (main.py), which are over at once; a screen stays for hours
    return run_app(session, shell.config, today=shell.asked_day)
