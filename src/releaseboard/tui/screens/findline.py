"""The field of a filter: at the bottom, one line."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

HINT = "words, or project:PAY type:security stage:test health:red lead:kim due:<2w slack:<2 blocked:   - negates"


class FindLine(Input):
    """The field of the filter; Enter keeps it, Esc gives back what was there before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave"), Binding("down", "submit", "Keep")]

    class Left(Message):
        """Esc."""

    def __init__(self, text: str) -> None:
        super().__init__(text, placeholder=HINT, id="find", classes="-typing", compact=True, select_on_focus=False)
        self.cursor_blink = False

    def action_leave(self) -> None:
        """Nothing is kept."""
        self.post_message(self.Left())
