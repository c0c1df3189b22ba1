"""This copy of the board: an id of its own, a private place on this machine, a journal of what was done here.

    $XDG_STATE_HOME/releaseboard/<board-id>/<machine-id8>/slotN/   0700; files 0600
        lock   replica.json (id, next number)   journal.jsonl (every change made here, before anything else knows it)

A slot belongs to one running process (the kernel's lock on its `lock` file says so). Each process of one person on one
machine thus writes under an id that nobody else uses at the same time, and finds it again at the next start.
"""

import json
import os
from _thread import allocate_lock
from collections.abc import Container, Iterable, Mapping

from releaseboard.domain.fields import Plain
from releaseboard.errors import BoardUnavailable

from .access import word_writing
from .lines import append_lines, id_of, read_body, read_lines
from .places import JOURNAL, list_slots, machine_folder

MAX_SLOTS = 64
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # RFC 4648 base32, small letters
_STATE = "replica.json"
_TRIM_AT = 131_072  # bytes of a journal beyond which what the board and our copy of it hold is dropped

_taken: dict[str, "Replica"] = {}  # replicas that this process holds, by id


def random_id() -> str:
    """Eight random base32 characters (40 bits)."""
    return "".join(_ALPHABET[byte & 31] for byte in os.urandom(8))


class Replica:
    """One copy of a board on this machine.

    Attributes:
        id: 8 base32 characters; the tail of every stamp that this copy makes.
        folder: its private folder; '' when there is none (`problem` says why).
        next_seq: the number that the next change of this replica carries, from 1.
        last_stamp: the latest stamp that this replica has given and kept, '' for none: the next one must be later, even
            where the board at hand is an older one and the clock has gone back.
        problem: why nothing can be kept on this machine; '' when it can.
    """

    def __init__(self, ident: str, folder: str = "", next_seq: int = 1, lock: int = -1, problem: str = "") -> None:
        self.id = ident
        self.folder = folder
        self.next_seq = next_seq
        self.last_stamp = ""
        self.problem = problem
        self._lock = lock
        self._process = os.getpid()
        self._writing = allocate_lock()
        self._last_seq = next_seq - 1
        self._is_cloned = False
        if folder:
            _taken[ident] = self

    def take_seq(self) -> int:
        """The next number in this replica's row, remembered across starts."""
        number = self.next_seq
        self.next_seq += 1
        self.keep()
        return number

    def keep(self) -> None:
        """Remember id and number; quietly nothing when there is no place. The journal knows them too."""
        if self.folder:
            try:
                self._write_state(durable=False)
            except OSError as problem:
                self.problem = word_writing(self.folder, problem).message

    def _write_state(self, *, durable: bool) -> None:
        scratch = os.path.join(self.folder, f".{_STATE}.tmp")
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"id": self.id, "next_seq": self.next_seq, "last_stamp": self.last_stamp}, file)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(scratch, os.path.join(self.folder, _STATE))

    def renew(self) -> None:
        """Go on under a new id: somebody else has gone on under this one (a restored home, a cloned machine)."""
        _taken.pop(self.id, None)
        self.id, self.next_seq, self._last_seq, self._is_cloned = random_id(), 1, 0, False
        _taken[self.id] = self
        self.keep()

    def renew_if_cloned(self, seen: Mapping[str, int], ours: Iterable[int] = ()) -> None:
        """Renew when the board holds numbers of this replica that this machine has never given.

        Args:
            seen: replica -> the highest number that the board holds.
            ours: the numbers of our changes that the board does not hold yet.
        """
        known = seen.get(self.id, 0)
        if self.folder and (self._is_cloned or known > self._last_seq or any(number <= known for number in ours)):
            self.renew()

    def record(self, bodies: Iterable[bytes]) -> bool:
        """Write changes to the journal and wait for the disk; False when this machine has no place for them.

        Raises:
            BoardUnavailable: the disk is full, or broken; whether they are kept is not known.
        """
        if not self.folder:
            return False
        bodies = list(bodies)
        try:
            with self._writing:
                append_lines(os.path.join(self.folder, JOURNAL), bodies, 0o600)
                self._count(bodies)
        except OSError as problem:
            raise word_writing(os.path.join(self.folder, JOURNAL), problem) from None
        return True

    def _count(self, bodies: Iterable[bytes]) -> None:
        for body in bodies:
            if id_of(body).endswith(f"-{self.id}"):
                number = read_body(body).get("seq", 0)
                self.last_stamp = max(self.last_stamp, id_of(body))
                self._is_cloned |= number > self._last_seq + 1  # made after somebody else's numbers of this row
                self._last_seq = max(self._last_seq, number)

    def is_long(self) -> bool:
        """Whether the journal is worth shortening."""
        try:
            return bool(self.folder) and os.stat(os.path.join(self.folder, JOURNAL)).st_size >= _TRIM_AT
        except OSError:
            return False

    def trim(self, kept: Container[str]) -> None:
        """Start the journal anew when every change in it is among the kept ones: on the disk elsewhere, by id."""
        try:
            with self._writing:
                if all(id_of(body) in kept for body in _read_journal(self.folder)):
                    self._write_state(durable=True)
                    os.truncate(os.path.join(self.folder, JOURNAL), 0)
        except (OSError, ValueError):
            return  # a long journal is no harm

    def close(self) -> None:
        """Give the slot back."""
        _taken.pop(self.id, None)
        if self._lock >= 0 and self._process == os.getpid():
            os.close(self._lock)
            self._lock = -1


def find_taken(ident: str) -> Replica | None:
    """The replica of this id that this very process holds; None when it holds none such."""
    found = _taken.get(ident)
    return found if found and found._process == os.getpid() else None


def take_replica(board_id: str, home: str = "") -> Replica:
    """The first free slot of this board on this machine; made when needed.

    Args:
        board_id: the id of the board record.
        home: the state folder; '' takes `state_home()`.

    Returns:
        A replica; without a folder and with a random id where the state folder can't be written.
    """
    base = machine_folder(board_id, home)
    try:
        os.makedirs(base, mode=0o700, exist_ok=True)
        for number in range(MAX_SLOTS):
            replica = _take_slot(os.path.join(base, f"slot{number}"))
            if replica:
                return replica
        problem = BoardUnavailable(f"more than {MAX_SLOTS} programs of yours have this board open")
    except OSError as trouble:
        problem = word_writing(base, trouble)
    return Replica(random_id(), problem=f"edits can't be kept on this machine: {problem.message}")


def _take_slot(folder: str) -> Replica | None:
    """The replica in a slot, locked for this process; None when another process has it."""
    import fcntl

    os.makedirs(folder, mode=0o700, exist_ok=True)
    os.chmod(folder, 0o700)
    lock = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    kept = _read_state(folder)
    ident = kept.get("id") or random_id()
    done = [read_body(body) for body in _read_journal(folder) if id_of(body).endswith(f"-{ident}")]
    next_seq = max([kept.get("next_seq") or 1, *(plain.get("seq", 0) + 1 for plain in done)])
    replica = Replica(ident, folder, next_seq, lock)
    replica.last_stamp = max([str(kept.get("last_stamp", "")), *(str(plain["id"]) for plain in done)])
    if not kept:
        replica.keep()
    return replica


def _read_state(folder: str) -> Plain:
    try:
        with open(os.path.join(folder, _STATE), encoding="ascii") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict) or not isinstance(kept.get("id"), str) or not isinstance(kept.get("next_seq"), int):
        return {}
    return kept


def _read_journal(folder: str) -> list[bytes]:
    try:
        with open(os.path.join(folder, JOURNAL), "rb") as file:
            return read_lines(file.read()).bodies
    except OSError:
        return []


def read_journals(base: str) -> list[bytes]:
    """Every change made on this machine that its journals still hold, whoever of us made it, living or dead."""
    return [body for folder in list_slots(base) for body in _read_journal(folder)]


def is_free(ident: str, base: str) -> bool:
    """Whether a replica is one of this machine's and no process uses it now."""
    import fcntl

    for folder in list_slots(base):
        if _read_state(folder).get("id") != ident:
            continue
        try:
            lock = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            return False
        finally:
            os.close(lock)
    return False
