"""An order of stages and releases in which each comes after all that it waits for; loops are found and named.

Most boards can be ordered release by release, which is quick. Where two releases wait for each other's stages, or where
teams have lanes and so a queue, the order is made stage by stage.
"""

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from .plan import Dependency, Plan, TeamLanes

_STRIDE = 1 << 12  # more than the stages of any release
GATE = (-1, -1)  # the place of a node that stands for no stage
Place = tuple[int, int]  # number of the release in the plan, number of the stage in it; -1 is its going out


class Contradiction(NamedTuple):
    """A team's queue that the dependencies do not allow: the two stages where they meet. Its lanes are left out."""

    team: str
    giver: str
    taker: str


class Graph(NamedTuple):
    """What is not over: `owner` gives the release of each open stage and release id, `waits` what each taker needs."""

    plan: Plan
    owner: Mapping[str, int]
    waits: Mapping[str, Sequence[Dependency]]


class Ordered(NamedTuple):
    """The places in order. The first `dated` have a date; `loops` gives for each later number the loop it hangs on."""

    places: list[Place]
    dated: int
    loops: Mapping[int, tuple[str, ...]]
    problems: tuple[Contradiction, ...] = ()


def order_by_release(graph: Graph) -> Ordered | None:
    """The quick way; None when releases wait for each other both ways, or for themselves."""
    plan, owner = graph.plan, graph.owner
    follows: dict[int, list[int]] = {}
    waiting: dict[int, int] = {}
    for waits in graph.waits.values():
        for wait in waits:
            giver = owner.get(wait.giver)
            if giver is None:
                continue
            taker = owner[wait.taker]
            follows.setdefault(giver, []).append(taker)
            waiting[taker] = waiting.get(taker, 0) + 1
    ready = [at for at, release in enumerate(plan.releases) if at not in waiting and release.released is None]
    for at in ready:
        for taker in follows.get(at, ()):
            waiting[taker] -= 1
            if not waiting[taker]:
                ready.append(taker)
                del waiting[taker]
    if waiting:
        return None
    places: list[Place] = []
    for at in ready:
        for number, stage in enumerate(plan.releases[at].stages):
            if stage.finished is None:
                places.append((at, number))
        places.append((at, -1))
    return Ordered(places, len(places), {})


def order_by_stage(graph: Graph) -> Ordered:
    """The general way: of what may come next, first what is meant to begin first, then by priority, target, id and
    stage; queues that teams have set are kept.

    The day of the plan comes before the priority: else one important release of next quarter would keep a team's lanes
    from all that is due before it.
    """
    without: dict[str, Contradiction] = {}
    while True:
        web = _Web(graph, frozenset(without))
        ordered, found = web.sort()
        new = [item for item in found if item.team not in without]
        if not new:
            return ordered._replace(problems=tuple(without.values()))
        without.update((item.team, item) for item in new)


class _Web:
    """The stages and releases that are open, as numbered nodes with what each waits for."""

    def __init__(self, graph: Graph, without: frozenset[str]) -> None:
        self.places: list[Place] = []
        self.ids: list[str] = []
        self.number: dict[str, int] = {}
        self.keys: list[int] = []  # what comes first: day by the plan, rank of the release, number of the stage
        self.needs: list[list[int]] = []
        self.queued: dict[tuple[int, int], str] = {}  # two neighbours in a queue → the team
        teams: dict[str, list[int]] = {lanes.team: [] for lanes in graph.plan.lanes if lanes.team not in without}
        self._add_nodes(graph, teams)
        for taker, waits in graph.waits.items():
            self.needs[self.number[taker]] += [self.number[w.giver] for w in waits if w.giver in self.number]
        for lanes in graph.plan.lanes:
            if lanes.team in teams:
                self._add_queue(graph, lanes, teams[lanes.team])

    def _add_nodes(self, graph: Graph, teams: Mapping[str, list[int]]) -> None:
        releases = graph.plan.releases
        ranked = sorted(range(len(releases)), key=lambda at: (releases[at].turn, releases[at].id))
        many = len(releases) * _STRIDE
        for rank, at in enumerate(ranked):
            release = releases[at]
            if release.released is not None:
                continue
            before: list[int] = []
            turn = 0
            for number, stage in enumerate(release.stages):
                if stage.finished is None:
                    turn = max(turn, stage.turn)
                    node = self._add((at, number), stage.id, turn * many + rank * _STRIDE + number, before)
                    before = [node]
                    if stage.team in teams and stage.days != 0:
                        teams[stage.team].append(node)
            self._add((at, -1), release.id, turn * many + rank * _STRIDE + _STRIDE - 1, before)

    def _add(self, place: Place, ident: str, key: int, before: list[int]) -> int:
        self.places.append(place)
        self.ids.append(ident)
        self.keys.append(key)
        self.needs.append(before[:])
        self.number[ident] = len(self.ids) - 1
        return self.number[ident]

    def _add_queue(self, graph: Graph, lanes: TeamLanes, members: Sequence[int]) -> None:
        """Started stages first, then the queue, then the stages it does not name."""
        own = set(members)
        listed = [self.number[ident] for ident in dict.fromkeys(lanes.queue) if self.number.get(ident) in own]
        begun = [node for node in [*listed, *members] if self._has_started(graph, node)]
        first = list(dict.fromkeys([node for node in begun if node in listed]))
        then = [node for node in listed if node not in first]
        loose = [node for node in begun if node not in first]
        rest = [node for node in members if node not in listed and node not in loose]
        chain = first + then
        for one, two in pairwise(chain):
            self._queue(lanes.team, one, two)
        if loose and (then or rest):
            self._add_gate(lanes.team, loose, then[:1] or rest)
        for node in rest:
            for earlier in chain[-1:]:
                self._queue(lanes.team, earlier, node)

    def _add_gate(self, team: str, before: Sequence[int], after: Sequence[int]) -> None:
        """A node of its own that parts those before from those after: n + m waits in place of n × m."""
        gate = self._add(GATE, f"\0{team}", -1, [])
        for node in before:
            self._queue(team, node, gate)
        for node in after:
            self._queue(team, gate, node)

    def _has_started(self, graph: Graph, node: int) -> bool:
        release, stage = self.places[node]
        return graph.plan.releases[release].stages[stage].started is not None

    def _queue(self, team: str, one: int, two: int) -> None:
        self.needs[two].append(one)
        self.queued[one, two] = team

    def sort(self) -> tuple[Ordered, list[Contradiction]]:
        """The order, and the queues that take part in loops."""
        follows: list[list[int]] = [[] for _ in self.ids]
        waiting = [len(needs) for needs in self.needs]
        for node, needs in enumerate(self.needs):
            for need in needs:
                follows[need].append(node)
        ready = [(self.keys[node], node) for node, count in enumerate(waiting) if not count]
        heapify(ready)
        done: list[int] = []
        while ready:
            node = heappop(ready)[1]
            done.append(node)
            for after in follows[node]:
                waiting[after] -= 1
                if not waiting[after]:
                    heappush(ready, (self.keys[after], after))
        left = sorted((node for node, count in enumerate(waiting) if count), key=self.ids.__getitem__)
        loops = self._find_loops(left)
        names = {node: tuple(self.ids[n] for n in loop if self.places[n] != GATE) for node, loop in loops.items()}
        done = [node for node in done if self.places[node] != GATE]
        left = [node for node in left if self.places[node] != GATE]
        places = [self.places[node] for node in done + left]
        hung = {len(done) + at: names[node] for at, node in enumerate(left)}
        return Ordered(places, len(done), hung), self._find_contradictions(loops)

    def _find_contradictions(self, loops: Mapping[int, tuple[int, ...]]) -> list[Contradiction]:
        """The queues that take part in loops, each with the stages on both sides of where it does."""
        found = []
        for loop in dict.fromkeys(loops.values()):
            for at, pair in enumerate(pairwise(loop)):
                if pair in self.queued and self.places[pair[0]] != GATE:
                    taker = pair[1] if self.places[pair[1]] != GATE else loop[(at + 2) % (len(loop) - 1)]
                    found.append(Contradiction(self.queued[pair], self.ids[pair[0]], self.ids[taker]))
        return found

    def _find_loops(self, left: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """For each node that can't be ordered, one loop that it is in or behind, from its smallest id round to it."""
        stuck = set(left)
        found: dict[int, tuple[int, ...]] = {}
        for start in left:
            way: list[int] = []
            node = start
            while node not in found and node not in way:
                way.append(node)
                node = min((need for need in self.needs[node] if need in stuck), key=self.ids.__getitem__)
            if node in found:
                loop = found[node]
            else:
                ring = way[way.index(node) :][::-1]  # walked against the arrows
                turn = min(range(len(ring)), key=lambda at: self.ids[ring[at]])
                loop = (*ring[turn:], *ring[:turn], ring[turn])
            found.update(dict.fromkeys(way, loop))
        return found
