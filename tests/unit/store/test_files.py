"""Replacing a file whole or not at all: rights kept, failures worded, nothing left lying about."""

import errno
import os
import socket
from pathlib import Path

import pytest

from releaseboard.errors import BadInput, BoardDamaged, BoardMissing, BoardReadOnly, BoardUnavailable
from releaseboard.store import access, files
from storing import open_folder, run_as


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file with old content."""
    path = tmp_path / "team.json"
    path.write_bytes(b"old")
    return path


def test_a_file_is_replaced_and_nothing_is_left_beside_it(target: Path) -> None:
    fingerprint = files.replace_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"new"
    assert names(target.parent) == ["team.json"]
    assert fingerprint == files.take_fingerprint(str(target)) == files.read_file(str(target)).fingerprint


def test_a_rewrite_of_equal_size_has_another_fingerprint(target: Path) -> None:
    before = files.take_fingerprint(str(target))
    files.replace_file(str(target), b"dlo", "k3f9abcd")
    assert files.take_fingerprint(str(target)) != before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o660, 0o646])
def test_the_mode_is_kept(target: Path, mode: int) -> None:
    target.chmod(mode)
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert mode_of(target) == mode


def test_owner_and_group_are_kept_by_root(target: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(target, 1234, 4321)
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 4321)


REPLACE = "import sys; from releaseboard.store import files; files.replace_file(sys.argv[1], b'new', 'k3f9abcd')"


def test_a_member_of_the_group_keeps_group_and_mode_and_takes_over(tmp_path: Path) -> None:
    """In a set-gid team folder the file goes to whoever saved it, and everybody can still write it."""
    run_as("pass")
    folder = open_folder(tmp_path)
    os.chown(folder, 0, 4321)
    folder.chmod(0o2770)
    target = folder / "team.json"
    target.write_bytes(b"old")
    os.chown(target, 1234, 4321)
    target.chmod(0o660)
    run_as(REPLACE, str(target), groups=(4321,))
    assert (target.stat().st_uid, target.stat().st_gid, mode_of(target)) == (65534, 4321, 0o660)


def test_a_group_that_cannot_be_kept_gives_no_rights_to_another(tmp_path: Path) -> None:
    run_as("pass")
    folder = open_folder(tmp_path)
    target = folder / "team.json"
    target.write_bytes(b"old")
    os.chown(target, 65534, 4321)
    target.chmod(0o664)
    run_as(REPLACE, str(target))
    assert (target.stat().st_gid, mode_of(target)) == (65534, 0o604)


def test_an_access_list_is_kept(target: Path) -> None:
    """Written by hand as the kernel keeps it: user::rw- user:1234:rw- group::r-- mask::rw- other::---."""
    entries = [(1, 6, -1), (2, 6, 1234), (4, 4, -1), (16, 6, -1), (32, 0, -1)]
    raw = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + (who & 0xFFFFFFFF).to_bytes(4, "little")
        for tag, rights, who in entries
    )
    try:
        os.setxattr(target, "system.posix_acl_access", raw)
    except OSError as problem:
        pytest.skip(f"no access lists on this disk: {problem}")
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert os.getxattr(target, "system.posix_acl_access") == raw


def test_a_symbolic_link_stays_one_and_its_target_is_replaced(target: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "here"
    elsewhere.mkdir()
    link = elsewhere / "board.json"
    link.symlink_to(target)
    files.replace_file(files.resolve(str(link)), b"new", "k3f9abcd")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(elsewhere) == ["board.json"]


def test_a_new_board_in_a_team_folder_is_for_the_team(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    files.create_file(str(tmp_path / "team.json"), b"new", "k3f9abcd")
    assert mode_of(tmp_path / "team.json") == 0o660


def test_a_new_board_in_a_private_folder_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    files.create_file(str(tmp_path / "team.json"), b"new", "k3f9abcd")
    assert mode_of(tmp_path / "team.json") & 0o007 == 0


def test_nothing_is_made_over_a_file_that_is_there(target: Path) -> None:
    with pytest.raises(BadInput, match="is there already"):
        files.create_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == ["team.json"]


def test_a_board_is_made_where_hard_links_are_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "team.json"
    files.create_file(str(path), b"new", "k3f9abcd")
    assert path.read_bytes() == b"new"
    with pytest.raises(BadInput):
        files.create_file(str(path), b"newer", "k3f9abcd")
    assert names(tmp_path) == ["team.json"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EBUSY, errno.EPERM, errno.ENOENT, errno.ESTALE, errno.ETXTBSY])
def test_a_rename_that_fails_for_a_moment_is_tried_again(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real, failures = os.replace, [number, number]

    def fail_twice(*arguments: str) -> None:
        if failures:
            raise OSError(failures.pop(), "for a moment")
        real(*arguments)

    monkeypatch.setattr(os, "replace", fail_twice)
    monkeypatch.setattr(files.time, "sleep", lambda _: None)
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(BoardUnavailable, match="Input/output error"):
            files.replace_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == ["team.json"]


def test_a_check_just_before_the_rename_can_stop_it(target: Path) -> None:
    def stop() -> None:
        raise BoardUnavailable("somebody was faster")

    with pytest.raises(BoardUnavailable, match="faster"):
        files.replace_file(str(target), b"new", "k3f9abcd", stop)
    assert target.read_bytes() == b"old"
    assert names(target.parent) == ["team.json"]


def test_a_folder_that_cannot_be_synced_is_no_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def only_files(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(errno.EINVAL, "not here")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"new"


def test_what_dead_processes_left_is_removed_and_what_may_live_stays(target: Path) -> None:
    ours, theirs, old = (target.parent / f".~team.json.{name}.tmp" for name in ("ours", "theirs", "old"))
    for path in (ours, theirs, old, target.parent / ".~other.json.ours.tmp"):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    removed = files.remove_orphans(str(target), lambda replica: replica == "ours")
    assert sorted(removed) == [".~team.json.old.tmp", ".~team.json.ours.tmp"]
    assert names(target.parent) == [".~other.json.ours.tmp", ".~team.json.theirs.tmp", "team.json"]


def test_our_own_leftover_does_not_stop_the_next_save(target: Path) -> None:
    Path(files.scratch_name(str(target), "k3f9abcd")).write_bytes(b"half")
    files.replace_file(str(target), b"new", "k3f9abcd")
    assert target.read_bytes() == b"new"
    assert names(target.parent) == ["team.json"]


def test_what_is_not_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BoardDamaged, match="is a folder, not a board file"):
        files.read_file(str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BoardDamaged, match="is a pipe or socket"):
        files.read_file(str(tmp_path / "pipe"))
    with pytest.raises(BoardDamaged, match="is a device"):
        files.read_file("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        with pytest.raises(BoardUnavailable, match="can't be read now"):
            files.read_file(str(tmp_path / "s"))


@pytest.mark.parametrize("path", ["gone.json", "file/inside.json", "x" * 5000, "loop"])
def test_what_is_not_there_is_missing(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(BoardMissing, match="there is no board at"):
        files.read_file(str(tmp_path / path))


def test_a_path_with_a_null_is_not_a_path() -> None:
    with pytest.raises(BadInput, match="is not a path"):
        files.resolve("a\0b")


def test_a_path_in_a_message_has_no_control_characters() -> None:
    with pytest.raises(BoardMissing) as caught:
        files.read_file("/nowhere/\x1b[31mred\n")
    assert caught.value.message.isprintable()


TELL = """
import sys
from releaseboard.errors import ReleaseboardError
from releaseboard.store import access, files
print(access.find_bar(sys.argv[1]).reason)
for act in (lambda: files.read_file(sys.argv[1]), lambda: files.replace_file(sys.argv[1], b"new", "k3f9abcd")):
    try:
        act()
    except ReleaseboardError as problem:
        print(f"{type(problem).__name__}: {problem.message}")
    else:
        print("done")
"""


FILE = "you have no write permission on {} (owner root, mode 0600)"
FOLDER = "you have no write permission on the folder {f}, in which the board is replaced"
STICKY = "only the owner of {} can replace it: its folder is sticky (mode +t)"


@pytest.mark.parametrize(
    ("folder_mode", "mode", "why", "reading", "writing"),
    [
        (0o777, 0o600, FILE, "BoardUnavailable: you may not read {} (owner root, mode 0600)", "done"),
        (0o755, 0o666, FOLDER, "done", f"BoardReadOnly: {FOLDER}"),
        (0o1777, 0o666, STICKY, "done", f"BoardReadOnly: {STICKY}"),
        (0o777, 0o666, "", "done", "done"),
    ],
)
def test_what_permissions_forbid_is_said(
    tmp_path: Path, folder_mode: int, mode: int, why: str, reading: str, writing: str
) -> None:
    run_as("pass")
    folder = open_folder(tmp_path, folder_mode)
    target = folder / "team.json"
    target.write_bytes(b"old")
    target.chmod(mode)
    lines = run_as(TELL, str(target)).split("\n")[:-1]
    assert lines == [line.format(target, f=folder) for line in (why, reading, writing)]


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, BoardUnavailable, "the disk is full"),
        (errno.EDQUOT, BoardUnavailable, "quota"),
        (errno.EROFS, BoardReadOnly, "mounted read-only"),
        (errno.EACCES, BoardReadOnly, "you may not write"),
        (errno.EFBIG, BoardUnavailable, "file size limit"),
        (errno.ENOENT, BoardUnavailable, "the folder of"),
        (errno.EIO, BoardUnavailable, "Input/output error"),
    ],
)
def test_each_failure_to_write_is_worded(target: Path, number: int, kind: type[Exception], words: str) -> None:
    error = access.word_writing(str(target), OSError(number, os.strerror(number)))
    assert type(error) is kind
    assert words in error.message
    assert error.hint
