"""A hand that counts the keys it presses, against the targets of the design's flows."""

from typing import Any


class Counted:
    """Counts the keys that are pressed; what is typed into a text does not count."""

    def __init__(self, hand: Any) -> None:
        self.hand, self.count = hand, 0

    async def press(self, *keys: str) -> None:
        """Keys, each of them counted."""
        self.count += len(keys)
        await self.hand.press(*keys)


def entries(hand: Any, kind: str) -> list[Any]:
    """The entries of a kind on the board."""
    return [entry for entry in hand.session.board.raid.values() if entry.kind == kind]
