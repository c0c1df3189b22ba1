"""Copies of the project to build and install from, and commands run in them as a stranger would."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from house import ROOT

PROGRAM = ("src", "themes", "sample_data", "pyproject.toml", "README.md", "LICENSE")
WHOLE = (*PROGRAM, "tests", "benchmarks", "docs", ".ci", "CHANGELOG.md", "Makefile")


def copy_project(target: Path, names: tuple[str, ...] = WHOLE) -> Path:
    """Copy the named parts of the clone to a new folder, without what Python and the tests leave behind."""
    target.mkdir(parents=True)
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info", ".hypothesis")
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=skip)
        else:
            shutil.copy2(ROOT / name, target / name)
    return target


def run(*command: str | Path, cwd: Path, env: Mapping[str, str]) -> str:
    """What a command prints when there is no terminal; an exit code other than 0 fails with both its outputs."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
