"""The dependency panel: what the release under the cursor waits for, and what it holds up, without a key pressed."""

from datetime import date

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import paint_line
from releaseboard.tui.paintpanel import (
    paint_dependency,
    paint_more,
    paint_own,
    paint_side_heading,
    paint_title,
    paint_why,
)
from releaseboard.tui.panelmodel import EMPTY, PanelLine, PanelModel

from .lines import Line, LineWidget

MIN_THREE = 96  # cells from which the release stands between its two lists
_MOST_REASONS = 4  # lines for the reasons of a colour where lists stand one below the other
MIN_TWO = 56  # cells from which the lists stand side by side


class Panel(LineWidget, can_focus=True):
    """Lists of dependencies, with a cursor of its own while it has the focus.

    `Panel(today=…)`; setting `.model` (panelmodel.build_panel_model) sends only what is different. It arranges itself
    by its size: three parts side by side, two lists, or one below the other. The screen calls `move(dx, dy)`, `page`,
    `home`, `end` and `open_current`, which posts `Jumped` for a line that is a release. A click is like Enter.
    """

    class Jumped(Message):
        """The board's cursor is to go to the release of this line."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    def __init__(
        self, model: PanelModel = EMPTY, *, today: date, glyphs: Glyphs = UNICODE, id: str | None = None,
        classes: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._model = model
        self.today = today
        self._is_up = True
        self._row = 0
        self._tops = {True: 0, False: 0}
        self._hits: dict[int, list[tuple[int, int, bool, int]]] = {}

    @property
    def model(self) -> PanelModel:
        """What is shown; the cursor stays on its line while the release stays the same."""
        return self._model

    @model.setter
    def model(self, model: PanelModel) -> None:
        if model == self._model:
            return
        if model.release_id != self._model.release_id:
            self._row, self._tops = 0, {True: 0, False: 0}
            self._is_up = bool(model.upstream) or not model.downstream
        self._model = model
        self._row = max(0, min(self._row, len(self._side()) - 1))
        self.redraw()

    @property
    def current(self) -> PanelLine | None:
        """The line under the cursor; None when there is none."""
        side = self._side()
        return side[self._row] if self._row < len(side) else None

    def _side(self) -> tuple[PanelLine, ...]:
        return self._model.upstream if self._is_up else self._model.downstream

    def move(self, dx: int, dy: int) -> None:
        """The cursor to the other list (where it has lines), or along the list."""
        if dx and (self._model.downstream if dx > 0 else self._model.upstream):
            self._is_up = dx < 0
        elif dy and self._is_stacked and self._steps_over(dy):
            self._is_up = not self._is_up
            self._row = 0 if dy > 0 else len(self._side()) - 1
            dy = 0
        self._row = max(0, min(self._row + dy, len(self._side()) - 1))
        self.redraw()

    def _steps_over(self, dy: int) -> bool:
        """Whether a step goes from one list into the other that stands above or below it."""
        if dy > 0:
            return self._is_up and self._row + dy >= len(self._side()) and bool(self._model.downstream)
        return not self._is_up and self._row + dy < 0 and bool(self._model.upstream)

    def page(self, step: int) -> None:
        """A screenful along the list."""
        self.move(0, step * max(1, self.size.height - 3))

    def home(self) -> None:
        """To the first line of the list."""
        self._row = 0
        self.redraw()

    def end(self) -> None:
        """To the last line of the list."""
        self._row = max(0, len(self._side()) - 1)
        self.redraw()

    def open_current(self) -> bool:
        """Jump to the release under the cursor; False when the line is not a release."""
        line = self.current
        if line is None or not line.is_release:
            return False
        self.post_message(self.Jumped(line.id))
        return True

    @property
    def _is_stacked(self) -> bool:
        return self.size.width < MIN_TWO

    def make_lines(self) -> list[Line]:
        """Title, lists, and the reasons of the colour in the last line where there is room for it."""
        width, height = self.size
        self._hits = {}
        lines: list[Line] = [(paint_title(self._model, width, self.look),)]
        why = paint_why(self._model, width, self.look, most=min(_MOST_REASONS if self._is_stacked else 1, height - 5))
        last: list[Line] = [(strip,) for strip in why]
        room = height - 1 - len(last)
        if not self._model.release_id:
            lines += self._empty_lines(room)
        elif self._is_stacked:
            lines += self._stacked_lines(room)
        else:
            lines += self._side_lines(room)
        return (lines + last)[:height]

    def _empty_lines(self, room: int) -> list[Line]:
        width, text = self.size.width, self.look.style("dim")
        hint = paint_line(
            [(" No release here: the dependencies of the one under the cursor stand here.", text)], width, text
        )
        lines: list[Line] = [(Strip.blank(width, text),)] * max(0, room)
        return [(hint,), *lines[1:]] if lines else []

    def _side_lines(self, room: int) -> list[Line]:
        """Lists side by side, with the release between them where there is room."""
        width = self.size.width
        middle = width // 4 if width >= MIN_THREE else 0
        left = (width - middle) // 2
        right = width - middle - left
        up = self._list(left, room, is_up=True, x=0, y=1)
        down = self._list(right, room, is_up=False, x=left + middle, y=1)
        if not middle:
            return [*map(_beside, up, down)]
        own = paint_own(self._model, middle, self.look)[:room]
        own += [Strip.blank(middle, self.look.style("text"))] * (room - len(own))
        return list(zip(up, own, down, strict=True))

    def _stacked_lines(self, room: int) -> list[Line]:
        """One below the other: the release, what it waits for, what it holds up."""
        width = self.size.width
        own = paint_own(self._model, width, self.look)[1:] if room >= 10 else []
        left = room - len(own)
        upper = min(max(left // 2, left - 1 - len(self._model.downstream)), 1 + max(1, len(self._model.upstream)))
        up = self._list(width, upper, is_up=True, x=0, y=1 + len(own))
        down = self._list(width, left - upper, is_up=False, x=0, y=1 + len(own) + upper)
        return [(strip,) for strip in (*own, *up, *down)]

    def _list(self, width: int, height: int, *, is_up: bool, x: int, y: int) -> list[Strip]:
        """Heading and lines of one side in exactly `height` strips; the last says how many more there are."""
        if height <= 0:
            return []
        look = self.look
        items = self._model.upstream if is_up else self._model.downstream
        strips = [paint_side_heading(self._model, width, look, is_up=is_up)]
        rows = height - 1
        has_cursor = self.is_active and is_up == self._is_up
        top = self._scroll(is_up, rows, len(items), has_cursor)
        shown = min(rows, len(items) - top)
        hidden = len(items) - top - shown
        if hidden > 0 and shown > 1:
            shown, hidden = shown - 1, hidden + 1
        for at in range(top, top + shown):
            over = "cursor" if has_cursor and at == self._row else ""
            branch = "  " * (items[at].depth - 1)
            self._hits.setdefault(y + len(strips), []).append((x, x + width, is_up, at))
            strips.append(paint_dependency(items[at], width, look, self.today, is_up=is_up, over=over, branch=branch))
        if hidden > 0 and len(strips) < height:
            strips.append(paint_more(hidden, width, look))
        return strips + [Strip.blank(width, look.style("text"))] * (height - len(strips))

    def _scroll(self, is_up: bool, rows: int, count: int, has_cursor: bool) -> int:
        """The first line shown of a list; the cursor is kept in view, above the line that counts the rest."""
        top = max(0, min(self._tops[is_up], count - rows))
        if has_cursor:
            seen = rows - 1 if rows > 1 else rows
            if self._row < top:
                top = self._row
            elif self._row >= top + (rows if top + rows >= count else seen):
                top = min(self._row - seen + 1, max(0, count - rows))
        self._tops[is_up] = top
        return top

    def on_click(self, event: Click) -> None:
        """Jump to the release that was clicked."""
        place = event.get_content_offset(self)  # beside the board the panel has a border
        if place is None:
            return
        for start, end, is_up, at in self._hits.get(place.y, ()):
            if start <= place.x < end:
                self._is_up, self._row = is_up, at
                self.redraw()
                self.open_current()
                event.stop()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll the list under the pointer."""
        self._wheel(event.x, event.y, 1)
        event.stop()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll the list under the pointer."""
        self._wheel(event.x, event.y, -1)
        event.stop()

    def _wheel(self, x: int, y: int, step: int) -> None:
        hits = [hit for at in range(y, -1, -1) for hit in self._hits.get(at, ()) if hit[0] <= x < hit[1]]
        if hits:
            self._tops[hits[0][2]] += step
            self.redraw()


def _beside(*pieces: Strip) -> Line:
    return pieces
