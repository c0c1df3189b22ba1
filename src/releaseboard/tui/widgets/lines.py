"""The ground under our own widgets: lines that are prepared first, compared with what is on screen, and sent where they
differ.

A widget makes all its visible lines anew at each change, from cached pieces; comparing them costs far less than sending
them. So no change, whatever its cause, ever sends more than what is different.
"""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import Look

Line = tuple[Strip, ...]  # pieces side by side; together as wide as the widget

_GAP = (
    12  # equal cells between two changes that are cheaper sent than jumped over (a jump and a style cost about as much)
)

ROLES = (
    "text", "dim", "strong", "green", "amber", "red", "done", "marked", "rule", "heading", "here", "over", "cursor",
    "trail", "key", "accent", "warning",
)  # fmt: skip


class LineWidget(Widget):
    """A widget of prepared lines. Subclasses give `make_lines`; `redraw` sends what differs.

    Component classes, one per role (styled in css/board.tcss for all widgets of this kind):
    `line--text` plain words; `line--dim` what matters less; `line--strong` names; `line--green`, `line--amber`,
    `line--red` health; `line--done` what is released; `line--marked` the mark; `line--rule` thin rules;
    `line--heading` headings, `line--here` the heading of the cursor's column, `line--over` one over its limit;
    `line--cursor` laid over a line under the cursor, `line--trail` the same while another widget has the focus;
    `line--key` keys in hints; `line--accent` driving or chosen; `line--warning` messages that ask for attention.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {f"line--{role}" for role in ROLES}

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs
        self._look: Look | None = None
        self._lines: list[Line] = []
        self._joined: dict[int, Strip] = {}

    @property
    def glyphs(self) -> Glyphs:
        """The signs this widget draws with."""
        return self._glyphs

    @glyphs.setter
    def glyphs(self, glyphs: Glyphs) -> None:
        if glyphs != self._glyphs:
            self._glyphs = glyphs
            self.forget_look()

    @property
    def look(self) -> Look:
        """Styles by role, read from the style sheet once per theme, and the signs."""
        if self._look is None:
            styles = {role: self.get_component_rich_style(f"line--{role}") for role in ROLES}
            styles |= {role: _overlay(self.get_component_rich_style(f"line--{role}")) for role in ("cursor", "trail")}
            self._look = Look(styles, self._glyphs)
        return self._look

    def make_lines(self) -> list[Line]:
        """All lines as they should be now, `self.size.height` of them, each `self.size.width` cells wide."""
        raise NotImplementedError

    def forget_look(self) -> None:
        """Everything is drawn anew: another theme, other signs."""
        self._look = None
        self.redraw()

    def redraw(self) -> int:
        """Bring the screen to what `make_lines` says.

        Returns:
            How many cells are sent.
        """
        if not self.is_attached or not self.size:
            return 0
        old, self._lines = self._lines, self.make_lines()
        if len(old) != len(self._lines) or (old and _width(old[0]) != self.size.width):
            self._joined.clear()
            self.refresh()
            return self.size.area
        regions = [
            Region(start, y, end - start, 1)
            for y, (before, after) in enumerate(zip(old, self._lines, strict=True))
            for start, end in changed_spans(before, after)
        ]
        for region in regions:
            self._joined.pop(region.y, None)
        if regions:
            self.refresh(*regions)
        return sum(region.width for region in regions)

    def render_line(self, y: int) -> Strip:
        """One prepared line, for Textual's compositor."""
        if not self._lines or _width(self._lines[0]) != self.size.width or len(self._lines) != self.size.height:
            self._lines = self.make_lines()
            self._joined.clear()
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        strip = self._joined.get(y)
        if strip is None:
            strip = self._joined[y] = Strip.join(self._lines[y])
        return strip

    def on_resize(self) -> None:
        """Another size: all lines are other lines."""
        self._lines = []
        self._joined.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme or style sheet: the styles are read again."""
        self._look = None
        self._lines = []
        self._joined.clear()
        super().notify_style_update()


def _overlay(style: Style) -> Style:
    """A style that changes only what the style sheet says about the cursor: background, foreground, weight, reverse."""
    return Style(
        color=style.color, bgcolor=style.bgcolor, bold=style.bold or None, underline=style.underline or None,
        reverse=style.reverse or None,
    )  # fmt: skip


def _width(line: Line) -> int:
    return sum(strip.cell_length for strip in line)


def changed_spans(before: Line, after: Line) -> Iterable[tuple[int, int]]:
    """Where two lines differ, as half-open spans of cells, left to right; spans that almost touch are joined."""
    if before is after or before == after:
        return ()
    if len(before) != len(after) or any(a.cell_length != b.cell_length for a, b in zip(before, after, strict=True)):
        before, after = (Strip.join(before),), (Strip.join(after),)
        if before[0].cell_length != after[0].cell_length:
            return ((0, after[0].cell_length),)
    spans: list[tuple[int, int]] = []
    x = 0
    for old, new in zip(before, after, strict=True):
        if old is not new and old != new:
            for start, end in _changed_cells(old, new):
                if spans and x + start - spans[-1][1] < _GAP:
                    spans[-1] = (spans[-1][0], x + end)
                else:
                    spans.append((x + start, x + end))
        x += new.cell_length
    return spans


def _changed_cells(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """Runs of different cells; the whole strip when it holds characters of other widths than one cell."""
    old_cells, new_cells = _cells(old), _cells(new)
    if old_cells is None or new_cells is None:
        return [(0, new.cell_length)]
    runs: list[tuple[int, int]] = []
    for x, (a, b) in enumerate(zip(old_cells, new_cells, strict=True)):
        if a != b:
            if runs and x - runs[-1][1] < _GAP:
                runs[-1] = (runs[-1][0], x + 1)
            else:
                runs.append((x, x + 1))
    return runs


def _cells(strip: Strip) -> list[tuple[str, object]] | None:
    cells: list[tuple[str, object]] = []
    for text, style, _ in strip:
        if not text.isascii() and (cell_len(text) != len(text) or any(cell_len(char) != 1 for char in text)):
            return None
        blank = _blank_look(style)
        cells.extend([(char, style) if char != " " else blank for char in text])
    return cells


def _blank_look(style: Style | None) -> tuple[str, object]:
    """What makes a blank look different from another: its background, unless the style draws on blanks."""
    if style is None or style.underline or style.reverse or style.strike or style.overline:
        return " ", style
    return " ", style.bgcolor
