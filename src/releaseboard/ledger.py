"""The changes that a session knows: what the store holds, read only as far as somebody looks, and what is under way.

Floor 4 with session.py, which alone uses it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change, read_change
from releaseboard.domain.fields import Plain
from releaseboard.domain.merge import Place
from releaseboard.domain.stamp import format_instant
from releaseboard.store.history import History

AHEAD = timedelta(minutes=5)  # how far a stamp may be ahead of our clock and still be followed


class Ledger:
    """A history and the changes made here that it may not hold yet.

    Args:
        held: the plain changes that the store holds, in stamp order.
        own: changes made here; those that the store holds already are passed over.
        archived: plain changes that were moved out of the board, whole; they are told, but never decide anything.
    """

    def __init__(self, held: Sequence[Plain], own: Iterable[Change] = (), archived: Sequence[Plain] = ()) -> None:
        self.archived = archived
        self.held = held if isinstance(held, History) else History.from_plain(held)
        self.own = [change for change in own if change.id not in self.held.lines]

    def add(self, changes: Iterable[Change]) -> None:
        """Changes made here, in their order."""
        self.own.extend(changes)

    def drop(self, group: str) -> None:
        """Forget the changes of a group that could not be kept."""
        self.own = [change for change in self.own if change.group != group]

    def find_last_id(self, now: datetime) -> str:
        """The latest stamp seen that is at most five minutes ahead; '' on a board without any change.

        Later ones are of a clock that is wrong, or planted: they lead nobody on (storage.md, clock skew).
        """
        until = format_instant(now + AHEAD)
        own = (change.id for change in self.own if change.id <= until)
        return max(["", self.held.find_last_id(until), *own])

    def list_all(self) -> tuple[Change, ...]:
        """Every change, oldest first."""
        held = map(read_change, self.held) if not self.archived else self._whole()
        changes = [*held, *self.own]
        return tuple(sorted(changes, key=_by_stamp) if self.own or self.archived else changes)

    def _whole(self) -> list[Change]:
        """The held changes, those that were cut down to what still stands replaced by the whole archived ones."""
        plain = {change["id"]: change for change in self.held} | {change["id"]: change for change in self.archived}
        return [read_change(change) for change in plain.values()]

    def list_of(self, places: Collection[Place]) -> list[Change]:
        """The changes of these records, oldest first."""
        own = [change for change in self.own if change.place in places]
        plain = {change["id"]: change for change in self.held.of(places)}
        plain |= {change["id"]: change for change in self.archived if (change["entity"], change["key"]) in places}
        return sorted([*map(read_change, plain.values()), *own], key=_by_stamp)

    def list_shared(self) -> list[Change]:
        """The changes of records that more than one copy of the board wrote: only there can two collide, oldest first.

        Each change is read and let go: a history of 20,000 changes in memory is 40 MB.
        """
        first: dict[Place, str] = {}
        shared: set[Place] = set()
        for change in self.held.skim():
            place = (change["entity"], change["key"])
            writer = str(change["id"]).rpartition("-")[2]
            if first.setdefault(place, writer) != writer or change.get("twice"):
                shared.add(place)
        for mine in self.own:
            if first.setdefault(mine.place, writer := mine.id.rpartition("-")[2]) != writer:
                shared.add(mine.place)
        return self.list_of(shared)

    def list_beyond(self, known: Collection[str]) -> tuple[Change, ...]:
        """What the store holds beyond these ids, oldest first."""
        return tuple(map(read_change, self.held.beyond(known)))

    def list_ids(self) -> set[str]:
        """The ids of every change."""
        return {*self.held.lines, *(change.id for change in self.own)}

    def list_group(self, group: str) -> tuple[Change, ...]:
        """The changes of a group of this name, oldest first; () when there is none."""
        own = tuple(change for change in self.own if change.group == group)
        return own or tuple(change for change in self.list_all() if change.group == group)


def find_places(board: Board, key: str) -> set[Place]:
    """Where the story of a release stands: itself, its links, and the records that name it. Raises UnknownKey."""
    ident = board.release(key).id
    ends = ("successor", "predecessor", "release")
    return {("releases", ident)} | {
        (table, name)
        for table, docs in board.docs.items()
        for name, doc in docs.items()
        if any(doc.get(end) == ident for end in ends) or ident in (doc.get("releases") or {})
    }


def _by_stamp(change: Change) -> str:
    return change.id
