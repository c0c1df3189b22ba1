"""The calendar: a month of what goes out, windows, freezes, events, gates and milestones."""

from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from releaseboard.domain.when import MONTH_NAMES, format_date
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.calendarmodel import CalendarModel, shift_month
from releaseboard.tui.desk import Desk
from releaseboard.tui.messages import ReleaseWanted
from releaseboard.tui.paintcalendar import role_of, sign_of, tell_day
from releaseboard.tui.timelinemodel import TimelineModel
from releaseboard.tui.widgets.monthview import MonthView

from .planpage import PlanPage
from .rows import Row, text_row

FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)


class CalendarScreen(PlanPage):
    """A month of the board.

    Args:
        desk: what all pages share.
        home: the board's screen: what its filter hides is not here either.
    """

    VIEW = "calendar"
    AUTO_FOCUS: ClassVar[str | None] = "MonthView"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("calendar")]

    def __init__(self, desk: Desk, home: Screen[object]) -> None:
        super().__init__(desk, home)

    def make_view(self) -> MonthView:
        """The grid."""
        self._month = MonthView(self._make_model(), self.desk.today, glyphs=self.desk.glyphs)
        return self._month

    def _make_model(self) -> CalendarModel:
        desk = self.desk
        rows = TimelineModel(desk.board, desk.outlooks, self.list_ids(), desk.today)
        return CalendarModel(rows, desk.session.calendar)

    def on_mount(self) -> None:
        """The title too."""
        self.show_beside()

    def show_plan(self) -> None:
        """The days as the board is now."""
        self._month.model = self._make_model()
        self.show_beside()

    def show_beside(self) -> None:
        """Title, and what is on the chosen day."""
        day = self._month.day
        self.show_title("Calendar", f"{MONTH_NAMES[day.month - 1]} {day.year}", self.describe_choice())
        found = self._month.model.day(day)
        self.show_below(format_date(day), tell_day(found, found.windows, self.desk.glyphs))

    def _go(self, day: date) -> None:
        self._month.day = max(FIRST, min(day, LAST))
        self.show_beside()

    @on(MonthView.Chosen)
    def take_clicked(self, event: MonthView.Chosen) -> None:
        """A click on a day."""
        event.stop()
        self._go(event.day)
        if event.is_opened:
            self.action_open_day()

    # -- keys ------------------------------------------------------------------------------------------------------

    def _move(self, days: int) -> None:
        self._go(date.fromordinal(max(FIRST.toordinal(), min(self._month.day.toordinal() + days, LAST.toordinal()))))

    def action_cursor_down(self) -> None:
        """A week on."""
        self._move(7)

    def action_cursor_up(self) -> None:
        """A week back."""
        self._move(-7)

    def action_day_after(self) -> None:
        """A day on."""
        self._move(1)

    def action_day_before(self) -> None:
        """A day back."""
        self._move(-1)

    def action_month_after(self) -> None:
        """A month on."""
        self._go(shift_month(self._month.day, 1))

    def action_month_before(self) -> None:
        """A month back."""
        self._go(shift_month(self._month.day, -1))

    def action_page_down(self) -> None:
        """A quarter on."""
        self._go(shift_month(self._month.day, 3))

    def action_page_up(self) -> None:
        """A quarter back."""
        self._go(shift_month(self._month.day, -3))

    def action_cursor_first(self) -> None:
        """The first day of the month."""
        self._go(self._month.day.replace(day=1))

    def action_cursor_last(self) -> None:
        """The last day of the month."""
        self._go(shift_month(self._month.day.replace(day=1), 1) - timedelta(days=1))

    def action_go_today(self) -> None:
        """Today."""
        self._go(self.desk.today)

    def action_next_entry(self) -> None:
        """The next day with something on it."""
        self._go_to_entry(1)

    def action_previous_entry(self) -> None:
        """The last day before with something on it."""
        self._go_to_entry(-1)

    def _go_to_entry(self, step: int) -> None:
        day = self._month.model.find_entry(self._month.day, step)
        if day is None:
            self.say("nothing later has a day" if step > 0 else "nothing earlier has a day", kind="warning")
        else:
            self._go(day)

    def action_open_day(self) -> None:
        """All that is on the day; a release opens its page."""
        from .picker import Picker, search_rows  # noqa: PLC0415 - the page needs no lists

        rows = self.list_day(self._month.day)
        if not rows:
            self.say("nothing is on this day")
            return

        def opened(ident: str | None) -> None:
            release = (ident or "").partition(" ")[0]
            if release:
                self.post_message(ReleaseWanted(release, ()))

        self.app.push_screen(Picker(format_date(self._month.day), search_rows(rows)), opened)

    def list_day(self, day: date) -> list[Row]:
        """One row for each thing on a day; those about a release can be chosen."""
        found, glyphs = self._month.model.day(day), self.desk.glyphs
        rows = [text_row(f"{glyphs.frozen} freeze {name}", "warning") for name in found.freezes]
        rows += [text_row(f"{glyphs.dot} holiday {found.holiday}", "warning")] if found.holiday else []
        for at, entry in enumerate(found.entries):
            sign, role = sign_of(entry.kind, glyphs), role_of(entry)
            text = (f"{entry.health} " if entry.kind == "due" else "") + entry.text
            rows.append(Row(f"{entry.release} {at}" if entry.release else "", ((f"{sign} ", role), (text, ""))))
        for release in self._month.model.open_windows(day):
            if release.window is not None and release.window.start < day < release.window.end:
                rows.append(Row(f"{release.id} w", ((f"{glyphs.dot} window of {release.key} is open", "dim"),)))
        return rows
