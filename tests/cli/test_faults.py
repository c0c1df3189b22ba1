"""Boards that can't be read or written, and texts that mean harm: a clear line, nothing lost, no traceback."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releaseboard.session import Session
from releaseboard.store.contract import SyncState

Run = Callable[..., Any]
Good = Callable[..., str]

READERS = (("status",), ("list",), ("show", "PAY-4.2"), ("history",), ("export", "toml"))
WRITERS = (("set", "PAY-4.2", "title=x"), ("add", "PAY-9"), ("person", "add", "lee"))
is_root = hasattr(os, "geteuid") and os.geteuid() == 0


def say(run: Run, path: object, *words: str) -> tuple[int, str]:
    """Exit code and the one line on stderr; stdout must be empty."""
    done = run("-b", str(path), *words)
    assert done.out == ""
    assert done.err.startswith("releaseboard: error: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    return done.code, done.err


DAMAGED = {
    "not JSON": b"hello",
    "empty": b"",
    "blanks": b"  \n",
    "truncated": b'{"board": {"1": {"id": "x", "format": 1',
    "a list": b"[1, 2]",
    "a number": b"7",
    "another shape": b'{"board": 3}',
    "rows that are no records": b'{"releases": {"1": 3}, "board": {"1": {"id": "b", "format": 1}}}',
    "bytes": b"\xff\xfe\x00",
    "nested deep": b"[" * 100_000,
}


def prove_damage_is_told(run: Run, folder: Path, content: bytes, *words: str) -> None:
    """The file is named, exit code 3, and it stays as it is."""
    path = folder / "bad.json"
    path.write_bytes(content)
    code, said = say(run, path, *words)
    assert code == 3
    assert "bad.json" in said
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_board(run: Run, tmp_path: Path, content: bytes) -> None:
    """Each kind of damage is told by a reader and by a writer."""
    prove_damage_is_told(run, tmp_path, content, "status")
    prove_damage_is_told(run, tmp_path, content, "add", "PAY-9")


@pytest.mark.parametrize("words", [*READERS, *WRITERS, ("undo",)], ids=" ".join)
def test_a_damaged_board_by_any_command(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Every command tells of it in the same way."""
    prove_damage_is_told(run, tmp_path, b"hello", *words)


@pytest.mark.parametrize("words", [*READERS, *WRITERS, ("undo",)], ids=" ".join)
def test_a_folder_or_nothing(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A folder is not a board (3); a board that is not there is wrong use (2) and names `init`."""
    (tmp_path / "folder").mkdir()
    code, said = say(run, tmp_path / "folder", *words)
    assert code in (2, 3)
    assert "folder" in said
    code, said = say(run, tmp_path / "nope.json", *words)
    assert code == 2
    assert "init" in said


def test_no_board_anywhere(run: Run) -> None:
    """Exit code 2; `init` and `demo` are named."""
    done = run("status")
    assert (done.code, done.out) == (2, "")
    assert "releaseboard init" in done.err
    assert "releaseboard demo" in done.err


def test_the_board_of_this_folder_or_one_above(run: Run, board: str) -> None:
    """releaseboard.json here or in a parent is found; -b and the variable go before."""
    Path("releaseboard.json").write_bytes(Path(board).read_bytes())
    Path("deep/er").mkdir(parents=True)
    os.chdir("deep/er")
    assert run("status").out.startswith("Payments Q1")
    assert run("-b", "nope.json", "status").code == 2


def newer(board: str, **fields: Any) -> None:
    """Make the board one of a newer format."""
    docs = json.loads(Path(board).read_text())
    for doc in docs["board"].values():
        doc |= fields
    Path(board).write_text(json.dumps(docs))


def test_a_board_of_a_newer_format(run: Run, board: str) -> None:
    """It can't be written; the message says why, and nothing changes."""
    newer(board, format=99)
    before = Path(board).read_bytes()
    for words in WRITERS:
        code, said = say(run, board, *words)
        assert code == 3
        assert "format 99" in said
    assert Path(board).read_bytes() == before


@pytest.mark.skipif(is_root, reason="root may read and write everything")
def test_an_unreadable_board(run: Run, board: str) -> None:
    """Permissions are named."""
    os.chmod(board, 0)
    for words in READERS:
        assert say(run, board, *words)[0] == 3


@pytest.mark.skipif(is_root, reason="root may read and write everything")
def test_a_board_that_may_not_be_written(run: Run, board: str) -> None:
    """Reading works, writing says why not; the file stays."""
    folder = os.path.dirname(board)
    os.chmod(board, 0o400)
    os.chmod(folder, 0o500)
    try:
        assert run("-b", board, "status").code == 0
        before = Path(board).read_bytes()
        for words in WRITERS:
            assert say(run, board, *words)[0] == 3
        assert Path(board).read_bytes() == before
    finally:
        os.chmod(folder, stat.S_IRWXU)


def test_a_record_that_can_not_be_read(run: Run, board: str) -> None:
    """The others are shown; that there is one is said."""
    docs = json.loads(Path(board).read_text())
    for doc in docs["releases"].values():
        if doc["key"] == "MOB-7.0":
            doc["target"] = "soon"
    Path(board).write_text(json.dumps(docs))
    done = run("-b", board, "status")
    assert done.code == 0
    assert "PAY-4.2" in done.out
    assert "can't be read" in done.out
    assert json.loads(run("-b", board, "status", "--json").out)["unread"] == 1


def lose_the_share(monkeypatch: pytest.MonkeyPatch, pending: int) -> None:
    """From now on the shared file can't be written; what is done is kept on this machine."""
    state = SyncState("offline", pending, 1_800_000_000.0, "the share is away")
    monkeypatch.setattr(Session, "sync", property(lambda self: state))


def test_an_edit_that_is_kept_here(on: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3; the message says that the edit is kept and will come into the board."""
    lose_the_share(monkeypatch, 1)
    for words in (("set", "PAY-4.2", "notes=x"), ("undo",)):
        done = on(*words)
        assert done.code == 3
        assert "PAY-4.2 notes" in done.out
        assert done.err == (
            "releaseboard: error: the board can't be written now: the share is away "
            "(the edit is kept on this machine and goes into the board as soon as it can)\n"
        )


def test_status_of_a_board_out_of_reach(on: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading works; how old it is stands in the text and in the JSON."""
    lose_the_share(monkeypatch, 3)
    done = on("status")
    assert done.code == 0
    assert "SYNC    offline: the share is away; 3 edits kept here; the file was last seen" in done.out
    synced = json.loads(on("status", "--json").out)["synced"]
    assert (synced["state"], synced["pending"], synced["at"]) == ("offline", 3, "2027-01-15T08:00:00+00:00")


HOSTILE = {
    "colour": "a\x1b[31mred\x1b[0m",
    "title of the window": "\x1b]0;owned\x07b",
    "bidi": "abc\u202etxt.exe",
    "bell and backspace": "x\x07\x08y",
    "carriage return": "safe\rEVIL",
    "C1": "a\x9b31mb",
    "zero width": "p\u200bay",
    "emoji": "launch 🚀👩‍👩‍👧",
    "CJK": "発売日の変更について",
    "markup": "[bold red]x[/] & <b>`y`</b> | [link=file:///etc]z",
    "ten kilobytes": "long " * 2_000,
    "lone surrogate": "a\udc80b",
    "format": "{0} %s {x.__class__} $(id) `id`",
}
FORBIDDEN = "\x1b\x9b\x07\x08\r\u202e\u200b\udc80"


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_titles(good: Good, title: str) -> None:
    """What is stored and shown has no control, escape or bidi character; lines keep to the width."""
    good("set", "PAY-4.2", f"title={title}", "--reason", title)
    good("add", "WEB-1.0", "--title", title, "--goal", title)
    for words in (("status",), ("status", "PAY-4.2"), ("list", "--all"), ("show", "PAY-4.2"), ("history",),
                  ("status", "--format", "md"), ("why", "PAY-4.2")):  # fmt: skip
        out = good(*words)
        assert not set(FORBIDDEN) & set(out), words
        if "md" not in words:
            from releaseboard.text import cell_width

            assert max(cell_width(line) for line in out.splitlines()) <= 80, words
    for words in (("status", "--json"), ("show", "PAY-4.2", "--json"), ("export", "json"), ("history", "--json")):
        assert not set(FORBIDDEN) & set(json.dumps(json.loads(good(*words)), ensure_ascii=False)), words


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_where_keys_are_expected(refused: Callable[..., str], title: str) -> None:
    """An error never prints an escape sequence back."""
    said = refused(2, "show", title)
    assert not set(FORBIDDEN) & set(said)
    said = refused(2, "add", f"{title} 1")
    assert not set(FORBIDDEN) & set(said)
    said = refused(2, title)
    assert not set(FORBIDDEN) & set(said)


def test_hostile_records_in_the_file(run: Run, board: str) -> None:
    """A file that someone made by hand is cleaned on load too."""
    docs = json.loads(Path(board).read_text())
    for doc in docs["releases"].values():
        doc["title"] = "\x1b[2Jgone\u202e"
        doc["goal"] = "x\x00y"
    for doc in docs["board"].values():
        doc["name"] = "\x1b]0;x\x07Board"
    Path(board).write_text(json.dumps(docs))
    for words in (("status",), ("list", "--all"), ("show", "PAY-4.2"), ("status", "--format", "md")):
        done = run("-b", board, *words)
        assert done.code == 0
        assert not set(FORBIDDEN) & set(done.out), words
