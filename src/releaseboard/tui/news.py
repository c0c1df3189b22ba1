"""Which releases changes by others are about. Pure."""

from collections.abc import Iterable

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change

_ENDS = ("successor", "predecessor", "release")


def find_touched(board: Board, changes: Iterable[Change]) -> set[str]:
    """Record ids of the releases that were changed, or that a changed link, notice, entry … is about."""
    found: set[str] = set()
    for change in changes:
        if change.entity == "releases":
            found.add(change.key)
            continue
        doc = board.docs.get(change.entity, {}).get(change.key) or {}
        found.update(str(doc[end]) for end in _ENDS if doc.get(end))
        found.update(doc.get("releases") or ())
    return {ident for ident in found if ident in board.releases}
