"""What is kept of the last look at a board is recalled as long as nothing has changed, and never otherwise."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releaseboard.store import glimpse
from releaseboard.store.glimpse import Glimpse
from releaseboard.store.places import machine_folder

DATA = b'["what was found"]\n[1,2,3]'
ID = "b-1"


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are old enough to be trusted: the clock is ten seconds ahead."""
    real = glimpse.time_ns
    monkeypatch.setattr(glimpse, "time_ns", lambda: real() + 10_000_000_000)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A file that stands for a board."""
    path = tmp_path / "team.json"
    path.write_text("a board")
    return path


@pytest.fixture
def home(tmp_path: Path) -> str:
    """A state folder."""
    return str(tmp_path / "state")


@pytest.fixture
def look(board: Path, home: str) -> Callable[..., Glimpse]:
    """A look at the board."""
    return lambda about="0.1.0 2027-02-24", path=board, kind="status": Glimpse(str(path), kind, about, home)


def keep(one: Glimpse, data: bytes = DATA) -> bool:
    """Look, and keep what was found."""
    one.recall()
    return one.keep(ID, data)


def file_of(one: Glimpse) -> Path:
    """Where it is kept."""
    return Path(one._file)


Look = Callable[..., Glimpse]


def test_what_was_kept_is_recalled(look: Look) -> None:
    """By another process too: all is on the disk."""
    assert look().recall() is None
    assert keep(look())
    assert look().recall() == DATA


def test_it_is_private(look: Look, home: str) -> None:
    """Whoever may not read the board may not read this either."""
    keep(look())
    (folder,) = (Path(home) / "releaseboard").iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [found.stat().st_mode & 0o777 for found in folder.iterdir()] == [0o600]


def test_whichever_way_leads_to_the_board(look: Look, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path finds what was kept under the absolute one."""
    keep(look())
    monkeypatch.chdir(board.parent)
    assert look(path="team.json").recall() == DATA


def test_each_kind_is_kept_apart(look: Look) -> None:
    """One does not push out the other."""
    keep(look())
    assert look(kind="scripts").recall() is None
    keep(look(kind="scripts"), b"another")
    assert (look().recall(), look(kind="scripts").recall()) == (DATA, b"another")


def rewrite_in_place(board: Path) -> None:
    """Other bytes, as many, and the old time: only the time of the last change tells."""
    old = board.stat()
    with board.open("r+") as file:
        file.write("A BOARD")
    os.utime(board, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert (board.stat().st_size, board.stat().st_mtime_ns) == (old.st_size, old.st_mtime_ns)


def replace_by_a_copy(board: Path) -> None:
    """Another file with the same bytes and the same time, as a sync program puts it."""
    old = board.stat()
    copy = board.with_name("copy")
    copy.write_bytes(board.read_bytes())
    os.utime(copy, ns=(old.st_atime_ns, old.st_mtime_ns))
    copy.replace(board)


def swap_link(board: Path) -> None:
    """The name leads to another file now."""
    other = board.with_name("other")
    other.write_text("a board")
    board.rename(board.with_name("old"))
    board.symlink_to(other)


CHANGES: dict[str, Callable[[Path], object]] = {
    "written longer": lambda board: board.write_text("a board x"),
    "touched": lambda board: board.touch(),
    "rewritten in place with the old size and time": rewrite_in_place,
    "replaced by a copy": replace_by_a_copy,
    "a link to another file": swap_link,
    "gone": lambda board: board.unlink(),
    "closed to others": lambda board: board.chmod(0o600),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_board_that_was_changed_is_looked_at_anew(how: str, look: Look, board: Path) -> None:
    """Whatever was done to the file, and by whom."""
    keep(look())
    CHANGES[how](board)
    assert look().recall() is None


def test_what_else_it_rests_on_counts_too(look: Look, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another day or version, another board, another machine that mounts the same home."""
    keep(look())
    assert look("0.1.0 2027-02-25").recall() is None
    assert look("0.2.0 2027-02-24").recall() is None
    (board.parent / "two.json").write_text("a board")
    assert look(path=board.parent / "two.json").recall() is None
    monkeypatch.setattr(glimpse, "machine_id", lambda: "0000beef")
    assert look().recall() is None


def test_a_journal_that_was_written_counts(look: Look, home: str) -> None:
    """An edit made here that the file does not hold yet; the journal of a board that is not this one does not count."""
    keep(look())
    other = Path(machine_folder("b-2", home)) / "slot0"
    other.mkdir(parents=True)
    (other / "journal.jsonl").write_text("an edit\n")
    assert look().recall() == DATA
    ours = Path(machine_folder(ID, home)) / "slot0"
    ours.mkdir(parents=True)
    assert look().recall() == DATA
    (ours / "journal.jsonl").write_text("an edit\n")
    assert look().recall() is None
    assert keep(look())
    assert look().recall() == DATA
    with (ours / "journal.jsonl").open("a") as file:
        file.write("another\n")
    assert look().recall() is None


def test_another_state_of_the_program_counts(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that had a part in it was changed, or is gone: its rules may be others."""
    module = tmp_path / "rules.py"
    module.write_text("R1 = 2")
    monkeypatch.setattr(glimpse, "_ROOT", str(tmp_path))
    monkeypatch.setattr(glimpse, "_loaded_modules", lambda: ["rules.py"])
    keep(look())
    assert look().recall() == DATA
    os.utime(module, (1, 1))
    assert look().recall() is None
    module.unlink()
    assert look().recall() is None
    assert not keep(look())


def test_the_modules_that_have_a_part_in_it_are_known() -> None:
    """Those that are loaded, by their place in the package."""
    assert {"store/glimpse.py", "store/places.py", "errors.py"} <= set(glimpse._loaded_modules())


def test_nothing_is_kept_of_a_board_that_changed_meanwhile(look: Look, board: Path) -> None:
    """What was read may be older than what lies there now."""
    one = look()
    one.recall()
    board.touch()
    assert not one.keep(ID, DATA)
    assert look().recall() is None


def test_nothing_is_kept_without_having_looked(look: Look) -> None:
    """It would not be known since when it holds."""
    assert not look().keep(ID, DATA)


@pytest.mark.parametrize(("age", "is_kept"), [(0, False), (2_400_000_000, False), (2_500_000_000, True)])
def test_a_file_that_changed_a_moment_ago_is_not_trusted(
    age: int, is_kept: bool, look: Look, board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same tick of a coarse clock it could change again and look the same."""
    changed = max(board.stat().st_mtime_ns, board.stat().st_ctime_ns)
    monkeypatch.setattr(glimpse, "time_ns", lambda: changed + age)
    assert keep(look()) is is_kept
    assert (look().recall() == DATA) is is_kept


def test_nor_is_a_journal_or_a_file_from_the_future(look: Look, board: Path, home: str) -> None:
    """A journal written just now; a server whose clock is ahead of ours."""
    slot = Path(machine_folder(ID, home)) / "slot0"
    slot.mkdir(parents=True)
    (slot / "journal.jsonl").write_text("an edit\n")
    ahead = glimpse.time_ns() + 3_600_000_000_000
    os.utime(slot / "journal.jsonl", ns=(ahead, ahead))
    assert not keep(look())
    (slot / "journal.jsonl").unlink()
    os.utime(board, ns=(ahead, ahead))
    assert not keep(look())


def test_a_share_that_does_not_answer_is_not_waited_for(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look is given up, and nothing is kept."""
    keep(look())
    answered = threading.Event()
    monkeypatch.setattr(glimpse, "WAIT", 0.01)
    monkeypatch.setattr(glimpse, "_stamp", lambda path: answered.wait(30) and [])
    one = look()
    assert one.recall() is None
    assert not one.keep(ID, DATA)
    answered.set()


def test_a_home_that_cannot_be_written_is_no_harm(board: Path, tmp_path: Path) -> None:
    """Nothing is kept, and nothing is said."""
    (tmp_path / "file").write_text("not a folder")
    one = Glimpse(str(board), "status", "x", str(tmp_path / "file"))
    assert one.recall() is None
    assert not one.keep(ID, DATA)


def test_a_full_disk_leaves_nothing_behind(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a part of the new nor the loss of the old."""
    keep(look())

    def fail(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert not keep(look(), b"new")
    assert look().recall() == DATA
    assert [path.name for path in file_of(look()).parent.iterdir()] == [file_of(look()).name]


def test_an_unfinished_file_is_left_to_its_writer_for_a_minute(look: Look, board: Path) -> None:
    """Then it is a dead program's."""
    keep(look())
    file_of(look()).unlink()
    scratch = Path(f"{file_of(look())}.tmp")
    scratch.write_text("half")
    assert not keep(look())
    os.utime(scratch, (1, 1))
    assert keep(look())
    assert look().recall() == DATA


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604, 0o700])
def test_a_file_that_others_could_have_written_is_passed_over(mode: int, look: Look) -> None:
    """What it says would be shown on our terminal."""
    keep(look())
    file_of(look()).chmod(mode)
    assert look().recall() is None


def test_a_file_of_somebody_else_is_passed_over(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, in a state folder that is shared."""
    keep(look())
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert look().recall() is None


def test_something_else_in_its_place_is_passed_over(look: Look, tmp_path: Path) -> None:
    """A link, a folder, a pipe."""
    keep(look())
    place = file_of(look())
    moved = tmp_path / "moved"
    place.rename(moved)
    place.symlink_to(moved)
    assert look().recall() is None
    place.unlink()
    place.mkdir()
    assert look().recall() is None
    assert not keep(look())
    place.rmdir()
    os.mkfifo(place, 0o600)
    assert look().recall() is None


@pytest.mark.parametrize("changed", [{"format": 2}, {"size": 1}, {"crc": 0}, {"path": "/else"}, {"board": []},
                                     {"id": 5}, {"made_by": 7}, {"made_by": ["../x"]}, {"new": 1}])  # fmt: skip
def test_a_head_of_another_kind_is_passed_over(changed: dict[str, Any], look: Look) -> None:
    """A newer program's, or none at all."""
    keep(look())
    head, _, rest = file_of(look()).read_bytes().partition(b"\n")
    file_of(look()).write_bytes(json.dumps({**json.loads(head), **changed}).encode() + b"\n" + rest)
    assert look().recall() is None
