"""What was done on this machine and is still on its way to the shared file, and how far it has come."""

import time
from _thread import RLock
from collections.abc import Container, Iterable, Mapping

from releaseboard.errors import BoardUnavailable

from .contract import SyncState
from .lines import id_of
from .reading import count_groups


class Outgoing:
    """Changes on their way, by id.

    Attributes:
        unmet: not in the file, as far as we know.
        unshared: not in our outbox on the share.
        state: what people are told.
    """

    def __init__(self) -> None:
        self.unmet: dict[str, bytes] = {}
        self.unshared: dict[str, bytes] = {}
        self.state = SyncState("pending")
        self._shared: set[str] = set()
        self._lock = RLock()  # one thread records while another one meets

    def add(self, bodies: Mapping[str, bytes]) -> None:
        """These were recorded just now."""
        with self._lock:
            self.unmet.update(bodies)
            self.unshared.update(bodies)
            self.tell()

    def expect(self, waiting: Iterable[bytes]) -> None:
        """These are in the journals of this machine and not in the file as it was just read."""
        with self._lock:
            self.unmet = {id_of(body): body for body in waiting}
            self.unshared.update({ident: body for ident, body in self.unmet.items() if ident not in self._shared})

    def forget(self, idents: Iterable[str]) -> None:
        """These could be kept nowhere: whoever made them is told that they failed."""
        with self._lock:
            for ident in idents:
                self.unmet.pop(ident, None)
                self.unshared.pop(ident, None)

    def mark_shared(self, idents: Iterable[str]) -> None:
        """These are in the outbox."""
        with self._lock:
            self._shared.update(idents)
            self.unshared = {ident: body for ident, body in self.unshared.items() if ident not in self._shared}
            self.tell()

    def settle(self, held: Container[str]) -> None:
        """The file holds these now."""
        with self._lock:
            self.unmet = {ident: body for ident, body in self.unmet.items() if ident not in held}
            self.unshared = {ident: body for ident, body in self.unshared.items() if ident in self.unmet}
            self._shared.intersection_update(self.unmet)
            self.tell()

    def tell(self, problem: BoardUnavailable | None = None) -> None:
        """Word the state: the share was just seen, or (with a problem) it is away."""
        pending = count_groups(self.unmet.values())
        if problem is None:
            self.state = SyncState("pending" if pending else "synced", pending, time.time(), "", not self.unshared)
        else:
            self.state = SyncState("offline", pending, self.state.at, problem.message, not self.unshared)

    def tell_of_copy(self, at: float, reason: str, *, by_wish: bool) -> None:
        """Word the state: what is shown is this machine's copy, which was the shared file at `at`."""
        state = "replica" if by_wish else "offline"
        self.state = SyncState(state, count_groups(self.unmet.values()), at, reason, not self.unshared)
