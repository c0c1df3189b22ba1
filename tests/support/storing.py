"""What the tests of the store share: sealed changes, a first board, other users, other processes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from releaseboard.domain.changes import Change

SRC = str(Path(__file__).resolve().parents[2] / "src")
SUPPORT = str(Path(__file__).resolve().parent)
NOBODY = 65534


def make_change(
    number: int, entity: str = "releases", record: str = "r1", /, *, replica: str = "k3f9abcd", **values: Any
) -> Change:
    """A sealed change; `number` gives its second and its place in the row; the fields are the keyword arguments."""
    at = f"2027-02-24T{10 + number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000Z"
    return Change(
        f"{at}-0000-{replica}", entity, record, values,
        at=at, by="ana", host="h", group=f"g{number}", seq=number, app="0.1.0",
    )  # fmt: skip


def first_changes(board_id: str = "b-1") -> list[Change]:
    """A board with one release."""
    return [
        make_change(1, "board", board_id, id=board_id, name="Payments", format=1),
        make_change(2, "releases", "r1", id="r1", key="PAY-4.2", title="Faster refunds"),
    ]


def environment(**more: str) -> dict[str, str]:
    """The environment for a child process that uses our modules and these helpers."""
    return {**os.environ, "PYTHONPATH": f"{SRC}:{SUPPORT}", **more}


_BECOME = """
import difflib, fcntl, hashlib, json, os, pkgutil, pwd, random, sys, importlib, tinydb, storing
import calendar, codecs, gzip, _strptime
codecs.lookup("ascii")
import releaseboard.store
for module in pkgutil.iter_modules(releaseboard.store.__path__):
    importlib.import_module(f"releaseboard.store.{module.name}")
user, group, groups, code = json.loads(sys.argv.pop(1))
os.setgroups(groups)
os.setgid(group)
os.setuid(user)
exec(code)
"""


def run_as(code: str, *arguments: str, user: int = NOBODY, group: int = NOBODY, groups: tuple[int, ...] = ()) -> str:
    """What Python code prints when an ordinary user runs it, since root may do everything; skips unless we are root.

    Python itself may lie where only root reads, so the child loads all modules before it becomes that user.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    who = json.dumps([user, group, groups, code])
    done = subprocess.run(
        [sys.executable, "-c", _BECOME, who, *arguments], capture_output=True, text=True, check=False, umask=0o022,
        env=environment(HOME="/nonexistent"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def open_folder(tmp_path: Path, mode: int = 0o777) -> Path:
    """A folder that other users reach."""
    for parent in (tmp_path, *tmp_path.parents):
        status = parent.stat()
        if status.st_uid == os.geteuid() and not status.st_mode & 0o001:
            parent.chmod(status.st_mode | 0o011)
    folder = tmp_path / "team"
    folder.mkdir()
    folder.chmod(mode)
    return folder


def start_python(code: str, *arguments: str) -> "subprocess.Popen[str]":
    """A child process running Python code, its output to be read by us."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env=environment()
    )
