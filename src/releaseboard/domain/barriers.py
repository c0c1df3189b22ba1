"""What stands in the way of a release on a day: freezes, and gates that nobody has passed (invariants 12 and 13)."""

from datetime import date
from typing import NamedTuple

from . import rules
from .board import Board
from .exceptions import has_leave
from .gates import OPENS, find_gate, gate_state, say_gate
from .model import Release


class Barrier(NamedTuple):
    """One freeze or gate. `about` freeze or gate; `subject` the freeze's id, or the stage's; `has_leave`: excepted."""

    about: str
    subject: str
    text: str
    has_leave: bool


def find_barriers(board: Board, release: Release, on: date) -> tuple[Barrier, ...]:
    """All that would have to be out of the way for a release on this day, excepted or not."""
    found = [
        ("freeze", freeze.id, f"{on.isoformat()} is in the freeze {freeze.name!r} ({freeze.start} … {freeze.end})")
        for freeze in rules.freezes_on(board, release, on)
    ]
    for plan in release.stages:
        gate = None if plan.is_over else find_gate(board, release, plan.stage)
        is_inside = plan.started is not None or plan.stage == release.stage
        if gate is not None and not (gate.at == "entry" and is_inside) and gate_state(board, gate) not in OPENS:
            found.append(("gate", gate.stage, f"{release.key}: {say_gate(board, gate)}"))
    return tuple(
        Barrier(about, subject, text, has_leave(board, release.id, subject, on, about))
        for about, subject, text in found
    )


def find_breaches(board: Board, release: Release, on: date) -> tuple[Barrier, ...]:
    """What a release on this day would break: barriers without an approved exception."""
    return tuple(barrier for barrier in find_barriers(board, release, on) if not barrier.has_leave)
