"""Many processes on one file, half of them shot: nothing that was confirmed is ever lost, no look finds half a file."""

import json
import time
from pathlib import Path

import pytest
from tinydb import TinyDB

from crowd import PLAIN_WRITER, Crowd, watch
from releaseboard.domain.changes import read_change
from releaseboard.domain.merge import fold
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.checks import find_gaps
from releaseboard.store.history import History
from releaseboard.store.localcopy import recall_base
from storing import make_change, start_python


def changes_on(path: str) -> History:
    """The history of a board file, with a look at every byte of it."""
    history = BoardFile(path).load().changes
    assert isinstance(history, History)
    return history


def test_eight_writers_half_of_them_shot(board: BoardFile, tmp_path: Path) -> None:
    """The torture of the design, scaled: 8 processes x 12 edits; `benchmarks/torture.py` has the full size."""
    crowd = Crowd(board.path, tmp_path)
    looks, bad = watch(board.path, tmp_path, lambda: crowd.run(8, 12, kill=4))
    history = changes_on(board.path)
    assert crowd.said() - set(history.lines) == set()
    assert crowd.kills > 0
    assert len(crowd.said()) >= 8 * 12
    assert (looks > 50, bad) == (True, 0)
    assert find_gaps(history) == {}
    assert board.load().docs == fold(map(read_change, history))


def test_all_machines_end_with_the_same_bytes(board: BoardFile, tmp_path: Path) -> None:
    """After everybody has met once more, the file and each machine's copy of it are the same, byte for byte."""
    crowd = Crowd(board.path, tmp_path)
    crowd.run(3, 5, kill=1)
    for number in range(3):
        BoardFile(board.path, str(tmp_path / f"home{number}")).meet()
    held = Path(board.path).read_bytes()
    for number in range(3):
        base = recall_base(board.path, str(tmp_path / f"home{number}"))
        assert Path(base, "board.json").read_bytes() == held


@pytest.mark.parametrize("skew", [86_400 * 3650, -86_400 * 3650])
def test_a_clock_that_is_ten_years_off_makes_nothing_vanish(board: BoardFile, tmp_path: Path, skew: float) -> None:
    crowd = Crowd(board.path, tmp_path)
    odd, even = crowd.start(6, home="a", skew=skew), crowd.start(6, home="b")
    assert (odd.wait(), even.wait()) == (0, 0)
    history = changes_on(board.path)
    assert crowd.said() <= set(history.lines)
    members = [
        tag for release in BoardFile(board.path).load().docs["releases"].values() for tag in release.get("tags", {})
    ]
    assert len(members) == len(crowd.said()) == 12


def test_stock_tinydb_loses_edits_where_we_lose_none(tmp_path: Path) -> None:
    """What the protocol is for: the same crowd on a file that TinyDB itself writes."""
    path = str(tmp_path / "plain.json")
    with TinyDB(path) as stock:
        stock.table("releases").insert({"id": "first"})
    crowd = Crowd(path, tmp_path, PLAIN_WRITER)
    writers = [crowd.start(40, home="x") for _ in range(4)]
    for writer in writers:
        writer.wait()
    try:
        kept = {document["id"] for document in json.loads(Path(path).read_text())["releases"].values()}
    except ValueError:
        kept = set()
    assert crowd.said() - kept


PAUSED = """
import os, sys, time
from storing import make_change
from releaseboard.store import files
from releaseboard.store.boardfile import BoardFile
real = files._rename
def paused(scratch, path):
    print("about to rename", flush=True)
    while not os.path.exists(sys.argv[3]):
        time.sleep(0.01)
    real(scratch, path)
files._rename = paused
BoardFile(sys.argv[1], sys.argv[2]).commit([make_change(5, title="slow", replica="slowslow")])
"""


def test_a_paused_holder_that_wakes_up_overwrites_nothing_for_good(board: BoardFile, tmp_path: Path) -> None:
    """It stops with the lock in its hand, just before its rename; others go on; its late rename is repaired."""
    with start_python(PAUSED, board.path, str(tmp_path / "slow"), str(tmp_path / "go")) as child:
        assert child.stdout
        assert child.stdout.readline() == "about to rename\n"
        started = time.monotonic()
        board.commit([make_change(6, goal="quick", replica="quickqui")])
        assert time.monotonic() - started < 15, "a lock that nobody gives back holds nobody up for long"
        (tmp_path / "go").touch()
        assert child.wait() == 0
    assert '"goal":"quick"' not in Path(board.path).read_text().partition('"changes": {')[0]
    stranger = BoardFile(board.path, str(tmp_path / "stranger"))
    assert stranger.meet() is not None
    record = stranger.load().docs["releases"]["r1"]
    assert (record["title"], record["goal"]) == ("slow", "quick")
