"""What stands in each cell of the terminal, and a pen that writes cells in few bytes."""

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

_ATTRIBUTES = (  # name, on, off
    ("bold", "1", "22"), ("dim", "2", "22"), ("italic", "3", "23"), ("underline", "4", "24"), ("blink", "5", "25"),
    ("reverse", "7", "27"), ("strike", "9", "29"), ("underline2", "21", "24"), ("overline", "53", "55"),
)  # fmt: skip
_ON = {name: on for name, on, _ in _ATTRIBUTES}
_OFF = {name: off for name, _, off in _ATTRIBUTES}
_SHARED_OFF = frozenset({"bold", "dim", "underline", "underline2"})  # turning one off turns its twin off
_JOINER = "\u200d"
_ON_BLANKS = frozenset({"underline", "underline2", "reverse", "strike", "overline", "blink"})  # seen on a space too


class CellLook(NamedTuple):
    """A style as the terminal is told it; `front` '' is any colour (a blank shows none), `link` '' is no link."""

    attributes: frozenset[str] = frozenset()
    front: str = "39"
    back: str = "49"
    link: str = ""


# Text of the cell, its look, and 0; or, where a wide or joined character reaches on, its whole text, look, and how many
# cells to the left it begins.
Cell = tuple[str, CellLook, int]
PLAIN = CellLook()


@lru_cache(maxsize=8192)
def cells_of(text: str, style: Style | None, colours: ColorSystem) -> tuple[Cell, ...]:
    """The cells that a text in one style fills."""
    look = PLAIN if style is None else _look_of(style, colours)
    blank = look if look.attributes & _ON_BLANKS or look.link else CellLook(front="", back=look.back)
    if text.isprintable() and (text.isascii() or all(cell_len(char) == 1 for char in text)):
        return tuple([(char, look if char != " " else blank, 0) for char in text])
    cells: list[Cell] = []
    for char in _characters_of(text):
        ink = look if char != " " else blank
        cells.extend((char, ink, at) for at in range(cell_len(char)))
    width = cell_len(text)  # what Textual reckons with, should nonsense not add up
    return tuple(cells[:width] + [(" ", blank, 0)] * (width - len(cells)))


def _characters_of(text: str) -> list[str]:
    """What a person sees as one character: a letter with its accents, an emoji joined of several.

    Control, escape and direction characters end here, whichever widget drew them: no text writes to the terminal.
    """
    seen: list[str] = []
    for char in text:
        if not char.isprintable() and char != _JOINER:
            continue
        if seen and (cell_len(char) == 0 or seen[-1].endswith(_JOINER)):
            seen[-1] += char
        elif cell_len(char):  # an accent without a letter would be drawn on the cell before, which is not ours
            seen.append(char)
    return seen


@lru_cache(maxsize=1024)
def _look_of(style: Style, colours: ColorSystem) -> CellLook:
    front, back = style.color, style.bgcolor
    return CellLook(
        frozenset(name for name, _, _ in _ATTRIBUTES if getattr(style, name)),
        ";".join(front.downgrade(colours).get_ansi_codes()) if front is not None else "39",
        ";".join(back.downgrade(colours).get_ansi_codes(False)) if back is not None else "49",
        f"id={style._link_id};{style.link}" if style.link else "",
    )


def spill_of(cells: list[Cell]) -> int:
    """How many cells behind these a terminal may spoil that draws the parts of a joined emoji one by one."""
    spill = 0
    for at, (text, _, behind) in enumerate(cells):
        if len(text) > 1 and not behind:
            spill = max(spill, at + sum(map(cell_len, text)) - len(cells))
    return spill


class Pen:
    """Writes cells and remembers the style the terminal is in, so that only differences are said.

    `encoding` is that of the stream: characters it does not have become `?`, since one of them would end the program.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = "" if encoding.casefold().replace("-", "").startswith("utf") else encoding
        self._out: list[str] = []
        self._look = PLAIN
        self._at = (-1, -1)

    def write(self, x: int, y: int, cells: list[Cell] | tuple[Cell, ...]) -> None:
        """Cells from a place of the screen on, counted from 0."""
        if self._at != (x, y):
            self._out.append(f"\x1b[{x + 1}G" if self._at[1] == y else f"\x1b[{y + 1};{x + 1}H")
        for at, (text, look, behind) in enumerate(cells):
            if behind:
                continue
            if look is not self._look:
                self._change(look)
            self._out.append(self._spell(text) if self._encoding else text)
            if len(text) > 1:
                # Terminals disagree on the width of some characters: what follows is put where it belongs.
                self._out.append(f"\x1b[{x + at + cell_len(text) + 1}G")
        self._at = (x + len(cells), y)

    def finish(self) -> str:
        """All that was written; the terminal is left in its own style."""
        self._change(PLAIN)
        return "".join(self._out)

    def _spell(self, text: str) -> str:
        if text.isascii():
            return text
        return "".join(char if _can_be_said(char, self._encoding) else "?" * cell_len(char) for char in text)

    def _change(self, look: CellLook) -> None:
        """Say the difference between the style now and the next."""
        now = self._look
        if not look.front:
            look = look._replace(attributes=now.attributes - _ON_BLANKS, front=now.front)
        if look == now:
            return
        self._look = look
        if look.link != now.link:
            self._out.append(f"\x1b]8;{look.link or ';'}\x1b\\")
        if look == PLAIN:
            self._out.append("\x1b[0m")
            return
        gone = now.attributes - look.attributes
        said = sorted({_OFF[name] for name in gone})
        kept = now.attributes - _SHARED_OFF if gone & _SHARED_OFF else now.attributes
        said += [_ON[name] for name, _, _ in _ATTRIBUTES if name in look.attributes and name not in kept]
        said += [look.front] if look.front != now.front else []
        said += [look.back] if look.back != now.back else []
        if said:
            self._out.append(f"\x1b[{';'.join(said)}m")


@lru_cache(maxsize=4096)
def _can_be_said(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
