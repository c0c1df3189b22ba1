"""The board file is a TinyDB file: stock TinyDB reads and writes it, our own storage replaces it whole."""

import json
import os
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from releaseboard.errors import BoardMissing
from releaseboard.store import layout
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.storage import BoardStorage
from storing import first_changes, make_change


def test_stock_tinydb_reads_a_board(board: BoardFile) -> None:
    with TinyDB(board.path, access_mode="r") as stock:
        assert stock.tables() == {"board", "releases", "meta", "changes"}
        found = stock.table("releases").get(where("key") == "PAY-4.2")
        assert found == {"id": "r1", "key": "PAY-4.2", "title": "Faster refunds"}
        assert found.doc_id == layout.document_id("r1")
        assert len(stock.table("changes")) == 2


def test_looking_with_stock_tinydb_changes_no_byte(board: BoardFile) -> None:
    before = Path(board.path).read_bytes()
    with TinyDB(board.path) as stock:
        stock.table("releases").all()
    assert Path(board.path).read_bytes() == before


@pytest.mark.parametrize("indent", [None, 2])
def test_what_stock_tinydb_wrote_still_loads_and_commits(board: BoardFile, indent: int | None) -> None:
    with TinyDB(board.path, indent=indent) as stock:
        stock.table("releases").update({"title": "By a script"}, where("key") == "PAY-4.2")
        stock.table("scripts").insert({"ran": True})
    for history in (True, False):
        content = BoardFile(board.path).load(history=history)
        assert content.docs["releases"]["r1"]["title"] == "By a script"
        assert content.docs["scripts"] == {"doc1": {"ran": True}}
    assert len(BoardFile(board.path).load().changes or ()) == 2
    content = board.commit([make_change(3, goal="G")])
    assert content.docs["scripts"] == {"doc1": {"id": "doc1", "ran": True}}
    assert content.docs["releases"]["r1"] == {"id": "r1", "key": "PAY-4.2", "title": "By a script", "goal": "G"}
    assert layout.is_canonical(Path(board.path).read_bytes())


def test_our_storage_serves_tinydb_itself(board: BoardFile) -> None:
    with TinyDB(board.path, storage=BoardStorage) as ours:
        ours.table("notes").insert({"text": "two\nlines"})
        assert ours.table("notes").all() == [{"text": "two\nlines"}]
    raw = Path(board.path).read_bytes()
    assert b'"1": {"text":"two\\nlines"}\n' in raw
    assert layout.is_canonical(raw)
    assert json.loads(raw)["releases"]


def test_a_commit_is_one_read_and_one_write(board: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    for name in ("read_image", "write_image"):
        real = getattr(BoardStorage, name)
        monkeypatch.setattr(BoardStorage, name, lambda *a, _n=name, _r=real: calls.append(_n) or _r(*a))
    board.commit(
        [make_change(3, title="x"), make_change(4, goal="y"), make_change(5, "releases", "r2", id="r2", key="P-1")]
    )
    assert calls == ["read_image", "write_image"]


def test_opening_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BoardMissing):
        BoardStorage(str(tmp_path / "team.json")).read()
    assert os.listdir(tmp_path) == []


def test_equal_boards_have_equal_bytes(tmp_path: Path) -> None:
    """Whoever added what in which order: the same changes make the same file."""
    late = [make_change(number, title=f"t{number}", goal="g") for number in (3, 4, 5)]
    stores = [BoardFile(str(tmp_path / name)) for name in ("a.json", "b.json")]
    for store in stores:
        store.create(first_changes())
    stores[0].commit(late)
    for change in reversed(late):
        stores[1].commit([change])
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
