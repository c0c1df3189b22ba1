"""The error tree: the core words an error, the edge (command line or screen) shows it.

Each error is one line that says what is wrong and where, a hint that says how to mend it, and the exit code of the
command line (cli.md): 2 wrong use or bad input, 3 the board can't be read or written now, 4 refused by a rule.
"""

from collections.abc import Iterable


class ReleaseboardError(Exception):
    """Anything we can word for the person at the keyboard.

    Args:
        message: one line: what is wrong, and where.
        hint: one line: the way out; empty when there is none.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class BadInput(ReleaseboardError):
    """What was typed, or stands in a file, can't be used. Nothing was written."""


class UnknownKey(BadInput):
    """A record was named that the board does not have."""


class BoardUnavailable(ReleaseboardError):
    """The board file can't be read or written now."""

    exit_code = 3


class BoardDamaged(BoardUnavailable):
    """The file is there but is not a board: truncated, not JSON, another shape."""


class BoardMissing(BoardUnavailable):
    """There is no file at the board's path."""

    exit_code = 2


class BoardReadOnly(BoardUnavailable):
    """The board can be read but not written (permissions, disk, a newer format)."""


class Refused(ReleaseboardError):
    """A rule of the board says no. The message names the rule, the hint the way out."""

    exit_code = 4


def nearest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known words most like `word`, best first; empty when nothing is near."""
    import difflib  # noqa: PLC0415 - only errors need it, and it costs the status path 9 ms

    by_fold = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=limit, cutoff=0.5)
    return tuple(by_fold[name] for name in found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint such as `did you mean PAY-4.2?`; empty when nothing is near."""
    found = nearest(word, known)
    return f"did you mean {' or '.join(found)}?" if found else ""
