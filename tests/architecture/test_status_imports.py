"""`status` stays quick: a look at what a fresh process has really loaded after it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Dear, and never needed to print a board: the first four cost more than everything else together.
BARRED = frozenset({"textual", "rich", "asyncio", "markdown_it"})
# Our own budget (contracts of the house, ADR 0002 and 0003): each costs 2 to 25 ms, or leads to one that does.
OVER_BUDGET = frozenset(
    {
        *("csv", "dataclasses", "dateutil", "decimal", "difflib", "email", "hashlib", "inspect", "logging", "pathlib"),
        *("platform", "random", "secrets", "shutil", "sqlite3", "statistics", "subprocess", "tempfile", "tinydb"),
        *("tomli_w", "tomllib", "typing_extensions", "urllib", "uuid", "zoneinfo"),
    }
)

_STATUS = """
import json, sys
from releaseboard.cli.main import main
code = main(sys.argv[1:])
print("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


def run_fresh(code: str, *arguments: str) -> str:
    """What a new Python process prints; a failure shows what it said on stderr."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_packages(code: str, *arguments: str) -> set[str]:
    """Top-level packages that `code` loads beyond those that any Python has loaded at start-up."""
    at_start = json.loads(run_fresh("import json, sys; print(json.dumps(sorted(sys.modules)))"))
    exit_code, loaded = json.loads(run_fresh(code, *arguments).splitlines()[-1])
    assert exit_code == 0
    return {name.partition(".")[0] for name in set(loaded) - set(at_start)}


@pytest.fixture
def board(tmp_path: Path) -> str:
    """A board file with one release on it."""
    path = str(tmp_path / "team.json")
    make = "import sys; from releaseboard.cli.main import main; sys.exit(main(sys.argv[1:]))"
    run_fresh(make, "init", path, "--name", "Payments")
    run_fresh(make, "-b", path, "add", "PAY-4.2", "--title", "Faster refunds")
    return path


@pytest.mark.parametrize("form", ["text", "json", "line", "md"])
def test_status_loads_nothing_dear(form: str, board: str) -> None:
    """Neither a barred package nor one over our budget is loaded by `status`, in any form."""
    loaded = loaded_packages(_STATUS, "-b", board, "status", "--format", form)
    assert "releaseboard" in loaded
    assert sorted(loaded & (BARRED | OVER_BUDGET)) == []


def test_a_dear_import_is_seen() -> None:
    """The look itself works: a program that loads rich late is seen to have loaded it."""
    code = "import json, sys\ndef late():\n    import rich.text\nlate()\nprint(json.dumps([0, sorted(sys.modules)]))"
    assert loaded_packages(code) & BARRED == {"rich"}
