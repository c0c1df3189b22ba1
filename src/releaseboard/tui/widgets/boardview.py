"""The board: one widget that draws all columns line by line. No card is a widget of its own (peers.md: 49 kB a key)."""

from collections.abc import Callable

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from releaseboard.tui.boardlayout import Layout, lay_out, scroll_to
from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import paint_card, paint_heading, paint_line, paint_strip, paint_under
from releaseboard.tui.viewmodel import BoardModel, Card

from .lines import Line, LineWidget

_KEPT = 2_000  # painted cards kept; a screen shows about a hundred


class BoardView(LineWidget, can_focus=True):
    """Columns of cards with a cursor.

    `BoardView(model)`; setting `.model` sends only what is different. It has no keys of its own: the screen calls
    `move`, `page`, `home`, `end`, `go_to`, `toggle_mark`. Every change of the cursor posts `Moved`; a click moves it,
    a double click posts `Opened`, Ctrl-click `Marked`; the wheel scrolls the column under the pointer.
    """

    class Moved(Message):
        """The cursor stands on another release; `release_id` is '' when the board shows none."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    class Opened(Message):
        """A release is to be opened."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    class Marked(Message):
        """A release was marked or unmarked; the model has it already."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    def __init__(
        self,
        model: BoardModel,
        *,
        glyphs: Glyphs = UNICODE,
        follow: Callable[[str], object] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """A board.

        Args:
            model: what is shown at first.
            glyphs: the signs to draw with.
            follow: called with the release id in the same breath as the cursor moves, so that what follows it is drawn
                in the same frame. Textual draws at most 60 frames a second: answering `Moved` is seen 16 ms later.
            id: of the widget.
            classes: of the widget.
        """
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self.follow = follow
        self._model = model
        self._is_active = True
        self._first = 0
        self._tops: dict[str, int] = {}
        self._painted: dict[tuple[object, ...], tuple[Strip, ...]] = {}

    @property
    def model(self) -> BoardModel:
        """What is shown. Setting it repaints only differences and posts `Moved` when the cursor is another."""
        return self._model

    @model.setter
    def model(self, model: BoardModel) -> None:
        before, self._model = self._model.cursor, model
        self.redraw()
        if model.cursor != before:
            if self.follow is not None:
                self.follow(model.cursor)
            self.post_message(self.Moved(model.cursor))

    @property
    def cursor_id(self) -> str:
        """Record id of the release under the cursor; '' when the board shows none."""
        return self._model.cursor

    def move(self, dx: int, dy: int) -> None:
        """Move the cursor by columns or cards; sideways it stays at the same height of the screen."""
        model = self._model
        place = model.place(model.cursor)
        target = model.beside(dx) if dx else None
        if not dx or place is None or target is None:
            self.model = model.moved(0, dy)
            return
        layout = self._layout()
        column, row = model.columns[place[0]], place[1]
        line = (row - self._tops.get(column.id, 0)) * layout.lines_of(column.id)
        other = model.columns[target]
        top = self._tops.get(other.id, 0)
        self.model = model.at(target, min(top + line // layout.lines_of(other.id), top + layout.rows_of(other.id) - 1))

    def page(self, step: int) -> None:
        """Move the cursor a screenful up (-1) or down (1) in its column."""
        place = self._model.place(self.cursor_id)
        if place is not None:
            rows = self._layout().rows_of(self._model.columns[place[0]].id)
            self.model = self._model.moved(0, step * max(1, rows - 1))

    def home(self) -> None:
        """To the first card of the column."""
        self.model = self._model.moved(0, -len(self._model.board.releases))

    def end(self) -> None:
        """To the last card of the column."""
        self.model = self._model.moved(0, len(self._model.board.releases))

    def go_to(self, release_id: str) -> bool:
        """The cursor on a release; False when the board does not show it."""
        if self._model.place(release_id) is None:
            return False
        self.model = self._model.on(release_id)
        return True

    def toggle_mark(self) -> None:
        """Mark or unmark the release under the cursor."""
        if self.cursor_id:
            self.model = self._model.marked(self.cursor_id)
            self.post_message(self.Marked(self.cursor_id))

    def _layout(self) -> Layout:
        place = self._model.place(self.cursor_id)
        cursor = place[0] if place else 0
        filled = [column.total > 0 for column in self._model.columns]
        layout = lay_out(self.size.width, self.size.height, filled, cursor, self._first)
        self._first = layout.first
        return layout

    def make_lines(self) -> list[Line]:
        """Strip of all stages (when not all are seen), headings, rule, cards."""
        layout = self._layout()
        self._tops = scroll_to(self._model, layout, self._tops)
        seen = range(layout.first, layout.last)
        bodies = [self._body(at, layout) for at in seen]
        wall = paint_line([(self.glyphs.wall, self.look.style("rule"))], 1, self.look.style("rule"))
        lines = [*self._head(layout, wall), *(_between(row, wall) for row in zip(*bodies, strict=True))]
        return lines[: layout.height]

    def _head(self, layout: Layout, wall: Strip) -> list[Line]:
        model, look = self._model, self.look
        place = model.place(self.cursor_id)
        here = place[0] if place else -1
        headings, unders = [], []
        for at, width in enumerate(layout.widths, layout.first):
            column = model.columns[at]
            top = self._tops.get(column.id, 0)
            below = len(column.ids) - top - layout.rows_of(column.id)
            headings.append(paint_heading(column, width, look, is_here=at == here))
            unders.append(paint_under(width, look, above=top, below=max(0, below)))
        cross = paint_line([(self.glyphs.cross, look.style("rule"))], 1, look.style("rule"))
        lines = [_between(headings, wall), _between(unders, cross)]
        if layout.is_narrow:
            strip = paint_strip(model.columns, range(layout.first, layout.last), here, layout.width, look)
            lines.insert(0, (strip,))
        return lines

    def _body(self, at: int, layout: Layout) -> list[Strip]:
        """The lines below a column's heading: its cards in view, then blanks."""
        column = self._model.columns[at]
        width = layout.widths[at - layout.first]
        height = layout.lines_of(column.id)
        lines: list[Strip] = []
        row = self._tops.get(column.id, 0)
        while len(lines) < layout.body and row < len(column.ids):
            lines.extend(self._card_strips(column.ids[row], width, height))
            row += 1
        blank = Strip.blank(width, self.look.style("text"))
        lines += [blank] * (layout.body - len(lines))
        return lines[: layout.body]

    def _card_strips(self, ident: str, width: int, height: int) -> tuple[Strip, ...]:
        card: Card = self._model.card(ident)
        over = ("cursor" if self.is_active else "trail") if ident == self.cursor_id else ""
        is_marked = ident in self._model.marks
        sign = self._model.signs.get(ident, "")
        key = (card, width, height, over, is_marked, sign, self._model.today)
        strips = self._painted.get(key)
        if strips is None:
            if len(self._painted) > _KEPT:
                self._painted.clear()
            strips = paint_card(
                card, width, height, self.look, self._model.today, over=over, is_marked=is_marked, sign=sign
            )
            self._painted[key] = strips
        return strips

    def forget_painted(self) -> None:
        """Other signs or colours: no painted card is of use."""
        self._painted.clear()

    def release_at(self, x: int, y: int) -> str:
        """The release drawn at a cell of this widget; '' where there is none."""
        layout = self._layout()
        at = layout.column_at(x)
        if at is None or y < layout.top:
            return ""
        column = self._model.columns[at]
        row = self._tops.get(column.id, 0) + (y - layout.top) // layout.lines_of(column.id)
        return column.ids[row] if row < len(column.ids) else ""

    def on_click(self, event: Click) -> None:
        """Select; twice opens; with Ctrl marks."""
        ident = self.release_at(event.x, event.y)
        if not ident:
            return
        event.stop()
        self.go_to(ident)
        if event.ctrl:
            self.toggle_mark()
        elif event.chain == 2:
            self.post_message(self.Opened(ident))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll the column under the pointer."""
        self._scroll_column(event.x, 1)
        event.stop()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll the column under the pointer."""
        self._scroll_column(event.x, -1)
        event.stop()

    def _scroll_column(self, x: int, step: int) -> None:
        layout = self._layout()
        at = layout.column_at(x)
        if at is None:
            return
        column = self._model.columns[at]
        rows = layout.rows_of(column.id)
        top = max(0, min(self._tops.get(column.id, 0) + step, len(column.ids) - rows))
        self._tops[column.id] = top
        place = self._model.place(self.cursor_id)
        if place is not None and place[0] == at:
            self.model = self._model.at(at, max(top, min(place[1], top + rows - 1)))
        self.redraw()


def _between(pieces: "list[Strip] | tuple[Strip, ...]", wall: Strip) -> Line:
    """Pieces with a wall between two."""
    line: list[Strip] = [pieces[0]]
    for piece in pieces[1:]:
        line += (wall, piece)
    return tuple(line)
