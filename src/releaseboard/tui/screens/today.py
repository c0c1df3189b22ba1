"""What needs me today: one ranked list, each line with its reason and the key that deals with it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.model import Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.when import format_date
from releaseboard.reports.today import Need, list_needs
from releaseboard.settings.actions import BY_ID
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import ReleaseWanted

from .coordpage import CoordPage
from .rows import Row

NAMES = {
    "red": "RED", "gate": "gate", "notice": "notice", "decision": "decide", "request": "request",
    "check_in": "check-in", "outside": "outside", "entry": "log", "answer": "promise", "exception": "exception",
    "milestone": "date", "review": "review", "plan": "plan",
}  # fmt: skip
_ROLES = {"red": "red", "gate": "amber", "notice": "amber"}


class TodayScreen(CoordPage):
    """The ranked list. What is one's own comes first; `0` shows everybody's."""

    VIEW = "today"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("today")]

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk, start)
        self._is_everyone = not any(release.rm == desk.session.user for release in desk.board.releases.values())
        self._needs: dict[str, Need] = {}

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """One line a need."""
        desk = self.desk
        user = "" if self._is_everyone else desk.session.user
        needs = list_needs(desk.board, desk.outlooks, desk.today, desk.session.calendar, user)
        self._needs = {f"{need.kind} {need.about}": need for need in needs}
        whose = "everybody's" if self._is_everyone else "yours"
        title = f"Today {format_date(desk.today)} · {len(needs)} · {whose}"
        return title, [self._row(ident, need) for ident, need in self._needs.items()]

    def _row(self, ident: str, need: Need) -> Row:
        parts = ((f"{NAMES[need.kind]:<9} ", _ROLES.get(need.kind, "dim")), (f"{need.name} ", "strong"),
                 (need.text, ""))  # fmt: skip
        known = need.action in BY_ID and need.action != "open_line"
        key = f"{self.desk.keymap.shown(need.action)} {BY_ID[need.action].label}" if known else "Enter open"
        return Row(ident, parts, ((key, "key"),))

    def tell_empty(self) -> str:
        """A good day."""
        if self._is_everyone:
            return "nothing needs anybody today"
        return f"nothing needs you today; {self.desk.key_of('toggle_everyone')} shows what needs the others"

    @property
    def need(self) -> Need | None:
        """What the cursor is on; None on an empty list."""
        return self._needs.get(self.current_line())

    def target(self) -> Release | None:
        """The release that the line is about."""
        return self.desk.find(self.need.release) if self.need is not None else None

    def current_entry(self) -> Raid | None:
        """The entry of the log that the line is about."""
        return self.desk.board.raid.get(self.need.about) if self.need is not None else None

    def action_toggle_everyone(self) -> None:
        """Mine, or everybody's."""
        self._is_everyone = not self._is_everyone
        self.show_rows(keep=True)
        self.say("everybody's" if self._is_everyone else "only what is yours")

    def action_open_line(self) -> None:
        """Where it is dealt with: the page, or the form, of what it is about; else the release."""
        need = self.need
        if need is None:
            return
        if need.kind == "outside":
            self.action_date_external()
        elif need.kind == "gate":
            self.action_open_sheet()
        elif self.current_entry() is not None:
            from .entry import EntryScreen  # noqa: PLC0415 - a page needs no other at first

            self.app.push_screen(EntryScreen(self.desk, need.about))
        elif need.kind == "notice":
            from .notices import NoticesScreen  # noqa: PLC0415 - a page needs no other at first

            self.app.push_screen(NoticesScreen(self.desk, need.release))
        elif self.target() is not None:
            self.post_message(ReleaseWanted(need.release))
        else:
            self.say("this line is not about a release", kind="warning")

    def action_date_external(self) -> None:
        """What a vendor or third party said."""
        need = self.need
        if need is None or need.kind != "outside":
            self.say("this line is not about a vendor or third party", kind="warning")
            return
        from .checkinforms import external_form  # noqa: PLC0415 - a page needs no forms at first

        self.open_form(external_form(self.desk, need.about))
