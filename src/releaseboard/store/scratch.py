"""A board to try things out on: read from where another store has it, kept nowhere."""

from collections.abc import Sequence

from releaseboard.domain.changes import Change
from releaseboard.errors import BoardReadOnly

from .contract import Content, Docs, Plain, Replica, Store, SyncState
from .replica import random_id


class Scratch:
    """The documents of a board and its history; nothing that is done on it reaches the store below.

    Args:
        below: where the history is read when somebody looks.
        docs: the documents to begin with.
    """

    def __init__(self, below: Store, docs: Docs) -> None:
        self.path = below.path
        self._below = below
        self._docs = docs
        self._replica = Replica(random_id())  # numbers given here are no gaps in anybody's row

    def load(self, history: bool = True) -> Content:
        """The documents as they were at first; the history as it is below."""
        changes = self._below.load().changes if history else None
        return Content(self._docs, changes, 0)

    def commit(self, changes: Sequence[Change]) -> Content:
        """Never: raises BoardReadOnly."""
        raise BoardReadOnly("a what-if is not kept", "apply it, or keep it as a scenario")

    def archived(self) -> Sequence[Plain]:
        """As below."""
        return self._below.archived()

    def create(self, changes: Sequence[Change]) -> Content:
        """Never: raises BoardReadOnly."""
        return self.commit(changes)

    def record(self, changes: Sequence[Change]) -> bool:
        """There is no place for them."""
        return False

    def share(self) -> bool:
        """There is nobody to share with."""
        return True

    def meet(self) -> Content | None:
        """There is nobody to meet."""
        return None

    def state(self) -> SyncState:
        """Always in step with itself."""
        return SyncState()

    def replica(self) -> Replica:
        """One of its own, in memory."""
        return self._replica

    def fingerprint(self) -> object:
        """It never changes."""
        return 0

    def read_only(self) -> str:
        """Anything may be tried, also by whoever may only look at the board."""
        return ""
