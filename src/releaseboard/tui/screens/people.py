"""People and teams: what each team has on its hands by week, over-allocation in words; who manages and leads what."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from releaseboard.domain.when import format_short
from releaseboard.domain.words import spoken
from releaseboard.reports.teamload import (
    PersonLine,
    TeamLoad,
    list_people,
    list_team_loads,
    list_work,
    say_load,
    say_over,
)
from releaseboard.text import pad_cells
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.known import known_outlooks
from releaseboard.tui.wording import count_of

from .coordpage import CoordPage
from .rows import Row, text_row

NAME, SIZE, CELL = 16, 4, 9  # cells of a team's name, its people, one week
MOST_WEEKS = 12
_OVER = 13  # cells at the right: in how many weeks it is too much, or how many releases


class PeopleScreen(CoordPage):
    """Teams first, those with too much on top; then people. Enter shows what one of them is on."""

    VIEW = "people"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("people")]

    def make_rows(self) -> tuple[str, Sequence[Row]]:
        """Title, one line a team, one line a person."""
        desk, width = self.desk, self.app.size.width
        count = max(2, min(MOST_WEEKS, (width - NAME - SIZE - _OVER - 4) // CELL))
        teams = list_team_loads(desk.board, list_work(known_outlooks(desk)), desk.today, count)
        people = list_people(desk.board)
        over = sum(bool(team.over) for team in teams)
        parts = [
            "People and teams", count_of(len(teams), "team"), f"{over} over" if over else "",
            count_of(len(people), "person", "people"),
        ]  # fmt: skip
        rows: list[Row] = []
        if teams:
            weeks = "".join(pad_cells(format_short(week.monday), CELL, right=True) for week in teams[0].weeks)
            rows.append(text_row(f"{pad_cells('team, by week', NAME)}{pad_cells('size', SIZE, right=True)}{weeks}",
                                 "dim"))  # fmt: skip
            rows += map(_team_row, teams)
        if people:
            rows += [*([text_row("")] if rows else []), text_row("people", "dim"), *map(_person_row, people)]
        return " · ".join(part for part in parts if part), rows

    def tell_empty(self) -> str:
        """How they come."""
        return f"nobody yet: a release's manager, lead and team come here; {self.desk.key_of('assign_team')} gives one"

    def action_open_line(self) -> None:
        """What the team or person is on."""
        from .teampage import TeamScreen  # noqa: PLC0415 - loaded when it is first opened

        kind, _, ident = self.current_line().partition(" ")
        self.app.push_screen(TeamScreen(self.desk, ident, is_team=kind == "team"))


def _team_row(load: TeamLoad) -> Row:
    team = load.team
    parts = [(pad_cells(team.name or team.id, NAME), "strong"),
             (pad_cells(str(team.people or ""), SIZE, right=True), "")]  # fmt: skip
    parts += [
        (pad_cells(say_load(week), CELL, right=True), "red" if week.is_over else "dim" if not week.peak else "")
        for week in load.weeks
    ]
    right = (say_over(load), "red") if load.over else (count_of(len(load.releases), "release"), "dim")
    return Row(f"team {team.id}", tuple(parts), (right,))


def _person_row(line: PersonLine) -> Row:
    person = line.person
    side = spoken(person.side) if person.side else "not on the board"
    name = person.name or person.id
    parts = [(pad_cells(name, NAME + SIZE), "" if person.active else "dim"), ("  ", ""),
             (pad_cells(person.id, 11), "dim"), (pad_cells(side, 11), ""), 
             (pad_cells(person.org, 20), "dim")]  # fmt: skip
    work = [f"manages {len(line.manages)}" if line.manages else "", f"leads {len(line.leads)}" if line.leads else "",
            "" if person.active else "not active"]  # fmt: skip
    return Row(f"person {person.id}", tuple(parts), ((", ".join(part for part in work if part), "dim"),))
