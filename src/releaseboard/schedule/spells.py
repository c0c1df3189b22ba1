"""What the history says of how work went: days on which releases stood still, and moves back into stages.

Days come from the records' own dates where they have any (`blocked.since`), else from the instant of the change, which
is in UTC. Who imports a board imports no history: then nothing is known, which is not the same as none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.words import Flow


class Spell(NamedTuple):
    """Days in a row on which a release was blocked or waited.

    Attributes:
        release: record id.
        kind: `blocked` or `waiting`.
        cause: of a block, one word of the list of causes; '' of a wait.
        first: the first such day, an ordinal.
        end: the day on which work went on, an ordinal, not counted; None: it still stands.
    """

    release: str
    kind: str
    cause: str
    first: int
    end: int | None = None


class Entries(NamedTuple):
    """How often a stage was entered, and how many of those entries were moves back into it."""

    entries: int = 0
    backs: int = 0


def find_spells(board: Board, changes: Iterable[Change]) -> list[Spell]:
    """All spells of a board's releases, in the order in which they began to be known.

    A block that the history does not hold, since it was trimmed, is told by the release itself.
    """
    reader = _Reader()
    for change in changes:
        if change.entity == "releases" and change.key in board.releases:
            reader.read(change)
    found = reader.list_spells()
    known = {(spell.release, spell.kind) for spell in found if spell.end is None}
    for release in board.releases.values():
        block = release.blocked
        if block is not None and (release.id, Flow.BLOCKED.value) not in known:
            found.append(Spell(release.id, Flow.BLOCKED.value, block.cause, block.since.toordinal()))
    return found


class _Reader:
    """Reads changes in the order of time and closes what they end."""

    def __init__(self) -> None:
        self.over: list[Spell] = []
        self.going: dict[tuple[str, str], Spell] = {}

    def list_spells(self) -> list[Spell]:
        """What is over and what still goes on; a spell that ended on the day it began took no day."""
        return [*(spell for spell in self.over if spell.end is None or spell.end > spell.first), *self.going.values()]

    def read(self, change: Change) -> None:
        """Take in what one change did to a release."""
        day = _day_of(change)
        if day is None:
            return
        if "blocked" in change.set:
            block = change.set["blocked"]
            self._end(change.key, Flow.BLOCKED.value, day)
            if isinstance(block, Mapping):
                since = _read_day(block.get("since")) or day
                # a corrected cause keeps `since`; what came before stays with the cause it had then
                ended = [s.end or 0 for s in self.over if s.release == change.key and s.kind == Flow.BLOCKED.value]
                first = max(since, *ended) if ended else since
                self._begin(change.key, Flow.BLOCKED.value, str(block.get("cause", "")), first)
        if "flow" in change.set:
            self._end(change.key, Flow.WAITING.value, day)
            if change.set["flow"] == Flow.WAITING:
                self._begin(change.key, Flow.WAITING.value, "", day)

    def _begin(self, release: str, kind: str, cause: str, first: int) -> None:
        self.going[release, kind] = Spell(release, kind, cause, first)

    def _end(self, release: str, kind: str, day: int) -> None:
        spell = self.going.pop((release, kind), None)
        if spell is not None:
            self.over.append(spell._replace(end=max(day, spell.first)))


def _day_of(change: Change) -> int | None:
    return _read_day(change.at[:10])


def _read_day(value: Any) -> int | None:
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        return None


def count_entries(board: Board, changes: Iterable[Change], only: Iterable[str]) -> dict[str, Entries]:
    """How often each stage was entered by some releases (record ids), and how often by a move back.

    A stage that a release has begun was entered at least once, whether or not the history tells of it. A move back
    that was undone did not happen.
    """
    wanted = set(only)
    backs: dict[str, int] = {}
    here: dict[str, str] = {}
    for change in changes:
        if change.entity != "releases" or change.key not in wanted:
            continue
        was = str(change.was.get("stage") or here.get(change.key, ""))
        now = here[change.key] = str(change.set.get("stage", was) or "")
        if "reworks" in change.set and not change.is_creation:
            more = int(change.set["reworks"] or 0) - int(change.was.get("reworks") or 0)
            stage = now if more > 0 else was
            backs[stage] = max(0, backs.get(stage, 0) + more)
    begun: dict[str, int] = {}
    for ident in wanted:
        for plan in board.releases[ident].stages:
            if plan.started is not None:
                begun[plan.stage] = begun.get(plan.stage, 0) + 1
    return {
        stage: Entries(begun.get(stage, 0) + backs.get(stage, 0), backs.get(stage, 0)) for stage in {*begun, *backs}
    }
