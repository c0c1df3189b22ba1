"""What past stages took: percentiles by the nearest rank, and none at all from too few samples (T27, T28)."""

from collections.abc import Sequence
from math import ceil

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release

from .calendar import Calendar

FEWEST = 5  # samples below which a percentile says nothing


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


def list_rows(releases: Sequence[Release], calendar: Calendar) -> list[dict[str, int]]:
    """What each finished release took, stage by stage: whole rows, because stages of one release go together."""
    rows = []
    for release in releases:
        done = [plan for plan in release.stages if plan.started is not None and plan.finished is not None]
        if release.released_on is not None and done:
            rows.append(
                {
                    plan.stage: max(1, calendar.days_between(plan.started, plan.finished) + 1)
                    for plan in done
                    if plan.started is not None and plan.finished is not None
                }
            )
    return rows
