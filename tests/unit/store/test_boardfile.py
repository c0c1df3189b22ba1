"""The shared file as the session meets it: newer formats, rights, a writer in between, no dear import on reading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from releaseboard.domain.changes import write_change
from releaseboard.errors import BoardMissing, BoardReadOnly
from releaseboard.store import lock
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.files import replace_file
from releaseboard.store.image import Image, add_bodies, dump_image
from releaseboard.store.lines import encode_body
from releaseboard.store.storage import BoardStorage
from storing import environment, first_changes, make_change, open_folder, run_as


def set_format(path: str, number: object) -> None:
    """Turn the board into one of another format, in place."""
    file = Path(path)
    file.write_text(file.read_text().replace('"format":1', f'"format":{json.dumps(number)}'))


def test_a_newer_format_can_be_read_and_not_written(board: BoardFile) -> None:
    set_format(board.path, 2)
    before = Path(board.path).read_bytes()
    store = BoardFile(board.path)
    assert store.read_only() == "this board has format 2, this program writes format 1: it can be read, not changed"
    assert store.load().docs["releases"]["r1"]["key"] == "PAY-4.2"
    with pytest.raises(BoardReadOnly, match="has format 2, this program writes format 1"):
        store.commit([make_change(3, title="x")])
    assert Path(board.path).read_bytes() == before


def test_a_writer_between_our_read_and_our_write_is_not_overwritten(
    board: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is a courtesy: someone who did not take it writes while we prepare, and both edits stand."""
    real, left = BoardStorage.read_image, [make_change(number, goal=f"g{number}") for number in (3, 4)]

    def read_then_be_overtaken(storage: BoardStorage) -> Image:
        image = real(storage)
        if left:
            body = encode_body(write_change(left.pop()))
            replace_file(board.path, dump_image(add_bodies(image, [body])), "fastfast")
        return image

    monkeypatch.setattr(BoardStorage, "read_image", read_then_be_overtaken)
    content = BoardFile(board.path).commit([make_change(5, title="mine")])
    assert [change["seq"] for change in content.changes or ()] == [1, 2, 3, 4, 5]
    assert BoardFile(board.path).load().docs == content.docs


def test_a_board_behind_a_symbolic_link_is_saved_at_its_target(board: BoardFile, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("team.json")
    BoardFile(str(link)).commit([make_change(3, title="x")])
    assert link.is_symlink()
    assert board.load().docs["releases"]["r1"]["title"] == "x"


def test_two_boards_in_one_folder_do_not_share_a_lock(board: BoardFile, tmp_path: Path) -> None:
    other = BoardFile(str(tmp_path / "other.json"))
    assert other.folder != board.folder


def test_a_save_leaves_only_the_board_and_its_folder(board: BoardFile, tmp_path: Path) -> None:
    board.commit([make_change(3, title="x")])
    assert sorted(os.listdir(tmp_path)) == ["team.json", "team.json.d"]


def test_a_lock_held_by_a_living_process_delays_and_does_not_stop(board: BoardFile) -> None:
    board.commit([make_change(3, title="x")])
    with lock.hold_lock(board.folder + "/lock") as first:
        assert first.got
        with lock.hold_lock(board.folder + "/lock", patience=0.05) as second:
            assert not second.got
    with lock.hold_lock(board.folder + "/lock") as again:
        assert again.got


def test_a_viewer_gets_a_board_that_says_why_it_is_read_only(tmp_path: Path) -> None:
    run_as("pass")
    folder = open_folder(tmp_path, 0o755)
    BoardFile(str(folder / "team.json")).create(first_changes())
    code = """
import sys
from releaseboard.store.boardfile import BoardFile
store = BoardFile(sys.argv[1])
print(store.load().docs["releases"]["r1"]["key"], store.read_only())
"""
    told = run_as(code, str(folder / "team.json"))
    assert told.startswith("PAY-4.2 you have no write permission on")


def test_a_folder_that_is_gone_is_a_missing_board(tmp_path: Path) -> None:
    store = BoardFile(str(tmp_path / "gone" / "team.json"))
    assert store.fingerprint() is None
    with pytest.raises(BoardMissing):
        store.load()


def test_reading_imports_nothing_dear(board: BoardFile) -> None:
    """`status` reads a board: no database, no hashing, no temporary files."""
    code = """
import sys
before = set(sys.modules)
from releaseboard.store.boardfile import BoardFile
store = BoardFile(sys.argv[1])
store.load(history=False), store.fingerprint(), store.read_only()
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, board.path], capture_output=True, text=True, check=True, env=environment()
    )
    dear = {"tinydb", "hashlib", "tempfile", "shutil", "pathlib", "dataclasses", "inspect", "random", "threading"}
    assert dear & set(done.stdout.split()) == set()
