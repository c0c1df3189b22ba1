"""Who sits at the board, on which machine, on which day: where time and person enter the program.

Floor 4, the ground of session.py. What only writers need is loaded when it is asked for.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change, Context

Clock = Callable[[], datetime]


class Outcome(NamedTuple):
    """What commands came to: the board after them, their changes (() and '' when all was so already), and remarks."""

    board: Board
    changes: tuple[Change, ...]
    group: str
    warnings: tuple[str, ...] = ()


def wall_clock() -> datetime:
    """Now, in the local time zone."""
    return datetime.now(UTC).astimezone()


class Sitting:
    """One person at one machine.

    Args:
        today: the day that is worked as of; None follows the clock.
        user: login for the history; '' takes the system's.
        host: name of this machine; '' takes the system's.
        clock: gives an aware instant; None is the wall clock.
    """

    def __init__(self, today: date | None = None, user: str = "", host: str = "", clock: Clock | None = None) -> None:
        self._today = today
        self._user = user
        self._host = host
        self.clock = clock or wall_clock

    @property
    def user(self) -> str:
        """The login that edits are recorded under."""
        if not self._user:
            from .authorship import system_user

            self._user = system_user()
        return self._user

    @property
    def host(self) -> str:
        """The name of this machine."""
        if not self._host:
            from .authorship import system_host

            self._host = system_host()
        return self._host

    @property
    def today(self) -> date:
        """The day the board is worked as of."""
        return self._today or self.clock().date()

    def context(self) -> Context:
        """What decisions need of the world: the day, the instant, the person, fresh ids."""
        from .authorship import new_id

        return Context(self.today, self.clock(), self.user, new_id)
