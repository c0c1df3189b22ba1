"""The timeline: rows of releases over a line of time. Only rows in view are made and painted."""

from textual import events
from textual.message import Message
from textual.strip import Strip

from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.painttimeline import Chart, label_width, paint_chart, paint_head, paint_label
from releaseboard.tui.timelinemodel import Tie, TimelineModel
from releaseboard.tui.timescale import Scale, find_frame

from .lines import Line, LineWidget


class TimelineView(LineWidget, can_focus=True):
    """Shows a `TimelineModel`; the screen moves it. A click selects, a double click opens."""

    class Moved(Message):
        """The cursor is on another release."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    class Opened(Message):
        """A release was double-clicked."""

        def __init__(self, release_id: str) -> None:
            super().__init__()
            self.release_id = release_id

    def __init__(self, model: TimelineModel, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._model = model
        self.scale = Scale()
        self.left = 0
        self._top = 0
        self._is_framed = False
        self._strips: dict[tuple[str, Tie | None, bool], Line] = {}

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def model(self) -> TimelineModel:
        """Rows and cursor."""
        return self._model

    @model.setter
    def model(self, model: TimelineModel) -> None:
        self._model = model
        self._strips.clear()
        self._follow()
        self.redraw()

    @property
    def room(self) -> int:
        """Cells of the line of time."""
        return max(1, self.size.width - label_width(self.size.width))

    @property
    def _head(self) -> int:
        return 3 if self._model.freezes else 2

    @property
    def _rows_in_view(self) -> int:
        return max(1, self.size.height - self._head)

    def frame(self) -> None:
        """The zoom and the place to begin with: what is still to go out, as fine as it fits."""
        self.scale, self.left = find_frame(self._model.find_span(), self._model.today, self.room)
        self._is_framed = True
        self._show_chosen()

    def _show_chosen(self) -> None:
        """The row of the cursor in sight; where nothing of it is, the line goes there."""
        if self._model.cursor:
            span = self._model.row(self._model.cursor).span
            if span is not None and self.scale.place(*span, self.left, self.room) is None:
                self.left = self.scale.cell(span[0]) - self.room // 4

    # -- moving ----------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """The cursor by rows."""
        self._go(self._model.moved(step))

    def page(self, step: int) -> None:
        """By a screenful."""
        self.move(step * max(1, self._rows_in_view - 1))

    def go_to(self, ident: str) -> bool:
        """To a release; False when it is not shown."""
        self._go(self._model.on(ident))
        return self._model.cursor == ident

    def _go(self, model: TimelineModel) -> None:
        if model is not self._model:
            self._model = model
            self._follow()
            self.redraw()
            self.post_message(self.Moved(model.cursor))

    def _follow(self) -> None:
        place, height = max(0, self._model.place), self._rows_in_view
        self._top = max(min(self._top, place), place - height + 1)
        self._top = max(0, min(self._top, len(self._model.ids) - height))

    def shift(self, step: int) -> None:
        """Through time, by a quarter of what is seen."""
        self._look_at(self.scale, self.left + step * max(1, self.room // 4))

    def zoom(self, step: int) -> bool:
        """Finer or coarser around the middle; False at the end."""
        scale = self.scale.zoomed(step)
        if scale == self.scale:
            return False
        middle = self.scale.first_day(self.left + self.room // 2)
        self._look_at(scale, scale.cell(middle) - self.room // 2)
        return True

    def jump(self) -> bool:
        """To today; where today is in sight, to the chosen release. True when it is today."""
        today = self.scale.cell(self._model.today) - self.left
        is_seen = 0 <= today < self.room
        span = self._model.row(self._model.cursor).span if self._model.cursor and is_seen else None
        day = span[0] if span is not None else self._model.today
        self._look_at(self.scale, self.scale.cell(day) - self.room // 4)
        return span is None

    def _look_at(self, scale: Scale, left: int) -> None:
        low, high = scale.cell(1), scale.cell(3_000_000)
        self.scale, self.left = scale, max(low, min(left, high))
        self._strips.clear()
        self.redraw()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def forget_painted(self) -> None:
        """Another look."""
        self._strips.clear()

    def make_lines(self) -> list[Line]:
        """The scale, the rows in view, blanks below."""
        if not self._is_framed:
            self.frame()
        width, height = self.size.width, self.size.height
        lines: list[Line] = list(paint_head(self._model, self.scale, self.left, width, self.look)[:height])
        for ident in self._model.ids[self._top : self._top + height - len(lines)]:
            lines.append(self._line_of(ident))
        blank = (Strip.blank(width, self.look.style("text")),)
        return lines + [blank] * (height - len(lines))

    def _line_of(self, ident: str) -> Line:
        model, is_chosen = self._model, ident == self._model.cursor
        tie = model.ties.get(ident)
        line = self._strips.get((ident, tie, is_chosen))
        if line is None:
            row, label = model.row(ident), label_width(self.size.width)
            chart = Chart(self.scale, self.left, self.size.width - label)
            line = self._strips[ident, tie, is_chosen] = (
                paint_label(row, label, self.look, model.day, tie, is_chosen=is_chosen),
                paint_chart(row, chart, self.look, model.today, tie, is_chosen=is_chosen),
            )
        return line

    # -- the window and the mouse ----------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lines are another length; the first time also the zoom is found."""
        self._strips.clear()
        self._follow()
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows on."""
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows back."""
        event.stop()
        self.move(-3)

    def on_click(self, event: events.Click) -> None:
        """Select; twice opens."""
        at = event.y - self._head + self._top
        if event.y >= self._head and 0 <= at < len(self._model.ids):
            event.stop()
            self.go_to(self._model.ids[at])
            if event.chain >= 2:
                self.post_message(self.Opened(self._model.ids[at]))
