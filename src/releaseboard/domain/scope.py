"""Decisions about scope items, the coarse pieces of a release: added, deferred to a later release, dropped, done."""

from collections.abc import Mapping, Sequence
from typing import Any

from releaseboard.errors import BadInput, Refused
from releaseboard.text import clean_line

from . import coordination, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields
from .exceptions import has_leave
from .model import Release
from .raid import ScopeItem
from .records import find_record
from .words import OPEN_STATES, SIZES, FreezeKind, ScopeState, spoken

Drafts = tuple[Change, ...]

MOST_DAYS = 1000  # of an item that is sized in days


def list_items(board: Board, release: str) -> tuple[ScopeItem, ...]:
    """The scope items of a release (by record id), in the order they were added to the file."""
    found: tuple[ScopeItem, ...] = board.group("scope_items", "release").get((release,), ())
    return found


def add_scope_item(board: Board, command: coordination.AddScopeItem, context: Context) -> Drafts:
    """In a release that is not over and not under a change freeze."""
    release = board.release(command.key)
    rules.require_state(release, tuple(OPEN_STATES), "given more scope")
    _require_thaw(board, release, context)
    title = _require_title(board, release.id, command.title)
    plain = {
        "release": release.id, "title": title, "size": _clean_size(command.size), "must": command.must or None,
        "state": ScopeState.IN.value, "by": context.by,
    }  # fmt: skip
    plain = rules.require_values("scope_items", plain)
    return create_record(board, "scope_items", context.new_id("o"), plain)


def _require_thaw(board: Board, release: Release, context: Context) -> None:
    """A change freeze lets no new scope item in, in the stages it is for (domain.md 3.2, freeze)."""
    for freeze in rules.freezes_on(board, release, context.today, FreezeKind.CHANGE):
        is_meant = not freeze.stages or release.stage in freeze.stages
        if is_meant and not has_leave(board, release.id, freeze.id, context.today):
            raise Refused(
                f"{release.key}: no new scope in the change freeze {freeze.name!r} ({freeze.start} … {freeze.end})",
                "ask for an exception, or add it to a later release",
            )


def _require_title(board: Board, release: str, title: str, own: str = "") -> str:
    cleaned = clean_line(title)
    if not cleaned:
        raise BadInput(f"{board.label(release)}: a scope item needs a title", "a few words")
    for known in list_items(board, release):
        if known.title == cleaned and known.id != own:
            raise Refused(f"{board.label(release)} has a scope item {cleaned!r} already ({spoken(known.state)})")
    return cleaned


def _clean_size(size: Any) -> str:
    """S, M, L, a number of days as text, or ''. Raises BadInput."""
    text = str(size or "").strip().upper()
    if text in ("", *SIZES) or (text.isdecimal() and 1 <= int(text) <= MOST_DAYS):
        return text
    raise BadInput(f"the size of a scope item can't be {size!r}", "S, M, L or a number of working days")


def edit_scope_item(board: Board, command: coordination.EditScopeItem, context: Context) -> Drafts:
    """Its words and size."""
    item: ScopeItem = find_record(board, "scope_items", command.id)
    values: dict[str, Any] = dict(command.fields)
    for name in values:
        if name not in ("title", "size", "must"):
            raise BadInput(f"{name!r} of a scope item can't be set by hand", "title, size or must; or defer, drop it")
    if "title" in values:
        values["title"] = _require_title(board, item.release, str(values["title"] or ""), item.id)
    if "size" in values:
        values["size"] = _clean_size(values["size"])
    return set_fields(board, "scope_items", item.id, rules.require_values("scope_items", values), command.reason)


def _find_items(board: Board, ids: Sequence[str]) -> list[ScopeItem]:
    if not ids:
        raise BadInput("say which scope items", "by their ids")
    return [find_record(board, "scope_items", ident) for ident in dict.fromkeys(ids)]


def defer_items(board: Board, command: coordination.DeferItems, context: Context) -> Drafts:
    """Each stays on its release as deferred, and is in on the later one, which names where it came from."""
    items = _find_items(board, command.items)
    later = board.release(command.to)
    rules.require_state(later, tuple(OPEN_STATES), "given more scope")
    rules.require_reason(command.reason, f"deferring scope to {later.key}")
    drafts: Drafts = ()
    for item in items:
        _require_later(item, board.releases.get(item.release), later)
        values = {
            "state": ScopeState.DEFERRED.value, "deferred_to": later.id, "reason": command.reason, "by": context.by,
        }  # fmt: skip
        drafts += set_fields(board, "scope_items", item.id, values, command.reason)
        drafts += _take_over(apply(board, drafts), item, later, command.reason, context)
    return drafts


def _take_over(board: Board, item: ScopeItem, later: Release, reason: str, context: Context) -> Drafts:
    """The item in the later release; where one of that title was dropped there, that one is in again."""
    for known in list_items(board, later.id):
        if known.title == item.title:
            values = {"state": ScopeState.IN.value, "came_from": item.id} if known.state == ScopeState.DROPPED else {}
            return set_fields(board, "scope_items", known.id, values, reason)
    plain = {
        "release": later.id, "title": item.title, "size": item.size, "must": item.must, "came_from": item.id,
        "state": ScopeState.IN.value, "by": context.by,
    }  # fmt: skip
    return create_record(board, "scope_items", context.new_id("o"), plain, reason)


def _require_later(item: ScopeItem, release: Release | None, later: Release) -> None:
    if item.state != ScopeState.IN:
        raise Refused(f"the scope item {item.title!r} is {spoken(item.state)}", "only what is in can be deferred")
    if release is None or release.id == later.id:
        raise Refused(f"the scope item {item.title!r} is in {later.key}", "name a later release")
    if release.target is not None and later.target is not None and later.target < release.target:
        raise Refused(
            f"{later.key} ({later.target}) is out before {release.key} ({release.target})", "name a later release"
        )


def set_scope_state(board: Board, command: coordination.SetScopeState, context: Context) -> Drafts:
    """Dropped, done, or in again; an item that came back in is not deferred any more."""
    allowed = (ScopeState.IN, ScopeState.DROPPED, ScopeState.DONE)
    state = rules.require_word(command.state, allowed, "the state of a scope item")
    items = _find_items(board, command.items)
    drafts: Drafts = ()
    for item in items:
        if state == ScopeState.DROPPED:
            rules.require_reason(command.reason, f"dropping {item.title!r}")
        if state == ScopeState.DONE and item.state != ScopeState.IN:
            raise Refused(f"the scope item {item.title!r} is {spoken(item.state)}", "take it in again first")
        values: Mapping[str, Any] = {
            "state": state, "deferred_to": None, "reason": command.reason or None, "by": context.by,
        }  # fmt: skip
        if item.state != state:
            drafts += set_fields(board, "scope_items", item.id, values, command.reason)
            drafts += _take_back(board, item, command.reason)
    return drafts


def _take_back(board: Board, item: ScopeItem, reason: str) -> Drafts:
    """The item that the later release got by a deferral is dropped there when this one is not deferred any more."""
    drafts: Drafts = ()
    for known in board.scope_items.values():
        if item.state == ScopeState.DEFERRED and known.came_from == item.id and known.state == ScopeState.IN:
            drafts += set_fields(board, "scope_items", known.id, {"state": ScopeState.DROPPED.value}, reason)
    return drafts
