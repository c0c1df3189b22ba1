"""Boards to measure on, from the generator of the large sample: `python -m benchmarks.boards COUNT FILE` keeps one."""

import os
import sys
from datetime import date

from releaseboard.interchange.generator import make_tables
from releaseboard.session import Session

TODAY = date(2027, 2, 24)
SEED = 7
KEY = rb"[A-Z][A-Z0-9]+-\d+\.\d+"  # a release's key, as it is seen on a screen


def make_board(path: str, count: int) -> str:
    """A new board file at `path` with `count` generated releases; returns the path."""
    tables = make_tables(count, SEED, TODAY)
    Session.create(path, name=f"{count} releases", plan=tables, today=TODAY, user="bench", host="bench")
    return path


def clean_environment(home: str) -> dict[str, str]:
    """What measured programs see: an empty home, a true-colour terminal, the boards' day, nothing of the user's own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
    folders = {f"XDG_{name}_HOME": os.path.join(home, name.lower()) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, "HOME": home, "RELEASEBOARD_TODAY": TODAY.isoformat(), **folders, **terminal}


def own_command() -> str:
    """The `releaseboard` that belongs to the Python that is running."""
    return os.path.join(os.path.dirname(sys.executable), "releaseboard")


if __name__ == "__main__":
    make_board(sys.argv[2], int(sys.argv[1]))
    print(sys.argv[2])
