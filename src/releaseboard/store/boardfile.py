"""The shared file: load it, commit changes to it, tell when somebody else wrote.

Reading imports nothing but `json` and our own modules: `status` pays for no database, no hashing (docs/decisions).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from releaseboard.domain.changes import Change, read_change, write_change
from releaseboard.domain.merge import fold, refold
from releaseboard.errors import BoardReadOnly, ReleaseboardError

from . import layout
from .access import shown, why_not_writable
from .contract import Content, Docs, Plain
from .files import Fingerprint, create_file, read_file, resolve, take_fingerprint

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_ATTEMPTS = 5  # at most, to start again when somebody wrote between our read and our write


class _SomebodyWrote(Exception):
    """The file is not the one that was read."""


class BoardFile:
    """A board in one TinyDB file.

    Args:
        path: where it is; a symbolic link is followed once.
        replica: 8 characters that name this copy of the board (replica.py); '' takes random ones at the first write.
    """

    def __init__(self, path: str, replica: str = "") -> None:
        self.path = path
        self._real = resolve(path)
        self._replica = replica
        self._newer: str | None = None  # why the format bars us from writing; None: not looked at yet

    @property
    def folder(self) -> str:
        """Where the board's safety net is kept: locks, outboxes, backups."""
        return self._real + ".d"

    def load(self, history: bool = True) -> Content:
        """Read the file; without `history` the changes are cut off unread."""
        found = read_file(self._real)
        tables = layout.parse(found.raw, shown(self.path), history=history)
        self._newer = layout.newer_format(tables)
        return _content(tables, found.fingerprint, history)

    def commit(self, changes: Sequence[Change]) -> Content:
        """One read, the union, the touched records folded again, one write; nothing when nothing is new."""
        if reason := why_not_writable(self._real):
            raise BoardReadOnly(reason, "ask for write permission on the file and its folder")
        with self._lock():
            for _ in range(_ATTEMPTS):
                try:
                    return self._commit_once(changes, checked=True)
                except _SomebodyWrote:
                    continue
            return self._commit_once(changes, checked=False)

    def _commit_once(self, changes: Sequence[Change], *, checked: bool) -> Content:
        from .storage import BoardStorage

        storage = BoardStorage(self._real, self._name_replica())
        tables = storage.read() or {}
        if reason := layout.newer_format(tables):
            raise BoardReadOnly(reason, "install the newer program; nothing was changed")
        before = storage.fingerprint
        content = _content(tables, before, history=True)
        known = {change["id"] for change in content.changes or ()}
        fresh = list({change.id: change for change in changes if change.id not in known}.values())
        if not fresh:
            return content
        plain = sorted([*(content.changes or ()), *map(write_change, fresh)], key=_by_stamp)
        touched = {change.place for change in fresh}
        history = [read_change(item) for item in plain if (item.get("entity"), item.get("key")) in touched]
        docs = refold(content.docs, history, touched)

        def check() -> None:
            if checked and take_fingerprint(self._real) != before:
                raise _SomebodyWrote

        storage.write(_tables(docs, plain, tables.get(layout.META)), check)
        return Content(docs, plain, storage.fingerprint)

    def create(self, changes: Sequence[Change]) -> Content:
        """Make the file; raises BadInput when something is at the path."""
        docs = fold(changes)
        plain = sorted(map(write_change, changes), key=_by_stamp)
        data = layout.dump(_tables(docs, plain, None))
        return Content(docs, plain, create_file(self._real, data, self._name_replica()))

    def fingerprint(self) -> Fingerprint | None:
        """Inode, size and time of the last write; None when there is no file."""
        return take_fingerprint(self._real)

    def read_only(self) -> str:
        """Why the board can't be written from here; '' when it can."""
        if reason := why_not_writable(self._real):
            return reason
        if self._newer is None:
            try:
                self.load(history=False)
            except ReleaseboardError:
                return ""  # whoever loads it is told more than one sentence
        return self._newer or ""

    def _lock(self) -> "AbstractContextManager[bool]":
        from .lock import hold_lock

        return hold_lock(self.folder + "/lock")

    def _name_replica(self) -> str:
        if not self._replica:
            from .replica import random_id

            self._replica = random_id()
        return self._replica


def _by_stamp(plain: Plain) -> str:
    return str(plain["id"])


def _content(tables: layout.Tables, fingerprint: object, history: bool) -> Content:
    docs: Docs = {}
    changes: list[Plain] | None = [] if history else None
    for name, table in tables.items():
        if name == layout.CHANGES:
            if history:
                changes = sorted(table.values(), key=_by_stamp)
        elif name != layout.META:
            docs[name] = layout.by_record(table)
    return Content(docs, changes, fingerprint)


def _tables(docs: Docs, changes: Sequence[Plain], meta: layout.Tables | None) -> layout.Tables:
    tables = {name: layout.by_document(sorted(records.items())) for name, records in docs.items()}
    if meta:
        tables[layout.META] = meta
    tables[layout.CHANGES] = layout.by_document((str(change["id"]), change) for change in changes)
    return tables
