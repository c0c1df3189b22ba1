"""A fresh clone on a bare machine: `make demo` with an empty home sets itself up inside the clone and nowhere else."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from clone import PROGRAM, copy_project, run

pytestmark = pytest.mark.slow


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed here")
def test_make_demo_touches_nothing_outside_the_clone(tmp_path: Path, outer_environment: dict[str, str]) -> None:
    """The sample board's status is printed with exit 0, again without setting up again, and the home stays empty."""
    clone = copy_project(tmp_path / "my clone", (*PROGRAM, ".ci", "Makefile"))
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    index = {name: value for name, value in outer_environment.items() if name.startswith(("PIP_", "SSL_", "http"))}
    index.pop("PIP_CACHE_DIR", None)
    # Nothing but the system's own programs: pip asks a `rustc` that it finds for its version, and that writes a home.
    path = os.pathsep.join([os.path.dirname(shutil.which("make") or ""), os.defpath])
    env = {"PATH": path, "HOME": str(home), "TMPDIR": str(temporary), "LANG": "C.UTF-8", **index}
    python = f"PYTHON={sys.executable}"
    first, second = (run("make", "--no-print-directory", python, "demo", cwd=clone, env=env) for _ in range(2))
    assert first.endswith(second)
    assert len(second.splitlines()) > 10
    assert [*home.iterdir(), *temporary.iterdir()] == []
