"""The line of tabs, each with the number that opens it."""

from collections.abc import Sequence

from textual import events
from textual.message import Message

from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import paint_line
from releaseboard.tui.widgets.lines import Line, LineWidget


class TabLine(LineWidget):
    """Tabs side by side; set `.current` (counted from 0). Where they do not fit, only the current one has its name."""

    class Chosen(Message):
        """A tab was clicked; `at` is counted from 0."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self, titles: Sequence[str], *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(glyphs=glyphs)
        self._titles = tuple(titles)
        self._current = 0

    @property
    def current(self) -> int:
        """The open tab."""
        return self._current

    @current.setter
    def current(self, at: int) -> None:
        self._current = at
        self.redraw()

    def _labels(self) -> list[str]:
        full = [f" {at} {title} " for at, title in enumerate(self._titles, 1)]
        if sum(map(len, full)) <= self.size.width:
            return full
        return [label if at == self._current else f" {at + 1} " for at, label in enumerate(full)]

    def make_lines(self) -> list[Line]:
        """The one line."""
        look = self.look
        parts = [(label, look.style("text", "cursor") if at == self._current else look.style("dim"))
                 for at, label in enumerate(self._labels())]  # fmt: skip
        return [(paint_line(parts, self.size.width, look.style("text")),)]

    def on_click(self, event: events.Click) -> None:
        """Which tab that is."""
        x = 0
        for at, label in enumerate(self._labels()):
            x += len(label)
            if event.x < x:
                event.stop()
                self.post_message(self.Chosen(at))
                return
