"""The timeline: one row a release, its stages over time, with windows, targets, forecasts, freezes and today."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day, format_window
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.glyphs import spell
from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.painttimeline import say_scale
from releaseboard.tui.panelmodel import describe_place
from releaseboard.tui.timelinemodel import TimelineModel
from releaseboard.tui.widgets.timelineview import TimelineView

from .planpage import PlanPage

MOST_NAMED = 6  # releases named on each side of the line below


class TimelineScreen(PlanPage):
    """The releases of the board over time.

    Args:
        desk: what all pages share.
        home: the board's screen.
        release_id: the release to begin with; '' is the first.
    """

    VIEW = "timeline"
    AUTO_FOCUS: ClassVar[str | None] = "TimelineView"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("timeline")]

    def __init__(self, desk: Desk, home: Screen[object], release_id: str = "") -> None:
        super().__init__(desk, home)
        self._start = release_id

    def make_view(self) -> TimelineView:
        """Rows and scale."""
        self._timeline = TimelineView(self._make_model(self._start), glyphs=self.desk.glyphs)
        return self._timeline

    def _make_model(self, cursor: str) -> TimelineModel:
        return TimelineModel(self.desk.board, self.desk.outlooks, self.list_ids(), self.desk.today, cursor)

    def on_mount(self) -> None:
        """The title too."""
        self.call_after_refresh(self.show_beside)

    def target(self) -> Release | None:
        """The release under the cursor."""
        return self.desk.find(self._timeline.model.cursor)

    def show_plan(self) -> None:
        """Rows as the board is now."""
        self._timeline.model = self._make_model(self._timeline.model.cursor)
        self.show_beside()

    def show_beside(self) -> None:
        """Title, and what is said about the chosen release."""
        view = self._timeline
        count = f"{len(view.model.ids)} releases"
        self.show_title("Timeline", say_scale(view.scale, view.left, view.room), count, self.describe_choice())
        self.show_below(*self._tell_chosen())

    def _tell_chosen(self) -> Iterator[str]:
        release = self.target()
        if release is None:
            yield f"Nothing to show. {self.desk.key_of('close_page')} goes back to the board."
            return
        row, outlook = self._timeline.model.row(release.id), self.desk.outlook_of(release.id)
        parts = [release.key, describe_place(self.desk.board, release)]
        if outlook.date is not None:
            word = "out" if row.is_released else "forecast not before" if row.is_open else "forecast"
            parts.append(f"{word} {format_day(outlook.date)}")
        parts += [f"target {format_day(release.target)}"] if release.target is not None else []
        parts += [f"window {format_window(release.window)}"] if release.window is not None else []
        if outlook.slack is not None and not row.is_released:
            parts.append(f"slack {outlook.slack}")
        yield spell(" · ".join(parts), self.desk.glyphs)
        yield spell(self._tell_ties(release.id), self.desk.glyphs)

    def _tell_ties(self, ident: str) -> str:
        board = self.desk.board
        up = [link.predecessor for link in board.waits_for(ident)]
        down = [link.successor for link in board.holds_up(ident)]
        words = [("◀ waits for", up), ("▶ holds up", down)]
        found = [f"{word} {self._name_with_days(idents)}" for word, idents in words if idents]
        return " · ".join(found) or "waits for nothing, holds up nothing"

    def _name_with_days(self, idents: list[str]) -> str:
        names = []
        for ident in idents[:MOST_NAMED]:
            outlook = self.desk.outlook_of(ident)
            when = f" {format_day(outlook.date)}" if outlook.date is not None else ""
            names.append(f"{self.desk.board.label(ident)}{when}")
        more = len(idents) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(TimelineView.Moved)
    def follow_cursor(self, event: TimelineView.Moved) -> None:
        """What is said follows, and what may be done once the cursor rests."""
        event.stop()
        self.show_beside()
        self.show_hints_at_rest()

    @on(TimelineView.Opened)
    def open_clicked(self, event: TimelineView.Opened) -> None:
        """A double click."""
        event.stop()
        self.action_open_release()

    def action_open_release(self) -> None:
        """Its page; J and K go through the rows."""
        self.post_message(ReleaseWanted(self._timeline.model.cursor, self._timeline.model.ids))

    def action_cursor_down(self) -> None:
        """One row on."""
        self._timeline.move(1)

    def action_cursor_up(self) -> None:
        """One row back."""
        self._timeline.move(-1)

    def action_cursor_first(self) -> None:
        """The first row."""
        self._timeline.move(-len(self._timeline.model.ids))

    def action_cursor_last(self) -> None:
        """The last row."""
        self._timeline.move(len(self._timeline.model.ids))

    def action_page_down(self) -> None:
        """A screenful on."""
        self._timeline.page(1)

    def action_page_up(self) -> None:
        """A screenful back."""
        self._timeline.page(-1)

    def action_go_earlier(self) -> None:
        """Back in time."""
        self._timeline.shift(-1)
        self.show_beside()

    def action_go_later(self) -> None:
        """On in time."""
        self._timeline.shift(1)
        self.show_beside()

    def action_zoom_in(self) -> None:
        """Less time, finer."""
        self._zoom(1)

    def action_zoom_out(self) -> None:
        """More time, coarser."""
        self._zoom(-1)

    def _zoom(self, step: int) -> None:
        if self._timeline.zoom(step):
            self.show_beside()
        else:
            self.say("this is the finest zoom: days" if step > 0 else "this is the coarsest zoom: months")

    def action_go_today(self) -> None:
        """Today; once more, the release."""
        is_today = self._timeline.jump()
        self.show_beside()
        release = self.target()
        self.say("today" if is_today or release is None else release.key)
