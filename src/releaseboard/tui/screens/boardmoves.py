"""Moving about on the board: cursor, marks, panel, jumps. Keys go to the panel while it has the focus."""

from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel
from releaseboard.tui.widgets.statusbar import HeaderLine

from .boardbase import BoardBase

DEEPEST = 6


class BoardMoves(BoardBase):
    """The board's part of the groups Move around and Look, and the marks."""

    @property
    def _mover(self) -> BoardView | Panel:
        return self.panel if self.view == "panel" else self.board_view

    def action_cursor_left(self) -> None:
        """A stage to the left, or the panel's other list."""
        self._mover.move(-1, 0)
        self.follow_cursor()

    def action_cursor_right(self) -> None:
        """A stage to the right, or the panel's other list."""
        self._mover.move(1, 0)
        self.follow_cursor()

    def action_cursor_down(self) -> None:
        """One card or line down."""
        self._mover.move(0, 1)
        self.follow_cursor()

    def action_cursor_up(self) -> None:
        """One card or line up."""
        self._mover.move(0, -1)
        self.follow_cursor()

    def action_cursor_first(self) -> None:
        """The first card or line."""
        self._mover.home()
        self.follow_cursor()

    def action_cursor_last(self) -> None:
        """The last card or line."""
        self._mover.end()
        self.follow_cursor()

    def action_page_down(self) -> None:
        """A screenful on."""
        self._mover.page(1)
        self.follow_cursor()

    def action_page_up(self) -> None:
        """A screenful back."""
        self._mover.page(-1)
        self.follow_cursor()

    def action_open_release(self) -> None:
        """Its page."""
        self.post_message(ReleaseWanted(self.model.cursor, self.shown_ids()))

    def action_follow_link(self) -> None:
        """To the release on the panel's line."""
        if not self.panel.open_current():
            self.say("this line is not a release, so there is no card to go to", kind="warning")

    def action_jump_back(self) -> None:
        """To where the last jump began."""
        self.show_release(self.desk.jumps.pop())

    def action_switch_pane(self) -> None:
        """Into the panel, or back to the cards."""
        if self.view == "panel":
            self.board_view.focus()
        elif self.panel_place == "hidden":
            self.say(f"the panel is hidden: {self.desk.key_of('cycle_panel')} shows it", kind="warning")
        elif self.panel.current is None:
            self.say("there are no dependencies to go through here", kind="warning")
        else:
            self.panel.focus()
        self.call_after_refresh(self.show_hints)

    def action_back_out(self) -> None:
        """One step back: from the panel, the marks, the filter."""
        if self.view == "panel":
            self.board_view.focus()
            self.call_after_refresh(self.show_hints)
        elif self.model.marks:
            self._set_marks(frozenset())
        elif self.query_text:
            self.filter_by("")
        else:
            self.say(f"there is nothing to leave here: {self.desk.key_of('quit')} quits")

    def action_cycle_panel(self) -> None:
        """Bottom, right, away."""
        places = ("bottom", "right", "hidden")
        self.panel_place = places[(places.index(self.panel_place) + 1) % len(places)]
        body = self.query_one("#body")
        for place in places:
            body.set_class(place == self.panel_place, f"-{place}")
        if self.panel_place == "hidden":
            self.board_view.focus()
        self.fit_panel(self.size.height)
        self.show_board()
        self.say({"bottom": "panel below", "right": "panel at the right", "hidden": "panel hidden"}[self.panel_place])

    def action_deeper_links(self) -> None:
        """One step more up- and downstream."""
        self._set_depth(self.depth + 1)

    def action_shallower_links(self) -> None:
        """One step less."""
        self._set_depth(self.depth - 1)

    def _set_depth(self, depth: int) -> None:
        self.depth = max(1, min(depth, DEEPEST))
        self.show_board()
        self.say(f"dependencies {self.depth} deep" if self.depth > 1 else "direct dependencies only")

    def action_toggle_mark(self) -> None:
        """Mark, and go on to the next card."""
        self.board_view.toggle_mark()
        self.board_view.move(0, 1)
        self.follow_cursor()

    def action_mark_column(self) -> None:
        """All of this stage, or none when all of them are marked."""
        place = self.model.place(self.model.cursor)
        ids = frozenset(self.model.columns[place[0]].ids) if place is not None else frozenset[str]()
        marks = self.model.marks
        self._set_marks(marks - ids if ids <= marks else marks | ids)

    def _set_marks(self, marks: frozenset[str]) -> None:
        self.board_view.model = self.model.with_marks(marks)
        self.query_one(HeaderLine).note = self.describe_view()
        self.show_hints()

    def action_settle_conflicts(self) -> None:
        """Fields that two people set at the same time, side by side."""
        from .conflicts import open_conflicts  # noqa: PLC0415 - seldom needed

        open_conflicts(self)

    def action_show_news(self) -> None:
        """What others changed since this was last looked at."""
        from .history import HistoryScreen  # noqa: PLC0415 - pages are loaded when they are opened
        from .lastlook import take_news  # noqa: PLC0415 - the same

        self.app.push_screen(HistoryScreen(self.desk, news=take_news(self.desk)))
        self.show_signs()
