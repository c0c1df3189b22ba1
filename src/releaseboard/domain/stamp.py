"""Stamps: the ids of changes, which put every change of every replica in one order (storage.md).

A stamp is `2027-02-24T10:15:03.123Z-0004-k3f9ab`: the instant in UTC to the millisecond, a counter of four hexadecimal
digits for changes inside one millisecond, and the replica. Text order is time order.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from releaseboard.errors import BadInput

MAX_TURN = 0xFFFF


class Stamp(NamedTuple):
    """The parts of a stamp; `at` is aware and in UTC, `turn` is 0 … 65,535."""

    at: datetime
    turn: int
    replica: str

    def __str__(self) -> str:
        return f"{format_instant(self.at)}-{self.turn:04x}-{self.replica}"


def format_instant(at: datetime) -> str:
    """An aware instant as ISO-8601 in UTC with milliseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def parse_stamp(text: str) -> Stamp:
    """Read a stamp. Raises BadInput when it is not one."""
    instant, _, rest = text.partition("Z-")
    count, _, replica = rest.partition("-")
    try:
        at = datetime.strptime(instant, "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=UTC)
        return Stamp(at, int(count, 16), replica)
    except ValueError:
        raise BadInput(f"{text!r} is not a change stamp") from None


def next_stamp(last: str, now: datetime, replica: str) -> str:
    """The stamp after `last` ('' = none yet), never earlier than the wall clock `now`.

    A clock that went back does not make an edit older than what it replaces: causality wins over clocks.
    """
    at = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
    if not last:
        return str(Stamp(at, 0, replica))
    before = parse_stamp(last)
    if at > before.at:
        return str(Stamp(at, 0, replica))
    if before.turn < MAX_TURN:
        return str(Stamp(before.at, before.turn + 1, replica))
    return str(Stamp(before.at + timedelta(milliseconds=1), 0, replica))
