"""JSON and TOML texts as plain values, with the line on which each value stands (YAML: yamltext.py)."""

import json
import re
from typing import Any, NamedTuple

from releaseboard.errors import BadInput

from .planlines import Path, find_lines, locate

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|\n')
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Document(NamedTuple):
    """A text that was read: its value, and the line of each key and member by path (planlines.py)."""

    value: Any
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """The line (from 1) of what stands at this path, or of the nearest thing around it."""
        return locate(self.lines, path)


def read_json_text(text: str, name: str) -> Any:
    """The value of a JSON text. Raises BadInput, naming the line."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise BadInput(f"{name}:{problem.lineno}: this is not JSON: {problem.msg}", "is the file complete?") from None
    except (RecursionError, ValueError):
        raise BadInput(f"{name}: this JSON can't be read", "is it a board?") from None


def find_json_lines(text: str) -> dict[Path, int]:
    """The line of each key and member of a sound JSON text, by path."""
    lines: dict[Path, int] = {}
    path: list[str | int] = []
    is_key = False
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "\n":
            line += 1
            continue
        if path and isinstance(path[-1], int) and token not in ",]":
            lines[tuple(path)] = line  # a member stands where its first sign does
        if token in "[{":
            path.append(0 if token == "[" else "")
            is_key = token == "{"
        elif token in "]}":
            path.pop()
            is_key = False
        elif token == ",":
            last = path[-1]
            is_key = isinstance(last, str)
            path[-1] = last if isinstance(last, str) else last + 1
        elif token == ":":
            is_key = False
        elif is_key:
            path[-1] = json.loads(token, strict=False)
        if path and path[-1] != "":
            lines.setdefault(tuple(path), line)
    return lines


def read_toml(text: str, name: str) -> Document:
    """A TOML text. Raises BadInput, naming the line."""
    return Document(parse_toml(text, name), find_lines(text))


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The value of a TOML text. Raises BadInput, naming the line."""
    import tomllib  # noqa: PLC0415 - only reading TOML needs it

    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except RecursionError:
        raise BadInput(f"{name}:1: brackets are nested too deep", "take the nesting out") from None
    except ValueError as problem:
        said = str(problem)
        match = _SYNTAX_PLACE.search(said)
        line = int(match[1]) if match and match[1] else text.count("\n") + 1 if match else 1
        what = said[: match.start()] if match else said
        raise BadInput(
            f"{name}:{line}: this is not TOML: {what[:200]}", "texts stand in quotes, dates do not: see cli.md"
        ) from None
