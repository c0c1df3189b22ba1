"""Where a key stands in a TOML text: tomllib gives values without lines, and an error must name its line.

A path is what leads to a value: `("releases", 3, "window", "start")` for the fourth `[[releases]]`. The text has been
read by tomllib before, so it is sound TOML and the walk below may be short.
"""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_NAME = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))\s*""")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}' + r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[\[\]{},\n]""",
    re.DOTALL,
)


def find_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each table header, each key, and each member of an array, by path."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    at = 0
    line = 1
    while at < len(text):
        start = _skip_blank(text, at)
        line += text.count("\n", at, start)
        if start >= len(text):
            break
        if text[start] == "[":
            here, at = _read_header(text, start, counts)
            for depth in range(1, len(here) + 1):
                lines.setdefault(here[:depth], line)
        else:
            names, after = _read_names(text, start)
            path = (*here, *names)
            for depth in range(len(here) + 1, len(path) + 1):
                lines.setdefault(path[:depth], line)
            at = _read_value(text, after + 1, path, line, lines)
        line += text.count("\n", start, at)
    return lines


def locate(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it; 1 when nothing is known."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return 1


def _skip_blank(text: str, at: int) -> int:
    while at < len(text):
        if text[at] == "#":
            at = _line_end(text, at)
        elif text[at].isspace() or text[at] == "\ufeff":
            at += 1
        else:
            break
    return at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _read_names(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """A key such as `window.start` or `"a b".c`, and where it ends."""
    names: list[str] = []
    while True:
        match = _NAME.match(text, at)
        if match is None:
            return tuple(names), at
        double, single, bare = match.groups()
        names.append(next(part for part in (_unescape(double), single, bare) if part is not None))
        at = match.end()
        if text[at : at + 1] != ".":
            return tuple(names), at
        at += 1


def _unescape(quoted: str | None) -> str | None:
    if quoted is None or "\\" not in quoted:
        return quoted
    import tomllib  # noqa: PLC0415 - only a plan with an error in it is looked at here

    return str(tomllib.loads(f'name = "{quoted}"')["name"])


def _read_header(text: str, at: int, counts: dict[Path, int]) -> tuple[Path, int]:
    """The path of `[table]` or `[[tables]]` (numbered), and the end of its line."""
    is_list = text.startswith("[[", at)
    names, _ = _read_names(text, at + (2 if is_list else 1))
    path: Path = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        if is_list and depth == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path, _line_end(text, at)


def _read_value(text: str, at: int, path: Path, line: int, lines: dict[Path, int]) -> int:
    """Walk over one value to the end of its line, noting where the members of an array stand; returns that end."""
    depth = 0
    member = 0
    for token, start, end in _tokens(text, at):
        if token == "\n" and depth == 0:
            return start
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
        elif token == "," and depth == 1:
            member += 1
        if depth >= 1 and token in ("[", ","):
            begin = _skip_blank(text, end)
            lines.setdefault((*path, member), line + text.count("\n", at, begin))
    return len(text)


def _tokens(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(text, at):
        yield match.group(), match.start(), match.end()
