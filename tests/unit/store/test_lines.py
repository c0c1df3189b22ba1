"""Changes as bytes, and journals whose last line may be torn."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.changes import write_change
from releaseboard.errors import BadInput
from releaseboard.store import lines
from storing import make_change


def body(number: int) -> bytes:
    return lines.encode_body(write_change(make_change(number, title=f"t{number}")))


def read(path: Path) -> lines.Lines:
    return lines.read_lines(path.read_bytes())


def test_the_id_comes_first_and_is_found_without_parsing() -> None:
    made = lines.encode_body({"at": "x", "id": "c1", "set": {}})
    assert made == b'{"id":"c1","at":"x","set":{}}'
    assert lines.id_of(made) == "c1"
    assert lines.id_of(lines.encode_body({"id": 'a"b\\é'})) == 'a"b\\é'


@pytest.mark.parametrize("raw", [b"[]", b'{"a": 1}', b'{"id": 5}', b"nonsense", b'{"id":"c1'])
def test_what_has_no_id_is_no_change(raw: bytes) -> None:
    with pytest.raises(ValueError):
        lines.id_of(raw)
    assert lines.by_id([raw, body(1)]) == {lines.id_of(body(1)): body(1)}


def test_a_value_that_is_not_json_is_refused() -> None:
    with pytest.raises(BadInput, match="a value in the change c1 can't be written"):
        lines.encode_body({"id": "c1", "set": {"x": float("nan")}})


def test_what_is_appended_is_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "j"
    lines.append_lines(str(path), [body(1)], 0o600)
    lines.append_lines(str(path), [body(2), body(3)], 0o600)
    assert read(path) == lines.Lines([body(1), body(2), body(3)], 0)
    assert path.stat().st_mode & 0o777 == 0o600


@given(st.data())
def test_a_journal_cut_anywhere_keeps_every_whole_line(data: st.DataObject) -> None:
    whole = b"".join(b"%08x %s\n" % (lines.crc32(body(n)), body(n)) for n in range(1, 4))
    at = data.draw(st.integers(0, len(whole)))
    found = lines.read_lines(whole[:at])
    assert found.bodies == [body(n) for n in range(1, 4)][: len(found.bodies)]
    assert len(found.bodies) >= whole[:at].count(b"\n")
    assert found.torn <= 1


@given(st.binary(max_size=60))
def test_garbage_in_a_journal_is_passed_over(noise: bytes) -> None:
    found = lines.read_lines(b"%08x %s\n" % (lines.crc32(body(1)), body(1)) + noise)
    assert found.bodies[0] == body(1)


def test_after_a_torn_line_the_next_append_begins_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "j"
    lines.append_lines(str(path), [body(1)], 0o600)
    with open(path, "ab") as file:
        file.write(b'1234abcd {"id":"half')
    lines.append_lines(str(path), [body(2)], 0o600)
    assert read(path) == lines.Lines([body(1), body(2)], 1)


def test_a_write_that_fails_half_way_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = tmp_path / "j", os.write

    def half(handle: int, data: bytes) -> int:
        real(handle, bytes(data)[:10])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(OSError, match="full"):
            lines.append_lines(str(path), [body(1)], 0o600)
    lines.append_lines(str(path), [body(1)], 0o600)
    assert read(path) == lines.Lines([body(1)], 1)


def test_lines_belong_to_the_board_named_before_them() -> None:
    raw = [
        body(1),
        lines.name_board("b-1"),
        body(2),
        lines.name_board("b-2"),
        body(3),
        lines.name_board("b-1"),
        body(4),
    ]
    assert lines.of_board(raw, "b-1") == [body(2), body(4)]
    assert lines.of_board(raw, "b-2") == [body(3)]
    assert lines.of_board(raw, "b-3") == []
