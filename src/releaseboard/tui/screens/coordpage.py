"""What the pages of coordinating share: a list whose lines are acted on, and all that can be done to their release."""

from collections.abc import Sequence

from textual import on

from releaseboard.tui.desk import Desk

from .listpage import ListPage
from .raidacts import RaidActs
from .rows import Row, RowList, text_row


class CoordPage(ListPage, RaidActs):
    """Subclasses give the title and the rows.

    Args:
        desk: what all pages share.
        start: id of the line to begin on; '' is the first.
    """

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk)
        self._start = start

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """Title and rows; no rows say why there are none by `tell_empty`."""
        raise NotImplementedError

    def tell_empty(self) -> str:
        """What an empty list teaches."""
        return "nothing here"

    def show_rows(self, *, keep: bool = False) -> None:
        """Title and rows as they are now."""
        title, rows = self.make_rows()
        self.show_title(title)
        self.row_list.show(rows or [text_row(f"  {self.tell_empty()}", "dim")], keep=keep)
        if self._start:
            self.row_list.go_to(self._start)
            self._start = ""

    def current_line(self) -> str:
        """The line under the cursor."""
        row = self.row_list.current if self.is_mounted else None
        return row.id if row is not None else ""

    def on_resize(self) -> None:
        """Lines are broken anew."""
        if self.is_mounted:
            self.show_rows(keep=True)

    @on(RowList.Chosen)
    def open_clicked(self, event: RowList.Chosen) -> None:
        """A click is like Enter."""
        event.stop()
        self.action_open_line()

    def action_open_line(self) -> None:
        """Where the line is dealt with."""
