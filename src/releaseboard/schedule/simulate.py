"""The chances of each date: the forward pass of forecast.py on thousands of trials at once.

Stage times are drawn from the past (draws.py), windows are met inside each trial, and the seed is fixed for each
release, so that two runs, or two what-ifs, draw the same. numpy is loaded only when something is simulated.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from releaseboard.domain.words import LinkType

from .draws import Array, Draw, import_numpy
from .forecast import Forecast
from .history import Row
from .network import Network, Special
from .plan import PlannedStage

LIVE, STORED = 2_000, 10_000  # trials for a preview, and for what is kept
CHUNK = 2_500  # trials at once: more do not fit the processor's memory
_PLAIN = Special()


class Trials:
    """What came of the trials.

    Attributes:
        days: release id → the ordinals of the days on which it went out, one a trial; the last day of the tables, five
            years ahead, stands for all later ones. Releases without a date are not in it.
        draws: release id → what its stage times were drawn from.
        critical: stage or release id → share of the trials in which it was on the driving chain of the release asked
            about; empty when none was.
        last: the last day of the tables.
    """

    def __init__(self, draws: dict[str, Draw], last: int) -> None:
        self.days: dict[str, Array] = {}
        self.draws = draws
        self.critical: dict[str, float] = {}
        self.last = last


def simulate(
    found: Forecast, rows: Mapping[str, Sequence[Row]], trials: int = LIVE, seed: int = 0, critical_for: str = ""
) -> Trials:
    """Run trials of a forecast.

    Args:
        found: the forecast.
        rows: release id → the past releases that its times are drawn from; without any it goes as planned.
        trials: how many.
        seed: the same seed gives the same trials.
        critical_for: a release id whose driving chains are counted, '' for none.
    """
    np = import_numpy()
    net = found.net
    draws = {
        release.id: Draw(release, rows.get(release.id, ()), net.plan.as_of, trials, seed)
        for release in net.plan.releases
        if release.released is None
    }
    done = Trials(draws, net.base + net.span - 1)
    parts: dict[str, list[Array]] = {}
    for first in range(0, trials, CHUNK):
        size = min(CHUNK, trials - first)
        run = _Run(np, found, draws, first, size, keep=bool(critical_for))
        for node, end in enumerate(run.finish):
            if end is not None and net.is_release(node):
                parts.setdefault(net.ids[node], []).append(np.broadcast_to(end - 1, size))
        for ident, share in run.list_critical(net.index.get(critical_for, -1)).items():
            done.critical[ident] = done.critical.get(ident, 0.0) + share * size / trials
    for ident, ends in parts.items():
        done.days[ident] = np.minimum(np.concatenate(ends).astype(np.int64) + net.base, done.last)
    return done


class _Run:
    """One chunk of trials: for each node an array of ends, or one number where all trials agree."""

    def __init__(
        self, np: Any, found: Forecast, draws: Mapping[str, Draw], first: int, size: int, *, keep: bool
    ) -> None:
        self.np = np
        self.net: Network = found.net
        self.size = size
        self.tables: dict[int, tuple[Array, Array]] = {}
        self.start: list[Any] = []
        self.finish: list[Any] = []
        self.drivers: list[Any] | None = [] if keep else None
        self.pools = [np.zeros((max(1, lanes), size), np.int16) for lanes in self.net.lanes]
        self.holders = [np.full((max(1, lanes), size), -1, np.int32) for lanes in self.net.lanes]
        owner = {stage.id: release.id for release in self.net.plan.releases for stage in release.stages}
        for node, item in enumerate(self.net.items):
            if found.finish[node] is None:
                self._add(None, None, None)
                continue
            days: Any = self.net.days[node]
            if isinstance(item, PlannedStage):
                days = draws[owner[item.id]].days(item, days, first, size)
            self._add(*self._evaluate(node, days))

    def _add(self, start: Any, finish: Any, driver: Any) -> None:
        self.start.append(start)
        self.finish.append(finish)
        if self.drivers is not None:
            self.drivers.append(driver)

    def _table(self, counts: list[int], worked: list[int]) -> tuple[Array, Array]:
        """A sheet as arrays; a place or day outside it leads to the day after the last."""
        found = self.tables.get(id(counts))
        if found is None:
            np = self.np
            found = np.array(counts, np.int16), np.array([*worked, self.net.span], np.int16)
            self.tables[id(counts)] = found
        return found

    def _evaluate(self, node: int, days: Any) -> tuple[Any, Any, Any]:
        """As `forecast.evaluate`, for all trials of the chunk."""
        np, net, special = self.np, self.net, self.net.special[node] or _PLAIN
        counts, worked = self._table(net.counts[node], net.worked[node])
        place: Any = counts[net.floors[node]]
        driver: Any = -1
        lane = self._take_lane(special)
        asked = [(lane[1], np.where(lane[1] >= 0, counts[lane[0]], -1))] if lane is not None else []
        if net.chain[node] >= 0:
            asked.append((net.chain[node], counts.take(self.finish[net.chain[node]] - net.back[node])))
        for giver, lag in net.links[node]:
            asked.append((giver, counts.take(self.finish[giver]) + lag))
        for giver, kind, lag, in_calendar_days in special.bonds:
            if kind != LinkType.FF:
                day = self.start[giver] if kind == LinkType.SS else self.finish[giver]
                at = counts.take(day + lag, mode="clip") if in_calendar_days else counts.take(day) + lag
                asked.append((giver, at))
        for giver, at in asked:
            if self.drivers is not None:
                driver = np.where(at >= place, giver, driver)
            place = np.maximum(place, at)
        if not net.days[node]:
            begun = ended = self._pass_through(node, special)
        else:
            if special.entry is not None:
                entry_counts, entry_days = self._table(*special.entry)
                day = entry_days.take(entry_counts.take(worked.take(place, mode="clip")), mode="clip")
                place = counts.take(day)
            begun = worked.take(place, mode="clip")
            ended = np.minimum(worked.take(place + days - 1, mode="clip") + 1, net.span)
        ended, driver = self._wait_for_ends(node, special, ended, driver)
        if lane is not None:
            self.pools[special.lanes][lane[2], np.arange(self.size)] = ended
            self.holders[special.lanes][lane[2], np.arange(self.size)] = node
        return (begun if net.days[node] else ended), ended, driver

    def _pass_through(self, node: int, special: Special) -> Any:
        """When a milestone is reached: time passes through it, on working days or not."""
        np, net = self.np, self.net
        counts, worked = self._table(net.counts[node], net.worked[node])
        floor: Any = net.floors[node]
        if net.chain[node] >= 0:
            floor = np.maximum(floor, self.finish[net.chain[node]] - net.back[node])
        waits = [(self.finish[giver], lag, False) for giver, lag in net.links[node]]
        for giver, kind, lag, in_calendar_days in special.bonds:
            if kind != LinkType.FF:
                waits.append((self.start[giver] if kind == LinkType.SS else self.finish[giver], lag, in_calendar_days))
        for day, lag, in_calendar_days in waits:
            if in_calendar_days:
                floor = np.maximum(floor, np.clip(day + lag, 0, net.span))
            else:
                floor = np.maximum(floor, worked.take(counts.take(day) + lag, mode="clip") if lag else day)
        return floor

    def _take_lane(self, special: Special) -> tuple[Array, Array, Array] | None:
        """When the lane that is free first is free, who held it, and which it is."""
        if special.lanes < 0:
            return None
        np, pool = self.np, self.pools[special.lanes]
        which = pool.argmin(axis=0)
        column = np.arange(self.size)
        return pool[which, column], self.holders[special.lanes][which, column], which

    def _wait_for_ends(self, node: int, special: Special, ended: Any, driver: Any) -> tuple[Any, Any]:
        """What an end must wait for, finish to finish."""
        np, net = self.np, self.net
        counts, worked = self._table(net.counts[node], net.worked[node])
        if special.finish:
            ended = np.maximum(ended, special.finish)
        for giver, kind, lag, in_calendar_days in special.bonds:
            if kind == LinkType.FF:
                day = self.finish[giver] - 1
                at = counts.take(day + lag, mode="clip") if in_calendar_days else counts.take(day) + lag
                end = np.minimum(worked.take(at, mode="clip") + 1, net.span)
                if self.drivers is not None:
                    driver = np.where(end >= ended, giver, driver)
                ended = np.maximum(ended, end)
        return ended, driver

    def list_critical(self, target: int) -> dict[str, float]:
        """The share of trials in which each node is on the driving chain of one release."""
        if target < 0 or self.drivers is None or self.finish[target] is None:
            return {}
        np = self.np
        on: dict[int, Any] = {target: np.ones(self.size, bool)}
        for node in range(target, -1, -1):
            mask, driver = on.get(node), self.drivers[node]
            if mask is None or driver is None:
                continue
            drove = np.broadcast_to(driver, self.size)
            for giver in np.unique(drove[mask]):
                if giver >= 0:
                    on[int(giver)] = on.get(int(giver), np.zeros(self.size, bool)) | (mask & (drove == giver))
        return {self.net.ids[node]: float(mask.mean()) for node, mask in on.items() if mask.any()}
