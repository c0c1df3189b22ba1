"""Stage times drawn from the past, for thousands of trials at once (rules 1, 2, 3, 5 and 8 of forecast-engine.md)."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from releaseboard.errors import BadInput

from .history import FEWEST, Row
from .plan import PlannedRelease, PlannedStage

ENOUGH_ROWS = 10  # whole rows from which past releases are drawn whole
FEW_LEFT = 3  # with fewer values beyond the elapsed time, a stage is beyond history

Array = Any  # a numpy array: numpy is loaded only by who simulates, so its types are not here


def import_numpy() -> Any:
    """numpy. Raises BadInput when it is not installed."""
    try:
        import numpy  # noqa: PLC0415 - 180 ms that only a simulation pays
    except ImportError:
        hint = "pip install 'releaseboard[simulate]'"
        raise BadInput("a simulation needs numpy, which is not installed", hint) from None
    return numpy


def name_of(stage: PlannedStage) -> str:
    """The board's id of a stage, without its release."""
    return stage.id.rpartition(".")[2]


class Draw:
    """The past of one release, drawn for each trial.

    What has begun is drawn only from rows in which that stage took longer than it has had so far: leaving that out
    makes a stated P85 hold in a quarter of all cases only. With ten whole rows, one row stands for all stages of a
    trial, because stages of one release go together; else each stage is drawn by itself. Releases of one day count as
    one.

    Attributes:
        rows: what is drawn from; empty with fewer than five.
        is_beyond: a stage that has begun has taken longer than almost all such stages; its rest is drawn as it was
            planned, and that must be said.
    """

    def __init__(self, release: PlannedRelease, rows: Sequence[Row], as_of: int, trials: int, seed: int) -> None:
        self.np = np = import_numpy()
        self.rows = tuple(rows) if len(rows) >= FEWEST else ()
        self.trials = trials
        self.seed = f"{seed} {release.id}"
        self.is_beyond = False
        self.elapsed = 0
        self.active: PlannedStage | None = None
        if not self.rows:
            return
        left = [stage for stage in release.stages if stage.finished is None]
        names = [name_of(stage) for stage in left]
        self.is_whole = sum(all(name in row.ratios for name in names) for row in self.rows) >= ENOUGH_ROWS
        allowed = np.arange(len(self.rows))
        for stage in left:
            if stage.started is not None and stage.remaining is None and stage.days:
                self.active = stage
                self.elapsed = max(0, stage.calendar.count_ordinals(stage.started - 1, as_of - 1))
                longer = np.flatnonzero(np.rint(stage.days * self._ratios(name_of(stage))) > self.elapsed)
                self.is_beyond = len(longer) < FEW_LEFT
                allowed = allowed if self.is_beyond else longer
                break
        self.picked = self._pick(self.seed, allowed)

    def _ratios(self, stage: str) -> Array:
        """The share of its plan that a stage took, one a row; where it was not timed, that of the whole release."""
        return self.np.array([row.ratios.get(stage, row.overall) for row in self.rows])

    def _pick(self, seed: str, allowed: Array) -> Array:
        """For each trial a day of the past on which one of the allowed rows went out, and then one of that day's."""
        np = self.np
        random = np.random.Generator(np.random.SFC64(crc32(seed.encode())))
        days = sorted({self.rows[at].day for at in allowed})
        groups = [[int(at) for at in allowed if self.rows[at].day == day] for day in days]
        sizes = np.array([len(group) for group in groups])
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        flat = np.array([at for group in groups for at in group])
        day = random.integers(0, len(groups), self.trials)
        return flat[starts[day] + (random.random(self.trials) * sizes[day]).astype(np.int64)]

    def days(self, stage: PlannedStage, left: int, first: int, size: int) -> Array | int:
        """Working days left of a stage in `size` trials from `first` on; one number where nothing is drawn.

        `left` is what the forecast counts with.
        """
        if not self.rows or left == 0 or stage.days is None:
            return left
        np = self.np
        ratios = self._ratios(name_of(stage))
        if stage is self.active and not self.is_beyond:
            by_row = np.rint(stage.days * ratios) - self.elapsed
        else:
            by_row = np.rint(left * ratios)
        picked = self.picked
        if not self.is_whole and stage is not self.active:
            picked = self._pick(f"{self.seed} {stage.id}", np.arange(len(self.rows)))
        return np.maximum(1, by_row).astype(np.int16).take(picked[first : first + size])
