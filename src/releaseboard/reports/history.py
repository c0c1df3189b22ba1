"""The log as people and scripts read it: one entry per field, records by the names that people use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import DELETED, Change
from releaseboard.domain.fields import split_path
from releaseboard.domain.when import format_date
from releaseboard.domain.words import spoken
from releaseboard.text import clean_line

SINGULAR = {
    "releases": "release", "links": "link", "projects": "project", "people": "person", "teams": "team",
    "stages": "stage", "holidays": "holiday", "freezes": "freeze", "windows": "window", "events": "event",
    "externals": "external", "check_ins": "check-in", "backlogs": "backlog", "stakeholders": "stakeholder",
    "replans": "re-plan", "board": "board", "raid": "log entry",
    "notices": "notice", "allocations": "allocation",
}  # fmt: skip


MOST_NAMES = 6  # of new records of one kind
NOTHING = "–"
_FOLLOWING = frozenset({"baseline", "plan_revision", "held_from", "reworks"})  # set by the rules, never typed
_WORDS = frozenset({"state", "type", "kind", "cause", "outcome", "flow", "confidence", "side", "agreement"})

_PLURAL = {"check_ins": "check-ins", "raid": "log entries", "replans": "re-plans"}


class Group(NamedTuple):
    """One action of one person: all changes with one group id."""

    id: str
    changes: tuple[Change, ...]


def group_changes(changes: Iterable[Change]) -> tuple[Group, ...]:
    """Changes by action, in the order of each action's first change."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.group or change.id, []).append(change)
    return tuple(Group(ident, tuple(found)) for ident, found in groups.items())


def view_history(board: Board, changes: Iterable[Change]) -> list[dict[str, Any]]:
    """One entry per changed field: the JSON of `history` (cli.md). `before` and `after` are plain values or null."""
    return [
        {
            "id": change.id, "at": change.at, "who": change.by, "host": change.host, "entity": change.entity,
            "key": name_record(board, change.entity, change.key), "field": field,
            "before": change.was.get(field), "after": after, "reason": change.reason, "cause": change.cause,
            "group": change.group, "record": change.key,
        }
        for change in changes
        for field, after in change.set.items()
    ]  # fmt: skip


def name_record(board: Board, table: str, ident: str) -> str:
    """What people call a record: a release by its key, a link by its ends, a notice by what it is for, others by id."""
    doc = board.docs.get(table, {}).get(ident, {})
    if table == "releases":
        return str(doc.get("key") or ident)
    if table == "board":
        return str(doc.get("name") or ident)
    if table == "links" and doc:
        ends = (_name_end(board, str(doc.get("successor", ""))), _name_end(board, str(doc.get("predecessor", ""))))
        return f"{ends[0]} after {ends[1]}"
    if table in ("notices", "allocations") and doc:
        end = _name_end(board, str(doc.get("release", "")))
        return f"{end} to {doc.get('audience', '')}" if table == "notices" else f"{doc.get('team', '')} on {end}"
    if table in ("raid", "stakeholders", "replans", "check_ins"):
        about = doc.get("title") or doc.get("who") or _name_end(board, str(doc.get("release", "")))
        return clean_line(str(about or ident), 60)
    return ident


def _name_end(board: Board, ident: str) -> str:
    doc = board.docs.get("releases", {}).get(ident)
    return str(doc.get("key") or ident) if doc else ident


def say_change(board: Board, change: Change) -> list[str]:
    """What one change did, each field a phrase: `PAY-4.2 target: Tue 02 Mar 2027 → Fri 05 Mar 2027`."""
    what = f"{SINGULAR.get(change.entity, change.entity)} {name_record(board, change.entity, change.key)}"
    if change.is_creation:
        return [f"{what} added"]
    if DELETED in change.set:
        return [f"{what} {'taken away' if change.set[DELETED] else 'brought back'}"]
    name = what.removeprefix("release ")
    return [f"{name} {phrase}" for phrase in say_fields(board, change)]


def say_group(board: Board, changes: Iterable[Change]) -> list[str]:
    """What one action did; many new records of one kind in one line."""
    added: dict[str, list[str]] = {}
    lines: list[str] = []
    for change in changes:
        if change.is_creation:
            added.setdefault(change.entity, []).append(name_record(board, change.entity, change.key))
        else:
            lines += say_change(board, change)
    made = []
    for table, names in added.items():
        word = SINGULAR.get(table, table) if len(names) == 1 else say_count(table, len(names))
        shown = ", ".join(names[:MOST_NAMES]) + (
            f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        )
        made.append(f"{word} added: {shown}")
    return made + lines


def say_count(table: str, count: int) -> str:
    """How many records of a table: `1 release`, `3 check-ins`."""
    return f"1 {SINGULAR.get(table, table)}" if count == 1 else f"{count} {_PLURAL.get(table, spoken(table))}"


def say_fields(board: Board, change: Change) -> list[str]:
    """Each field that a change set, with its value before and after; what follows from another field is left out."""
    phrases = []
    for path, after in change.set.items():
        names = split_path(path)
        if path in _FOLLOWING or (path == "flow" and "state" in change.set):
            continue
        if names[0] in ("tags", "clients", "releases") and len(names) == 2:
            phrases.append(f"{names[0]} {'+' if after else '-'}{names[1]}")
            continue
        old, new = (_say_field(board, names, value) for value in (change.was.get(path), after))
        phrases.append(f"{_say_path(board, names)}: " + (f"{old} → {new}" if old != NOTHING else new))
    return phrases


def _say_path(board: Board, names: Sequence[str]) -> str:
    if names[0] == "stages" and len(names) > 1:
        return " ".join([board.stage_name(names[1]), *map(spoken, names[2:])])
    return " ".join(map(spoken, names))


def _say_field(board: Board, names: Sequence[str], value: Any) -> str:
    if isinstance(value, str) and value:
        if names[-1] == "stage":
            return board.stage_name(value)
        if names[-1] in _WORDS:
            return spoken(value)
        if names[-1] in ("lead", "rm", "owner"):
            return board.person_name(value)
    if names[-1] == "remaining" and isinstance(value, Mapping):
        by = f" ({board.person_name(str(value['by']))})" if value.get("by") else ""
        return f"{value.get('days')} as of {say_value(value.get('as_of'))}{by}"
    return say_value(value)


def say_value(value: Any) -> str:
    """A plain value in words: dates with weekday, windows as two dates, nothing as a dash."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return clean_line(_say_text(value), 200)
    if isinstance(value, Mapping):
        if {"start", "end"} <= value.keys():
            return f"{say_value(value['start'])} to {say_value(value['end'])}"
        named = (f"{spoken(str(name))} {say_value(item)}" for name, item in value.items() if item not in (None, "", {}))
        return clean_line(", ".join(named), 200) or NOTHING
    if isinstance(value, Sequence):
        return clean_line(", ".join(say_value(item) for item in value), 200) or NOTHING
    return str(value)


def _say_text(value: str) -> str:
    if len(value) == 10 and value[4] == value[7] == "-":
        try:
            return format_date(date.fromisoformat(value))
        except ValueError:
            return value
    return value
