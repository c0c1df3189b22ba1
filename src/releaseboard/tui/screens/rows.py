"""A list of one-line rows that draws only what is on screen: help, history, pickers, tabs and texts are made of it.

Rows hold plain text with named roles, never markup, so that what people typed stays what it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import Look, paint_line
from releaseboard.tui.widgets.lines import Line, LineWidget

Part = tuple[str, str]  # text, and the role it is drawn in (widgets/lines.py); '' is `text`


class Row(NamedTuple):
    """One line.

    `id` is what choosing it gives back; '' is a row that can't be chosen (a heading, a plain text). `right` stands at
    the right edge. `why_not` says why the row can't be used now; it is drawn dim and may still be chosen.
    """

    id: str
    parts: tuple[Part, ...] = ()
    right: tuple[Part, ...] = ()
    why_not: str = ""


def text_row(text: str, role: str = "") -> Row:
    """A row of text that can't be chosen."""
    return Row("", ((text, role),))


def plain_text(rows: Sequence[Row]) -> str:
    """What the rows say, one line each, for copying and for tests."""
    return "\n".join("".join(text for text, _role in (*row.parts, *row.right)).rstrip() for row in rows)


class RowList(LineWidget):
    """Rows with a cursor; it takes no keys itself, the screen moves it.

    With no row to choose it is a text that scrolls.
    """

    class Highlighted(Message):
        """The cursor went to another row; `row` None: there is none to choose."""

        def __init__(self, rows: "RowList", row: Row | None) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "RowList":
            """The list."""
            return self.rows

    class Chosen(Message):
        """A row was clicked, or Enter was pressed on it."""

        def __init__(self, rows: "RowList", row: Row) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "RowList":
            """The list."""
            return self.rows

    def __init__(self, rows: Sequence[Row] = (), *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._rows: tuple[Row, ...] = tuple(rows)
        self._top = 0
        self._cursor = self._next_choice(0, 1)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None when no row can be chosen."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    def show(self, rows: Sequence[Row], *, keep: bool = False) -> None:
        """Other rows; `keep` leaves the cursor on the same id, or near where it was."""
        old, at = self.current, self._cursor
        self._rows = tuple(rows)
        self._cursor = self._next_choice(0, 1)
        if keep and old is not None:
            same = next((i for i, row in enumerate(self._rows) if row.id == old.id), -1)
            self._cursor = same if same >= 0 else self._next_choice(min(at, len(self._rows) - 1), -1)
        elif not keep:
            self._top = 0
        self._follow_cursor()
        self.redraw()
        self.post_message(self.Highlighted(self, self.current))

    def _next_choice(self, start: int, step: int) -> int:
        """The first row from `start` on that can be chosen, looking the other way when there is none; -1 for none."""
        for way in (step, -step):
            at = start
            while 0 <= at < len(self._rows):
                if self._rows[at].id:
                    return at
                at += way
        return -1

    def move(self, step: int) -> None:
        """The cursor by rows that can be chosen; without any, the text scrolls."""
        if self._cursor < 0:
            self.scroll_lines(step)
            return
        target = max(0, min(self._cursor + step, len(self._rows) - 1))
        if step < 0 and not any(row.id for row in self._rows[: self._cursor]):
            self.scroll_lines(-len(self._rows))
        self._go(self._next_choice(target, 1 if step > 0 else -1))

    def page(self, step: int) -> None:
        """By a screenful."""
        self.move(step * max(1, self.size.height - 1))

    def go_to_end(self, *, last: bool) -> None:
        """To the first or the last row."""
        if self._cursor < 0:
            self.scroll_lines(len(self._rows) if last else -len(self._rows))
        else:
            self._go(self._next_choice(len(self._rows) - 1, -1) if last else self._next_choice(0, 1))

    def go_to(self, ident: str) -> bool:
        """To the row of this id; False when it is not listed."""
        at = next((i for i, row in enumerate(self._rows) if row.id == ident), -1)
        if at >= 0:
            self._go(at)
        return at >= 0

    def choose(self) -> None:
        """As Enter does."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    def scroll_lines(self, step: int) -> None:
        """The view by lines, the cursor stays."""
        self._top = max(0, min(self._top + step, len(self._rows) - self.size.height))
        self.redraw()

    def _go(self, at: int) -> None:
        if at < 0 or at == self._cursor:
            return
        self._cursor = at
        self._follow_cursor()
        self.redraw()
        self.post_message(self.Highlighted(self, self.current))

    def _follow_cursor(self) -> None:
        """The cursor in view, with its heading when that stands right above."""
        if not self.size.height:
            return
        if self._cursor >= 0:
            heading = self._cursor - 1 if self._cursor and not self._rows[self._cursor - 1].id else self._cursor
            self._top = max(min(self._top, heading), self._cursor - self.size.height + 1)
        self._top = max(0, min(self._top, len(self._rows) - self.size.height))

    def make_lines(self) -> list[Line]:
        """The rows in view, blanks below them."""
        width, height = self.size.width, self.size.height
        seen = self._rows[self._top : self._top + height]
        lines: list[Line] = [
            (draw_row(row, width, self.look, is_cursor=at == self._cursor),) for at, row in enumerate(seen, self._top)
        ]
        blank = Strip.blank(width, self.look.style("text"))
        return lines + [(blank,)] * (height - len(lines))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines on."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines back."""
        event.stop()
        self.scroll_lines(-3)

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._follow_cursor()
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        at = event.y + self._top
        if 0 <= at < len(self._rows) and self._rows[at].id:
            event.stop()
            self._go(at)
            self.choose()


def draw_row(row: Row, width: int, look: Look, *, is_cursor: bool = False) -> Strip:
    """A row as a strip of exactly `width` cells; the mark in front says where the cursor is, also without colour."""
    over = "cursor" if is_cursor else ""

    def styled(parts: tuple[Part, ...]) -> list[tuple[str, Style]]:
        return [(text, look.style("dim" if row.why_not else role or "text", over)) for text, role in parts]

    fill = look.style("text", over)
    right = "".join(text for text, _role in row.right)
    mark = f"{look.glyphs.after} " if is_cursor else "  "
    room = max(0, width - len(right) - 1) if right else width
    left = paint_line([(mark, fill), *styled(row.parts)], room, fill)
    if not right:
        return left
    return Strip.join([left, paint_line([(" ", fill), *styled(row.right)], width - room, fill)])
