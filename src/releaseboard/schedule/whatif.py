"""What if: a few values of a network changed, and only what is downstream of them computed again.

A what-if is a list of changes; it never copies the plan. When it touches more than a quarter of all nodes, or there are
teams with lanes, the whole pass is run instead: it is as quick.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.links import split_stage
from releaseboard.errors import BadInput

from .forecast import FIXED, Forecast, compute, evaluate, list_givers
from .gather import name_stage
from .network import Network, Special, find_entry
from .plan import BEHIND, PlannedRelease, PlannedStage


class SetDays(NamedTuple):
    """A stage that is not over has so many working days left."""

    stage: str
    days: int


class MoveBy(NamedTuple):
    """A release goes out so many working days later; negative: what it sets itself, then its work, is less by that."""

    release: str
    days: int


class NotBefore(NamedTuple):
    """A stage does not begin, or a release does not go out, before a day (an ordinal)."""

    node: str
    day: int


Change = SetDays | MoveBy | NotBefore


class Values(NamedTuple):
    """Other values of some nodes: working days left, and fixed bounds as distance from base."""

    days: dict[int, int]
    floors: dict[int, int]


class Layer:
    """A forecast with changes on top.

    Attributes:
        base: the forecast without the changes.
        start: nodes that begin on another day → that day. finish: the same for ends.
    """

    __slots__ = ("base", "finish", "start")

    def __init__(self, base: Forecast, start: dict[int, int], finish: dict[int, int]) -> None:
        self.base = base
        self.start = start
        self.finish = finish

    def last_day(self, ident: str) -> int | None:
        """The ordinal of the last day of a stage; of a release, the day it goes out. None without a date."""
        net = self.base.net
        node = net.index[ident]
        end = self.finish.get(node, self.base.finish[node])
        return None if end is None else end - 1 + net.base

    def moved(self) -> dict[str, tuple[int, int]]:
        """The releases that go out on another day: id → ordinals before and after."""
        net = self.base.net
        return {
            net.ids[node]: ((self.base.finish[node] or 0) - 1 + net.base, end - 1 + net.base)
            for node, end in self.finish.items()
            if net.is_release(node) and end != self.base.finish[node]
        }


class WhatIf:
    """Answers questions about one forecast; what follows what is found once."""

    def __init__(self, base: Forecast) -> None:
        self.base = base
        self.net = base.net
        self.has_lanes = any(special is not None and special.lanes >= 0 for special in base.net.special)
        self._follows: list[list[int]] | None = None

    @property
    def follows(self) -> list[list[int]]:
        """For each node, those that wait for it."""
        if self._follows is None:
            self._follows = [[] for _ in self.net.ids]
            for node in range(len(self.net.ids)):
                for giver in list_givers(self.net, node):
                    self._follows[giver].append(node)
        return self._follows

    def ask(self, changes: Sequence[Change]) -> Layer:
        """The forecast with these changes. Changes of what is over, or not in the plan, change nothing."""
        values = read_changes(self.base, changes)
        if self.has_lanes or any(self._is_whole(node) for node in values.days):
            return self._ask_whole(values)
        base, net = self.base, self.net
        start, finish = _Over(base.start), _Over(base.finish)
        heap = sorted({*values.days, *values.floors})
        waiting = set(heap)
        most = max(64, len(net.ids) // 4)
        seen = 0
        while heap:
            node = heappop(heap)
            waiting.discard(node)
            if base.finish[node] is None:
                continue
            seen += 1
            if seen > most:
                return self._ask_whole(values)
            try:
                begun, ended, _ = evaluate(
                    net, node, start, finish, floor=values.floors.get(node, FIXED), days=values.days.get(node, -1)
                )
            except IndexError:
                return self._ask_whole(values)
            if begun == start[node] and ended == finish[node]:
                continue
            start[node], finish[node] = begun, ended
            for after in self.follows[node]:
                if after not in waiting:
                    waiting.add(after)
                    heappush(heap, after)
        return Layer(base, start, finish)

    def _is_whole(self, node: int) -> bool:
        """Whether a freeze may not split the stage: on which days it may begin depends on how long it is."""
        item = self.net.items[node]
        return isinstance(item, PlannedStage) and item.whole is not None

    def _ask_whole(self, values: Values) -> Layer:
        after = compute(change_network(self.net, values))
        pairs = enumerate(zip(self.base.finish, after.finish, self.base.start, after.start, strict=True))
        moved = {node: (begun, ended) for node, (old, ended, was, begun) in pairs if (old, was) != (ended, begun)}
        start = {node: begun for node, (begun, ended) in moved.items() if begun is not None and ended is not None}
        finish = {node: ended for node, (begun, ended) in moved.items() if begun is not None and ended is not None}
        return Layer(self.base, start, finish)


class _Over(dict[int, int]):
    """Days by node: changed ones are put in, all others are those of the forecast below."""

    def __init__(self, below: Sequence[int | None]) -> None:
        super().__init__()
        self.below = below

    def __missing__(self, node: int) -> int:
        day = self.below[node]
        if day is None:
            raise IndexError(node)
        return day


def change_network(net: Network, values: Values) -> Network:
    """The network with other values; everything else is shared."""
    changed = Network(net.plan)
    for name in Network.__slots__:
        setattr(changed, name, getattr(net, name))
    changed.days, changed.floors, changed.special = list(net.days), list(net.floors), list(net.special)
    for node, days in values.days.items():
        changed.days[node] = days
        item = net.items[node]
        special = net.special[node] or (Special() if not days else None)
        if isinstance(item, PlannedStage) and item.whole is not None and item.started is None:
            special = (special or Special())._replace(entry=find_entry(item, days, net.base, net.span))
        changed.special[node] = special
    for node, floor in values.floors.items():
        changed.floors[node] = floor
    return changed


def read_changes(base: Forecast, changes: Sequence[Change]) -> Values:
    """What some changes come to in the network of a forecast; of two on one value the later stands."""
    net = base.net
    values = Values({}, {})
    for change in changes:
        if isinstance(change, SetDays):
            node = net.index.get(change.stage)
            if node is not None and not net.is_release(node):
                values.days[node] = max(0, change.days)
        elif isinstance(change, NotBefore):
            node = net.index.get(change.node)
            if node is not None:
                floor = max(net.floors[node], min(change.day - net.base, net.span))
                values.floors[node] = max(values.floors.get(node, 0), floor)
        elif change.days > 0:
            _move_later(base, change, values)
        elif change.days < 0:
            _move_earlier(base, change, values)
    return values


def _move_later(base: Forecast, change: MoveBy, values: Values) -> None:
    net = base.net
    node = net.index.get(change.release)
    end = base.finish[node] if node is not None else None
    item = net.items[node] if node is not None else None
    if node is None or end is None or not isinstance(item, PlannedRelease):
        return
    day = item.calendar.add_ordinals(end - 1 + net.base, change.days) - net.base
    values.floors[node] = min(day, net.span)


def _move_earlier(base: Forecast, change: MoveBy, values: Values) -> None:
    """First the bounds that the release sets itself, then, where that is not enough, its work, active stage first."""
    net = base.net
    node = net.index.get(change.release, -1)
    left = -change.days
    nodes = []
    while node >= 0:
        nodes.append(node)
        node = net.chain[node]
    for node in reversed(nodes):
        item = net.items[node]
        calendar = item.calendar
        causes = net.causes.get(node, ())
        own = [cause.at for cause in causes if cause.kind == "start"]
        if own:
            others = [cause.at for cause in causes if cause.kind != "start"]
            day = calendar.add_ordinals(max(own) + net.base, -left) - net.base
            values.floors[node] = min(max([BEHIND, day, *others]), net.span)
            room = calendar.count_ordinals(values.floors[node] + net.base, net.floors[node] + net.base)
            left -= min(left, max(0, room)) if isinstance(item, PlannedStage) else 0
    for node in reversed(nodes):
        if isinstance(net.items[node], PlannedStage) and left > 0:
            less = min(left, net.days[node] - 1)
            if less > 0:
                values.days[node] = net.days[node] - less
                left -= less


def parse_change(text: str, board: Board) -> Change:
    """`PAY-4.2.test=3`: Test has three days left. `PAY-4.1.1+3`, `PAY-4.1.1-2`: so many working days later, earlier.

    Raises:
        BadInput: not such an expression. UnknownKey: no such release or stage.
    """
    hint = "PAY-4.2.test=3 or PAY-4.1.1+3"
    name, equals, number = text.strip().rpartition("=")
    if equals:
        key, stage = split_stage(board, name)
        if not stage:
            raise BadInput(f"{name!r} names no stage", hint)
        release = board.release(key)
        board.stage(stage)
        return SetDays(name_stage(release.id, stage), _read_days(number, text, hint))
    for sign in ("+", "-"):
        name, found, number = text.strip().rpartition(sign)
        if found and number.isascii() and number.isdigit() and board.find_release(name) is not None:
            count = _read_days(number, text, hint)
            return MoveBy(board.release(name).id, count if sign == "+" else -count)
    raise BadInput(f"{text[:60]!r} is not a what-if", hint)


def _read_days(number: str, text: str, hint: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        raise BadInput(f"{text[:60]!r}: {number[:20]!r} is not a number of working days", hint)
    return int(number)
