"""Exceptions as questions: may a release ignore a freeze or gate, by leave that was asked and given (domain.md 3.2)."""

from datetime import date

from .board import Board
from .raid import ReleaseException
from .words import ExceptionState


def find_exception(board: Board, release: str, subject: str, about: str = "freeze") -> ReleaseException | None:
    """The exception of a release (by record id) for a freeze id or stage id; None when none was asked."""
    found = board.group("exceptions", "release", "about", "freeze_or_gate").get((release, about, subject), ())
    return found[0] if found else None


def exception_state(exception: ReleaseException, today: date) -> str:
    """Its state on a day: what was approved and not used in time has expired."""
    is_late = exception.until is not None and exception.until < today
    return ExceptionState.EXPIRED.value if is_late and exception.state == ExceptionState.APPROVED else exception.state


def has_leave(board: Board, release: str, subject: str, day: date, about: str = "freeze") -> bool:
    """Whether a release may ignore a freeze (or gate) on a day."""
    found = find_exception(board, release, subject, about)
    return found is not None and exception_state(found, day) in (ExceptionState.APPROVED, ExceptionState.USED)


def name_subject(board: Board, subject: str, about: str) -> str:
    """What people call it: the name of the freeze, or the gate of a stage."""
    if about == "gate":
        return f"the gate of {board.stage_name(subject)}"
    freeze = board.freezes.get(subject)
    return f"the freeze {freeze.name!r}" if freeze is not None else f"the freeze {subject!r}"
