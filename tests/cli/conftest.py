"""A small board in a file, and a way to run one command line in this process."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from releaseboard.cli.main import main
from releaseboard.session import Session

TODAY = date(2027, 2, 24)
NOW = datetime.now(UTC) - timedelta(minutes=5)  # stamps of the future would lead nobody on (storage.md, clock skew)
STAGES = {"plan": 3, "build": 10, "test": 5, "accept": 3, "deploy": 1}


class Result(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def _stages(**done: dict[str, str]) -> dict[str, Any]:
    return {stage: {"planned_days": days, **done.get(stage, {})} for stage, days in STAGES.items()}


def _release(key: str, **fields: Any) -> dict[str, Any]:
    plan = {"goal": "Refunds in two days", "rm": "ana", "lead": "kim", "team": "core", "stages": _stages(),
            "window": {"start": "2027-03-01", "end": "2027-03-05"}, "target": "2027-03-02"}  # fmt: skip
    return {"key": key, **plan, **fields}


IN_BUILD = _stages(plan={"started": "2027-02-01", "finished": "2027-02-03"}, build={"started": "2027-02-18"})
TAGS = {"q1": True}
LATER = {"window": {"start": "2027-03-15", "end": "2027-04-02"}, "target": "2027-03-26"}
OUT = {
    "window": {"start": "2027-02-08", "end": "2027-02-12"}, "target": "2027-02-10",
    "baseline": {"window": {"start": "2027-02-08", "end": "2027-02-12"}, "target": "2027-02-10", "stages": STAGES,
                 "committed_at": "2027-01-04T09:00:00Z", "committed_by": "ana"},
}  # fmt: skip
TABLES: dict[str, list[dict[str, Any]]] = {
    "board": [{"name": "Payments Q1"}],
    "projects": [{"id": "PAY", "name": "Payments"}, {"id": "MOB", "name": "Mobile"}],
    "people": [{"id": "ana", "name": "Ana Ruiz", "side": "rm"}, {"id": "kim", "name": "Kim Lee"}],
    "teams": [{"id": "core", "name": "Core payments", "lead": "kim", "people": 6}],
    "externals": [{"id": "sap-cert", "kind": "vendor_requirement", "vendor": "SAP", "product": "certificate"}],
    "events": [{"id": "os12", "name": "OS 12", "date": "2027-03-03"}],
    "backlogs": [{"id": "support", "name": "Support queue", "threshold": 10}],
    "freezes": [{"id": "fy", "name": "FY close", "start": "2027-03-29", "end": "2027-03-31"}],
    "releases": [
        _release("PAY-4.2", title="Faster refunds", state="in_progress", stage="build", stages=IN_BUILD, tags=TAGS),
        _release("PAY-4.1.1", title="Padding patch", type="security", state="committed", **LATER),
        _release("MOB-7.0", title="Wallet", type="major", state="committed", **LATER),
        {"key": "HUB-2.3", "title": "Only an idea"},
        _release("SDK-5.0", title="One call", state="released", released_on="2027-02-11", **OUT),
    ],
    "links": [{"successor": "MOB-7.0", "predecessor": "PAY-4.2", "why": "uses the refund call"}],
    "raid": [{"kind": "decision", "title": "Defer reporting?", "due": "2027-02-26", "releases": ["PAY-4.2"]}],
}


@pytest.fixture
def board(tmp_path: Path) -> str:
    """Path of a board of five releases: one red in Build, two to come, a draft, one out."""
    path = str(tmp_path / "team.json")
    Session.create(path, plan=TABLES, user="ana", today=TODAY, clock=lambda: NOW)
    return path


@pytest.fixture
def make_board(tmp_path: Path) -> Callable[..., str]:
    """Make the small board with other fields of PAY-4.2, or without the record (a key or id) and what refers to it."""

    def make(without: str = "", **fields: Any) -> str:
        tables = {
            table: [record for record in records if without not in (record.get("key"), record.get("id"))]
            for table, records in TABLES.items()
        }
        tables["releases"] = [item | fields if item["key"] == "PAY-4.2" else item for item in tables["releases"]]
        if without == "PAY-4.2":
            tables |= {"links": [], "raid": []}
        path = str(tmp_path / "made.json")
        Session.create(path, plan=tables, user="ana", today=TODAY, clock=lambda: NOW)
        return path

    return make


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run one command line as of 24 February 2027, in an empty folder; `$RELEASEBOARD_BOARD` is not set."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("RELEASEBOARD_TODAY", TODAY.isoformat())
    monkeypatch.delenv("RELEASEBOARD_BOARD", raising=False)

    def run_words(*words: str) -> Result:
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run_words


@pytest.fixture
def on(run: Run, board: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Like `run`, on the small board."""
    monkeypatch.setenv("RELEASEBOARD_BOARD", board)
    return run


@pytest.fixture
def good(on: Run) -> Callable[..., str]:
    """Run a command line that must succeed without a word on stderr; its output."""

    def run_well(*words: str) -> str:
        done = on(*words)
        assert (done.code, done.err) == (0, ""), done
        return done.out

    return run_well


@pytest.fixture
def refused(on: Run) -> Callable[..., str]:
    """Run a command line that must fail with this code: nothing on stdout, one line on stderr; that line."""

    def run_badly(code: int, *words: str) -> str:
        done = on(*words)
        assert done.code == code, done
        assert done.out == ""
        assert done.err.startswith("releaseboard: error: ")
        assert done.err.count("\n") == 1
        return done.err.removeprefix("releaseboard: error: ").rstrip("\n")

    return run_badly
