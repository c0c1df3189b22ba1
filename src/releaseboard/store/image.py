"""A whole board in memory: documents, history, and what the file says about itself.

The table `meta` holds one document, a function of the rest, so that equal boards have equal bytes:

    format      major format of the file
    fold        version of the rules by which changes add up to documents (domain/merge.py)
    records     digest of the documents, history: digest of the changes; they show that another program wrote here
    seen        replica -> the highest number in its row of changes: a gap below it is proof of a loss
    sealed      archive file -> number of changes in it (archive.py)
    stale       an older program added changes that it could not fold; the next newer one folds anew
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from releaseboard.domain.board import Docs
from releaseboard.domain.changes import Change, read_change
from releaseboard.domain.doclines import DocLines, Table
from releaseboard.domain.fields import Plain
from releaseboard.domain.merge import fold, refold
from releaseboard.errors import BadInput

from . import layout
from .history import History

_ALWAYS_READ = frozenset({"board", "stages"})  # small, and wanted by whoever looks at anything


class Image(NamedTuple):
    """One board.

    Attributes:
        outside: another program changed the file past us: its documents are not what its changes add up to.
        sound: the file's own digests say that every byte is one of ours.
        damage: sentences about what in the file could not be understood and was kept aside.
    """

    docs: Docs
    history: History
    meta: Plain
    outside: bool = False
    sound: bool = False
    damage: tuple[str, ...] = ()

    @property
    def board_id(self) -> str:
        """The id of the board record; '' when there is none."""
        return next(iter(self.docs.get("board", ())), "")


def digest(data: bytes) -> str:
    """The first 16 hexadecimal digits of a SHA-256."""
    from hashlib import sha256

    return sha256(data).hexdigest()[:16]


def parse_image(raw: bytes, path: str) -> Image:
    """The image of a board file's bytes. Raises BoardDamaged."""
    parts = layout.split(raw)
    if parts:
        head, text = parts
        try:
            meta = layout.read_meta(raw)
            if meta.get("history") == digest(text):
                history = History.from_text(text)
                if meta.get("records") == digest(layout.before_meta(head)):
                    return Image(_lines_of(head), history, layout.meta_of({layout.META: {"": meta}}), sound=True)
                tables = layout.parse(raw, path, history=False)
                return Image(_docs_of(tables), history, layout.meta_of(tables), outside=True)
        except ValueError:
            pass  # not laid out as it seemed: read the slow way, which keeps what it can
    tables = layout.parse(raw, path)
    changes, damage = _sort_out(tables.get(layout.CHANGES, {}))
    docs, meta = _docs_of(tables), layout.meta_of(tables)
    outside = meta.get("records") != digest(layout.dump_records(_tables_of(docs)))
    return Image(docs, History.from_plain(changes), meta, outside, damage=damage)


def _sort_out(table: Mapping[str, Plain]) -> tuple[list[Plain], tuple[str, ...]]:
    """The changes of a table, and a sentence for each document in it that is none."""
    changes: list[Plain] = []
    damage: list[str] = []
    for number, plain in table.items():
        try:
            read_change(plain)
        except BadInput as problem:
            damage.append(f"document {number} of the table changes: {problem.message}")
        else:
            changes.append(plain)
    return changes, tuple(damage)


def _docs_of(tables: layout.Tables) -> Docs:
    kept = {layout.CHANGES, layout.META}
    return {name: layout.by_record(table) for name, table in tables.items() if name not in kept}


def _lines_of(head: bytes) -> Docs:
    """The documents of a file in which every byte is ours. Raises ValueError when there is no board among them."""
    docs: Docs = {}
    for name, text in layout.cut_tables(head).items():
        if name in _ALWAYS_READ:
            docs[name] = layout.by_record(json.loads(b"{" + text + b"}"))
        elif name != layout.META:
            docs[name] = DocLines(text)
    if not docs.get("board"):
        raise ValueError("there is no board record")
    return docs


def _tables_of(docs: Docs) -> dict[str, dict[str, Plain | bytes]]:
    return {name: layout.by_document(_in_order(records)) for name, records in docs.items()}


def _in_order(records: Table) -> Iterable[tuple[str, Plain | bytes]]:
    if isinstance(records, DocLines):
        return sorted(records.bodies.items())
    return ((key, _named(key, document)) for key, document in sorted(records.items()))


def _named(key: str, document: Plain) -> Plain:
    """A document under its own id: what a strange change made of that field must not hide another record."""
    return document if document.get("id") == key else {**document, "id": key}


def dump_image(image: Image) -> bytes:
    """The bytes of a board file. Raises BadInput for a value that is not plain JSON."""
    records = layout.dump_records(_tables_of(image.docs))
    text = image.history.text()
    meta = {**image.meta, "id": "meta", "records": digest(records), "history": digest(text)}
    return layout.join(records, {layout.META: layout.by_document([("meta", meta)])}, text)


def make_image(history: History) -> Image:
    """A board out of nothing but its history."""
    docs = fold(_readable(history))
    return Image(docs, history, _about({}, history))


def add_bodies(image: Image, bodies: Iterable[bytes]) -> Image:
    """The image with more changes, the records they touch folded again; itself when nothing is new.

    Under a newer program's rules of folding (`meta.fold`) the documents stay as they are and are marked stale.
    """
    history = image.history.with_bodies(bodies)
    if history is image.history:
        return image
    fresh = history.beyond(image.history.lines.keys())
    meta = _about(image.meta, history, fresh)
    if meta["fold"] > layout.FOLD:
        return image._replace(history=history, meta={**meta, "stale": True})
    touched = {place for place in map(_place_of, fresh) if place}
    return image._replace(docs=refold(image.docs, _readable(history.of(touched)), touched), history=history, meta=meta)


def fold_anew(image: Image) -> Image:
    """The image with every record that has changes folded again; documents that no change speaks of are kept."""
    changes = list(_readable(image.history))
    docs = refold(image.docs, changes, None)
    meta = {name: value for name, value in image.meta.items() if name != "stale"}
    return image._replace(docs=docs, meta={**_about(meta, image.history), "fold": layout.FOLD}, outside=False)


def _about(meta: Plain, history: History, fresh: Iterable[Plain] | None = None) -> Plain:
    """What the file says about itself after `fresh` changes came (None: counted from the whole history)."""
    seen = dict(meta["seen"]) if fresh is not None and isinstance(meta.get("seen"), dict) else None
    counted = history if seen is None or fresh is None else fresh
    seen = seen or {}
    for change in counted:
        replica, seq = replica_of(change), change.get("seq")
        if replica and isinstance(seq, int) and seq > seen.get(replica, 0):
            seen[replica] = seq
    return {"format": layout.FORMAT, "fold": layout.FOLD, **meta, "seen": seen}


def replica_of(change: Mapping[str, Any]) -> str:
    """The replica that made a change, from its stamp; '' when it has no number in a row (an outside edit)."""
    return str(change.get("id", "")).rpartition("-")[2] if change.get("seq") else ""


def _place_of(change: Mapping[str, Any]) -> tuple[str, str] | None:
    entity, key = change.get("entity"), change.get("key")
    return (entity, key) if isinstance(entity, str) and isinstance(key, str) else None


def _readable(changes: Iterable[Plain]) -> Iterable[Change]:
    """The changes that this program understands; the others stay in the history, untouched."""
    for plain in changes:
        try:
            yield read_change(plain)
        except BadInput:
            continue
