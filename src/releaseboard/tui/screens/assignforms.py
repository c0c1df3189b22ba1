"""The form that gives releases to a team: from which day, why, and how much of the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from releaseboard.domain import commands
from releaseboard.domain.coordination import AssignTeam
from releaseboard.domain.load import load_on
from releaseboard.domain.model import Release
from releaseboard.domain.words import OPEN_STATES
from releaseboard.errors import BadInput, Refused
from releaseboard.tui.desk import Desk
from releaseboard.tui.wording import count_of

from .fields import ChoiceField, DateField, Field, Form, Option, PickField
from .fieldsources import days_of, stages_of, teams_of
from .releaseforms import WHY, name_all

NOBODY = "-"  # typed for no team
NEW = "+"  # typed before the id of a team that is to be made


class Share(NamedTuple):
    """How much of a team: a number of people, or per cent of it; the other is 0."""

    people: int = 0
    percent: int = 0


@dataclass(frozen=True)
class ShareField(Field):
    """`2` people, or `50%` of the team."""

    def parse(self, text: str) -> Share:
        """The share. Raises BadInput."""
        number = text.removesuffix("%").strip()
        if not number.isdecimal() or not 0 < int(number) <= 1000:
            raise BadInput(f"{text[:20]!r} is no share of a team", "people such as 2, or a share such as 50%")
        return Share(percent=int(number)) if text.endswith("%") else Share(people=int(number))

    def echo(self, text: str) -> str:
        """What was understood."""
        share = self.read(text)
        if share is None:
            return ""
        return f"{share.percent}% of the team" if share.percent else count_of(share.people, "person", "people")


@dataclass(frozen=True)
class TeamField(PickField):
    """A team the board has, by a few letters; `+name` is a new one, so that a slip of the finger makes none."""

    def parse(self, text: str) -> str:
        """The id of the team, `+id` of a new one, or `-`. Raises BadInput."""
        if not text.startswith(NEW):
            return super().parse(text)
        if not text[1:] or " " in text:
            raise BadInput(f"{text[1:40]!r} can't be the id of a new team", "one word after the +")
        return text

    def echo(self, text: str) -> str:
        """Which team that is."""
        return "a new team" if text.strip().startswith(NEW) and self.read(text) else super().echo(text)

    def suggest(self, text: str) -> Sequence[Option]:
        """The teams that fit; nothing fits a new one."""
        return () if text.startswith(NEW) else super().suggest(text)


def list_teams(desk: Desk) -> Sequence[Option]:
    """The teams, each with how much it has on its hands today."""
    busy: dict[str, int] = {}
    for release in desk.board.releases.values():
        if release.state in OPEN_STATES and release.team:
            busy[release.team] = busy.get(release.team, 0) + 1
    options = []
    for team in teams_of(desk):
        percent = load_on(desk.board, team.value, desk.today).percent
        load = f", {percent}% today{', OVER' if percent > 100 else ''}" if percent else ""
        text = f"{team.label or team.value} · {count_of(busy.get(team.value, 0), 'open release')}{load}"
        options.append(Option(team.value, text))
    return [*options, Option(NOBODY, "no team")]


def assign_form(desk: Desk, releases: Sequence[Release]) -> Form:
    """Team, from which day, why; for one release also of which stage. One change, all releases or none."""

    def submit(values: dict[str, Any]) -> None:
        made = _make(desk, releases, values)
        team = "no team" if values["team"] == NOBODY else values["team"].removeprefix(NEW)
        desk.do(*made, said=f"{name_all(releases)} given to {team}")

    fields = [
        TeamField("team", "Team", "", "a few letters; - is no team, +name a new one", required=True,
                  source=lambda: list_teams(desk), what="team"),
        DateField("start", "From", "today", required=True, days=days_of(desk)),
        Field("reason", "Why", "", f"needed where another team gives it up; {WHY}"),
    ]  # fmt: skip
    if len(releases) == 1 and releases[0].stages:
        fields.append(ChoiceField("stage", "Only stage", "", "empty: all of it; press a letter",
                                  options=stages_of(desk, releases[0])))  # fmt: skip
    fields.append(ShareField("share", "How much", "", "people such as 2, or a share such as 50%; empty: not said"))
    has = ", ".join(dict.fromkeys(release.team or "no team" for release in releases))
    title = f"Give {name_all(releases)} to a team"
    return Form(f"assign {name_all(releases)}", title, fields, submit, "reason", f"now: {has}")


def _make(desk: Desk, releases: Sequence[Release], values: dict[str, Any]) -> list[Any]:
    team, stage = values["team"], values.get("stage") or ""
    if team == NOBODY:
        if stage:
            raise BadInput("no team is for the whole release", "leave the stage empty")
        return [commands.EditFields(release.key, {"team": ""}, values["reason"] or "") for release in releases]
    team = team.removeprefix(NEW)
    made: list[Any] = [] if team in desk.board.teams else [commands.AddRecord("teams", {"id": team})]
    share = values["share"] or Share()
    moved = [release for release in releases if stage or release.team != team]
    if not moved:
        raise Refused(f"{name_all(releases)}: {team} has it already")
    return made + [
        AssignTeam(release.key, team, values["reason"] or "", values["start"], stage, share.people, share.percent)
        for release in moved
    ]
