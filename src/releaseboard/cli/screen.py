"""The full screen, opened only when it is asked for: its libraries cost more than all other commands together."""

from typing import TYPE_CHECKING

from releaseboard.errors import BoardMissing

from .shell import Shell

if TYPE_CHECKING:
    from releaseboard.session import Session


def open_screen(shell: Shell) -> int:
    """Open the board, or the first-start screen where no board is found."""
    try:
        session = shell.session
    except BoardMissing:
        if shell.find_path():
            raise  # one was named, and is not there: say so
        return run_screen(shell, None)
    return run_screen(shell, session)


def run_screen(shell: Shell, session: "Session | None") -> int:
    """Hand a session to the full screen; the exit code."""
    from releaseboard.tui.app import run_app

    return run_app(session, shell.config)
