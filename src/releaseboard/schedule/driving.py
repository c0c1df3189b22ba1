"""What drives each date: the one constraint that sets it now, followed back to where it begins.

On a tie a dependency comes before the team's lanes, the stage before, and fixed bounds (forecast.md 4.2, rule 7).
"""

from typing import NamedTuple

from .forecast import Forecast, list_givers
from .plan import BEHIND, Dependency, PlannedStage


class Hold(NamedTuple):
    """What a node's start (or, finish to finish, its end) waited for.

    Attributes:
        kind: `today`, `start` (planned start or window), `block`, `stage` (the one before), `lane`, or `link`.
        giver: the node it waited for, -1 for a fixed bound.
        dependency: id of the dependency of a `link`.
        at: the bound, as distance from base.
    """

    kind: str
    giver: int
    dependency: str
    at: int


class Driving:
    """The holds of one forecast."""

    def __init__(self, found: Forecast) -> None:
        self.found = found
        self.net = found.net
        self.by_id: dict[str, Dependency] = {}
        self.by_ends: dict[tuple[str, str], list[Dependency]] = {}
        for dependency in self.net.plan.dependencies:
            self.by_id[dependency.id] = dependency
            self.by_ends.setdefault((dependency.taker, dependency.giver), []).append(dependency)

    def hold(self, node: int) -> Hold:
        """What drives a node that has a date."""
        net, driver, counts = self.net, self.found.driver[node], self.net.counts[node]
        if driver < 0:
            return self._fixed_hold(node)
        if driver == net.chain[node]:
            at = self._end(driver) - net.back[node]
            for cause in net.causes.get(node, ()):
                if cause.kind == "link" and counts[min(cause.at, net.span)] >= counts[at]:
                    return Hold("link", -1, cause.ref, cause.at)
            return Hold("stage", driver, "", at)
        waits = self.by_ends.get((net.ids[node], net.ids[driver]))
        if not waits:
            return Hold("lane", driver, "", self._end(driver))
        bounds = [(self.bound(node, driver, wait), wait.id) for wait in waits]
        at, ident = max(bounds)
        return Hold("link", driver, ident, at)

    def _end(self, node: int) -> int:
        return self.found.finish[node] or 0

    def _fixed_hold(self, node: int) -> Hold:
        net, counts = self.net, self.net.counts[node]
        special = net.special[node]
        end = self._end(node)
        if special is not None and special.finish and special.finish == end:
            return Hold("link", -1, special.finish_from, end)
        best = Hold("today", -1, "", BEHIND)
        order = {"today": 0, "start": 1, "stage": 2, "block": 3, "link": 4}
        for cause in net.causes.get(node, ()):
            at = min(cause.at, net.span)
            if (counts[at], order[cause.kind]) > (counts[best.at], order[best.kind]):
                best = Hold(cause.kind, -1, cause.ref if cause.kind == "link" else "", at)
        return best

    def bound(self, node: int, giver: int, wait: Dependency) -> int:
        """The earliest day that a dependency on another node allows, as distance from base (FF: the day after)."""
        net, counts, worked = self.net, self.net.counts[node], self.net.worked[node]
        item = net.items[giver]
        start = self.found.start[giver] or 0
        if isinstance(item, PlannedStage) and item.started is not None:
            start = max(0, item.started - net.base)
        day = {"SS": start, "FF": self._end(giver) - 1}.get(wait.type, self._end(giver))
        if wait.in_calendar_days:
            day = max(0, day + wait.lag)
        elif wait.lag or wait.type == "FF":
            place = max(0, counts[day] + wait.lag)
            day = worked[place] if place < len(worked) else net.span
        return day + 1 if wait.type == "FF" else day

    def next_best(self, node: int, hold: Hold) -> Hold | None:
        """What would hold a node if `hold` did not; None when it is held at its end."""
        net, counts = self.net, self.net.counts[node]
        wait = self.by_id.get(hold.dependency)
        if wait is not None and wait.type == "FF":
            return None
        found = [Hold("today", -1, "", BEHIND)]
        if net.chain[node] >= 0:
            found.append(Hold("stage", net.chain[node], "", self._end(net.chain[node]) - net.back[node]))
        for cause in net.causes.get(node, ()):
            if cause.ref != hold.dependency or cause.kind != "link":
                found.append(Hold(cause.kind, -1, "", min(cause.at, net.span)))
        for giver in dict.fromkeys(list_givers(net, node)):
            for other in self.by_ends.get((net.ids[node], net.ids[giver]), ()):
                if other.id != hold.dependency and other.type != "FF":
                    found.append(Hold("link", giver, other.id, self.bound(node, giver, other)))
        return max(found, key=lambda item: (counts[item.at], item.kind))

    def first_day(self, node: int, at: int) -> int:
        """The first day of the node's calendar at or after a bound."""
        counts, worked = self.net.counts[node], self.net.worked[node]
        place = counts[at]
        return worked[place] if place < len(worked) else self.net.span

    def way(self, node: int) -> list[tuple[int, Hold]]:
        """The driving chain of a node, root first: each node on it with what held it."""
        steps: list[tuple[int, Hold]] = []
        seen: set[int] = set()
        while node >= 0 and node not in seen:
            seen.add(node)
            hold = self.hold(node)
            steps.append((node, hold))
            node = hold.giver
        return steps[::-1]

    def record_of(self, node: int) -> str:
        """The id of the release that a node belongs to."""
        item = self.net.items[node]
        return item.id.rpartition(".")[0] if isinstance(item, PlannedStage) else item.id
