"""A list to choose from with type-ahead: commands and releases, themes, teams, stages, links."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.fuzzy import rank
from releaseboard.tui.paint import plain

from .rows import Row, RowList

KEYS = "Enter choose · type to find · Esc leave"
Source = Callable[[str], Sequence[Row]]


def search_rows(rows: Sequence[Row]) -> Source:
    """Finds among given rows by the text they show."""
    return lambda typed: rank(typed, rows, lambda row: " ".join(text for text, _role in (*row.parts, *row.right)))


class Picker(ModalScreen[str]):
    """Asks for one row; dismissed with its id, or with '' when left.

    Args:
        title: one line.
        source: the rows for what is typed, best first.
        start: id of the row to begin on; '' is the first.
        on_highlight: is told of each row the cursor goes to, for a preview; '' when there is none.
        hint: what stands in the empty field.
    """

    CSS_PATH = "../css/sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("picker")]

    def __init__(
        self, title: str, source: Source, *, start: str = "", on_highlight: Callable[[str], None] | None = None,
        hint: str = "type a few letters",
    ) -> None:  # fmt: skip
        super().__init__()
        self._heading, self._source, self._start, self._hint = title, source, start, hint
        self._on_highlight = on_highlight

    def compose(self) -> ComposeResult:
        """Title, what is typed, the rows, the keys."""
        with Vertical(id="picker"):
            yield Static(plain(self._heading), id="picker-title")
            typed = Input(placeholder=self._hint, id="picker-typed", compact=True)
            typed.cursor_blink = False
            yield typed
            yield RowList(self._source(""), id="picker-rows")
            yield Static(Content(KEYS), id="picker-keys")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#picker-rows", RowList)

    def on_mount(self) -> None:
        """The list is as high as it needs, and begins where asked."""
        self.query_one("#picker-typed").focus()
        self.rows.styles.height = max(3, min(len(self.rows.rows), 12, self.app.size.height - 8))
        if self._start:
            self.rows.go_to(self._start)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """What fits, best first."""
        event.stop()
        self.rows.show(self._source(event.value))
        self.say(KEYS if self.rows.rows else "nothing fits: try fewer letters")

    def say(self, text: str) -> None:
        """One line at the foot."""
        self.query_one("#picker-keys", Static).update(plain(text))

    def on_key(self, event: events.Key) -> None:
        """The list moves while the field keeps the focus."""
        steps: dict[str, Callable[[], None]] = {
            "down": lambda: self.rows.move(1), "up": lambda: self.rows.move(-1),
            "pagedown": lambda: self.rows.page(1), "pageup": lambda: self.rows.page(-1),
        }  # fmt: skip
        if event.key in steps:
            event.stop()
            steps[event.key]()

    @on(RowList.Highlighted)
    def preview(self, event: RowList.Highlighted) -> None:
        """Tell whoever shows a preview."""
        if self._on_highlight is not None:
            self._on_highlight(event.row.id if event.row is not None else "")

    @on(Input.Submitted)
    def choose_from_line(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """The row under the cursor."""
        self.rows.choose()

    @on(RowList.Chosen)
    def take(self, event: RowList.Chosen) -> None:
        """A row that can't be used says why and the list stays."""
        if event.row.why_not:
            self.say(event.row.why_not)
        else:
            self.dismiss(event.row.id)

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss("")
