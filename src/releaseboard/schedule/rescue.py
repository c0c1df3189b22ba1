"""Which stage to shorten: late releases that would have met their window had one stage taken its planned days.

Each finished release is replayed with the actual days of all other stages (texts.md 6.2). Between two stages the same
working days pass as did; no stage begins before what it waited for was there, and no release goes out before its window
opens or on a frozen day. So a stage that others had to wait behind anyway rescues nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release, Window
from releaseboard.domain.words import LinkType, PredecessorKind, Strength

from .calendar import Calendar, NoWorkingDay
from .flow import Run
from .outside import find_day
from .windows import OpenDays


class Late(NamedTuple):
    """A release that went out after its window.

    Attributes:
        release: the release. window: the one it had to meet. days: working days after the window's end.
        rescued_by: stage id → the ordinal on which it would have gone out had that stage kept its plan; only stages
            that would have brought it into its window.
    """

    release: Release
    window: Window
    days: int
    rescued_by: Mapping[str, int]


class Rescues(NamedTuple):
    """What would have saved late releases.

    Attributes:
        late: the late releases among those timed, in the order of their going out.
        untimed: how many more were late and have no stage with both dates: nothing can be said of them.
    """

    late: tuple[Late, ...]
    untimed: int

    def saved_by(self, stage: str) -> int:
        """R(s): how many late releases this stage alone would have saved."""
        return sum(1 for item in self.late if stage in item.rescued_by)


def find_rescues(
    board: Board, days: OpenDays, releases: Iterable[Release], windows: Mapping[str, Window], runs: Iterable[Run]
) -> Rescues:
    """The late releases, and what would have saved each.

    Args:
        board: the board.
        days: its calendars.
        releases: finished ones.
        windows: the window that each had to meet, by record id; without one a release can't be late.
        runs: the timed stages of these releases.
    """
    by_release: dict[str, list[Run]] = {}
    for run in runs:
        by_release.setdefault(run.release, []).append(run)
    late = []
    untimed = 0
    for release in releases:
        window = windows.get(release.id)
        if window is None or release.released_on is None or release.released_on <= window.end:
            continue
        own = by_release.get(release.id)
        if not own:
            untimed += 1
            continue
        over = days.team("").days_between(window.end, release.released_on)
        late.append(Late(release, window, over, _find_saving(board, days, release, window, own)))
    late.sort(key=lambda item: (item.release.released_on or item.window.end, item.release.key))
    return Rescues(tuple(late), untimed)


def _find_saving(board: Board, days: OpenDays, release: Release, window: Window, runs: Sequence[Run]) -> dict[str, int]:
    found = {}
    bounds = find_bounds(board, days, release)
    for run in runs:
        if not run.slip:
            continue
        out = replay(release, runs, {run.stage: run.planned}, days, bounds, window)
        if out is not None and out <= window.end.toordinal():
            found[run.stage] = out
    return found


def replay(
    release: Release, runs: Sequence[Run], took: Mapping[str, int], days: OpenDays, bounds: Mapping[str, int],
    window: Window | None = None,
) -> int | None:  # fmt: skip
    """The ordinal on which a finished release would have gone out had some stages taken other working days.

    Args:
        release: a release that is out.
        runs: its timed stages, in order.
        took: stage id → working days, at least 1; the other stages take what they took.
        days: the board's calendars.
        bounds: stage id → the first ordinal on which it could begin; a stage that began before is not held by it.
        window: it does not go out before this one opens.

    Returns:
        The ordinal; None when it is not out, or no working day is that near.
    """
    if release.released_on is None or not runs:
        return None
    calendar = days.team("")
    old, new = runs[0].first, runs[0].first
    try:
        for at, run in enumerate(runs):
            first = run.first
            if at:
                first = _shift(calendar, old, new, run.first)
                first = max(first, min(bounds.get(run.stage, 0), run.first))
            last = run.last
            if first != run.first or run.stage in took:
                last = calendar.finish_ordinal(first, took.get(run.stage, run.took))
            old, new = run.last, last
        opens = days.release(release).counted
        out = _shift(opens, old, new, release.released_on.toordinal())
        if out != release.released_on.toordinal():
            out = opens.finish_ordinal(max(out, window.start.toordinal() if window is not None else 0), 1)
    except NoWorkingDay:
        return None
    return out


def _shift(calendar: Calendar, old: int, new: int, day: int) -> int:
    """The day as far after `new`, in working days, as `day` was after `old`."""
    return day if old == new else calendar.add_ordinals(new, calendar.count_ordinals(old, day))


def find_bounds(board: Board, days: OpenDays, release: Release) -> dict[str, int]:
    """From when each stage of a release could begin by what it waited for: stage id → ordinal."""
    found: dict[str, int] = {}
    for link in board.waits_for(release.id):
        if link.strength == Strength.SOFT or link.waived or link.type == LinkType.FF or not release.stages:
            continue
        stage = link.successor_stage or release.stages[-1].stage
        day = _giver_day(board, days, link)
        if day is None:
            continue
        try:
            day = day + link.lag_calendar_days if link.lag_calendar_days else days.team("").add_ordinals(day, link.lag)
        except NoWorkingDay:
            continue
        found[stage] = max(found.get(stage, 0), day)
    return found


def _giver_day(board: Board, days: OpenDays, link: Link) -> int | None:
    """The first day after what is waited for, by what happened; of a start-to-start link that start. None: unknown."""
    if link.predecessor_kind != PredecessorKind.RELEASE:
        return find_day(board, link.predecessor, days.team(""))[1]
    giver = board.releases.get(link.predecessor)
    if giver is None:
        return None
    point = link.successor_stage if link.type == LinkType.SAME_STAGE else link.point
    plan = giver.stage_plan(point)
    if plan is None:
        return giver.released_on.toordinal() + 1 if giver.released_on is not None else None
    if link.type == LinkType.SS:
        return plan.started.toordinal() if plan.started is not None else None
    return plan.finished.toordinal() + 1 if plan.finished is not None else None


def count_critical(releases: Iterable[Release], runs: Iterable[Run], calendar: Calendar) -> dict[str, int]:
    """In how many releases each stage was on the driving chain when it went out.

    Followed back from the release: a stage drives when what came after it began on the same or the next working day.
    Where days lie between, something else held it (a window, a freeze, another release), and the chain of its own
    stages ends there.
    """
    by_release: dict[str, list[Run]] = {}
    for run in runs:
        by_release.setdefault(run.release, []).append(run)
    found: dict[str, int] = {}
    for release in releases:
        if release.released_on is None:
            continue
        day = release.released_on.toordinal()
        for run in reversed(by_release.get(release.id, ())):
            if calendar.count_ordinals(run.last, day) > 1:
                break
            found[run.stage] = found.get(run.stage, 0) + 1
            day = run.first
    return found
