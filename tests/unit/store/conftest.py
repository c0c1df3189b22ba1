"""A board on disk for each test of the store."""

from pathlib import Path

import pytest

from releaseboard.store.boardfile import BoardFile
from storing import first_changes


@pytest.fixture
def board(tmp_path: Path) -> BoardFile:
    """A board file `team.json` with one release."""
    store = BoardFile(str(tmp_path / "team.json"))
    store.create(first_changes())
    return store
