"""Seeing what others wrote and how far own edits have come: a look at the shared board on a slow clock.

Each look meets the board (session.refresh), which also brings in what was saved here; so the writer wakes the watcher.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from releaseboard.errors import ReleaseboardError
from releaseboard.session import Session

from .messages import BoardChanged, ReadFailed, RightsSeen, StandingSeen

if TYPE_CHECKING:
    from releaseboard.upkeep import Guest

EVERY = 0.8  # seconds between two looks: others' edits are seen within one
COALESCE = 0.3  # seconds after a save in which more edits may come, to be met in one go
LAST = 2.0  # seconds that leaving may take
ROUND = 5  # looks from one look at rights and visitors to the next

Told = BoardChanged | ReadFailed | RightsSeen | StandingSeen


class Watcher:
    """Looks at the shared board and posts what is new.

    Args:
        session: what to refresh.
        post: is given each message.
        every: seconds between two looks.
        where: the key of the release that one stands on, for the others to see.
    """

    def __init__(
        self, session: Session, post: Callable[[Told], object], every: float = EVERY, where: Callable[[], str] = str
    ) -> None:
        self._session, self._post, self._every, self._where = session, post, every, where
        self._was_failing = False
        self._wake = asyncio.Event()
        self._guest: Guest | None = None
        self._told: object = None
        self._pace: float | None = None
        self._met_at = 0.0
        self._counted = False
        self._conflicts = 0

    def wake(self) -> None:
        """Something was saved: bring it into the board soon."""
        self._counted = self._counted and not self._conflicts  # an own edit may have settled one
        self._told = None  # the screen says "syncing" now: it wants to know when that is over
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        count = 0
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._every)
                await asyncio.sleep(COALESCE)
            self._wake.clear()
            if await self._may_meet():
                await self.look()
            if count % ROUND == 0:
                await self.look_at_rights()
            await self.look_around(with_others=count % ROUND == 0)
            count += 1

    async def _may_meet(self) -> bool:
        """A meeting that writes waits for its turn: in a replicated folder each one is carried to every machine."""
        if self._pace is None:
            self._pace = await asyncio.to_thread(self._find_pace)
        if self._session.sync.pending and monotonic() - self._met_at < self._pace:
            return False
        self._met_at = monotonic()
        return True

    def _find_pace(self) -> float:
        from releaseboard.upkeep import find_pace  # noqa: PLC0415 - after the first frame

        return find_pace(self._session.path)

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
            self._counted = False
            self._post(BoardChanged(changes, by_others=bool(others)))
        return len(others)

    async def look_around(self, *, with_others: bool = True) -> None:
        """How far own edits have come, and who else is here; told only when it is different."""
        others = await asyncio.to_thread(self._meet_others) if with_others else None
        conflicts = None if self._counted else await asyncio.to_thread(self._count_conflicts)
        sync = self._session.sync
        seen = (sync._replace(at=0.0), others)
        if conflicts is None and others is None and isinstance(self._told, tuple) and self._told[0] == seen[0]:
            return
        if seen != self._told or conflicts is not None:
            self._told = seen
            self._post(StandingSeen(sync, others, conflicts))

    def _count_conflicts(self) -> int:
        self._counted = True
        self._conflicts = len(self._session.find_conflicts())
        return self._conflicts

    def _meet_others(self) -> tuple[tuple[str, str], ...]:
        from releaseboard.upkeep import Guest  # noqa: PLC0415 - after the first frame

        session = self._session
        if self._guest is None:
            self._guest = Guest(session.path, session.replica_id, session.user, session.host)
        if not self._guest.show(self._where()):
            return ()
        return tuple((visitor.user, visitor.release) for visitor in self._guest.list_others())

    async def part(self) -> None:
        """A last meeting, unless it takes long: what is saved lies on the share and comes into the board by itself."""
        with suppress(TimeoutError, ReleaseboardError):
            await asyncio.wait_for(asyncio.to_thread(self._session.refresh), LAST)
        if self._guest is not None:
            await asyncio.to_thread(self._guest.leave)
