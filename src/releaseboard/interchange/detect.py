"""Any file that can be imported, told by its name and, where that says nothing, by what is in it."""

import os
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.errors import BadInput

from .csvfile import Verdict, read_releases
from .csvtext import decode
from .jsonfile import read_json
from .planreader import read_plan
from .records import Tables

FORMATS = {".toml": "toml", ".csv": "csv", ".tsv": "csv", ".txt": "", ".json": "json"}


class Import(NamedTuple):
    """What a file holds: its format, records for `PutRecords`, and for a table the verdict on each row."""

    format: str
    tables: Tables
    verdicts: tuple[Verdict, ...] = ()
    ignored: tuple[str, ...] = ()


def read_any(
    path: str,
    data: bytes,
    known: Board | None = None,
    today: date | None = None,
    encoding: str = "",
    mapping: Mapping[str, str] | None = None,
    form: str = "",
) -> Import:
    """The records in a file.

    Args:
        path: where it is, or what it is called; its ending tells the format.
        data: its bytes.
        known: the board it will be put on (csvfile.py).
        today: actual dates in a table can't be later; None checks none. A plan file's dates are never relative.
        encoding: of a table or text; '' finds it out.
        mapping: column of a table to field.
        form: `toml`, `csv` or `json` when it is known; '' finds it out.

    Raises:
        BadInput: the file can't be read, or is of no kind that can be imported.
    """
    if not data.strip():
        raise BadInput(f"{path} is empty", "there is nothing to import")
    kind = form or FORMATS.get(os.path.splitext(path)[1].lower(), "") or guess_format(data, encoding, path)
    if kind == "csv":
        plan = read_releases(data, path, encoding, mapping, known, today)
        return Import(kind, plan.tables, plan.verdicts, plan.ignored)
    text = decode(data, path, encoding)
    if mapping:
        raise BadInput(f"{path} is {kind.upper()}: columns are mapped in tables only", "leave --map out")
    return Import(kind, read_json(text, path) if kind == "json" else read_plan(text, path, known=known))


def guess_format(data: bytes, encoding: str, name: str) -> str:
    """`toml`, `csv` or `json`, by the first line that says something. Raises BadInput when none does."""
    text = decode(data, name, encoding)
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("{"):
        return "json"
    if first.startswith("[") or ("=" in first and "," not in first.partition("=")[0]):
        return "toml"
    if any(mark in first for mark in (",", ";", "\t")):
        return "csv"
    raise BadInput(f"{name} is neither a plan file (TOML) nor a table (CSV) nor JSON", "name it .toml, .csv or .json")
