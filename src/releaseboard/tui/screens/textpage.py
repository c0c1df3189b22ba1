"""A text over the page: why a release has its colour."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk

from .listpage import ListPage
from .rows import Row


class TextPage(ListPage):
    """A title and lines; the keys are those of the help.

    Args:
        desk: what all pages share.
        title: one line.
        write: gives the rows for a width in cells.
    """

    VIEW = "help"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help")]

    def __init__(self, desk: Desk, title: str, write: Callable[[int], Sequence[Row]]) -> None:
        super().__init__(desk)
        self._heading, self._write = title, write

    def show_rows(self, *, keep: bool = False) -> None:
        """The lines, as wide as the page is now."""
        self.show_title(self._heading)
        self.row_list.show(self._write(max(20, self.app.size.width - 4)), keep=keep)

    def on_resize(self) -> None:
        """Lines are broken anew."""
        self.show_rows(keep=True)

    def action_find(self) -> None:
        """A text is short."""
        self.say("there is nothing to find in this text", kind="warning")
