"""The text of a board file: valid TinyDB JSON, one document on a line, the changes last.

    {
    "board": {
    "2811…": {"id":"…uuid…","format":1, …}
    },
    "releases": {
    …
    },
    "changes": {
    "1702…": {"id":"2027-02-24T10:15:03.123Z-0004-k3f9ab", …}
    }
    }

JSON never has a raw line break inside a string, so a reader that does not want the history cuts the text before the
line `"changes": {` and parses only the documents. A file that another program has rewritten (stock TinyDB puts all of
it on one line) has another tail and is parsed whole.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from releaseboard.errors import BadInput, BoardDamaged

Plain = dict[str, Any]
T = TypeVar("T")
Tables = dict[str, dict[str, Plain]]
"""What TinyDB sees: table -> document id (decimal text) -> document."""

FORMAT = 1
"""The major format that this program writes. A newer one is shown, never written."""

FOLD = 1
"""The version of our fold (domain/merge.py). Documents folded by a newer one are left as they are."""

CHANGES = "changes"
META = "meta"
ORDER = (
    "board", "stages", "projects", "people", "teams", "releases", "links", "holidays", "freezes", "windows", "events",
    "externals", "raid", "check_ins", "backlogs", "stakeholders", "replans",
)  # fmt: skip
"""Tables in the order in which they are written; unknown ones follow by name, then `meta`, then `changes`."""

_CUT = b'\n},\n"changes": {\n'
_META_CUT = b'\n},\n"meta": {\n'
_TAIL = b"\n}\n}\n"


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number that a board may hold")


def _read_float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is not a number that a board may hold")
    return value


def _keep_both(pairs: list[tuple[str, Any]]) -> Plain:
    """One object out of pairs in which a name may stand twice (a file merged by hand): nothing is dropped."""
    kept: Plain = {}
    for name, value in pairs:
        if name not in kept or kept[name] == value:
            kept[name] = value
        elif _is_table(kept[name]) and _is_table(value):
            kept[name] = _keep_both([*kept[name].items(), *value.items()])
        elif isinstance(value, dict):
            kept[_free_name(name, kept)] = value
        else:
            kept[name] = value
    return kept


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(item, dict) for item in value.values())


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    number = int(name) + 1 if name.isdecimal() else 0
    while str(number) in taken:
        number += 1
    return str(number)


def _load(text: str, *, twice: bool = False) -> Any:
    hook = _keep_both if twice else None
    return json.loads(text, parse_constant=_refuse_constant, parse_float=_read_float, object_pairs_hook=hook)


def is_canonical(raw: bytes) -> bool:
    """Whether our own writer laid this file out (cheap; a file cut short has lost its tail)."""
    return raw.startswith(b'{\n"board": {\n') and raw.endswith(_TAIL)


def parse(raw: bytes, path: str, *, history: bool = True) -> Tables:
    """The tables of a board file; without `history` the table `changes` is left out where the layout allows it.

    Raises:
        BoardDamaged: the bytes are not a board; the message says in which way.
    """
    if not raw.strip():
        raise BoardDamaged(f"{path} is empty", _RESTORE)
    canonical = is_canonical(raw)
    if canonical and not history:
        at = raw.find(_CUT)
        if at > 0:
            try:
                return _checked(_load(raw[:at].decode("utf-8") + "}}"), path)
            except (ValueError, RecursionError):
                pass  # a line inside a damaged document looked like the cut: the whole text tells what is wrong
    return _checked(_parse_whole(raw, path, canonical), path)


_RESTORE = "`releaseboard doctor --restore` lists the backups; nothing has been changed"


def _parse_whole(raw: bytes, path: str, canonical: bool) -> Any:
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BoardDamaged(f"{path} is not a board: byte {problem.start} is not UTF-8 text", _RESTORE) from None
    try:
        if not canonical:
            return _load(text, twice=True)
        tables = _load(text)
        return tables if _has_every_line(text, tables) else _load(text, twice=True)
    except RecursionError:
        raise BoardDamaged(f"{path} is not a board: it is nested too deeply", _RESTORE) from None
    except json.JSONDecodeError as problem:
        if problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated string"):
            raise BoardDamaged(f"{path} is cut off after {len(raw):,} bytes", _RESTORE) from None
        where = f"line {problem.lineno}, column {problem.colno}"
        raise BoardDamaged(f"{path} is not JSON: {problem.msg} at {where}", _RESTORE) from None
    except ValueError as problem:
        raise BoardDamaged(f"{path} is not a board: {problem}", _RESTORE) from None


def _has_every_line(text: str, tables: Any) -> bool:
    """Whether each line became a document: a document id that stands twice leaves fewer documents than lines."""
    if not isinstance(tables, dict):
        return True
    documents = sum(len(table) for table in tables.values() if isinstance(table, dict))
    empty = sum(1 for table in tables.values() if not table)
    return text.count("\n") == documents + 2 * (len(tables) - empty) + empty + 2


def _checked(tables: Any, path: str) -> Tables:
    what = "is JSON, but not a board"
    if not isinstance(tables, dict):
        raise BoardDamaged(f"{path} {what}: a table of tables is needed", _OTHER_FILE)
    for name, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(document, dict) for document in table.values()):
            raise BoardDamaged(f"{path} {what}: {name!r} is not a table", _OTHER_FILE)
    info = next(iter(tables.get("board", {}).values()), None)
    if info is None or not isinstance(info.get("id"), str):
        raise BoardDamaged(f"{path} {what}: it has no board record", _OTHER_FILE)
    return tables


_OTHER_FILE = "name a file made by `releaseboard init`"


def format_of(tables: Mapping[str, Mapping[str, Plain]]) -> int:
    """The major format of a board; 0 when it does not say a number."""
    info = next(iter(tables.get("board", {}).values()), {})
    value = info.get("format", 0)
    try:
        return int(str(value).partition(".")[0])
    except ValueError:
        return 0


def newer_format(tables: Mapping[str, Mapping[str, Plain]]) -> str:
    """Why this board can only be looked at: its format is newer than ours; '' when it is not."""
    found = format_of(tables)
    if found <= FORMAT:
        return ""
    return f"this board has format {found}, this program writes format {FORMAT}: it can be read, not changed"


def meta_of(tables: Mapping[str, Mapping[str, Plain]]) -> Plain:
    """What the file says about itself, as far as it makes sense; what a newer program says besides is kept."""
    meta = dict(next(iter(tables.get(META, {}).values()), {}))
    for name, kind in (("format", int), ("fold", int), ("seen", dict), ("sealed", dict), ("sealed_until", str)):
        if not isinstance(meta.get(name, kind()), kind):
            del meta[name]
    for name in ("seen", "sealed"):
        if not all(isinstance(count, int) for count in meta.get(name, {}).values()):
            del meta[name]
    return meta


def by_record(table: Mapping[str, Plain]) -> dict[str, Plain]:
    """A table by record id. A document without an id (a script's) goes by its document id."""
    records: dict[str, Plain] = {}
    for number, document in table.items():
        record_id = document.get("id")
        records[record_id if isinstance(record_id, str) and record_id else f"doc{number}"] = document
    return records


def document_id(record_id: str) -> int:
    """The first 52 bits of the SHA-256 of a record id: the same in every copy, and exact in JavaScript and `jq`."""
    from hashlib import sha256

    return int.from_bytes(sha256(record_id.encode("utf-8", "surrogatepass")).digest()[:7], "big") >> 4


def by_document(records: Iterable[tuple[str, T]]) -> dict[str, T]:
    """A table by document id, in the order given. Two ids with the same 52 bits: the later takes the next number."""
    table: dict[str, T] = {}
    for record_id, document in records:
        number = document_id(record_id)
        while str(number) in table:
            number += 1
        table[str(number)] = document
    return table


def dump(tables: Mapping[str, Mapping[str, Plain]]) -> bytes:
    """The bytes of a board file; equal tables give equal bytes. ASCII only, so that any locale reads it.

    Raises:
        BadInput: a value is not plain JSON (NaN, infinity, an object).
    """
    changes = tables.get(CHANGES, {})
    encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
    text = ",\n".join(_encode_table(CHANGES, changes, encode)).encode("ascii")
    return join(dump_records(tables), {META: tables[META]} if tables.get(META) else {}, text)


def dump_records(tables: Mapping[str, Mapping[str, Plain | bytes]]) -> bytes:
    """The documents alone, without `meta` and changes: what `meta.records` is the digest of.

    A document may be the JSON that it was dumped as before.
    """
    return b"{\n" + _dump_tables(tables)


def join(records: bytes, meta: Mapping[str, Mapping[str, Plain]], changes: bytes) -> bytes:
    """A board file out of its parts: `dump_records`, the table `meta`, and the inside of the table `changes`."""
    about = b",\n" + _dump_tables(meta, meta_only=True) if meta else b""
    inside = changes + b"\n" if changes else b""
    return records + about + b',\n"changes": {\n' + inside + b"}\n}\n"


def _dump_tables(tables: Mapping[str, Mapping[str, Plain | bytes]], *, meta_only: bool = False) -> bytes:
    later = sorted(set(tables) - {*ORDER, META, CHANGES})
    order = (META,) if meta_only else (*ORDER, *later)
    encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True, allow_nan=False).encode
    blocks = []
    for name in order:
        if tables.get(name) or name == "board":
            body = ",\n".join(_encode_table(name, tables.get(name, {}), encode))
            blocks.append(f"{json.dumps(name)}: {{\n{body}\n}}" if body else f"{json.dumps(name)}: {{\n}}")
    return ",\n".join(blocks).encode("ascii")


def _encode_table(name: str, table: Mapping[str, Plain | bytes], encode: Callable[[Plain], str]) -> list[str]:
    try:
        return [
            f'"{number}": {document.decode("ascii") if isinstance(document, bytes) else encode(document)}'
            for number, document in table.items()
        ]
    except (ValueError, TypeError, RecursionError) as problem:
        raise BadInput(f"a value in {name} can't be written: {problem}") from None


def split(raw: bytes) -> tuple[bytes, bytes] | None:
    """The text before the table of changes, and its inside; None when another program laid the file out."""
    at = raw.find(_CUT) if is_canonical(raw) else -1
    return (raw[: at + 2], raw[at + len(_CUT) : -len(_TAIL)]) if at > 0 else None


def cut_tables(head: bytes) -> dict[str, bytes]:
    """The insides of the tables in `split`'s head, by name, as the bytes they are."""
    found: dict[str, bytes] = {}
    for block in head.removeprefix(b"{\n").removesuffix(b"\n}").split(b"\n},\n"):
        name, _, text = (block + b"\n").partition(b": {\n")
        found[json.loads(name)] = text.removesuffix(b"\n")
    return found


def before_meta(head: bytes) -> bytes:
    """The documents' part of `split`'s head: the bytes of `dump_records`."""
    at = head.rfind(_META_CUT)
    return head[: at + 2] if at > 0 else head


def read_meta(raw: bytes) -> Plain:
    """The document of the table `meta` alone; {} when our writer did not lay the file out."""
    parts = split(raw)
    if not parts:
        return {}
    head = parts[0]
    at = head.rfind(_META_CUT)
    try:
        table = json.loads(b"{" + head[at + len(_META_CUT) :]) if at > 0 else {}
        return dict(next(iter(table.values()), {}))
    except (ValueError, AttributeError):
        return {}
