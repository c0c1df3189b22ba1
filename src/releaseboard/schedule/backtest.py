"""Would our percentiles have held? Each past release is forecast again as of each of its weeks, knowing only what was
known then, and compared with the day on which it did go out.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release, StagePlan

from .calendar import Calendar
from .forecast import compute
from .history import Row, choose_rows, list_rows
from .network import compile_plan
from .odds import mean_coverage, read_odds
from .plan import Plan, PlannedRelease, PlannedStage
from .simulate import LIVE, simulate
from .windows import OpenDays

WEEK = timedelta(days=7)
LONGEST = 26  # weeks of one release that are replayed


class Replay(NamedTuple):
    """One release as of one past day. `weeks` is how many it still took; `forecast` is the day without any chance."""

    key: str
    as_of: date
    weeks: int
    forecast: date | None
    p50: date | None
    p85: date | None
    actual: date

    @property
    def by_p50(self) -> bool:
        """It went out by then."""
        return self.p50 is None or self.actual <= self.p50

    @property
    def by_p85(self) -> bool:
        """The same for P85."""
        return self.p85 is None or self.actual <= self.p85


class Coverage(NamedTuple):
    """How often what was said held: `by_p50` should be near 0.50, `by_p85` near 0.85; None without any case."""

    releases: int
    cases: int
    by_p50: float | None
    by_p85: float | None


def replay_past(board: Board, today: date, trials: int = LIVE, team: str = "") -> list[Replay]:
    """All replays of releases that are out (of a team, where one is named), for weeks with enough history before."""
    days = OpenDays(board, today)
    out = sorted(
        (item for item in board.releases.values() if item.released_on is not None and (not team or item.team == team)),
        key=lambda item: (item.released_on or today, item.key),
    )
    history = [item for item in board.releases.values() if item.released_on is not None]
    found: list[Replay] = []
    for release in out:
        starts = [plan.started for plan in release.stages if plan.started is not None]
        if not starts or release.released_on is None:
            continue
        as_of = min(starts)
        for _ in range(LONGEST):
            if as_of >= release.released_on:
                break
            rows = choose_rows(list_rows(history, days.team(""), before=as_of), release.type)
            if rows:
                found.append(_replay(release, as_of, rows, days, trials))
            as_of += WEEK
    return found


def plan_then(release: Release, as_of: date, days: OpenDays) -> PlannedRelease:
    """A release that is out as it was planned on a day in its past, by its baseline where it has one."""
    own = days.release(release)
    window = release.baseline.window if release.baseline is not None else release.window
    stages = tuple(_stage_then(release, plan, as_of, days.stage(release, plan).calendar) for plan in release.stages)
    start = window.start.toordinal() if window is not None else 0
    return PlannedRelease(release.id, stages, own.opens, own.counted, start)


def _replay(release: Release, as_of: date, rows: Sequence[Row], days: OpenDays, trials: int) -> Replay:
    assert release.released_on is not None
    planned = plan_then(release, as_of, days)
    found = compute(compile_plan(Plan(as_of.toordinal(), (planned,))))
    done = simulate(found, {release.id: rows}, trials)
    drawn = done.days.get(release.id)
    last = found.last_day(release.id)
    odds = read_odds(done, release.id, drawn) if drawn is not None else None
    return Replay(
        release.key, as_of, (release.released_on - as_of).days // 7, date.fromordinal(last) if last else None,
        odds.p50 if odds else None, odds.p85 if odds else None, release.released_on,
    )  # fmt: skip


def _stage_then(release: Release, plan: StagePlan, as_of: date, calendar: Calendar) -> PlannedStage:
    """A stage as it was known on that day: what came later had not happened."""
    first = release.baseline.stages if release.baseline is not None else {}
    started = plan.started if plan.started is not None and plan.started <= as_of else None
    finished = plan.finished if started is not None and plan.finished is not None and plan.finished < as_of else None
    return PlannedStage(
        f"{release.id}.{plan.stage}", max(1, first.get(plan.stage, plan.planned_days)), calendar, "",
        started.toordinal() if started else None, finished.toordinal() if finished else None,
    )  # fmt: skip


def measure(replays: Sequence[Replay]) -> Coverage:
    """The share that landed by P50 and by P85."""
    return Coverage(
        len({replay.key for replay in replays}), len(replays),
        mean_coverage([replay.by_p50 for replay in replays]), mean_coverage([replay.by_p85 for replay in replays]),
    )  # fmt: skip


def measure_by_distance(replays: Sequence[Replay]) -> dict[str, Coverage]:
    """The same by how far ahead it was said: up to two weeks, up to six, more."""
    groups: dict[str, list[Replay]] = {"up to 2 weeks": [], "3 to 6 weeks": [], "over 6 weeks": []}
    for replay in replays:
        name = "up to 2 weeks" if replay.weeks <= 2 else "3 to 6 weeks" if replay.weeks <= 6 else "over 6 weeks"
        groups[name].append(replay)
    return {name: measure(group) for name, group in groups.items()}
