"""A board as JSON for scripts, and back: plain records by table (domain/fields.py), releases named by their keys.

    {"board": {"name": …}, "releases": [{"key": "PAY-4.2", …}], "links": [{"successor": "PAY-4.2", …}], …}

A board file (TinyDB) can be read too; its history stays behind.
"""

import json
from collections.abc import Mapping
from typing import Any

from releaseboard.domain.board import Board, Docs
from releaseboard.domain.fields import KINDS
from releaseboard.domain.putting import NATURAL
from releaseboard.domain.records import RELEASE_FIELDS
from releaseboard.errors import BadInput
from releaseboard.text import clean_line

from .documents import Document, read_json_text
from .findings import Import, Source, Verdict
from .records import Tables, list_records, put_trains_first

SETS = frozenset({"tags", "clients", "releases", "links", "stakeholders"})  # fields that hold names
_FORMS = {str: "a text", bool: "true or false"}


def write_json(board: Board) -> str:
    """All live records of the board; every table is there, those of one kind in an order that stays the same."""
    records = list_records(board)
    view: dict[str, Any] = {table: records.get(table, []) for table in KINDS}
    view["board"] = records.get("board", [{}])[0]
    return json.dumps(view, ensure_ascii=False, indent=1) + "\n"


def read_json(text: str, name: str) -> Tables:
    """The records of an exported board, or of a board file, for `PutRecords`, which checks each of them.

    Raises:
        BadInput: not JSON, not a board, or (of a board file) a record that can't be read.
    """
    document = read_json_text(text, name)
    return _read_tables(document, name)


def is_board(document: Any) -> bool:
    """Whether a JSON value looks like an exported board or a board file."""
    return isinstance(document, dict) and any(table in KINDS for table in document)


def read_board(document: Document, source: Source) -> Import:
    """The same of a file that is imported: with a verdict on each entry. Raises BadInput."""
    tables = _read_tables(document.value, source.name)
    verdicts = []
    for table, content in document.value.items():
        if table not in tables or table == "board":
            continue
        for place, record in content.items() if isinstance(content, dict) else enumerate(content):
            verdicts.append(Verdict(document.line(table, place), True, _label(table, record, place)))
    source.tell(len(verdicts), len(verdicts))
    return Import("json", tables, tuple(verdicts))


def _label(table: str, record: Mapping[str, Any], place: Any) -> str:
    """What a record is told by: its key, id or natural key, else its place."""
    fields = ("key",) if table == "releases" else NATURAL.get(table, ("id",))
    return " ".join(clean_line(str(record[field])) for field in fields if record.get(field))[:60] or f"entry {place}"


def _read_tables(document: Any, name: str) -> Tables:
    if not is_board(document):
        raise BadInput(f"{name}: this JSON is not a board", "export one with `releaseboard export json`")
    if isinstance(document.get("releases"), dict):
        return _read_board_file(document, name)
    tables: Tables = {}
    for table in KINDS:
        content = document.get(table) or []
        records = [content] if table == "board" and isinstance(content, dict) else content
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise BadInput(f"{name}: {table} is not a list of records", "export it anew")
        for number, record in enumerate(records):
            _require_forms(table, record, f"{name}: {table}, entry {number + 1}")
        if records:
            tables[table] = [dict(record) for record in records]
    _name_by_keys(tables)
    if all("key" in release for release in tables.get("releases", ())):
        tables["releases"] = put_trains_first(tables.get("releases", []))
    return {table: records for table, records in tables.items() if records}


def _require_forms(table: str, record: Mapping[str, Any], where: str) -> None:
    """Raises BadInput for a field that is no text, flag or set of names where it must be one."""
    forms = KINDS[table].record.__annotations__
    for field, value in record.items():
        if value is None:
            continue
        form = forms.get(field)
        if form in (str, bool) and not isinstance(value, form):
            raise BadInput(f"{where}: {field} is not {_FORMS[form]}", "export it anew")
        if (table, field) == ("releases", "stages") and not isinstance(value, dict):
            raise BadInput(f"{where}: stages are not named plans", "export it anew")
        if field in NATURAL.get(table, ()) and field not in SETS and not isinstance(value, str):
            raise BadInput(f"{where}: {field} is not a text", "export it anew")
        if field in SETS and not (isinstance(value, list | dict) and all(isinstance(member, str) for member in value)):
            raise BadInput(f"{where}: {field} are not names", "export it anew")


def _name_by_keys(tables: Tables) -> None:
    """Releases that are named by their ids, as the document gives them, are named by their keys."""
    pairs = ((release.get("id"), release.get("key")) for release in tables.get("releases", ()))
    keys = {ident: key for ident, key in pairs if isinstance(ident, str) and isinstance(key, str)}
    for records in tables.values() if keys else ():
        for record in records:
            for field in (*RELEASE_FIELDS, "successor", "predecessor"):
                named = record.get(field)
                if isinstance(named, str) and named in keys:
                    record[field] = keys[named]
            if record.get("releases"):
                record["releases"] = {keys.get(ident, ident): True for ident in record["releases"]}
    for release in tables.get("releases", ()):
        release.pop("id", None)


def _read_board_file(document: Mapping[str, Any], name: str) -> Tables:
    docs: Docs = {}
    for table in KINDS:
        records = document.get(table) or {}
        if not isinstance(records, dict) or not all(_is_document(record) for record in records.values()):
            raise BadInput(
                f"{name}: {table} are not the documents of a board file", "`releaseboard doctor` looks at it"
            )
        docs[table] = {record["id"]: record for record in records.values()}
    board = Board(docs)
    if board.problems:
        raise BadInput(f"{name}: {board.problems[0]}", "mend it in the file")
    return list_records(board)


def _is_document(record: Any) -> bool:
    return isinstance(record, dict) and isinstance(record.get("id"), str) and bool(record["id"])
