"""How stages went in finished releases: their times against the plan, waiting, slip (texts.md 6.1).

All days are working days of the board's own calendar. A stage's time runs from the day it started to the day it was
finished, both counted; its plan is what was first committed. A stage without both dates was not timed and says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from releaseboard.domain.model import Release, StagePlan
from releaseboard.domain.words import OUT_STATES, Flow, State

from .calendar import Calendar
from .history import percentile
from .spells import Spell

P50, P85 = 0.5, 0.85


class Run(NamedTuple):
    """One timed stage of one release.

    Attributes:
        release: record id. stage: stage id.
        planned: working days first planned, at least 1.
        took: working days it took, at least 1.
        first, last: the days on which it started and was finished, ordinals.
        waiting, blocked: working days of `took` on which the release waited, or was blocked.
    """

    release: str
    stage: str
    planned: int
    took: int
    first: int
    last: int
    waiting: int = 0
    blocked: int = 0

    @property
    def slip(self) -> int:
        """Working days over the plan; 0 when it kept to it."""
        return max(0, self.took - self.planned)


class StageTimes(NamedTuple):
    """How one stage went, over all its runs.

    Attributes:
        stage: stage id. runs: how many there are.
        planned: the usual plan, P50 of what was planned; p50, p85: of what it took, nearest rank. None under 5 runs.
        took_days, planned_days: sums; slip_days: the sum of what each run took over its plan.
        slip_share: slip_days as a share of those of all stages; None when nothing slipped.
        waiting_share: (waiting + blocked) / time, 1 - flow efficiency.
    """

    stage: str
    runs: int
    planned: int | None
    p50: int | None
    p85: int | None
    took_days: int
    planned_days: int
    slip_days: int
    slip_share: float | None
    waiting_share: float

    @property
    def slip_factor(self) -> float:
        """Days taken for each day planned; a stage has at least one run, so the plan is not 0."""
        return self.took_days / self.planned_days


def is_out(release: Release) -> bool:
    """Whether it was released, also when it was rolled back later."""
    return release.released_on is not None and (release.state in OUT_STATES or release.state == State.ROLLED_BACK)


def plan_of(release: Release, plan: StagePlan) -> int:
    """The working days first planned for a stage: those of the baseline, else those of the plan; at least 1."""
    first = release.baseline.stages if release.baseline is not None else {}
    return max(1, first.get(plan.stage, plan.planned_days))


def list_runs(releases: Iterable[Release], calendar: Calendar, spells: Sequence[Spell] = ()) -> list[Run]:
    """The timed stages of some releases, each release's in the order of its stages."""
    by_release: dict[str, list[Spell]] = {}
    for spell in spells:
        by_release.setdefault(spell.release, []).append(spell)
    found = []
    for release in releases:
        for plan in release.stages:
            if plan.started is None or plan.finished is None or plan.finished < plan.started:
                continue
            first, last = plan.started.toordinal(), plan.finished.toordinal()
            took = max(1, calendar.count_ordinals(first - 1, last))
            own = by_release.get(release.id, ())
            blocked = min(took, _count_days(own, Flow.BLOCKED, first, last, calendar))
            waiting = min(took - blocked, _count_days(own, Flow.WAITING, first, last, calendar))
            found.append(Run(release.id, plan.stage, plan_of(release, plan), took, first, last, waiting, blocked))
    return found


def _count_days(spells: Iterable[Spell], kind: str, first: int, last: int, calendar: Calendar) -> int:
    """Working days of [first, last] in spells of a kind; a day that lies in two is counted once."""
    days = {
        day
        for spell in spells
        if spell.kind == kind
        for day in range(max(first, spell.first), min(last + 1, spell.end if spell.end is not None else last + 1))
    }
    return sum(1 for day in days if calendar.is_working_ordinal(day))


def sum_stages(runs: Sequence[Run], order: Sequence[str]) -> list[StageTimes]:
    """The times of each stage that has runs, in the board's order; stages the board does not have come last."""
    by_stage: dict[str, list[Run]] = {}
    for run in runs:
        by_stage.setdefault(run.stage, []).append(run)
    slip = sum(run.slip for run in runs)
    stages = [*(stage for stage in order if stage in by_stage), *sorted(set(by_stage) - set(order))]
    return [_sum_stage(stage, by_stage[stage], slip) for stage in stages]


def _sum_stage(stage: str, runs: Sequence[Run], slip: int) -> StageTimes:
    took = [run.took for run in runs]
    own = sum(run.slip for run in runs)
    return StageTimes(
        stage, len(runs), percentile([run.planned for run in runs], P50), percentile(took, P50),
        percentile(took, P85), sum(took), sum(run.planned for run in runs), own, own / slip if slip else None,
        sum(run.waiting + run.blocked for run in runs) / sum(took),
    )  # fmt: skip


def sum_causes(
    spells: Iterable[Spell], only: Mapping[str, Release], calendar: Calendar, since: int, today: int
) -> dict[str, int]:
    """Blocked working days by cause from `since` to `today` (ordinals), most first; open blocks up to today."""
    days: dict[str, set[tuple[str, int]]] = {}
    for spell in spells:
        if spell.kind != Flow.BLOCKED or spell.release not in only:
            continue
        end = today + 1 if spell.end is None else min(spell.end, today + 1)
        mine = days.setdefault(spell.cause or "other", set())
        mine.update((spell.release, day) for day in range(max(since, spell.first), end)
                    if calendar.is_working_ordinal(day))  # fmt: skip
    counted = {cause: len(found) for cause, found in days.items() if found}
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
