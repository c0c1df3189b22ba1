"""What forms offer to choose from, and how dates are read here: taken from the board when a form is opened."""

from collections.abc import Sequence
from datetime import date

from releaseboard.domain.model import Release
from releaseboard.domain.rules import freeze_on
from releaseboard.domain.words import PRIORITIES, Cause, Outcome, ReleaseType, spoken
from releaseboard.tui.desk import Desk

from .fields import Days, Option, lettered

CAUSES = lettered((cause.value, spoken(cause)) for cause in Cause)
TYPES = lettered((kind.value, spoken(kind)) for kind in ReleaseType)
OUTCOMES = lettered((outcome.value, spoken(outcome)) for outcome in Outcome if outcome != Outcome.ROLLED_BACK)
PRIORITY = tuple(Option(str(number), word, str(number)) for number, word in PRIORITIES.items())


def days_of(desk: Desk, release: Release | None = None) -> Days:
    """Dates counted by the board's calendar; of a release's day it is said whether it is in window and freeze."""
    calendar = desk.session.calendar

    def note(day: date) -> str:
        if release is None:
            return ""
        freeze = freeze_on(desk.board, release, day)
        if freeze is not None:
            return f"in freeze {freeze.name}"
        if release.window is None:
            return ""
        if release.window.start <= day <= release.window.end:
            return "in the window"
        return "after the window" if day > release.window.end else "before the window"

    return Days(desk.today, calendar.add_days, calendar.days_between, note)


def people_of(desk: Desk) -> Sequence[Option]:
    """Everybody the board knows, those that work on releases too, by login."""
    named = {ident: person.name for ident, person in desk.board.people.items() if person.active}
    for release in desk.board.releases.values():
        for login in (release.rm, release.lead):
            if login:
                named.setdefault(login, "")
    return [Option(ident, name) for ident, name in sorted(named.items())]


def teams_of(desk: Desk) -> Sequence[Option]:
    """All teams, also those that only releases name."""
    named = {ident: team.name for ident, team in desk.board.teams.items()}
    for release in desk.board.releases.values():
        for team in (release.team, *(plan.team for plan in release.stages)):
            if team:
                named.setdefault(team, "")
    return [Option(ident, name) for ident, name in sorted(named.items())]


def predecessors_of(desk: Desk, successor: Release) -> Sequence[Option]:
    """All that a release can wait for: open releases first, then outside dates, then what is out."""
    board = desk.board
    releases = [release for release in board.releases.values() if not release.archived and release.id != successor.id]
    is_open = [release for release in releases if board.column_of(release) not in ("released", "")]
    is_out = [release for release in releases if board.column_of(release) == "released"]
    outside = [
        Option(ident, record.name or ident)
        for table in ("externals", "events", "backlogs")
        for ident, record in board.table(table).items()
    ]
    return [
        *(Option(release.key, release.title) for release in is_open),
        *outside,
        *(Option(release.key, release.title) for release in is_out),
    ]


def stages_of(desk: Desk, release: Release | None) -> Sequence[Option]:
    """The stages of a release (of the board, without one), each with a letter."""
    own = [plan.stage for plan in release.stages] if release is not None and release.stages else desk.board.stage_ids
    return lettered((stage, desk.board.stage_name(stage)) for stage in own)
