"""Own and inherited slip, and where the inherited part comes from (forecast.md 4.2).

Own is what a release would slip if all that it waits for came on its plan date; inherited is the rest. The origin is
the first release or outside fact on the driving chain, from its root, that slips by itself.
"""

from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release
from releaseboard.domain.words import PredecessorKind

from .driving import Driving
from .forecast import Forecast, evaluate, list_givers
from .gather import Gathered
from .plan import BEHIND
from .planned import plan_stages
from .prospects import Prospects


class Slip(NamedTuple):
    """Working days from the target to the forecast; `origin`: the record the inherited part comes from, '' for none."""

    total: int
    own: int
    inherited: int
    origin: str = ""


class SlipFinder:
    """Finds slips on one board's prospects; what has been found is kept."""

    def __init__(self, prospects: Prospects) -> None:
        self.board: Board = prospects.board
        self.prospects = prospects
        self.found: Forecast = prospects.found
        self.gathered: Gathered = prospects.gathered
        self.driving = Driving(prospects.found)
        self._own: dict[str, int | None] = {}

    def find(self, release: Release) -> Slip | None:
        """The slip of a release that is ahead; None without target or date."""
        prospect = self.prospects.by_id.get(release.id)
        if prospect is None or prospect.day is None or release.target is None:
            return None
        count = self.prospects.days.release(release).counted.count_ordinals
        target = release.target.toordinal()
        total = count(target, prospect.day)
        if not prospect.hard and release.id not in self.found.net.index:
            return Slip(total, total, 0)
        day = self.own_day(release.id)
        own = total if day is None else count(target, day)
        inherited = total - own
        return Slip(total, own, inherited, self._find_origin(release.id) if inherited > 0 else "")

    def own_day(self, ident: str) -> int | None:
        """The ordinal on which a release would go out if all it waits for came as planned; None without a date."""
        if ident not in self._own:
            self._own[ident] = self._compute_own(ident)
        return self._own[ident]

    def _compute_own(self, ident: str) -> int | None:
        net = self.found.net
        node = net.index.get(ident)
        if node is None:
            prospect = self.prospects.by_id.get(ident)
            return prospect.day if prospect is not None else None
        nodes = [node]
        while net.chain[nodes[-1]] >= 0:
            nodes.append(net.chain[nodes[-1]])
        start: dict[int, int] = {}
        finish: dict[int, int] = {}
        for own in reversed(nodes):
            for giver in list_givers(net, own):
                if giver not in finish and not self._plan_giver(giver, start, finish):
                    return None
            try:
                start[own], finish[own], _ = evaluate(net, own, start, finish, floor=self._own_floor(own))
            except IndexError:
                return None
        return finish[node] - 1 + net.base

    def _plan_giver(self, giver: int, start: dict[int, int], finish: dict[int, int]) -> bool:
        """Put the planned days of another release's node; its forecast where it has no plan. False without any."""
        begun, ended = self.found.start[giver], self.found.finish[giver]
        planned = self.planned_days(self.found.net.ids[giver])
        if planned is not None:
            begun, ended = planned[0] - self.found.net.base, planned[1] - self.found.net.base
        if begun is None or ended is None:
            return False
        start[giver], finish[giver] = max(0, begun), max(0, ended)
        return True

    def _own_floor(self, node: int) -> int:
        """The fixed bound of a node with all outside and past givers on their plan dates, and its lane as it is."""
        net = self.found.net
        floor = BEHIND
        for cause in net.causes.get(node, ()):
            at = cause.at
            if cause.kind == "link" and cause.ref in self.gathered.hard:
                at = self._planned_bound(node, self.gathered.hard[cause.ref], at)
            floor = max(floor, at)
        holder = self.found.lane_before.get(node, -1)
        if holder >= 0:
            floor = max(floor, self.found.finish[holder] or 0)
        return min(floor, net.span)

    def _planned_bound(self, node: int, link: Link, at: int) -> int:
        """The bound that a link on an outside or past giver would be by its plan date; `at` where there is none."""
        net = self.found.net
        dependency = self.driving.by_id.get(link.id)
        planned = self._planned_end(link, dependency.giver if dependency is not None else "")
        if planned is None or dependency is None:
            return at
        day = max(0, min(planned - net.base, net.span))
        if dependency.in_calendar_days or not dependency.lag:
            return max(0, min(day + dependency.lag, net.span))
        counts, worked = net.counts[node], net.worked[node]
        place = max(0, counts[day] + dependency.lag)
        return worked[place] if place < len(worked) else net.span

    def _planned_end(self, link: Link, giver: str) -> int | None:
        if link.predecessor_kind == PredecessorKind.RELEASE:
            planned = self.planned_days(giver)
            return planned[1] if planned is not None else None
        promised = link.promised_by or link.needed_by
        return promised.toordinal() if promised else None

    def planned_days(self, ident: str) -> tuple[int, int] | None:
        """First day and the day after the last by the plan: of a release (its target) or of a stage; None without."""
        release = self.board.releases.get(ident)
        if release is not None:
            return (release.target.toordinal(), release.target.toordinal() + 1) if release.target else None
        owner, _, stage = ident.rpartition(".")
        release = self.board.releases.get(owner)
        return plan_stages(release, self.prospects.days).get(stage) if release is not None else None

    def _find_origin(self, ident: str) -> str:
        """The record nearest the root of the driving chain that slips by itself; the nearest giver when none does."""
        chain = self.list_chain(ident)
        for record in chain:
            if record != ident and self._slips(record):
                return record
        return next((record for record in reversed(chain) if record != ident), "")

    def _slips(self, record: str) -> bool:
        release = self.board.releases.get(record)
        if release is not None:
            if release.target is None:
                return False
            count = self.prospects.days.release(release).counted.count_ordinals
            day = release.released_on.toordinal() if release.released_on else self.own_day(record)
            return day is not None and count(release.target.toordinal(), day) > 0
        for link in self.gathered.hard.values():
            promised = link.promised_by or link.needed_by
            if link.predecessor == record and promised is not None:
                day = self.gathered.plan.events.get(record)
                return day is not None and day > promised.toordinal()
        return False

    def list_chain(self, ident: str) -> list[str]:
        """The records on the driving chain to a release, root first, itself last; each once."""
        node = self.found.net.index.get(ident)
        if node is None or self.found.finish[node] is None:
            return [ident]
        chain: list[str] = []
        for step, hold in self.driving.way(node):
            if hold.kind == "link" and hold.giver < 0 and hold.dependency in self.gathered.hard:
                chain.append(self.gathered.hard[hold.dependency].predecessor)
            chain.append(self.driving.record_of(step))
        return list(dict.fromkeys(chain))
