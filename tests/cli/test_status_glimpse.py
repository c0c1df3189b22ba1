"""`status` of an unchanged board is told from the last look, and reads the board anew as soon as anything differs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from releaseboard.domain.commands import EditFields
from releaseboard.interchange.samples import load_sample
from releaseboard.session import Session
from releaseboard.store import glimpse as store

Run = Callable[..., Any]
NOW = datetime(2027, 2, 24, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files are old enough to be trusted (the clock is ahead), the state folder is this test's own, and nobody who
    edits the program while its tests run is noticed."""
    real = store.time_ns
    monkeypatch.setattr(store, "time_ns", lambda: real() + 10_000_000_000)
    monkeypatch.setattr(store, "_stamp_program", lambda files: [0, 0])
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The boards that were opened since, each by its path."""
    found: list[str] = []
    real = Session.open

    def open_and_tell(path: str, **settings: Any) -> Session:
        found.append(path)
        return real(path, **settings)

    monkeypatch.setattr(Session, "open", open_and_tell)
    return found


def edit(board: str, **fields: Any) -> None:
    """Somebody else's program edits HUB-2.3."""
    Session.open(board, user="kim", clock=lambda: NOW).do(EditFields("HUB-2.3", fields))


FORMS = (("--format", "text"), ("--format", "line"), ("--format", "md"), ("-q",), ("--no-color",), ("--user", "kim"))


@pytest.mark.parametrize("words", FORMS, ids=" ".join)
def test_the_second_look_says_the_same_and_opens_nothing(words: tuple[str, ...], on: Run, readings: list[str]) -> None:
    """Byte for byte, the exit code too."""
    first = on("status", "--exit-code", *words)
    assert (first.code, len(readings)) == (1, 1)
    assert on("status", "--exit-code", *words) == first
    assert len(readings) == 1


@pytest.mark.parametrize("columns", ["40", "80", "160"])
@pytest.mark.parametrize("day", ["2027-02-24", "2027-03-10"])
def test_the_sample_board_says_the_same(
    columns: str, day: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readings: list[str]
) -> None:
    """In every form, narrow and wide; what was kept for one form serves the others."""
    board = str(tmp_path / "sample.json")
    Session.create(board, plan=load_sample(today=NOW.date()), today=NOW.date(), user="ana")
    monkeypatch.setenv("COLUMNS", columns)
    forms = ("text", "md", "line")
    monkeypatch.setattr(store, "SETTLED", 10**18)  # nothing is kept
    anew = [run("-b", board, "status", "--today", day, "--format", form) for form in forms]
    assert len(readings) == 3
    monkeypatch.setattr(store, "SETTLED", 0)
    run("-b", board, "status", "--today", day)
    assert len(readings) == 4
    assert [run("-b", board, "status", "--today", day, "--format", form) for form in forms] == anew
    assert len(readings) == 4


def without_instant(out: str) -> str:
    """The JSON text without the instant at which the file was last seen."""
    lines = [line for line in out.split("\n") if not line.startswith('    "at": ')]
    assert len(lines) == out.count("\n")
    return "\n".join(lines)


def test_scripts_are_told_the_same(on: Run, readings: list[str]) -> None:
    """Byte for byte but for the instant at which the file was last seen, which is now."""
    first = on("status", "--json", "--exit-code")
    again = on("status", "--format", "json", "--exit-code")
    assert len(readings) == 1
    assert (again.code, without_instant(again.out)) == (1, without_instant(first.out))
    found = json.loads(again.out)
    assert list(found) == list(json.loads(first.out))
    assert found["synced"] | {"at": ""} == {"state": "synced", "pending": 0, "at": "", "reason": None}
    seen = datetime.fromisoformat(found["synced"]["at"])
    assert abs((datetime.now(UTC) - seen).total_seconds()) < 60
    assert on("status").out.startswith("Payments Q1")
    assert len(readings) == 2


def test_scripts_are_told_of_hostile_names(make_board: Callable[..., str], run: Run, readings: list[str]) -> None:
    """A title that looks like the place where the freshness stands moves nothing."""
    board = make_board(title='\n  "synced": {},\n', goal='"synced": {}', tags={'  "synced": {},': True, "é漢": True})
    first = run("-b", board, "status", "--json").out
    again = run("-b", board, "status", "--json").out
    assert len(readings) == 1
    assert without_instant(again) == without_instant(first)
    tags = {release["key"]: release["tags"] for release in json.loads(again)["releases"]}["PAY-4.2"]
    assert tags == ['"synced": {},', "é漢"]


def test_scripts_that_read_ascii_get_ascii(
    on: Run, board: str, monkeypatch: pytest.MonkeyPatch, readings: list[str]
) -> None:
    """What is kept is in Unicode, so the board is read for them."""
    on("status", "--json")
    monkeypatch.setattr("releaseboard.cli.output._is_unicode", lambda stream: False)
    assert on("status", "--json").out.isascii()
    assert len(readings) == 2


def test_an_edit_is_seen_at_once(good: Callable[..., str], board: str, readings: list[str]) -> None:
    """Ours, by a command, and another program's."""
    before = good("status")
    good("set", "HUB-2.3", "target=2027-03-04")
    assert "Thu 04 Mar target HUB-2.3" in good("status")
    assert "HUB-2.3" in before
    edit(board, target="2027-03-08")
    assert "Mon 08 Mar target HUB-2.3" in good("status")
    count = len(readings)
    assert good("status") == good("status")
    assert len(readings) == count


def test_an_edit_that_only_this_machine_has_is_seen(on: Run, board: str, tmp_path: Path) -> None:
    """It waits in a journal: it is shown, and that it waits is told each time, until the file has it."""
    on("set", "HUB-2.3", "title=Hub")  # this machine has a copy of the board from now on
    before = on("status").out
    assert on("status").out == before
    on("--local", "set", "HUB-2.3", "target=2027-03-04")
    for _ in range(2):
        waiting = on("status").out
        assert "SYNC    pending; 1 edit kept here" in waiting
        assert "Thu 04 Mar target HUB-2.3" in waiting
    on("set", "HUB-2.3", "title=Hubs")
    for _ in range(2):
        assert "SYNC" not in on("status").out
        assert "Thu 04 Mar target HUB-2.3" in on("status").out


def test_another_day_is_another_look(good: Callable[..., str], readings: list[str]) -> None:
    """The forecast of tomorrow is another one."""
    good("status")
    assert "Thu 25 Feb 2027" in good("status", "--today", "2027-02-25")
    assert "Wed 24 Feb 2027" in good("status", "--today", "2027-02-24")
    assert len(readings) == 3


def test_another_version_looks_anew(good: Callable[..., str], readings: list[str], monkeypatch: Any) -> None:
    """Its rules may differ."""
    good("status")
    monkeypatch.setattr("releaseboard.glimpse.__version__", "9.9")
    good("status")
    assert len(readings) == 2


@pytest.mark.parametrize("words", [("PAY-4.2",), ("--filter", "health:red"), ("--since", "2027-02-20"), ("--local",),
                                   ("--json", "PAY-4.2")], ids=" ".join)  # fmt: skip
def test_who_asks_for_more_gets_it_from_the_board(words: tuple[str, ...], on: Run, readings: list[str]) -> None:
    """Neither read from the last look, nor kept as one."""
    whole = on("status")
    part = on("status", *words)
    assert len(readings) == 2
    assert on("status") == whole
    assert len(readings) == 2
    assert part != whole


def test_another_board_at_the_path_is_another_board(on: Run, board: str, run: Run, tmp_path: Path) -> None:
    """Even one with the same releases."""
    first = on("status").out
    os.rename(board, tmp_path / "old.json")
    assert run("init", board, "--name", "New one").code == 0
    assert on("status").out.startswith("New one")
    os.replace(tmp_path / "old.json", board)
    assert on("status").out == first


def test_a_board_that_may_not_be_read_is_not_told_from_memory(on: Run, board: str) -> None:
    """What is gone, or no board any more, is said as ever."""
    on("status")
    Path(board).write_text("[]")
    assert on("status").code == 3
    os.unlink(board)
    assert on("status").code == 2


def test_what_was_told_in_part_is_told_in_part_again(on: Run, board: str) -> None:
    """A remark about the file comes with every look."""
    raw = json.loads(Path(board).read_text())
    raw["changes"]["1"] = {"id": 7}
    Path(board).write_text(json.dumps(raw))
    first = on("status")
    assert on("status") == first


def test_a_home_that_cannot_be_written_is_no_harm(on: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status is told; nothing is kept and nothing is said about it."""
    first = on("status")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        assert on("status") == first


def test_garbage_where_it_was_kept_is_no_harm(on: Run, tmp_path: Path) -> None:
    """The board is read, and what was found is kept instead of the garbage."""
    first = on("status")
    (place,) = (tmp_path / "state" / "releaseboard" / "glimpses").iterdir()
    whole = place.read_bytes()
    for garbage in (b"", b"{}\n{}", whole[:-1], whole.replace(b"PAY", b"BAD"), b"\x80\x04N."):
        place.write_bytes(garbage)
        assert on("status") == first
        assert place.read_bytes() == whole


def test_no_board_and_a_folder_are_worded_as_ever(run: Run, tmp_path: Path) -> None:
    """The look back says nothing of its own."""
    assert run("status").err.startswith("releaseboard: error: no board here")
    assert "is a folder" in run("-b", str(tmp_path), "status").err
    assert "there is no month 13" in run("-b", str(tmp_path), "--today", "2027-13-01", "status").err


_FRESH = """
import sys
from releaseboard.store import glimpse
real = glimpse.time_ns
glimpse.time_ns = lambda: real() + 10_000_000_000
from releaseboard.cli.main import main
code = main(["status"])
print(code, "releaseboard.session" in sys.modules)
"""


def test_many_programs_at_once_say_the_same(board: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six at once on a board that none has seen yet, then one that opens nothing."""
    monkeypatch.setenv("RELEASEBOARD_BOARD", board)
    monkeypatch.setenv("RELEASEBOARD_TODAY", "2027-02-24")
    running = [
        subprocess.Popen([sys.executable, "-c", _FRESH], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [process.communicate() for process in running]
    assert {err for _, err in said} == {""}
    assert len({out.rpartition("0 ")[0] for out, _ in said}) == 1
    last = subprocess.run([sys.executable, "-c", _FRESH], capture_output=True, text=True, check=True)
    assert last.stdout == said[0][0].rpartition("0 ")[0] + "0 False\n"
