"""What the views of the plan share: a title, lines drawn by one widget, the status line, and the board's filter."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import BoardChanged
from releaseboard.tui.paint import plain
from releaseboard.tui.timelinemodel import list_rows
from releaseboard.tui.widgets.lines import LineWidget
from releaseboard.tui.widgets.statusbar import FooterLine

from .boardbase import BoardBase
from .releaseacts import ReleaseActs


class PlanPage(ReleaseActs):
    """A page over all releases that the board shows.

    Args:
        desk: what all pages share.
        home: the board's screen: its filter and order hold here too.
    """

    CSS_PATH: ClassVar = ["../css/sheets.tcss", "../css/plans.tcss"]
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, desk: Desk, home: Screen[object]) -> None:
        super().__init__(desk)
        self._home = home if isinstance(home, BoardBase) else None

    def compose(self) -> ComposeResult:
        """Title, lines, what is said about the chosen one, footer."""
        yield Static("", id="page-title")
        yield self.make_view()
        yield Static("", id="below")
        yield FooterLine(glyphs=self.desk.glyphs)

    def make_view(self) -> LineWidget:
        """The widget that draws the page."""
        raise NotImplementedError

    def show_plan(self) -> None:
        """All of the page as it should be now."""
        raise NotImplementedError

    def list_ids(self) -> tuple[str, ...]:
        """The releases that the board shows, in its order."""
        query, sort = (self._home.board_query, self._home.sort) if self._home is not None else (None, "health")
        keep = query.predicate(self.desk.board) if query is not None else None
        return list_rows(self.desk.board, self.desk.outlooks, keep, {"forecast": "date"}.get(sort, sort))

    def describe_choice(self) -> str:
        """What the board's filter and order are, '' for none: stands in the title."""
        return self._home.describe_view() if self._home is not None else ""

    def show_title(self, *parts: str) -> None:
        """The line above."""
        self.query_one("#page-title", Static).update(plain("  ·  ".join(part for part in parts if part)))

    def show_below(self, *lines: str) -> None:
        """What is said about the chosen one."""
        below = self.query_one("#below", Static)
        below.update(Content("\n").join(plain(line) for line in lines))
        below.display = bool(lines)

    def board_changed(self, message: BoardChanged) -> None:
        """The board is another one."""
        self.show_plan()
        self.show_hints()
        if message.said:
            self.say(message.said)

    def action_close_page(self) -> None:
        """Back to the page below."""
        self.app.pop_screen()
