"""Disks and other machinery for tests with real processes."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from releaseboard.store.boardfile import BoardFile
from storing import first_changes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 512 kB; skips where none may be mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    point = tmp_path / "disk"
    point.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(point)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"a small disk can't be mounted here: {done.stderr.strip()}")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


@pytest.fixture
def board(tmp_path: Path) -> BoardFile:
    """A board file `team.json` with one release."""
    store = BoardFile(str(tmp_path / "team.json"))
    store.create(first_changes())
    return store
