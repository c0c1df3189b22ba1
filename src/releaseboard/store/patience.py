"""Work on the share that can be given up on: a dead mount must never hang the screen or the command line."""

import _thread
from collections.abc import Callable
from typing import Generic, TypeVar

from releaseboard.errors import BoardUnavailable

T = TypeVar("T")


class _Job(Generic[T]):
    """One piece of work and what came of it."""

    def __init__(self, work: Callable[[], T], busy: "_thread.LockType") -> None:
        self._work = work
        self._busy = busy
        self.done = _thread.allocate_lock()
        self.done.acquire()
        self.result: T | None = None
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as problem:  # handed to whoever waits; nobody else is there to see it
            self.problem = problem
        finally:
            self._busy.release()
            self.done.release()


class Patience:
    """Runs one piece of work at a time in a thread of its own, and goes on without it when it takes too long."""

    def __init__(self) -> None:
        self._busy = _thread.allocate_lock()

    def run(self, work: Callable[[], T], seconds: float, what: str) -> T:
        """What the work returns or raises.

        Args:
            work: touches the share.
            seconds: how long to wait.
            what: the path, for the message.

        Raises:
            BoardUnavailable: it has not answered in time; the work may still come to its end later.
        """
        late = BoardUnavailable(f"{what} does not answer", "the share may be away; try again when it is back")
        if not self._busy.acquire(timeout=seconds):
            raise late
        job = _Job(work, self._busy)
        try:
            _thread.start_new_thread(job.run, ())
        except RuntimeError:  # no thread to be had, or the program is ending
            job.run()
        if not job.done.acquire(timeout=seconds):
            raise late
        if job.problem is not None:
            raise job.problem
        return job.result  # type: ignore[return-value]  # None only where the work returns None
