"""The forward pass: when each stage begins and ends, when each release goes out, and what drove each date.

Dates are compared as places in the taker's calendar, so two bounds that lead to the same working day are a tie; ties go
to the dependency, then to the stage before, then to the fixed bound (forecast.md 4.2, rule 7).
"""

from collections.abc import Mapping, Sequence
from heapq import heapify, heapreplace

from releaseboard.domain.words import LinkType

from .network import Network, Special
from .plan import PlannedRelease, Unknown

NOTHING_OPEN: frozenset[Unknown] = frozenset()
FIXED = -1  # a driver that is no node: today or another fixed bound
Days = Sequence[int] | Mapping[int, int]
Pools = list[list[tuple[int, int]]]  # per team: when each lane is free again, and from which node (-1: always was)


class Forecast:
    """The result for one network. Days are distances from the network's base; None where there is no date.

    Attributes:
        start: first day of the work that is left; for a release the day it goes out.
        finish: the day after the last one.
        driver: the node that set the start (or the end), `FIXED` for none.
        lane_before: for stages that waited for a lane of their team, the node that held it.
        unknown: why nodes are open-ended or without a date, with all that they wait for.
    """

    __slots__ = ("driver", "finish", "lane_before", "net", "start", "unknown")

    def __init__(self, net: Network) -> None:
        self.net = net
        self.start: list[int | None] = []
        self.finish: list[int | None] = []
        self.driver: list[int] = []
        self.lane_before: dict[int, int] = {}
        self.unknown: dict[int, frozenset[Unknown]] = {}

    def first_day(self, ident: str) -> int | None:
        """The ordinal of the first day of a stage that is not over; of a release, the day it goes out."""
        day = self.start[self.net.index[ident]]
        return None if day is None else day + self.net.base

    def last_day(self, ident: str) -> int | None:
        """The ordinal of the last day of a stage that is not over; of a release, the day it goes out."""
        end = self.finish[self.net.index[ident]]
        return None if end is None else end - 1 + self.net.base

    def why_open(self, ident: str) -> frozenset[Unknown]:
        """Why the date is only a lower bound, or missing; empty when it is neither."""
        return self.unknown.get(self.net.index[ident], frozenset())


def compute(net: Network) -> Forecast:
    """The forecast of all nodes."""
    found = Forecast(net)
    if net.dated == len(net.ids):
        try:
            _run(net, found)
        except IndexError:  # a day outside the five years of the tables
            found = Forecast(net)
            _run_carefully(net, found)
    else:
        _run_carefully(net, found)
    if net.unknown or found.unknown:
        _spread_unknown(net, found)
    return found


def _run(net: Network, found: Forecast) -> None:
    """The quick pass. Raises IndexError when a day lies outside the tables."""
    start: list[int] = []
    finish: list[int] = []
    driver: list[int] = []
    begin, end, drive = start.append, finish.append, driver.append
    pools = _open_lanes(net)
    for counts, worked, days, floor, chain, back, links, special in zip(
        net.counts, net.worked, net.days, net.floors, net.chain, net.back, net.links, net.special, strict=True
    ):
        if special is not None:
            begun, ended, drove = evaluate(net, len(start), start, finish, pools, found.lane_before)
            begin(begun)
            end(ended)
            drive(drove)
        else:
            place = counts[floor]
            by = FIXED
            if chain >= 0:
                at = counts[finish[chain] - back]
                if at >= place:
                    place = at
                    by = chain
            for giver, lag in links:
                at = counts[finish[giver]] + lag
                if at >= place:
                    place = at
                    by = giver
            begin(worked[place])
            end(worked[place + days - 1] + 1)
            drive(by)
    found.start, found.finish, found.driver = list(start), list(finish), driver


def _open_lanes(net: Network) -> Pools:
    pools: Pools = [[(0, FIXED)] * max(1, count) for count in net.lanes]
    for pool in pools:
        heapify(pool)
    return pools


def evaluate(
    net: Network, node: int, start: Days, finish: Days, pools: Pools | None = None,
    lane_before: dict[int, int] | None = None, floor: int = -1, days: int = -1,
) -> tuple[int, int, int]:  # fmt: skip
    """Start, finish and driver of one node of any kind, from those before it.

    Args:
        net: the network.
        node: which node.
        start: first days by node.
        finish: days after the last by node.
        pools: the lanes of all teams; this node takes the one that is free first, and its holder goes to `lane_before`.
        lane_before: see `pools`.
        floor: another fixed bound than the node's own; -1 for its own.
        days: other working days than the node's own; -1 for its own.

    Raises:
        IndexError: a day lies outside the tables.
    """
    counts, worked, special = net.counts[node], net.worked[node], net.special[node] or _PLAIN
    days = net.days[node] if days < 0 else days
    floor = net.floors[node] if floor < 0 else floor
    place, driver = counts[floor], FIXED
    if special.lanes >= 0 and pools is not None and lane_before is not None:
        lane_before.pop(node, None)
        free, holder = pools[special.lanes][0]
        if holder >= 0 and counts[free] >= place:
            place, driver = counts[free], holder
            lane_before[node] = holder
    chain = net.chain[node]
    if chain >= 0:
        day = finish[chain] - net.back[node]
        floor = max(floor, day)
        if counts[day] >= place:
            place, driver = counts[day], chain
    for giver, day, at in _bounds(net, node, special, start, finish):
        floor = max(floor, day)
        if at >= place:
            place, driver = at, giver
    begun = ended = floor
    if days:
        if special.entry is not None:
            place = counts[special.entry[1][special.entry[0][worked[place]]]]
        begun, ended = worked[place], worked[place + days - 1] + 1
    for giver, end in _ends(net, node, special, finish):
        if end > ended or (end == ended and giver >= 0):
            ended, driver = end, giver
    if special.lanes >= 0 and pools is not None:
        heapreplace(pools[special.lanes], (ended, node))
    return (begun if days else ended), ended, driver


def _bounds(net: Network, node: int, special: Special, start: Days, finish: Days) -> list[tuple[int, int, int]]:
    """What other nodes ask of the start: giver, earliest day, and its place in the node's calendar."""
    counts, worked = net.counts[node], net.worked[node]
    found = []
    for giver, lag in net.links[node]:
        at = counts[finish[giver]] + lag
        found.append((giver, worked[max(0, at)] if lag else finish[giver], at))
    for giver, kind, lag, in_calendar_days in special.bonds:
        if kind == LinkType.FF:
            continue
        day = start[giver] if kind == LinkType.SS else finish[giver]
        if in_calendar_days:
            day = max(0, day + lag)
            found.append((giver, day, counts[day]))
        else:
            at = counts[day] + lag
            found.append((giver, worked[max(0, at)] if lag else day, at))
    return found


def _ends(net: Network, node: int, special: Special, finish: Days) -> list[tuple[int, int]]:
    """What the node's end must wait for: giver (FIXED for what is over or outside) and the day after the last."""
    counts, worked = net.counts[node], net.worked[node]
    found = [(FIXED, special.finish)] if special.finish else []
    for giver, kind, lag, in_calendar_days in special.bonds:
        if kind == LinkType.FF:
            day = finish[giver] - 1
            at = counts[max(0, day + lag)] if in_calendar_days else counts[day] + lag
            found.append((giver, worked[max(0, at)] + 1))
    return found


_PLAIN = Special()


def _run_carefully(net: Network, found: Forecast) -> None:
    """The slow pass: nodes in loops, behind them, or beyond the tables have no date, all others do."""
    pools = _open_lanes(net)
    start, finish = [0] * len(net.ids), [0] * len(net.ids)
    dateless: set[int] = set()
    for node in range(len(net.ids)):
        driver = FIXED
        if node >= net.dated or not dateless.isdisjoint(list_givers(net, node)):
            dateless.add(node)
        else:
            try:
                start[node], finish[node], driver = evaluate(net, node, start, finish, pools, found.lane_before)
            except IndexError:
                dateless.add(node)
                found.unknown[node] = frozenset({Unknown("horizon", net.ids[node])})
        found.driver.append(driver)
    found.start = [None if node in dateless else day for node, day in enumerate(start)]
    found.finish = [None if node in dateless else day for node, day in enumerate(finish)]


def list_givers(net: Network, node: int) -> list[int]:
    """All nodes that this one waits for, without those of its team's queue."""
    special = net.special[node]
    givers = [giver for giver, _ in net.links[node]]
    if special is not None:
        givers += [bond.node for bond in special.bonds]
    if net.chain[node] >= 0:
        givers.append(net.chain[node])
    return givers


def _spread_unknown(net: Network, found: Forecast) -> None:
    """What makes a date open-ended makes all that wait for it open-ended."""
    unknown = {**net.unknown}
    for node, reasons in found.unknown.items():
        unknown[node] = unknown.get(node, NOTHING_OPEN) | reasons
    lane_before = found.lane_before
    for node, (chain, links, special) in enumerate(zip(net.chain, net.links, net.special, strict=True)):
        reasons = unknown.get(chain, NOTHING_OPEN)
        for giver, _ in links:
            if giver in unknown:
                reasons = _join(reasons, unknown[giver])
        if special is not None:
            for bond in special.bonds:
                reasons = _join(reasons, unknown.get(bond.node, NOTHING_OPEN))
            if node in lane_before:
                reasons = _join(reasons, unknown.get(lane_before[node], NOTHING_OPEN))
        if reasons:
            unknown[node] = _join(reasons, unknown.get(node, NOTHING_OPEN))
    found.unknown = unknown


def _join(one: frozenset[Unknown], other: frozenset[Unknown]) -> frozenset[Unknown]:
    """Both, as one of the two where that holds the other: thousands of stages wait for the same thing."""
    return one if other <= one else other if one <= other else one | other


def when_ready(found: Forecast, release: PlannedRelease) -> int | None:
    """The last day of a release's last stage, as a distance from base; None when it has none left or no date."""
    chain = found.net.chain[found.net.index[release.id]]
    end = found.finish[chain] if chain >= 0 else None
    return None if end is None else end - 1
