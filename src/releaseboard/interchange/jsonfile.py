"""A board as JSON for scripts, and back: plain records by table (domain/fields.py), releases named by their keys.

    {"board": {"name": …}, "releases": [{"key": "PAY-4.2", …}], "links": [{"successor": "PAY-4.2", …}], …}

A board file (TinyDB) can be read too; its history stays behind.
"""

import json
from collections.abc import Mapping
from typing import Any

from releaseboard.domain.board import Board, Docs
from releaseboard.domain.fields import KINDS
from releaseboard.errors import BadInput

from .documents import read_json_text
from .records import Tables, list_records


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
    return tables_of(document, name)


def is_board(document: Any) -> bool:
    """Whether a JSON value looks like an exported board or a board file."""
    return isinstance(document, dict) and any(table in KINDS for table in document)


def tables_of(document: Any, name: str) -> Tables:
    """As `read_json`, of a JSON text that was read."""
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
        if records:
            tables[table] = records
    return tables


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
