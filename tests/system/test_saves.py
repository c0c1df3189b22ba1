"""Saves that are killed, and disks that are full or read-only: the file is whole at every instant."""

import os
import resource
import subprocess
from pathlib import Path

import pytest
from tinydb import TinyDB

from releaseboard.errors import BoardUnavailable
from releaseboard.store import files
from releaseboard.store.boardfile import BoardFile
from storing import environment, first_changes, make_change, start_python

SAVE = """
import sys
from storing import make_change
from releaseboard.store.boardfile import BoardFile
store = BoardFile(sys.argv[1])
print("ready", flush=True)
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 100_000):
    store.commit([make_change(number, title=f"t{number}")])
    print(number, flush=True)
"""


def test_kills_during_saves_leave_a_readable_file(board: BoardFile) -> None:
    """A saver is killed again and again at random moments; what it had confirmed is there each time."""
    number = 3
    for _ in range(8):
        with start_python(SAVE, board.path, str(number)) as child:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
            confirmed = [int(child.stdout.readline()) for _ in range(5)]
            child.kill()
            confirmed += [int(line) for line in child.stdout if line.endswith("\n")]
        content = BoardFile(board.path).load()
        saved = {change["seq"] for change in content.changes or ()}
        assert set(confirmed) <= saved
        with TinyDB(board.path, access_mode="r") as stock:
            in_file = {change["seq"] for change in stock.table("changes")}
        assert set(confirmed) <= in_file <= saved  # the journal may hold one that was not confirmed yet
        number = max(confirmed) + 2
    BoardFile(board.path).commit([make_change(number, title="after")])


def fill(disk: Path) -> None:
    """Leave no room on a small disk."""
    try:
        with open(disk / "filler", "wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
    except OSError:
        return


def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path) -> None:
    path = small_disk / "team.json"
    BoardFile(str(path)).create(first_changes())
    before = path.read_bytes()
    fill(small_disk)
    with pytest.raises(BoardUnavailable, match=r"can't be saved: the disk is full"):
        files.replace_file(str(path), before + b" " * 9000, "k3f9abcd")
    assert path.read_bytes() == before
    assert sorted(os.listdir(small_disk)) == ["filler", "team.json"]


def test_edits_on_a_disk_remounted_read_only_wait_on_this_machine(small_disk: Path) -> None:
    path = small_disk / "team.json"
    store = BoardFile(str(path))
    store.create(first_changes())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        assert store.read_only() == ""
        content = store.commit([make_change(3, title="kept here")])
        assert content.docs["releases"]["r1"]["title"] == "kept here"
        state = store.state()
        assert (state.state, state.pending, state.shared) == ("offline", 1, False)
        assert state.reason == f"{path} is on a disk that is mounted read-only"
        assert BoardFile(str(path)).load(history=False).docs["releases"]["r1"]["title"] == "kept here"
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert store.meet() is not None
    assert store.state().state == "synced"
    assert "kept here" in path.read_text()


def test_a_file_size_limit_leaves_the_old_file(board: BoardFile) -> None:
    """The same without mounting anything: the kernel refuses to write beyond the limit."""
    before = Path(board.path).read_bytes()
    code = """
import sys
from releaseboard.errors import BoardUnavailable
from releaseboard.store import files
try:
    files.replace_file(sys.argv[1], b"x" * 100_000, "k3f9abcd")
except BoardUnavailable as problem:
    print(problem.message)
"""
    done = subprocess.run(
        ["python3", "-c", code, board.path], capture_output=True, text=True, check=True, env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )  # fmt: skip
    assert done.stdout == f"{board.path} can't be saved: it would pass the file size limit\n"
    assert Path(board.path).read_bytes() == before
    assert sorted(os.listdir(Path(board.path).parent)) == ["team.json"]
