"""A shot or an error at every single step of one edit: no unreadable file, no lost confirmed edit, nobody blocked."""

import os
import shutil
import time
from functools import partial
from pathlib import Path

import pytest
from tinydb import TinyDB

from faults import CONFIRMED, CRASHED, KINDS, REFUSED, Fault, run_with_fault
from releaseboard.store import files, lock, sync
from releaseboard.store.boardfile import BoardFile
from storing import first_changes, make_change


def commit_one(path: str, home: str, number: int) -> None:
    BoardFile(path, home).commit([make_change(number, title=f"t{number}", replica="faultyyy")])


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A folder with a board that has been worked on, and this machine's state."""
    place = tmp_path / "template"
    place.mkdir()
    store = BoardFile(str(place / "team.json"), str(place / "home"))
    store.create(first_changes())
    store.commit([make_change(3, title="before")])
    store.replica().close()
    return place


def count_calls(place: Path) -> int:
    """How many steps one edit has."""
    status, calls = run_with_fault(lambda: commit_one(str(place / "team.json"), str(place / "home"), 5), -1, Fault(0))
    assert status == CONFIRMED
    return calls


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("storage", [lock.LOCAL, lock.NETWORK])
def test_a_fault_at_every_step_of_an_edit(
    template: Path, tmp_path: Path, kind: str, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "find_place", lambda path: lock.Place(storage, "x"))
    monkeypatch.setattr(sync, "hold_lock", partial(lock.hold_lock, patience=0.2))
    monkeypatch.setattr(files, "_PAUSES", (0.0, 0.0))
    trial = tmp_path / "trial"
    shutil.copytree(template, trial)
    calls = count_calls(trial)
    assert calls > 25
    path, home = str(trial / "team.json"), str(trial / "home")
    for at in range(1, calls + 1):
        shutil.rmtree(trial)
        shutil.copytree(template, trial)
        status, _ = run_with_fault(lambda: commit_one(path, home, 5), at, KINDS[kind])
        assert status != CRASHED, f"a traceback at step {at}"
        assert status in (CONFIRMED, REFUSED, -9)
        with TinyDB(path, access_mode="r") as stock:
            assert len(stock.table("changes")) in (3, 4), f"step {at}"
        started = time.monotonic()
        content = BoardFile(path, home).commit([make_change(9, goal="after", replica="soundddd")])
        assert time.monotonic() - started < 5
        ids = {change["id"] for change in content.changes or ()}
        assert make_change(9, replica="soundddd").id in ids
        if status == CONFIRMED:
            assert make_change(5, replica="faultyyy").id in ids, f"a confirmed edit was lost at step {at}"
            assert content.docs["releases"]["r1"]["title"] == "t5"
        assert [name for name in os.listdir(trial) if name.startswith(".~")] == [], f"an orphan of step {at}"
