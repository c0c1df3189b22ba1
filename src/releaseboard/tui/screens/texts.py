"""Texts that are to leave the screen, one below the other: each in its own file, copied one at a time."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from releaseboard.errors import ReleaseboardError
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.textfile import keep_text

from .listpage import ListPage
from .rows import Row


class Leaf(NamedTuple):
    """One text. `head` says what it is, for us alone; `name` is its file's; `rows` how it is shown, () plain."""

    head: str
    name: str
    text: str
    rows: tuple[Row, ...] = ()


class TextsScreen(ListPage):
    """The texts; the first is copied and all are written when the page opens.

    Args:
        desk: what all pages share.
        title: one line.
        leaves: at least one.
        on_sent: what `s` does after this page is closed; None: these are no notices.
    """

    VIEW = "text"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("text")]

    def __init__(
        self, desk: Desk, title: str, leaves: Sequence[Leaf], on_sent: Callable[[], None] | None = None
    ) -> None:
        super().__init__(desk)
        self._heading, self._leaves, self._on_sent = title, tuple(leaves), on_sent
        self._places: list[str] = []

    def on_mount(self) -> None:
        """Written, shown, copied, in this order."""
        problem = ""
        for leaf in self._leaves:
            try:
                self._places.append(f"in {keep_text(leaf.name, leaf.text)}")
            except ReleaseboardError as error:
                problem = error.message
                self._places.append("in no file")
        super().on_mount()
        self.app.copy_to_clipboard(self._leaves[0].text)
        if problem:
            self.say(f"copied, but {problem}", kind="warning")
        elif len(self._leaves) == 1:
            self.say(f"copied, and {self._places[0]}")
        else:
            key = self.desk.key_of("copy_text")
            self.say(f"{len(self._leaves)} texts in files, the first is copied; {key} copies the one you are on")

    def show_rows(self, *, keep: bool = False) -> None:
        """Each text below what it is and where it was written; every line can be gone to, so that long ones scroll."""
        self.show_title(self._heading)
        rows: list[Row] = []
        for at, (leaf, place) in enumerate(zip(self._leaves, self._places, strict=True)):
            lines = leaf.rows or tuple(Row("", ((line, ""),)) for line in leaf.text.splitlines())
            below = [Row(f"{at} head", ((leaf.head, "strong"),)), Row(f"{at} place", ((place, "dim"),))]
            below += [row._replace(id=f"{at} {number}") for number, row in enumerate(lines)]
            rows += [*([Row("")] if rows else []), *below]
        self.row_list.show(rows, keep=keep)

    def current_line(self) -> str:
        """The line under the cursor."""
        row = self.row_list.current if self.is_mounted else None
        return row.id if row is not None else ""

    def action_copy_text(self) -> None:
        """The text that the cursor is in."""
        at = int(self.current_line().partition(" ")[0])
        self.app.copy_to_clipboard(self._leaves[at].text)
        self.say(f"copied: {self._leaves[at].head}")

    def action_mark_sent(self) -> None:
        """They were told: asked on the page below, which knows what was marked."""
        if self._on_sent is None:
            self.say("this is no notice: there is nobody to be told", kind="warning")
            return
        self.app.pop_screen()
        self._on_sent()
