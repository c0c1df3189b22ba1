"""A small terminal: takes the bytes that an app sends and knows what stands on its screen, and in which style."""

import re
from typing import NamedTuple

from rich.cells import cell_len

_ESCAPES = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<across>\d+)G|\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\].*?(?:\x1b\\|\x07)|\x1b\[[?>=]?[\d;]*[a-zA-Z]"
)
_OFF = {"22": ("1", "2"), "23": ("3",), "24": ("4", "21"), "25": ("5",), "27": ("7",), "29": ("9",), "55": ("53",)}


class Ink(NamedTuple):
    """How a cell is drawn: SGR codes that are on, foreground and background codes."""

    on: frozenset[str] = frozenset()
    front: str = "39"
    back: str = "49"


class Terminal:
    """A screen of `width` × `height` cells; one that does not `join` draws the parts of an emoji one by one."""

    def __init__(self, width: int, height: int, *, joins: bool = True) -> None:
        self._joins = joins
        self.rows = [[(" ", Ink()) for _ in range(width)] for _ in range(height)]
        self._x = self._y = 0
        self._ink = Ink()

    def feed(self, data: str) -> None:
        """Read what was sent."""
        at = 0
        for match in _ESCAPES.finditer(data):
            self._draw(data[at : match.start()])
            at = match.end()
            if match["row"]:
                self._y, self._x = int(match["row"]) - 1, int(match["column"]) - 1
            elif match["across"]:
                self._x = int(match["across"]) - 1
            elif match["style"] is not None:
                self._restyle(match["style"].split(";"))
        self._draw(data[at:])

    def _draw(self, text: str) -> None:
        for at, char in enumerate(text):
            cells = cell_len(char)
            row = self.rows[self._y]
            if cells == 0 or (self._joins and text[at - 1 : at] == "\u200d"):
                self._put_on_the_one_before(char)
                continue
            for part in range(cells):
                row[self._x + part] = (char if part == 0 else "", self._ink)
            self._x += cells

    def _put_on_the_one_before(self, char: str) -> None:
        row, x = self.rows[self._y], self._x - 1
        while x > 0 and not row[x][0]:
            x -= 1
        row[x] = (row[x][0] + char, row[x][1])

    def _restyle(self, codes: list[str]) -> None:
        on, front, back = set(self._ink.on), self._ink.front, self._ink.back
        while codes:
            code = codes.pop(0)
            if code in ("0", ""):
                on, front, back = set(), "39", "49"
            elif code in _OFF:
                on -= set(_OFF[code])
            elif code in ("38", "48"):
                colour = ";".join([code, *(codes.pop(0) for _ in range(4 if codes[0] == "2" else 2))])
                front, back = (colour, back) if code == "38" else (front, colour)
            elif code in ("39", *map(str, range(30, 38)), *map(str, range(90, 98))):
                front = code
            elif code in ("49", *map(str, range(40, 48)), *map(str, range(100, 108))):
                back = code
            else:
                on.add(code)
        self._ink = Ink(frozenset(on), front, back)

    @property
    def text(self) -> list[str]:
        """What stands in each line."""
        return ["".join(char for char, _ in row).rstrip() for row in self.rows]
