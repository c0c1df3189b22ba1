"""However damaged what was kept of the last look is, whoever writes it at once: all of it is recalled, or nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.store import glimpse
from releaseboard.store.glimpse import Glimpse

DATA = b'["what was found"]\n[1,2,3]'


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Glimpse, bytes]:
    """A look that was kept, and the bytes of its file."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "team.json").write_text("a board")
    one = Glimpse(str(folder / "team.json"), "status", "x", str(folder / "state"))
    with pytest.MonkeyPatch.context() as patch:
        real = glimpse.time_ns
        patch.setattr(glimpse, "time_ns", lambda: real() + 10_000_000_000)
        one.recall()
        assert one.keep("b-1", DATA)
    return one, Path(one._file).read_bytes()


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
    lambda value: json.dumps(value).encode() + b"\n" + DATA))  # fmt: skip
def test_garbage_is_passed_over(kept: tuple[Glimpse, bytes], garbage: bytes) -> None:
    """Any bytes at all."""
    Path(kept[0]._file).write_bytes(garbage)
    assert kept[0].recall() is None


@given(st.data())
def test_a_damaged_file_is_never_half_believed(kept: tuple[Glimpse, bytes], data: st.DataObject) -> None:
    """Cut off, with bytes changed or put in: all that was kept, or nothing."""
    one, whole = kept
    at = data.draw(st.integers(0, len(whole)))
    put, gone = data.draw(st.binary(max_size=3)), data.draw(st.integers(0, 3))
    Path(one._file).write_bytes(whole[:at] + put + whole[at + gone :] if data.draw(st.booleans()) else whole[:at])
    assert one.recall() in (None, DATA)


_WRITER = """
import sys
from releaseboard.store import glimpse
real = glimpse.time_ns
glimpse.time_ns = lambda: real() + 10_000_000_000
path, home, letter = sys.argv[1:]
seen = {None}
for number in range(60):
    one = glimpse.Glimpse(path, "status", "x", home)
    found = one.recall()
    assert found is None or (len(found) == 50_000 and len(set(found)) == 1), found[:80]
    one.keep("b-1", letter.encode() * 50_000)
"""


def test_programs_that_write_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    """Each reader sees what one of them has kept, whole, or nothing."""
    board, home = tmp_path / "team.json", str(tmp_path / "state")
    board.write_text("a board")
    running = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(board), home, letter], stderr=subprocess.PIPE, text=True)
        for letter in "abcd"
    ]
    for process in running:
        assert (process.communicate()[1], process.returncode) == ("", 0)
    found = Glimpse(str(board), "status", "x", home).recall()
    assert found in {letter.encode() * 50_000 for letter in "abcd"}
