"""The page of one release: its tabs by key, and everything that can be done to it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import ReleaseWanted

from .linkacts import LinkActs
from .listpage import ListPage
from .releasetabs import HISTORY, LINKS, LOG, TABS
from .rows import Row, RowList
from .tabline import TabLine

DEEPEST = 6


class ReleaseScreen(ListPage, LinkActs):
    """One release.

    Args:
        desk: what all pages share.
        release_id: record id.
        order: the releases that `J` and `K` go through.
    """

    VIEW = "release"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("panel", "release")]

    def __init__(self, desk: Desk, release_id: str, order: Sequence[str] = ()) -> None:
        super().__init__(desk)
        self._release_id, self._order = release_id, tuple(order)
        self._tab = 0
        self._depth = 1

    def compose(self) -> ComposeResult:
        """Title, tabs, what the tab holds, footer."""
        title, *rest = super().compose()
        yield title
        yield TabLine([tab.title for tab in TABS], glyphs=self.desk.glyphs)
        yield from rest

    @property
    def view(self) -> str:
        """On the links the keys of the dependencies act."""
        return "panel" if TABS[self._tab] is LINKS else self.VIEW

    def target(self) -> Release | None:
        """The release this page is about."""
        return self.desk.find(self._release_id)

    def current_link(self) -> str:
        """The link under the cursor of the Links tab."""
        row = self.row_list.current if self.view == "panel" else None
        return row.id.partition(" ")[0] if row is not None else ""

    def current_group(self) -> str:
        """The group under the cursor of the History tab."""
        row = self.row_list.current if TABS[self._tab] is HISTORY else None
        return row.id if row is not None else ""

    def current_line(self) -> str:
        """The entry of the log under the cursor of the Log tab."""
        row = self.row_list.current if TABS[self._tab] is LOG else None
        return row.id if row is not None else ""

    def current_entry(self) -> Raid | None:
        """The same as a record."""
        return self.desk.board.raid.get(self.current_line())

    def show_rows(self, *, keep: bool = False) -> None:
        """Title and the tab's rows."""
        release = self.target()
        self.query_one(TabLine).current = self._tab
        if release is None:
            self.show_title("This release is not on the board any more")
            self.row_list.show([])
            return
        self.show_title(f"{release.key}  {release.title}")
        rows: list[Row] = TABS[self._tab].write(self.desk, release, max(20, self.app.size.width - 4), self._depth)
        self.row_list.show(rows, keep=keep)
        self.show_hints()

    def show_release(self, release_id: str) -> None:
        """Another release, on the same tab."""
        self.desk.remember_jump(self._release_id)
        self._release_id = release_id
        self.show_rows()

    def on_resize(self) -> None:
        """Lines are broken anew."""
        if self.is_mounted:
            self.show_rows(keep=True)

    # -- tabs ------------------------------------------------------------------------------------------------------

    @on(TabLine.Chosen)
    def open_clicked_tab(self, event: TabLine.Chosen) -> None:
        """A click on a tab."""
        event.stop()
        self.action_open_tab(event.at + 1)

    def action_open_tab(self, number: int) -> None:
        """By its number."""
        if number > len(TABS):
            self.say(f"there is no tab {number}", kind="warning")
            return
        if number - 1 == self._tab:
            self.say(f"this is {TABS[self._tab].title} already")
            return
        self._tab = number - 1
        self.show_rows()

    def action_next_tab(self) -> None:
        """To the right, from the last to the first."""
        self.action_open_tab((self._tab + 1) % len(TABS) + 1)

    def action_previous_tab(self) -> None:
        """To the left, from the first to the last."""
        self.action_open_tab((self._tab - 1) % len(TABS) + 1)

    def action_next_release(self) -> None:
        """The one below on the board."""
        self._step(1)

    def action_previous_release(self) -> None:
        """The one above on the board."""
        self._step(-1)

    def _step(self, step: int) -> None:
        order = [ident for ident in self._order if self.desk.find(ident) is not None]
        at = order.index(self._release_id) + step if self._release_id in order else -1
        if 0 <= at < len(order):
            self._release_id = order[at]
            self.show_rows()
        else:
            self.say("there is no further release that way on the board", kind="warning")

    # -- links -----------------------------------------------------------------------------------------------------

    def action_follow_link(self) -> None:
        """To the release at the other end."""
        row = self.row_list.current
        other = row.id.partition(" ")[2] if row is not None else ""
        if self.desk.find(other) is None:
            self.say("this line is not a release, so there is no page to open", kind="warning")
        else:
            self.post_message(ReleaseWanted(other))

    @on(RowList.Chosen)
    def follow_clicked(self, event: RowList.Chosen) -> None:
        """A click is like Enter."""
        event.stop()
        if self.view == "panel":
            self.action_follow_link()
        else:
            self.action_open_line()

    def action_open_line(self) -> None:
        """The entry of the log."""
        from .entry import EntryScreen  # noqa: PLC0415 - pages are loaded when they are opened

        if self.current_entry() is not None:
            self.app.push_screen(EntryScreen(self.desk, self.current_line()))

    def action_jump_back(self) -> None:
        """To the release looked at before."""
        self._release_id = self.desk.jumps.pop()
        self.show_rows()

    def action_deeper_links(self) -> None:
        """One step more."""
        self._set_depth(self._depth + 1)

    def action_shallower_links(self) -> None:
        """One step less."""
        self._set_depth(self._depth - 1)

    def _set_depth(self, depth: int) -> None:
        self._depth = max(1, min(depth, DEEPEST))
        self._tab = TABS.index(LINKS)
        self.show_rows(keep=True)
        self.say(f"dependencies {self._depth} deep" if self._depth > 1 else "direct dependencies only")
