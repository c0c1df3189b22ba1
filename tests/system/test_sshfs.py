"""Two sshfs mounts of one folder: locks are not shared, looks are stale, and nothing is lost all the same."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crowd import Crowd
from mounts import two_mounts
from releaseboard.store import boardfile
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.history import History
from releaseboard.store.lock import NETWORK, find_place
from storing import first_changes, make_change


@pytest.fixture
def mounts(tmp_path: Path) -> Iterator[tuple[Path, Path, Path]]:
    with two_mounts(tmp_path) as found:
        yield found


@pytest.mark.slow
def test_two_mounts_kills_and_authors_gone_for_good(mounts: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """4 processes x 6 edits, two of them shot; at the end only the share is left, all machines are gone."""
    server, one, two = mounts
    BoardFile(str(server / "team.json"), str(tmp_path / "first")).create(first_changes())
    assert find_place(str(one / "team.json")).kind == NETWORK
    crowd = Crowd(str(one / "team.json"), tmp_path)
    crowd.run(4, 6, kill=2, paths=(str(one / "team.json"), str(two / "team.json")))
    for number in range(4):
        shutil.rmtree(tmp_path / f"home{number}")
    stranger = BoardFile(str(server / "team.json"), str(tmp_path / "stranger"))
    stranger.meet()
    history = stranger.load().changes
    assert isinstance(history, History)
    assert crowd.said() - set(history.lines) == set()
    assert len(crowd.said()) >= 24
    json.loads((server / "team.json").read_bytes())


@pytest.mark.slow
def test_a_mount_that_hangs_blocks_nobody(
    mounts: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is stopped in mid-air: what this machine has is shown, edits wait, and go out when it is back."""
    server, one, _ = mounts
    path = str(one / "team.json")
    monkeypatch.setattr(boardfile, "WORK", 1.0)
    BoardFile(path, str(tmp_path / "first")).create(first_changes())
    BoardFile(path).commit([make_change(3, title="seen")])
    servers = subprocess.run(
        ["pgrep", "-f", f"sshfs root@127.0.0.1:{server} {one}"], capture_output=True, text=True, check=True
    )
    pids = [int(pid) for pid in servers.stdout.split()]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        store = BoardFile(path)
        assert store.load(history=False).docs["releases"]["r1"]["title"] == "seen"
        assert store.state().state == "offline"
        assert store.commit([make_change(4, goal="typed")]).docs["releases"]["r1"]["goal"] == "typed"
        assert store.state().pending == 1
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    store.meet()
    assert '"goal":"typed"' in (server / "team.json").read_text()
