"""The keys of a view, read from the registry, with the signs of the board; `/` finds in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from releaseboard.settings.actions import VIEWS
from releaseboard.settings.keys import table_of_keys
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.fuzzy import score_text
from releaseboard.tui.glyphs import Glyphs

from .listpage import ListPage
from .rows import Row, text_row

if TYPE_CHECKING:
    from textual.widgets import Input

    from .findline import FindLine

KEY_CELLS = 12


class HelpScreen(ListPage):
    """What each key does here.

    Args:
        desk: what all pages share.
        about: the view whose keys are shown.
        page: the page around it; the same where the view is a page itself.
    """

    VIEW = "help"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help")]

    def __init__(self, desk: Desk, about: str, page: str) -> None:
        super().__init__(desk)
        self._views = tuple(dict.fromkeys((about, page)))
        self._typed = ""

    def show_rows(self, *, keep: bool = False) -> None:
        """The keys by group."""
        names = " and ".join(VIEWS[view] for view in self._views)
        self.show_title(f"Keys · {names}" + (f" · {self._typed}" if self._typed else ""))
        rows: list[Row] = []
        for view in self._views:
            if len(self._views) > 1:
                rows.append(text_row(VIEWS[view], "accent"))
            rows += key_rows(self.desk, view, self._typed)
        if not self._typed:
            rows += [text_row("Signs", "strong"), *sign_rows(self.desk.glyphs), text_row("")]
            rows += [text_row("Forms, lists and questions", "strong")]
            for view in ("form", "picker", "question"):
                rows += key_rows(self.desk, view, "", headings=False)
        self.row_list.show(rows or [text_row("nothing fits")])

    def action_find(self) -> None:
        """Find in the keys."""
        from .findline import FindLine  # noqa: PLC0415 - seldom needed

        field = FindLine(self._typed)
        self.mount(field, before=self.footer)
        field.focus()

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Each letter counts."""
        event.stop()
        self._typed = event.value
        self.show_rows()

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """What was found stays."""
        event.stop()
        self.query_one("#find").remove()

    def on_find_line_left(self, event: "FindLine.Left") -> None:
        """All keys again."""
        event.stop()
        self._typed = ""
        self.query_one("#find").remove()
        self.show_rows()


def key_rows(desk: Desk, view: str, typed: str, *, headings: bool = True) -> Sequence[Row]:
    """The keys of a view under their groups; with something typed only those that fit."""
    rows: list[Row] = []
    group = ""
    for entry in table_of_keys(desk.keymap, view):
        if typed.strip() and not score_text(typed, f"{entry.keys} {entry.help} {entry.group} {' '.join(entry.ids)}"):
            continue
        if entry.group != group and headings:
            rows += [text_row("")] if rows else []
            rows.append(text_row(entry.group, "strong"))
            group = entry.group
        keys = entry.keys or "palette"
        rows.append(Row("", ((f"  {keys:<{KEY_CELLS}} ", "key"), (entry.help, ""))))
    return [*rows, text_row("")] if rows and headings else rows


def sign_rows(glyphs: Glyphs) -> Sequence[Row]:
    """What the signs on cards and in the panel mean."""
    meanings = (
        ("G A R", "health: on track, at risk, late or blocked; - nothing promised yet"),
        (glyphs.stale, "nobody has asked lately: check in with the lead"),
        (glyphs.marked, "marked: the next key acts on all marked ones"),
        (glyphs.blocked, "blocked"),
        (glyphs.held, "on hold"),
        (glyphs.released, "released"),
        (glyphs.rolled_back, "rolled back"),
        (glyphs.forecast, "forecast: the day the board expects"),
        ("sl 3", "slack: working days left before the forecast leaves the window"),
        (f"Build 3/3{glyphs.over}", "over the limit of work in this stage"),
    )
    return [Row("", ((f"  {sign:<{KEY_CELLS}} ", "key"), (text, ""))) for sign, text in meanings]
