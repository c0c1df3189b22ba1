"""A CSV file as rows of texts: encoding, delimiter and columns found out, nothing about releases yet.

Quoting is that of RFC 4180. The first line that is not empty names the columns, in any order.
"""

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

DELIMITERS = (",", ";", "\t")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


class Row(NamedTuple):
    """One row: the line it begins on (from 1), its texts by field, and how many values too many it has."""

    line: int
    cells: Mapping[str, str]
    surplus: int = 0


class Sheet(NamedTuple):
    """A whole file: the fields found, the columns that stand for none, and the rows."""

    fields: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """The text of a file: in the named encoding, by its byte order mark, as UTF-16 that shows itself, or as UTF-8.

    Raises:
        BadInput: no such encoding, or the bytes are not in it; the line is named.
    """
    guess = encoding or next((known for mark, known in _BOMS if data.startswith(mark)), "") or _guess_utf16(data)
    try:
        return data.decode(guess or "utf-8").removeprefix("\ufeff")
    except LookupError:
        raise BadInput(f"there is no encoding {encoding!r}", "such as utf-8, utf-16, latin-1, cp1252") from None
    except UnicodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1 if isinstance(problem, UnicodeDecodeError) else 1
        hint = "is the encoding right?" if encoding else "name the encoding, such as latin-1 or cp1252"
        raise BadInput(f"{name}:{line}: this is not {(guess or 'utf-8').upper()} text", hint) from None


def _guess_utf16(data: bytes) -> str:
    """UTF-16 without a byte order mark has a zero in every other byte of Western text."""
    sample = data[:400]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.7 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.7 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def read_sheet(
    text: str, name: str, known: Collection[str], needed: Collection[str], mapping: Mapping[str, str]
) -> Sheet:
    """The rows of a CSV text by field.

    Args:
        text: the whole file.
        name: the file's name, for errors.
        known: all fields there can be.
        needed: fields without which nothing can be read.
        mapping: column of the file to field, for columns that are called otherwise.

    Raises:
        BadInput: no header, a needed column missing, a mapping to nowhere, broken quoting; the line is named.
    """
    for field in mapping.values():
        if field not in known:
            raise BadInput(f"there is no field {field!r} to map a column to",
                           did_you_mean(field, known) or f"fields: {', '.join(known)}")  # fmt: skip
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    if not first_line:
        raise BadInput(f"{name}: the file is empty", f"the first line names the columns: {','.join(needed)},…")
    delimiter = max(DELIMITERS, key=lambda mark: _count_known(first_line, mark, known, mapping))
    numbered = _split_rows(text, name, delimiter)
    start, header = next(numbered, (1, []))
    fields = [_field_of(column, known, mapping) for column in header]
    _require_columns(name, start, header, fields, needed, mapping)
    rows = tuple(_make_row(line, fields, values) for line, values in numbered)
    ignored = tuple(clean_line(column) for column, field in zip(header, fields, strict=True) if not field)
    return Sheet(tuple(field for field in fields if field), ignored, rows)


def peek_columns(text: str) -> tuple[str, ...]:
    """The names of the columns in the first line that is not empty, in small letters, blanks and hyphens as `_`."""
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        cells = next(csv.reader([first_line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(_fold(cell) for cell in cells)


def _fold(column: str) -> str:
    return "_".join(clean_line(column).casefold().replace("-", " ").split())


def _count_known(line: str, delimiter: str, known: Collection[str], mapping: Mapping[str, str]) -> tuple[int, int]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return (0, 0)
    return (sum(bool(_field_of(cell, known, mapping)) for cell in cells), len(cells))


def _field_of(column: str, known: Collection[str], mapping: Mapping[str, str]) -> str:
    """The field a column stands for: as mapped, or by its own name in any case, with blanks or hyphens; '' for none."""
    folded = _fold(column)
    for given, field in mapping.items():
        if given.strip().casefold() == clean_line(column).casefold():
            return field
    return folded if folded in known and folded not in mapping.values() else ""


def _split_rows(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error as problem:
            hint = "a text with quotes in it is written in quotes, each inner one doubled"
            raise BadInput(f"{name}:{start}: this row can't be read: {problem}", hint) from None
        if values is None:
            return
        if any(value.strip() for value in values):
            yield start, values
        start = reader.line_num + 1


def _require_columns(
    name: str, line: int, header: list[str], fields: list[str], needed: Collection[str], mapping: Mapping[str, str]
) -> None:
    seen = [clean_line(column).casefold() for column in header]
    for column in mapping:
        if column.strip().casefold() not in seen:
            raise BadInput(f"{name}:{line}: there is no column {column!r}",
                           did_you_mean(column, header) or f"columns: {', '.join(seen)[:200]}")  # fmt: skip
    for field in fields:
        if field and fields.count(field) > 1:
            raise BadInput(f"{name}:{line}: two columns stand for {field}", "take one out, or map only one")
    for field in needed:
        if field not in fields:
            near = did_you_mean(field, header)
            hint = near or f"name it in the first line, or map one: --map COLUMN={field}"
            raise BadInput(f"{name}:{line}: there is no column {field!r}", hint)


def _make_row(line: int, fields: list[str], values: list[str]) -> Row:
    cells = {field: value.strip() for field, value in zip(fields, values, strict=False) if field and value.strip()}
    surplus = sum(1 for value in values[len(fields) :] if value.strip())
    return Row(line, cells, surplus)
