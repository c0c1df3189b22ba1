"""The shared file as the floors above see it: load, record, share, meet, and how far all that has come.

Reading imports nothing but `json` and our own modules: `status` pays for no database, no hashing (docs/decisions).
"""

from _thread import RLock
from collections.abc import Sequence
from typing import TYPE_CHECKING

from releaseboard.domain.changes import Change, write_change
from releaseboard.errors import BoardReadOnly, BoardUnavailable, ReleaseboardError

from . import localcopy
from .access import shown, why_read_only
from .contract import Content, Plain, SyncState
from .files import create_file
from .lines import encode_body
from .outgoing import Outgoing
from .places import machine_folder
from .reading import require_same_board
from .replica import Replica, find_taken, random_id, take_replica
from .source import AWAY, LOOK, WORK, Source

if TYPE_CHECKING:
    from .sync import Meeting, Met


class BoardFile:
    """A board in one TinyDB file. One thread may record while another one meets.

    Args:
        path: where it is; a symbolic link is followed once.
        home: the state folder; '' takes the user's own.
        local: read this machine's copy only and leave the share alone; edits wait here.
        as_lines: leave documents as the JSON they are until somebody looks: for who stays long (domain/doclines.py).
    """

    def __init__(self, path: str, home: str = "", *, local: bool = False, as_lines: bool = False) -> None:
        self.path = path
        self._home = home
        self._local = local
        self._source = Source(path, home, as_lines=as_lines)
        self._outgoing = Outgoing()
        self._taking = RLock()
        self._meeting: Meeting | None = None
        self._replica: Replica | None = None
        self._board_id = ""
        self._newer = ""
        self._raw = b""  # the file as read, until this machine has a copy of it
        self._seen: object = None

    @property
    def folder(self) -> str:
        """Where the board's safety net is kept: locks, outboxes, backups."""
        return self._source.real + ".d"

    def load(self, history: bool = True) -> Content:
        """Read the file, or this machine's copy of it when it is away; without `history` the changes stay unread."""
        if self._local:
            return self._load_copy(BoardUnavailable(f"there is no copy of {shown(self.path)} on this machine"), history)
        try:
            reading, found = self._source.read(history=history)
            require_same_board(reading.board_id, self._board_id, shown(self.path))
        except BoardUnavailable as problem:
            return self._load_copy(problem, history)
        self._board_id, self._newer, self._seen = reading.board_id, reading.newer, found.fingerprint
        self._raw = b"" if localcopy.has_copy(self._base()) else found.raw
        self._outgoing.expect(reading.waiting)
        self._outgoing.tell()
        return reading.content

    def _base(self) -> str:
        return machine_folder(self._board_id, self._home)

    def _load_copy(self, problem: BoardUnavailable, history: bool) -> Content:
        """The copy on this machine; raises the problem when there is none."""
        found = self._source.read_copy(self._board_id, history=history)
        if found is None:
            raise problem
        reading, at = found
        self._board_id, self._seen = reading.board_id, AWAY
        self._outgoing.expect(reading.waiting)
        self._outgoing.tell_of_copy(at, problem.message, by_wish=self._local)
        return reading.content

    def commit(self, changes: Sequence[Change]) -> Content:
        """Keep the changes here, put them on the share, bring them into the file; done when they are safe anywhere."""
        try:
            is_kept = self.record(changes)
        except BoardUnavailable as problem:
            if isinstance(problem, BoardReadOnly) or self._local or not self._board_id:
                raise
            self._outgoing.add(_encode(changes))
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
        bodies = _encode(changes)
        if not self._board_id:
            self.load(history=False)
        if reason := self.read_only():
            raise BoardReadOnly(reason, "ask for write permission on the file and its folder")
        if self._replica is None and changes:
            self._replica = find_taken(changes[0].id.rpartition("-")[2])
        replica = self.replica()
        self._outgoing.add(bodies)
        if self._raw and replica.folder:
            localcopy.keep_copy(self._base(), self._raw, replica.id)
            localcopy.remember_path(self.path, self._board_id, self._home)
            self._raw = b""
        try:
            return replica.record(bodies.values())
        except BoardUnavailable:
            self._outgoing.forget(bodies)
            raise

    def share(self) -> bool:
        """Append what is not there yet to our outbox on the share."""
        from .outbox import append_outbox

        waiting, replica = dict(self._outgoing.unshared), self.replica()
        if not waiting:
            return True
        bodies = list(waiting.values())
        try:
            self._source.at_share(lambda: append_outbox(self.folder, replica.id, self._board_id, bodies), WORK)
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
            if not self._outgoing.unmet and self._meeting and not self._source.at_share(self._meeting.has_news, WORK):
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
        bodies, replica = list(self._outgoing.unmet.values()), self.replica()

        def work() -> "Met":
            self._meeting = self._meeting or Meeting(self._source.real, self._home)
            return self._meeting.meet(self._board_id, replica, bodies)

        met = self._source.at_share(work, WORK)
        self._board_id, self._seen, self._raw = met.image.board_id, met.fingerprint, b""
        localcopy.remember_path(self.path, self._board_id, self._home)
        self._outgoing.settle(met.image.history.lines if bodies else ())
        return met

    def archived(self) -> Sequence[Plain]:
        """What was moved into archive files; () when the share is away."""
        from .archive import read_archives

        try:
            return self._source.at_share(lambda: read_archives(self.folder, self._board_id)[0], WORK)
        except BoardUnavailable:
            return ()

    def create(self, changes: Sequence[Change]) -> Content:
        """Make the file; raises BadInput when something is at the path."""
        from .history import History
        from .image import dump_image, make_image

        image = make_image(History({}).with_bodies(_encode(changes).values()))
        data = dump_image(image)
        self._seen = create_file(self._source.real, data, random_id())
        self._board_id, self._raw = image.board_id, data
        self._outgoing.tell()
        return Content(image.docs, image.history, self._seen)

    def state(self) -> SyncState:
        """How far what is done here has come, as of the last load, commit or meeting."""
        return self._outgoing.state

    def replica(self) -> Replica:
        """This process's copy of the board; taken at the first call."""
        with self._taking:
            if self._replica is None:
                if not self._board_id:
                    self.load(history=False)
                self._replica = take_replica(self._board_id, self._home)
            return self._replica

    def fingerprint(self) -> object:
        """Inode, size and time of the last write; None when there is no file."""
        try:
            return AWAY if self._local else self._source.take_fingerprint()
        except BoardUnavailable:
            return AWAY

    def read_only(self) -> str:
        """Why the board can't be edited from here; '' when it can, be it that edits wait on this machine."""
        try:
            if not self._board_id:
                self.load(history=False)
            if self._newer or self._local:
                return self._newer
            has_place = lambda: bool(self.replica().folder)  # noqa: E731 - asked only when the disk is away
            return self._source.at_share(lambda: why_read_only(self._source.real, self.folder, has_place), LOOK)
        except ReleaseboardError:
            return ""  # whoever loads it is told more than one sentence


def _encode(changes: Sequence[Change]) -> dict[str, bytes]:
    return {change.id: encode_body(write_change(change)) for change in changes}
