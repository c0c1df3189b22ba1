"""The documents of a table as the JSON texts they are in the file, read only when somebody looks at one.

As dicts the documents of a board take four times the room of their texts, and nearly all of them are looked at once,
when their records are made. The full screen stays open for days, so it keeps the texts; `status` reads everything and
leaves.
"""

import json
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView

from releaseboard.errors import BadInput

from .fields import Plain

_decode = json.JSONDecoder().raw_decode  # what json.loads comes to, without looking for the encoding
_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True, allow_nan=False).encode
_ID = b'"id":"'


class DocLines(Mapping[str, Plain]):
    """Record id → plain document, each made anew when it is asked for; never changed in place.

    Args:
        text: the inside of a table as our writer lays it out: `"number": {document}` on a line, every document with
            its id. It is cut into lines when the first document is asked for.
    """

    __slots__ = ("_bodies", "_text")

    def __init__(self, text: bytes = b"") -> None:
        self._text = text
        self._bodies: dict[str, bytes] | None = None

    @property
    def bodies(self) -> dict[str, bytes]:
        """Record id → the document's JSON, in the order of the file; never change it."""
        found = self._bodies
        if found is None:
            lines = self._text.split(b",\n") if self._text else ()
            bodies = (line[line.index(b" ") + 1 :] for line in lines)
            found = self._bodies = {_id_of(body): body for body in bodies}
            self._text = b""
        return found

    def with_docs(self, puts: Mapping[str, Plain | None]) -> "DocLines":
        """These documents with others put (None: taken out), each under its own id.

        Raises:
            BadInput: a value is not plain JSON.
        """
        bodies = dict(self.bodies)
        for key, doc in puts.items():
            if doc is None:
                bodies.pop(key, None)
            else:
                bodies[key] = _write(doc if doc.get("id") == key else {**doc, "id": key})
        made = DocLines()
        made._bodies = bodies
        return made

    def find_different(self, other: "DocLines") -> list[str]:
        """Ids of the documents that only one of the two has, or has otherwise."""
        mine, others = self.bodies, other.bodies
        return [key for key in mine.keys() | others.keys() if mine.get(key) != others.get(key)]

    def keys(self) -> KeysView[str]:
        """The record ids."""
        return self.bodies.keys()

    def __getitem__(self, key: str) -> Plain:
        return _read(self.bodies[key])

    def items(self) -> ItemsView[str, Plain]:
        """Each id with its document, read as it comes."""
        return _Items(self)

    def values(self) -> ValuesView[Plain]:
        """The documents, read as they come."""
        return _Values(self)

    def __contains__(self, key: object) -> bool:
        return key in self.bodies

    def __iter__(self) -> Iterator[str]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DocLines):
            return self.bodies == other.bodies
        return isinstance(other, Mapping) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # equal to dicts, which have none

    def __repr__(self) -> str:
        return f"DocLines({len(self)} documents)"


class _Values(ValuesView[Plain]):
    """The same without the ids."""

    def __init__(self, lines: DocLines) -> None:
        super().__init__(lines)
        self._lines = lines

    def __iter__(self) -> Iterator[Plain]:
        return map(_read, self._lines.bodies.values())


class _Items(ItemsView[str, Plain]):
    """All documents in a row without a look-up each."""

    def __init__(self, lines: DocLines) -> None:
        super().__init__(lines)
        self._lines = lines

    def __iter__(self) -> Iterator[tuple[str, Plain]]:
        return ((key, _read(body)) for key, body in self._lines.bodies.items())


def _read(body: bytes) -> Plain:
    doc, end = _decode(body.decode("ascii"))
    if end != len(body) or not isinstance(doc, dict):
        raise ValueError(f"no document: {body[:40]!r}")
    return doc


def _write(doc: Plain) -> bytes:
    try:
        return _encode(doc).encode("ascii")
    except (ValueError, TypeError, RecursionError) as problem:
        raise BadInput(f"a value of {doc['id']} can't be kept: {problem}") from None


def _id_of(body: bytes) -> str:
    """The id of a document; where more than one object in it has an id, or it is not plain ASCII, JSON tells which."""
    at = body.find(_ID) + len(_ID)
    ident = body[at : body.index(b'"', at)]
    if b"\\" in ident or body.find(_ID, at) >= 0:
        return str(json.loads(body)["id"])
    return ident.decode("ascii")


Table = dict[str, Plain] | DocLines


def put_docs(table: Table, puts: Mapping[str, Plain | None]) -> Table:
    """A table with these documents put (None: taken out), kept in the way it is kept."""
    if isinstance(table, DocLines):
        return table.with_docs(puts)
    docs = dict(table)
    for key, doc in puts.items():
        if doc is None:
            docs.pop(key, None)
        else:
            docs[key] = doc
    return docs


def find_different(one: Table, other: Table) -> list[str]:
    """Ids of the documents that only one of two tables has, or has otherwise.

    Boards share the documents that stayed the same, so dicts are compared by identity.
    """
    if one is other:
        return []
    if isinstance(one, DocLines) and isinstance(other, DocLines):
        return one.find_different(other)
    return [key for key in one.keys() | other.keys() if one.get(key) is not other.get(key)]
