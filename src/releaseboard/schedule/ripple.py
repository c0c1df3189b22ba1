"""What a change does to all other dates: before and after, release by release, with the first thing that changed."""

from datetime import date
from typing import NamedTuple

from releaseboard.domain.when import format_day

from .appraisal import Outlooks
from .calendar import NoWorkingDay
from .standing import Outlook
from .why import Explainer

NOTHING = Outlook()


class Delta(NamedTuple):
    """One release that stands otherwise.

    Attributes:
        release: record id.
        before, after: its outlooks; empty ones where it was not, or is no more, on the board.
        days: working days from the old date to the new one, negative when earlier; None without both.
        was_met, is_met: whether it is inside its window; None without a window or date.
    """

    release: str
    before: Outlook
    after: Outlook
    days: int | None
    was_met: bool | None
    is_met: bool | None

    @property
    def is_newly_missed(self) -> bool:
        """Inside its window before, and not any more."""
        return bool(self.was_met) and self.is_met is False


def compare(before: Outlooks, after: Outlooks) -> tuple[Delta, ...]:
    """The releases whose date, colour or window result is another, those that move furthest first."""
    found = []
    for ident in {**before, **after}:
        old, new = before.get(ident, NOTHING), after.get(ident, NOTHING)
        met = _is_met(before, ident, old), _is_met(after, ident, new)
        if (old.date, old.open_ended, old.health) == (new.date, new.open_ended, new.health) and met[0] == met[1]:
            continue
        found.append(Delta(ident, old, new, _count(after, ident, old.date, new.date), *met))
    return tuple(sorted(found, key=lambda delta: (-abs(delta.days or 0), after.prospects.board.label(delta.release))))


def _is_met(outlooks: Outlooks, ident: str, seen: Outlook) -> bool | None:
    release = outlooks.prospects.board.releases.get(ident)
    prospect = outlooks.prospects.by_id.get(ident)
    if release is None or seen.date is None:
        return None
    if prospect is not None and prospect.window is not None:
        return seen.date.toordinal() <= prospect.window[1]
    return seen.date <= release.window.end if release.window is not None else None


def _count(outlooks: Outlooks, ident: str, one: date | None, two: date | None) -> int | None:
    release = outlooks.prospects.board.releases.get(ident)
    if release is None or one is None or two is None:
        return None
    try:
        return outlooks.prospects.days.release(release).counted.days_between(one, two)
    except NoWorkingDay:
        return None


class DeltaTeller:
    """Says of each release that moved what moved it: the first thing on its new chain that is not as it was."""

    def __init__(self, before: Outlooks, after: Outlooks) -> None:
        self.old = before.whole()
        self.new = after.whole()
        self.explainer = Explainer(self.new)

    def tell(self, delta: Delta) -> str:
        """One phrase, such as `PAY-4.1.1 now goes out Tue 02 Mar (was Thu 25 Feb)`; '' when it has no date."""
        explainer, net = self.explainer, self.new.found.net
        node = net.index.get(delta.release)
        if node is None or self.new.found.finish[node] is None:
            return ""
        old = self.old.found
        for step, hold in explainer.driving.way(node):
            name, end = explainer.speak(step), self.new.found.finish[step]
            known = old.net.index.get(net.ids[step])
            verb = "goes out" if net.is_release(step) else "ends"
            if known is None or old.finish[known] is None:
                return f"{name} now {verb} {explainer.say(end and end - 1)}"
            if old.finish[known] != end:
                was = format_day(date.fromordinal((old.finish[known] or 0) - 1 + old.net.base))
                waits = (
                    f", waiting for {explainer.speak(hold.giver)}"
                    if hold.kind in ("link", "lane") and hold.giver >= 0
                    else ""
                )
                return f"{name} now {verb} {explainer.say(end and end - 1)} (was {was}){waits}"
        return ""
