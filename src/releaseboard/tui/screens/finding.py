"""The filter as you type, the saved views, the order of the cards."""

from typing import TYPE_CHECKING

from releaseboard.settings.fields import View

from .boardbase import BoardBase

if TYPE_CHECKING:
    from textual.widgets import Input

    from .findline import FindLine

SORTS = ("health", "forecast", "priority", "key", "age")


class Finding(BoardBase):
    """The board's part of the group Find and show."""

    _before = ""

    def action_find(self) -> None:
        """Open the field, with the filter that is in force."""
        from .findline import FindLine  # noqa: PLC0415 - a text field costs the first frame 15 ms

        self._before = self.query_text
        field = FindLine(self.query_text)
        self.mount(field, before=self.footer)
        field.focus()

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Each letter counts; a filter that can't be read says why, and the last good one stays."""
        event.stop()
        self.filter_by(event.value)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """The filter stays, the keys are the board's again; one that can't be read is not left to stand."""
        event.stop()
        if self.filter_by(event.value):
            self._close_field()

    def on_find_line_left(self, event: "FindLine.Left") -> None:
        """As it was before."""
        event.stop()
        self.filter_by(self._before)
        self._close_field()

    def _close_field(self) -> None:
        self.query_one("#find").remove()
        self.query_one("BoardView").focus()
        if self.query_text:
            self.say(f"filter kept: {self.desk.key_of('back_out')} or {self.desk.key_of('all_releases')} shows all")

    def action_open_view(self, number: int) -> None:
        """A saved view: its filter and its order."""
        view = self.desk.config.views.get(number)
        if view is None:
            self.say(
                f"view {number} is empty: {self.desk.key_of('save_view')} keeps what you see as a view", kind="warning"
            )
            return
        self.sort = view.sort or self.sort
        if self.filter_by(view.filter):
            self.say(f"view {number}: {view.name or view.filter or 'all releases'}")

    def action_all_releases(self) -> None:
        """No filter."""
        self.filter_by("")
        self.say("all releases")

    def action_save_view(self) -> None:
        """Filter and order under a number, in the user's config."""
        from .form import FormScreen  # noqa: PLC0415 - the first frame needs no forms
        from .viewforms import view_form  # noqa: PLC0415 - the same

        view = View("", self.query_text, self.sort)
        self.app.push_screen(FormScreen(view_form(self.desk, view, self.say), self.desk.kept))

    def action_cycle_sort(self) -> None:
        """The next order."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)] if self.sort in SORTS else SORTS[0]
        self.show_board()
        self.say(f"sorted by {self.sort}")
