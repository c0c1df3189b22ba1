"""Changes: what was set, what it replaced, by whom, when and why (storage.md). They are the truth of a board.

`decide` makes drafts (no id, nobody, no time); the session seals them. A value is plain, as in the file; a field is a
dotted path (fields.py); None means that the field was or becomes empty.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from releaseboard.errors import BadInput

from .model import NOTHING

DELETED = "deleted"


class Change(NamedTuple):
    """One record's fields set at one moment.

    Attributes:
        id: stamp (stamp.py); '' in a draft.
        at: ISO-8601 instant in UTC; by, host: who and where.
        group: one user action; undo is by group.
        entity: the table; key: the record's id.
        set: field path → new value; was: field path → value before (a missing path was empty).
        on: field path → ids of the changes that this one replaces.
        seq: 1, 2, 3 … of this replica; 0 in a draft.
        app: the version that wrote it.
    """

    id: str
    entity: str
    key: str
    set: Mapping[str, Any]
    was: Mapping[str, Any] = NOTHING
    on: Mapping[str, Sequence[str]] = NOTHING
    at: str = ""
    by: str = ""
    host: str = ""
    group: str = ""
    seq: int = 0
    reason: str = ""
    cause: str = ""
    app: str = ""
    extra: Mapping[str, Any] = NOTHING

    @property
    def is_creation(self) -> bool:
        """The record came to be with this change."""
        return "id" in self.set

    @property
    def place(self) -> tuple[str, str]:
        """Table and record id."""
        return (self.entity, self.key)


class Context(NamedTuple):
    """Time, chance and person for a decision.

    Attributes:
        today: the day that the board is worked as of.
        now: an aware instant.
        by: login of the person.
        new_id: a fresh record id from a one-letter prefix: `new_id("r")` → `r7f3k2mq`.
    """

    today: date
    now: datetime
    by: str
    new_id: Callable[[str], str]


_ALWAYS = ("id", "at", "by", "host", "group", "entity", "key", "set", "seq")
_SOMETIMES = ("was", "on", "reason", "cause", "app")
_KNOWN = frozenset(_ALWAYS + _SOMETIMES)


def draft(
    entity: str, key: str, values: Mapping[str, Any], was: Mapping[str, Any], reason: str = "", cause: str = ""
) -> Change:
    """A change not yet sealed; what was empty before is left out of `was`."""
    return Change("", entity, key, dict(values), {path: old for path, old in was.items() if old is not None},
                  reason=reason, cause=cause)  # fmt: skip


def write_change(change: Change) -> dict[str, Any]:
    """The plain document of a change, long names as in the file; empty optional fields are left out."""
    plain: dict[str, Any] = {name: getattr(change, name) for name in _ALWAYS}
    for name in _SOMETIMES:
        value = getattr(change, name)
        if value:
            plain[name] = value
    plain.update(change.extra)
    return plain


def read_change(plain: Mapping[str, Any]) -> Change:
    """A change from its plain document; fields of a newer version go to `extra`. Raises BadInput."""
    ident = plain.get("id")
    if not isinstance(ident, str) or not isinstance(plain.get("set"), Mapping):
        raise BadInput(f"the history holds something that is not a change: {str(plain)[:60]}")
    for name in ("was", "on"):
        if not isinstance(plain.get(name, NOTHING), Mapping):
            raise BadInput(f"the history's change {ident} can't be read: {name} is not a set of fields")
    values = {name: plain[name] for name in _KNOWN if name in plain}
    extra = {name: value for name, value in plain.items() if name not in _KNOWN}
    if extra:
        values["extra"] = extra
    try:
        return Change(**values)
    except TypeError:
        raise BadInput(f"the history's change {ident} can't be read: entity or key is missing") from None


def invert(change: Change) -> Change:
    """The draft that takes a change back: a creation is deleted, all else gets its old value."""
    if change.is_creation:
        return draft(change.entity, change.key, {DELETED: True}, {})
    values = {path: change.was.get(path) for path in change.set}
    return draft(change.entity, change.key, values, change.set)
