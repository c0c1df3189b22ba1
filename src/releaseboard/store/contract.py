"""The contract that every store keeps, whatever stands behind it: one file, memory, one day an object store.

A store needs only four abilities: read everything with a version, replace it if that version still holds, append to an
object of its own, and list. Nothing above this floor knows more than this page.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from releaseboard.domain.board import Docs
from releaseboard.domain.changes import Change
from releaseboard.domain.fields import Plain

from .replica import Replica

__all__ = ["Content", "Docs", "Plain", "Replica", "Store", "SyncState"]


class Content(NamedTuple):
    """What a store holds at one instant.

    Attributes:
        docs: the state.
        changes: plain changes in the order of their stamps; None when the history was not asked for. A file's changes
            are a `History` (history.py), parsed only as far as somebody looks.
        fingerprint: compares equal while nothing has been written.
        problems: sentences for the person at the screen: what could be read only in part, what was mended.
    """

    docs: Docs
    changes: Sequence[Plain] | None
    fingerprint: object
    problems: tuple[str, ...] = ()


class SyncState(NamedTuple):
    """How far what is done here has come.

    Attributes:
        state: `synced` the file holds everything; `pending` not yet, and nothing is wrong; `offline` the file can't be
            reached or written now; `replica` this machine's copy was asked for, the share is left alone.
        pending: how many edits (groups of changes) made on this machine the file does not hold yet.
        at: when the shared file was last seen, in seconds since 1970; 0.0 never.
        reason: why it is not synced, one sentence; ''.
        shared: all that is pending lies in our outbox on the share: it survives this machine.
    """

    state: str = "synced"
    pending: int = 0
    at: float = 0.0
    reason: str = ""
    shared: bool = True


class Store(Protocol):
    """One board, kept somewhere.

    An edit goes three steps, each durable: `record` keeps it on this machine, `share` puts it where the others'
    programs find it, `meet` brings it into the board and takes in what others did. `commit` does all three.
    """

    path: str

    def load(self, history: bool = True) -> Content:
        """Read the board; without `history` the changes are neither parsed nor returned.

        This machine's copy stands in for a shared file that can't be read now, if there is one; `state` says so.

        Raises:
            BoardMissing: there is nothing at the path.
            BoardDamaged: something is there, but not a board.
            BoardUnavailable: it can't be read now.
        """
        ...

    def commit(self, changes: Sequence[Change]) -> Content:
        """Add changes to what the store holds now, refold the records they touch, and write once.

        Changes that are there already (by id) are not added again; when nothing is new, nothing is written. When the
        board can't be written now but the changes are safe on this machine, they count as done: `state` says so.

        Raises:
            BadInput: a value is not plain JSON.
            BoardReadOnly: the board may not be written here.
            BoardUnavailable: it can't be written now, and nothing could be kept here either.
        """
        ...

    def archived(self) -> Sequence[Plain]:
        """Changes that were moved out of the board into archive files, whole, in the order of their stamps.

        Those of which a field still stands are in the board too, cut down to such fields (`"trimmed": true`).
        """
        ...

    def create(self, changes: Sequence[Change]) -> Content:
        """Make a new board out of its first changes. Raises BadInput when there is something at the path."""
        ...

    def record(self, changes: Sequence[Change]) -> bool:
        """Keep changes on this machine, durably; False when it has no place for them. Never waits for the share.

        Raises:
            BadInput: a value is not plain JSON. BoardReadOnly: the board may not be written here.
            BoardUnavailable: this machine's own disk is full or broken.
        """
        ...

    def share(self) -> bool:
        """Put what was recorded where the others' programs find it, durably; False when the share is away."""
        ...

    def meet(self) -> Content | None:
        """Bring what was recorded into the board and take in what others did; None when nothing is new.

        Raises:
            BoardUnavailable: not now; what was recorded stays, `state` counts it.
        """
        ...

    def state(self) -> SyncState:
        """How far what is done here has come; costs nothing."""
        ...

    def replica(self) -> Replica:
        """The copy of the board that this store writes as: its id goes into the stamps of changes."""
        ...

    def fingerprint(self) -> object:
        """Cheap to ask; equal to an earlier one while nothing new was written. None when the board is not there."""
        ...

    def read_only(self) -> str:
        """Why this board can't be edited from here, as one sentence; '' when it can."""
        ...
