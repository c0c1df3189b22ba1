"""A question with yes and no, asked before what can't be undone; it says what will happen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.paint import plain


class Question(ModalScreen[bool]):
    """Dismissed with the answer.

    Args:
        said: what there is to know, one sentence.
        question: what is asked, one sentence.
    """

    CSS_PATH = "../css/sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("question")]

    def __init__(self, said: str, question: str) -> None:
        super().__init__()
        self._said, self._question = said, question

    def compose(self) -> ComposeResult:
        """Two sentences and the keys."""
        with Vertical(id="question"):
            yield Static(plain(self._said), id="question-said")
            yield Static(plain(self._question), id="question-asked")
            yield Static(plain("y yes · n no"), id="question-keys")

    def action_say_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_say_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)
