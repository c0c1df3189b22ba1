"""Who changed what, when and why: all of it, that of one release, or what others did since `~` was last pressed."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType

from releaseboard.domain.changes import Change
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.errors import ReleaseboardError
from releaseboard.reports.history import Group, group_changes, say_group
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.fuzzy import score_text
from releaseboard.tui.messages import ReleaseWanted

from .listpage import ListPage
from .rows import Row, RowList, text_row

if TYPE_CHECKING:
    from textual.widgets import Input

    from .findline import FindLine

MOST_PHRASES = 3  # said of one group; the release's page says all


class HistoryScreen(ListPage):
    """Groups of changes, the latest first.

    Args:
        desk: what all pages share.
        key: only what concerns this release; '' is everything.
        news: only these changes (by others, since the last look); None is the history.
    """

    VIEW = "history"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("history")]

    def __init__(self, desk: Desk, key: str = "", news: Sequence[Change] | None = None) -> None:
        super().__init__(desk)
        self._key, self._news = key, news
        self._typed = ""
        self._groups: dict[str, Group] = {}

    def show_rows(self, *, keep: bool = False) -> None:
        """Each group one row."""
        changes = self._news if self._news is not None else self.desk.session.history(self._key)
        self._groups = {group.id: group for group in reversed(group_changes(changes))}
        rows = [history_row(self.desk, group) for group in self._groups.values()]
        if self._typed.strip():
            rows = [row for row in rows if score_text(self._typed, " ".join(text for text, _role in row.parts))]
        what = f"of {self._key}" if self._key else ""
        title = "What others changed since you last looked" if self._news is not None else f"History {what}"
        self.show_title(f"{title} · {len(rows)}" + (f" · {self._typed}" if self._typed else ""))
        self.row_list.show(rows or [text_row(self._tell_empty())], keep=keep)

    def _tell_empty(self) -> str:
        if self._typed:
            return "nothing fits"
        return "nobody else has changed anything" if self._news is not None else "nothing has been changed yet"

    def current_group(self) -> str:
        """The group under the cursor."""
        row = self.row_list.current
        return row.id if row is not None else ""

    def target(self) -> Release | None:
        """The release that the group under the cursor is about."""
        group = self._groups.get(self.current_group())
        found = (_release_of(self.desk, change) for change in group.changes) if group is not None else iter(())
        return next((release for release in found if release is not None), None)

    def action_open_change(self) -> None:
        """The page of the release that was changed."""
        release = self.target()
        if release is None:
            self.say("this change is not about a release", kind="warning")
        else:
            self.post_message(ReleaseWanted(release.id))

    @on(RowList.Chosen)
    def open_clicked(self, event: RowList.Chosen) -> None:
        """A click is like Enter."""
        event.stop()
        self.action_open_change()

    def action_undo_group(self) -> None:
        """Take the group back; somebody else's only after a question."""
        group = self._groups[self.current_group()]
        who = group.changes[0].by
        if who == self.desk.session.user:
            self._undo(group)
            return
        from .question import Question  # noqa: PLC0415 - seldom needed

        def answer(is_yes: bool | None) -> None:
            if is_yes:
                self._undo(group)

        said = f"{who} made this change: {'; '.join(say_group(self.desk.board, group.changes)[:1])}"
        self.app.push_screen(Question(said, "Undo it all the same?"), answer)

    def _undo(self, group: Group) -> None:
        try:
            outcome = self.desk.session.undo(group.id, save=False)
        except ReleaseboardError as error:
            self.say_error(error)
            return
        self.desk.on_change(outcome, "undone; it stands in the history too")

    def action_find(self) -> None:
        """Find in the history."""
        from .findline import FindLine  # noqa: PLC0415 - seldom needed

        field = FindLine(self._typed)
        field.placeholder = "a person, a release, a word"
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
        """All again."""
        event.stop()
        self._typed = ""
        self.query_one("#find").remove()
        self.show_rows()


def history_row(desk: Desk, group: Group) -> Row:
    """`Wed 24 Feb 10:12  ana  PAY-4.2: target … → …  (vendor late)`."""
    first = group.changes[0]
    phrases = say_group(desk.board, group.changes)
    said = "; ".join(phrases[:MOST_PHRASES]) + (
        f"; and {len(phrases) - MOST_PHRASES} more" if len(phrases) > MOST_PHRASES else ""
    )
    reason = next((change.reason for change in group.changes if change.reason), "")
    parts: list[tuple[str, Any]] = [
        (f"{when_text(first.at)}  ", "dim"), (f"{first.by[:10]:<10} ", "strong"), (said, ""),
    ]  # fmt: skip
    if reason:
        parts.append((f"  “{reason}”", "dim"))
    return Row(group.id, tuple(parts))


def when_text(at: str) -> str:
    """An instant of a change in local time: `Wed 24 Feb 10:12`."""
    try:
        moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return at[:16]
    return f"{format_day(moment.date())} {moment:%H:%M}"


def _release_of(desk: Desk, change: Change) -> Release | None:
    if change.entity == "releases":
        return desk.find(change.key)
    doc = desk.board.docs.get(change.entity, {}).get(change.key, {})
    for field in ("release", "successor"):
        found = desk.find(str(doc.get(field, "")))
        if found is not None:
            return found
    return None
