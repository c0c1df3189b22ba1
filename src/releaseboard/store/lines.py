"""Changes as bytes: one compact JSON object each, `id` first; in journals and outboxes behind a checksum.

A journal line is `crc32 json\\n`: eight hexadecimal digits of the CRC-32 of the JSON, a space, the JSON. A line that a
crash cut short does not match its checksum and is passed over; whoever appends next begins a new line first.
"""

import json
import os
from binascii import crc32
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from releaseboard.domain.fields import Plain
from releaseboard.errors import BadInput

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_ID_FIRST = b'{"id":"'


class Lines(NamedTuple):
    """What a journal holds: the bodies that are whole, in order, and how many lines are not."""

    bodies: list[bytes]
    torn: int


def encode_body(plain: Mapping[str, object]) -> bytes:
    """A plain change as it stands in every file. Raises BadInput for what is not plain JSON."""
    if next(iter(plain), "") != "id":
        plain = {"id": plain["id"], **plain}
    try:
        return _encode(plain).encode("ascii")
    except (ValueError, TypeError, RecursionError) as problem:
        raise BadInput(f"a value in the change {plain.get('id')} can't be written: {problem}") from None


def id_of(body: bytes) -> str:
    """The id of the change in a body. Raises ValueError when it has none."""
    if body.startswith(_ID_FIRST):
        end = body.index(b'"', len(_ID_FIRST))
        if b"\\" not in body[:end]:
            return body[len(_ID_FIRST) : end].decode("ascii")
    try:
        plain = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(plain, dict) or not isinstance(plain.get("id"), str):
        raise ValueError("a change without an id")
    return str(plain["id"])


DEEPEST = 40  # levels of a change's values; far below what any JSON reader can take


def clean_body(body: bytes) -> bytes | None:
    """A body from somebody else's file, written as we write it; None when it can't stand in a board file.

    Not UTF-8, not JSON, NaN and the like, no id, nested absurdly deep: such a line would spoil the board for everybody.
    """
    try:
        plain = json.loads(body.decode("utf-8"), parse_constant=_refuse)
        if not isinstance(plain, dict) or not isinstance(plain.get("id"), str) or _depth(plain, DEEPEST) > DEEPEST:
            return None
        return encode_body(plain)
    except (ValueError, RecursionError, BadInput):
        return None


def _refuse(name: str) -> float:
    raise ValueError(name)


def _depth(value: Any, limit: int) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 if limit <= 0 else 1 + max((_depth(item, limit - 1) for item in inner), default=0)


_TEXTS = ("id", "entity", "key", "at", "by", "host", "group", "reason", "cause", "app")


def is_sound(plain: Any) -> bool:
    """Whether a plain change has the shape that this program understands; a newer program's may not."""
    if not isinstance(plain, dict) or not all(isinstance(plain.get(name, ""), str) for name in _TEXTS):
        return False
    if not plain.get("id") or "entity" not in plain or "key" not in plain or not isinstance(plain.get("set"), dict):
        return False
    seq, on = plain.get("seq", 0), plain.get("on", {})
    if not isinstance(seq, int) or not 0 <= seq < 2**53 or not isinstance(plain.get("was", {}), dict):
        return False
    return isinstance(on, dict) and all(
        isinstance(idents, list) and all(isinstance(ident, str) for ident in idents) for idents in on.values()
    )


def read_lines(raw: bytes) -> Lines:
    """The bodies in a journal's bytes; lines that do not match their checksum are counted and left out."""
    bodies: list[bytes] = []
    torn = 0
    for line in raw.split(b"\n"):
        body = line[9:]
        if body and line[8:9] == b" " and line[:8] == b"%08x" % crc32(body):
            bodies.append(body)
        elif line:
            torn += 1
    return Lines(bodies, torn)


def by_id(bodies: Iterable[bytes]) -> dict[str, bytes]:
    """Bodies by the id of their change; what is not a change is left out."""
    found: dict[str, bytes] = {}
    for body in bodies:
        try:
            found[id_of(body)] = body
        except ValueError:
            continue
    return found


def read_body(body: bytes) -> Plain:
    """The plain change in a body. Raises ValueError."""
    try:
        plain = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(plain, dict):
        raise ValueError("not a change")
    return plain


def name_board(board_id: str) -> bytes:
    """A line's body that says to which board the lines after it belong."""
    return _encode({"board": board_id}).encode("ascii")


def of_board(bodies: Iterable[bytes], board_id: str) -> list[bytes]:
    """The changes in a file that belong to a board; lines before the first name of a board belong to none."""
    found: list[bytes] = []
    is_ours = False
    mark, ours = b'{"board":', name_board(board_id)
    for body in bodies:
        if body.startswith(mark):
            is_ours = body == ours
        elif is_ours:
            found.append(body)
    return found


def append_lines(path: str, bodies: Iterable[bytes], mode: int) -> None:
    """Add bodies to the end of a journal and wait until the disk has them; a new file gets `mode` less the umask.

    Raises:
        OSError: some may be there, the last one torn; appending all of them again does no harm.
    """
    data = b"".join(b"%08x %s\n" % (crc32(body), body) for body in bodies)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            data = b"\n" + data  # somebody was stopped in the middle of a line
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if not size:
        from .files import sync_folder

        sync_folder(os.path.dirname(path))
