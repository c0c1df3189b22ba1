"""The full screen: wires session, settings, pages, writer and watcher together, and does nothing itself."""

import gc
import sys
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.app import App
from textual.screen import Screen

from releaseboard.session import Outcome, Session
from releaseboard.settings.config import Config
from releaseboard.settings.keys import read_keymap

from .bindings import textual_keymap
from .coordinating import Coordinating
from .desk import Desk
from .glyphs import pick_glyphs
from .messages import BoardChanged, ReadFailed, RightsSeen, Saved, SaveFailed, StandingSeen
from .navigation import Navigation
from .screens.base import page_of
from .screens.board import BoardScreen
from .themed import Themed
from .trying import Trying
from .watcher import Watcher
from .wire import LeanOutput
from .writer import Writer

MIN_WIDTH, MIN_HEIGHT = 60, 16  # cells (screens.md)


class ReleaseboardApp(LeanOutput, Themed, Navigation, Coordinating, Trying, App[int]):
    """The board of a session.

    Args:
        session: an open board.
        config: the user's settings.
        watch: look at the file for what others write.
    """

    CSS_PATH = ["css/board.tcss", "css/app.tcss"]
    TITLE = "ReleaseBoard"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, session: Session, config: Config | None = None, *, watch: bool = True) -> None:
        config = config or Config()
        super().__init__(**self.look_settings())
        keymap, self.problems = read_keymap(config.keys, config.path, lambda name: config.key_lines.get(name, 0))
        glyphs = pick_glyphs(getattr(sys.__stdout__, "encoding", None) or "", ascii_only=config.ascii)
        self.desk = Desk(session, config, keymap, glyphs)
        self.desk.on_change = self.show_outcome
        self.writer = Writer(session, self.post_message)
        self.watcher = Watcher(session, self.post_message, where=lambda: self.desk.place)
        self._watch = watch
        self._is_looking = False
        self._is_told = self.desk.foresight.is_small  # else records are read after the first frame
        self.set_keymap(textual_keymap(keymap))
        self.start_theme(config)

    def get_default_screen(self) -> Screen[None]:
        """The board."""
        return BoardScreen(self.desk)

    def on_mount(self) -> None:
        """The workers start."""
        self.run_worker(self.writer.run(), group="writer")
        if self._watch:
            self.run_worker(self.watcher.run(), group="watcher")

    def on_ready(self) -> None:
        """The first frame is out: now what takes longer, and what is wrong with the settings or the board."""
        self.desk.is_started = True
        self.look_ahead()
        if self.page is not None:
            self.page.show_hints()
        self.open_start_view()
        problems = [str(problem) for problem in (*self.desk.config.problems, *self.problems)]
        self._tell_problems("Settings", problems)
        if self.desk.foresight.is_small:
            self._tell_problems("Could not be read", self.desk.board.problems)

    def _tell_problems(self, title: str, problems: Sequence[str]) -> None:
        """Once, the first by name."""
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.notify(f"{problems[0]}{more}", title=title, severity="warning", markup=False, timeout=12)

    def look_ahead(self) -> None:
        """The forecast of a large board, behind the screen; shown when it is there."""
        if not self._is_looking and not self.desk.foresight.is_small and not self.desk.foresight.is_current:
            self._is_looking = True
            self.run_worker(self._look_ahead(), group="foresight")

    async def _look_ahead(self) -> None:
        while not await self.desk.foresight.compute_aside():
            pass  # the board was changed meanwhile: once more
        self._is_looking = False
        self.announce(BoardChanged())
        if not self._is_told:
            self._is_told = True
            self._tell_problems("Could not be read", self.desk.board.problems)

    def on_resize(self, event: events.Resize) -> None:
        """Too small a window says so, whatever page is open; the page comes back by itself."""
        from .screens.toosmall import TooSmall  # noqa: PLC0415 - seldom needed

        is_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        if is_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(MIN_WIDTH, MIN_HEIGHT))
        elif not is_small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    # -- edits and saving ------------------------------------------------------------------------------------------

    def show_outcome(self, outcome: Outcome, said: str) -> None:
        """An own edit is on the screen before any disk is asked."""
        warnings = " · ".join(outcome.warnings)
        text = " · ".join(part for part in (said if outcome.changes else "nothing was different", warnings) if part)
        self.announce(BoardChanged(outcome.changes, said=text))
        if outcome.changes:
            self.writer.wake()
            self.look_ahead()
        self.show_state()

    def on_board_changed(self, message: BoardChanged) -> None:
        """Somebody else's edit, or an own one of another window."""
        if message.by_others:
            self.desk.news.extend(change for change in message.changes if change.by != self.desk.session.user)
            who = ", ".join(sorted({change.by for change in message.changes if change.by != self.desk.session.user}))
            message.said = f"{who} changed the board: {self.desk.key_of('show_news')} shows what"
        self.announce(message)
        self.show_state()
        self.look_ahead()

    def on_saved(self, message: Saved) -> None:
        """Everything is kept, here and on the share; the watcher brings it into the board."""
        self.watcher.wake()
        self.show_state()

    def on_save_failed(self, message: SaveFailed) -> None:
        """The edits stay; the way out is said once, the state stays in sight."""
        self.say(f"not saved: {message.error.message}; your edits are kept here and tried again", kind="error")
        self.show_state()

    def on_read_failed(self, message: ReadFailed) -> None:
        """What is shown is what was read last."""
        self.say(f"can't read the file: {message.error.message}", kind="error")

    def on_rights_seen(self, message: RightsSeen) -> None:
        """The board became read-only, or can be written again; and every now and then it is another day."""
        if self.desk.is_new_day():
            self.announce(BoardChanged())
            self.look_ahead()
        if message.reason != self.desk.read_only:
            self.desk.read_only = message.reason
            self.show_state()
            if self.page is not None:
                self.page.show_hints()

    def on_standing_seen(self, message: StandingSeen) -> None:
        """How far own edits have come on their way to the others, and who else is here."""
        self.desk.take_standing(message)
        self.show_state()
        self.show_signs()

    def show_state(self) -> None:
        """How things stand with the shared board, at the right of the status line of every page."""
        self.desk.file_state = self.desk.word_standing(is_failing=self.writer.last_error is not None)
        for screen in self.screen_stack:
            page = page_of(screen)
            if page is not None:
                page.show_file_state()

    def choose_theme(self) -> None:
        """A list whose cursor shows each theme."""
        from .screens.themes import open_themes  # noqa: PLC0415 - seldom needed

        open_themes(self, self.desk, self.say)


def run_app(session: Session | None, config: Config, *, today: date | None = None) -> int:
    """Show a board full screen until it is left; the exit code.

    Args:
        session: an open board; None asks which one to open, or to make one.
        config: the user's settings.
        today: the day to work as of where a board has still to be opened; None follows the clock.
    """
    if session is None:
        from .firststart import run_first_start  # noqa: PLC0415 - seldom needed

        return run_first_start(config, lambda opened: run_app(opened, config), today=today)
    gc.freeze()  # the board lives as long as the program: going through it for garbage costs frames and finds none
    app = ReleaseboardApp(session, config)
    app.run(mouse=config.mouse)
    return app.return_value if app.return_value is not None else app.return_code or 0
