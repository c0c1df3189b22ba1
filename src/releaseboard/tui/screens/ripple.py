"""The ripple preview: what a change would do to all dates, shown before it is saved."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import plain
from releaseboard.tui.ripplemodel import Ripple
from releaseboard.tui.wording import count_of

from .ripplerows import list_ripple_rows
from .rows import RowList


class RippleScreen(ModalScreen[bool]):
    """Dismissed with True to save, with False to leave everything as it was.

    Args:
        ripple: what would change.
    """

    CSS_PATH: ClassVar = ["../css/sheets.tcss", "../css/plans.tcss"]
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("ripple")]

    def __init__(self, ripple: Ripple) -> None:
        super().__init__()
        self.ripple = ripple

    def compose(self) -> ComposeResult:
        """Title, table, keys."""
        yield Static("", id="page-title")
        yield RowList(glyphs=self._glyphs)
        yield Static(plain("y save · Esc leave everything as it was"), id="ripple-keys")

    @property
    def _glyphs(self) -> Glyphs:
        desk = getattr(self.app, "desk", None)
        return desk.glyphs if desk is not None else UNICODE

    def on_mount(self) -> None:
        """Filled once the width is known."""
        self.show_rows()

    def on_resize(self) -> None:
        """Columns are wider or narrower."""
        self.show_rows()

    def show_rows(self) -> None:
        """The table as wide as the window."""
        ripple = self.ripple
        title = f"{ripple.asked}  ·  {count_of(len(ripple.waves), 'release')} would stand otherwise"
        title += f"  ·  {ripple.missed} would miss the window" if ripple.missed else ""
        self.query_one("#page-title", Static).update(plain(title))
        self.query_one(RowList).show(list(list_ripple_rows(ripple, self.app.size.width, self._glyphs)))

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_save_ripple(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_leave_ripple(self) -> None:
        """Leave everything as it was."""
        self.dismiss(False)

    def action_cursor_down(self) -> None:
        """One line on."""
        self.query_one(RowList).move(1)

    def action_cursor_up(self) -> None:
        """One line back."""
        self.query_one(RowList).move(-1)

    def action_cursor_first(self) -> None:
        """The first line."""
        self.query_one(RowList).go_to_end(last=False)

    def action_cursor_last(self) -> None:
        """The last line."""
        self.query_one(RowList).go_to_end(last=True)

    def action_page_down(self) -> None:
        """A screenful on."""
        self.query_one(RowList).page(1)

    def action_page_up(self) -> None:
        """A screenful back."""
        self.query_one(RowList).page(-1)
