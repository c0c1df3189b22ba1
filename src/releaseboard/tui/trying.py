"""Into a what-if and out of it, from any page: mixed into the app beside navigation.py."""

from typing import TYPE_CHECKING

from .desk import Desk
from .messages import BoardChanged, TrialLeft, TrialShown
from .screens.base import Page

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[int]
else:
    _Base = object


class Trying(_Base):
    """Begin a what-if; inside of one, its page: before and after, apply, keep, leave."""

    if TYPE_CHECKING:
        desk: Desk

        @property
        def page(self) -> Page | None: ...

        def say(self, text: str, *, kind: str = "info") -> None: ...
        def announce(self, message: BoardChanged) -> None: ...
        def show_state(self) -> None: ...
        def look_ahead(self) -> None: ...

    def action_what_if(self) -> None:
        """Edits change nothing from now on; or, once begun, what they would come to."""
        if self.desk.trial is None:
            self.desk.begin_trial()
            kept = len(self.desk.board.scenarios)
            more = f", {kept} kept" if kept else ""
            self._show_trial(f"nothing is saved; {self.desk.key_of('what_if')}: before and after{more}")
            return
        from .screens.whatif import WhatIfScreen  # noqa: PLC0415 - pages are loaded when they are opened

        self.push_screen(WhatIfScreen(self.desk))

    def on_trial_shown(self, message: TrialShown) -> None:
        """Another what-if than before."""
        self._show_trial(message.said)

    def on_trial_left(self, message: TrialLeft) -> None:
        """The board itself again, and what was done on it for real."""
        self.desk.end_trial()
        self._show_trial(message.said)
        if message.outcome is not None:
            self.desk.on_change(message.outcome, message.said)

    def _show_trial(self, said: str) -> None:
        self.announce(BoardChanged(said=said))
        self.show_state()
        self.look_ahead()
