"""Decisions about links: no self-dependency, no twin, no loop (domain.md invariants 5 and 6)."""

from collections.abc import Mapping
from typing import Any

from releaseboard.errors import BadInput, Refused, UnknownKey, did_you_mean

from . import commands, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields
from .links import find_loop, name_loop
from .model import Link
from .words import Agreement, LinkType, PredecessorKind

Drafts = tuple[Change, ...]


def find_predecessor(board: Board, text: str) -> tuple[str, str]:
    """Record id and kind of what a release can wait for, by release key or record id or name.

    Raises:
        UnknownKey: nothing is called so; the nearest names are the hint.
    """
    release = board.find_release(text)
    if release is not None:
        return release.id, PredecessorKind.RELEASE.value
    fold = text.strip().casefold()
    for table in ("externals", "events", "backlogs"):
        for ident, record in board.table(table).items():
            if fold in (ident.casefold(), str(record.name).casefold()):
                kind = record.kind if table == "externals" else PredecessorKind[table[:-1].upper()].value
                return ident, str(kind)
    try:
        return board.release(text).id, PredecessorKind.RELEASE.value
    except UnknownKey as unknown:
        names = [name for table in ("externals", "events", "backlogs") for name in board.table(table)]
        near = did_you_mean(text, [*names, *(release.key for release in board.releases.values())])
        message = unknown.message.replace("there is no release", "there is no release, event, external or backlog")
        raise UnknownKey(message, near or unknown.hint) from None


def add_link(board: Board, command: commands.AddLink, context: Context) -> Drafts:
    """A dependency, with its reason in one line."""
    successor = board.release(command.successor)
    predecessor, kind = find_predecessor(board, command.predecessor)
    fields = dict(command.fields)
    rules.require_known_fields("links", fields)
    if not str(fields.get("why") or "").strip():
        raise BadInput(f"{successor.key}: say why it waits for {board.label(predecessor)}", "one line, --why …")
    plain = {**fields, "successor": successor.id, "predecessor": predecessor, "predecessor_kind": kind}
    plain = clean_link(board, plain)
    ident = context.new_id("l")
    drafts = create_record(board, "links", ident, plain)
    link = apply(board, drafts).links.get(ident)
    if link is None:
        raise BadInput(f"{successor.key}: the link can't be read", "; ".join(apply(board, drafts).problems))
    require_new(board, link)
    loop = find_loop(board, link)
    if loop:
        raise Refused(f"that would close a loop: {name_loop(board, loop)}", "remove one of these links first")
    return drafts


def clean_link(board: Board, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A link's plain fields with words as stored and stages that exist. Raises BadInput or UnknownKey."""
    values = rules.require_values("links", plain)
    if str(values.get("type") or "").casefold().replace("-", "_") == LinkType.SAME_STAGE:
        values["type"] = LinkType.SAME_STAGE.value
    for field in ("successor_stage", "point"):
        if values.get(field) and values[field] != "released":
            values[field] = board.stage(str(values[field])).id
        elif values.get(field) == "released":
            values[field] = None
    waived = values.get("waived") or {}
    is_waived = bool(waived) or values.get("agreement") == Agreement.WAIVED
    if is_waived and not (isinstance(waived, Mapping) and waived.get("by") and waived.get("reason")):
        raise BadInput("a waived dependency names person and reason", "invariant 10: waived = {by, reason}")
    return values


def require_new(board: Board, link: Link) -> None:
    """Raises Refused for a release that would wait for itself, and for the twin of a link."""
    if link.successor == link.predecessor:
        raise Refused(f"{board.label(link.successor)} can't wait for itself")
    for other in board.waits_for(link.successor):
        if same_link(other, link) and other.id != link.id:
            raise Refused(
                f"{board.label(link.successor)} waits for {board.label(link.predecessor)} already",
                "change that link, or remove it first",
            )


def same_link(one: Link, other: Link) -> bool:
    """Between the same ends, of the same type."""
    return (one.predecessor, one.successor_stage, one.point, one.type) == (
        other.predecessor, other.successor_stage, other.point, other.type,
    )  # fmt: skip


def remove_link(board: Board, command: commands.RemoveLink, context: Context) -> Drafts:
    """The link is taken away; the history keeps it."""
    if command.link_id not in board.links:
        raise UnknownKey(f"there is no link {command.link_id!r}", "it may have been removed by someone else")
    return set_fields(board, "links", command.link_id, {"deleted": True}, command.reason)
