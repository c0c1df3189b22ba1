"""What is said when a release is out: in its window or not, the streak, both on-time rates."""

from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_date, format_window
from releaseboard.schedule.calendar import Calendar

from .phrases import say_rate
from .summary import OnTime
from .survey import is_inside, judge_on_time


class ReleaseDay(NamedTuple):
    """A release that is out.

    Attributes:
        place: `in the window`, `before the window` or `after the window`; '' without one.
        streak: releases in a row inside their agreed window, this one included; 0 when it missed its own.
        agreed, original: on-time rates of the board against the agreed and the first window.
    """

    release: Release
    place: str
    streak: int
    agreed: OnTime
    original: OnTime


def judge_release(board: Board, release: Release, calendar: Calendar) -> ReleaseDay:
    """How a release that is out did, on the board after it."""
    original, agreed, streak = judge_on_time(board, list(board.releases.values()), calendar)
    return ReleaseDay(release, _find_place(release), streak, agreed, original)


def _find_place(release: Release) -> str:
    day, window = release.released_on, release.window
    if day is None or window is None:
        return ""
    if is_inside(day, window):
        return "in the window"
    return "after the window" if day > window.end else "before the window"


def say_short(found: ReleaseDay) -> str:
    """`PAY-4.1 is out: in the window, streak 4`."""
    parts = [found.place or "no window", f"streak {found.streak}"]
    return f"{found.release.key} is out: {', '.join(parts)}"


def say_whole(found: ReleaseDay) -> list[str]:
    """One line each: the day and window, the streak and the agreed rate, the rate against the first window."""
    release = found.release
    window = f", window {format_window(release.window)}" if release.window is not None else ""
    place = f": {found.place}" if found.place else ""
    lines = [f"released {format_date(release.released_on)}{window}{place}" if release.released_on else "released"]
    if found.agreed.of:
        lines.append(f"on time {say_rate(found.agreed)}, streak {found.streak}")
    if found.original.of:
        lines.append(f"against the first window {say_rate(found.original)}")
    return lines
