"""Plain YAML as the files of release schedules have it: blocks of keys and lists, texts, `[a, b]`, comments.

What only some programs write (anchors, tags, several documents, `? key`) is refused with its line: such a file is
saved as JSON or CSV instead. Every value is read as a text, an empty one as ''.
"""

import re
from typing import Any, NamedTuple

from releaseboard.errors import BadInput

from .documents import Document
from .planlines import Path
from .yamlscalars import BLANK, QUOTED, Unfinished, fold_plain, join_block, read_flow, unquote

DEEPEST = 40  # blocks within blocks
LONGEST = 500  # lines of one value in quotes or brackets
HINT = "only plain YAML is read: keys, lists and texts; else save the file as JSON or CSV"
_BLOCK = re.compile(r"([|>])([-+1-9]{0,2})(?:[ \t]+#.*)?$")
_PLAIN_KEY = re.compile(r"([^ \t].*?):(?=[ \t]|$)")
_AFTER_KEY = re.compile(r"[ \t]*:(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*$")
_ODD = {"&": "an anchor", "*": "an alias", "!": "a tag", "%": "a directive", "@": "a reserved sign", "`": "one too",
        "?": "a key of its own kind", ",": "a stray sign", "]": "a stray sign", "}": "a stray sign"}  # fmt: skip


class _Line(NamedTuple):
    """A line that says something: how far it is indented, and the rest."""

    indent: int
    text: str

    @property
    def is_item(self) -> bool:
        return self.text == "-" or self.text.startswith("- ")


def read_yaml(text: str, name: str, first: int = 1) -> Document:
    """The value of a YAML text with the line of each key.

    Args:
        text: the whole text.
        name: the file's name, for errors.
        first: the line on which the text begins in its file.

    Raises:
        BadInput: not YAML, or more than plain YAML; the line is named.
    """
    reader = _Reader(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), name, first)
    return Document(reader.read(), reader.lines)


def _split_key(text: str) -> tuple[str, str] | None:
    """A key and what stands behind its colon; None when the line begins with no key. Raises ValueError."""
    quoted = QUOTED.match(text)
    if quoted is not None:
        after = _AFTER_KEY.match(text, quoted.end())
        return (unquote(quoted.group()), text[after.end() :].strip(BLANK)) if after is not None else None
    match = _PLAIN_KEY.match(text)
    if match is None or text[0] in "#|>[{\"'" or text[0] in _ODD or _COMMENT.search(match[1]):
        return None
    return match[1].rstrip(BLANK), text[match.end() :].strip(BLANK)


def _bare(text: str) -> str:
    """Without the comment at its end."""
    return _COMMENT.sub("", text).rstrip(BLANK)


class _Reader:
    def __init__(self, text: str, name: str, first: int) -> None:
        self.raw = text.split("\n")
        self.name = name
        self.first = first
        self.at = 0
        self.lines: dict[Path, int] = {}

    def fail(self, what: str) -> BadInput:
        return BadInput(f"{self.name}:{self.first + min(self.at, len(self.raw) - 1)}: {what}", HINT)

    def read(self) -> Any:
        head = self.peek()
        if head is not None and head.indent == 0 and head.text.split("#")[0].strip(BLANK) == "---":
            self.at += 1
        value = self.read_block(-1, ())
        if self.peek() is not None:
            raise self.fail("this line does not belong to what stands before it")
        return value

    def peek(self) -> _Line | None:
        """The next line that says something, not taken yet; None at the end."""
        while self.at < len(self.raw):
            line = self.raw[self.at]
            text = line.lstrip(" ")
            if text.strip(BLANK) and not text.lstrip(BLANK).startswith("#"):
                if text.startswith("\t"):
                    raise self.fail("the line is indented with a tab")
                return None if text.rstrip(BLANK) == "..." else _Line(len(line) - len(text), text.rstrip(BLANK))
            self.at += 1
        return None

    def read_block(self, outer: int, path: Path) -> Any:
        """What is indented more than `outer`."""
        line = self.peek()
        if line is None or line.indent <= outer:
            return ""
        if len(path) > DEEPEST:
            raise self.fail("blocks are nested too deep")
        if line.is_item:
            return self.read_list(line.indent, path)
        if self.split(line.text) is not None:
            return self.read_map(line.indent, path)
        self.at += 1
        return self.read_value(line.text, outer, path)

    def split(self, text: str) -> tuple[str, str] | None:
        try:
            return _split_key(text)
        except ValueError as problem:
            raise self.fail(str(problem)) from None

    def read_map(self, indent: int, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (line := self.peek()) is not None and line.indent == indent and not line.is_item:
            pair = self.split(line.text)
            if pair is None:
                raise self.fail("a key with a colon is needed")
            key, rest = pair
            if key in found:
                raise self.fail(f"the key {key[:40]!r} stands twice")
            self.lines[(*path, key)] = self.first + self.at
            self.at += 1
            found[key] = self.read_value(rest, indent, (*path, key), is_in_map=True)
        self.require_end(indent)
        return found

    def read_list(self, indent: int, path: Path) -> list[Any]:
        found: list[Any] = []
        while (line := self.peek()) is not None and line.indent == indent and line.is_item:
            here = (*path, len(found))
            self.lines[here] = self.first + self.at
            rest = line.text[1:].lstrip(" ")
            inner = _Line(indent + len(line.text) - len(rest), rest)
            if rest and (inner.is_item or self.split(rest) is not None):
                self.raw[self.at] = " " * inner.indent + rest
                found.append(self.read_block(indent, here))
            else:
                self.at += 1
                found.append(self.read_value(rest, indent, here))
        self.require_end(indent)
        return found

    def require_end(self, indent: int) -> None:
        line = self.peek()
        if line is not None and line.indent > indent:
            raise self.fail("this line is indented more than those it belongs to")

    def read_value(self, rest: str, indent: int, path: Path, *, is_in_map: bool = False) -> Any:
        """The value that begins with `rest`, whose line is taken, and goes on in lines indented more than `indent`."""
        if not rest or rest.startswith("#"):
            line = self.peek()
            is_list_below = is_in_map and line is not None and line.indent == indent and line.is_item
            return self.read_block(indent - 1 if is_list_below else indent, path)
        if rest[0] in "|>":
            return self.read_literal(rest, indent)
        if rest[0] in "\"'[{":
            return self.read_closed(rest)
        if rest[0] in _ODD:
            self.at -= 1
            raise self.fail(f"this line has {_ODD[rest[0]]} ({rest[0]})")
        return self.read_plain(rest, indent)

    def read_literal(self, rest: str, indent: int) -> str:
        match = _BLOCK.match(rest)
        if match is None:
            self.at -= 1
            raise self.fail("the head of this block can't be read")
        digits, chomp = (match[2].strip(strip) for strip in ("+-", "123456789"))
        deep = max(indent, 0) + int(digits) if digits else 0
        kept: list[str] = []
        while self.at < len(self.raw):
            line = self.raw[self.at]
            inner = len(line) - len(line.lstrip(" "))
            if line.strip(BLANK):
                deep = deep or max(inner, indent + 1)
                if inner < deep:
                    break
            kept.append(line[deep:] if line[deep:].strip(BLANK) or len(line) > deep > 0 else "")
            self.at += 1
        is_cut = self.at == len(self.raw) and bool(kept and kept[-1])  # the file ends without a break
        return join_block(kept, match[1], "-" if is_cut else chomp)

    def read_closed(self, rest: str) -> Any:
        """A text in quotes, or a list or table in brackets; it may go on over the next lines."""
        start = self.at
        for text in (rest, "\n".join([rest, *self.raw[start : start + LONGEST]])):
            try:
                if rest[0] in "[{":
                    value, end = read_flow(text, 0, DEEPEST)
                else:
                    match = QUOTED.match(text)
                    if match is None:
                        raise Unfinished
                    value, end = unquote(match.group()), match.end()
            except Unfinished:
                continue
            except ValueError as problem:
                self.at = start - 1
                raise self.fail(str(problem)) from None
            self.at = start + text.count("\n", 0, end)
            if _COMMENT.sub("", text[end:].partition("\n")[0]).strip(BLANK):
                self.at -= 1
                raise self.fail("something stands behind the end of this value")
            return value
        self.at = start - 1
        raise self.fail("this quote or bracket is never closed")

    def read_plain(self, rest: str, indent: int) -> str:
        kept = [_bare(rest)]
        is_over = kept[0] != rest
        gap: list[str] = []
        at = self.at
        while not is_over and at < len(self.raw):
            line, at = self.raw[at], at + 1
            text = line.strip(BLANK)
            if not text:
                gap.append("")
                continue
            if len(line) - len(line.lstrip(BLANK)) <= indent or text.startswith("#") or line.startswith(("---", "...")):
                break
            bare = _bare(text)
            is_over = bare != text
            kept += [*gap, bare]
            gap = []
            self.at = at
        whole = fold_plain(kept)
        if any(_PLAIN_KEY.match(part) for part in kept):
            self.at -= 1
            raise self.fail("a colon and a blank in a text: write it in quotes")
        return whole
