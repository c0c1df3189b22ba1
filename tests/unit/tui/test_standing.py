"""How things stand with the shared board, in a few words."""

import pytest

from releaseboard.session import SyncState
from releaseboard.tui.standing import Standing, word_standing

NOW = 1_803_463_200.0
SYNCED = SyncState(at=NOW - 2)


@pytest.mark.parametrize(
    ("standing", "words", "alarming"),
    [
        (Standing(), "", False),
        (Standing(SYNCED), "synced", False),
        (Standing(SYNCED._replace(at=NOW - 300)), "synced 5 min ago", False),
        (Standing(SYNCED._replace(at=NOW - 10_000)), "synced 2 h ago", False),
        (Standing(SYNCED._replace(pending=2)), "syncing 2", False),
        (Standing(SYNCED, unkept=1), "saving 1", False),
        (Standing(SYNCED, unkept=3, failing=True), "not saved: 3 only on this screen", True),
        (Standing(SyncState("offline", 3, 0.0, "gone")), "offline: 3 edits kept here", True),
        (Standing(SyncState("offline", 1, 0.0, "gone")), "offline: 1 edit kept here", True),
        (Standing(SyncState("replica", 0, 0.0)), "local copy", False),
        (Standing(SYNCED, conflicts=2), "2 conflicts", True),
        (Standing(SYNCED, read_only="no permission"), "read-only", False),
        (Standing(SYNCED, others=(("kim", "PAY-4.2"),)), "synced · with kim", False),
        (Standing(SYNCED, others=(("kim", ""), ("kim", "X-1"), ("bo", ""))), "synced · with kim, bo", False),
        (Standing(SYNCED, others=(("kim", ""), ("bo", ""), ("al", ""))), "synced · with kim and 2 more", False),
        (Standing(SYNCED, unkept=1, conflicts=1, others=(("bo", ""),)), "saving 1 · 1 conflict · with bo", True),
    ],
)
def test_the_worst_comes_first(standing: Standing, words: str, alarming: bool) -> None:
    assert word_standing(standing, NOW) == (words, alarming)


def test_offline_tells_how_old_the_board_is() -> None:
    words, _ = word_standing(Standing(SyncState("offline", 0, NOW - 3_600, "gone")), NOW)
    assert words.startswith("offline, board of ")
