"""A page that is one list or text: help, history, the release page and its like are built on it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from releaseboard.tui.messages import BoardChanged
from releaseboard.tui.paint import plain
from releaseboard.tui.widgets.statusbar import FooterLine

from .base import Page
from .rows import RowList


class ListPage(Page):
    """A title, rows, the status line. Subclasses say what the rows are."""

    CSS_PATH = "../css/sheets.tcss"
    AUTO_FOCUS: ClassVar[str | None] = ""

    def compose(self) -> ComposeResult:
        """Title, rows, footer."""
        yield Static("", id="page-title")
        yield RowList(glyphs=self.desk.glyphs)
        yield FooterLine(glyphs=self.desk.glyphs)

    def on_mount(self) -> None:
        """Filled once it is there."""
        self.show_rows()

    @property
    def row_list(self) -> RowList:
        """The rows."""
        return self.query_one(RowList)

    def show_title(self, text: str) -> None:
        """The line above."""
        self.query_one("#page-title", Static).update(plain(text))

    def show_rows(self, *, keep: bool = False) -> None:
        """Title and rows as they should be now; `keep` leaves the cursor where it is."""
        raise NotImplementedError

    def board_changed(self, message: BoardChanged) -> None:
        """The board is another one."""
        self.show_rows(keep=True)
        self.show_hints()
        if message.said:
            self.say(message.said)

    @on(RowList.Highlighted)
    def follow_cursor(self, event: RowList.Highlighted) -> None:
        """Other keys may act on another row."""
        event.stop()
        self.show_hints()

    def action_cursor_down(self) -> None:
        """One row on."""
        self.row_list.move(1)

    def action_cursor_up(self) -> None:
        """One row back."""
        self.row_list.move(-1)

    def action_cursor_first(self) -> None:
        """The first row."""
        self.row_list.go_to_end(last=False)

    def action_cursor_last(self) -> None:
        """The last row."""
        self.row_list.go_to_end(last=True)

    def action_page_down(self) -> None:
        """A screenful on."""
        self.row_list.page(1)

    def action_page_up(self) -> None:
        """A screenful back."""
        self.row_list.page(-1)

    def action_close_page(self) -> None:
        """Back to the page below."""
        self.app.pop_screen()
