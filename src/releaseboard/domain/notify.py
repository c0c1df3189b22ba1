"""Who must know about a release, what each was told, and which notices are owed (domain.md 3.2; texts.md 5.4; T26).

Forecast dates come in as an argument, so that nothing here computes one: `{release id: day it will be out}`, None for a
day that nobody knows; a release that is not in it owes nothing about its date. `between(a, b)` counts working days in
(a, b], negative when b is earlier.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from .board import Board
from .model import Release
from .raid import Notice, Stakeholder
from .words import Audience, NoticeKind, NoticeState, NotifyWhen, State

Dates: TypeAlias = Mapping[str, date | None]
Between: TypeAlias = Callable[[date, date], int]

FRESH_DAYS = 10  # working days for which a release, cancellation or roll-back is still news that is owed


class Owed(NamedTuple):
    """One notice to one stakeholder.

    Attributes:
        release: record id.
        kind: what it has to tell.
        told: the day they count on; None when no day was ever named. now: the day to tell; None when nobody knows.
        days: working days from told to now, negative when earlier; None without both.
        last: the notice they had last; None when none was sent.
        is_short: it comes later than the notice period of the release's type allows.
    """

    release: str
    stakeholder: Stakeholder
    kind: str
    told: date | None = None
    now: date | None = None
    days: int | None = None
    last: Notice | None = None
    is_short: bool = False


def list_stakeholders(board: Board, release: Release) -> tuple[Stakeholder, ...]:
    """Who must know, each person or group once an audience; what is said for the release goes before its project.

    Clients of the release (or else of its application) count as stakeholders of the audience client.
    """
    found: dict[tuple[str, str], Stakeholder] = {}
    known = board.group("stakeholders", "release", "project")
    of_project = known.get(("", release.project), ()) if release.project else ()
    for each in (*of_project, *board.group("stakeholders", "release").get((release.id,), ())):
        found[each.who.casefold(), each.audience] = each
    for client in release.clients or _clients_of(board, release):
        found.setdefault(
            (client.casefold(), Audience.CLIENT.value),
            Stakeholder("", client, release.id, audience=Audience.CLIENT.value),
        )
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0])))


def _clients_of(board: Board, release: Release) -> tuple[str, ...]:
    project = board.projects.get(release.project)
    if project is None:
        return ()
    clients: list[str] = []
    for application in project.applications:
        named = application.get("clients")
        is_meant = not release.application or application.get("key") == release.application
        if is_meant and isinstance(named, list | tuple):
            clients += [str(client) for client in named]
    return tuple(dict.fromkeys(clients))


def by_sending(notice: Notice) -> tuple[str, str]:
    """Notices in the order in which they were sent."""
    return (notice.sent_at, notice.id)


def list_sent(board: Board, release: str) -> tuple[Notice, ...]:
    """The notices about a release (by record id) that were sent, oldest first."""
    found = board.group("notices", "release").get((release,), ())
    return tuple(sorted((notice for notice in found if notice.state != NoticeState.DRAFT), key=by_sending))


def last_notice(board: Board, release: str, audience: str) -> Notice | None:
    """The latest notice to an audience of a release (by record id) that was sent; None when none was."""
    sent = [notice for notice in list_sent(board, release) if notice.audience == audience]
    return sent[-1] if sent else None


def find_last(sent: Iterable[Notice], stakeholder: Stakeholder) -> Notice | None:
    """The last of these notices (oldest first) that went to someone; None when none did."""
    last = None
    for notice in sent:
        names = {who.casefold() for who in notice.stakeholders}
        if notice.audience == stakeholder.audience and (not names or stakeholder.who.casefold() in names):
            last = notice
    return last


def told_date(release: Release, last: Notice | None) -> date | None:
    """The day someone counts on: what they were told last, else what was first committed; None when no day was named.

    A notice that named only a window is counted by its last day.
    """
    if last is not None:
        return last.date_told or (last.window_told.end if last.window_told is not None else None)
    if release.baseline is not None:
        return release.baseline.target
    return release.target if release.state != State.DRAFT else None


def find_owed(board: Board, dates: Dates, today: date, between: Between) -> tuple[Owed, ...]:
    """All notices owed today, by release key, audience and name."""
    found: list[Owed] = []
    for release in sorted(board.releases.values(), key=lambda each: each.key):
        found += owed_for(board, release, dates, today, between)
    return tuple(found)


def owed_for(board: Board, release: Release, dates: Dates, today: date, between: Between) -> tuple[Owed, ...]:
    """The notices owed about one release; none about a draft, or what is closed or archived."""
    if release.archived or release.state in (State.DRAFT, State.CLOSED):
        return ()
    sent = list_sent(board, release.id)
    found = []
    for stakeholder in list_stakeholders(board, release):
        last = find_last(sent, stakeholder)
        if release.state in (State.RELEASED, State.CANCELLED, State.ROLLED_BACK):
            owed = _owed_at_end(release, stakeholder, last, today, between)
        else:
            owed = _owed_on_way(board, release, stakeholder, last, dates, today, between)
        if owed is not None:
            found.append(owed)
    return tuple(found)


def _owed_at_end(release: Release, who: Stakeholder, last: Notice | None, today: date, between: Between) -> Owed | None:
    """That it is out, given up or taken back. What nobody was told about when it was fresh is not news any more."""
    told = told_date(release, last)
    if release.state == State.CANCELLED:
        is_told = last is not None and last.kind == NoticeKind.CANCELLED
        is_news = last is not None or (told is not None and between(told, today) <= FRESH_DAYS)
        if is_told or not is_news or who.notify_when == NotifyWhen.RELEASED:
            return None
        return Owed(release.id, who, NoticeKind.CANCELLED.value, told, last=last)
    out = release.released_on
    if out is None or between(out, today) > FRESH_DAYS:
        return None
    if release.state == State.ROLLED_BACK:
        if last is None or last.kind != NoticeKind.RELEASED:
            return None  # who was not told that it is out need not be told that it is not
        return Owed(release.id, who, NoticeKind.HEADS_UP.value, told, last=last)
    if (last is not None and last.kind == NoticeKind.RELEASED) or who.notify_when in (
        NotifyWhen.OVER_N_DAYS, NotifyWhen.WINDOW_MISSED,
    ):  # fmt: skip
        return None
    days = between(told, out) if told is not None else None
    return Owed(release.id, who, NoticeKind.RELEASED.value, told, out, days, last)


def _owed_on_way(
    board: Board, release: Release, who: Stakeholder, last: Notice | None, dates: Dates, today: date, between: Between
) -> Owed | None:
    """That its date has moved from what they count on, by as much as they want to be told of."""
    told = told_date(release, last)
    if who.notify_when == NotifyWhen.RELEASED or release.id not in dates:
        return None
    now = dates[release.id]
    if now is None:
        if told is None:
            return None
        is_short = _is_short(board, release, told, today, between)
        return Owed(release.id, who, NoticeKind.DELAY.value, told, None, None, last, is_short)
    if told is None:
        if last is None or last.kind not in (NoticeKind.DELAY, NoticeKind.HEADS_UP) or last.next_update_on is None:
            return None
        return Owed(release.id, who, NoticeKind.HEADS_UP.value, None, now, None, last)  # they wait for a day
    days = between(told, now)
    if not _wants_to_know(release, who, told, now, days):
        return None
    was_late = last is not None and last.kind == NoticeKind.DELAY
    kind = NoticeKind.DELAY if days > 0 else NoticeKind.RECOVERED if was_late else NoticeKind.HEADS_UP
    is_short = _is_short(board, release, min(told, now), today, between)
    return Owed(release.id, who, kind.value, told, now, days, last, is_short)


def _wants_to_know(release: Release, who: Stakeholder, told: date, now: date, days: int) -> bool:
    if who.notify_when == NotifyWhen.OVER_N_DAYS:
        return abs(days) > who.tolerance_days
    if who.notify_when == NotifyWhen.WINDOW_MISSED and (release.window is None or max(told, now) <= release.window.end):
        return False
    return abs(days) >= max(1, who.tolerance_days)


def _is_short(board: Board, release: Release, day: date, today: date, between: Between) -> bool:
    policy = board.type_policies.get(release.type)
    return policy is not None and between(today, day) < policy.notice_period_days


def is_short_notice(board: Board, release: Release, notice: Notice, between: Between) -> bool:
    """Whether a notice was sent later than the notice period of the release's type before the day it moved."""
    day = notice.date_told or (notice.window_told.end if notice.window_told is not None else None)
    before = [known for known in list_sent(board, release.id) if by_sending(known) < by_sending(notice)]
    same = [known for known in before if known.audience == notice.audience]
    counted_on = told_date(release, same[-1] if same else None)
    days = [each for each in (day, counted_on) if each is not None]
    if notice.sent_on is None or not days or notice.kind == NoticeKind.RELEASED:
        return False
    return _is_short(board, release, min(days), notice.sent_on, between)
