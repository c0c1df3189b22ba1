"""Decisions about all records but releases and links: people, teams, freezes, windows, events, externals … and undo."""

from collections.abc import Mapping
from typing import Any

from releaseboard.errors import BadInput, Refused, UnknownKey, did_you_mean

from . import commands, rules
from .apply import apply
from .board import Board
from .changes import DELETED, Change, Context, draft, invert
from .drafting import create_record, set_fields, to_paths
from .fields import KINDS, look_up
from .links import find_any_loop, name_loop
from .milestones import parse_offset
from .words import NoticeState, ReleaseType, spoken

Drafts = tuple[Change, ...]

RANDOM_IDS = {
    "raid": "i", "check_ins": "c", "stakeholders": "s", "replans": "p", "gate_results": "g", "exceptions": "x",
    "notices": "n", "allocations": "a", "scope_items": "o", "milestones": "m", "process_changes": "y", "scenarios": "z",
}  # fmt: skip
BY_OWN_COMMANDS = frozenset({"releases", "links"})
GUARDED = frozenset({"gate_results", "exceptions", "notices", "allocations", "scope_items"})  # rules stand before them
KEPT = frozenset({"gate_results", "exceptions"})  # never taken away
RELEASE_FIELDS = ("release", "train", "deferred_to", "from_release")  # hold the record id of a release
LONGEST_ID = 64  # characters
SINGULAR = {
    "people": "person", "teams": "team", "freezes": "freeze", "windows": "window", "events": "event",
    "externals": "external", "backlogs": "backlog", "stages": "stage", "projects": "project", "holidays": "holiday",
    "check_ins": "check-in", "stakeholders": "stakeholder", "raid": "RAID entry", "replans": "re-plan",
    "releases": "release", "links": "link", "board": "board", "gate_results": "gate", "exceptions": "exception",
    "notices": "notice", "allocations": "allocation", "scope_items": "scope item", "milestones": "milestone",
    "process_changes": "process change", "scenarios": "scenario", "type_policies": "type policy",
}  # fmt: skip


def _require_table(table: str) -> None:
    if table not in KINDS or table in BY_OWN_COMMANDS:
        raise BadInput(f"there is no kind of record {table!r}", did_you_mean(table, KINDS))


def _require_unguarded(table: str) -> None:
    if table in GUARDED:
        raise BadInput(f"{spoken(table)} have commands of their own", "their rules would be passed over")


def _with_release_ids(board: Board, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with record ids where a release was named by its key. Raises UnknownKey."""
    found = dict(fields)
    for name in RELEASE_FIELDS:
        if found.get(name) and found[name] not in board.releases:
            found[name] = board.release(str(found[name])).id
    return found


def add_record(board: Board, command: commands.AddRecord, context: Context) -> Drafts:
    """A new record under its given id, or under a fresh one where the kind has none."""
    table = command.table
    _require_table(table)
    _require_unguarded(table)
    rules.require_known_fields(table, command.fields)
    fields = _with_release_ids(board, command.fields)
    ident = str(fields.pop("id", "") or "")
    if table in RANDOM_IDS:
        ident = ident or context.new_id(RANDOM_IDS[table])
    if table == "holidays":
        ident = ident or str(fields.get("date") or "")
    if table == "type_policies":
        ident = rules.require_word(ident, ReleaseType, "a type policy")
    require_id(table, ident)
    if ident in board.table(table):
        raise Refused(f"there is a {SINGULAR[table]} {ident!r} already", "change that one, or choose another id")
    drafts = create_record(board, table, ident, rules.require_values(table, fields))
    require_readable(apply(board, drafts), table, ident)
    return drafts


def require_id(table: str, ident: str) -> None:
    """Raises BadInput for an id that can't be typed on a command line."""
    if not ident or len(ident) > LONGEST_ID or " " in ident or not ident.isprintable():
        raise BadInput(f"a {SINGULAR.get(table, table)} needs an id in one word, not {ident[:70]!r}", "such as `core`")


def require_readable(board: Board, table: str, ident: str) -> None:
    """Raises BadInput when a record that was just made or changed can't be read back or breaks its own dates."""
    record = board.table(table).get(ident)
    if record is None:
        problems = board.problems
        raise BadInput(problems[-1] if problems else f"{SINGULAR[table]} {ident}: a field has not the form it needs")
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if table == "milestones" and record.offset:
        parse_offset(record.offset)
    if start is not None and end is not None and end < start:
        raise BadInput(f"{SINGULAR[table]} {ident} ends before it starts ({start} … {end})", "give the first day first")


def edit_record(board: Board, command: commands.EditRecord, context: Context) -> Drafts:
    """Fields of a record that is there."""
    table = command.table
    _require_table(table)
    _require_unguarded(table)
    record = find_record(board, table, command.id)
    rules.require_known_fields(table, command.fields)
    if "id" in command.fields:
        raise BadInput("an id never changes", "add a new record and remove this one")
    values = rules.require_values(table, to_paths(table, _with_release_ids(board, command.fields)))
    drafts = set_fields(board, table, record.id, values, command.reason)
    if drafts:
        require_readable(apply(board, drafts), table, record.id)
    return drafts


def find_record(board: Board, table: str, ident: str) -> Any:
    """A record by id, upper or lower case. Raises UnknownKey with the nearest ids."""
    records: Mapping[str, Any] = board.table(table)
    found = records.get(ident) or next(
        (rec for key, rec in records.items() if key.casefold() == ident.casefold()), None
    )
    if found is None:
        hint = did_you_mean(ident, records) or (f"known: {', '.join(sorted(records)[:8])}" if records else "")
        raise UnknownKey(f"there is no {SINGULAR.get(table, table)} {ident!r}", hint)
    return found


def remove_record(board: Board, command: commands.RemoveRecord, context: Context) -> Drafts:
    """Taken away unless something still stands on it; the history keeps it."""
    _require_table(command.table)
    record = find_record(board, command.table, command.id)
    if command.table in KEPT or (command.table == "notices" and record.state != NoticeState.DRAFT):
        raise Refused(f"{SINGULAR[command.table]} {record.id} stays: it is part of the record", "undo takes it back")
    users = _who_uses(board, command.table, record.id)
    if users:
        more = f" and {len(users) - 3} more" if len(users) > 3 else ""
        raise Refused(
            f"{SINGULAR[command.table]} {record.id} is still used by {', '.join(users[:3])}{more}", "change these first"
        )
    return set_fields(board, command.table, record.id, {DELETED: True}, command.reason)


def _who_uses(board: Board, table: str, ident: str) -> list[str]:
    if table == "projects":
        return [release.key for release in board.releases.values() if release.project == ident]
    if table == "stages":
        return [release.key for release in board.releases.values() if release.stage_plan(ident) is not None]
    if table in ("externals", "events", "backlogs"):
        return [board.label(link.successor) for link in board.holds_up(ident)]
    return []


def revert_changes(board: Board, command: commands.RevertChanges, context: Context) -> Drafts:
    """The old values put back, last change first; refused where someone has changed them since."""
    drafts: list[Change] = []
    after = board
    for change in reversed(command.changes):
        _require_untouched(after, change)
        back = invert(change)._replace(reason=command.reason)
        drafts.append(back)
        after = apply(after, [back])
    loop = find_any_loop(after) if any(change.entity == "links" for change in command.changes) else ()
    if loop:
        raise Refused(f"that would close a loop: {name_loop(after, loop)}", "remove one of these links first")
    return _merge_drafts(drafts)


def _require_untouched(board: Board, change: Change) -> None:
    doc = board.docs.get(change.entity, {}).get(change.key, {})
    for path, value in change.set.items():
        now = look_up(doc, path)
        if now != value:
            name = doc.get("key") or doc.get("name") or change.key
            raise Refused(
                f"{path} of {spoken(SINGULAR.get(change.entity, change.entity))} {name} has been changed since",
                "set it by hand, so that nobody's edit is overwritten unseen",
            )


def _merge_drafts(drafts: list[Change]) -> Drafts:
    """One draft a record, so that undo of a long group stays one change each."""
    merged: dict[tuple[str, str], Change] = {}
    for item in drafts:
        known = merged.get(item.place)
        if known is None:
            merged[item.place] = item
            continue
        was = {**item.was, **known.was}
        merged[item.place] = draft(item.entity, item.key, {**known.set, **item.set}, was, item.reason)
    return tuple(merged.values())
