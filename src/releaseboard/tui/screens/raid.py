"""The RAID log: what is open, by kind, those due first; everything that is done to an entry by one key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.reports.raidtext import sort_entries
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk

from .coordpage import CoordPage
from .entryacts import EntryActs
from .raidrows import is_meant, list_raid_rows
from .rows import Row, RowList

if TYPE_CHECKING:
    from textual.widgets import Input

    from .findline import FindLine


class RaidScreen(CoordPage, EntryActs):
    """The log; `0` shows what is over too, `/` finds in it."""

    VIEW = "raid"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("raid")]

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk, start)
        self._typed = self._heading = ""
        self._is_whole = False

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """By kind."""
        board = self.desk.board
        every = sort_entries(board, whole=self._is_whole)
        entries = [entry for entry in every if is_meant(board, entry, self._typed)]
        found = f" · {self._typed}: {len(entries)} of {len(every)}" if self._typed else ""
        self._heading = f"RAID log · {len(every)} {'in all' if self._is_whole else 'open'}{found}"
        return self._heading, [*list_raid_rows(board, entries, self.desk.today, max(40, self.app.size.width - 4))]

    @on(RowList.Highlighted)
    def follow_cursor(self, event: RowList.Highlighted) -> None:
        """A title that is cut in its line stands above in full."""
        event.stop()
        entry = self.current_entry()
        self.show_title(" · ".join(filter(None, (self._heading, entry.title if entry is not None else ""))))
        self.show_hints()

    def tell_empty(self) -> str:
        """What to do about it."""
        if self._typed:
            return "nothing fits this filter"
        key = self.desk.key_of
        more = "" if self._is_whole else f"; {key('toggle_over')} shows what is over"
        return f"nothing is open: {key('raise_issue')} logs an issue, {key('raise_entry')} a risk or decision{more}"

    def current_entry(self) -> Raid | None:
        """The line."""
        return self.desk.board.raid.get(self.current_line())

    def target(self) -> Release | None:
        """The first release that the entry is about."""
        entry = self.current_entry()
        return next((each for ident in entry.releases if (each := self.desk.find(ident))), None) if entry else None

    def action_open_line(self) -> None:
        """All that is known of the entry."""
        from .entry import EntryScreen  # noqa: PLC0415 - pages are loaded when they are opened

        if self.current_entry() is not None:
            self.app.push_screen(EntryScreen(self.desk, self.current_line()))

    def action_toggle_over(self) -> None:
        """Open, or all."""
        self._is_whole = not self._is_whole
        self.show_rows(keep=True)
        self.say("also what is over" if self._is_whole else "only what is open")

    # -- filter ----------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Filter as you type."""
        from .findline import FindLine  # noqa: PLC0415 - seldom needed

        field = FindLine(self._typed)
        field.placeholder = "words of the title, a kind, a state, an owner, a release"
        self.mount(field, before=self.footer)
        field.focus()

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Each letter counts."""
        event.stop()
        self._typed = event.value
        self.show_rows(keep=True)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """What was found stays."""
        event.stop()
        self.query_one("#find").remove()

    def on_find_line_left(self, event: "FindLine.Left") -> None:
        """All of them again."""
        event.stop()
        self._typed = ""
        self.query_one("#find").remove()
        self.show_rows(keep=True)
