"""Milestones as questions: on which day one falls, and which are ahead (domain.md 3.2).

An offset is `R-6w` or `T-10wd`: weeks (w), calendar days (d) or working days (wd) from the release's target. A fixed
one counts from what was first committed, so that a re-plan leaves it where it is. `shift` moves a day by working days.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from releaseboard.errors import BadInput

from .board import Board
from .raid import Milestone
from .words import OPEN_STATES

Shift: TypeAlias = Callable[[date, int], date]

_UNITS = {"w": 7, "d": 1, "wd": 0}
_FORM = "such as R-6w, T-10wd or T+3d"
_MOST = 10_000


def parse_offset(text: str) -> tuple[int, str]:
    """Count and unit (`w`, `d` or `wd`) of an offset. Raises BadInput."""
    word = text.strip().casefold()
    head, sign, tail = word[:1], word[1:2], word[2:]
    digits = tail.rstrip("wd")
    unit = tail[len(digits) :]
    if head not in ("r", "t") or sign not in ("-", "+") or unit not in _UNITS or not digits.isdecimal():
        raise BadInput(f"{text!r} is no offset of a milestone", _FORM)
    count = int(digits)
    if count > _MOST:
        raise BadInput(f"{text!r} is too far from the release", _FORM)
    return (-count if sign == "-" else count), unit


def milestone_day(board: Board, milestone: Milestone, shift: Shift) -> date | None:
    """The day it falls on; None when its release (or train) has no target, or its offset can't be read."""
    if milestone.date is not None or not milestone.offset:
        return milestone.date
    release = board.releases.get(milestone.release or milestone.train)
    if release is None:
        return None
    target = release.target
    if milestone.fixed and release.baseline is not None:
        target = release.baseline.target
    if target is None:
        return None
    try:
        count, unit = parse_offset(milestone.offset)
    except BadInput:
        return None
    return shift(target, count) if unit == "wd" else target + timedelta(days=count * _UNITS[unit])


def list_ahead(board: Board, shift: Shift) -> tuple[tuple[date, Milestone], ...]:
    """What is not done yet, of releases that are not over, soonest first; without what has no day."""
    found = []
    for milestone in board.milestones.values():
        release = board.releases.get(milestone.release or milestone.train)
        day = milestone_day(board, milestone, shift) if milestone.done_on is None else None
        if day is not None and (release is None or (release.state in OPEN_STATES and not release.archived)):
            found.append((day, milestone))
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].id)))
