"""Conflict copies: known by name, merged by content, moved aside; nothing else is ever touched."""

import os
import shutil
import time
from pathlib import Path

import pytest

from releaseboard.store import copies
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.files import DAY
from storing import first_changes, make_change

NAMES = [
    "board.sync-conflict-20270224-101503-ABCDEFG.json",
    "board (Ana's conflicted copy 2027-02-24).json",
    "board (conflicted copy 2027-02-24 101503).json",
    "board (1).json",
    "board.Conflict.json",
    "board (SFConflict ana@example.org 2027-02-24-10-15-03).json",
    "board-LAPTOP7.json",
    "board-LAPTOP7-2.json",
]
OTHERS = [
    "board.json",
    "board-backup.json",
    "board-2026.json",
    "board.json.d",
    "board (old).json",
    "board2.json",
    "boardroom.json",
    "board.corrupt-20270224-101503.json",
    ".~board.json.k3f9abcd.tmp",
    "other.sync-conflict-20270224-101503-ABCDEFG.json",
    "board.sync-conflict-20270224-101503-ABCDEFG.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_conflict_copies(name: str) -> None:
    assert copies.name_copies("board.json", [name], {"laptop7"}) == [name]


@pytest.mark.parametrize("name", OTHERS)
def test_names_that_are_something_else(name: str) -> None:
    assert copies.name_copies("board.json", [name], {"laptop7"}) == []


def test_a_machines_name_counts_only_if_that_machine_has_written() -> None:
    assert copies.name_copies("board.json", ["board-LAPTOP7.json"], {"desk"}) == []


def test_a_board_without_extension_has_copies_too() -> None:
    assert copies.name_copies("board", ["board (1)", "board"], ()) == ["board (1)"]


def conflict(board: BoardFile, name: str, number: int) -> Path:
    """A copy of the board, as a sync tool leaves it, with an edit that only it has."""
    path = Path(board.path).parent / name
    shutil.copy(board.path, path)
    BoardFile(str(path), str(path.parent / "elsewhere")).commit(
        [make_change(number, goal=f"g{number}", replica="othersss")]
    )
    shutil.rmtree(str(path) + ".d")
    return path


@pytest.mark.parametrize("name", ["team.sync-conflict-20270224-101503-ABCDEFG.json", "team (1).json", "team-h.json"])
def test_a_copy_is_merged_and_moved_aside(board: BoardFile, name: str) -> None:
    path = conflict(board, name, 5)
    content = board.commit([make_change(4, title="mine")])
    assert content.docs["releases"]["r1"]["goal"] == "g5"
    assert content.docs["releases"]["r1"]["title"] == "mine"
    assert not path.exists()
    assert os.listdir(board.folder + "/merged") == [name]


def test_in_whatever_order_the_outcome_is_the_same(board: BoardFile, tmp_path: Path) -> None:
    """Two sides, each takes the other for the conflict copy: the same bytes on both."""
    one, other = tmp_path / "one", tmp_path / "other"
    name = "team.sync-conflict-20270224-101503-ABCDEFG.json"
    for place, number in ((one, 5), (other, 6)):
        place.mkdir()
        shutil.copy(board.path, place / "team.json")
        change = make_change(number, title=f"t{number}", replica=f"rep{number}eee")
        BoardFile(str(place / "team.json"), str(place / "h")).commit([change])
    mine, theirs = (one / "team.json").read_bytes(), (other / "team.json").read_bytes()
    (one / name).write_bytes(theirs)
    (other / name).write_bytes(mine)
    for place in (one, other):
        BoardFile(str(place / "team.json"), str(place / "h")).meet()
        assert not (place / name).exists()
    assert (one / "team.json").read_bytes() == (other / "team.json").read_bytes()


def test_another_board_under_such_a_name_is_left_alone(board: BoardFile) -> None:
    path = Path(board.path).parent / "team (1).json"
    BoardFile(str(path)).create(first_changes("b-2"))
    before = path.read_bytes()
    board.commit([make_change(4, title="mine")])
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", "not a board"])
def test_one_that_makes_no_sense_is_left_alone(board: BoardFile, text: str) -> None:
    path = Path(board.path).parent / "team (1).json"
    path.write_text(text)
    board.commit([make_change(4, title="mine")])
    assert path.read_text() == text


def test_merged_copies_are_dropped_after_thirty_days(board: BoardFile) -> None:
    conflict(board, "team (1).json", 5)
    board.meet()
    merged = Path(board.folder, "merged", "team (1).json")
    copies.move_aside([], board.folder, time.time() + 29 * DAY)
    assert merged.exists()
    copies.move_aside([], board.folder, time.time() + 31 * DAY)
    assert not merged.exists()


def test_two_copies_of_the_same_name_are_both_kept(board: BoardFile) -> None:
    for number in (5, 6):
        conflict(board, "team (1).json", number)
        board.meet()
    assert sorted(os.listdir(board.folder + "/merged")) == ["team (1).json", "team (1).json~"]
