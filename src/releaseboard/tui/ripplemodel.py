"""What a change would do to all other dates, before it is saved: before and after, release by release. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.notify import find_owed
from releaseboard.domain.words import State
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.outlook import Outlook, look_ahead
from releaseboard.schedule.renewal import renew
from releaseboard.schedule.ripple import Delta, DeltaTeller, compare

from .foresight import SMALL

MOST_TOLD = 60  # releases of which it is told why; the whole network is needed for that


class Wave(NamedTuple):
    """One release that would stand otherwise; `days` from the old date to the new one, None without both.

    `window` says what becomes of it: met, missed, `met → missed`; '' without a window. `why` is the first thing on its
    chain that moves, '' when that is not known.
    """

    release: str
    key: str
    before: Outlook
    after: Outlook
    days: int | None
    window: str
    why: str


class Ripple(NamedTuple):
    """All of them, those that move furthest first; `owed` names who would have to be told; `asked` what is done."""

    waves: tuple[Wave, ...]
    owed: tuple[str, ...]
    asked: str

    @property
    def missed(self) -> int:
        """How many would miss a window that they meet now."""
        return sum(1 for wave in self.waves if wave.window == "met → missed")


def find_ripple(
    before: Mapping[str, Outlook], board: Board, after: Board, today: date, calendar: Calendar, asked: str
) -> Ripple:
    """What changes from a board to another one.

    Args:
        before: the outlooks of `board`, as far as they are there.
        board: as it is now.
        after: as it would be.
        today: the day both are read against.
        calendar: the board's working days.
        asked: what is done, one line.
    """
    old = before if isinstance(before, Outlooks) and before.prospects.board is board else look_ahead(board, today)
    new = renew(old, after) or look_ahead(after, today)
    deltas = tuple(delta for delta in compare(old, new) if not _is_draft(after, delta.release))
    teller = DeltaTeller(old, new) if deltas and len(after.releases) <= SMALL else None
    waves = []
    for at, delta in enumerate(deltas):
        why = teller.tell(delta) if teller is not None and at < MOST_TOLD else _tell_giver(delta, deltas, new)
        why = why or _tell_colour(delta)
        label = after.label(delta.release)
        waves.append(Wave(delta.release, label, delta.before, delta.after, delta.days, _say_window(delta), why))
    owed = _name_owed(after, new, today, calendar) - _name_owed(board, old, today, calendar) if deltas else set()
    return Ripple(tuple(waves), tuple(sorted(owed)), asked)


def _is_draft(board: Board, ident: str) -> bool:
    """Nothing is promised about a draft: that its date moves is news to nobody."""
    release = board.releases.get(ident)
    return release is not None and release.state == State.DRAFT


def _tell_giver(delta: Delta, deltas: tuple[Delta, ...], new: Outlooks) -> str:
    """The predecessor that drives the date and moves too: what can be said without the whole network."""
    moved = {other.release for other in deltas if other.days}
    prospect = new.prospects.by_id.get(delta.release)
    for wait in prospect.hard if prospect is not None else ():
        if wait.room == 0 and wait.link.predecessor in moved:
            return f"waits for {new.prospects.board.label(wait.link.predecessor)}"
    return ""


def _tell_colour(delta: Delta) -> str:
    """What holds now and did not before, of a release whose date does not move."""
    if delta.after.open_ended and not delta.before.open_ended:
        return "no sure date any more"
    known = {reason.rule for reason in delta.before.reasons}
    return next((reason.text for reason in delta.after.reasons if reason.rule not in known), "")


def _say_window(delta: Delta) -> str:
    words = {True: "met", False: "missed", None: ""}
    was, now = words[delta.was_met], words[delta.is_met]
    return f"{was} → {now}" if was and now and was != now else now


def _name_owed(board: Board, outlooks: Outlooks, today: date, calendar: Calendar) -> set[str]:
    """Who is to be told about which release, as `PAY-4.2 to Osteria Group`."""
    if not board.stakeholders and not board.notices:
        return set()
    dates = {ident: outlook.date for ident, outlook in outlooks.items() if outlook.date is not None}
    return {
        f"{board.label(owed.release)} to {board.person_name(owed.stakeholder.who)}"
        for owed in find_owed(board, dates, today, calendar.days_between)
    }
