"""The board: the page the program begins with."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.messages import ReleaseShown, ReleaseWanted
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel
from releaseboard.tui.widgets.statusbar import HeaderLine

from .boardmoves import BoardMoves
from .finding import Finding
from .linkacts import LinkActs


class BoardScreen(BoardMoves, Finding, LinkActs):
    """The board with all its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("panel", "board")]

    @on(BoardView.Moved)
    def follow_moved_cursor(self, event: BoardView.Moved) -> None:
        """The cursor is elsewhere; after a key the panel has followed already."""
        event.stop()
        self.follow_cursor()

    @on(BoardView.Marked)
    def tell_marks(self, event: BoardView.Marked) -> None:
        """The header counts them."""
        event.stop()
        self.query_one(HeaderLine).note = self.describe_view()

    @on(BoardView.Opened)
    def open_page(self, event: BoardView.Opened) -> None:
        """A double click."""
        event.stop()
        self.post_message(ReleaseWanted(event.release_id, self.shown_ids()))

    @on(Panel.Jumped)
    def jump(self, event: Panel.Jumped) -> None:
        """Along a dependency."""
        event.stop()
        self.desk.remember_jump(self.model.cursor)
        self.show_release(event.release_id)

    def on_release_shown(self, event: ReleaseShown) -> None:
        """From the palette or another page."""
        event.stop()
        self.desk.remember_jump(self.model.cursor)
        self.show_release(event.release_id)
