"""Text pictures of screens, kept in tests/golden. `UPDATE_GOLDEN=1 pytest …` takes them anew: look at what changed."""

import os
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def assert_picture(name: str, picture: str) -> None:
    """The picture is the one that is kept; with UPDATE_GOLDEN set it becomes that."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(picture, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else "(there is no picture yet)"
    assert picture == kept, f"{path} differs; UPDATE_GOLDEN=1 takes it anew"
