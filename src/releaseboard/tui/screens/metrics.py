"""The numbers about the process, and one stage looked at closely with a what-if by + and -."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.reports.metrics import Metrics, measure
from releaseboard.reports.metricstext import write_title
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.gain import Gain, look_ahead_gain
from releaseboard.schedule.prospects import foresee
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.metricsmodel import metrics_rows, stage_rows

from .coordpage import CoordPage
from .rows import Row

MOST_DAYS = 99


class Measured:
    """The numbers of the board that is shown, worked out once for each board and day."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._found: tuple[Board, date, Metrics] | None = None

    def read(self) -> Metrics:
        """As they are now."""
        board, today = self.desk.board, self.desk.today
        if self._found is None or self._found[0] is not board or self._found[1] != today:
            self._found = board, today, measure(board, self.desk.session.history(), today)
        return self._found[2]


class NumbersPage(CoordPage):
    """A list with more text below its last line: going further down scrolls to it."""

    def action_cursor_down(self) -> None:
        """One line on; after the last one the text scrolls."""
        before = self.current_line()
        super().action_cursor_down()
        if self.current_line() == before:
            self.row_list.scroll_lines(1)

    def action_page_down(self) -> None:
        """The same by a screenful."""
        before = self.current_line()
        super().action_page_down()
        if self.current_line() == before:
            self.row_list.scroll_lines(max(1, self.row_list.size.height - 1))

    def action_cursor_last(self) -> None:
        """The last line, and the end of the text."""
        super().action_cursor_last()
        self.row_list.scroll_lines(len(self.row_list.rows))


class MetricsScreen(NumbersPage):
    """Which stage to shorten, one row a stage, and the other numbers."""

    VIEW = "metrics"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("metrics")]

    def __init__(self, desk: Desk, start: str = "") -> None:
        super().__init__(desk, start)
        self._measured = Measured(desk)

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """The sentence, the table, the numbers, the plot."""
        found = self._measured.read()
        width = max(40, self.app.size.width - 4)
        return write_title(found), metrics_rows(found, self.desk.board, width, self.desk.glyphs)

    def action_open_line(self) -> None:
        """The stage on this line."""
        stage = self.current_line()
        if stage:
            self.app.push_screen(StageScreen(self.desk, stage, self._measured))


class StageScreen(NumbersPage):
    """One stage: the late releases it alone would have saved, and what another length would do to those ahead.

    Args:
        desk: what all pages share.
        stage: stage id.
        measured: the numbers, shared with the page below.
    """

    VIEW = "stage"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("stage")]

    def __init__(self, desk: Desk, stage: str, measured: Measured) -> None:
        super().__init__(desk)
        self.stage = stage
        self.days = 0
        self._measured = measured

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """The what-if, the rescued releases, the days that the stage took."""
        name = self.desk.board.stage_name(self.stage)
        width = max(40, self.app.size.width - 4)
        rows = stage_rows(self._measured.read(), self.stage, name, self._find_gain(), width, self.desk.glyphs)
        shorter, longer = self.desk.key_of("stage_shorter"), self.desk.key_of("stage_longer")
        asked = f"{self.days:+d} days" if self.days else f"{shorter} {longer} what if it took less or more"
        return f"{name} · {asked}", rows

    def _find_gain(self) -> Gain | None:
        """None when nothing is asked."""
        if not self.days:
            return None
        board, outlooks = self.desk.board, self.desk.outlooks
        is_current = isinstance(outlooks, Outlooks) and outlooks.prospects.board is board
        prospects = outlooks.whole() if is_current and isinstance(outlooks, Outlooks) else None
        return look_ahead_gain(prospects or foresee(board, self.desk.today, whole=True), self.stage, self.days)

    def target(self) -> Release | None:
        """The release on this line."""
        return self.desk.find(self.current_line().partition(" ")[2])

    def action_open_line(self) -> None:
        """The page of the release."""
        release = self.target()
        if release is not None:
            self.post_message(ReleaseWanted(release.id))

    def action_stage_shorter(self) -> None:
        """What if it took a day less?"""
        self._ask(-1)

    def action_stage_longer(self) -> None:
        """What if it took a day more?"""
        self._ask(1)

    def _ask(self, step: int) -> None:
        days = self.days + step
        if abs(days) > MOST_DAYS:
            self.say(f"{MOST_DAYS} days are enough", kind="warning")
            return
        self.days = days
        self.show_rows(keep=True)
