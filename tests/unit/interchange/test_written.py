"""What a plan file and a table look like, compared with kept files: a change of the format is seen, and meant."""

import os
from datetime import date
from pathlib import Path

import pytest

from boards import make_board
from releaseboard.domain.board import Board
from releaseboard.interchange.csvfile import write_releases
from releaseboard.interchange.planfile import write_plan
from releaseboard.interchange.samples import load_sample

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
KEPT = ("PAY-4.1.1", "PAY-4.2", "SDK-3.0", "MOB-7.0", "DATA-1.9")


@pytest.fixture(scope="module")
def board() -> Board:
    """Five releases of the sample with what hangs on them."""
    tables = load_sample(today=date(2027, 2, 24))
    tables["releases"] = [release for release in tables["releases"] if release["key"] in KEPT]
    tables["links"] = [
        link
        for link in tables["links"]
        if link["successor"] in KEPT and link["predecessor"] in (*KEPT, "recon", "os12")
    ]
    for table in ("check_ins", "replans", "gate_results", "exceptions", "notices", "milestones"):
        tables[table] = [record for record in tables[table] if record["release"] in KEPT]
    tables["raid"] = [
        entry for entry in tables["raid"] if entry.get("releases") and set(entry["releases"]) <= set(KEPT)
    ]
    for table in ("people", "stakeholders", "holidays", "projects", "teams", "externals", "allocations", "scope_items"):
        del tables[table]
    return make_board(tables)


@pytest.mark.parametrize(("name", "write"), [("plan.toml", write_plan), ("releases.csv", write_releases)])
def test_the_format_is_as_kept(board: Board, name: str, write: object) -> None:
    """`KEEP_GOLDEN=1` writes the files anew."""
    assert callable(write)
    text = write(board).replace("\r\n", "\n")
    path = GOLDEN / name
    if os.environ.get("KEEP_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
