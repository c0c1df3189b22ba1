"""A board kept in memory: the same contract without a disk, for tests and for trying things out."""

from collections.abc import Sequence
from copy import deepcopy

from releaseboard.domain.changes import Change, read_change, write_change
from releaseboard.domain.merge import fold, refold
from releaseboard.errors import BadInput, BoardMissing, BoardReadOnly

from .contract import Content, Docs, Plain, Replica, SyncState
from .replica import random_id


class MemoryStore:
    """One board in memory.

    Args:
        path: what it is called in messages.
        reason: why it can't be written; '' means that it can.
    """

    def __init__(self, path: str = "memory", reason: str = "") -> None:
        self.path = path
        self._reason = reason
        self._docs: Docs = {}
        self._changes: dict[str, Plain] = {}
        self._version = 0
        self._replica: Replica | None = None

    def load(self, history: bool = True) -> Content:
        """A copy of what is held. Raises BoardMissing before `create`."""
        if not self._version:
            raise BoardMissing(f"there is no board at {self.path}", "make one with `releaseboard init`")
        changes = [self._changes[ident] for ident in sorted(self._changes)] if history else None
        return Content(deepcopy(self._docs), deepcopy(changes), self._version)

    def commit(self, changes: Sequence[Change]) -> Content:
        """Add what is new and refold what it touches."""
        if not self._version:
            raise BoardMissing(f"there is no board at {self.path}", "make one with `releaseboard init`")
        if self._reason:
            raise BoardReadOnly(self._reason)
        fresh = list({change.id: change for change in changes if change.id not in self._changes}.values())
        if fresh:
            self._changes.update((change.id, deepcopy(write_change(change))) for change in fresh)
            touched = {change.place for change in fresh}
            self._docs = refold(self._docs, map(read_change, self._in_order()), touched)
            self._version += 1
        return self.load()

    def archived(self) -> Sequence[Plain]:
        """Memory keeps everything at hand."""
        return ()

    def create(self, changes: Sequence[Change]) -> Content:
        """The first changes. Raises BadInput when there is a board already."""
        if self._version:
            raise BadInput(f"{self.path} is there already", "name a new one, or open this one")
        self._changes = {change.id: deepcopy(write_change(change)) for change in changes}
        self._docs = fold(map(read_change, self._in_order()))
        self._version = 1
        return self.load()

    def record(self, changes: Sequence[Change]) -> bool:
        """Memory has no second place: the same as `commit`."""
        self.commit(changes)
        return True

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
        """A random one, kept for as long as this store."""
        self._replica = self._replica or Replica(random_id())
        return self._replica

    def fingerprint(self) -> object:
        """The number of writes so far; None before `create`."""
        return self._version or None

    def read_only(self) -> str:
        """The reason given at the start."""
        return self._reason

    def _in_order(self) -> list[Plain]:
        return [self._changes[ident] for ident in sorted(self._changes)]
