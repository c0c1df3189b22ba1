"""Saving while the screen goes on: one worker, one write at a time, nothing given up.

An `exclusive` thread worker would drop the result of a write that goes on all the same; a queue of one drainer does not
(architecture.md, the way of an edit).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from releaseboard.errors import ReleaseboardError
from releaseboard.session import Session

from .messages import Saved, SaveFailed

RETRY_AFTER = (2.0, 5.0, 15.0, 30.0)  # seconds; the last one is repeated


class Writer:
    """Writes what the session has queued.

    Args:
        session: what to save.
        post: is given `Saved` or `SaveFailed` after each try.
        retry_after: seconds to wait after the first, second … failure in a row.
    """

    def __init__(
        self, session: Session, post: Callable[[Saved | SaveFailed], object],
        retry_after: tuple[float, ...] = RETRY_AFTER,
    ) -> None:  # fmt: skip
        self._session, self._post, self._retry_after = session, post, retry_after
        self._wake = asyncio.Event()
        self._failures = 0
        self.last_error: ReleaseboardError | None = None

    def wake(self) -> None:
        """There is something to write; also cuts the wait before the next try short."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            wait = self._retry_after[min(self._failures, len(self._retry_after)) - 1] if self._failures else None
            with suppress(TimeoutError):  # the time to try again has come
                await asyncio.wait_for(self._wake.wait(), wait)
            self._wake.clear()
            await self.write()

    async def write(self) -> bool:
        """Write now, in a thread. True when nothing is left to be written."""
        while self._session.pending:
            try:
                count = await asyncio.to_thread(self._session.save)
            except ReleaseboardError as error:
                self._failures += 1
                self.last_error = error
                self._post(SaveFailed(error, self._session.pending))
                return False
            if not count:
                return False  # another call is writing; it will report
            self._failures = 0
            self.last_error = None
            self._post(Saved(count))
        return True

    async def finish(self) -> bool:
        """Write what is left, also when another write is still under way. True when nothing is left."""
        while self._session.pending and not await self.write():
            if self.last_error is not None:
                return False
            await asyncio.sleep(0.02)  # the write under way ends by itself; store calls have their own time-outs
        return True
