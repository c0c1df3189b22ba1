"""What trials say of a release: P50, P85, P95, the chance of its target and of each window, and what to think of it."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from .appraisal import Outlooks
from .draws import Array, import_numpy
from .history import FEWEST, Row, choose_rows, list_rows
from .simulate import LIVE, Trials, simulate

P50, P85, P95 = 0.50, 0.85, 0.95
TOO_FEW_FOR_P95 = 10
MOST_SPIKES = 4  # dates that are named before the rest is `later`


class Spike(NamedTuple):
    """A run of days in the same working week on which so large a share of trials went out."""

    first: date
    last: date
    share: float


class Odds(NamedTuple):
    """The chances of one release.

    Attributes:
        p50, p85, p95: dates that were drawn, rounded up; None with too little history, or past five years.
        in_window: share of trials that went out by the window's end; by_target: by the target. None without them.
        spikes: where the trials lie, earliest first: after windows are met a date is rarely a bell.
        samples: past releases that were drawn from, 0 when there were fewer than five.
        notes: what to think of it, in words.
    """

    p50: date | None = None
    p85: date | None = None
    p95: date | None = None
    in_window: float | None = None
    by_target: float | None = None
    spikes: tuple[Spike, ...] = ()
    samples: int = 0
    notes: tuple[str, ...] = ()


def draw_odds(outlooks: Outlooks, trials: int = LIVE, seed: int = 0) -> dict[str, Odds]:
    """The odds of all releases that are ahead and have a date."""
    whole = outlooks.whole()
    board, days = whole.board, whole.days
    rows = list_rows(board.releases.values(), days.team(""))
    by_type: dict[str, list[Row]] = {}
    chosen = {}
    for ident in whole.by_id:
        kind = board.releases[ident].type
        if kind not in by_type:
            by_type[kind] = choose_rows(rows, kind)
        chosen[ident] = by_type[kind]
    done = simulate(whole.found, chosen, trials, seed)
    found = {}
    for ident, drawn in done.days.items():
        release, prospect = board.releases[ident], whole.by_id[ident]
        end = prospect.window[1] if prospect.window is not None else None
        target = release.target.toordinal() if release.target is not None else None
        found[ident] = read_odds(done, ident, drawn, end, target, prospect.day)
    return found


def read_odds(
    done: Trials,
    ident: str,
    drawn: Array,
    end: int | None = None,
    target: int | None = None,
    forecast: int | None = None,
) -> Odds:
    """The odds in what was drawn for one release; `end` of its window, its `target` and its `forecast` as ordinals."""
    np = import_numpy()
    draw = done.draws[ident]
    samples = len(draw.rows)
    if samples < FEWEST:
        return Odds(notes=(f"not enough history: {FEWEST} past releases are needed",))
    ordered = np.sort(drawn)
    days = [find_rank(ordered, level(share, samples), done.last) for share in (P50, P85, P95)]
    notes = []
    if samples < TOO_FEW_FOR_P95:
        notes.append(f"only {samples} past releases: a P95 has no support")
    if draw.is_beyond:
        notes.append("beyond history: its stage has taken longer than almost all such stages")
    if forecast is not None and days[0] is not None and days[0].toordinal() > forecast:
        notes.append("P50 is after the forecast: where several things must come together, the latest counts")
    return Odds(
        days[0], days[1], None if samples < TOO_FEW_FOR_P95 else days[2],
        None if end is None else float((drawn <= end).mean()),
        None if target is None else float((drawn <= target).mean()),
        find_spikes(ordered, done.last), samples, tuple(notes),
    )  # fmt: skip


def level(share: float, samples: int) -> float:
    """The share to read off so that it holds for one more release: rank ceil((N+1)p) of N, at most the largest."""
    return min(1.0, ceil((samples + 1) * share) / samples)


def find_rank(ordered: Array, share: float, last: int) -> date | None:
    """The nearest rank, rounded up; None when it lies past the tables."""
    at = max(1, ceil(len(ordered) * share - 1e-9)) - 1
    day = int(ordered[at])
    return None if day >= last else date.fromordinal(day)


def find_spikes(ordered: Array, last: int) -> tuple[Spike, ...]:
    """Runs of drawn days with less than a weekend between them; the smallest are left out."""
    np = import_numpy()
    values, counts = np.unique(ordered, return_counts=True)
    runs: list[list[Any]] = []
    for day, count in zip(values.tolist(), counts.tolist(), strict=True):
        if runs and day - runs[-1][1] <= 3 and day < last:
            runs[-1][1] = day
            runs[-1][2] += count
        else:
            runs.append([day, day, count])
    total = len(ordered)
    best = sorted(runs, key=lambda run: -run[2])[:MOST_SPIKES]
    return tuple(
        Spike(date.fromordinal(first), date.fromordinal(end), count / total) for first, end, count in sorted(best)
    )


def mean_coverage(landed: Sequence[bool]) -> float | None:
    """The share of cases that held; None without any."""
    return sum(landed) / len(landed) if landed else None
