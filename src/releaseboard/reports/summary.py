"""The view-model of `status`: what there is to say, without a word of how it is said.

It knows neither board nor records, so that one kept from the last look (summaryfile.py) is told without loading them;
survey.py makes it.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

LETTERS = ("G", "A", "R", "-")
Day = date  # inside a coming date the name `date` is a field


class Line(NamedTuple):
    """One release, as far as a status tells of it.

    Attributes:
        place: where it stands, in words: `Build`, `on hold`.
        rest: why nobody works on it yet or now, `draft` or `on hold`; ''.
        health, stale: the letter, and whether nobody has asked lately.
        reasons: the rules that hold, worst first: `R1 forecast 3 days after the window`.
        target, forecast: days; None when there is none. `is_bound`: the forecast is only a lower bound, or is missing
            where there should be one.
        slip, slack: working days; None when unknown.
        out: the day it was released; None while it was not.
        is_open: not released, closed, cancelled or rolled back.
    """

    key: str
    title: str
    place: str
    rest: str
    health: str
    stale: bool
    reasons: tuple[str, ...]
    target: date | None
    forecast: date | None
    is_bound: bool
    slip: int | None
    slack: int | None
    out: date | None
    is_open: bool


class Coming(NamedTuple):
    """A date ahead. `kind`: target, freeze_starts, freeze_ends, event, external, raid; `ref` a key or id."""

    date: Day
    kind: str
    ref: str
    name: str


class Decision(NamedTuple):
    """A decision of the RAID log that nobody has taken yet; `by` None when it has no date."""

    id: str
    title: str
    by: date | None
    owner: str
    releases: tuple[str, ...]


class OnTime(NamedTuple):
    """`met` of `of` releases went out inside their window; `of` 0 when none can be judged."""

    met: int
    of: int


class Summary(NamedTuple):
    """A board, or a part of it, as of one day.

    Attributes:
        counts: releases by health letter, of all that were summed up; so are `total` and `ended`.
        lines: worst first, then by date: the releases still open; of a part that was asked for, the ended ones too.
        recent: what went out lately, latest first.
        original, agreed: on time against the baseline's window, and against the one in force 10 working days before.
        streak: how many of the last releases in a row went out inside their agreed window.
        unread: records of the file that can't be read.
    """

    board: str
    today: date
    counts: Mapping[str, int]
    total: int
    ended: int
    lines: tuple[Line, ...]
    recent: tuple[Line, ...]
    coming: tuple[Coming, ...]
    decisions: tuple[Decision, ...]
    original: OnTime
    agreed: OnTime
    streak: int
    unread: int
