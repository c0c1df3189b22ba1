"""What a shorter or longer stage would do to the releases that are still ahead: G(s, x) of texts.md 6.2, by what-if."""

from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release

from .gather import is_ahead, name_stage, pushes
from .prospects import Prospects
from .whatif import SetDays, WhatIf


class Moved(NamedTuple):
    """A release that goes out on another day: ordinals before and after, and the working days gained (lost: below 0).

    `saved`: True when it comes into its window by this, False when it leaves it, None when neither.
    """

    release: Release
    before: int
    after: int
    gained: int
    saved: bool | None


class Gain(NamedTuple):
    """What another length of one stage comes to.

    Attributes:
        stage: stage id.
        days: working days by which it is longer; negative: shorter.
        cut: how many releases have the stage still to do and enough of it to be changed.
        moved: the releases that go out on another day, the largest gain first.
    """

    stage: str
    days: int
    cut: int
    moved: tuple[Moved, ...]

    @property
    def total(self) -> int:
        """Working days gained over all releases; negative when they go out later."""
        return sum(item.gained for item in self.moved)


def look_ahead_gain(prospects: Prospects, stage: str, days: int) -> Gain:
    """What it would do if every open release that has a stage still to do had it longer by `days` (shorter: negative).

    A stage keeps at least one working day. Drafts and what is on hold are no promise, so they are left out unless
    they count as planned.

    Args:
        prospects: with every release in the network (`Outlooks.whole`).
        stage: stage id.
        days: working days, not 0.
    """
    found = prospects.found
    net = found.net
    board: Board = prospects.board
    changes = []
    for release in board.releases.values():
        node = net.index.get(name_stage(release.id, stage), -1)
        if node < 0 or not _counts(release):
            continue
        left = max(1, net.days[node] + days)
        if net.days[node] and left != net.days[node]:
            changes.append(SetDays(net.ids[node], left))
    moved = []
    for ident, (before, after) in WhatIf(found).ask(changes).moved().items() if changes else ():
        moved_one = board.releases[ident]
        if not _counts(moved_one):
            continue
        gained = prospects.days.release(moved_one).counted.count_ordinals(after, before)
        window = prospects.gathered.windows.get(ident)
        was_in, is_in = (window is None or day <= window[1] for day in (before, after))
        moved.append(Moved(moved_one, before, after, gained, is_in if was_in != is_in else None))
    moved.sort(key=lambda item: (-abs(item.gained), item.release.key))
    return Gain(stage, days, len(changes), tuple(moved))


def _counts(release: Release) -> bool:
    return is_ahead(release) and pushes(release)
