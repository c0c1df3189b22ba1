"""What a change of the board does: each release whose forecast, colour or window result would change."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import Outlook, look_ahead

from .layout import Column, lay_table, near_date
from .phrases import say_days


class Standing(NamedTuple):
    """Where a release stands on one of the two boards; `in_window` None without a window or date.

    A target that moves is no ripple by itself: it is what was asked for.
    """

    day: date | None
    target: date | None
    health: str
    in_window: bool | None


class Wave(NamedTuple):
    """One release that changes. `days`: working days from the old date to the new, None when one is not known."""

    key: str
    before: Standing
    after: Standing
    days: int | None


def find_ripple(before: Board, after: Board, today: date) -> tuple[Wave, ...]:
    """The releases of both boards that stand differently, those that move furthest first."""
    old, new = look_ahead(before, today), look_ahead(after, today)
    calendar = calendar_of(after)
    waves = []
    for ident, release in after.releases.items():
        was = before.releases.get(ident)
        if was is None or ident not in old or ident not in new:
            continue
        one, two = _stand(was, old[ident]), _stand(release, new[ident])
        if one._replace(target=None) != two._replace(target=None):
            days = calendar.days_between(one.day, two.day) if one.day and two.day else None
            waves.append(Wave(release.key, one, two, days))
    return tuple(sorted(waves, key=lambda wave: (-abs(wave.days or 0), wave.key)))


def _stand(release: Release, outlook: Outlook) -> Standing:
    inside = None
    if release.window is not None and outlook.date is not None:
        inside = outlook.date <= release.window.end
    return Standing(outlook.date, release.target, outlook.health, inside)


_COLUMNS = (
    Column("release", least=12), Column("forecast before"), Column("after"), Column("days", right=True),
    Column("colour"), Column("window"),
)  # fmt: skip


def write_ripple(waves: Sequence[Wave], width: int) -> list[str]:
    """A table, or one line saying that nothing else moves."""
    if not waves:
        return ["No forecast or colour changes."]
    nearest = min(wave.before.day or date.max for wave in waves)
    rows = [
        (wave.key, near_date(wave.before.day, nearest) or "–", near_date(wave.after.day, nearest) or "–",
         say_days(wave.days), _say_pair(wave.before.health, wave.after.health),
         _say_window(wave.before.in_window, wave.after.in_window))
        for wave in waves
    ]  # fmt: skip
    head, lines = lay_table(_COLUMNS, rows, width)
    return [head, *lines]


def _say_pair(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else after


def _say_window(before: bool | None, after: bool | None) -> str:
    words = {True: "met", False: "missed", None: ""}
    return words[after] if before == after or not words[before] else f"{words[before]} → {words[after] or 'none'}"


def view_ripple(waves: Sequence[Wave]) -> dict[str, Any]:
    """The ripple for scripts."""
    return {
        "changed": [
            {"key": wave.key, "days": wave.days, "before": _view(wave.before), "after": _view(wave.after)}
            for wave in waves
        ]
    }


def _view(standing: Standing) -> dict[str, Any]:
    return {
        "forecast": standing.day.isoformat() if standing.day else None,
        "target": standing.target.isoformat() if standing.target else None,
        "health": standing.health, "in_window": standing.in_window,
    }  # fmt: skip
