"""The full screen, opened only when it is asked for: its libraries cost more than all other commands together."""

from typing import TYPE_CHECKING

from .shell import Shell

if TYPE_CHECKING:
    from releaseboard.session import Session

_MALLOC = ((-3, 128 << 10), (-1, 128 << 10), (-8, 1))  # malloc.h: M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_ARENA_MAX


def open_screen(shell: Shell) -> int:
    """Open the board, or, where none is found, the first-start screen: sample, new, open."""
    _give_back_memory()  # before the board is read
    return run_screen(shell, shell.open_session(stays=True) if shell.find_path() else None)


def run_screen(shell: Shell, session: "Session | None") -> int:
    """Hand a session to the full screen; the exit code."""
    import gc

    from releaseboard.tui.app import run_app

    _give_back_memory()
    gc.enable()  # it is off for commands (main.py), which are over at once; a screen stays for hours
    return run_app(session, shell.config, today=shell.asked_day)


def _give_back_memory() -> None:
    """Let the C library hand large blocks back at once: the file, read anew every so often, would stay with us.

    glibc keeps what was freed for later, apart for every thread; a board in use is megabytes read in threads. Other C
    libraries have no such settings and need none.
    """
    import ctypes

    try:
        settings = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    for option, value in _MALLOC:
        settings(option, value)
