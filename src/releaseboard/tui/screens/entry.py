"""The page of one entry of the RAID log: all that is known of it, and how it came to be so."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.reports.history import group_changes
from releaseboard.reports.raidtext import write_entry
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import ReleaseWanted

from .coordpage import CoordPage
from .entryacts import EntryActs
from .history import history_row
from .rows import Row, text_row
from .textrows import rows_of


class EntryScreen(CoordPage, EntryActs):
    """One entry.

    Args:
        desk: what all pages share.
        entry_id: record id.
    """

    VIEW = "entry"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("entry")]

    def __init__(self, desk: Desk, entry_id: str) -> None:
        super().__init__(desk)
        self._entry_id = entry_id

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """The text of `releaseboard raid show`, then its history."""
        entry = self.current_entry()
        if entry is None:
            return "Entry of the log", ()
        board = self.desk.board
        rows = rows_of(lambda style: write_entry(board, entry, style), max(20, self.app.size.width - 4))
        release = self.target()
        changes = self.desk.session.history(release.key if release is not None else "")
        groups = group_changes(change for change in changes if change.key == self._entry_id)
        told = [history_row(self.desk, group)._replace(id="") for group in reversed(groups)]
        return entry.title, [*rows[1:], text_row(""), text_row("History", "strong"), *told]

    def tell_empty(self) -> str:
        """It was taken back."""
        return "this entry is not in the log any more"

    def current_entry(self) -> Raid | None:
        """What the page is about."""
        return self.desk.board.raid.get(self._entry_id)

    def current_line(self) -> str:
        """The whole page is about the one entry."""
        return self._entry_id if self.current_entry() is not None else ""

    def target(self) -> Release | None:
        """The first release that it is about."""
        entry = self.current_entry()
        return next((each for ident in entry.releases if (each := self.desk.find(ident))), None) if entry else None

    def action_open_line(self) -> None:
        """The page of its release."""
        release = self.target()
        if release is None:
            self.say("this entry is about no release", kind="warning")
        else:
            self.post_message(ReleaseWanted(release.id))
