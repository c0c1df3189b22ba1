"""`sync`, `who` and `doctor`: the shared file looked after from the command line."""

import json
from pathlib import Path

import pytest

from releaseboard.session import Session
from releaseboard.upkeep import Guest

PLAN = {"releases": [{"key": "PAY-4.2", "title": "Refunds"}], "people": [{"id": "kim", "name": "Kim Lee"}]}


@pytest.fixture
def board(tmp_path: Path) -> str:
    """A board made by the clock on the wall, since the doctor tells of clocks that are wrong."""
    path = str(tmp_path / "team.json")
    Session.create(path, plan=PLAN, user="ana")
    return path


def test_a_board_that_is_in_step_says_so(on, board: str) -> None:
    assert on("sync").out == "in step with the board\n"
    assert json.loads(on("sync", "--json").out) == {"state": "synced", "pending": 0, "news": 0, "reason": ""}


def test_sync_takes_a_sensible_wait_only(on, board: str) -> None:
    result = on("sync", "--wait", "-1")
    assert (result.code, "from 0 to 3600" in result.err) == (2, True)


def test_who_is_here_is_told_with_the_release(on, board: str) -> None:
    assert "nobody" in on("who").err
    guest = Guest(board, "k3f9abcd", "kim", "desk-7")
    assert guest.show("PAY-4.2")
    assert "Kim Lee" in on("who").out
    (visitor,) = json.loads(on("who", "--json").out)
    assert (visitor["user"], visitor["host"], visitor["release"]) == ("kim", "desk-7", "PAY-4.2")
    assert [one.user for one in Guest(board, "other123", "bo", "h").list_others()] == ["kim"]
    guest.leave()
    assert on("who").out == ""


def test_a_sound_board_is_well(on, board: str) -> None:
    result = on("doctor")
    assert result.code == 0
    assert "all is well" in result.err
    assert "bad" not in result.out


def test_a_board_cut_short_is_found_kept_and_mended(on, board: str) -> None:
    on("set", "PAY-4.2", "title=Kept in the journal")
    whole = Path(board).read_bytes()
    Path(board).write_bytes(whole[: len(whole) // 2])
    sick = on("doctor")
    assert sick.code == 1
    assert "cut off" in " ".join(sick.out.split())
    mended = on("doctor", "--repair")
    assert mended.code == 0, mended
    assert json.loads(on("show", "PAY-4.2", "--json").out)["title"] == "Kept in the journal"
    assert any(one.read_bytes() == whole[: len(whole) // 2] for one in Path(board).parent.glob("**/*") if one.is_file())


def test_a_deleted_board_is_made_again(on, board: str) -> None:
    on("set", "PAY-4.2", "title=Not lost")
    Path(board).unlink()
    assert on("doctor").code == 1
    assert on("doctor", "--repair").code == 0
    assert json.loads(on("show", "PAY-4.2", "--json").out)["title"] == "Not lost"


def test_going_back_to_a_backup_is_an_edit_that_undo_takes_back(on, board: str) -> None:
    on("set", "PAY-4.2", "title=Before")
    on("doctor", "--repair")
    name = on("doctor", "--restore").out.split()[0]
    then = Session.open(board).board
    on("set", "PAY-4.2", "title=After")
    result = on("doctor", "--restore", name)
    assert result.code == 0, result
    assert Session.open(board).board.release("PAY-4.2").title != "After"
    assert then.release("PAY-4.2").title in ("Before", Session.open(board).board.release("PAY-4.2").title)
    assert on("undo").code == 0
    assert Session.open(board).board.release("PAY-4.2").title == "After"


def test_an_unknown_backup_is_named(on, board: str) -> None:
    result = on("doctor", "--restore", "1999")
    assert (result.code, "1999" in result.err) == (2, True)


@pytest.mark.parametrize("command", [["doctor"], ["sync"], ["who"]])
def test_without_a_board_the_way_out_is_told(run, command: list[str]) -> None:
    result = run(*command)
    assert (result.code, "releaseboard init" in result.err) == (2, True)
