"""How good our word was: forecasts against what happened, and how soon people were told (texts.md 6.1).

A forecast of the past is made again as of its day, knowing only what was known then (backtest.py). A board keeps no
forecasts, so from when a date was wrong is told by the re-plans.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.words import NoticeKind, NoticeState

from .backtest import plan_then
from .calendar import Calendar, NoWorkingDay
from .flowdays import first_start
from .forecast import compute
from .history import FEWEST
from .network import compile_plan
from .plan import Plan
from .windows import OpenDays

BEFORE = 20  # working days before the release, at which its forecast is judged


class ForecastQuality(NamedTuple):
    """Errors, forecast minus actual, in working days: below 0 the forecast was too early, which is hopeful."""

    errors: tuple[int, ...]

    @property
    def mean_error(self) -> float | None:
        """How far off, whichever way; None under five."""
        return _mean([abs(error) for error in self.errors])

    @property
    def bias(self) -> float | None:
        """Which way: below 0 too hopeful; None under five."""
        return _mean(self.errors)


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if len(values) >= FEWEST else None


def judge_forecasts(finished: Iterable[Release], days: OpenDays) -> ForecastQuality:
    """The forecasts 20 working days before each release that was at work by then."""
    calendar = days.team("")
    errors = []
    for release in finished:
        begun = first_start(release)
        if begun is None or release.released_on is None:
            continue
        as_of = calendar.add_days(release.released_on, -BEFORE)
        if begun > as_of:
            continue
        said = forecast_then(release, as_of, days)
        if said is not None:
            errors.append(calendar.days_between(release.released_on, said))
    return ForecastQuality(tuple(errors))


def forecast_then(release: Release, as_of: date, days: OpenDays) -> date | None:
    """What the forecast of a release would have said on a day in its past; None without a date."""
    try:
        found = compute(compile_plan(Plan(as_of.toordinal(), (plan_then(release, as_of, days),))))
    except NoWorkingDay:
        return None
    last = found.last_day(release.id)
    return date.fromordinal(last) if last is not None else None


def list_notice_delays(board: Board, only: Iterable[str], since: date | None, calendar: Calendar) -> list[int]:
    """Working days from a re-plan to each delay notice that told of it, for some releases (record ids).

    A notice that follows no re-plan tells nothing: from when its date was wrong is not known. `since` leaves out what
    was sent before.
    """
    wanted = set(only)
    moved: dict[str, list[date]] = {}
    for replan in board.replans.values():
        try:
            moved.setdefault(replan.release, []).append(date.fromisoformat(replan.at[:10]))
        except ValueError:
            continue
    found = []
    told: dict[tuple[str, str, tuple[str, ...]], date] = {}
    sent = [item for item in board.notices.values() if item.sent_on is not None and item.state != NoticeState.DRAFT]
    for notice in sorted(sent, key=lambda item: (item.sent_on or date.min, item.id)):
        assert notice.sent_on is not None  # the others were left out
        readers = (notice.release, notice.audience, notice.stakeholders)
        before = told.get(readers, date.min)
        told[readers] = notice.sent_on
        known = [day for day in moved.get(notice.release, ()) if before <= day <= notice.sent_on]
        is_asked = notice.release in wanted and (since is None or notice.sent_on >= since)
        if known and is_asked and notice.kind == NoticeKind.DELAY:
            found.append(calendar.days_between(min(known), notice.sent_on))
    return found
