"""`status` stays quick: a look at what a fresh process has really loaded after it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.imports import BARRED, OVER_BUDGET

# All of ours that the look at an unchanged board may load; no board, no record, no engine.
SHORT_WAY = frozenset(
    {
        *("", "errors", "text", "glimpse", "domain", "domain.when", "settings", "settings.paths"),
        *("cli", "cli.catalog", "cli.main", "cli.output", "cli.parser", "cli.picking", "cli.shell", "cli.status"),
        *("reports", "reports.layout", "reports.line", "reports.markdown", "reports.phrases", "reports.statustext"),
        *("reports.summary", "reports.summaryfile", "store", "store.glimpse", "store.patience", "store.places"),
    }
)

_STATUS = """
import json, sys
from releaseboard.cli.main import main
code = main(sys.argv[1:])
print("\\n" + json.dumps([code, sorted(sys.modules)]))
"""
_LATER = """
from releaseboard.store import glimpse
now = glimpse.time_ns
glimpse.time_ns = lambda: now() + 10_000_000_000  # the board file is old enough for a look at it to be kept
"""


def run_fresh(code: str, *arguments: str) -> str:
    """What a new Python process prints; a failure shows what it said on stderr."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_modules(code: str, *arguments: str) -> set[str]:
    """The modules that `code` loads beyond those that any Python has loaded at start-up."""
    at_start = json.loads(run_fresh("import json, sys; print(json.dumps(sorted(sys.modules)))"))
    exit_code, loaded = json.loads(run_fresh(code, *arguments).splitlines()[-1])
    assert exit_code == 0
    return set(loaded) - set(at_start)


def loaded_packages(code: str, *arguments: str) -> set[str]:
    """The same by their top-level packages."""
    return {name.partition(".")[0] for name in loaded_modules(code, *arguments)}


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


@pytest.mark.parametrize("form", ["text", "json", "line", "md"])
def test_an_unchanged_board_is_told_by_the_short_way(
    form: str, board: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look loads neither the board nor what works it out, and nothing dear."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    words = ("-b", board, "status", "--format", form)
    assert "releaseboard.domain.board" in loaded_modules(_LATER + _STATUS, *words)
    loaded = loaded_modules(_LATER + _STATUS, *words)
    ours = {name.partition(".")[2] for name in loaded if name.partition(".")[0] == "releaseboard"}
    assert sorted(ours - SHORT_WAY) == []
    assert sorted({name.partition(".")[0] for name in loaded} & (BARRED | OVER_BUDGET)) == []


def test_a_dear_import_is_seen() -> None:
    """The look itself works: a program that loads rich late is seen to have loaded it."""
    code = "import json, sys\ndef late():\n    import rich.text\nlate()\nprint(json.dumps([0, sorted(sys.modules)]))"
    assert loaded_packages(code) & BARRED == {"rich"}
