"""The DORA measures at the level of releases (texts.md 6.1): watched as a set, since each can be bettered at the
expense of the others.

The days of lead and recovery are working days, the 14 days in which a hotfix counts as a failure calendar days.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from releaseboard.domain.model import Release
from releaseboard.domain.words import Outcome, ReleaseType, State

from .calendar import Calendar
from .flow import P50
from .flowdays import committed_on
from .history import percentile

HOTFIX_WITHIN = timedelta(days=14)


class Dora(NamedTuple):
    """The four measures and rework.

    Attributes:
        released: how many went out. weeks: in how many weeks, at least 1.0.
        lead: working days from scope committed to released, of each that tells both.
        failed: rolled back, or followed by a hotfix of the same application within 14 days.
        recovery: working days from each failed release to the one that fixed it; those not fixed yet are not in it.
        hotfixes: how many of the released were hotfixes.
    """

    released: int
    weeks: float
    lead: tuple[int, ...]
    failed: int
    recovery: tuple[int, ...]
    hotfixes: int

    @property
    def per_week(self) -> float:
        """Release frequency."""
        return self.released / self.weeks

    @property
    def lead_p50(self) -> int | None:
        """The usual lead time; None under five."""
        return percentile(self.lead, P50)

    @property
    def recovery_mean(self) -> float | None:
        """Mean time to the fix; None when nothing failed, or nothing is fixed yet."""
        return sum(self.recovery) / len(self.recovery) if self.recovery else None


def measure_dora(finished: Sequence[Release], everything: Sequence[Release], weeks: float, calendar: Calendar) -> Dora:
    """The measures of finished releases; `everything` are all that are out, in which the fix of one is looked for."""
    out = sorted((item for item in everything if item.released_on is not None), key=_day)
    lead = []
    recovery = []
    failed = 0
    for release in finished:
        begun = committed_on(release)
        if begun is not None and release.released_on is not None:
            lead.append(calendar.days_between(begun, release.released_on))
        fix = _find_fix(release, out)
        hotfix = _find_fix(release, out, hotfix=True)
        if is_rolled_back(release) or hotfix is not None:
            failed += 1
            fix = fix if is_rolled_back(release) else hotfix
            if fix is not None and fix.released_on is not None and release.released_on is not None:
                recovery.append(calendar.days_between(release.released_on, fix.released_on))
    hotfixes = sum(1 for item in finished if item.type == ReleaseType.HOTFIX)
    return Dora(len(finished), weeks, tuple(lead), failed, tuple(recovery), hotfixes)


def is_rolled_back(release: Release) -> bool:
    """Whether it was taken back."""
    return release.state == State.ROLLED_BACK or release.outcome == Outcome.ROLLED_BACK


def _day(release: Release) -> tuple[int, str]:
    return release.released_on.toordinal() if release.released_on is not None else 0, release.key


def _find_fix(release: Release, out: Sequence[Release], *, hotfix: bool = False) -> Release | None:
    """The next release of the same application that held; `hotfix`: a hotfix within 14 days. None without one.

    A hotfix belongs to the last release before it that it could mend, so one fix does not fail two releases.
    """
    day = release.released_on
    if day is None:
        return None
    for other in out:
        is_same = (other.project, other.application) == (release.project, release.application)
        if not is_same or other.released_on is None or _day(other) <= _day(release):
            continue
        if hotfix:
            is_near = other.type == ReleaseType.HOTFIX and other.released_on - day <= HOTFIX_WITHIN
            return other if is_near else None
        if not is_rolled_back(other):
            return other
    return None
