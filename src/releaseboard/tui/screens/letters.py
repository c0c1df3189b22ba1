"""A question with a few answers, each under a letter: one key answers it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.paint import plain

from .fields import Option
from .rows import Row, RowList


class LetterAsk(ModalScreen[str]):
    """Dismissed with the value of the option whose letter was pressed, '' when left.

    Args:
        title: what is asked, one line.
        options: at most a dozen, each with a letter.
    """

    CSS_PATH = "../css/sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("picker")]

    def __init__(self, title: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._heading, self._options = title, tuple(options)

    def compose(self) -> ComposeResult:
        """Title, options, keys."""
        rows = [Row(option.value, ((f"{option.letter}  ", "key"), (option.label, ""))) for option in self._options]
        with Vertical(id="picker"):
            yield Static(plain(self._heading), id="picker-title")
            answers = RowList(rows, id="picker-rows")
            answers.styles.height = len(rows)
            yield answers
            yield Static(plain("press a letter · Esc leave"), id="picker-keys")

    @property
    def rows(self) -> RowList:
        """The options."""
        return self.query_one("#picker-rows", RowList)

    def on_key(self, event: events.Key) -> None:
        """A letter answers; the arrows move."""
        found = next((option for option in self._options if option.letter == event.key), None)
        if found is not None:
            event.stop()
            self.dismiss(found.value)
        elif event.key in ("down", "up"):
            event.stop()
            self.rows.move(1 if event.key == "down" else -1)

    def action_choose(self) -> None:
        """The row under the cursor."""
        self.rows.choose()

    @on(RowList.Chosen)
    def take(self, event: RowList.Chosen) -> None:
        """A click, or Enter."""
        event.stop()
        self.dismiss(event.row.id)

    def action_leave(self) -> None:
        """Nothing is answered."""
        self.dismiss("")
