"""The lines of the notices page: what is owed first, then drafts, then what was told."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.notify import Owed, is_short_notice
from releaseboard.domain.raid import Notice
from releaseboard.domain.when import format_short
from releaseboard.domain.words import NoticeKind, NoticeState, State, spoken
from releaseboard.reports.layout import Column, lay_table, near_date
from releaseboard.reports.phrases import say_days
from releaseboard.reports.telling import find_draft
from releaseboard.schedule.calendar import calendar_of

from .rows import Row, text_row

_OWED = (
    Column("release"), Column("audience"), Column("who", least=10), Column("kind"), Column("told → now"),
    Column("days", right=True), Column(""),
)  # fmt: skip
_SENT = (
    Column("release"), Column("audience"), Column("who", least=6), Column("kind"), Column("told"),
    Column("sent"), Column("answered", least=6),
)  # fmt: skip
SIDE = 5  # cells of the cursor, the mark and the edge
NARROW = 76  # cells under which days go without their weekday, so that SHORT stays in sight


def owed_id(owed: Owed) -> str:
    """Id of its line."""
    return f"owed {owed.release} {owed.stakeholder.audience} {owed.stakeholder.who}"


def notice_id(notice: Notice) -> str:
    """Id of its line."""
    return f"notice {notice.id}"


def owed_rows(board: Board, owed: Sequence[Owed], today: date, width: int, marks: Collection[str]) -> list[Row]:
    """Who, audience, release, the day they were told and the day it is now, whether it comes at short notice."""
    is_narrow = width < NARROW

    def say(day: date) -> str:
        return format_short(day) if is_narrow else near_date(day, today)

    cells = [
        (board.label(each.release), each.stakeholder.audience, each.stakeholder.who, spoken(each.kind),
         f"{say(each.told) if each.told else '–'} → {_say_now(board, each, say)}", say_days(each.days),
         _flag(board, each))
        for each in owed
    ]  # fmt: skip
    head, lines = lay_table(_OWED, cells, width - SIDE, ("kind", "days"))
    rows = [text_row(f"  {head}", "dim")]
    for each, line in zip(owed, lines, strict=True):
        ident = owed_id(each)
        mark = ("* ", "accent") if ident in marks else ("  ", "")
        rows.append(Row(ident, (mark, (line, "amber" if each.is_short else ""))))
    return rows


def _say_now(board: Board, owed: Owed, say: Callable[[date], str]) -> str:
    """The day to tell, or what has become of it."""
    state = board.releases[owed.release].state
    if owed.now is None:
        return {State.CANCELLED: "cancelled", State.ROLLED_BACK: "rolled back"}.get(State(state), "no date")
    return f"out {format_short(owed.now)}" if owed.kind == NoticeKind.RELEASED else say(owed.now)


def _flag(board: Board, owed: Owed) -> str:
    draft, _ = find_draft(board, board.releases[owed.release], owed.stakeholder.audience, (owed.stakeholder.who,))
    is_drafted = draft is not None and draft.kind == owed.kind
    return ", ".join((["SHORT"] if owed.is_short else []) + (["draft"] if is_drafted else []))


def notice_rows(board: Board, notices: Sequence[Notice], today: date, width: int) -> list[Row]:
    """Whom each went to, the day it named, when and how it was sent, who has answered."""
    cells = [
        (board.label(notice.release), notice.audience, ", ".join(notice.stakeholders) or "all of them",
         spoken(notice.kind), _told(notice, today), _sent(board, notice), notice.ack_by)
        for notice in notices
    ]  # fmt: skip
    head, lines = lay_table(_SENT, cells, width - SIDE, ("kind",))
    rows = [text_row(f"  {head}", "dim")]
    return rows + [
        Row(notice_id(notice), (("  ", ""), (line, ""))) for notice, line in zip(notices, lines, strict=True)
    ]


def _sent(board: Board, notice: Notice) -> str:
    """`20 Nov email`, and whether that was at short notice; `draft`."""
    if notice.state == NoticeState.DRAFT:
        return "draft"
    release = board.releases.get(notice.release)
    is_short = release is not None and is_short_notice(board, release, notice, calendar_of(board).days_between)
    day = format_short(notice.sent_on) if notice.sent_on is not None else "sent"
    return " ".join(part for part in (day, notice.channel, "SHORT" if is_short else "") if part)


def _told(notice: Notice, today: date) -> str:
    if notice.date_told is not None:
        return near_date(notice.date_told, today)
    return f"next {format_short(notice.next_update_on)}" if notice.next_update_on is not None else "–"
