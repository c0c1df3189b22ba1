"""The numbers about the process itself: everything that `metrics` and the page `gm` show, worked out once (texts.md 6).

What is over is counted over the releases that went out in the period, archived ones too, since they did happen; what is
under way over those at work now.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.model import Release
from releaseboard.domain.words import GateState
from releaseboard.schedule.dora import Dora, measure_dora
from releaseboard.schedule.flow import Run, StageTimes, is_out, list_runs, sum_causes, sum_stages
from releaseboard.schedule.flowdays import Aged, Flowed, Pace, find_pace, list_aged, list_flow, list_windows
from releaseboard.schedule.foretold import ForecastQuality, judge_forecasts, list_notice_delays
from releaseboard.schedule.rescue import Rescues, count_critical, find_rescues
from releaseboard.schedule.spells import Entries, count_entries, find_spells
from releaseboard.schedule.windows import OpenDays

from .summary import OnTime
from .survey import judge_on_time, list_agreed_windows

NO_ENTRIES = Entries()


class StageLine(NamedTuple):
    """One stage of the table.

    Attributes:
        name: as people call it. times: how long it took.
        entries: how often it was entered, and how often by a move back.
        critical: in how many releases it was on the driving chain when they went out.
        rescues: R(s), how many late releases it alone would have saved.
    """

    name: str
    times: StageTimes
    entries: Entries
    critical: int
    rescues: int

    @property
    def rework(self) -> float:
        """Moves back into the stage for each entry into it, 0 to 1."""
        return self.entries.backs / self.entries.entries if self.entries.entries else 0.0


class Scope(NamedTuple):
    """What was asked about: a release type ('' all), from a day on (None: from the first release), as of `today`."""

    type: str
    since: date | None
    today: date


class Metrics(NamedTuple):
    """All numbers of one look.

    Attributes:
        scope: what was asked about.
        finished: the releases that went out in it. timed: how many of them have a stage with both its dates.
        stages: one line a stage that was timed, in the board's order.
        runs: the timed stages behind them.
        rescues: the late releases and what would have saved each.
        original, agreed: on-time rates, against the first window and the agreed one.
        gates: decided gates of finished releases, and how many passed at the first decision.
        causes: blocked working days by cause, most first.
        knows_waiting: some block or wait of a finished release is on record, so 0% is a fact.
        aged: what is at work, the oldest against its P85 first.
        pace: throughput, cycle time. flow: the columns week by week.
        windows, new_windows: working days from commit to release; of new applications alone.
        dora, quality: the measures of releases, and of our forecasts.
        notices: working days from a re-plan to the notice of it.
    """

    scope: Scope
    finished: tuple[Release, ...]
    timed: int
    stages: tuple[StageLine, ...]
    runs: tuple[Run, ...]
    rescues: Rescues
    original: OnTime
    agreed: OnTime
    gates: OnTime
    causes: dict[str, int]
    knows_waiting: bool
    aged: tuple[Aged, ...]
    pace: Pace
    flow: tuple[Flowed, ...]
    windows: tuple[int, ...]
    new_windows: tuple[int, ...]
    dora: Dora
    quality: ForecastQuality
    notices: tuple[int, ...]

    @property
    def late(self) -> int:
        """How many finished releases were late, untimed ones too."""
        return len(self.rescues.late) + self.rescues.untimed

    @property
    def worst(self) -> StageLine | None:
        """The stage to shorten first: the most rescues, then the most slip days; None when no stage was timed."""
        return max(self.stages, key=lambda line: (line.rescues, line.times.slip_days), default=None)


def measure(
    board: Board, changes: Sequence[Change], today: date, *, kind: str = "", since: date | None = None
) -> Metrics:
    """The numbers of a board.

    Args:
        board: the board.
        changes: its whole history, oldest first; () where nothing is known of blocks and moves back.
        today: the day it is looked at.
        kind: only releases of this type; '' for all.
        since: only what went out on or after this day; None for all.
    """
    scope = Scope(kind, since, today)
    chosen = [item for item in board.releases.values() if not kind or item.type == kind]
    every = [item for item in chosen if is_out(item) and item.released_on is not None and item.released_on <= today]
    finished = sorted(
        (item for item in every if since is None or (item.released_on or today) >= since),
        key=lambda item: (item.released_on or today, item.key),
    )
    days = OpenDays(board, today)
    calendar = days.team("")
    spells = find_spells(board, changes)
    runs = list_runs(finished, calendar, spells)
    rescues = find_rescues(board, days, finished, list_agreed_windows(board, finished, calendar), runs)
    original, agreed, _ = judge_on_time(board, finished, calendar)
    stages = _make_lines(board, finished, runs, rescues, changes, days)
    begin = since or min((item.released_on for item in finished if item.released_on is not None), default=today)
    pace = find_pace(finished, chosen, since, today, calendar)
    ids = {item.id: item for item in chosen}
    return Metrics(
        scope, tuple(finished), len({run.release for run in runs}), stages, tuple(runs), rescues, original, agreed,
        _judge_gates(board, finished),
        sum_causes(spells, ids, calendar, since.toordinal() if since is not None else 1, today.toordinal()),
        any(run.waiting or run.blocked for run in runs),
        tuple(list_aged(chosen, {line.times.stage: line.times.p85 for line in stages}, today, calendar)),
        pace, tuple(list_flow(chosen, begin, today)),
        tuple(list_windows(finished, calendar, new=False)), tuple(list_windows(finished, calendar, new=True)),
        measure_dora(finished, every, pace.weeks, calendar), judge_forecasts(finished, days),
        tuple(list_notice_delays(board, ids, since, calendar)),
    )  # fmt: skip


def _make_lines(
    board: Board, finished: Sequence[Release], runs: Sequence[Run], rescues: Rescues, changes: Sequence[Change],
    days: OpenDays,
) -> tuple[StageLine, ...]:  # fmt: skip
    entries = count_entries(board, changes, [item.id for item in finished])
    critical = count_critical(finished, runs, days.team(""))
    return tuple(
        StageLine(
            board.stage_name(times.stage), times, entries.get(times.stage, NO_ENTRIES),
            critical.get(times.stage, 0), rescues.saved_by(times.stage),
        )
        for times in sum_stages(runs, board.stage_ids)
    )  # fmt: skip


def _judge_gates(board: Board, finished: Iterable[Release]) -> OnTime:
    """How many decided gates passed at the first decision; a conditional go does not count as one that passed."""
    ids = {item.id for item in finished}
    decided = [item for item in board.gate_results.values() if item.release in ids and item.first_state]
    return OnTime(sum(1 for item in decided if item.first_state == GateState.PASSED), len(decided))
