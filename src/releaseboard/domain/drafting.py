"""What the families of `decide` share: fields set on one record as a draft change, without what stays the same."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .board import Board
from .changes import Change, Context, draft
from .cleaning import clean_value
from .fields import KINDS, flatten, look_up, split_path, write_value

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def set_fields(
    board: Board, table: str, key: str, values: Mapping[str, Any], reason: str = "", cause: str = ""
) -> tuple[Change, ...]:
    """One draft that sets these paths, cleaned; () when every one has its value already."""
    doc = board.docs.get(table, {}).get(key, {})
    fresh: dict[str, Any] = {}
    was: dict[str, Any] = {}
    for path, value in values.items():
        plain = clean_value(write_value(value), split_path(path)[-1])
        default = write_value(KINDS[table].record._field_defaults.get(path)) if table in KINDS else None
        if plain in ("", [], {}) and not default:
            plain = None
        old = look_up(doc, path)
        if plain != old and not (old is None and plain == default):
            fresh[path] = plain
            was[path] = old
    return (draft(table, key, fresh, was, clean_reason(reason), cause),) if fresh else ()


def create_record(board: Board, table: str, key: str, plain: Mapping[str, Any], reason: str = "") -> tuple[Change, ...]:
    """One draft that makes a record, or makes it anew where a deleted one lies."""
    values = {path: value for path, value in to_paths(table, plain).items() if value not in (None, "")}
    grave = board.docs.get(table, {}).get(key)
    if grave is not None:
        cleared: dict[str, Any] = dict.fromkeys(flatten(table, grave))
        return set_fields(board, table, key, {**cleared, "id": key, **values, "deleted": None}, reason)
    cleaned = {path: clean_value(write_value(value), split_path(path)[-1]) for path, value in values.items()}
    return (draft(table, key, {"id": key, **cleaned}, {}, clean_reason(reason)),)


def to_paths(table: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a command gives them, whole or by dotted path, as paths with plain values."""
    whole = {name: write_value(value) for name, value in fields.items() if "." not in name}
    return flatten(table, whole) | {path: write_value(value) for path, value in fields.items() if "." in path}


def clean_reason(reason: str) -> str:
    """A reason as it stands in the history: one line."""
    cleaned: str = clean_value(reason)
    return cleaned


def name_id(prefix: str, *names: str) -> str:
    """The record id that an import gives to a natural key, so that two people importing one file meet in one record."""
    from hashlib import sha256  # noqa: PLC0415 - only an import of records needs it

    number = int.from_bytes(sha256("\n".join(names).encode()).digest()[:5], "big")
    return prefix + "".join(BASE32[number >> shift & 31] for shift in range(0, 35, 5))


def day_of(on: date | None, context: Context) -> str:
    """The day a thing is said to have happened, plain; today when none was given."""
    return (on or context.today).isoformat()
