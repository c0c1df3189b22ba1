"""What can be done to dependencies: add, edit and remove; a loop is refused in the form, by name."""

from releaseboard.domain import commands
from releaseboard.domain.model import Link
from releaseboard.tui.desk import Desk

from .raidacts import RaidActs


class LinkActs(RaidActs):
    """The actions of the group Links."""

    def action_add_link(self) -> None:
        """What the release waits for."""
        from .linkforms import link_form  # noqa: PLC0415 - the first frame needs no forms

        self.open_form(link_form(self.desk, self._the_release()))

    def action_edit_link(self) -> None:
        """The link under the cursor: taken away and put anew, as one undo group."""
        from .linkforms import link_form  # noqa: PLC0415 - the first frame needs no forms

        link = self.desk.board.links.get(self.current_link())
        release = self.desk.find(link.successor) if link is not None else None
        if link is not None and release is not None:
            self.open_form(link_form(self.desk, release, link))

    def action_remove_link(self) -> None:
        """The link under the cursor, or one from the list of the release's links."""
        found = self.current_link()
        if found:
            self._cut(found)
            return
        release = self._the_release()
        links = (*self.desk.board.waits_for(release.id), *self.desk.board.holds_up(release.id))
        if not links:
            self.say(f"{release.key} has no dependencies", kind="warning")
            return
        from .picker import Picker, search_rows  # noqa: PLC0415 - the first frame needs no lists
        from .rows import Row  # noqa: PLC0415 - the same

        rows = [Row(link.id, ((_say_link(self.desk, link), ""),), ((link.why[:40], "dim"),)) for link in links]
        self.app.push_screen(Picker(f"Remove a dependency of {release.key}", search_rows(rows)), self._cut)

    def _cut(self, link_id: str | None) -> None:
        link = self.desk.board.links.get(link_id or "")
        if link is not None:
            self.do(commands.RemoveLink(link.id), said=f"removed: {_say_link(self.desk, link)}")


def _say_link(desk: Desk, link: Link) -> str:
    """`MOB-7.0 waits for PAY-4.2`."""
    return f"{desk.board.label(link.successor)} waits for {desk.board.label(link.predecessor)}"
