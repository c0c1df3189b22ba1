"""The outlooks of the board that is shown: at once on a small board, behind the screen on a large one.

A forecast of thousands of releases takes longer than a key may take. So an edit is shown with the dates that were known
before it, and again as soon as the new ones are there.
"""

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from releaseboard.domain.board import Board
from releaseboard.session import Session

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook

SMALL = 300  # releases; their forecast takes less than a frame or two


class Foresight:
    """Computes and keeps the outlooks of a session's board.

    Args:
        session: whose board it is.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Board | None, date] = (None, date.min)
        self._outlooks: Mapping[str, Outlook] = {}

    def copy_for(self, session: Session) -> "Foresight":
        """What is known, for a session that begins on the same board."""
        copy = Foresight(session)
        copy._of, copy._outlooks = self._of, self._outlooks
        return copy

    @property
    def is_small(self) -> bool:
        """The board is small enough to be computed while a key waits."""
        return len(self._session.board.docs.get("releases", ())) <= SMALL

    @property
    def is_current(self) -> bool:
        """What is kept belongs to the board that is shown."""
        board, day = self._of
        return board is self._session.board and day == self._session.today

    @property
    def outlooks(self) -> "Mapping[str, Outlook]":
        """By release id. On a large board those of the board before, until `compute` has run; none before the first."""
        if not self.is_current and self.is_small:
            self.compute()
        return self._outlooks

    async def compute_aside(self) -> bool:
        """`compute` in a thread that nobody waits for when the program ends: nothing is lost with it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()

        def work() -> None:
            try:
                is_current = self.compute()
            except BaseException as error:  # whatever it is, it is raised where it was asked for
                _tell(loop, done, error)
            else:
                _tell(loop, done, is_current)

        threading.Thread(target=work, name="foresight", daemon=True).start()
        return await done

    def compute(self) -> bool:
        """Look ahead, in whatever thread; True when the board is still the one that was looked at."""
        from releaseboard.schedule.outlook import look_ahead  # noqa: PLC0415 - 15 ms after the first frame, not before

        board, day = self._session.board, self._session.today
        outlooks = look_ahead(board, day)
        self._outlooks, self._of = outlooks, (board, day)
        return self.is_current


def _tell(loop: asyncio.AbstractEventLoop, done: "asyncio.Future[bool]", result: bool | BaseException) -> None:
    """Hand a thread's result over, unless the program has ended meanwhile."""

    def settle() -> None:
        if done.done():
            return
        if isinstance(result, BaseException):
            done.set_exception(result)
        else:
            done.set_result(result)

    with suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(settle)
