"""Everyone's outbox on the share: durable, read once, never shortened, deleted when it is safe elsewhere."""

import os
import time
from pathlib import Path

import pytest

from releaseboard.domain.changes import write_change
from releaseboard.store import outbox
from releaseboard.store.files import DAY
from releaseboard.store.lines import encode_body
from releaseboard.store.outbox import OutboxReader, append_outbox, outbox_path, trim_outboxes
from storing import make_change, open_folder


def body(number: int) -> bytes:
    return encode_body(write_change(make_change(number, title=f"t{number}")))


@pytest.fixture
def net(tmp_path: Path) -> str:
    (tmp_path / "team.json").touch()
    return str(tmp_path / "team.json.d")


def test_where_no_board_lies_nothing_is_made(tmp_path: Path) -> None:
    """The share is not mounted: what was written into its empty place would be hidden when it is."""
    with pytest.raises(FileNotFoundError):
        append_outbox(str(tmp_path / "team.json.d"), "aaaaaaaa", "b-1", [body(1)])
    assert os.listdir(tmp_path) == []


def numbers(found: dict[str, bytes]) -> list[int]:
    return sorted(n for n in range(1, 20) if make_change(n).id in found)


def test_the_file_is_called_after_replica_and_day(net: str) -> None:
    assert outbox_path(net, "k3f9abcd", 0).endswith("team.json.d/j/k3f9abcd-19700101.jsonl")


def test_what_all_have_appended_is_read_by_all(net: str) -> None:
    append_outbox(net, "aaaaaaaa", "b-1", [body(1)])
    append_outbox(net, "bbbbbbbb", "b-1", [body(2), body(3)])
    reader = OutboxReader(net)
    assert numbers(reader.read("b-1")) == [1, 2, 3]
    append_outbox(net, "aaaaaaaa", "b-1", [body(4)])
    assert numbers(reader.read("b-1")) == [1, 2, 3, 4]
    assert reader.torn == 0


def test_each_byte_is_read_once(net: str, monkeypatch: pytest.MonkeyPatch) -> None:
    append_outbox(net, "aaaaaaaa", "b-1", [body(1)])
    reader = OutboxReader(net)
    reader.read("b-1")
    seen = []
    real = outbox.read_lines
    monkeypatch.setattr(outbox, "read_lines", lambda raw: seen.append(raw) or real(raw))
    reader.read("b-1")
    assert seen == []
    append_outbox(net, "aaaaaaaa", "b-1", [body(2)])
    assert numbers(reader.read("b-1")) == [1, 2]
    assert body(1) not in seen[0]


def test_a_line_that_is_being_written_is_read_when_it_is_whole(net: str) -> None:
    append_outbox(net, "aaaaaaaa", "b-1", [body(1)])
    path = Path(outbox_path(net, "aaaaaaaa"))
    whole = path.read_bytes()
    append_outbox(net, "aaaaaaaa", "b-1", [body(2)])
    after = path.read_bytes()
    path.write_bytes(after[:-5])
    reader = OutboxReader(net)
    assert numbers(reader.read("b-1")) == [1]
    path.write_bytes(after)
    assert numbers(reader.read("b-1")) == [1, 2]
    assert len(whole) < len(after)


def test_another_boards_outbox_in_the_same_place_is_nobodys(net: str) -> None:
    """`init` at the path of a deleted board must not bring the old one back."""
    append_outbox(net, "aaaaaaaa", "old", [body(1)])
    append_outbox(net, "aaaaaaaa", "b-1", [body(2)])
    append_outbox(net, "bbbbbbbb", "old", [body(3)])
    assert numbers(OutboxReader(net).read("b-1")) == [2]
    reader = OutboxReader(net)
    assert numbers(reader.read("old")) == [1, 3]
    assert numbers(reader.read("b-1")) == [2]


def test_without_a_share_there_is_nothing(net: str) -> None:
    assert OutboxReader(net).read("b-1") == {}
    assert OutboxReader(net).look() == {}


def test_in_a_team_folder_the_net_is_for_the_team(tmp_path: Path) -> None:
    """umask 022 would keep the others out of it."""
    folder = open_folder(tmp_path, 0o2775)
    (folder / "team.json").touch()
    net = str(folder / "team.json.d")
    append_outbox(net, "aaaaaaaa", "b-1", [body(1)])
    for path in (net, net + "/j"):
        assert os.stat(path).st_mode & 0o2070 == 0o2070


@pytest.fixture
def old(net: str) -> Path:
    """A finished outbox of eight days ago."""
    append_outbox(net, "aaaaaaaa", "b-1", [body(1), body(2)])
    path = Path(outbox_path(net, "aaaaaaaa"))
    os.utime(path, (time.time() - 8 * DAY,) * 2)
    return path


SAFE = {make_change(1).id, make_change(2).id}


def test_an_old_one_of_ours_goes_when_everything_in_it_is_safe(net: str, old: Path) -> None:
    assert trim_outboxes(net, "aaaaaaaa", "b-1", SAFE.__contains__) == [old.name]
    assert not old.exists()


@pytest.mark.parametrize("case", ["others", "unsafe", "young", "torn"])
def test_anything_else_stays_to_the_last_byte(net: str, old: Path, case: str) -> None:
    if case == "torn":
        with open(old, "ab") as file:
            file.write(b"12345678 {half")
        os.utime(old, (time.time() - 8 * DAY,) * 2)
    before = old.read_bytes()
    replica = "bbbbbbbb" if case == "others" else "aaaaaaaa"
    safe = {make_change(1).id} if case == "unsafe" else SAFE
    now = time.time() - 2 * DAY if case == "young" else None
    assert trim_outboxes(net, replica, "b-1", safe.__contains__, now) == []
    assert old.read_bytes() == before


def test_others_go_after_thirty_days(net: str, old: Path) -> None:
    assert trim_outboxes(net, "bbbbbbbb", "b-1", SAFE.__contains__, time.time() + 23 * DAY) == [old.name]
