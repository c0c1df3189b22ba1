"""How a release stands: what screens, reports and scripts show of its forecast. Light, so that it loads quickly."""

from datetime import date
from typing import NamedTuple

FACT_CELLS = 24  # the most that a card has room for
Day = date  # inside Outlook the name `date` is a field


class Reason(NamedTuple):
    """A rule that holds (`R1` … `A12`, or `override`) and what it means here."""

    rule: str
    text: str


class Outlook(NamedTuple):
    """What is known about one release's date.

    Attributes:
        date: the day it will be, or was, released; None when nobody can say.
        source: `released` (a fact), `computed`, `target` (it has no stages to compute from), '' without a date.
        slack: working days, not frozen, from the date to the window's end; negative when past it; None without both.
        slip: working days from the target to the date, negative when earlier; None without both.
        health: G, A, R, or - (draft, on hold, ended, or no plan).
        stale: nobody has asked the lead lately; shown as `?`, never plain green.
        reasons: the rules that hold, worst first.
        fact: the most important thing in at most 24 cells, '' when there is nothing to say.
        open_ended: the date is a lower bound, shown `≥`, or there is none.
    """

    date: Day | None = None
    source: str = ""
    slack: int | None = None
    slip: int | None = None
    health: str = "-"
    stale: bool = False
    reasons: tuple[Reason, ...] = ()
    fact: str = ""
    open_ended: bool = False
