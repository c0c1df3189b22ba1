"""The forecast of a board as rows: when each stage that is left begins and ends, what a what-if moves, the chances."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.forecast import Forecast
from releaseboard.schedule.gather import list_left, name_stage
from releaseboard.schedule.odds import Odds
from releaseboard.schedule.outlook import Outlook
from releaseboard.schedule.whatif import Change, Layer, WhatIf

from .layout import Column, lay_table, near_date
from .phrases import say_days
from .survey import is_open_ended

Plain = dict[str, Any]


class StageDates(NamedTuple):
    """One stage that is left. `first` and `last` day None without a date; `days` working days of work left."""

    stage: str
    first: date | None
    last: date | None
    days: int


class Moved(NamedTuple):
    """A release that a what-if moves. `days`: working days from the one day to the other."""

    release: Release
    before: date
    after: date
    days: int


def list_stage_dates(outlooks: Outlooks, release: Release) -> tuple[StageDates, ...]:
    """The stages of a release that are not over, in their order; () when it is not ahead."""
    whole = outlooks.whole()
    if release.id not in whole.by_id:
        return ()
    found = whole.found
    return tuple(_dates_of(found, release.id, plan.stage) for plan in list_left(release))


def _dates_of(found: Forecast, release: str, stage: str) -> StageDates:
    net = found.net
    node = net.index[name_stage(release, stage)]
    begun, last = found.start[node], found.last_day(name_stage(release, stage))
    first = date.fromordinal(begun + net.base) if begun is not None else None
    return StageDates(stage, first, date.fromordinal(last) if last is not None else None, net.days[node])


def ask_what_if(outlooks: Outlooks, changes: Sequence[Change]) -> Layer:
    """The forecast with a few values changed; nothing else is computed again."""
    return WhatIf(outlooks.whole().found).ask(changes)


def list_moved(board: Board, layer: Layer, calendar: Calendar) -> tuple[Moved, ...]:
    """The releases that would go out on another day, those that move furthest first."""
    moved = []
    for ident, (was, now) in layer.moved().items():
        before, after = date.fromordinal(was), date.fromordinal(now)
        moved.append(Moved(board.releases[ident], before, after, calendar.days_between(before, after)))
    return tuple(sorted(moved, key=lambda one: (-abs(one.days), one.release.key)))


# -- texts -----------------------------------------------------------------------------------------------------------

_COLUMNS = (
    Column(""), Column("release", least=12), Column("stage", least=5), Column("goes out"), Column("slip", right=True),
    Column("slack", right=True), Column("what matters", least=10),
)  # fmt: skip
_STAGE_COLUMNS = (
    Column("stage", least=8), Column("left", right=True), Column("from"), Column("to"),
)  # fmt: skip
_MOVED_COLUMNS = (
    Column("release", least=12), Column("now goes out"), Column("then"), Column("days", right=True),
    Column("window"),
)  # fmt: skip
_ODDS_COLUMNS = (
    Column("release", least=12), Column("forecast"), Column("P50"), Column("P85"), Column("P95"),
    Column("in window", right=True), Column("by target", right=True), Column("past", right=True),
)  # fmt: skip


def write_forecast(board: Board, rows: Sequence[tuple[Release, Outlook]], today: date, width: int) -> list[str]:
    """A line a release that is ahead."""
    cells = [
        (seen.health + ("?" if seen.stale else ""), release.key, board.stage_name(release.stage) if release.stage else
         "", say_bound(release, seen, today), say_days(seen.slip), say_days(seen.slack), seen.fact)
        for release, seen in rows
    ]  # fmt: skip
    head, lines = lay_table(_COLUMNS, cells, width)
    return [head, *lines]


def say_bound(release: Release, outlook: Outlook, today: date) -> str:
    """The day it goes out; with `≥` when it is only a lower bound, `no date` without one."""
    if outlook.date is None:
        return "no date"
    return ("≥ " if is_open_ended(release, outlook) else "") + near_date(outlook.date, today)


def write_stage_dates(board: Board, stages: Iterable[StageDates], today: date, width: int) -> list[str]:
    """A line a stage that is left."""
    cells = [
        (board.stage_name(item.stage), f"{item.days}d", near_date(item.first, today) or "no date",
         near_date(item.last, today) or "no date")
        for item in stages
    ]  # fmt: skip
    head, lines = lay_table(_STAGE_COLUMNS, cells, width)
    return [head, *lines] if cells else []


def write_moved(moved: Sequence[Moved], today: date, width: int) -> list[str]:
    """A line a release that a what-if moves, or that none would."""
    if not moved:
        return ["No release would go out on another day."]
    cells = [
        (one.release.key, near_date(one.before, today), near_date(one.after, today), say_days(one.days),
         _say_window(one))
        for one in moved
    ]  # fmt: skip
    head, lines = lay_table(_MOVED_COLUMNS, cells, width)
    return [head, *lines]


def _say_window(one: Moved) -> str:
    window = one.release.window
    if window is None:
        return ""
    was, now = (day <= window.end for day in (one.before, one.after))
    words = {True: "met", False: "missed"}
    return words[now] if was == now else f"{words[was]} → {words[now]}"


def write_odds(rows: Sequence[tuple[Release, Outlook]], odds: Mapping[str, Odds], today: date, width: int) -> list[str]:
    """A line a release with its chances, then what to think of them."""
    cells, notes = [], []
    for release, seen in rows:
        found = odds.get(release.id, Odds())
        cells.append(
            (release.key, say_bound(release, seen, today), *(near_date(day, today) for day in found[:3]),
             _say_share(found.in_window), _say_share(found.by_target), str(found.samples or ""))
        )  # fmt: skip
        notes += [f"{release.key}: {note}" for note in found.notes]
        if len(found.spikes) > 1:
            days = ", ".join(f"{format_day(spike.first)} {_say_share(spike.share)}" for spike in found.spikes)
            notes.append(f"{release.key}: it lands in one of several weeks: {days}")
    head, lines = lay_table(_ODDS_COLUMNS, cells, width, ("P95", "past", "by target"))
    return [head, *lines, *notes]


def _say_share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


# -- for scripts -----------------------------------------------------------------------------------------------------


def view_stage_dates(stages: Iterable[StageDates]) -> list[Plain]:
    """`stages` of `forecast --json`: those that are left; dates null where there is none."""
    return [
        {"stage": item.stage, "start": item.first.isoformat() if item.first else None,
         "finish": item.last.isoformat() if item.last else None, "left": item.days}
        for item in stages
    ]  # fmt: skip


def view_pair(outlooks: Outlooks, layer: Layer, release: Release) -> Plain:
    """The `before`/`after` pair of a release: its day, null without one."""
    found = outlooks.whole().found
    if release.id not in found.net.index:
        return {}
    days = (found.last_day(release.id), layer.last_day(release.id))
    before, after = ({"forecast": date.fromordinal(day).isoformat() if day is not None else None} for day in days)
    return {"before": before, "after": after}


def view_odds(odds: Odds) -> Plain:
    """The chances of a release; null where there is too little history, or no window or target."""
    days = [day.isoformat() if day is not None else None for day in odds[:3]]
    return {
        "p50": days[0], "p85": days[1], "p95": days[2], "in_window": odds.in_window, "by_target": odds.by_target,
        "samples": odds.samples, "notes": list(odds.notes),
        "spikes": [
            {"first": spike.first.isoformat(), "last": spike.last.isoformat(), "share": spike.share}
            for spike in odds.spikes
        ],
    }  # fmt: skip
