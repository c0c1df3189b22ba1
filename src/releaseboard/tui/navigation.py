"""From page to page, and what concerns the whole program: mixed into the app, so that app.py only wires.

Each page is loaded when it is first opened.
"""

from typing import TYPE_CHECKING, Any

from releaseboard.errors import ReleaseboardError

from .desk import Desk
from .messages import BoardChanged, ReleaseShown, ReleaseWanted
from .screens.base import Page, page_of
from .watcher import Watcher
from .writer import Writer

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[int]
else:
    _Base = object


class Navigation(_Base):
    """The actions of the registry that lead away from a page, or undo."""

    if TYPE_CHECKING:
        desk: Desk
        writer: Writer
        watcher: Watcher

        def choose_theme(self) -> None: ...

    @property
    def page(self) -> Page | None:
        """The page on top, also under a form; None before the first."""
        return next((page for screen in reversed(self.screen_stack) if (page := page_of(screen))), None)

    def say(self, text: str, *, kind: str = "info") -> None:
        """In the status line of the page on top."""
        if self.page is not None:
            self.page.say(text, kind=kind)

    def _go_home(self) -> None:
        """Back to the board: every page on it is closed."""
        while len(self.screen_stack) > 1 and page_of(self.screen) is not None:
            self.pop_screen()

    def action_show_board(self) -> None:
        """The board."""
        if len(self.screen_stack) == 1:
            self.say("this is the board")
        self._go_home()

    def action_show_history(self) -> None:
        """Who changed what; of the release whose page is open, of all on the board."""
        from .screens.history import HistoryScreen  # noqa: PLC0415 - pages are loaded when they are opened

        page = self.page
        release = page.target() if page is not None and page.VIEW == "release" else None
        self.push_screen(HistoryScreen(self.desk, release.key if release is not None else ""))

    def _open_plan(self, screen: Page) -> None:
        """A view of the whole plan, in the place of another one."""
        if self.page is not None and self.page.VIEW in ("timeline", "calendar", "graph"):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def action_show_timeline(self) -> None:
        """The releases over time, those and in the order that the board shows."""
        from .screens.timeline import TimelineScreen  # noqa: PLC0415 - as above

        if isinstance(self.page, TimelineScreen):
            self.say("this is the timeline")
            return
        target = self.page.target() if self.page is not None else None
        self._open_plan(TimelineScreen(self.desk, self.screen_stack[0], target.id if target is not None else ""))

    def action_show_calendar(self) -> None:
        """A month of the plan."""
        from .screens.calendar import CalendarScreen  # noqa: PLC0415 - as above

        if isinstance(self.page, CalendarScreen):
            self.say("this is the calendar")
            return
        self._open_plan(CalendarScreen(self.desk, self.screen_stack[0]))

    def action_show_graph(self) -> None:
        """All that one release waits for and holds up."""
        from .screens.graph import GraphScreen  # noqa: PLC0415 - as above

        target = self.page.target() if self.page is not None else None
        if target is not None and not isinstance(self.page, GraphScreen):
            self._open_plan(GraphScreen(self.desk, target.id))

    def action_show_help(self) -> None:
        """The keys of the page on top."""
        from .screens.help import HelpScreen  # noqa: PLC0415 - as above

        if self.page is not None and self.page.VIEW != "help":
            self.push_screen(HelpScreen(self.desk, self.page.view, self.page.VIEW))

    def action_command_palette(self) -> None:
        """Any command, any release."""
        from .palette import open_palette  # noqa: PLC0415 - as above

        if self.page is not None:
            open_palette(self.page, self.push_screen)

    def action_choose_theme(self) -> None:
        """With a preview of each."""
        self.choose_theme()

    def on_release_wanted(self, message: ReleaseWanted) -> None:
        """The page of a release; one that is open shows the other release instead of piling up."""
        from .screens.release import ReleaseScreen  # noqa: PLC0415 - as above

        if self.desk.find(message.release_id) is None:
            self.say("that release is not on this board any more", kind="warning")
        elif isinstance(self.page, ReleaseScreen):
            self.page.show_release(message.release_id)
        else:
            self.push_screen(ReleaseScreen(self.desk, message.release_id, message.order))

    def on_release_shown(self, message: ReleaseShown) -> None:
        """On the board, from any page."""
        self._go_home()
        self.screen_stack[0].post_message(message)

    def action_undo(self) -> None:
        """The last own group of this session."""
        self._revert(self.desk.session.undo, "undone")

    def action_redo(self) -> None:
        """What was undone last."""
        self._revert(self.desk.session.redo, "done again")

    def _revert(self, revert: Any, said: str) -> None:
        try:
            outcome = revert(save=False)
        except ReleaseboardError as error:
            if self.page is not None:
                self.page.say_error(error)
            return
        from releaseboard.reports.history import say_group  # noqa: PLC0415 - the first frame needs no texts

        phrases = say_group(outcome.board, outcome.changes)
        more = f" and {len(phrases) - 2} more" if len(phrases) > 2 else ""
        self.desk.on_change(outcome, f"{said}: {'; '.join(phrases[:2])}{more}")

    async def action_refresh(self) -> None:
        """Write what is waiting, read what others wrote."""
        self.writer.wake()
        count = await self.watcher.look()
        await self.watcher.look_at_rights()
        if not count:
            self.say("nothing new: this is what the file holds")

    async def action_quit(self) -> None:
        """Save first; what can't be saved is not thrown away without asking."""
        if await self.writer.finish() or not self.desk.base.pending:
            await self.watcher.part()
            self.exit(0)
            return
        from .screens.question import Question  # noqa: PLC0415 - as above

        error = self.writer.last_error
        why = error.message if error else "the file is busy"
        lost = f"{self.desk.base.pending} of your changes can't be saved: {why}"

        def answer(is_yes: bool | None) -> None:
            if is_yes:
                self.exit(3)

        self.push_screen(Question(lost, "Quit and lose them?"), answer)

    def show_signs(self) -> None:
        """What others do, on the board's cards."""
        from .screens.boardbase import BoardBase  # noqa: PLC0415 - the app shows pages, and need not know them before

        board = self.screen_stack[0]
        if isinstance(board, BoardBase):
            board.show_signs()

    def announce(self, message: BoardChanged) -> None:
        """Every page shows the board as it is now."""
        for screen in self.screen_stack:
            page = page_of(screen)
            if page is not None and page.is_mounted:
                page.board_changed(message)
