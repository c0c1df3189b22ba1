"""What has happened, told to the app and the screens. Threads only post; screens decide what to show."""

from collections.abc import Sequence

from textual.message import Message

from releaseboard.domain.changes import Change
from releaseboard.errors import ReleaseboardError
from releaseboard.session import Outcome, SyncState


class BoardChanged(Message):
    """The session shows another board.

    Attributes:
        changes: what changed; () when that is not known.
        by_others: somebody else wrote it.
        said: one line for the status line; '' for none.
    """

    def __init__(self, changes: Sequence[Change] = (), *, by_others: bool = False, said: str = "") -> None:
        super().__init__()
        self.changes, self.by_others, self.said = tuple(changes), by_others, said


class Saved(Message):
    """Everything queued is in the file; `count` changes were written."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class SaveFailed(Message):
    """The file could not be written. The edits stay on the screen and are tried again."""

    def __init__(self, error: ReleaseboardError, pending: int) -> None:
        super().__init__()
        self.error, self.pending = error, pending


class ReadFailed(Message):
    """The file could not be read again; what is shown is what was read last."""

    def __init__(self, error: ReleaseboardError) -> None:
        super().__init__()
        self.error = error


class RightsSeen(Message):
    """Whether the board can be written was looked at; `reason` why not, '' when it can."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class StandingSeen(Message):
    """How far own edits have come.

    Attributes:
        sync: their way into the shared board.
        others: who else has the board open, as (login, key of their release or ''); None when nobody looked.
        conflicts: how many fields two people set at the same time; None when nobody looked.
    """

    def __init__(
        self, sync: SyncState, others: tuple[tuple[str, str], ...] | None, conflicts: int | None = None
    ) -> None:
        super().__init__()
        self.sync, self.others, self.conflicts = sync, others, conflicts


class ReleaseWanted(Message):
    """The page of a release is to be opened; `order` are the releases that `J` and `K` go through."""

    def __init__(self, release_id: str, order: Sequence[str] = ()) -> None:
        super().__init__()
        self.release_id, self.order = release_id, tuple(order)


class ReleaseShown(Message):
    """The board's cursor is to stand on a release."""

    def __init__(self, release_id: str) -> None:
        super().__init__()
        self.release_id = release_id


class TrialShown(Message):
    """Another what-if is on the screen than before; `said` stands in the status line."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


class TrialLeft(Message):
    """The what-if is over; `outcome` is what was done on the board for real, None when nothing was."""

    def __init__(self, said: str, outcome: Outcome | None = None) -> None:
        super().__init__()
        self.said, self.outcome = said, outcome


class StrategiesWanted(Message):
    """What could be done about an issue is to be compared; `key` the release it is for, '' its first open one."""

    def __init__(self, issue_id: str, key: str = "") -> None:
        super().__init__()
        self.issue_id, self.key = issue_id, key


class SheetWanted(Message):
    """The go/no-go sheet of a release is to be opened."""

    def __init__(self, release_id: str) -> None:
        super().__init__()
        self.release_id = release_id
