"""Boards to measure on, made by the sample data's own generator with a fixed seed: `boards.py COUNT FILE` keeps one."""

import importlib.util
import os
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from releaseboard.session import Session

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TODAY = date(2027, 2, 24)
SEED = 7
KEY = rb"[A-Z][A-Z0-9]+-\d+\.\d+"  # a release's key, as it is seen on a screen


def make_board(path: str, count: int) -> str:
    """A new board file at `path` with `count` generated releases; returns the path."""
    tables: Mapping[str, Any] = _load_generator().make_tables(count, SEED, TODAY)
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


def _load_generator() -> Any:
    path = os.path.join(ROOT, "sample_data", "generate.py")
    spec = importlib.util.spec_from_file_location("sample_generator", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    make_board(sys.argv[2], int(sys.argv[1]))
    print(sys.argv[2])
