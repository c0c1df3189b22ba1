"""The private place of one copy: slots, ids, numbers, rights."""

import os
from pathlib import Path

import pytest

from releaseboard.store.places import machine_id
from releaseboard.store.replica import Replica, random_id, take_replica
from storing import start_python

BOARD = "7d0c7a0e-31b9-4c39-a2c9-2f3f4d5a6b7c"


def test_an_id_is_eight_base32_characters() -> None:
    ids = {random_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(ident) == 8 and set(ident) <= set("abcdefghijklmnopqrstuvwxyz234567") for ident in ids)


def test_a_process_comes_back_to_its_id_and_number(tmp_path: Path) -> None:
    first = take_replica(BOARD, str(tmp_path))
    assert (first.take_seq(), first.take_seq()) == (1, 2)
    first.close()
    again = take_replica(BOARD, str(tmp_path))
    assert (again.id, again.next_seq, again.problem) == (first.id, 3, "")
    again.close()


def test_two_at_the_same_time_have_two_ids(tmp_path: Path) -> None:
    first, second = take_replica(BOARD, str(tmp_path)), take_replica(BOARD, str(tmp_path))
    assert first.id != second.id
    assert first.folder != second.folder
    first.close()
    third = take_replica(BOARD, str(tmp_path))
    assert third.id == first.id
    second.close()
    third.close()


def test_a_process_that_was_killed_gives_its_slot_back(tmp_path: Path) -> None:
    code = """
import sys, time
from releaseboard.store.replica import take_replica
print(take_replica(sys.argv[1], sys.argv[2]).id, flush=True)
time.sleep(60)
"""
    with start_python(code, BOARD, str(tmp_path)) as child:
        assert child.stdout
        theirs = child.stdout.readline().strip()
        during = take_replica(BOARD, str(tmp_path))
        child.kill()
    after = take_replica(BOARD, str(tmp_path))
    assert during.id != theirs
    assert after.id == theirs
    during.close()
    after.close()


def test_two_boards_and_two_machines_have_places_of_their_own(tmp_path: Path) -> None:
    one, two = take_replica(BOARD, str(tmp_path)), take_replica("other", str(tmp_path))
    assert one.folder.split("/")[-3:-1] == [BOARD, machine_id()]
    assert Path(one.folder).parent != Path(two.folder).parent
    one.close()
    two.close()


def test_a_board_id_from_a_strange_file_stays_inside_the_state_folder(tmp_path: Path) -> None:
    replica = take_replica("../../etc/\x1bpasswd", str(tmp_path))
    assert Path(replica.folder).resolve().is_relative_to(tmp_path.resolve() / "releaseboard")
    replica.close()


def test_the_place_is_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        replica = take_replica(BOARD, str(tmp_path))
        replica.take_seq()
    finally:
        os.umask(old)
    for path in [Path(replica.folder), *Path(replica.folder).iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path
    replica.close()


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null/x"])
def test_without_a_place_there_is_still_an_id_and_it_is_said(home: str) -> None:
    replica = take_replica(BOARD, home)
    assert len(replica.id) == 8
    assert replica.folder == ""
    assert replica.problem.startswith("edits can't be kept on this machine: ")
    assert replica.take_seq() == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": 5, "next_seq": 2}', '{"id": "x"}', "\x00" * 20])
def test_a_damaged_memory_is_a_new_replica(tmp_path: Path, text: str) -> None:
    """Never a number used twice: what can't be read is given up together with its id."""
    first = take_replica(BOARD, str(tmp_path))
    first.close()
    Path(first.folder, "replica.json").write_text(text)
    second = take_replica(BOARD, str(tmp_path))
    assert second.id != first.id
    assert second.next_seq == 1
    second.close()


def test_the_state_folder_is_where_the_system_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    replica = take_replica(BOARD)
    assert Path(replica.folder).is_relative_to(tmp_path / "state" / "releaseboard")
    replica.close()
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    replica = take_replica(BOARD)
    assert Path(replica.folder).is_relative_to(tmp_path / ".local" / "state" / "releaseboard")
    replica.close()


def test_an_id_for_this_process_alone_needs_nothing() -> None:
    replica = Replica("k3f9abcd")
    replica.keep()
    replica.close()
