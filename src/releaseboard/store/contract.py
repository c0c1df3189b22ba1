"""The contract that every store keeps, whatever stands behind it: one file, memory, one day an object store.

A store needs only four abilities: read everything with a version, replace it if that version still holds, append to an
object of its own, and list. Nothing above this floor knows more than this page.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from releaseboard.domain.board import Docs
from releaseboard.domain.changes import Change
from releaseboard.domain.fields import Plain

__all__ = ["Content", "Docs", "Plain", "Store"]


class Content(NamedTuple):
    """What a store holds at one instant.

    `changes` are plain change dicts in the order of their stamps; None when the history was not asked for.
    `fingerprint` compares equal while nothing has been written. `problems` are sentences about what could be read only
    in part; () is the normal case.
    """

    docs: Docs
    changes: list[Plain] | None
    fingerprint: object
    problems: tuple[str, ...] = ()


class Store(Protocol):
    """One board, kept somewhere."""

    path: str

    def load(self, history: bool = True) -> Content:
        """Read the board; without `history` the changes are neither parsed nor returned.

        Raises:
            BoardMissing: there is nothing at the path.
            BoardDamaged: something is there, but not a board.
            BoardUnavailable: it can't be read now.
        """
        ...

    def commit(self, changes: Sequence[Change]) -> Content:
        """Add changes to what the store holds now, refold the records they touch, and write once.

        Changes that are there already (by id) are not added again; when nothing is new, nothing is written.

        Raises:
            BoardReadOnly: the board may not be written here.
            BoardUnavailable: it can't be written now; what it held before stands untouched.
        """
        ...

    def create(self, changes: Sequence[Change]) -> Content:
        """Make a new board out of its first changes. Raises BadInput when there is something at the path."""
        ...

    def fingerprint(self) -> object:
        """Cheap to ask; equal to an earlier one while nothing new was written. None when the board is not there."""
        ...

    def read_only(self) -> str:
        """Why this board can't be written from here, as one sentence; '' when it can."""
        ...
