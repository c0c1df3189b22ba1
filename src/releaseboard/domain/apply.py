"""Changes put onto a board: total, no rules. In a history without concurrent edits it equals the fold of merge.py."""

from collections.abc import Iterable, Mapping
from typing import Any

from .board import Board, Docs
from .changes import Change
from .doclines import find_different
from .fields import Plain, put_value


def copy_plain(value: Any) -> Any:
    """A deep copy of mappings; lists and leaves are never changed in place and stay shared."""
    if isinstance(value, Mapping):
        return {name: copy_plain(item) for name, item in value.items()}
    return value


def apply(board: Board, changes: Iterable[Change]) -> Board:
    """The board after the changes, in their order. What belongs to unknown tables is kept too."""
    puts: dict[str, dict[str, Plain]] = {}
    for change in changes:
        table = puts.setdefault(change.entity, {})
        doc = table.get(change.key)
        if doc is None:
            doc = table[change.key] = copy_plain(board.docs.get(change.entity, {}).get(change.key, {}))
        for path, value in change.set.items():
            put_value(doc, path, copy_plain(value))
    for entity, docs in puts.items():
        board = board.changed(entity, {key: doc or None for key, doc in docs.items()})
    return board


def adopt(board: Board, docs: Docs) -> Board:
    """These documents as a board that shares every equal document, and so every record, with the one given."""
    for table in sorted({*board.docs, *docs}):
        old, new = board.docs.get(table, {}), docs.get(table, {})
        if old != new:
            keys = find_different(old, new)
            board = board.changed(table, {key: doc for key in keys if (doc := new.get(key)) != old.get(key)})
    return board
