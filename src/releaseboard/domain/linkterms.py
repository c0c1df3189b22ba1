"""Decisions about the terms of a dependency: what the two sides agree, waivers, and its fields (domain.md 3.2)."""

from typing import Any

from releaseboard.errors import BadInput, Refused, UnknownKey

from . import approvals, commands, rules
from .agreements import Proposal
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import set_fields
from .linking import clean_link, require_new
from .links import find_loop, name_loop
from .model import Link
from .words import Agreement, Strength, spoken

Drafts = tuple[Change, ...]

BY_OTHER_COMMANDS = {
    "successor": "remove it and add another", "predecessor": "remove it and add another",
    "predecessor_kind": "it follows from what is waited for", "agreement": "say what was agreed",
    "waived": "waive it, with a reason", "id": "a record's id never changes",
}  # fmt: skip


def find_link(board: Board, ident: str) -> Link:
    """A dependency by record id. Raises UnknownKey."""
    link = board.links.get(ident)
    if link is None:
        raise UnknownKey(f"there is no link {ident!r}", "it may have been removed by someone else")
    return link


def name_link(board: Board, link: Link) -> str:
    """A dependency as people read it: `PAY-4.2 waits for PAY-4.1.1`."""
    return f"{board.label(link.successor)} waits for {board.label(link.predecessor)}"


def agree_link(board: Board, command: approvals.AgreeLink, context: Context) -> Drafts:
    """Where the two sides stand. Only `waived`, with person and reason, lets a hard one be ignored (invariant 10)."""
    link = find_link(board, command.link_id)
    agreement = rules.require_word(command.agreement, Agreement, "the agreement")
    name = name_link(board, link)
    values: dict[str, Any] = {"agreement": agreement}
    for field in ("needed_by", "promised_by"):
        day = getattr(command, field)
        if day is not None:
            values[field] = day.isoformat()
    if agreement == Agreement.WAIVED:
        rules.require_reason(command.reason, f"waiving that {name}")
        values["waived"] = {"reason": command.reason, "by": context.by, "on": context.today.isoformat()}
        if link.agreement == Agreement.WAIVED:
            raise Refused(f"{name}: that is waived already", "agree it again to take the waiver back")
    else:
        values["waived"] = None
    if agreement == Agreement.REFUSED:
        rules.require_reason(command.reason, f"refusing that {name}")
    if link.agreement == Agreement.MET and agreement != Agreement.MET:
        rules.require_reason(command.reason, f"{name}: it was met, and taking that back")
    return set_fields(board, "links", link.id, values, command.reason)


def edit_link(board: Board, command: approvals.EditLink, context: Context) -> Drafts:
    """Type, stages, lag, strength, dates and why; the same rules as for a new link."""
    link = find_link(board, command.link_id)
    for path in command.fields:
        if path in BY_OTHER_COMMANDS:
            raise BadInput(f"{path!r} can't be set by hand", BY_OTHER_COMMANDS[path])
    rules.require_known_fields("links", command.fields)
    values = clean_link(board, command.fields)
    name = name_link(board, link)
    if "why" in values and not str(values["why"] or "").strip():
        raise BadInput(f"say why {name}", "one line")
    if values.get("strength") == Strength.SOFT and link.strength == Strength.HARD:
        rules.require_reason(command.reason, f"making it soft that {name}")
    drafts = set_fields(board, "links", link.id, values, command.reason)
    if drafts:
        _require_sound(board, link, drafts)
    return drafts


def _require_sound(board: Board, link: Link, drafts: Drafts) -> None:
    after = apply(board, drafts)
    fresh = after.links.get(link.id)
    if fresh is None:
        problems = after.problems
        raise BadInput(problems[-1] if problems else f"{name_link(board, link)}: a field can't be read")
    without = board.changed("links", {link.id: None})
    require_new(without, fresh)
    loop = find_loop(without, fresh)
    if loop:
        raise Refused(f"that would close a loop: {name_loop(board, loop)}", f"it is {spoken(link.type)} as it stands")


def make_link(board: Board, proposal: Proposal) -> commands.AddLink:
    """The command that takes a proposal up."""
    return commands.AddLink(board.label(proposal.successor), board.label(proposal.predecessor), {"why": proposal.why})
