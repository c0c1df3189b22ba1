"""Real disks and real users: full, read-only, sticky, a team's set-gid folder, a viewer without rights."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from releaseboard.store.boardfile import BoardFile
from storing import first_changes, make_change, open_folder, run_as

TEAM = 4321


def fill(disk: Path) -> Path:
    """Leave no room on a small disk; the file that takes it."""
    filler = disk / "filler"
    try:
        with open(filler, "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 512)
    except OSError:
        return filler


def test_edits_on_a_full_share_are_kept_here_and_go_out_when_there_is_room(small_disk: Path) -> None:
    path = small_disk / "team.json"
    store = BoardFile(str(path))
    store.create(first_changes())
    store.commit([make_change(3, title="before")])
    before = path.read_bytes()
    filler = fill(small_disk)
    for number in range(4, 8):
        content = store.commit([make_change(number, title=f"t{number}", notes="x" * 3000)])
        assert content.docs["releases"]["r1"]["title"] == f"t{number}"
    state = store.state()
    assert (state.state, state.pending) == ("offline", 4)
    assert "the disk is full" in state.reason
    assert path.read_bytes() == before
    assert BoardFile(str(path)).load(history=False).docs["releases"]["r1"]["title"] == "t7"
    filler.unlink()
    assert store.meet() is not None
    assert store.state().state == "synced"
    assert "t7" in path.read_text()
    assert [name for name in os.listdir(small_disk) if name.startswith(".~")] == []


def test_a_full_home_sends_edits_straight_to_the_share(small_disk: Path, tmp_path: Path) -> None:
    store = BoardFile(str(tmp_path / "team.json"), str(small_disk))
    store.create(first_changes())
    store.commit([make_change(3, title="before")])
    fill(small_disk)
    content = store.commit([make_change(4, title="after", notes="x" * 9000)])
    assert content.docs["releases"]["r1"]["title"] == "after"
    assert store.state().state == "synced"
    assert "after" in (tmp_path / "team.json").read_text()


COMMIT = """
import json, sys
from storing import make_change
from releaseboard.errors import ReleaseboardError
from releaseboard.store.boardfile import BoardFile
store = BoardFile(sys.argv[1], sys.argv[2])
number = int(sys.argv[3])
try:
    store.commit([make_change(number, replica=sys.argv[4], **{f"tags.t{number}": True})._replace(seq=0)])
    state = store.state()
    print(json.dumps([state.state, state.pending, state.shared, state.reason]))
except ReleaseboardError as problem:
    print(json.dumps([type(problem).__name__, problem.message]))
"""


def commit_as(path: Path, home: Path, number: int, user: int, group: int = 65534, groups: tuple[int, ...] = ()) -> list:
    """One edit by an ordinary user, with a state folder of their own."""
    home = home / f"home-{user}"
    home.mkdir(exist_ok=True)
    os.chown(home, user, group)
    answer = run_as(COMMIT, str(path), str(home), str(number), f"user{user}"[:8], user=user, group=group, groups=groups)
    found: list = json.loads(answer)
    return found


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A set-gid folder of a team with a board in it."""
    run_as("pass")
    folder = open_folder(tmp_path)
    os.chown(folder, 0, TEAM)
    folder.chmod(0o2770)
    BoardFile(str(folder / "team.json"), str(tmp_path / "root")).create(first_changes())
    return folder


def test_a_team_with_umask_022_works_on_one_board(team: Path, tmp_path: Path) -> None:
    """Three users in turn; each owns the file after their save, all of it stays the team's."""
    path = team / "team.json"
    for turn in range(2):
        for user in (5001, 5002, 5003):
            number = 10 + 10 * turn + user % 10
            assert commit_as(path, tmp_path, number, user, groups=(TEAM,)) == ["synced", 0, True, ""]
            status = path.stat()
            assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (user, TEAM, 0o660)
    tags = BoardFile(str(path), str(tmp_path / "root")).load().docs["releases"]["r1"]["tags"]
    assert len(tags) == 6
    for made in [Path(team, "team.json.d"), *Path(team, "team.json.d").rglob("*")]:
        assert made.stat().st_gid == TEAM, made


def test_whoever_is_not_of_the_team_sees_nothing(team: Path, tmp_path: Path) -> None:
    kind, message = commit_as(team / "team.json", tmp_path, 11, 5009)
    assert kind in ("BoardUnavailable", "BoardMissing")
    assert "team.json" in message


def test_a_viewer_may_look_and_not_edit(tmp_path: Path) -> None:
    run_as("pass")
    folder = open_folder(tmp_path, 0o755)
    path = folder / "team.json"
    BoardFile(str(path), str(tmp_path / "root")).create(first_changes())
    before = path.read_bytes()
    kind, message = commit_as(path, tmp_path, 11, 5001)
    assert kind == "BoardReadOnly"
    assert message == f"you have no write permission on {path} (owner root, mode 0644)"
    assert path.read_bytes() == before
    assert os.listdir(folder) == ["team.json"]
    assert list((tmp_path / "home-5001").rglob("journal.jsonl")) == []


def test_in_a_sticky_folder_the_outbox_carries_edits_to_the_owner(tmp_path: Path) -> None:
    """Only the owner may replace the file there; others' edits wait on the share, and they are told."""
    run_as("pass")
    folder = open_folder(tmp_path, 0o1777)
    path = folder / "team.json"
    owner = BoardFile(str(path), str(tmp_path / "root"))
    owner.create(first_changes())
    path.chmod(0o666)
    owner.commit([make_change(3, title="x")])
    state, pending, shared, reason = commit_as(path, tmp_path, 11, 5001)
    assert (state, pending, shared) == ("offline", 1, True)
    assert reason == f"only the owner of {path} can replace it: its folder is sticky (mode +t)"
    assert owner.meet() is not None
    assert owner.load().docs["releases"]["r1"]["tags"] == {"t11": True}


def test_an_access_list_survives_a_save(tmp_path: Path) -> None:
    """As setfacl makes it, where that is installed."""
    path = tmp_path / "team.json"
    store = BoardFile(str(path))
    store.create(first_changes())
    try:
        done = subprocess.run(["setfacl", "-m", "u:5001:rw", str(path)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("setfacl is not installed (Debian: acl)")
    if done.returncode != 0:
        pytest.skip(f"no access lists on this disk: {done.stderr.strip()}")
    store.commit([make_change(3, title="x")])
    told = subprocess.run(["getfacl", "-c", str(path)], capture_output=True, text=True, check=True)
    assert "user:5001:rw-" in told.stdout
