"""The list of teams to choose from, with how much each has on its hands."""

from collections.abc import Sequence

from releaseboard.domain.words import OPEN_STATES
from releaseboard.tui.desk import Desk
from releaseboard.tui.fuzzy import rank
from releaseboard.tui.wording import count_of

from .fieldsources import teams_of
from .picker import Source
from .rows import Row

NO_TEAM = Row("-", (("no team", "dim"),))


def team_source(desk: Desk) -> Source:
    """Rows by what is typed: ids of teams, `-` for none, `+name` for a new one."""
    load: dict[str, int] = {}
    for release in desk.board.releases.values():
        if release.state in OPEN_STATES and release.team:
            load[release.team] = load.get(release.team, 0) + 1
    teams = teams_of(desk)

    def find(typed: str) -> Sequence[Row]:
        found = rank(typed, teams, lambda option: f"{option.value} {option.label}")
        rows = [
            Row(team.value, ((team.value, "key"), (f"  {team.label}", "")),
                ((count_of(load.get(team.value, 0), "open release"), "dim"),))
            for team in found
        ]  # fmt: skip
        name = typed.strip()
        if name and " " not in name and all(team.value.casefold() != name.casefold() for team in teams):
            rows.append(Row(f"+{name}", ((f"new team {name}", ""),)))
        return rows if name else [*rows, NO_TEAM]

    return find
