"""To the pages of coordinating, from anywhere: mixed into the app beside navigation.py. Loaded when first opened."""

from typing import TYPE_CHECKING

from .desk import Desk
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

    def action_show_metrics(self) -> None:
        """The numbers about the process."""
        from .screens.metrics import MetricsScreen  # noqa: PLC0415 - as above

        self._open_once(MetricsScreen(self.desk), "the metrics")

    def open_start_view(self) -> None:
        """The page that the user's settings want to begin with, on the board."""
        start = {"today": self.action_show_today, "history": self.action_show_history}
        if self.desk.config.start_view in start:
            start[self.desk.config.start_view]()
