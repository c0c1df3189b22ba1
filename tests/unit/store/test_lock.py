"""The courtesy lock: by kind of storage, broken only when its holder is dead, never in anybody's way for long."""

import json
import os
import time
from pathlib import Path

import pytest

from releaseboard.store import lock
from storing import start_python

HOLD = """
import sys, time
from releaseboard.store.lock import hold_lock
with hold_lock(sys.argv[1], sys.argv[2]) as hold:
    print(hold.got, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "lock")


@pytest.fixture(autouse=True)
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test watches markers from the start."""
    monkeypatch.setattr(lock, "_WATCHED", {})


@pytest.mark.parametrize("kind", [lock.LOCAL, lock.NETWORK, lock.REPLICATED])
def test_one_at_a_time(path: str, kind: str) -> None:
    with lock.hold_lock(path, kind) as first:
        assert first.got
        started = time.monotonic()
        with lock.hold_lock(path, kind, patience=0.05) as second:
            assert not second.got
        assert time.monotonic() - started < 1
    with lock.hold_lock(path, kind, patience=0.05) as third:
        assert third.got
        assert 0 <= third.age < 1


@pytest.mark.parametrize("kind", [lock.LOCAL, lock.NETWORK])
def test_a_holder_that_was_killed_is_in_nobodys_way(path: str, kind: str) -> None:
    with start_python(HOLD, path, kind) as child:
        assert child.stdout
        assert child.stdout.readline() == "True\n"
        child.kill()
    with lock.hold_lock(path, kind, patience=1) as hold:
        assert hold.got


def test_nothing_is_left_after_a_network_lock(path: str, tmp_path: Path) -> None:
    with lock.hold_lock(path, lock.NETWORK):
        assert os.listdir(tmp_path) == ["lock.held"]
    assert os.listdir(tmp_path) == []


def foreign(path: str) -> str:
    """A marker of another machine."""
    marker = path + ".held"
    Path(marker).write_text(json.dumps({"token": "t", "machine": "elsewhere", "pid": 1}))
    return marker


def test_another_machines_marker_is_broken_after_fifteen_seconds_of_ours(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the time of the file says: only what this process has watched counts."""
    marker, clock = foreign(path), [1000.0]
    os.utime(marker, (0, 0))
    monkeypatch.setattr(lock.time, "monotonic", lambda: clock[0])
    assert not lock.break_stale(marker)
    clock[0] += 14.9
    assert not lock.break_stale(marker)
    clock[0] += 0.2
    assert lock.break_stale(marker)
    assert not os.path.exists(marker)


def test_a_marker_that_changes_is_alive(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    marker, clock = foreign(path), [1000.0]
    monkeypatch.setattr(lock.time, "monotonic", lambda: clock[0])
    for step in range(5):
        Path(marker).write_text(json.dumps({"token": str(step), "machine": "elsewhere", "pid": 1}))
        assert not lock.break_stale(marker)
        clock[0] += 14.0
    assert os.path.exists(marker)


def test_a_living_one_in_the_place_of_the_dead_one_is_put_back(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = path + ".held"
    Path(marker).write_text(json.dumps({"token": "dead", "machine": lock.kernel_id(), "pid": 2**22 + 1}))
    real = os.rename

    def overtaken(source: str, target: str) -> None:
        Path(marker).write_text('{"token": "living"}')
        real(source, target)

    monkeypatch.setattr(os, "rename", overtaken)
    lock.break_stale(marker)
    assert json.loads(Path(marker).read_text())["token"] == "living"


def test_a_marker_that_is_no_longer_ours_is_not_removed(path: str) -> None:
    with lock.hold_lock(path, lock.NETWORK) as hold:
        assert hold.got
        Path(path + ".held").write_text('{"token": "somebody who broke it"}')
    assert os.path.exists(path + ".held")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": 5}'])
def test_a_marker_that_makes_no_sense_is_waited_for(path: str, text: str) -> None:
    marker = path + ".held"
    Path(marker).write_text(text)
    assert not lock.break_stale(marker)


def test_where_no_lock_can_be_had_the_work_goes_on(tmp_path: Path) -> None:
    for kind in (lock.LOCAL, lock.NETWORK):
        with lock.hold_lock(str(tmp_path / "gone" / "lock"), kind, patience=0.05) as hold:
            assert not hold.got


MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/team\040share rw - nfs4 server:/x rw
31 30 0:41 / /mnt/team\040share/inner rw,nosuid shared:5 - fuse.sshfs a@b:/ rw
32 22 0:42 / /mnt/over rw - tmpfs tmpfs rw
34 22 0:44 / /mnt/équipe rw - nfs s:/x rw
33 32 0:43 / /mnt/over rw - cifs //s/x rw
garbage
"""


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/home/ana/team.json", "ext4"),
        ("/mnt/team share/team.json", "nfs4"),
        ("/mnt/team shared/team.json", "ext4"),
        ("/mnt/team share/inner/team.json", "fuse.sshfs"),
        ("/mnt/over/team.json", "cifs"),
        ("/mnt/équipe/team.json", "nfs"),
    ],
)
def test_the_file_system_is_read_from_the_mount_table(tmp_path: Path, path: str, system: str) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS.lstrip())
    assert lock._file_system(path, str(tmp_path / "mountinfo")) == system


def test_without_a_mount_table_nothing_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lock._file_system("/x", str(tmp_path / "gone")) == ""
    monkeypatch.setattr(lock, "_file_system", lambda path: "")
    assert lock.find_place(str(tmp_path / "team.json")).kind == lock.NETWORK
    monkeypatch.setattr(lock, "_file_system", lambda path: "ext4")
    assert lock.find_place(str(tmp_path / "team.json")).kind == lock.LOCAL


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox.cache", ".nextcloudsync.log"])
def test_a_sync_tools_mark_in_any_folder_above_tells(tmp_path: Path, mark: str) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert not lock.is_replicated(str(inner / "team.json"))
    (tmp_path / mark).touch()
    assert lock.is_replicated(str(inner / "team.json"))


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Acme", "Nextcloud", "My Drive"])
def test_a_sync_tools_folder_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert lock.is_replicated(str(tmp_path / name / "team.json"))
