"""This machine's side: journals, the local copy, patience with a share that does not answer, older formats."""

import _thread
import json
import os
import time
from pathlib import Path

import pytest

from releaseboard.domain.changes import write_change
from releaseboard.errors import BoardMissing, BoardUnavailable
from releaseboard.store import boardfile, localcopy, migrate, replica, source
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.lines import encode_body
from releaseboard.store.patience import Patience
from releaseboard.store.places import machine_folder
from releaseboard.store.replica import is_free, read_journals, take_replica
from storing import make_change, start_python


def body(number: int, ident: str = "k3f9abcd") -> bytes:
    return encode_body(write_change(make_change(number, title=f"t{number}", replica=ident)))


def test_what_is_recorded_is_read_by_every_program_of_this_machine(tmp_path: Path) -> None:
    one, two = take_replica("b-1", str(tmp_path)), take_replica("b-1", str(tmp_path))
    assert one.record([body(1)])
    assert two.record([body(2)])
    assert sorted(read_journals(machine_folder("b-1", str(tmp_path)))) == sorted([body(1), body(2)])
    one.close()
    two.close()


def test_a_journal_knows_the_next_number_when_the_memory_is_behind(tmp_path: Path) -> None:
    """The power went between the journal's line and the small file beside it."""
    first = take_replica("b-1", str(tmp_path))
    first.record([body(4, first.id)])
    first.close()
    again = take_replica("b-1", str(tmp_path))
    assert (again.id, again.next_seq) == (first.id, 5)
    again.close()


def test_a_long_journal_is_started_anew_when_everything_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "_TRIM_AT", 100)
    one = take_replica("b-1", str(tmp_path))
    one.record([body(1, one.id), body(2, one.id)])
    assert one.is_long()
    one.trim({make_change(1, replica=one.id).id})
    assert len(read_journals(machine_folder("b-1", str(tmp_path)))) == 2
    one.trim({make_change(n, replica=one.id).id for n in (1, 2)})
    assert read_journals(machine_folder("b-1", str(tmp_path))) == []
    one.close()
    again = take_replica("b-1", str(tmp_path))
    assert again.next_seq >= 1
    again.close()


def test_journals_stay_short_while_working(board: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "_TRIM_AT", 1000)
    for number in range(3, 30):
        board.commit([make_change(number, title="x" * 100)])
    assert os.path.getsize(os.path.join(board.replica().folder, "journal.jsonl")) < 2000
    os.unlink(board.path)
    assert len(BoardFile(board.path).load().changes or ()) == 29


def test_whether_a_replica_is_dead(tmp_path: Path) -> None:
    base = machine_folder("b-1", str(tmp_path))
    code = """
import sys, time
from releaseboard.store.replica import take_replica
print(take_replica("b-1", sys.argv[1]).id, flush=True)
time.sleep(60)
"""
    with start_python(code, str(tmp_path)) as child:
        assert child.stdout
        ident = child.stdout.readline().strip()
        assert not is_free(ident, base)
        child.kill()
    assert is_free(ident, base)
    assert not is_free("unknownn", base)


def test_what_lay_at_a_path_is_known_without_looking_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, path = str(tmp_path / "home"), str(tmp_path / "team.json")
    assert localcopy.recall_board(path, home) == ""
    localcopy.remember_path(path, "b-1", home)
    localcopy.remember_path(path, "b-2", home)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the share was touched")

    monkeypatch.setattr(os, "stat", refuse)
    monkeypatch.setattr(os, "lstat", refuse)
    assert localcopy.recall_board(path, home) == "b-2"


def test_a_board_opened_through_a_link_is_known_by_both_names(tmp_path: Path, board: BoardFile) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("team.json")
    BoardFile(str(link)).meet()
    for path in (str(link), board.path):
        assert localcopy.recall_board(path) == "b-1"


def test_a_copy_that_cannot_be_kept_is_no_failure(tmp_path: Path) -> None:
    assert not localcopy.keep_copy("/proc/nowhere", b"x", "k3f9abcd")
    assert localcopy.keep_copy(str(tmp_path / "m"), b"x", "k3f9abcd", durable=True)
    kept = localcopy.read_copy(str(tmp_path / "m"))
    assert kept
    assert kept.raw == b"x"
    assert os.stat(localcopy.copy_path(str(tmp_path / "m"))).st_mode & 0o077 == 0


def test_patience_gives_back_what_the_work_does() -> None:
    patience = Patience()
    assert patience.run(lambda: 5, 5, "x") == 5
    with pytest.raises(BoardMissing):
        patience.run(lambda: (_ for _ in ()).throw(BoardMissing("gone")), 5, "x")
    assert patience.run(lambda: None, 5, "x") is None


def test_patience_has_an_end_and_nothing_piles_up() -> None:
    gate = _thread.allocate_lock()
    gate.acquire()
    patience = Patience()
    started = time.monotonic()
    for _ in range(2):
        with pytest.raises(BoardUnavailable, match=r"team\.json does not answer"):
            patience.run(gate.acquire, 0.05, "team.json")
    assert time.monotonic() - started < 2
    gate.release()
    assert patience.run(lambda: "back", 5, "x") == "back"


@pytest.fixture
def dead_share(board: BoardFile, monkeypatch: pytest.MonkeyPatch) -> BoardFile:
    """A board that this machine has a copy of, on a share that hangs from now on."""
    board.commit([make_change(3, title="seen")])
    board.replica().close()

    def hang(*_: object) -> None:
        time.sleep(30)

    monkeypatch.setattr(source, "LOOK", 0.05)
    monkeypatch.setattr(source, "WORK", 0.1)
    for name in ("read_file", "take_fingerprint"):
        monkeypatch.setattr(source, name, hang)
    monkeypatch.setattr(boardfile, "why_read_only", hang)
    monkeypatch.setattr(boardfile, "LOOK", 0.05)
    monkeypatch.setattr(boardfile, "WORK", 0.1)
    return BoardFile(board.path)


def test_a_share_that_hangs_is_stood_in_for(dead_share: BoardFile) -> None:
    started = time.monotonic()
    content = dead_share.load(history=False)
    assert content.docs["releases"]["r1"]["title"] == "seen"
    assert dead_share.state().state == "offline"
    assert dead_share.state().reason.endswith("does not answer")
    assert time.monotonic() - started < 2


def test_edits_on_a_share_that_hangs_are_kept(dead_share: BoardFile) -> None:
    started = time.monotonic()
    dead_share.load()
    assert dead_share.read_only() == ""
    content = dead_share.commit([make_change(4, goal="typed")])
    assert content.docs["releases"]["r1"]["goal"] == "typed"
    assert (dead_share.state().state, dead_share.state().pending) == ("offline", 1)
    assert dead_share.fingerprint() == ("away",)
    assert time.monotonic() - started < 5


def test_a_share_that_hangs_and_was_never_seen_is_an_error(board: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LOOK", 0.05)
    monkeypatch.setattr(source, "WORK", 0.1)
    monkeypatch.setattr(source, "read_file", lambda path: time.sleep(30))
    with pytest.raises(BoardUnavailable, match="does not answer"):
        BoardFile(board.path).load()


FORMAT_0 = Path(__file__).parent / "formats" / "format0.json"


def test_a_board_without_a_format_gets_one_and_a_history(tmp_path: Path) -> None:
    """From 0 to 1, with the file as it was kept as a backup."""
    path = tmp_path / "team.json"
    path.write_bytes(FORMAT_0.read_bytes())
    store = BoardFile(str(path))
    assert store.load().docs["releases"]["r1"]["key"] == "PAY-4.2"
    content = store.commit([make_change(3, title="new")])
    assert content.docs["board"]["b-0"]["format"] == 1
    assert content.docs["releases"]["r1"] == {"id": "r1", "key": "PAY-4.2", "title": "new", "goal": "G"}
    assert {change["by"] for change in content.changes or ()} == {"ana", "outside edit"}
    assert len(os.listdir(store.folder + "/backup")) == 1
    assert json.loads(path.read_text())["meta"]
    assert BoardFile(str(path)).meet() is None


def test_there_is_a_step_from_each_older_format() -> None:
    assert sorted(migrate.STEPS) == list(range(migrate.layout.FORMAT))
