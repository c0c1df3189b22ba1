"""What goes down the line to the terminal: only cells that are not already there.

Textual 8.2 sends a changed piece of a widget together with everything to its left in that widget, sends whole widgets
when their style is looked at again (each move of the focus), paints the first screen several times, and names all
colours anew for each run of text. Over ssh that is most of the bytes. `LeanOutput` is mixed into the app; it remembers
what stands on the screen and sends the difference. An update of a kind it does not know goes out as Textual words it.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.events import Resize
from textual.strip import Strip

from .cells import PLAIN, Cell, Pen, cells_of, spill_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import App
    from textual.screen import Screen

    _Base = App[Any]
else:
    _Base = object

_NEAR = 5  # equal cells between two changes that are as cheaply sent as jumped over
_UNKNOWN: Cell = ("", PLAIN, 0)  # equals no cell that is ever drawn


class Shadow:
    """What stands on the terminal's screen, line by line, as far as we wrote it."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell]] = {}
        self._size = (0, 0)

    def forget(self) -> None:
        """Somebody else may have written on the screen: everything is sent again."""
        self._lines.clear()

    def resize(self, width: int, height: int) -> None:
        """The screen's size; another one than before makes the terminal move its text about."""
        if (width, height) != self._size:
            self._size = (width, height)
            self._lines.clear()

    def put(self, pen: Pen, x: int, y: int, cells: list[Cell]) -> None:
        """Let cells stand at a place, writing those that do not stand there yet."""
        line = self._lines.setdefault(y, [])
        if len(line) < x + len(cells):
            line += [_UNKNOWN] * (x + len(cells) - len(line))
        old = line[x : x + len(cells)]
        if old == cells:
            return
        line[x : x + len(cells)] = cells
        for start, end in _differences(old, cells):
            run = cells[start:end]
            spoilt = spill_of(run)
            pen.write(x + start, y, run + line[x + end : x + end + spoilt] if spoilt else run)


def _differences(old: list[Cell], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """Runs of cells that differ, those that almost touch as one; wide characters are never cut in two."""
    start, end = -1, -1
    for at, cell in enumerate(new):
        if cell == old[at]:
            continue
        if start >= 0 and at - end > _NEAR:
            yield start, end
            start = -1
        if start < 0:
            start = max(0, at - cell[2])
        end = at + 1
        while end < len(new) and new[end][2]:
            end += 1
    if start >= 0:
        yield start, end


class LeanOutput(_Base):
    """Mix in before `App`: `class ReleaseBoardApp(LeanOutput, App[None])`."""

    wire_encoding = ""  # '' asks the stream that Textual writes to

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shadow = Shadow()

    def forget_screen(self) -> None:
        """Send everything again at the next drawing: for a key that repairs a screen which others wrote on."""
        self._shadow.forget()
        self.refresh(layout=True)

    def _display(self, screen: "Screen[Any]", renderable: "RenderableType | None") -> None:
        if type(renderable) is ChopsUpdate:
            renderable = _LeanChops(renderable, self)
        elif type(renderable) is LayoutUpdate:
            renderable = _LeanLayout(renderable, self)
        elif renderable is not None:
            self._shadow.forget()
        super()._display(screen, renderable)

    def on_resize(self, event: Resize) -> None:
        """The terminal moved its text about. (Textual calls the handler of each class, so the app may have its own.)"""
        self._shadow.forget()

    def on_mount(self) -> None:
        """Coming back from an editor or the shell (Ctrl-Z) the screen is another."""
        self.app_resume_signal.subscribe(self, lambda _: self._shadow.forget())

    def _start_pen(self) -> Pen:
        return Pen(self.wire_encoding or getattr(sys.__stderr__, "encoding", None) or "utf-8")


class _LeanChops(ChopsUpdate):
    """Some spans of some lines."""

    def __init__(self, update: ChopsUpdate, app: LeanOutput) -> None:
        super().__init__(update.chops, update.spans, update.chop_ends)
        self.app = app

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal; only here, right before they are written, may the shadow change."""
        pen, shadow = self.app._start_pen(), self.app._shadow
        for y, start, end in self.spans:
            for x_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                left, right = max(x, start), min(x_end, end)
                if strip is None or left >= right:
                    continue
                part = strip if (left, right) == (x, x_end) else strip.crop(left - x, right - x)
                shadow.put(pen, left, y, _cells(part, console))
        return pen.finish()


class _LeanLayout(LayoutUpdate):
    """The whole screen."""

    def __init__(self, update: LayoutUpdate, app: LeanOutput) -> None:
        super().__init__(update.strips, update.region)
        self.app = app

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal; only here, right before they are written, may the shadow change."""
        pen, shadow = self.app._start_pen(), self.app._shadow
        x, top, width, height = self.region
        shadow.resize(x + width, top + height)
        for y, line in enumerate(self.strips, top):
            cells = [cell for strip in line for cell in _cells(strip, console)]
            shadow.put(pen, x, y, cells)
        return pen.finish()


def _cells(strip: Strip, console: Console) -> list[Cell]:
    colours = console._color_system or ColorSystem.TRUECOLOR
    cells: list[Cell] = []
    for text, style, control in strip:
        if not control and text:
            cells.extend(cells_of(text, style, colours))
    return cells
