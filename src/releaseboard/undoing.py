"""What can be undone and redone: the groups of one sitting, last first.

Floor 4 with session.py, which alone uses it. Undo is a new change; nothing is ever taken out of the history.
"""

from collections.abc import Sequence

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.words import spoken
from releaseboard.errors import Refused, UnknownKey

from .ledger import Ledger

UNDO, REDO = "undo", "redo"


class UndoLog:
    """The groups done and those undone in one sitting."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.undone: list[str] = []

    def note(self, group: str) -> None:
        """A new action: what was undone can't be redone any more."""
        self.done.append(group)
        self.undone.clear()

    def forget(self, group: str) -> None:
        """An action that could not be kept."""
        self.done = [name for name in self.done if name != group]

    def turn(self, verb: str, group: str, by: str) -> None:
        """A group was taken back (or put back) by another one, which can be turned in its place."""
        source, target = (self.done, self.undone) if verb == UNDO else (self.undone, self.done)
        source[:] = [name for name in source if name != group]
        target.append(by)

    def pick(self, verb: str, ledger: Ledger, user: str) -> str:
        """The group to turn next: of this sitting, else (undo) the person's last one of the history. Raises Refused."""
        if verb == REDO:
            if not self.undone:
                raise Refused("there is nothing to redo", "redo puts back what undo took away")
            return self.undone[-1]
        group = self.done[-1] if self.done else find_last_own(ledger.list_all(), user)
        if not group:
            raise Refused("there is nothing to undo", "only your own edits are undone without naming a group")
        return group

    def describe(self, verb: str, board: Board, ledger: Ledger) -> str:
        """What the next undo or redo of this sitting would do, in a few words; '' when there is none."""
        groups = self.done if verb == UNDO else self.undone
        return describe_group(board, ledger.list_group(groups[-1])) if groups else ""


def find_last_own(changes: Sequence[Change], user: str) -> str:
    """The latest group by this person that is neither an undo nor undone already; '' when there is none."""
    undone: set[str] = set()
    for change in reversed(changes):
        if change.reason.startswith(f"{UNDO} "):
            undone.add(change.reason.removeprefix(f"{UNDO} "))
        elif change.by == user and change.group not in undone and not change.reason.startswith(f"{REDO} "):
            return str(change.group)
    return ""


def find_group(ledger: Ledger, group: str) -> tuple[Change, ...]:
    """The changes of a group, oldest first; an unambiguous beginning of its name will do.

    Raises:
        UnknownKey: there is no such group. Refused: it is the one that made the board itself.
    """
    changes = ledger.list_group(group) or _find_by_beginning(ledger.list_all(), group)
    if any(change.entity == "board" and change.is_creation for change in changes):
        raise Refused("that group made the board: it can't be undone", "remove the file instead")
    return changes


def _find_by_beginning(changes: Sequence[Change], group: str) -> tuple[Change, ...]:
    names = {change.group for change in changes if change.group.startswith(group)}
    if len(names) != 1:
        many = f"{group!r} fits {len(names)} groups of changes" if names else f"there is no group of changes {group!r}"
        raise UnknownKey(many, "`releaseboard history` names them")
    return tuple(change for change in changes if change.group in names)


def describe_group(board: Board, changes: Sequence[Change]) -> str:
    """What the changes of a group did, in a few words: `PAY-4.2: stage, state`; '' for none."""
    parts: dict[str, set[str]] = {}
    for change in changes:
        doc = board.docs.get(change.entity, {}).get(change.key, {})
        name = str(doc.get("key") or doc.get("name") or doc.get("title") or f"{spoken(change.entity)} {change.key}")
        fields = {"new"} if change.is_creation else {path.split(".")[0] for path in change.set}
        parts.setdefault(name, set()).update(fields)
    shown = [f"{name}: {', '.join(sorted(fields))}" for name, fields in list(parts.items())[:2]]
    return " · ".join(shown) + (f" and {len(parts) - 2} more" if len(parts) > 2 else "")
