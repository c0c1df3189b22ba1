"""What can happen to the shared file between two looks at it: nothing is lost, and people are told."""

import json
import os
import shutil
from pathlib import Path

import pytest

from releaseboard.domain.changes import Change
from releaseboard.errors import BoardDamaged, BoardMissing, BoardUnavailable
from releaseboard.store import sync
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.replica import take_replica
from storing import first_changes, make_change


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that makes no sense is looked at again at once."""
    monkeypatch.setattr(sync, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr("releaseboard.store.source.time.sleep", lambda _: None)


@pytest.fixture
def worked_on(board: BoardFile) -> BoardFile:
    """A board with a few edits of ours and of somebody else."""
    for number in range(3, 8):
        board.commit([make_change(number, title=f"t{number}")])
    return board


def titles(store: BoardFile) -> list[str]:
    return [str(change["set"].get("title")) for change in store.load().changes or ()][2:]


ALL = ["t3", "t4", "t5", "t6", "t7"]


def age(store: BoardFile, path: Path) -> Path:
    """A copy of the file as it is now, to be put back later."""
    shutil.copy2(store.path, path)
    return path


def test_an_older_backup_put_in_its_place_is_merged_forward(board: BoardFile, tmp_path: Path) -> None:
    board.commit([make_change(3, title="t3")])
    old = age(board, tmp_path / "old")
    for number in range(4, 8):
        board.commit([make_change(number, title=f"t{number}")])
    shutil.copy(old, board.path)
    assert board.meet() is not None
    assert titles(board) == ALL


def test_the_same_with_the_whole_folder_put_back(board: BoardFile, tmp_path: Path) -> None:
    """Outboxes and all: what this machine saw last is put back from its own copy."""
    board.commit([make_change(3, title="t3")])
    age(board, tmp_path / "old")
    shutil.copytree(board.folder, tmp_path / "old.d")
    for number in range(4, 8):
        board.commit([make_change(number, title=f"t{number}")])
    shutil.rmtree(board.folder)
    shutil.copytree(tmp_path / "old.d", board.folder)
    shutil.copy(tmp_path / "old", board.path)
    assert BoardFile(board.path).meet() is not None
    assert titles(board) == ALL


@pytest.mark.parametrize("noise", [b"", b"{", b"\x00" * 5000, b"<html>no space left</html>", b"[]"])
def test_garbage_is_kept_aside_and_the_board_made_again(worked_on: BoardFile, noise: bytes) -> None:
    before = worked_on.load().docs
    Path(worked_on.path).write_bytes(noise)
    content = worked_on.meet()
    assert content is not None
    assert content.docs == before
    assert titles(worked_on) == ALL
    (aside,) = Path(worked_on.path).parent.glob("team.corrupt-*.json")
    assert aside.read_bytes() == noise
    assert str(aside) in content.problems[0]


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_made_again(worked_on: BoardFile, cut: float) -> None:
    raw = Path(worked_on.path).read_bytes()
    Path(worked_on.path).write_bytes(raw[: int(len(raw) * cut)])
    assert worked_on.commit([make_change(9, goal="g")]).docs["releases"]["r1"]["goal"] == "g"
    assert titles(worked_on)[:5] == ALL


def test_until_then_the_copy_on_this_machine_is_shown(worked_on: BoardFile) -> None:
    before = worked_on.load().docs
    Path(worked_on.path).write_bytes(b"{")
    other = BoardFile(worked_on.path)
    assert other.load(history=False).docs == before
    state = other.state()
    assert (state.state, state.reason) == ("offline", f"{worked_on.path} is cut off after 1 bytes")
    assert state.at > 0


def test_a_stranger_does_not_touch_what_makes_no_sense(worked_on: BoardFile, tmp_path: Path) -> None:
    """Nothing on that machine tells which board it was."""
    Path(worked_on.path).write_bytes(b"{")
    stranger = BoardFile(worked_on.path, str(tmp_path / "stranger"))
    with pytest.raises(BoardDamaged):
        stranger.load()
    with pytest.raises(BoardUnavailable):
        stranger.meet()
    assert Path(worked_on.path).read_bytes() == b"{"


def test_a_deleted_board_is_not_taken_for_an_empty_one(worked_on: BoardFile) -> None:
    """Edits go on and wait; the file is made again only when somebody asks for it."""
    os.unlink(worked_on.path)
    content = worked_on.commit([make_change(9, goal="g")])
    assert content.docs["releases"]["r1"]["goal"] == "g"
    assert content.docs["releases"]["r1"]["title"] == "t7"
    assert not os.path.exists(worked_on.path)
    state = worked_on.state()
    assert (state.state, state.pending) == ("offline", 1)
    assert "there is no board at" in state.reason
    with pytest.raises(BoardMissing):
        worked_on.meet()


def test_a_folder_that_was_renamed_comes_back_with_everything(board: BoardFile, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    store = BoardFile(str(folder / "team.json"))
    store.create(first_changes())
    store.commit([make_change(3, title="t3")])
    os.rename(folder, tmp_path / "away")
    for number in range(4, 8):
        store.commit([make_change(number, title=f"t{number}")])
    assert store.state().pending == 4
    assert not store.state().shared
    os.rename(tmp_path / "away", folder)
    assert store.meet() is not None
    assert titles(store) == ALL
    assert store.state().state == "synced"


def test_another_board_at_the_path_is_never_merged(worked_on: BoardFile, tmp_path: Path) -> None:
    BoardFile(str(tmp_path / "other.json")).create(first_changes("b-2"))
    os.replace(tmp_path / "other.json", worked_on.path)
    before = Path(worked_on.path).read_bytes()
    content = worked_on.commit([make_change(9, goal="kept here")])
    assert content.docs["releases"]["r1"]["goal"] == "kept here"
    assert "another board lies at" in worked_on.state().reason
    assert Path(worked_on.path).read_bytes() == before
    assert set(BoardFile(worked_on.path).load().docs["board"]) == {"b-2"}


def test_a_board_made_anew_after_the_old_one_was_deleted_stays_new(worked_on: BoardFile) -> None:
    """The old one's outboxes still lie beside it."""
    os.unlink(worked_on.path)
    store = BoardFile(worked_on.path)
    store.create(first_changes("b-2"))
    content = store.commit([make_change(3, title="fresh", replica="newnewne")])
    assert len(content.changes or ()) == 3
    assert content.docs["releases"]["r1"]["title"] == "fresh"


def test_an_edit_that_only_the_journal_has_reaches_the_board_at_the_next_start(worked_on: BoardFile) -> None:
    """The process died between "saved here" and "on the share"."""
    worked_on.record([make_change(9, goal="g")])
    worked_on.replica().close()
    store = BoardFile(worked_on.path)
    assert store.load(history=False).docs["releases"]["r1"]["goal"] == "g"
    assert (store.state().state, store.state().pending) == ("pending", 1)
    assert "goal" not in json.loads(Path(worked_on.path).read_text())["releases"]
    store.meet()
    assert '"goal":"g"' in Path(worked_on.path).read_text()


def test_an_edit_that_only_the_outbox_has_reaches_the_board_through_anybody(
    worked_on: BoardFile, tmp_path: Path
) -> None:
    """Its author's machine is gone for good."""
    worked_on.record([make_change(9, goal="g")])
    assert worked_on.share()
    assert worked_on.state().shared
    stranger = BoardFile(worked_on.path, str(tmp_path / "stranger"))
    assert stranger.meet() is not None
    assert stranger.load().docs["releases"]["r1"]["goal"] == "g"


def test_an_edit_goes_three_steps(worked_on: BoardFile) -> None:
    assert worked_on.record([make_change(9, goal="g")]) is True
    assert (worked_on.state().state, worked_on.state().pending, worked_on.state().shared) == ("pending", 1, False)
    assert worked_on.share()
    assert (worked_on.state().state, worked_on.state().pending, worked_on.state().shared) == ("pending", 1, True)
    assert worked_on.meet() is not None
    assert (worked_on.state().state, worked_on.state().pending, worked_on.state().shared) == ("synced", 0, True)
    assert worked_on.meet() is None


def test_others_edits_are_met(worked_on: BoardFile, tmp_path: Path) -> None:
    assert worked_on.meet() is None
    BoardFile(worked_on.path, str(tmp_path / "other")).commit([make_change(9, goal="g", replica="otherrrr")])
    content = worked_on.meet()
    assert content is not None
    assert content.docs["releases"]["r1"]["goal"] == "g"
    assert worked_on.meet() is None


def test_meeting_without_need_writes_nothing(worked_on: BoardFile) -> None:
    before = worked_on.fingerprint()
    for _ in range(3):
        assert BoardFile(worked_on.path).meet() is None
    assert worked_on.fingerprint() == before


def test_pending_counts_edits_not_changes(worked_on: BoardFile) -> None:
    group = [make_change(number, **{f"tags.t{number}": True})._replace(group="one") for number in (9, 10, 11)]
    worked_on.record(group)
    assert worked_on.state().pending == 1


def test_with_local_the_share_is_left_alone(worked_on: BoardFile) -> None:
    before = os.stat(worked_on.path)
    store = BoardFile(worked_on.path, local=True)
    assert store.load().docs == worked_on.load().docs
    assert store.state().state == "replica"
    assert store.commit([make_change(9, goal="g")]).docs["releases"]["r1"]["goal"] == "g"
    assert (store.state().state, store.state().pending) == ("replica", 1)
    assert store.meet() is None
    assert os.stat(worked_on.path) == before
    store.replica().close()
    assert BoardFile(worked_on.path).load().docs["releases"]["r1"]["goal"] == "g"


def test_with_local_there_must_be_a_copy(board: BoardFile) -> None:
    with pytest.raises(BoardUnavailable, match="there is no copy of"):
        BoardFile(board.path, local=True).load()


def test_a_copied_home_goes_on_under_a_new_name(worked_on: BoardFile, tmp_path: Path, clean_home: Path) -> None:
    """A cloned machine would number its edits like the first one; both go on, and both stand."""
    worked_on.replica().close()
    shutil.copytree(clean_home / "state", tmp_path / "clone")

    def edit(home: str, goal: str, second: int) -> str:
        store = BoardFile(worked_on.path, home)
        replica = store.replica()
        change = make_change(second, **{f"tags.{goal}": True}, replica=replica.id)
        store.commit([change._replace(seq=replica.next_seq)])
        replica.next_seq += 1
        replica.close()
        return replica.id

    first = edit("", "one", 11)
    edit(str(tmp_path / "clone"), "two", 12)
    again = edit(str(tmp_path / "clone"), "three", 13)
    assert again != first
    assert set(worked_on.load().docs["releases"]["r1"]["tags"]) == {"one", "two", "three"}


def test_a_change_that_this_program_does_not_understand_is_carried(worked_on: BoardFile) -> None:
    """A newer program's operation: kept in the file, byte for byte, by an older one's saves."""
    odd = make_change(9, "zeppelins", "z1", id="z1")._replace(extra={"op": "fly", "set2": {"a": [1]}})
    worked_on.commit([odd])
    worked_on.commit([make_change(10, title="x")])
    kept = [change for change in worked_on.load().changes or () if change["id"] == odd.id]
    assert kept[0]["op"] == "fly"
    assert kept[0]["set2"] == {"a": [1]}


def test_a_machine_without_a_place_of_its_own_still_saves(board: BoardFile) -> None:
    store = BoardFile(board.path, "/proc/nowhere")
    change: Change = make_change(3, title="x")
    assert store.commit([change]).docs["releases"]["r1"]["title"] == "x"
    assert store.replica().problem
    assert store.state().state == "synced"


def test_and_says_so_when_the_share_is_away_too(board: BoardFile) -> None:
    """Then the edit is nowhere, and whoever made it is told."""
    store = BoardFile(board.path, "/proc/nowhere")
    store.load()
    os.unlink(board.path)
    os.mkdir(board.path)
    Path(board.folder).write_text("in the way")
    with pytest.raises(BoardUnavailable):
        store.commit([make_change(3, title="x")])
    assert store.state().pending == 0


def test_a_second_program_of_ours_sees_what_waits_here(worked_on: BoardFile, tmp_path: Path) -> None:
    """Offline, the command line shows what was typed in the full screen a moment ago."""
    os.rename(worked_on.path, tmp_path / "away")
    worked_on.commit([make_change(9, goal="g")])
    assert BoardFile(worked_on.path).load(history=False).docs["releases"]["r1"]["goal"] == "g"


def test_take_replica_after_all_that(worked_on: BoardFile) -> None:
    """The store writes as the replica that the caller has taken."""
    replica = take_replica("b-1")
    store = BoardFile(worked_on.path)
    store.commit([make_change(9, goal="g", replica=replica.id)])
    assert store.replica() is replica
    replica.close()


def test_others_edits_are_put_back_from_what_this_machine_saw(board: BoardFile, tmp_path: Path) -> None:
    """The whole folder is put back to last week's, and whoever made the edits is gone."""
    other = BoardFile(board.path, str(tmp_path / "other"))
    other.commit([make_change(3, title="t3", replica="otherrrr")])
    board.meet()
    age(board, tmp_path / "old")
    shutil.copytree(board.folder, tmp_path / "old.d")
    for number in range(4, 8):
        other.commit([make_change(number, title=f"t{number}", replica="otherrrr")])
    board.meet()
    shutil.rmtree(board.folder)
    shutil.copytree(tmp_path / "old.d", board.folder)
    shutil.copy(tmp_path / "old", board.path)
    shutil.rmtree(tmp_path / "other")
    assert BoardFile(board.path).meet() is not None
    assert titles(board) == ALL
