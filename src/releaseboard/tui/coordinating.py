"""To the pages of coordinating, from anywhere: mixed into the app beside navigation.py. Loaded when first opened."""

from typing import TYPE_CHECKING

from .desk import Desk
from .messages import SheetWanted, StrategiesWanted
from .screens.base import Page

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[int]
else:
    _Base = object


class Coordinating(_Base):
    """The actions of the registry that open such a page; it takes the place of another of the same view."""

    if TYPE_CHECKING:
        desk: Desk

        @property
        def page(self) -> Page | None: ...

        def say(self, text: str, *, kind: str = "info") -> None: ...
        def action_show_history(self) -> None: ...

    def _open_once(self, page: Page, name: str) -> None:
        """Push a page; the one that is open already says so."""
        if self.page is not None and page.VIEW == self.page.VIEW:
            self.say(f"this is {name}")
        else:
            self.push_screen(page)

    def action_show_today(self) -> None:
        """What needs me."""
        from .screens.today import TodayScreen  # noqa: PLC0415 - pages are loaded when they are opened

        self._open_once(TodayScreen(self.desk), "what needs you today")

    def action_show_raid(self) -> None:
        """The RAID log; from an entry's line, the cursor begins on it."""
        from .screens.raid import RaidScreen  # noqa: PLC0415 - as above

        start = self.page.current_line() if self.page is not None and self.page.VIEW in ("entry", "release") else ""
        self._open_once(RaidScreen(self.desk, start), "the RAID log")

    def on_strategies_wanted(self, message: StrategiesWanted) -> None:
        """The options for an issue, or why there are none."""
        from .screens.strategies import open_strategies  # noqa: PLC0415 - as above

        issue = self.desk.board.raid.get(message.issue_id)
        if self.page is not None and issue is not None:
            open_strategies(self.page, issue, message.key)

    def on_sheet_wanted(self, message: SheetWanted) -> None:
        """The gates of a release."""
        from .screens.sheet import SheetScreen  # noqa: PLC0415 - as above

        self.push_screen(SheetScreen(self.desk, message.release_id))

    def action_show_notices(self) -> None:
        """Who is owed a notice; from a release's page, the cursor begins on what is owed about it."""
        from .screens.notices import NoticesScreen  # noqa: PLC0415 - as above

        target = self.page.target() if self.page is not None and self.page.VIEW == "release" else None
        self._open_once(NoticesScreen(self.desk, target.id if target is not None else ""), "the notices")

    def action_show_people(self) -> None:
        """People and teams."""
        from .screens.people import PeopleScreen  # noqa: PLC0415 - as above

        self._open_once(PeopleScreen(self.desk), "people and teams")

    def action_show_snapshot(self) -> None:
        """The status as text for a chat."""
        from .screens.snapshot import snapshot_page  # noqa: PLC0415 - as above

        self._open_once(snapshot_page(self.desk, self.size.width - 2), "the text")

    def action_show_metrics(self) -> None:
        """The numbers about the process."""
        from .screens.metrics import MetricsScreen  # noqa: PLC0415 - as above

        self._open_once(MetricsScreen(self.desk), "the metrics")

    def open_start_view(self) -> None:
        """The page that the user's settings want to begin with, on the board."""
        start = {"today": self.action_show_today, "history": self.action_show_history}
        if self.desk.config.start_view in start:
            start[self.desk.config.start_view]()
