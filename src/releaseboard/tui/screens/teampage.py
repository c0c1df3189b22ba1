"""What one team or person is on: a team's weeks and releases with their shares, a person's releases."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.load import Work
from releaseboard.domain.model import Release, Window
from releaseboard.domain.when import format_day, format_short, format_window
from releaseboard.domain.words import spoken
from releaseboard.reports.layout import wrap_cells
from releaseboard.reports.places import say_place
from releaseboard.reports.teamload import (
    PersonLine,
    TeamLoad,
    list_people,
    list_team_loads,
    list_work,
    say_allocation,
    say_over,
    say_week,
)
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.desk import Desk
from releaseboard.tui.known import known_outlooks
from releaseboard.tui.messages import ReleaseWanted

from .coordpage import CoordPage
from .rows import Row, text_row

WEEKS = 8
_WEEK = 10  # cells before what is said of a week


class TeamScreen(CoordPage):
    """The lines with a release can be gone to: all that can be done to a release is done there.

    Args:
        desk: what all pages share.
        ident: record id of the team, or the person's login.
        is_team: which of the two.
    """

    VIEW = "team"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("team")]

    def __init__(self, desk: Desk, ident: str, *, is_team: bool = True) -> None:
        super().__init__(desk)
        self._ident, self._is_team = ident, is_team

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """Title and lines."""
        return self._team_rows() if self._is_team else self._person_rows()

    def target(self) -> Release | None:
        """The release on the line."""
        return self.desk.find(self.current_line())

    def tell_empty(self) -> str:
        """Free."""
        return "nothing is on their hands"

    def action_open_line(self) -> None:
        """The page of the release."""
        release = self.target()
        if release is not None:
            self.post_message(ReleaseWanted(release.id))

    # -- a team ----------------------------------------------------------------------------------------------------

    def _team_rows(self) -> tuple[str, Sequence[Row]]:
        desk, board = self.desk, self.desk.board
        work = list_work(known_outlooks(desk))
        found = next(
            (load for load in list_team_loads(board, work, desk.today, WEEKS) if load.team.id == self._ident), None
        )
        if found is None:
            return f"Team {self._ident} · not on the board any more", []
        team = found.team
        parts = [
            f"Team {team.name or team.id}", f"{team.people} people" if team.people else "",
            f"lead {board.person_name(team.lead)}" if team.lead else "", f"{team.lanes} lanes" if team.lanes else "",
            say_over(found),
        ]  # fmt: skip
        rows = [*self._release_rows(found, work), text_row(""), text_row("week of", "dim"), *self._week_rows(found)]
        return " · ".join(part for part in parts if part), rows

    def _release_rows(self, found: TeamLoad, work: Sequence[Work]) -> list[Row]:
        board = self.desk.board
        rows = [text_row("releases, with the team's stages ahead and its shares", "dim")]
        for release in found.releases:
            stages = [
                f"{board.stage_name(each.stage)} {format_window(Window(each.start, each.end))}"
                for each in work if each.release == release.id and each.team == found.team.id
            ]  # fmt: skip
            rows.append(self._row(release, ", ".join(stages)))
            rows += [
                text_row(f"    {say_allocation(board, known)}", "dim")
                for known in board.group("allocations", "team", "release").get((found.team.id, release.id), ())
                if known.end is None or known.end >= self.desk.today
            ]
        return rows if found.releases else [text_row("no open release", "dim")]

    def _week_rows(self, found: TeamLoad) -> list[Row]:
        rows: list[Row] = []
        for week in found.weeks:
            lines = wrap_cells(say_week(self.desk.board, week), max(20, self.app.size.width - 4), " " * _WEEK,
                               f"{format_short(week.monday):<{_WEEK}}")  # fmt: skip
            rows += [text_row(line, "red" if week.is_over else "") for line in lines]
        return rows

    # -- a person --------------------------------------------------------------------------------------------------

    def _person_rows(self) -> tuple[str, Sequence[Row]]:
        found = next((line for line in list_people(self.desk.board) if line.person.id == self._ident), None)
        if found is None:
            return f"{self._ident} · not on the board any more", []
        rows: list[Row] = []
        for title, releases in (("manages", found.manages), ("leads", found.leads)):
            mine = [release for release in releases if title == "manages" or release not in found.manages]
            if mine:
                rows += [*([text_row("")] if rows else []), text_row(title, "dim"), *map(self._row, mine)]
        return self._say_person(found), rows

    def _say_person(self, found: PersonLine) -> str:
        person = found.person
        parts = [
            person.name or person.id, spoken(person.side) if person.side else "not on the board", person.org,
            person.contact, f"manages {len(found.manages)}, leads {len(found.leads)}",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _row(self, release: Release, more: str = "") -> Row:
        outlook = self.desk.outlook_of(release.id)
        health = (f"{outlook.health} ", {"G": "green", "A": "amber", "R": "red"}.get(outlook.health, "dim"))
        day = f" → {format_day(outlook.date)}" if outlook.date is not None else ""
        parts = (health, (f"{release.key}  ", "strong"), (more or say_place(self.desk.board, release), ""))
        return Row(release.id, parts, ((day.strip(), "dim"),))
