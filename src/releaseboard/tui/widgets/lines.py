"""The ground under our own widgets: lines are prepared first, compared with those on screen, drawn where they differ.

A widget makes all its visible lines anew at each change, from cached pieces; comparing them costs far less than sending
them. So no change, whatever its cause, ever draws more than the pieces that are different (and wire.py sends only the
cells in which these differ).
"""

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
        self._look = Look({})
        self._look_is_old = True
        self._lines: list[Line] = []
        self._joined: dict[int, Strip] = {}
        self._is_active = False

    @property
    def is_active(self) -> bool:
        """Whether the keys move this widget's cursor: it has the focus, or the screen says so."""
        return self._is_active

    @is_active.setter
    def is_active(self, is_active: bool) -> None:
        if is_active != self._is_active:
            self._is_active = is_active
            self.redraw()

    @property
    def glyphs(self) -> Glyphs:
        """The signs this widget draws with."""
        return self._glyphs

    @glyphs.setter
    def glyphs(self, glyphs: Glyphs) -> None:
        if glyphs != self._glyphs:
            self._glyphs = glyphs
            self._look_is_old = True
            self.redraw()

    @property
    def look(self) -> Look:
        """Styles by role, read from the style sheet when it may have changed, and the signs."""
        if self._look_is_old:
            self._look_is_old = False
            styles = {role: self.get_component_rich_style(f"line--{role}") for role in ROLES}
            styles |= {role: _overlay(styles[role]) for role in ("cursor", "trail")}
            look = Look(styles, self._glyphs)
            if look != self._look:
                self._look = look
                self.forget_painted()
        return self._look

    def forget_painted(self) -> None:
        """The look is another: whatever was painted ahead is of no use."""

    def on_focus(self) -> None:
        """The keys are ours."""
        self.is_active = True

    def on_blur(self) -> None:
        """The keys go elsewhere."""
        self.is_active = False

    def make_lines(self) -> list[Line]:
        """All lines as they should be now, `self.size.height` of them, each `self.size.width` cells wide."""
        raise NotImplementedError

    def redraw(self) -> int:
        """Bring the screen to what `make_lines` says.

        Returns:
            How many cells are drawn anew.
        """
        if not self.is_attached or not self.size:
            return 0
        old, self._lines = self._lines, self.make_lines()
        if not self._fits(old):
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
        if self._look_is_old or not self._fits(self._lines):
            self._lines = self.make_lines()
            self._joined.clear()
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        strip = self._joined.get(y)
        if strip is None:
            strip = self._joined[y] = Strip.join(self._lines[y])
        return strip

    def _fits(self, lines: list[Line]) -> bool:
        return len(lines) == self.size.height and bool(lines) and _width(lines[0]) == self.size.width

    def notify_style_update(self) -> None:
        """Perhaps another theme: the styles are read again at the next drawing."""
        self._look_is_old = True
        super().notify_style_update()


def _overlay(style: Style) -> Style:
    """A style that changes only what the style sheet says about the cursor: background, foreground, weight, reverse."""
    return Style(
        color=style.color, bgcolor=style.bgcolor, bold=style.bold or None, underline=style.underline or None,
        reverse=style.reverse or None,
    )  # fmt: skip


def _width(line: Line) -> int:
    return sum(strip.cell_length for strip in line)


def changed_spans(before: Line, after: Line) -> list[tuple[int, int]]:
    """The pieces in which two lines differ, as half-open spans of cells from left to right."""
    if [strip.cell_length for strip in before] != [strip.cell_length for strip in after]:
        return [(0, _width(after))] if before != after else []
    spans: list[tuple[int, int]] = []
    x = 0
    for old, new in zip(before, after, strict=True):
        if old is not new and old != new:
            spans.append((x, x + new.cell_length))
        x += new.cell_length
    return spans
