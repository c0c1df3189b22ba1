"""Rolling backups, going back to one, and a board that is gone made again."""

import gzip
import os
import shutil
import time
from pathlib import Path

import pytest

from releaseboard.errors import BadInput, BoardDamaged, BoardUnavailable
from releaseboard.store import backups, restore
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.files import DAY
from storing import first_changes, make_change


def test_the_first_save_of_a_day_keeps_the_file_as_it_was(board: BoardFile) -> None:
    before = Path(board.path).read_bytes()
    board.commit([make_change(3, title="x")])
    board.commit([make_change(4, title="y")])
    (kept,) = backups.list_backups(board.folder)
    assert gzip.decompress(Path(kept.path).read_bytes()) == before
    assert backups.read_backup(kept).docs["releases"]["r1"]["title"] == "Faster refunds"
    assert not backups.is_due(board.folder, kept.at + DAY - 1)
    assert backups.is_due(board.folder, kept.at + DAY + 1)


def test_a_look_that_changes_nothing_makes_no_backup(board: BoardFile) -> None:
    board.load()
    board.meet()
    assert backups.list_backups(board.folder) == []


def test_they_thin_out_with_age(board: BoardFile) -> None:
    """Two years of daily backups: the last fortnight, and the first of each month before."""
    raw, start = Path(board.path).read_bytes(), 1_800_000_000
    for day in range(730):
        backups.make_backup(board.path, board.folder, raw, "k3f9abcd", start + day * DAY)
    found = backups.list_backups(board.folder)
    ages = [round((start + 729 * DAY - backup.at) / DAY) for backup in found]
    assert ages[-14:] == list(range(13, -1, -1))
    assert len(found) <= 14 + 12
    assert 330 < ages[0] < 370


def test_a_backup_that_cannot_be_made_stops_nobody(board: BoardFile) -> None:
    Path(board.folder).mkdir()
    Path(board.folder, "backup").write_text("in the way")
    board.commit([make_change(3, title="x")])
    assert board.load().docs["releases"]["r1"]["title"] == "x"


def test_a_damaged_backup_says_so(board: BoardFile) -> None:
    made = backups.make_backup(board.path, board.folder, Path(board.path).read_bytes(), "k3f9abcd")
    assert made
    Path(made.path).write_bytes(Path(made.path).read_bytes()[:-40])
    with pytest.raises(BoardDamaged, match="can't be unpacked"):
        backups.read_backup(made)


@pytest.fixture
def worked_on(board: BoardFile) -> BoardFile:
    """A board with a backup of how it was first, and edits since."""
    board.commit([make_change(3, title="x"), make_change(4, "releases", "r2", id="r2", key="PAY-5")])
    return board


def test_going_back_is_a_group_of_edits(worked_on: BoardFile) -> None:
    name = time.strftime("%Y%m", time.gmtime())
    drafts = restore.plan_restore(worked_on.path, restore.find_backup(worked_on.path, name))
    assert [(draft.key, dict(draft.set)) for draft in drafts] == [
        ("r1", {"title": "Faster refunds"}),
        ("r2", {"deleted": True}),
    ]
    sealed = [
        make_change(10 + at, draft.entity, draft.key, **draft.set)._replace(on=draft.on)
        for at, draft in enumerate(drafts)
    ]
    content = worked_on.commit(sealed)
    assert content.docs["releases"]["r1"]["title"] == "Faster refunds"
    assert content.docs["releases"]["r2"]["deleted"] is True
    assert len(content.changes or ()) == 6
    assert restore.plan_restore(worked_on.path, restore.find_backup(worked_on.path, name)) == []


def test_a_backup_that_is_not_there_is_named(worked_on: BoardFile) -> None:
    with pytest.raises(BadInput, match="there is no backup 1999"):
        restore.find_backup(worked_on.path, "1999")


def test_another_boards_backup_is_refused(worked_on: BoardFile, tmp_path: Path) -> None:
    other = BoardFile(str(tmp_path / "other.json"))
    other.create(first_changes("b-2"))
    made = backups.make_backup(other.path, worked_on.folder, Path(other.path).read_bytes(), "k3f9abcd", 1_800_000_000)
    assert made
    with pytest.raises(BoardUnavailable, match="a backup of another board"):
        restore.plan_restore(worked_on.path, made)


@pytest.mark.parametrize("gone", ["copy", "net", "backups"])
def test_a_deleted_board_is_made_again_from_whatever_is_left(worked_on: BoardFile, gone: str, clean_home: Path) -> None:
    before = worked_on.load()
    worked_on.replica().close()
    os.unlink(worked_on.path)
    if gone == "copy":
        shutil.rmtree(clean_home / "state")
    elif gone == "net":
        shutil.rmtree(worked_on.folder)
    else:
        shutil.rmtree(worked_on.folder + "/backup")
    told = restore.recreate(worked_on.path)
    assert told == f"{worked_on.path} was made again with 4 changes"
    assert BoardFile(worked_on.path).load().docs == before.docs


def test_where_nothing_is_left_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(BoardUnavailable, match="can't be made again"):
        restore.recreate(str(tmp_path / "team.json"))
    assert os.listdir(tmp_path) == []
