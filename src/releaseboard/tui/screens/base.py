"""What every page is made of: keys from the registry, sequences, why a key can't act, and the status line."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from releaseboard.domain.model import Release
from releaseboard.errors import ReleaseboardError
from releaseboard.settings.actions import NEEDS, Action
from releaseboard.settings.keynames import PREFIX
from releaseboard.settings.keys import FootKey, footer_of
from releaseboard.tui.bindings import call_of, find_action, sequences_of, tell_sequences
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import BoardChanged
from releaseboard.tui.widgets.statusbar import FooterLine, Hint
from releaseboard.tui.wording import tell_error

from .probes import PROBES

REST = 0.25  # seconds without a move of the cursor


class Page(Screen[None], inherit_bindings=False):
    """A page of the program. Subclasses name their view, and answer what is under the cursor.

    Args:
        desk: what all pages share.
    """

    VIEW: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._prefix = ""
        self._rest: asyncio.TimerHandle | None = None
        self._acting_in: dict[str, Mapping[str, Action]] = {}
        self._footer_of: dict[str, Sequence[FootKey]] = {}

    def on_screen_resume(self) -> None:
        """The status line is up to date when the page comes up, or comes back."""
        self.show_file_state()
        self.show_hints()

    # -- what is there ---------------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """The view whose keys act now: the page's, or that of a part of it."""
        return self.VIEW

    @property
    def is_typing(self) -> bool:
        """A text field of this page has the focus, and letters belong to it."""
        return self.focused is not None and self.focused.has_class("-typing")

    def target(self) -> Release | None:
        """The release under the cursor; None when there is none."""
        return None

    def targets(self) -> tuple[Release, ...]:
        """The marked releases, else the one under the cursor."""
        found = self.target()
        return (found,) if found is not None else ()

    def current_link(self) -> str:
        """Record id of the link under the cursor; '' when there is none."""
        return ""

    def current_group(self) -> str:
        """Id of the group of changes under the cursor; '' when there is none."""
        return ""

    def current_line(self) -> str:
        """Id of the line under the cursor of a list that is acted on; '' when there is none."""
        return ""

    def board_changed(self, message: BoardChanged) -> None:
        """Show the board as it is now."""

    # -- may it? ---------------------------------------------------------------------------------------------------

    def acting(self) -> tuple[Action, ...]:
        """The actions that have a meaning here now."""
        return tuple(self._acting().values())

    def _acting(self) -> Mapping[str, Action]:
        """The same by id, worked out once for each view."""
        view = self.view
        if view not in self._acting_in:
            found = self.desk.keymap.acting(view, "" if view == self.VIEW else self.VIEW)
            self._acting_in[view] = {action.id: action for action in found}
        return self._acting_in[view]

    def why_not(self, action: Action) -> str:
        """Why an action can't be done now, in one line; '' when it can."""
        missing = next((need for need in action.needs if not self._has(need)), "")
        if missing == "writable":
            return f"read-only: {self.desk.read_only}"
        if missing:
            return NEEDS[missing]
        probe = PROBES.get(action.id)
        if probe is None:
            return ""
        for release in self.targets() if "releases" in action.needs else (self.target(),):
            command = probe(release) if release is not None else None
            problem = self.desk.session.ask(command) if command is not None else None
            if problem is not None:
                return self.tell(problem)
        return ""

    def _has(self, need: str) -> bool:
        answers: dict[str, Callable[[], object]] = {
            "release": self.target, "releases": self.targets, "link": self.current_link, "group": self.current_group,
            "writable": lambda: self.desk.trial is not None or not self.desk.read_only,
            "undo": lambda: self.desk.session.undo_text, "redo": lambda: self.desk.session.redo_text,
            "jump": lambda: self.desk.jumps, "conflict": lambda: self.desk.standing.conflicts,
            "line": self.current_line, "tried": lambda: self.desk.trial is not None and self.desk.trial.count,
        }  # fmt: skip
        return bool(answers[need]())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """False: it has no meaning here. None: it can't be done now, and the status line says why."""
        if self.is_typing:
            return False
        known = find_action(action, parameters)
        if known is None:
            return True
        if known.id not in self._acting():
            return False
        return None if self.why_not(known) else True

    # -- keys ------------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Before the bindings: the two keys of a sequence, and the reason when a key can't act."""
        if self.is_typing:
            return
        self.say("")
        if self._prefix:
            self._prefix = ""
            event.stop()
            await self._run_sequence(event.key)
        elif event.key == PREFIX:
            self._prefix = PREFIX
            event.stop()
            self.say(tell_sequences(self.desk.keymap, self.view, self.VIEW))
        else:
            action = next((each for each in self.acting() if event.key in self.desk.keymap.of(each.id)), None)
            reason = self.why_not(action) if action is not None else ""
            if reason:
                event.stop()
                self.say(reason, kind="warning")

    async def _run_sequence(self, key: str) -> None:
        if key == "escape":
            return
        action = sequences_of(self.desk.keymap, self.view, self.VIEW).get(key)
        if action is None:
            self.say(f"there is nothing under {PREFIX} {key}", kind="warning")
        else:
            await self.run_named(action)

    async def run_named(self, action: Action) -> None:
        """Do what a key would do: used by sequences and the command palette."""
        reason = self.why_not(action)
        if reason:
            self.say(reason, kind="warning")
        else:
            await self.run_action(call_of(action))

    # -- telling ---------------------------------------------------------------------------------------------------

    @property
    def footer(self) -> FooterLine | None:
        """The line below; None on a page without one."""
        return self.query_one_optional(FooterLine)

    def say(self, text: str, *, kind: str = "info") -> None:
        """One line in the place of the keys, until the next key."""
        if self.footer is not None:
            self.footer.say(text, kind=kind)

    def tell(self, error: ReleaseboardError) -> str:
        """An error with its way out, in the words of the screen."""
        return tell_error(error, self.desk.key_of)

    def say_error(self, error: ReleaseboardError) -> None:
        """Why it was not done."""
        self.say(self.tell(error), kind="error")

    def show_file_state(self) -> None:
        """How things stand with the file, at the right of the footer."""
        if self.footer is not None:
            text, is_alarming = self.desk.file_state
            self.footer.set_state(text, is_alarming=is_alarming)

    def show_hints(self) -> None:
        """The keys of this view in the footer, those that can't act now dim."""
        if self.footer is not None:
            self.footer.hints = self._hints()

    def show_hints_at_rest(self) -> None:
        """The same once the cursor rests: what may be done is not asked for every card that is passed over."""
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(REST, self._show_hints_now)

    def _show_hints_now(self) -> None:
        if self.is_attached and self.app.screen is self:
            self.show_hints()

    def _hints(self) -> Iterable[Hint]:
        acting = self._acting() if self.desk.is_started else {}
        for entry in self._entries():
            is_on = not acting or any(ident in acting and not self.why_not(acting[ident]) for ident in entry.ids)
            yield Hint(entry.keys, entry.label, is_on)

    def _entries(self) -> Sequence[FootKey]:
        """The registry's entries for the footer; help comes first, so that it is never cut off."""
        view = self.view
        if view not in self._footer_of:
            entries = footer_of(view, self.desk.keymap, "" if view == self.VIEW else self.VIEW)
            self._footer_of[view] = sorted(entries, key=lambda entry: "show_help" not in entry.ids)
        return self._footer_of[view]

    def do(self, *commands: Any, said: str = "") -> bool:
        """Do commands as one undo group; an error is said in the status line. True when it was done."""
        try:
            self.desk.do(*commands, said=said)
        except ReleaseboardError as error:
            self.say_error(error)
            return False
        return True


def page_of(screen: Screen[Any]) -> Page | None:
    """The screen as a page; None for forms, lists and questions."""
    return screen if isinstance(screen, Page) else None
