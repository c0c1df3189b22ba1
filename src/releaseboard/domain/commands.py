"""What is asked of a board, imperative; each may be refused (rules.py, decide.py).

`key` is a release's natural key (an unambiguous beginning will do), `fields` are dotted paths with plain values
(fields.py), a date None means today, an empty text means not given.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from .changes import Change
from .model import NOTHING, Window


class AddRelease(NamedTuple):
    """A new draft. A missing project is made; left out stages are the board's set."""

    key: str
    fields: Mapping[str, Any] = NOTHING


class EditFields(NamedTuple):
    """Plain fields of a release; window, target and stage days of a committed one need `Replan`."""

    key: str
    fields: Mapping[str, Any]
    reason: str = ""


class CommitRelease(NamedTuple):
    """Draft → committed; sets the baseline."""

    key: str


class StartRelease(NamedTuple):
    """Committed → in progress, in its first stage."""

    key: str
    on: date | None = None


class MoveRelease(NamedTuple):
    """To a stage id, `next` or `back`: right finishes and starts, left is rework and needs a reason."""

    key: str
    stage: str = "next"
    on: date | None = None
    reason: str = ""


class HoldRelease(NamedTuple):
    """Put aside, to come back to the same state."""

    key: str
    reason: str = ""


class ResumeRelease(NamedTuple):
    """Back from hold."""

    key: str


class CancelRelease(NamedTuple):
    """Given up; from any state before released."""

    key: str
    reason: str


class MarkReleased(NamedTuple):
    """It is out. `reason` is asked only when the day is under a deploy freeze (out of rule)."""

    key: str
    on: date | None = None
    outcome: str = "success"
    reason: str = ""


class RollBack(NamedTuple):
    """Taken back within 30 days of release."""

    key: str
    reason: str
    on: date | None = None


class CloseRelease(NamedTuple):
    """Released → closed, after its review."""

    key: str


class ArchiveRelease(NamedTuple):
    """Out of sight (or back); nothing is deleted."""

    key: str
    archived: bool = True


class BlockRelease(NamedTuple):
    """Work stands still, since today. `until` None: nobody knows."""

    key: str
    cause: str
    reason: str
    until: date | None = None
    waiting_on: str = ""


class UnblockRelease(NamedTuple):
    """Work goes on."""

    key: str


class Replan(NamedTuple):
    """The plan moves after commit. `stages`: new working days by stage id; None and empty leave as it is."""

    key: str
    cause: str
    reason: str
    target: date | None = None
    window: Window | None = None
    stages: Mapping[str, int] = NOTHING
    start: date | None = None
    origin: str = ""


class AddLink(NamedTuple):
    """Successor (a release) waits for predecessor: a release key, or the id of an external, event or backlog."""

    successor: str
    predecessor: str
    fields: Mapping[str, Any] = NOTHING


class RemoveLink(NamedTuple):
    """The link of this record id."""

    link_id: str
    reason: str = ""


class AddRecord(NamedTuple):
    """A person, team, freeze, window, event … with the id in `fields` where the kind has given ids."""

    table: str
    fields: Mapping[str, Any]


class EditRecord(NamedTuple):
    """Fields of any record but a release or link."""

    table: str
    id: str
    fields: Mapping[str, Any]
    reason: str = ""


class RemoveRecord(NamedTuple):
    """Any record but a release or link; releases are cancelled or archived."""

    table: str
    id: str
    reason: str = ""


class PutRecords(NamedTuple):
    """An import: `{table: [plain record]}`, found again by natural key; references to releases are by key."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]


class SettleConflict(NamedTuple):
    """Of several values for one field, set at the same time by different people, this one stands from now on.

    `field` is a dotted path, `value` plain; None empties it. `is_new`: it is none of those that were set.
    """

    table: str
    id: str
    field: str
    value: Any
    is_new: bool = False
    reason: str = ""


class RevertChanges(NamedTuple):
    """Takes changes back, last first: undo, and undo of an undo."""

    changes: Sequence[Change]
    reason: str = ""


Command: TypeAlias = (
    AddRelease | EditFields | CommitRelease | StartRelease | MoveRelease | HoldRelease | ResumeRelease | CancelRelease
    | MarkReleased | RollBack | CloseRelease | ArchiveRelease | BlockRelease | UnblockRelease | Replan | AddLink
    | RemoveLink | AddRecord | EditRecord | RemoveRecord | PutRecords | RevertChanges | SettleConflict
)  # fmt: skip
