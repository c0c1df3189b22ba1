"""The board's parts and how they are brought up to date: columns, panel, the line above and the line below."""

from operator import is_
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from releaseboard.domain.model import Release
from releaseboard.errors import ReleaseboardError
from releaseboard.tui.desk import Desk
from releaseboard.tui.glance import glance_at
from releaseboard.tui.messages import BoardChanged, ReleaseWanted
from releaseboard.tui.news import find_touched
from releaseboard.tui.paint import plain
from releaseboard.tui.panelmodel import build_panel_model
from releaseboard.tui.viewmodel import HERE, NEWS, BoardModel, HeaderModel, build_board_model, build_header
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel
from releaseboard.tui.widgets.statusbar import FooterLine, HeaderLine

from .base import Page

if TYPE_CHECKING:
    from releaseboard.domain.query import Query


PANEL_LINES = ((44, 12), (30, 9), (0, 6))  # from this height of the window on, that many lines


class BoardBase(Page):
    """What is on the board's page and what of it is shown; the keys are added by the classes built on it."""

    VIEW = "board"
    AUTO_FOCUS = "BoardView"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.query_text = ""
        self.board_query: Query | None = None
        self.sort = desk.config.sort
        self.depth = 2
        self.panel_place = desk.config.panel
        self.is_glance = not desk.foresight.is_small  # only the tops of the columns are read yet (glance.py)
        lines = get_terminal_size((200, 60)).lines
        self.start_model = glance_at(desk.board, desk.today, lines) if self.is_glance else self._make_model(None)
        self._followed: tuple[object, ...] = ()
        self.board_view = BoardView(self.start_model, glyphs=desk.glyphs)
        self.panel = Panel(today=desk.today, glyphs=desk.glyphs)

    def compose(self) -> ComposeResult:
        """Header, board, panel, footer; the field of the filter is made when it is first needed."""
        glyphs = self.desk.glyphs
        yield HeaderLine(self._make_header(), glyphs=glyphs)
        with Container(id="body", classes=f"-{self.panel_place}"):
            with Container(id="columns"):
                yield self.board_view
                yield Static("", id="empty")
            yield self.panel
        yield FooterLine(glyphs=glyphs)

    def on_mount(self) -> None:
        """What stands beside the board."""
        self.fit_panel(self.app.size.height)
        self._show_empty()
        self.follow_cursor()

    def on_resize(self, event: events.Resize) -> None:
        """The panel may have more room, or less."""
        self.fit_panel(event.size.height)

    def fit_panel(self, height: int) -> None:
        """Below the board it has a title and five lines, more where there is room; at the right all there is."""
        lines = next(lines for least, lines in PANEL_LINES if height >= least)
        self.panel.styles.height = "1fr" if self.panel_place == "right" else lines

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """The panel has keys of its own while it has the focus."""
        return "panel" if self.focused is self.panel else self.VIEW

    @property
    def model(self) -> BoardModel:
        """What is shown."""
        return self.board_view.model

    def target(self) -> Release | None:
        """The release under the cursor."""
        return self.desk.find(self.model.cursor)

    def targets(self) -> tuple[Release, ...]:
        """The marked ones in the order of the board, else the one under the cursor."""
        marks = self.model.marks
        found = [release for ident in marks if (release := self.desk.find(ident)) is not None]
        return tuple(sorted(found, key=lambda release: release.key)) or super().targets()

    def current_link(self) -> str:
        """The link under the panel's cursor."""
        line = self.panel.current if self.view == "panel" else None
        return line.link_id if line is not None else ""

    # -- showing ---------------------------------------------------------------------------------------------------

    def _make_model(self, previous: BoardModel | None, cursor: str = "") -> BoardModel:
        keep = self.board_query.predicate(self.desk.board) if self.board_query is not None else None
        return build_board_model(
            self.desk.board, self.desk.outlooks, today=self.desk.today, keep=keep,
            sort={"forecast": "date"}.get(self.sort, self.sort), marks=previous.marks if previous is not None else (),
            cursor=cursor, signs=self._find_signs(), previous=previous,
        )  # fmt: skip

    def _find_signs(self) -> dict[str, str]:
        """What others do: changed and not looked at, or their cursor is on it now."""
        board = self.desk.board
        signs = dict.fromkeys(find_touched(board, self.desk.news), NEWS) if self.desk.news else {}
        for _, key in self.desk.standing.others:
            release = board.find_release(key) if key else None
            if release is not None:
                signs[release.id] = HERE
        return signs

    def show_signs(self) -> None:
        """Others came, moved or left, or the news were looked at."""
        if self.is_mounted and not self.is_glance and self.model.signs != self._find_signs():
            self.board_view.model = self._make_model(self.model)

    def filter_by(self, text: str) -> bool:
        """Show what fits; False when the text can't be read."""
        try:
            query = self.desk.read_query(text) if text.strip() else None
        except ReleaseboardError as error:
            self.say(self.tell(error), kind="warning")
            return False
        self.query_text, self.board_query = text.strip(), query
        self.show_board()
        self.say(f"{self.model.shown} of {len(self.desk.board.releases)} releases" if query is not None else "")
        return True

    def _make_header(self) -> HeaderModel:
        if self.is_glance:
            return HeaderModel(self.start_model.board.info.name, self.desk.today, {}, "reading…")
        extra = "WHAT IF" if self.desk.trial is not None else ""
        return build_header(self.desk.board, self.desk.outlooks, self.desk.today, extra)

    def show_board(self, cursor: str = "") -> None:
        """The board, the filter or the order is another one."""
        is_untouched = self.is_glance and self.model is self.start_model  # nobody has moved: begin at the top
        previous = None if is_untouched else self.model
        self.is_glance = False
        self.board_view.model = self._make_model(previous, cursor)
        header = self.query_one(HeaderLine)
        header.model = self._make_header()
        header.note = self.describe_view()
        self._show_empty()
        self.follow_cursor()
        self.show_hints()

    def describe_view(self) -> str:
        """What is special about what is shown: filter, order, marks."""
        parts = []
        if self.board_query is not None:
            parts.append(f"{self.query_text.strip()} · {self.model.shown} of {len(self.desk.board.releases)}")
        if self.sort != "health":
            parts.append(f"by {self.sort}")
        if self.model.marks:
            parts.append(f"{len(self.model.marks)} marked")
        return " · ".join(parts)

    def _show_empty(self) -> None:
        """An empty board teaches."""
        empty = self.query_one("#empty", Static)
        empty.display = not self.model.shown
        if not self.model.shown:
            empty.update(plain(self._tell_empty()))

    def _tell_empty(self) -> str:
        key = self.desk.key_of
        if self.board_query is not None:
            return (
                f"Nothing fits this filter. {key('find')} changes it, {key('all_releases')} shows all releases again."
            )
        return (
            f"No releases yet: {key('new_release')} adds one, `releaseboard import plan.toml` brings many. "
            f"{key('show_help')} shows the keys."
        )

    def follow_cursor(self) -> None:
        """Panel and keys follow the cursor, in the same frame."""
        followed = (self.model.cursor, self.desk.board, self.desk.outlooks, self.depth, self.panel_place, self.view)
        if len(self._followed) == len(followed) and all(map(is_, self._followed, followed)):
            return
        self._followed = followed
        self.desk.place = str(self.desk.board.docs.get("releases", {}).get(self.model.cursor, {}).get("key", ""))
        if self.panel_place != "hidden" and not self.is_glance:
            self.panel.model = build_panel_model(
                self.desk.board, self.desk.outlooks, self.model.cursor, today=self.desk.today,
                calendar=self.desk.session.calendar, depth=self.depth,
            )  # fmt: skip
        self.show_hints_at_rest()

    def board_changed(self, message: BoardChanged) -> None:
        """An own edit, or somebody else's."""
        added = next(
            (change.key for change in message.changes if change.entity == "releases" and change.is_creation), ""
        )
        self.show_board(added if not message.by_others else "")
        if message.said:
            self.say(message.said)

    def shown_ids(self) -> tuple[str, ...]:
        """The releases shown, column by column."""
        return tuple(ident for column in self.model.columns for ident in column.ids)

    def show_release(self, release_id: str) -> None:
        """The cursor on a release; a filter that hides it goes, and what is not on the board opens as a page."""
        if self.board_view.go_to(release_id):
            return
        release = self.desk.find(release_id)
        if release is None:
            self.say("that release is not on this board any more", kind="warning")
        elif self.desk.board.column_of(release):
            self.query_text, self.board_query = "", None
            self.show_board(release_id)
            self.say(f"the filter hid {release.key}: all releases are shown again")
        else:
            self.post_message(ReleaseWanted(release_id, ()))
