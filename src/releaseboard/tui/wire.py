"""What goes down the line to the terminal: only the cells that changed, and only the part of a style that changed.

Textual 8.2 sends a changed piece of a widget together with everything to its left in that widget, and names fore- and
background anew for each run of text. Over ssh that is most of the bytes. `LeanOutput` is mixed into the app and words
the same update in about half of them; an update of a kind it does not know goes out as Textual words it.
"""

from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import App
    from textual.screen import Screen

    _Base = App[Any]
else:
    _Base = object

_ATTRIBUTES = (
    ("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("blink", "5"), ("reverse", "7"), ("strike", "9"),
    ("underline2", "21"), ("overline", "53"),
)  # fmt: skip
_RESET = ("", "39", "49")  # attributes, foreground, background after a reset


class LeanOutput(_Base):
    """Mix in before `App`: `class ReleaseBoardApp(LeanOutput, App[None])`."""

    def _display(self, screen: "Screen[Any]", renderable: "RenderableType | None") -> None:
        super()._display(screen, trim_update(renderable))


def trim_update(update: "RenderableType | None") -> "RenderableType | None":
    """The same update in fewer bytes; as it is when its kind is not known."""
    if type(update) is ChopsUpdate:
        return _LeanChops(update.chops, update.spans, update.chop_ends)
    if type(update) is LayoutUpdate:
        return _LeanLayout(update.strips, update.region)
    return update


class _LeanChops(ChopsUpdate):
    """Some spans of some lines."""

    def render_segments(self, console: Console) -> str:
        pen = Pen(console)
        for y, start, end in self.spans:
            for x_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                left, right = max(x, start), min(x_end, end)
                if strip is None or left >= right:
                    continue
                pen.move(left, y)
                pen.write(strip.crop(left - x, right - x) if (left, right) != (x, x_end) else strip)
        return pen.finish()


class _LeanLayout(LayoutUpdate):
    """The whole screen."""

    def render_segments(self, console: Console) -> str:
        pen = Pen(console)
        for y, line in enumerate(self.strips, self.region.y):
            pen.move(self.region.x, y)
            for strip in line:
                pen.write(strip)
        return pen.finish()


class Pen:
    """Writes strips and remembers the style the terminal is in, so that only differences are said."""

    def __init__(self, console: Console) -> None:
        self._colours = console._color_system or ColorSystem.TRUECOLOR
        self._out: list[str] = []
        self._now = _RESET
        self._codes: dict[Style, tuple[str, str, str]] = {}

    def move(self, x: int, y: int) -> None:
        """To a cell of the screen, counted from 0."""
        self._out.append(f"\x1b[{y + 1};{x + 1}H")

    def write(self, strip: Strip) -> None:
        """A strip where the pen stands."""
        for text, style, control in strip:
            if control or (style is not None and style.link):
                self._reset()
                self._out.append(text if style is None else Strip.render_style(style, text, self._colours))
                continue
            self._style(_RESET if style is None else self._codes_of(style))
            self._out.append(text)

    def finish(self) -> str:
        """All that was written; the terminal is left in its own style."""
        self._reset()
        return "".join(self._out)

    def _reset(self) -> None:
        if self._now != _RESET:
            self._out.append("\x1b[0m")
            self._now = _RESET

    def _codes_of(self, style: Style) -> tuple[str, str, str]:
        codes = self._codes.get(style)
        if codes is None:
            attributes = ";".join(code for name, code in _ATTRIBUTES if getattr(style, name))
            front, back = style.color, style.bgcolor
            codes = self._codes[style] = (
                attributes,
                ";".join(front.downgrade(self._colours).get_ansi_codes()) if front is not None else "39",
                ";".join(back.downgrade(self._colours).get_ansi_codes(False)) if back is not None else "49",
            )
        return codes

    def _style(self, codes: tuple[str, str, str]) -> None:
        if codes == self._now:
            return
        attributes, front, back = self._now
        if codes[0] != attributes:
            said = ["0" if attributes else "", codes[0]]
            said += [code for code in codes[1:] if code not in ("39", "49")] if attributes else []
            said += [] if attributes else [new for new, old in zip(codes[1:], (front, back), strict=True) if new != old]
        else:
            said = [new for new, old in zip(codes[1:], (front, back), strict=True) if new != old]
        self._out.append(f"\x1b[{';'.join(code for code in said if code)}m")
        self._now = codes
