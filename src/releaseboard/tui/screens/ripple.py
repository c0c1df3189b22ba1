"""The ripple preview: what a change would do to all dates, shown before it is saved."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from releaseboard.domain.when import format_day
from releaseboard.schedule.outlook import Outlook
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.glyphs import UNICODE, Glyphs, spell
from releaseboard.tui.paint import HEALTH_ROLES, cut_middle, fit, plain
from releaseboard.tui.ripplemodel import Ripple, Wave
from releaseboard.tui.wording import count_of

from .rows import Row, RowList, text_row

WIDE = 116  # cells from which the reason stands beside its release
MOST_OWED = 6


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
        self.query_one(RowList).show(list(self._list_rows()))

    def _list_rows(self) -> Iterator[Row]:
        width = max(40, self.app.size.width - 4)
        is_wide = width >= WIDE
        key = min(26, max(12, width - 64)) if not is_wide else 22
        glyphs = self._glyphs
        head = fit("release", key) + fit("now goes out", 14) + fit("then", 14) + fit("days", 7, right=True)
        yield text_row(head + "  " + fit("colour", 9) + fit("window", 15) + ("why" if is_wide else ""), "heading")
        for wave in self.ripple.waves:
            why = spell(wave.why, glyphs)
            yield self._row(wave, key, why if is_wide else "")
            if why and not is_wide:
                yield text_row(f"    {why}", "dim")
        if self.ripple.owed:
            yield text_row("")
            yield text_row(f"Then owed: {count_of(len(self.ripple.owed), 'notice')}", "heading")
            yield from (text_row(f"  {name}") for name in self.ripple.owed[:MOST_OWED])
            more = len(self.ripple.owed) - MOST_OWED
            if more > 0:
                yield text_row(f"  and {more} more", "dim")

    def _row(self, wave: Wave, key: int, why: str) -> Row:
        glyphs = self._glyphs
        arrow = glyphs.forecast
        days = "" if wave.days is None else f"{wave.days:+d}" if wave.days else "0"
        before, after = (f"{seen.health}{glyphs.stale if seen.stale else ''}" for seen in (wave.before, wave.after))
        colour = f"{before} {arrow} {after}" if before != after else after
        late = "red" if (wave.days or 0) > 0 else "green"
        return Row("", (
            (fit(cut_middle(wave.key, key - 1, glyphs.more), key), "strong"),
            (fit(_say_day(wave.before), 14), "dim"),
            (fit(_say_day(wave.after), 14), "text"),
            (fit(days, 7, right=True), late if wave.days else "dim"),
            ("  ", "text"),
            (fit(colour, 9), HEALTH_ROLES.get(wave.after.health, "dim")),
            (fit(spell(wave.window, glyphs), 15), "red" if "missed" in wave.window else "text"),
            (why, "dim"),
        ))  # fmt: skip

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


def _say_day(outlook: Outlook) -> str:
    if outlook.date is None:
        return "no date"
    return f"{'≥ ' if outlook.open_ended else ''}{format_day(outlook.date)}"
