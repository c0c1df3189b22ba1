"""The day ledger: each day from the cause to the date belongs to exactly one reason, and the sum is the date.

It follows the driving chain. What a giver did after its taker could begin (a negative lag) is not counted; a day on
which work ends and the release goes out is counted once, as work.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from .driving import Driving, Hold
from .plan import PlannedRelease, PlannedStage

Mark = tuple[str, str, str]  # kind, subject, name


class Segment(NamedTuple):
    """Days in a row for one reason.

    `kind`: work, lane (somebody else's work on the lane), lag, weekend, holiday, off (of the team), freeze, window
    (closed) or release. `subject`: the stage or release it is about. `name`: of the holiday, freeze or window, else ''.
    """

    kind: str
    subject: str
    name: str
    first: int
    days: int


class Ledger(NamedTuple):
    """`cause` is what held the first node, `subject` its id; `root` the day it begins with, as ordinal."""

    cause: Hold
    subject: str
    root: int
    segments: tuple[Segment, ...]

    @property
    def end(self) -> int:
        """The day after the last one that is counted; for a release, the day after it goes out."""
        return self.root + sum(segment.days for segment in self.segments)

    def totals(self) -> dict[tuple[str, str], int]:
        """Days by kind and name, in the order in which they first come: what a screen shows."""
        found: dict[tuple[str, str], int] = {}
        for segment in self.segments:
            found[segment.kind, segment.name] = found.get((segment.kind, segment.name), 0) + segment.days
        return found


class DayNames(Protocol):
    """Tells why a day was not used."""

    def idle(self, item: PlannedStage | PlannedRelease, day: int) -> tuple[str, str]:
        """Kind and name of the reason why this day (an ordinal) is not a working, or open, day of the item."""


class PlainNames:
    """Names from the calendars of a plan alone: weekend, or off; for a release, window."""

    def idle(self, item: PlannedStage | PlannedRelease, day: int) -> tuple[str, str]:
        """As DayNames."""
        calendar = item.opens if isinstance(item, PlannedRelease) else item.calendar
        if (day - 1) % 7 > 4 and not calendar.week[(day - 1) % 7]:
            return "weekend", ""
        return ("window", "") if isinstance(item, PlannedRelease) else ("off", "")


def write_ledger(driving: Driving, node: int, names: DayNames) -> Ledger:
    """The ledger of a node that has a date."""
    net = driving.net
    way = driving.way(node)
    first_node, cause = way[0]
    root = cause.at
    marks: list[Mark] = []
    for at, (step, hold) in enumerate(way):
        if at:
            _join(driving, marks, root, step, hold, names)
            root = min(root, hold.at) if not marks else root
        after = way[at + 1][1] if at + 1 < len(way) else None
        is_ended_by = after is not None and driving.by_id[after.dependency].type == "SS" if _is_link(after) else False
        if hold.kind == "link" and hold.giver >= 0 and driving.by_id[hold.dependency].type == "FF":
            continue  # only its end waited: the days up to it are in the join
        end = (driving.found.start[step] if is_ended_by else driving.found.finish[step]) or 0
        kind = "lane" if after is not None and after.kind == "lane" else "work"
        marks += _days_of(driving, step, root + len(marks), end, kind, names)
    segments: list[Segment] = []
    day = root + net.base
    for mark, group in groupby(marks):
        count = len(list(group))
        segments.append(Segment(*mark, day, count))
        day += count
    return Ledger(cause, net.ids[first_node], root + net.base, tuple(segments))


def _is_link(hold: Hold | None) -> bool:
    return hold is not None and hold.kind == "link" and hold.giver >= 0


def _join(driving: Driving, marks: list[Mark], root: int, step: int, hold: Hold, names: DayNames) -> None:
    """From the giver's end to the bound: a lag, or, when the taker could begin before that end, days taken back."""
    net = driving.net
    item = net.items[step]
    now = root + len(marks)
    until = hold.at
    if isinstance(item, PlannedRelease):
        until = max(until, now) if hold.kind == "stage" else until
    wait = driving.by_id.get(hold.dependency)
    if until < now:
        del marks[max(0, until - root) :]
        return
    worked = set(net.worked[step]) if until > now else set()
    for day in range(now, until):
        if (wait is not None and wait.in_calendar_days) or day in worked:
            marks.append(("lag", item.id, ""))
        else:
            marks.append(_mark(names, item, day + net.base))


def _mark(names: DayNames, item: PlannedStage | PlannedRelease, day: int) -> Mark:
    kind, name = names.idle(item, day)
    return kind, item.id, name


def _days_of(driving: Driving, step: int, now: int, end: int, kind: str, names: DayNames) -> Iterable[Mark]:
    """The node's own days from `now` to `end`: worked, or idle for a reason."""
    net = driving.net
    item = net.items[step]
    start = driving.found.start[step] or 0
    if isinstance(item, PlannedRelease):
        idle = [_mark(names, item, day + net.base) for day in range(now, end - 1)]
        return idle + [("release", item.id, "")] * max(0, min(1, end - now))
    worked: Sequence[int] = net.worked[step]
    counts = net.counts[step]
    used = set(worked[counts[start] : counts[end]]) if end > start else set()
    return [(kind, item.id, "") if day in used else _mark(names, item, day + net.base) for day in range(now, end)]
