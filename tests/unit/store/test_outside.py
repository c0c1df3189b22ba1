"""What other programs changed in the file becomes changes, the same ones whoever finds them."""

import json
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from releaseboard.domain.changes import read_change
from releaseboard.domain.merge import fold
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.contract import Content
from storing import make_change


@pytest.fixture
def worked_on(board: BoardFile) -> BoardFile:
    """A board that has been met, so that it has digests and this machine a copy."""
    board.commit([make_change(3, "releases", "r2", id="r2", key="PAY-5", tags={"a": True}, goal="G")])
    return board


def meet_after(board: BoardFile, script: object) -> Content:
    with TinyDB(board.path) as stock:
        script(stock)
    content = board.meet()
    assert content is not None
    assert content.docs == fold(map(read_change, content.changes or ()))
    return content


def outside(content: Content) -> list[dict]:
    return [change for change in content.changes or () if change["by"] == "outside edit"]


def test_an_edit_by_a_script_is_in_the_history_with_what_it_replaced(worked_on: BoardFile) -> None:
    content = meet_after(worked_on, lambda db: db.table("releases").update({"goal": "X"}, where("key") == "PAY-5"))
    (change,) = outside(content)
    assert (change["set"], change["was"]) == ({"goal": "X"}, {"goal": "G"})
    assert change["reason"] == "the file was changed by another program"
    assert content.problems == ("another program's edits were taken into the history: 1 records",)


def test_records_that_a_script_adds_empties_and_removes(worked_on: BoardFile) -> None:
    def script(db: TinyDB) -> None:
        db.table("releases").insert({"id": "r9", "key": "MOB-1"})
        db.table("releases").remove(where("key") == "PAY-4.2")
        db.table("releases").update(lambda doc: doc.pop("goal"), where("key") == "PAY-5")

    content = meet_after(worked_on, script)
    assert content.docs["releases"]["r9"] == {"id": "r9", "key": "MOB-1"}
    assert content.docs["releases"]["r1"]["deleted"] is True
    assert content.docs["releases"]["r1"]["title"] == "Faster refunds"
    assert "goal" not in content.docs["releases"]["r2"]
    assert len({change["group"] for change in outside(content)}) == 1


def test_a_script_that_only_rewrites_the_file_makes_no_change(worked_on: BoardFile) -> None:
    before = Path(worked_on.path).read_bytes()
    content = meet_after(worked_on, lambda db: db.table("releases").update({"goal": "G"}, where("key") == "PAY-5"))
    assert outside(content) == []
    assert Path(worked_on.path).read_bytes() == before


def test_two_machines_find_the_same_changes(worked_on: BoardFile, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with TinyDB(worked_on.path) as stock:
        stock.table("releases").update({"goal": "X"}, where("key") == "PAY-5")
    shutil.copy2(worked_on.path, other / "team.json")
    BoardFile(str(other / "team.json"), str(other / "home")).meet()
    worked_on.meet()
    assert Path(worked_on.path).read_bytes() == (other / "team.json").read_bytes()


def test_edits_of_two_scripts_one_after_the_other_both_stand(worked_on: BoardFile) -> None:
    meet_after(worked_on, lambda db: db.table("releases").update({"goal": "X"}, where("key") == "PAY-5"))
    content = meet_after(worked_on, lambda db: db.table("releases").update({"goal": "Y"}, where("key") == "PAY-5"))
    assert [change["set"] for change in outside(content)] == [{"goal": "X"}, {"goal": "Y"}]
    assert outside(content)[1]["on"] == {"goal": [outside(content)[0]["id"]]}


def test_a_hand_edit_in_an_editor_counts_the_same(worked_on: BoardFile) -> None:
    file = Path(worked_on.path)
    file.write_text(json.dumps(json.loads(file.read_text().replace('"goal":"G"', '"goal":"Hand"', 1)), indent=2))
    content = worked_on.meet()
    assert content is not None
    assert content.docs["releases"]["r2"]["goal"] == "Hand"


def test_the_authors_of_outside_edits_gone_nothing_is_lost(worked_on: BoardFile, tmp_path: Path) -> None:
    """The edit lies in the outbox of whoever found it: somebody's older file on top does not undo it."""
    with TinyDB(worked_on.path) as stock:
        stock.table("releases").update({"goal": "X"}, where("key") == "PAY-5")
    before = worked_on.load()
    worked_on.meet()
    with TinyDB(worked_on.path) as stock:
        kept = json.loads(Path(worked_on.path).read_text())
        kept["changes"] = {n: c for n, c in kept["changes"].items() if c["by"] != "outside edit"}
        kept["releases"] = {n: {**d, "goal": "G"} if d["id"] == "r2" else d for n, d in kept["releases"].items()}
        stock.storage.write(kept)
    content = BoardFile(worked_on.path, str(tmp_path / "stranger")).meet()
    assert content is not None
    assert before.docs["releases"]["r2"]["goal"] == "X"
    assert outside(content)[0]["set"] == {"goal": "X"}
