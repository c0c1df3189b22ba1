"""The changes that a session knows: what the store holds, read only as far as somebody looks, and what is under way.

Floor 4 with session.py, which alone uses it.
"""

from collections.abc import Collection, Iterable, Sequence

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change, read_change
from releaseboard.domain.fields import Plain
from releaseboard.domain.merge import Place
from releaseboard.store.history import History


class Ledger:
    """A history and the changes made here that it may not hold yet.

    Args:
        held: the plain changes that the store holds, in stamp order.
        own: changes made here; those that the store holds already are passed over.
    """

    def __init__(self, held: Sequence[Plain], own: Iterable[Change] = ()) -> None:
        self.held = held if isinstance(held, History) else History.from_plain(held)
        self.own = [change for change in own if change.id not in self.held.lines]

    def add(self, changes: Iterable[Change]) -> None:
        """Changes made here, in their order."""
        self.own.extend(changes)

    def drop(self, group: str) -> None:
        """Forget the changes of a group that could not be kept."""
        self.own = [change for change in self.own if change.group != group]

    def find_last_id(self) -> str:
        """The latest stamp seen; '' on a board without any change."""
        names = self.held.keys()
        return max([names[-1][:40] if names else "", *(change.id for change in self.own)])

    def list_all(self) -> tuple[Change, ...]:
        """Every change, oldest first."""
        changes = [*map(read_change, self.held), *self.own]
        return tuple(sorted(changes, key=_by_stamp) if self.own else changes)

    def list_of(self, places: Collection[Place]) -> list[Change]:
        """The changes of these records, oldest first."""
        own = [change for change in self.own if change.place in places]
        return sorted([*map(read_change, self.held.of(places)), *own], key=_by_stamp)

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
