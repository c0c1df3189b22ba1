"""The two kinds of line in a form: typed text, and one of a few options picked by its letter."""

from textual import events
from textual.message import Message
from textual.widgets import Input, Static

from releaseboard.tui.paint import plain

from .fields import ChoiceField, DateField, Field, NumberField, WindowField
from .rows import Row


class TextLine(Input):
    """An input of one row, without a blinking cursor (it would send bytes for nothing).

    A day or a number is typed anew rather than edited, so it is selected when its field is come to; words are not.
    """

    def __init__(self, item: Field, text: str) -> None:
        is_short = isinstance(item, DateField | NumberField | WindowField)
        super().__init__(text, placeholder=item.hint, id=f"in-{item.name}", compact=True, select_on_focus=is_short)
        self.cursor_blink = False


class ChoiceLine(Static):
    """One of a few, picked by its letter or with the left and right keys."""

    can_focus = True

    class Picked(Message):
        """A letter was pressed."""

        def __init__(self, line: "ChoiceLine") -> None:
            super().__init__()
            self.line = line

    def __init__(self, item: ChoiceField, text: str) -> None:
        super().__init__(id=f"in-{item.name}")
        self.item, self.value = item, text

    def on_mount(self) -> None:
        """Its label is shown from the start."""
        self.pick(self.value)

    def pick(self, value: str) -> None:
        """Take an option by its value."""
        self.value = value
        label = self.item.label_of(value)
        self.update(plain(label or "press a letter"))
        self.set_class(not label, "-empty")

    def on_key(self, event: events.Key) -> None:
        """Letters pick, arrows step."""
        options = self.item.options
        step = {"left": -1, "right": 1}.get(event.key, 0)
        if step and options:
            values = [option.value for option in options]
            at = values.index(self.value) + step if self.value in values else 0
            self.pick(values[at % len(values)])
        elif event.character and (option := self.item.by_letter(event.character)) is not None:
            self.pick(option.value)
            self.post_message(self.Picked(self))
        elif not event.is_printable:
            return
        event.stop()

    def on_click(self) -> None:
        """A click goes to the next option."""
        values = [option.value for option in self.item.options]
        self.pick(values[(values.index(self.value) + 1) % len(values) if self.value in values else 0])


def letter_rows(item: ChoiceField, width: int) -> list[Row]:
    """The options with their letters, as many to a line as fit."""
    cell = max((len(option.label) for option in item.options), default=1) + 5
    per_line = max(1, width // cell)
    rows = []
    for at in range(0, len(item.options), per_line):
        parts: list[tuple[str, str]] = []
        for option in item.options[at : at + per_line]:
            said = option.label.removeprefix(f"{option.letter} ")
            parts += [(option.letter or " ", "key"), (f" {said}".ljust(cell - 1), "")]
        rows.append(Row("", tuple(parts)))
    return rows
