"""Who has been told what, who is owed a notice, and the case that a notice has to make."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.notify import (
    Owed,
    find_owed,
    is_short_notice,
    last_notice,
    list_stakeholders,
    owed_for,
    told_date,
)
from releaseboard.domain.raid import Notice
from releaseboard.domain.words import ENDED_STATES, NoticeKind, NoticeState, State, spoken
from releaseboard.errors import BadInput
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import calendar_of

from .audiences import rules_for
from .layout import Column, lay_table, near_date
from .noticefacts import Case
from .options import known_dates
from .phrases import say_days

_KINDS_AT_END = {State.CANCELLED: NoticeKind.CANCELLED, State.RELEASED: NoticeKind.RELEASED}
_COLUMNS = (
    Column("release", least=8), Column("audience"), Column("who", least=8), Column("kind"), Column("told"),
    Column("now"), Column("days", right=True), Column("state", least=8),
)  # fmt: skip


def list_owed(board: Board, outlooks: Outlooks, today: date) -> tuple[Owed, ...]:
    """All notices owed today."""
    return find_owed(board, known_dates(board, outlooks), today, calendar_of(board).days_between)


def make_case(
    board: Board, release: Release, audience: str, outlooks: Outlooks, today: date, *, to: Sequence[str] = (),
    kind: str = "",
) -> tuple[Case, bool]:  # fmt: skip
    """What a notice to an audience has to say today, and whether it comes at short notice.

    Args:
        board: where all is.
        release: what it is about.
        audience: who is spoken to.
        outlooks: of the board, today.
        today: the day.
        to: only these of the audience; () for all of it.
        kind: another kind than the board would choose; '' lets it choose.

    Raises:
        BadInput: no such audience, or `to` names someone who does not belong to it.
    """
    rules = rules_for(audience)
    readers = {each.who.casefold(): each.who for each in list_stakeholders(board, release) if each.audience == audience}
    for who in to:
        if who.casefold() not in readers:
            known = ", ".join(readers.values())
            raise BadInput(f"{who!r} is no {audience} of {release.key}", f"they are: {known}" if known else "nobody is")
    recipients = tuple(readers[who.casefold()] for who in to)
    between = calendar_of(board).days_between
    dates = known_dates(board, outlooks)
    owed = [
        each for each in owed_for(board, release, dates, today, between)
        if each.stakeholder.audience == audience and (not recipients or each.stakeholder.who in recipients)
    ]  # fmt: skip
    if owed:
        first = owed[0]
        told, now, days, found = first.told, first.now, first.days, first.kind
    else:
        told = told_date(release, last_notice(board, release.id, audience))
        now = release.released_on or dates.get(release.id)
        days = between(told, now) if told is not None and now is not None else None
        found = _guess_kind(release, told, now, days)
    case = Case(board, release, outlooks, audience, rules, kind or found, told, now, days, recipients)
    return case, any(each.is_short for each in owed)


def _guess_kind(release: Release, told: date | None, now: date | None, days: int | None) -> str:
    if release.state in _KINDS_AT_END:
        return _KINDS_AT_END[State(release.state)].value
    is_late = (days or 0) > 0 or (now is None and told is not None and release.state not in ENDED_STATES)
    return (NoticeKind.DELAY if is_late else NoticeKind.HEADS_UP).value


def list_notices(board: Board, key: str = "") -> list[Notice]:
    """Drafts first, then those sent, latest first; `key` a release's record id."""
    found = [notice for notice in board.notices.values() if not key or notice.release == key]
    drafts = [notice for notice in found if notice.state == NoticeState.DRAFT]
    sent = [notice for notice in found if notice.state != NoticeState.DRAFT]
    return [
        *sorted(drafts, key=lambda notice: (board.label(notice.release), notice.audience, notice.id)),
        *sorted(sent, key=lambda notice: (notice.sent_at, notice.id), reverse=True),
    ]


def write_notices(
    board: Board, owed: Sequence[Owed], notices: Sequence[Notice], today: date, width: int
) -> tuple[str, list[str]]:
    """Head and rows: what is owed, then what was written."""
    rows = [
        (board.label(each.release), each.stakeholder.audience, each.stakeholder.who, spoken(each.kind),
         near_date(each.told, today), near_date(each.now, today), say_days(each.days),
         "owed, short notice" if each.is_short else "owed")
        for each in owed
    ] + [
        (board.label(notice.release), notice.audience, ", ".join(notice.stakeholders) or "all of them",
         spoken(notice.kind), near_date(notice.date_told, today), "", "", say_sending(board, notice, today))
        for notice in notices
    ]  # fmt: skip
    return lay_table(_COLUMNS, rows, width, ("days", "kind"))


def say_sending(board: Board, notice: Notice, today: date) -> str:
    """How far a notice has come: `draft`, or `sent Mon 22 Feb by email, acknowledged by ana`."""
    if notice.state == NoticeState.DRAFT:
        return "draft"
    when = f" {near_date(notice.sent_on, today)}" if notice.sent_on else ""
    how = f" by {notice.channel}" if notice.channel else ""
    ack = f", acknowledged by {notice.ack_by}" if notice.ack_by else ""
    short = ", short notice" if is_short_notice(board, board.releases[notice.release], notice,
                                                calendar_of(board).days_between) else ""  # fmt: skip
    return f"sent{when}{how}{short}{ack}"


def view_owed(board: Board, owed: Sequence[Owed]) -> list[dict[str, Any]]:
    """What is owed, for scripts."""
    return [
        {"release": board.label(each.release), "audience": each.stakeholder.audience, "who": each.stakeholder.who,
         "kind": each.kind, "told": each.told.isoformat() if each.told else None,
         "now": each.now.isoformat() if each.now else None, "days": each.days, "short_notice": each.is_short}
        for each in owed
    ]  # fmt: skip


def view_notice(board: Board, notice: Notice) -> dict[str, Any]:
    """One notice, for scripts."""
    return {
        "id": notice.id, "release": board.label(notice.release), "audience": notice.audience, "kind": notice.kind,
        "who": list(notice.stakeholders), "state": notice.state,
        "date_told": notice.date_told.isoformat() if notice.date_told else None,
        "cause_told": notice.cause_told or None, "text": notice.text or None, "channel": notice.channel or None,
        "sent_by": notice.sent_by or None, "sent_on": notice.sent_on.isoformat() if notice.sent_on else None,
        "ack_by": notice.ack_by or None,
        "next_update_on": notice.next_update_on.isoformat() if notice.next_update_on else None,
    }  # fmt: skip
