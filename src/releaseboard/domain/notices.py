"""Decisions about notices: what an audience was told, when and how; what was sent stays as it is (invariant 18)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from releaseboard.errors import BadInput, Refused
from releaseboard.text import clean_line

from . import coordination, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields, to_paths
from .fields import join_path, split_path
from .notify import Owed, last_notice
from .raid import Notice
from .records import find_record, require_readable
from .stamp import format_instant
from .words import CHANNELS, Audience, NoticeKind, NoticeState, spoken

Drafts = tuple[Change, ...]

EDITABLE = ("audience", "kind", "stakeholders", "date_told", "window_told", "cause_told", "text", "next_update_on")
_NEED_A_DATE = frozenset({NoticeKind.DELAY, NoticeKind.RECOVERED})
_DATES = ("date_told", "window_told", "next_update_on")


def record_notice(board: Board, command: coordination.RecordNotice, context: Context) -> Drafts:
    """A draft, or what has just been sent; it follows the last one to the same audience."""
    release = board.release(command.key)
    audience = rules.require_word(command.audience, Audience, "the audience")
    kind = rules.require_word(command.kind, NoticeKind, "the kind of notice")
    last = last_notice(board, release.id, audience)
    plain: dict[str, Any] = {
        "release": release.id, "audience": audience, "kind": kind, "state": NoticeState.DRAFT.value,
        "stakeholders": {clean_line(who): True for who in command.stakeholders if clean_line(who)},
        "date_told": command.date_told, "window_told": command.window_told, "cause_told": command.cause_told,
        "text": command.text, "next_update_on": command.next_update_on, "drafted_by": context.by,
        "drafted_at": format_instant(context.now), "follows": last.id if last is not None else None,
    }  # fmt: skip
    if command.channel:
        plain |= _sent(command.channel, context)
    _require_told(release.key, plain)
    ident = context.new_id("n")
    drafts = create_record(board, "notices", ident, plain)
    require_readable(apply(board, drafts), "notices", ident)
    return drafts


def _sent(channel: str, context: Context) -> dict[str, Any]:
    return {
        "state": NoticeState.SENT.value, "channel": rules.require_word(channel, CHANNELS, "the channel"),
        "sent_by": context.by, "sent_at": format_instant(context.now), "sent_on": context.today.isoformat(),
    }  # fmt: skip


def _require_told(key: str, plain: Mapping[str, Any]) -> None:
    """Raises BadInput for a moved date without a date: then at least the day of the next update (texts.md 5.4)."""
    if plain["kind"] in _NEED_A_DATE and not any(plain.get(name) for name in _DATES):
        raise BadInput(
            f"{key}: a notice of kind {spoken(plain['kind'])} names a date or window",
            "or, when nobody knows one, the day of the next update",
        )


def find_draft(board: Board, ident: str, doing: str) -> Notice:
    """A notice that was not sent yet. Raises UnknownKey; Refused for one that was (invariant 18)."""
    notice: Notice = find_record(board, "notices", ident)
    if notice.state != NoticeState.DRAFT:
        when = f" on {notice.sent_on}" if notice.sent_on else ""
        raise Refused(
            f"the notice about {board.label(notice.release)} was sent{when}: it can't be {doing}",
            "record a new one that follows it",
        )
    return notice


def edit_notice(board: Board, command: coordination.EditNotice, context: Context) -> Drafts:
    """Only while it is a draft."""
    notice = find_draft(board, command.id, "edited")
    flat = to_paths("notices", command.fields)
    if "stakeholders" in command.fields:
        flat = {**{join_path("stakeholders", who): None for who in notice.stakeholders}, **flat}
    for path in flat:
        if split_path(path)[0] not in EDITABLE:
            raise BadInput(f"{path!r} of a notice can't be set by hand", f"what can: {', '.join(EDITABLE)}")
    drafts = set_fields(board, "notices", notice.id, rules.require_values("notices", flat))
    if drafts:
        after = apply(board, drafts)
        require_readable(after, "notices", notice.id)
        told = after.notices[notice.id]
        _require_told(board.label(notice.release), told._asdict())
    return drafts


def send_notice(board: Board, command: coordination.SendNotice, context: Context) -> Drafts:
    """By whom, when and how; from now on those it went to have been told."""
    notice = find_draft(board, command.id, "sent again")
    last = last_notice(board, notice.release, notice.audience)
    values = {**_sent(command.channel, context), "follows": last.id if last is not None else None}
    return set_fields(board, "notices", notice.id, values)


def acknowledge_notice(board: Board, command: coordination.AcknowledgeNotice, context: Context) -> Drafts:
    """Someone of those it went to has answered."""
    notice: Notice = find_record(board, "notices", command.id)
    name = f"the notice about {board.label(notice.release)}"
    if notice.state == NoticeState.DRAFT:
        raise Refused(f"{name} has not been sent", "send it first")
    if notice.state == NoticeState.ACKNOWLEDGED:
        raise Refused(f"{name} was acknowledged by {notice.ack_by} already")
    by = clean_line(command.by) or (notice.stakeholders[0] if len(notice.stakeholders) == 1 else "")
    if not by:
        raise BadInput(f"say who has acknowledged {name}", ", ".join(notice.stakeholders) or "a person")
    values = {"state": NoticeState.ACKNOWLEDGED.value, "ack_by": by, "ack_at": format_instant(context.now)}
    return set_fields(board, "notices", notice.id, values)


def make_commands(
    board: Board, owed: Iterable[Owed], channel: str = "", next_update_on: date | None = None
) -> tuple[coordination.RecordNotice, ...]:
    """One notice per release, audience, kind and day for all who are owed it: drafts, or sent by a channel.

    A delay without a date needs `next_update_on`, or the board will refuse it.
    """
    groups: dict[tuple[str, str, str, date | None], list[str]] = {}
    for each in owed:
        key = (each.release, each.stakeholder.audience, each.kind, each.now)
        groups.setdefault(key, []).append(each.stakeholder.who)
    said: dict[str, Any] = {"next_update_on": next_update_on, "channel": channel}
    return tuple(
        coordination.RecordNotice(board.label(release), audience, kind, tuple(names), now, **said)
        for (release, audience, kind, now), names in groups.items()
    )
