"""Real system calls that fail, and shots between them: a sample here, every one of them in benchmarks/torture.py."""

import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from releaseboard.store.boardfile import BoardFile
from storing import first_changes, make_change
from tracing import ERRORS, inject, list_points, require_strace


@pytest.mark.slow
@pytest.mark.parametrize("what", ["KILL", *ERRORS])
def test_real_faults_lose_no_confirmed_edit(tmp_path: Path, what: str) -> None:
    """Every ninth open, write, fsync, rename of one edit, in turn, with a shot or an error from the kernel."""
    require_strace()
    template, trial = tmp_path / "template", tmp_path / "trial"
    template.mkdir()
    store = BoardFile(str(template / "team.json"), str(template / "home"))
    store.create(first_changes())
    store.commit([make_change(3, title="before")])
    store.replica().close()
    path, home = str(trial / "team.json"), str(trial / "home")
    shutil.copytree(template, trial)
    points = list_points(path, home, tmp_path / "log")
    assert {"openat", "write", "fsync", "rename"} <= {point.call for point in points}
    outcomes = []
    for point in points[::9]:
        shutil.rmtree(trial)
        shutil.copytree(template, trial)
        outcome = inject(point, what, path, home)
        outcomes.append(outcome)
        assert outcome in (0, 3, -9), point
        with TinyDB(path, access_mode="r") as tiny:
            assert len(tiny.table("changes")) in (3, 4), point
        content = BoardFile(path, home).commit([make_change(9, goal="after", replica="soundddd")])
        if outcome == 0:
            assert content.docs["releases"]["r1"]["title"] == "t5", point
    assert what != "KILL" or set(outcomes) == {-9}
