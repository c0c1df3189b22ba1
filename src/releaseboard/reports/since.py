"""What a board looked like on a past day, and what has become of it since."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.merge import fold
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.schedule.outlook import Outlook, look_ahead

from .places import say_place
from .survey import count_health, make_rows


class Move(NamedTuple):
    """One release then and now, as words by name (health, stage, target, forecast); {} where it was not there."""

    key: str
    was: Mapping[str, str]
    now: Mapping[str, str]


class Since(NamedTuple):
    """`counts` by health letter on `day`, and the releases that have changed."""

    day: date
    counts: Mapping[str, int]
    moves: tuple[Move, ...]


def board_on(changes: Iterable[Change], day: date) -> Board:
    """The board at the end of a past day (UTC), from its history."""
    last = day.isoformat()
    return Board(fold(change for change in changes if change.at[:10] <= last))


def compare_with(
    day: date, changes: Iterable[Change], board: Board, outlooks: Mapping[str, Outlook], releases: Sequence[Release]
) -> Since:
    """These releases then and now."""
    then = board_on(changes, day)
    before = look_ahead(then, day)
    shown = {release.id for release in releases}
    past = [release for release in then.releases.values() if release.id in shown and not release.archived]
    moves = []
    for release in releases:
        old = then.releases.get(release.id)
        was = _speak(then, old, before[old.id]) if old is not None and old.id in before else {}
        now = _speak(board, release, outlooks[release.id]) if release.id in outlooks else {}
        if was != now:
            moves.append(Move(release.key, was, now))
    return Since(day, count_health(make_rows(then, before, past)), tuple(sorted(moves, key=lambda move: move.key)))


def _speak(board: Board, release: Release, outlook: Outlook) -> dict[str, str]:
    return {
        "health": outlook.health,
        "stage": say_place(board, release),
        "target": format_day(release.target) if release.target else "",
        "forecast": format_day(outlook.date) if outlook.date else "",
    }
