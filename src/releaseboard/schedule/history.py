"""What past stages took: percentiles by the nearest rank, and none at all from too few samples (T27, T28)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release

from .calendar import Calendar

FEWEST = 5  # samples below which a percentile says nothing
RECENT = 60  # how many past releases are looked at: older ones say less about how it goes now


class Row(NamedTuple):
    """One past release: how long its stages took, as a share of what was planned.

    Rows stay whole, because stages of one release go together. `day` is when it went out: releases of one day are one
    experience, not several.
    """

    type: str
    day: date
    ratios: Mapping[str, float]
    overall: float


def percentile(values: Sequence[int], share: float) -> int | None:
    """The value at the nearest rank, rounded up: one that did happen. None from fewer than five.

    T27: of 2 3 3 4 5 5 6 8 9 13 the P50 is 5 and the P85 is 9.
    """
    if len(values) < FEWEST:
        return None
    return sorted(values)[max(1, ceil(len(values) * share)) - 1]


def list_stage_days(board: Board, calendar: Calendar) -> dict[tuple[str, str], list[int]]:
    """Working days that finished stages took, by release type and stage."""
    found: dict[tuple[str, str], list[int]] = {}
    for release in board.releases.values():
        for plan in release.stages:
            if plan.started is not None and plan.finished is not None:
                took = calendar.count_ordinals(plan.started.toordinal() - 1, plan.finished.toordinal())
                found.setdefault((release.type, plan.stage), []).append(max(1, took))
    return found


def list_rows(releases: Iterable[Release], calendar: Calendar, before: date | None = None) -> list[Row]:
    """What finished releases took, the latest last, at most 60; with `before`, only those that were out by then."""
    rows = []
    for release in releases:
        out = release.released_on
        if out is None or (before is not None and out >= before):
            continue
        row = make_row(release, out, calendar)
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda row: row.day)
    return rows[-RECENT:]


def make_row(release: Release, out: date, calendar: Calendar) -> Row | None:
    """What one release took against its first plan; None when no stage of it was timed."""
    first = release.baseline.stages if release.baseline is not None else {}
    ratios: dict[str, float] = {}
    took = planned = 0
    for plan in release.stages:
        if plan.started is not None and plan.finished is not None and plan.finished >= plan.started:
            days = max(1, calendar.count_ordinals(plan.started.toordinal() - 1, plan.finished.toordinal()))
            meant = max(1, first.get(plan.stage, plan.planned_days))
            ratios[plan.stage] = days / meant
            took, planned = took + days, planned + meant
    return Row(release.type, out, ratios, took / planned) if ratios else None


def choose_rows(rows: Sequence[Row], kind: str) -> list[Row]:
    """The rows that say something about releases of a type: its own when there are five, else all, else none."""
    own = [row for row in rows if row.type == kind]
    chosen = own if len(own) >= FEWEST else list(rows)
    return chosen if len(chosen) >= FEWEST else []
