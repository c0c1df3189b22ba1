"""This copy of the board: an id of its own, and a private place on this machine.

    $XDG_STATE_HOME/releaseboard/<board-id>/<machine-id8>/slotN/   0700; files 0600

A slot belongs to one running process (the kernel's lock on its `lock` file says so). Each process of one person on one
machine thus writes under an id that nobody else uses at the same time, and finds it again at the next start.
"""

import json
import os

from releaseboard.errors import BoardUnavailable

from .access import word_writing
from .contract import Plain

MAX_SLOTS = 64
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # RFC 4648 base32, small letters
_STATE = "replica.json"


def random_id() -> str:
    """Eight random base32 characters (40 bits)."""
    return "".join(_ALPHABET[byte & 31] for byte in os.urandom(8))


def state_home() -> str:
    """`$XDG_STATE_HOME`, or `~/.local/state`."""
    return os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")


def machine_id() -> str:
    """Eight characters that tell this machine from another one that mounts the same home."""
    from hashlib import sha256

    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            with open(path, encoding="ascii") as file:
                return sha256(file.read().strip().encode()).hexdigest()[:8]
        except (OSError, ValueError):
            continue
    return sha256(os.uname().nodename.encode()).hexdigest()[:8]


class Replica:
    """One copy of a board on this machine.

    Attributes:
        id: 8 base32 characters; the tail of every stamp that this copy makes.
        folder: its private folder; '' when there is none (`problem` says why).
        next_seq: the number that the next change of this replica carries, from 1.
        problem: why nothing can be kept on this machine; '' when it can.
    """

    def __init__(self, ident: str, folder: str = "", next_seq: int = 1, lock: int = -1, problem: str = "") -> None:
        self.id = ident
        self.folder = folder
        self.next_seq = next_seq
        self.problem = problem
        self._lock = lock

    def take_seq(self) -> int:
        """The next number in this replica's row, remembered across starts."""
        number = self.next_seq
        self.next_seq += 1
        self.keep()
        return number

    def keep(self) -> None:
        """Remember id and number on the disk; quietly nothing when there is no place."""
        if not self.folder:
            return
        scratch = os.path.join(self.folder, f".{_STATE}.tmp")
        try:
            handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump({"id": self.id, "next_seq": self.next_seq}, file)
            os.replace(scratch, os.path.join(self.folder, _STATE))
        except OSError as problem:
            self.problem = word_writing(scratch, problem).message

    def close(self) -> None:
        """Give the slot back."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def take_replica(board_id: str, home: str = "") -> Replica:
    """The first free slot of this board on this machine; made when needed.

    Args:
        board_id: the id of the board record.
        home: the state folder; '' takes `state_home()`.

    Returns:
        A replica; without a folder and with a random id where the state folder can't be written.
    """
    base = os.path.join(home or state_home(), "releaseboard", _safe_name(board_id), machine_id())
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


def _safe_name(board_id: str) -> str:
    name = "".join(char if (char.isalnum() and char.isascii()) or char in "-_" else "_" for char in board_id)
    return name[:80] or "board"


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
    replica = Replica(kept.get("id") or random_id(), folder, kept.get("next_seq") or 1, lock)
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
