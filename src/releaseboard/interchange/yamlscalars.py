"""Texts of a plain YAML file: in quotes, in blocks, or as they stand. Every value is a text: `1.30` stays `1.30`."""

import re
from typing import Any

_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\n[ \t]*)|(.)|$)", re.DOTALL)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'(?!')", re.DOTALL)
BLANK = " \t"  # what YAML takes for white space
_FLOW_BLANK = re.compile(r"(?:[ \t\n]+(?:#[^\n]*)?)*")
_FLOW_PLAIN = re.compile(r"""[^ \t\n\[\]{},#&*!|>%@`"'](?:[^\[\]{},:\n#]|:(?![ \t\n,\[\]{}]|$)|(?<![ \t])#)*""")


class Unfinished(Exception):
    """The text ends before the value does."""


def unquote(text: str) -> str:
    """A quoted text without its quotes; breaks in it are folded, escapes in double quotes resolved.

    Raises:
        ValueError: an escape that there is not.
    """
    if text.startswith("'"):
        return _fold_quoted(text[1:-1]).replace("''", "'")
    parts: list[str] = []
    at = 0
    inner = text[1:-1]
    for match in _ESCAPE.finditer(inner):
        parts += [_fold_quoted(inner[at : match.start()]), _resolve(match)]
        at = match.end()
    parts.append(_fold_quoted(inner[at:]))
    return "".join(parts)


def _fold_quoted(text: str) -> str:
    """One break is a blank, each further one a break; white space around them goes."""
    first, *others = text.split("\n")
    if not others:
        return text
    folded = first.rstrip(BLANK)
    empty = 0
    for line in (other.strip(BLANK) for other in others[:-1]):
        if line:
            folded += ("\n" * empty if empty else " ") + line
        empty = 0 if line else empty + 1
    return folded + ("\n" * empty if empty else " ") + others[-1].lstrip(BLANK)


def _resolve(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(int(code, 16))  # ValueError beyond Unicode
    if match[4] is not None:
        return ""
    if match[5] not in _ESCAPES:
        raise ValueError(f"there is no escape \\{match[5] or ''}")
    return _ESCAPES[match[5]]


def fold_plain(lines: list[str]) -> str:
    """A text without quotes over several lines: one break is a blank, each empty line a break."""
    text = lines[0].strip(BLANK)
    empty = 0
    for line in lines[1:]:
        if not line.strip(BLANK):
            empty += 1
            continue
        text += ("\n" * empty if empty else " ") + line.strip(BLANK)
        empty = 0
    return text


def join_block(lines: list[str], style: str, chomp: str) -> str:
    """The lines of a block, without their indent, as one text.

    Args:
        lines: as they stand; empty ones are ''.
        style: `|` keeps breaks, `>` folds them where neither line is indented.
        chomp: '' one break at the end, `-` none, `+` all.
    """
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        return "\n" * len(lines) if chomp == "+" else ""
    text = "\n".join(kept) if style == "|" else _fold_block(kept)
    ends = {"-": 0, "+": 1 + len(lines) - len(kept)}
    return text + "\n" * ends.get(chomp, 1)


def _fold_block(lines: list[str]) -> str:
    text = lines[0]
    empty = 0 if lines[0] else 1
    was_deep = lines[0].startswith((" ", "\t"))
    for line in lines[1:]:
        if not line:
            empty += 1
            continue
        is_deep = line.startswith((" ", "\t"))
        if not text and empty:
            text = "\n" * empty + line
        elif is_deep or was_deep:
            text += "\n" * (empty + 1) + line
        else:
            text += ("\n" * empty if empty else " ") + line
        empty = 0
        was_deep = is_deep
    return text


def read_flow(text: str, at: int, deepest: int) -> tuple[Any, int]:
    """The value in brackets, quotes or plain that begins at `at`, and where it ends.

    Raises:
        Unfinished: the text ends before. ValueError: it is not a value, or nested more than `deepest`.
    """
    if deepest < 0:
        raise ValueError("brackets are nested too deep")
    mark = text[at : at + 1]
    if not mark:
        raise Unfinished
    if mark in "[{":
        return _read_members(text, at, deepest)
    if mark in "\"'":
        quoted = QUOTED.match(text, at)
        if quoted is None:
            raise Unfinished
        return unquote(quoted.group()), quoted.end()
    plain = _FLOW_PLAIN.match(text, at)
    if plain is None or (mark in "?-:" and text[at + 1 : at + 2] in ("", " ", "\n", ",", "]", "}")):
        raise ValueError(f"{mark!r} can't stand here")
    return plain.group().strip(BLANK), plain.end()


def _read_members(text: str, start: int, deepest: int) -> tuple[Any, int]:
    is_table = text[start] == "{"
    table: dict[str, Any] = {}
    members: list[Any] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != ("}" if is_table else "]"):
        value, at = read_flow(text, at, deepest - 1)
        at = _skip(text, at)
        if is_table:
            if not isinstance(value, str) or value in table:
                raise ValueError("a key in braces is missing, or stands twice")
            table[value] = ""
            if text[at : at + 1] == ":":
                at = _skip(text, at + 1)
                if text[at : at + 1] not in (",", "}"):
                    table[value], at = read_flow(text, at, deepest - 1)
        else:
            members.append(value)
        at = _skip(text, at)
        if at >= len(text):
            raise Unfinished
        if text[at] == ",":
            at = _skip(text, at + 1)
        elif text[at] not in "]}":
            raise ValueError(f"a comma is missing before {text[at : at + 20]!r}")
    return (table if is_table else members), at + 1


def _skip(text: str, at: int) -> int:
    match = _FLOW_BLANK.match(text, at)
    return match.end() if match is not None else at
