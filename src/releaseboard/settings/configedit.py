"""Changing config.toml: one field at a time, in one step, with everything else in the file kept as it is.

The line of the field is changed in the text, so that comments and unknown fields stay. What comes out is parsed and
compared with what was meant; where a text edit would not give that (a value over several lines, an inline table) the
file is written anew from its values, and only its comments are lost.
"""

import copy
import json
import os
from typing import Any

from releaseboard.errors import BadInput

from .config import unknown_field
from .fields import BY_NAME, VIEW_FIELDS, VIEW_NUMBERS, View, read_switch, read_value, read_view_field
from .keys import check_override
from .themes import check_name
from .tomlfile import TomlFile, parse_toml, plain_name, read_header, read_toml, replace_file

Names = tuple[str, ...]
Value = str | bool | list[str] | None  # None takes the field out


def set_value(path: str, field: str, text: str) -> str:
    """Set one field of the config.toml at `path`, which is made when it is missing.

    Args:
        path: of config.toml; '' = there is no place for one.
        field: `theme`, `keys.move_on` (several keys: `L, ctrl+n`; `none` for no key), `views.1` (its filter),
            `views.1.name`, `views.1.sort`.
        text: the value as typed; '' takes the field out, so that the default holds again.

    Returns:
        The value as it was written, for the echo; '' when the field was taken out.

    Raises:
        BadInput: unknown field, bad value, or a config.toml that can't be read (it is left alone).
        ReleaseboardError: the file can't be written. Nothing was changed.
    """
    file = _read_sound(path)
    names, value = read_setting(file, field, text)
    _write(file, {names: value})
    if isinstance(value, bool):
        return str(value).casefold()
    return ", ".join(value) or "none" if isinstance(value, list) else value or ""


def save_view(path: str, number: int, view: View) -> None:
    """Keep a view as number 1 to 9. Raises like `set_value`."""
    if str(number) not in VIEW_NUMBERS:
        raise BadInput(f"there is no view {number}", "views are numbered 1 to 9")
    file = _read_sound(path)
    read = {name: read_view_field(name, getattr(view, name)) for name in VIEW_FIELDS}
    _write(file, {("views", str(number), name): value or None for name, value in read.items()})


def _read_sound(path: str) -> TomlFile:
    if not path:
        raise BadInput("there is no home folder for a config.toml", "set HOME or XDG_CONFIG_HOME")
    file = read_toml(path)
    for problem in file.problems:
        raise BadInput(str(problem._replace(hint="")), "mend or remove this file first: it is left as it is")
    return file


def read_setting(file: TomlFile, field: str, text: str) -> tuple[Names, Value]:
    """What a field as typed means: the names under which it stands in the file, and its value.

    Raises:
        BadInput: unknown field or bad value.
    """
    parts = tuple(field.split("."))
    if field in BY_NAME:
        return (field,), _read_plain(field, text, file.path) if text else None
    if parts[0] == "keys" and len(parts) == 2:
        return parts, _read_keys(file, parts[1], text)
    if parts[0] == "views" and len(parts) in (2, 3) and parts[1] in VIEW_NUMBERS:
        name = parts[2] if len(parts) == 3 else "filter"
        if name in VIEW_FIELDS:
            return ("views", parts[1], name), read_view_field(name, text) or None
    raise unknown_field(field)


def _read_plain(name: str, text: str, path: str) -> str | bool:
    field = BY_NAME[name]
    if field.kind == "switch":
        return read_switch(name, text)
    if field.kind == "path":
        text = os.path.abspath(os.path.expanduser(text))
    if name == "theme":
        text = check_name(text, os.path.dirname(path))
    return read_value(field, text)


def _read_keys(file: TomlFile, action_id: str, text: str) -> Value:
    if not text:
        return None
    parts = [text] if text in (",", " ") else [part.strip() for part in text.split(",") if part.strip()]
    written: list[str] = [] if parts == ["none"] else parts
    others = file.values.get("keys", {})
    check_override(others if isinstance(others, dict) else {}, action_id, written)
    return written[0] if len(written) == 1 else written


def _write(file: TomlFile, changes: dict[Names, Value]) -> None:
    values = copy.deepcopy(file.values)
    text = file.text
    for names, value in changes.items():
        _put(values, names, value)
        text = edit_text(text, names, value)
    parsed = parse_toml(file.path, text)
    if parsed.problems or parsed.values != values:
        import tomli_w  # noqa: PLC0415 - only files that can't be edited line by line need it

        text = tomli_w.dumps(values)
    replace_file(file.path, text)


def _put(values: dict[str, Any], names: Names, value: Value) -> None:
    """Set or remove `value` in the tables of a parsed file, making the tables on the way."""
    *parents, last = names
    for name in parents:
        inner = values.get(name)
        if not isinstance(inner, dict):
            if value is None and inner is None:
                return
            inner = {"filter": inner} if isinstance(inner, str) and len(names) == 3 else {}
            values[name] = inner
        values = inner
    if value is None:
        values.pop(last, None)
    else:
        values[last] = value


def edit_text(text: str, names: Names, value: Value) -> str:
    """`text` of a TOML file with the field at `names` set, or its line taken out; the rest as it is."""
    lines = text.split("\n")
    table, name = ".".join(names[:-1]), names[-1]
    begin, end = _find_table(lines, table)
    if begin < 0:
        if value is None:
            return text
        head = text.rstrip("\n")
        return f"{head}\n\n[{table}]\n{_write_line(name, value)}\n".lstrip("\n")
    for number in range(begin, end):
        left, equals, _ = lines[number].partition("=")
        if equals and plain_name(left) == name:
            comment = _comment_of(lines[number])
            lines[number : number + 1] = [] if value is None else [_write_line(name, value) + comment]
            return "\n".join(lines)
    if value is None:
        return text
    while end > begin and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, _write_line(name, value))
    return "\n".join(lines) if lines[-1] == "" else "\n".join((*lines, ""))


def _find_table(lines: list[str], table: str) -> tuple[int, int]:
    """First line after the head of `table` ('' = the top of the file) and the line after its last; -1 when missing."""
    begin = -1 if table else 0
    for number, line in enumerate(lines):
        header = read_header(line)
        if header and begin >= 0:
            return begin, number
        if header and header == table:
            begin = number + 1
    return begin, len(lines)


def _write_line(name: str, value: Value) -> str:
    if isinstance(value, list):
        return f"{name} = [{', '.join(_quote(each) for each in value)}]"
    return f"{name} = {str(value).casefold() if isinstance(value, bool) else _quote(str(value))}"


def _quote(text: str) -> str:
    """A TOML string: what JSON escapes TOML escapes alike, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment_of(line: str) -> str:
    """The comment behind a value, with the space before it; '' when there is none."""
    for place, char in enumerate(line):
        if char == "#" and not parse_toml("", line[:place]).problems:
            return line[len(line[:place].rstrip()) :]
    return ""
