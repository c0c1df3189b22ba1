"""Faults put into real system calls with strace: the Nth write, fsync, rename or open of one edit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from storing import environment

CALLS = ("openat", "write", "fsync", "rename", "link", "mkdir", "unlink")
ERRORS = ("ENOSPC", "EIO")

# One edit between two marks that the trace can see; no second thread, since strace counts each thread's calls apart.
EDIT = """
import os, sys
from storing import make_change
from releaseboard.errors import ReleaseboardError
from releaseboard.store import storage, sync
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.patience import Patience
Patience.run = lambda self, work, seconds, what: work()
os.access("/edit-begins", 0)
try:
    BoardFile(sys.argv[1], sys.argv[2]).commit([make_change(5, title="t5", replica="faultyyy")])
    code = 0
except ReleaseboardError:
    code = 3
os.access("/edit-ends", 0)
os._exit(code)
"""


class Point(NamedTuple):
    """The Nth call of one kind since the process began, inside the edit."""

    call: str
    nth: int


def require_strace() -> str:
    """The path of a strace that works here; skips when there is none."""
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not installed")
    done = subprocess.run([found, "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
    return found


def run_traced(options: list[str], path: str, home: str) -> int:
    """One edit under strace; the exit code of the edit: 0 confirmed, 3 refused, negative shot."""
    command = ["strace", *options, sys.executable, "-c", EDIT, path, home]
    return subprocess.run(command, capture_output=True, check=False, env=environment(), timeout=60).returncode


def list_points(path: str, home: str, log: Path) -> list[Point]:
    """Every call of one edit at which something can go wrong."""
    assert run_traced(["-o", str(log), "-e", f"trace={','.join(CALLS)},access"], path, home) == 0
    counts = dict.fromkeys(CALLS, 0)
    points: list[Point] = []
    inside = False
    for line in log.read_text(errors="replace").splitlines():
        if "/edit-begins" in line:
            inside = True
        elif "/edit-ends" in line:
            break
        name = re.match(r"(\w+)\(", line)
        if name and name[1] in counts:
            counts[name[1]] += 1
            if inside:
                points.append(Point(name[1], counts[name[1]]))
    return points


def inject(point: Point, what: str, path: str, home: str) -> int:
    """One edit with a fault at a point: `KILL`, or the name of an errno."""
    how = "signal=KILL" if what == "KILL" else f"error={what}"
    options = ["-o", os.devnull, "-e", f"trace={point.call}", "-e", f"inject={point.call}:{how}:when={point.nth}"]
    return run_traced(options, path, home)
