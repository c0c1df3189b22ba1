"""A month as a grid of days with a cursor; what is on them as far as it fits."""

from datetime import date

from textual import events
from textual.message import Message
from textual.strip import Strip

from releaseboard.domain.when import DAY_NAMES
from releaseboard.tui.calendarmodel import CalendarModel, weeks_of
from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import paint_line
from releaseboard.tui.paintcalendar import paint_day

from .lines import Line, LineWidget


class MonthView(LineWidget, can_focus=True):
    """Shows the month around a day; the screen moves the day. A click chooses a day, a double click opens it."""

    class Chosen(Message):
        """A day was clicked."""

        def __init__(self, day: date, *, is_opened: bool) -> None:
            super().__init__()
            self.day, self.is_opened = day, is_opened

    def __init__(self, model: CalendarModel, day: date, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._model, self._day = model, day
        self._painted: dict[tuple[date, bool, int, int, int], list[Strip]] = {}

    @property
    def model(self) -> CalendarModel:
        """The days."""
        return self._model

    @model.setter
    def model(self, model: CalendarModel) -> None:
        self._model = model
        self._painted.clear()
        self.redraw()

    @property
    def day(self) -> date:
        """The chosen day; setting it shows its month."""
        return self._day

    @day.setter
    def day(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self.redraw()

    def forget_painted(self) -> None:
        """Another look."""
        self._painted.clear()

    def _columns(self) -> list[int]:
        """The cells of each weekday, six walls between them; on Saturday and Sunday little happens."""
        width = max(7, self.size.width - 6)
        weekend = max(1, width * 6 // 70)
        week = width - 2 * weekend
        return [*(week * (at + 1) // 5 - week * at // 5 for at in range(5)), weekend, weekend]

    def _heights(self) -> list[int]:
        """The lines of each week: all there are below the names of the days."""
        count = len(weeks_of(self._day))
        lines = max(0, self.size.height - 1)
        return [lines * (at + 1) // count - lines * at // count for at in range(count)]

    def make_lines(self) -> list[Line]:
        """The names of the days, then the weeks."""
        look, columns = self.look, self._columns()
        wall = paint_line([(self.glyphs.wall, look.style("rule"))], 1, look.style("rule"))
        names = [
            paint_line([(f" {name}", look.style("heading"))], width, look.style("text"))
            for name, width in zip(DAY_NAMES, columns, strict=True)
        ]
        lines = [self._join(names, wall)]
        for week, height in zip(weeks_of(self._day), self._heights(), strict=True):
            days = [self._paint(day, width, height) for day, width in zip(week, columns, strict=True)]
            lines += [self._join([strips[at] for strips in days], wall) for at in range(height)]
        blank: Line = (Strip.blank(self.size.width, look.style("text")),)
        return [*lines, *[blank] * (self.size.height - len(lines))][: self.size.height]

    def _join(self, pieces: list[Strip], wall: Strip) -> Line:
        line = [piece for strip in pieces for piece in (strip, wall)][:-1]
        over = sum(piece.cell_length for piece in line) - self.size.width
        return tuple(line) if not over else (Strip.join(line).adjust_cell_length(self.size.width),)

    def _paint(self, day: date, width: int, height: int) -> list[Strip]:
        key = (day, day == self._day, width, height, self._day.month)
        if key not in self._painted:
            self._painted[key] = paint_day(
                self._model.day(day), width, height, self.look, self._model.today, self._day.month,
                is_chosen=day == self._day,
            )  # fmt: skip
        return self._painted[key]

    def on_resize(self) -> None:
        """Days are larger or smaller."""
        self._painted.clear()
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Choose a day; twice opens it."""
        x, y = event.x, event.y - 1
        for week, height in zip(weeks_of(self._day), self._heights(), strict=True):
            if 0 <= y < height:
                for day, width in zip(week, self._columns(), strict=True):
                    if 0 <= x < width:
                        event.stop()
                        self.post_message(self.Chosen(day, is_opened=event.chain >= 2))
                        return
                    x -= width + 1
            y -= height
