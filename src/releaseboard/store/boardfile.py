"""The shared file as the floors above see it: load, record, share, meet, and how far all that has come.

Reading imports nothing but `json` and our own modules: `status` pays for no database, no hashing (docs/decisions).
Whatever touches the share can be given up on: a dead mount never hangs the screen or the command line.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from releaseboard.domain.changes import Change, write_change
from releaseboard.errors import BoardDamaged, BoardReadOnly, BoardUnavailable, ReleaseboardError

from . import localcopy
from .access import shown, why_read_only
from .contract import Content, Plain, SyncState
from .files import FileBytes, create_file, read_file, resolve, take_fingerprint
from .lines import encode_body
from .outgoing import Outgoing
from .patience import Patience
from .reading import Reading, read_board, require_same_board
from .replica import Replica, find_taken, machine_folder, random_id, take_replica

if TYPE_CHECKING:
    from .sync import Meeting, Met

T = TypeVar("T")
LOOK = 1.0  # seconds that a look at the share may take before this machine's copy stands in for it
WORK = 20.0  # seconds that a meeting may take before the edit is left to the next one
_AWAY = ("away",)  # the fingerprint of a share that can't be looked at
_ASK = "ask for write permission on the file and its folder"


class BoardFile:
    """A board in one TinyDB file.

    Args:
        path: where it is; a symbolic link is followed once.
        home: the state folder; '' takes the user's own.
        local: read this machine's copy only and leave the share alone; edits wait here.
    """

    def __init__(self, path: str, home: str = "", *, local: bool = False) -> None:
        self.path = path
        self._home = home
        self._local = local
        self._patience = Patience()
        self._outgoing = Outgoing()
        self._real = ""
        self._meeting: Meeting | None = None
        self._replica: Replica | None = None
        self._board_id = ""
        self._newer = ""
        self._raw = b""  # the file as read, until this machine has a copy of it
        self._seen: object = None

    @property
    def folder(self) -> str:
        """Where the board's safety net is kept: locks, outboxes, backups."""
        return self._where() + ".d"

    def _where(self) -> str:
        self._real = self._real or resolve(self.path)
        return self._real

    def _read(self) -> FileBytes:
        return read_file(self._where())

    def _at_share(self, work: Callable[[], T], seconds: float) -> T:
        return self._patience.run(work, seconds, shown(self.path))

    def load(self, history: bool = True) -> Content:
        """Read the file, or this machine's copy of it when it is away; without `history` the changes stay unread."""
        if self._local:
            return self._load_copy(BoardUnavailable(f"there is no copy of {shown(self.path)} on this machine"), history)
        try:
            return self._look(history).content
        except BoardUnavailable as problem:
            return self._load_copy(problem, history)

    def _look(self, history: bool) -> Reading:
        try:
            found = self._at_share(self._read, LOOK)
        except BoardUnavailable:
            if localcopy.recall_board(self.path, self._home):
                raise
            found = self._at_share(self._read, WORK)
        for pause in (0.02, 0.1, 0.3):
            try:
                return self._take(found, history)
            except BoardDamaged:
                time.sleep(pause)  # a script may be writing it in place
                found = self._at_share(self._read, LOOK)
        return self._take(found, history)

    def _take(self, found: FileBytes, history: bool) -> Reading:
        reading = read_board(found.raw, shown(self.path), found.fingerprint, self._home, history=history)
        require_same_board(reading.board_id, self._board_id, shown(self.path))
        self._board_id, self._newer, self._seen = reading.board_id, reading.newer, found.fingerprint
        self._raw = b"" if localcopy.has_copy(self._base()) else found.raw
        self._outgoing.expect(reading.waiting)
        self._outgoing.tell()
        return reading

    def _base(self) -> str:
        return machine_folder(self._board_id, self._home)

    def _load_copy(self, problem: BoardUnavailable, history: bool) -> Content:
        """The copy on this machine; raises the problem when there is none."""
        base = self._base() if self._board_id else localcopy.recall_base(self.path, self._home)
        copy = localcopy.read_copy(base) if base else None
        if copy is None:
            raise problem
        reading = read_board(copy.raw, localcopy.copy_path(base), _AWAY, self._home, history=history)
        self._board_id, self._seen = reading.board_id, _AWAY
        self._outgoing.expect(reading.waiting)
        self._outgoing.tell_of_copy(copy.at, problem.message, by_wish=self._local)
        return reading.content

    def commit(self, changes: Sequence[Change]) -> Content:
        """Keep the changes here, put them on the share, bring them into the file; done when they are safe anywhere."""
        try:
            is_kept = self.record(changes)
        except BoardUnavailable as problem:
            if isinstance(problem, BoardReadOnly) or self._local or not self._board_id:
                raise
            is_kept = False  # this machine's disk is full: the share will do
        if self._local:
            return self.load()
        try:
            return self._meet().content()
        except BoardUnavailable as problem:
            if not is_kept and self._outgoing.unshared:
                self._outgoing.forget(change.id for change in changes)
                self._outgoing.tell(problem)
                raise
            self._outgoing.tell(problem)
            return self._load_copy(problem, history=True)

    def record(self, changes: Sequence[Change]) -> bool:
        """Append to the journal on this machine; False when it has no place for one."""
        bodies = {change.id: encode_body(write_change(change)) for change in changes}
        if not self._board_id:
            self.load(history=False)
        if reason := self.read_only():
            raise BoardReadOnly(reason, _ASK)
        if self._replica is None and changes:
            self._replica = find_taken(changes[0].id.rpartition("-")[2])
        replica = self.replica()
        self._outgoing.add(bodies)
        if self._raw and replica.folder:
            localcopy.keep_copy(self._base(), self._raw, replica.id)
            localcopy.remember_path(self.path, self._board_id, self._home)
            self._raw = b""
        return replica.record(bodies.values())

    def share(self) -> bool:
        """Append what is not there yet to our outbox on the share."""
        from .outbox import append_outbox

        waiting, replica = dict(self._outgoing.unshared), self.replica()
        if not waiting:
            return True
        try:
            self._at_share(lambda: append_outbox(self.folder, replica.id, self._board_id, waiting.values()), WORK)
        except (OSError, BoardUnavailable):
            return False
        self._outgoing.mark_shared(waiting)
        return True

    def meet(self) -> Content | None:
        """Bring what is recorded into the file and take in what others did; None when nothing is new."""
        if self._local or self.read_only():
            return self.load() if self.fingerprint() != self._seen else None
        before = self._seen
        try:
            if not self._outgoing.unmet and self._meeting and not self._at_share(self._meeting.has_news, WORK):
                self._outgoing.tell()
                return None
            met = self._meet()
        except BoardUnavailable as problem:
            self._outgoing.tell(problem)
            raise
        return None if met.fingerprint == before else met.content()

    def _meet(self) -> "Met":
        """Share, then meet; a share that can't be written is no reason not to try the file itself."""
        from .sync import Meeting

        self.share()
        meeting = self._meeting = self._meeting or Meeting(self._where(), self._home)
        bodies, replica = list(self._outgoing.unmet.values()), self.replica()
        met = self._at_share(lambda: meeting.meet(self._board_id, replica, bodies), WORK)
        self._board_id, self._seen, self._raw = met.image.board_id, met.fingerprint, b""
        localcopy.remember_path(self.path, self._board_id, self._home)
        self._outgoing.settle(met.image.history.lines)
        return met

    def archived(self) -> Sequence[Plain]:
        """What was moved into archive files; () when the share is away."""
        from .archive import read_archives

        try:
            return self._at_share(lambda: read_archives(self.folder, self._board_id)[0], WORK)
        except BoardUnavailable:
            return ()

    def create(self, changes: Sequence[Change]) -> Content:
        """Make the file; raises BadInput when something is at the path."""
        from .history import History
        from .image import dump_image, make_image

        image = make_image(History({}).with_bodies([encode_body(write_change(change)) for change in changes]))
        data = dump_image(image)
        self._seen = create_file(self._where(), data, random_id())
        self._board_id, self._raw = image.board_id, data
        self._outgoing.tell()
        return Content(image.docs, image.history, self._seen)

    def state(self) -> SyncState:
        """How far what is done here has come, as of the last load, commit or meeting."""
        return self._outgoing.state

    def replica(self) -> Replica:
        """This process's copy of the board; taken at the first call."""
        if self._replica is None:
            if not self._board_id:
                self.load(history=False)
            self._replica = take_replica(self._board_id, self._home)
        return self._replica

    def fingerprint(self) -> object:
        """Inode, size and time of the last write; None when there is no file."""
        try:
            return _AWAY if self._local else self._at_share(lambda: take_fingerprint(self._where()), LOOK)
        except BoardUnavailable:
            return _AWAY

    def read_only(self) -> str:
        """Why the board can't be edited from here; '' when it can, be it that edits wait on this machine."""
        try:
            if not self._board_id:
                self.load(history=False)
            if self._newer or self._local:
                return self._newer
            has_place = lambda: bool(self.replica().folder)  # noqa: E731 - asked only when the disk is away
            return self._at_share(lambda: why_read_only(self._where(), self.folder, has_place), LOOK)
        except ReleaseboardError:
            return ""  # whoever loads it is told more than one sentence
