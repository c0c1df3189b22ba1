"""A board as JSON: its live records as they stand in the file, with their ids; and such a file, or a board file, read.

{"format": 1, "tables": {"board": [{…}], "releases": [{"id": "r7f3k2mq", "key": "PAY-4.2", …}], …}}
"""

import json
from collections.abc import Mapping
from typing import Any

from releaseboard.domain.board import Board, Docs
from releaseboard.domain.fields import KINDS
from releaseboard.errors import BadInput

from .records import Tables, list_records

FORMAT = 1


def write_json(board: Board) -> str:
    """All live records of the board by table, sorted by id, with the fields that only a newer version knows."""
    tables = {table: [docs[ident] for ident in sorted(docs)] for table, docs in sorted(board.live())}
    return json.dumps({"format": FORMAT, "tables": tables}, ensure_ascii=False, indent=1) + "\n"


def read_json(text: str, name: str) -> Tables:
    """The records of an exported board, or of a board file (TinyDB), for `PutRecords`.

    Ids of releases, links and the like are not kept: they are found again by their keys. Nor is the history.

    Raises:
        BadInput: not JSON, not a board, a newer format, or a record that can't be read.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise BadInput(f"{name}:{problem.lineno}: this is not JSON: {problem.msg}", "is the file complete?") from None
    except (RecursionError, ValueError):
        raise BadInput(f"{name}: this JSON can't be read", "is it a board?") from None
    board = Board(_read_docs(document, name))
    if board.problems:
        raise BadInput(f"{name}: {board.problems[0]}", "mend it in the file, or export it anew")
    return list_records(board)


def _read_docs(document: Any, name: str) -> Docs:
    is_export = isinstance(document, Mapping) and isinstance(document.get("tables"), Mapping)
    tables = document["tables"] if is_export else document
    if not isinstance(tables, Mapping) or not any(table in KINDS for table in tables):
        raise BadInput(f"{name}: this JSON is not a board", "export one with `releaseboard export json`")
    if is_export and document.get("format", FORMAT) != FORMAT:
        raise BadInput(f"{name}: it is of format {str(document['format'])[:20]}, this version reads {FORMAT}",
                       "take a newer version of releaseboard")  # fmt: skip
    docs: Docs = {}
    for table in KINDS:
        records = tables.get(table, ())
        found = records.values() if isinstance(records, Mapping) else records
        if not isinstance(records, Mapping | list | tuple) or not all(_is_record(record) for record in found):
            raise BadInput(f"{name}: {table} are not records with an id each", "export it anew")
        docs[table] = {record["id"]: dict(record) for record in found}
    return docs


def _is_record(record: Any) -> bool:
    return isinstance(record, Mapping) and isinstance(record.get("id"), str) and bool(record["id"])
