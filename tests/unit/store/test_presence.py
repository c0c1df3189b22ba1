"""Who is at the board: seen while they are there, gone when they leave, crash or fall silent."""

import json
import os
import time
from pathlib import Path

import pytest

from releaseboard.store import presence
from releaseboard.store.presence import Presence, list_visitors
from storing import start_python


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "team.json")


def test_who_is_there_and_on_which_release(path: str) -> None:
    ana, bo = Presence(path, "aaaaaaaa"), Presence(path, "bbbbbbbb")
    assert ana.show("ana", "desk", "PAY-4.2")
    assert bo.show("bo", "laptop")
    assert [(v.user, v.host, v.release) for v in list_visitors(path)] == [
        ("ana", "desk", "PAY-4.2"),
        ("bo", "laptop", ""),
    ]
    ana.show("ana", "desk", "MOB-7.0")
    assert list_visitors(path, "bbbbbbbb")[0].release == "MOB-7.0"
    ana.leave()
    ana.leave()
    assert [visitor.user for visitor in list_visitors(path)] == ["bo"]


def test_nobody_is_there_without_a_board(path: str) -> None:
    assert list_visitors(path) == []


def test_it_is_written_only_when_something_changed_or_a_beat_is_due(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, clock = Presence(path, "aaaaaaaa"), [100.0]
    monkeypatch.setattr(presence.time, "monotonic", lambda: clock[0])
    mark = Path(presence.presence_folder(path), "aaaaaaaa.json")
    ana.show("ana", "desk")
    first = mark.stat().st_ino, mark.stat().st_mtime_ns
    clock[0] += presence.BEAT - 1
    ana.show("ana", "desk")
    assert (mark.stat().st_ino, mark.stat().st_mtime_ns) == first
    clock[0] += 2
    ana.show("ana", "desk")
    assert (mark.stat().st_ino, mark.stat().st_mtime_ns) != first


def test_whoever_was_killed_is_gone_at_once_on_the_same_machine(path: str) -> None:
    code = """
import sys, time
from releaseboard.store.presence import Presence
Presence(sys.argv[1], "aaaaaaaa").show("ana", "desk")
print("here", flush=True)
time.sleep(60)
"""
    with start_python(code, path) as child:
        assert child.stdout
        child.stdout.readline()
        assert [visitor.user for visitor in list_visitors(path)] == ["ana"]
        child.kill()
    assert list_visitors(path) == []


def silent_for(path: str, seconds: float) -> Path:
    """Somebody of another machine who was last seen so long ago."""
    Presence(path, "aaaaaaaa").show("ana", "desk")
    mark = Path(presence.presence_folder(path), "aaaaaaaa.json")
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "machine": "elsewhere"}))
    os.utime(mark, (time.time() - seconds,) * 2)
    return mark


def test_whoever_misses_three_beats_is_gone(path: str) -> None:
    silent_for(path, 2 * presence.BEAT)
    assert list_visitors(path)
    silent_for(path, 3 * presence.BEAT + 1)
    assert list_visitors(path) == []


def test_a_clock_that_is_an_hour_off_sends_nobody_away(path: str) -> None:
    """The share's time of our own mark counts, not this machine's clock."""
    silent_for(path, 3600)
    ours = Path(presence.presence_folder(path), "bbbbbbbb.json")
    Presence(path, "bbbbbbbb").show("bo", "laptop")
    os.utime(ours, (time.time() - 3590,) * 2)
    assert [visitor.user for visitor in list_visitors(path, "bbbbbbbb")] == ["ana", "bo"]


def test_a_mark_that_nobody_has_renewed_for_a_day_is_removed(path: str) -> None:
    mark = silent_for(path, 90_000)
    list_visitors(path)
    assert not mark.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"user": "x"}', '{"beat": "y"}'])
def test_a_mark_that_makes_no_sense_is_nobody(path: str, text: str) -> None:
    silent_for(path, 0).write_text(text)
    assert list_visitors(path) == []


def test_where_nothing_can_be_written_nobody_is_seen() -> None:
    assert not Presence("/proc/nowhere/team.json", "aaaaaaaa").show("ana", "desk")
