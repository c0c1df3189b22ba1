"""The changes of a board as the lines they are in the file, parsed only when somebody looks.

A board of 20,000 changes is 6 MB; saving one edit needs to know which ids are there and to read the few changes of the
records it touches. All else is carried over as bytes.
"""

import json
import re
from binascii import crc32
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from releaseboard.domain.fields import Plain

from . import layout
from .lines import clean_body, encode_body, id_of, is_sound, read_body

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{4}-[0-9a-z]{1,32}")
_FEW = 24  # so many records are looked for line by line; more are found by parsing everything once


class History(Sequence[Plain]):
    """Plain changes in the order of their stamps; never changed in place (`with_bodies` gives another one).

    Changes of a shape that this program does not know (a newer program's, or damage) are carried and counted, but
    whoever goes through the history does not meet them.

    Attributes:
        lines: change id -> its line in the file, document number included. Two different changes under one id are
            both kept, the second under its id, a tilde and its checksum.
    """

    def __init__(self, lines: Mapping[str, bytes], text: bytes = b"") -> None:
        self._lines = lines
        self._text = text  # not yet cut into lines
        self._keys: list[str] = []
        self._parsed: dict[str, Plain] = {}

    @classmethod
    def from_text(cls, text: bytes) -> "History":
        """From the inside of the table `changes` as our writer lays it out; cut into lines when one is needed."""
        return cls({}, text)

    @property
    def lines(self) -> Mapping[str, bytes]:
        """As described for the class."""
        if self._text:
            self._lines = _cut(self._text)
            self._text = b""
        return self._lines

    @classmethod
    def from_plain(cls, changes: Iterable[Mapping[str, Any]]) -> "History":
        """From parsed changes; what has no id is left out."""
        known = [change for change in changes if isinstance(change.get("id"), str)]
        return cls({}).with_bodies([encode_body(change) for change in known])

    def with_bodies(self, bodies: Iterable[bytes]) -> "History":
        """This history and these changes; itself when there is nothing new."""
        fresh = self.find_fresh(bodies)
        if not fresh:
            return self
        lines = dict(self.lines)
        numbers = {line[: line.index(b":")] for line in lines.values()}
        for ident, body in sorted(fresh.items()):
            if ident in lines:
                lines[ident] = lines[ident][: lines[ident].index(b" ") + 1] + body
                continue
            number = layout.document_id(ident)
            while b'"%d"' % number in numbers:
                number += 1
            numbers.add(b'"%d"' % number)
            lines[ident] = b'"%d": %s' % (number, body)
        return History(lines)

    def find_fresh(self, bodies: Iterable[bytes]) -> dict[str, bytes]:
        """Those of the bodies that this history does not hold, by the name they get here."""
        fresh: dict[str, bytes] = {}
        for body in bodies:
            try:
                ident = id_of(body)
            except ValueError:
                continue
            held = fresh.get(ident) or self.body(ident)
            if held == body or not (body := clean_body(body) or b""):
                continue
            if held is None:
                fresh[ident] = body
            elif not _is_same(held, body):
                first, second = sorted((held, body))
                name = f"{ident}~{crc32(second):08x}"
                if name not in self.lines:
                    fresh[name] = second
                if first != held:
                    fresh[ident] = first  # whatever came first, the smaller bytes have the plain name
        return fresh

    def body(self, ident: str) -> bytes | None:
        """The JSON of one change; None when it is not here."""
        line = self.lines.get(ident)
        return None if line is None else _body(line)

    def of(self, places: Collection[tuple[str, str]]) -> list[Plain]:
        """The changes of these records (table, record id), oldest first."""
        if len(places) > _FEW or len(self._parsed) == len(self.lines):
            if len(self._parsed) * 4 < len(self.lines):
                self._parse_all()
            keys: Iterable[str] = self.keys()
        else:
            marks = [encode_body({"id": key})[6:-1] for _, key in places]
            keys = [name for name in self.keys() if any(mark in self.lines[name] for mark in marks)]
        found = (self._parse(name) for name in keys)
        return [change for change in found if (change.get("entity"), change.get("key")) in places and is_sound(change)]

    def beyond(self, known: Collection[str]) -> list[Plain]:
        """The changes whose ids are not among the known ones, oldest first."""
        return [change for name in self.keys() if name not in known and is_sound(change := self._parse(name))]

    def skim(self) -> Iterator[Plain]:
        """Every change in no order, each read anew and not kept: for a look at all that is to leave nothing behind.

        Of two changes under one id the second has `twice` set.
        """
        lines = _walk(self._text) if self._text else iter(self.lines.values())
        met: set[str] = set()
        for line in lines:
            try:
                change = read_body(_body(line))
            except ValueError:
                continue
            if is_sound(change):
                yield {**change, "twice": True} if change["id"] in met else change
                met.add(change["id"])

    def find_last_id(self, until: str) -> str:
        """The latest stamp that is not after `until`; '' when there is none.

        Args:
            until: what stamps are compared with, such as an instant: a clock years ahead leads nobody on.
        """
        for name in reversed(self.keys()):
            ident = name.partition("~")[0]
            if ident <= until and _STAMP.fullmatch(ident):
                return ident
        return ""

    def keys(self) -> list[str]:
        """The names of all changes in order: their ids, but for a second change under the same id."""
        if len(self._keys) != len(self.lines):
            self._keys = sorted(self.lines)
        return self._keys

    def text(self) -> bytes:
        """The inside of the table `changes`."""
        return self._text or b",\n".join([self.lines[name] for name in self.keys()])

    def _parse(self, name: str) -> Plain:
        found = self._parsed.get(name)
        if found is None:
            try:
                found = read_body(_body(self.lines[name]))
            except ValueError:
                found = {}
            self._parsed[name] = found
        return found

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Plain]:
        if len(self._parsed) * 4 < len(self.lines):
            self._parse_all()
        return filter(is_sound, map(self._parse, self.keys()))

    def _parse_all(self) -> None:
        """One call for all of them: half the time of one call each."""
        keys = self.keys()
        try:
            found = json.loads(b"[" + b",".join([_body(self.lines[name]) for name in keys]) + b"]")
            self._parsed = dict(zip(keys, found, strict=True))
        except (ValueError, RecursionError):
            return  # one of them makes no sense: each by itself

    @overload
    def __getitem__(self, index: int) -> Plain: ...
    @overload
    def __getitem__(self, index: slice) -> list[Plain]: ...
    def __getitem__(self, index: int | slice) -> Plain | list[Plain]:
        if isinstance(index, slice):
            return list(self)[index]
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, History):
            return self.lines == other.lines
        return isinstance(other, Sequence) and len(other) == len(self) and all(map(_equal, self, other))

    __hash__ = None  # type: ignore[assignment]  # equal histories may hold different bytes

    def __repr__(self) -> str:
        return f"History({len(self)} changes)"


def _cut(text: bytes) -> dict[str, bytes]:
    lines: dict[str, bytes] = {}
    for line in text.split(b",\n"):
        ident = id_of(_body(line))
        if ident in lines:
            ident = f"{ident}~{crc32(_body(line)):08x}"
        lines[ident] = line
    return lines


def _walk(text: bytes) -> Iterator[bytes]:
    """The same lines one at a time."""
    start = 0
    while (end := text.find(b",\n", start)) >= 0:
        yield text[start:end]
        start = end + 2
    yield text[start:]


def _equal(left: object, right: object) -> bool:
    return left == right


def _body(line: bytes) -> bytes:
    return line[line.index(b" ") + 1 :]


def _is_same(held: bytes, body: bytes) -> bool:
    if held == body:
        return True
    try:
        one, other = read_body(held), read_body(body)
    except ValueError:
        return False
    if one.get("trimmed") or other.get("trimmed"):
        return True  # what was sealed into an archive stays in the file only as far as it is still needed
    return one == other
