"""The backward pass: how late each stage and release may end before some window is missed.

Each step of the forward pass is monotone, so its inverse is exact: the latest input that still keeps what follows. For
teams with several lanes the lanes are kept as the forecast gave them, and slack is a safe lower bound.
"""

from bisect import bisect_right

from releaseboard.domain.words import LinkType

from .forecast import Forecast
from .network import Network

NO_LIMIT = 1 << 30


class Slack:
    """How much room there is, by node.

    Attributes:
        latest: the latest finish (day after the last, as distance from base) that keeps every window reachable from
            here; `NO_LIMIT` where none is.
        begin: the latest bound on the start that keeps it.
    """

    __slots__ = ("begin", "forecast", "latest")

    def __init__(self, forecast: Forecast, latest: list[int], begin: list[int]) -> None:
        self.forecast = forecast
        self.latest = latest
        self.begin = begin

    def of(self, ident: str) -> int | None:
        """Working days that a stage may still take, or a release may still move; negative: too late by that much.

        None where nothing limits it or there is no date. A release is counted in its own calendar (plan.py).
        """
        net = self.forecast.net
        node = net.index[ident]
        latest, end = self.latest[node], self.forecast.finish[node]
        if latest >= NO_LIMIT or end is None:
            return None
        item = net.items[node]
        if net.is_release(node):
            return item.calendar.count_ordinals(end - 1 + net.base, latest - 1 + net.base)
        counts = net.counts[node]
        return counts[max(0, min(latest, net.span))] - counts[end]


def compute_slack(found: Forecast) -> Slack:
    """One pass against the arrows; nodes without a date neither limit nor are limited."""
    net = found.net
    latest = [NO_LIMIT] * len(net.ids)
    begin = [NO_LIMIT] * len(net.ids)
    for node, limit in net.limits.items():
        latest[node] = limit + 1
    lane_after = {before: node for node, before in found.lane_before.items()}
    for node in range(min(net.dated, len(net.ids)) - 1, -1, -1):
        if found.finish[node] is None:
            continue
        after = lane_after.get(node)
        if after is not None and begin[after] < NO_LIMIT:
            latest[node] = min(latest[node], begin[after])
        limit = _latest_begin(net, node, latest, begin[node])
        if limit < NO_LIMIT:
            begin[node] = limit
            _limit_givers(net, node, latest, begin)
    return Slack(found, latest, begin)


def _latest_begin(net: Network, node: int, latest: list[int], limit: int) -> int:
    """The latest bound on a node's start; also brings `latest` of a release down to a day on which it may go out."""
    end = latest[node]
    if end >= NO_LIMIT:
        return limit
    counts, worked, days = net.counts[node], net.worked[node], net.days[node]
    if days == 0:
        return min(limit, end)
    at = counts[min(max(end, 0), net.span)] - days
    if net.is_release(node):
        latest[node] = worked[at] + 1 if at >= 0 else 0
    day = worked[at] if at >= 0 else -1
    special = net.special[node]
    if special is not None and special.entry is not None and day >= 0:
        entry_counts, entry_days = special.entry
        place = entry_counts[day + 1] - 1
        day = entry_days[place] if place >= 0 else -1
    return min(limit, day)


def _limit_givers(net: Network, node: int, latest: list[int], begin: list[int]) -> None:
    """Hand the latest start of a node on to what it waits for."""
    counts, worked, limit = net.counts[node], net.worked[node], begin[node]
    chain = net.chain[node]
    if chain >= 0:
        latest[chain] = min(latest[chain], limit + net.back[node])
    place = counts[min(limit + 1, net.span)] - 1  # the last place that a start at `limit` may take
    for giver, lag in net.links[node]:
        latest[giver] = min(latest[giver], _at(worked, place - lag) if lag else limit)
    special = net.special[node]
    if special is None:
        return
    for giver, kind, lag, in_calendar_days in special.bonds:
        if kind == LinkType.FF:
            end = latest[node]
            if end < NO_LIMIT:
                last = counts[min(max(end, 0), net.span)] - 1
                day = _at(worked, last) - lag if in_calendar_days else _at(worked, last - lag)
                latest[giver] = min(latest[giver], day + 1)
            continue
        bound = limit - lag if in_calendar_days or not lag else _at(worked, place - lag)
        if kind == LinkType.SS:
            own = net.worked[giver]
            begin[giver] = min(begin[giver], _at(own, bisect_right(own, bound) - 1))
        else:
            latest[giver] = min(latest[giver], bound)


def _at(worked: list[int], place: int) -> int:
    """The working day at a place; before all days when there is none, past all limits when it is after the tables."""
    if place < 0:
        return -1
    return worked[place] if place < len(worked) else NO_LIMIT
