"""`init`, `import`, `export`, `demo`: boards made, filled and written out."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releaseboard.session import Session

Run = Callable[..., Any]
Good = Callable[..., str]

PLAN = """
[board]
name = "Shop"
[[projects]]
key = "WEB"
name = "Web shop"
[[releases]]
key = "WEB-1.0"
title = "First"
target = 2027-03-02
stage_days = {build = 4}
[[releases]]
key = "WEB-1.1"
[[dependencies]]
successor = "WEB-1.1"
predecessor = "WEB-1.0"
why = "next version"
"""
TABLE = """project,version,type,stage,planned,actual,depends_on,notes
nova,1.0,minor,released,2027-02-01,2027-02-02,,
nova,1.1,patch,test,2027-03-05,,nova@1.0,
"""


def test_init_makes_a_board(run: Run, tmp_path: Path) -> None:
    """An empty board says what to do next; an existing file is never touched."""
    done = run("init", "team.json", "--name", "Payments")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("team.json: board 'Payments' is made\n")
    content = Path("team.json").read_bytes()
    again = run("init", "team.json")
    assert again.code == 2
    assert "team.json" in again.err
    assert Path("team.json").read_bytes() == content


def test_init_from_a_plan(run: Run) -> None:
    """Filled at once, in one step."""
    Path("plan.toml").write_text(PLAN)
    done = run("init", "team.json", "--from", "plan.toml")
    assert done.out == "team.json: board 'Shop' is made with 2 releases of 1 project\n"
    assert "WEB-1.0" in run("-b", "team.json", "list").out


@pytest.mark.parametrize(("plan", "said"), [
    ("[[releases]]\nkey = \"WEB-1.0\"\ntitel = \"x\"\n", "plan.toml:3: "),
    ("[[releases]\n", "plan.toml:1: "),
    ("\xff\xfe", "plan.toml:1: this is not UTF-8 text"),
])  # fmt: skip
def test_init_from_a_bad_plan_makes_nothing(run: Run, plan: str, said: str) -> None:
    """The error names file and line; no board is left behind."""
    Path("plan.toml").write_bytes(plan.encode("latin-1"))
    done = run("init", "team.json", "--from", "plan.toml")
    assert done.code == 2
    assert said in done.err
    assert not Path("team.json").exists()


def test_init_where_it_can_not_be(run: Run) -> None:
    """A folder that is not there; a plan that is not there."""
    assert run("init", "no/such/folder/team.json").code in (2, 3)
    done = run("init", "team.json", "--from", "nope.toml")
    assert (done.code, done.err) == (2, "releaseboard: error: there is no file nope.toml "
                                        "(look at the name, or give the whole path)\n")  # fmt: skip


def test_import_of_a_plan_twice_changes_nothing(good: Good) -> None:
    """What came in is counted; the second time there is nothing to change."""
    Path("plan.toml").write_text(PLAN)
    out = good("import", "plan.toml")
    assert "added: 1 project, 2 releases, 1 link" in out
    assert good("import", "plan.toml") == "nothing to change: the board has all of it already\n"


def test_import_of_a_table(good: Good) -> None:
    """CSV by its name; releases, projects, links."""
    Path("table.csv").write_text(TABLE)
    assert "2 releases" in good("import", "table.csv")
    found = json.loads(good("show", "nova-1.1", "--json"))
    assert (found["stage"], found["target"]) == ("test", "2027-03-05")
    assert found["waits_for"][0]["predecessor"] == "nova-1.0"
    assert good("import", "table.csv") == "nothing to change: the board has all of it already\n"


def test_import_dry_run_shows_each_row(on: Run, good: Good) -> None:
    """A verdict a row on stdout, nothing written."""
    Path("table.csv").write_text(TABLE)
    before = good("export", "json")
    done = on("import", "table.csv", "--dry-run")
    assert done.code == 0
    assert done.out.splitlines()[:2] == ["line 2: ok  nova-1.0", "line 3: ok  nova-1.1"]
    assert "would be added: " in done.out
    assert done.err == "nothing was written (--dry-run)\n"
    assert good("export", "json") == before


def test_import_of_a_bad_row(on: Run, good: Good) -> None:
    """Without --skip-bad nothing is written and the row is named; with it the sound rows come in."""
    Path("table.csv").write_text(TABLE + "nova,1.2,mnior,test,,,,\n")
    done = on("import", "table.csv")
    assert (done.code, done.out) == (2, "")
    assert "line 4: bad nova-1.2" in done.err
    assert "table.csv: 1 row of 3 can't be imported, so nothing was written" in done.err
    assert "nova" not in good("list", "--all")
    assert "2 releases" in on("import", "table.csv", "--skip-bad").out


def test_import_of_very_many_bad_rows(on: Run) -> None:
    """The first forty are named, the others counted."""
    rows = "".join(f"nova,1.{number},mnior,,,,,\n" for number in range(100))
    Path("table.csv").write_text(TABLE + rows)
    said = on("import", "table.csv").err.splitlines()
    assert len(said) == 42
    assert said[40] == "and 60 more: --dry-run shows every row"
    assert "100 rows of 102" in said[41]


def test_import_maps_columns_and_encodings(on: Run) -> None:
    """Columns by other names; a named encoding; what is not read is said."""
    Path("table.csv").write_bytes("Component;Fix;Ärger\nnova;1.0;ja\n".encode("latin-1"))
    done = on("import", "table.csv", "--map", "Component=project", "Fix=version", "--encoding", "latin-1", "--json")
    assert done.code == 0, done
    assert json.loads(done.out)["added"]["releases"] == 1


def test_import_tells_the_form_by_content(good: Good) -> None:
    """A plan or a table by any name, and from standard input."""
    Path("plan").write_text(PLAN)
    assert "2 releases" in good("import", "plan")
    Path("table").write_text(TABLE)
    assert "2 releases" in good("import", "table")


def test_import_from_standard_input(good: Good, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    assert "2 releases" in good("import", "-")


@pytest.mark.parametrize(("name", "content", "said"), [
    ("x.toml", b"[[releases]]\nkey = \"A-1\"\nstage_days = {bild = 3}\n", "x.toml: releases A-1: there is no stage"),
    ("x.toml", b"\xff", "x.toml:1: this is not UTF-8 text"),
    ("x.csv", b"", "x.csv"),
    ("x.csv", b"a,b\n1,2\n", "x.csv"),
    ("x.json", b"{}", "JSON can't be imported"),
])  # fmt: skip
def test_import_refuses_bad_files(refused: Callable[..., str], name: str, content: bytes, said: str) -> None:
    """File and line, in one line."""
    Path(name).write_bytes(content)
    assert said in refused(2, "import", name)


def test_import_of_a_folder_or_nothing(refused: Callable[..., str]) -> None:
    """A folder, a file that is not there."""
    Path("folder").mkdir()
    assert "is a folder" in refused(2, "import", "folder")
    assert "there is no file" in refused(2, "import", "nope.csv")


def test_export_toml_makes_the_same_board(good: Good, run: Run) -> None:
    """Out and in again: the same releases, links and records."""
    good("export", "toml", "-o", "plan.toml")
    assert run("init", "copy.json", "--from", "plan.toml").code == 0
    assert run("-b", "copy.json", "export", "toml").out == good("export", "toml")


def test_export_csv(good: Good) -> None:
    """The columns that `import` reads."""
    rows = list(csv.DictReader(io.StringIO(good("export", "csv"))))
    assert {row["project"] for row in rows} == {"PAY", "MOB", "HUB", "SDK"}
    mob = next(row for row in rows if row["project"] == "MOB")
    assert (mob["version"], mob["depends_on"]) == ("7.0", "PAY@4.2")


def test_export_json(good: Good) -> None:
    """Every table; references by key."""
    found = json.loads(good("export", "json"))
    assert found["board"]["name"] == "Payments Q1"
    assert {release["key"] for release in found["releases"]} >= {"PAY-4.2", "SDK-5.0"}
    assert (found["links"][0]["successor"], found["links"][0]["predecessor"]) == ("MOB-7.0", "PAY-4.2")
    assert found["raid"][0]["releases"] == ["PAY-4.2"]


def test_export_to_a_file_says_so(good: Good) -> None:
    """And replaces an older one."""
    Path("out.csv").write_text("old")
    assert good("export", "csv", "-o", "out.csv") == "out.csv: 5 releases written as csv\n"
    assert Path("out.csv").read_text().startswith("project,version")


def test_export_never_writes_over_the_board(refused: Callable[..., str], board: str) -> None:
    """Not even through a link to it."""
    before = Path(board).read_bytes()
    Path("link.json").symlink_to(board)
    assert "is the board itself" in refused(2, "export", "json", "-o", "link.json")
    assert Path(board).read_bytes() == before


def test_export_refuses_other_forms(refused: Callable[..., str]) -> None:
    """Only what can be written."""
    assert "can't be 'xml'" in refused(2, "export", "xml")


def test_demo_prints_the_sample_board(run: Run) -> None:
    """Not on a terminal the sample's status, with the dates of today; no file is made."""
    done = run("demo")
    assert (done.code, done.err) == (0, "")
    assert "Wed 24 Feb 2027" in done.out.splitlines()[0]
    assert len(done.out.splitlines()) <= 26
    assert os.listdir(".") == []
    assert run("demo", "--print").out == done.out


def test_an_import_can_be_undone(good: Good, board: str) -> None:
    """The whole import is one action."""
    before = Session.open(board).board
    Path("plan.toml").write_text(PLAN)
    good("import", "plan.toml")
    good("undo")
    assert Session.open(board).board == before
