"""How things stand with the shared board, in a few words for the right end of the status line.

The worst comes first: edits that are kept nowhere, edits that others do not see yet, conflicts, a board one may only
read; then that all is in step, and who else is here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from releaseboard.session import SyncState

OLD_AFTER = 60.0  # seconds; younger looks need no age


class Standing(NamedTuple):
    """What is known about the shared board.

    Attributes:
        sync: how far own edits have come; None before the first look.
        unkept: edits that are on the screen only.
        failing: the last try to keep them failed.
        read_only: why nothing can be written; ''.
        conflicts: fields that two people set without knowing of each other.
        others: who else has the board open, as (login, key of their release or '').
    """

    sync: "SyncState | None" = None
    unkept: int = 0
    failing: bool = False
    read_only: str = ""
    conflicts: int = 0
    others: Sequence[tuple[str, str]] = ()


def word_standing(standing: Standing, now: float) -> tuple[str, bool]:
    """The words, and whether they are alarming.

    Args:
        standing: what is known.
        now: seconds since 1970.
    """
    parts: list[str] = []
    sync = standing.sync
    is_alarming = standing.failing or standing.conflicts > 0
    if standing.failing:
        parts.append(f"not saved: {standing.unkept} only on this screen")
    elif standing.unkept:
        parts.append(f"saving {standing.unkept}")
    elif sync is not None and sync.state in ("offline", "replica"):
        is_alarming = is_alarming or sync.state == "offline"
        parts.append(_word_away(sync))
    if standing.conflicts:
        parts.append(f"{standing.conflicts} conflict{'s' * (standing.conflicts != 1)}")
    if standing.read_only:
        parts.append("read-only")
    elif not parts and sync is not None:
        parts.append(_word_synced(sync, now))
    if standing.others:
        parts.append(_word_others(standing.others))
    return " · ".join(parts), is_alarming


def _word_away(sync: "SyncState") -> str:
    name = "offline" if sync.state == "offline" else "local copy"
    edits = f": {sync.pending} edit{'s' * (sync.pending != 1)} kept here" if sync.pending else ""
    seen = f", board of {datetime.fromtimestamp(sync.at):%a %H:%M}" if sync.at else ""
    return f"{name}{edits}{seen}"


def _word_synced(sync: "SyncState", now: float) -> str:
    if sync.pending:
        return f"syncing {sync.pending}"
    age = now - sync.at if sync.at else 0.0
    if age < OLD_AFTER:
        return "synced"
    minutes = int(age // 60)
    return f"synced {minutes} min ago" if minutes < 120 else f"synced {minutes // 60} h ago"


def _word_others(others: Sequence[tuple[str, str]]) -> str:
    names = list(dict.fromkeys(user for user, _ in others))
    return f"with {', '.join(names)}" if len(names) < 3 else f"with {names[0]} and {len(names) - 1} more"
