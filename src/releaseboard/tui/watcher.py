"""Seeing what others wrote: the file's fingerprint on a slow clock, and the session's refresh when it is another."""

import asyncio
from collections.abc import Callable

from releaseboard.errors import ReleaseboardError
from releaseboard.session import Session

from .messages import BoardChanged, ReadFailed, RightsSeen

EVERY = 2.0  # seconds; one stat of one file


class Watcher:
    """Looks at the file and posts what is new.

    Args:
        session: what to refresh.
        post: is given `BoardChanged`, `ReadFailed` or `RightsSeen`.
        every: seconds between two looks.
    """

    def __init__(
        self, session: Session, post: Callable[[BoardChanged | ReadFailed | RightsSeen], object], every: float = EVERY
    ) -> None:
        self._session, self._post, self._every = session, post, every
        self._was_failing = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            await self.look()
            await self.look_at_rights()

    async def look_at_rights(self) -> None:
        """Whether the board may be written, asked in a thread: on a far share that takes its time."""
        self._post(RightsSeen(await asyncio.to_thread(lambda: self._session.read_only)))

    async def look(self) -> int:
        """Look once, in a thread; how many changes by others there were."""
        try:
            changes = await asyncio.to_thread(self._session.refresh)
        except ReleaseboardError as error:
            if not self._was_failing:
                self._post(ReadFailed(error))
            self._was_failing = True
            return 0
        self._was_failing = False
        others = tuple(change for change in changes if change.by != self._session.user)
        if changes:
            self._post(BoardChanged(changes, by_others=bool(others)))
        return len(others)
