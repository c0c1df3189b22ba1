"""The worked example of texts.md 6.2, number for number, on a board that came in through the documented command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releaseboard.cli.main import main
from stagesboard import TODAY, write_plan

SENTENCE = "Test is planned at 5 days and takes 8 (P50); plan 8 or shorten it: it alone explains all 4 late releases."
Say = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command on the board of the five releases; what it printed."""
    plan = tmp_path / "five.toml"
    plan.write_text(write_plan())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELEASEBOARD_BOARD", str(tmp_path / "five.json"))
    monkeypatch.setenv("RELEASEBOARD_TODAY", TODAY.isoformat())

    def run(*words: str) -> str:
        capsys.readouterr()
        assert main(words) == 0
        return capsys.readouterr().out

    run("init", str(tmp_path / "five.json"))
    run("import", str(plan))
    return run


def metrics(say: Say, *words: str) -> dict[str, Any]:
    """`metrics --json` read back."""
    found: dict[str, Any] = json.loads(say("metrics", "--json", *words))
    return found


def test_the_sentence(say: Say) -> None:
    """Word for word, in the table's output over two lines and in JSON whole."""
    assert metrics(say)["advice"] == SENTENCE
    assert SENTENCE in " ".join(say("metrics").split())


def test_slip_by_stage(say: Say) -> None:
    """Slip days Plan 1, Build 6, Test 13, UAT 3 of 23: 56.5% are Test's; the factors are 37/24, 17/14 and 46 to 52."""
    stages = {stage["name"]: stage for stage in metrics(say)["stages"]}
    assert {name: stage["slip_days"] for name, stage in stages.items()} == {
        "Plan": 1, "Build": 6, "Test": 13, "UAT": 3, "Deploy": 0,
    }  # fmt: skip
    assert stages["Test"]["slip_share"] == 0.565
    assert (stages["Test"]["took_days"], stages["Test"]["planned_days"]) == (37, 24)
    assert [stages[name]["slip_factor"] for name in ("Test", "UAT", "Build")] == [1.54, 1.21, 1.13]
    assert (stages["Test"]["planned"], stages["Test"]["p50"], stages["Test"]["p85"]) == (5, 8, 10)


def test_rescued_releases(say: Say) -> None:
    """Test 4 of 4, Build 1, UAT 0, Plan 0; late by 4, 2, 4 and 1 days; C was on time."""
    found = metrics(say)
    rescues = {stage["name"]: stage["rescues"] for stage in found["stages"]}
    assert rescues == {"Plan": 0, "Build": 1, "Test": 4, "UAT": 0, "Deploy": 0}
    assert [(item["key"], item["days"]) for item in found["late"]] == [
        ("A-1.0", 4), ("B-1.0", 2), ("D-1.0", 4), ("E-1.0", 1),
    ]  # fmt: skip
    assert found["late"][3]["saved_by"] == ["build", "test"]


def test_on_time_with_and_without_the_slip_of_test(say: Say) -> None:
    """1 of 5, and 5 of 5 had Test kept its plan."""
    assert metrics(say)["on_time"]["agreed"] == [1, 5]
    assert "1/5 (20%) in the agreed window, 5/5 (100%) had Test kept its plan" in " ".join(say("metrics").split())


def test_the_whole_text(say: Say) -> None:
    """All of it in 80 columns, as it was looked at."""
    golden = Path(__file__).parent / "metrics_80.txt"
    printed = say("metrics")
    assert printed == golden.read_text(encoding="utf-8")
    assert max(map(len, printed.splitlines())) <= 80


def test_the_stage_closely(say: Say) -> None:
    """Each late release with what Test took and the day it would have gone out: never after its window."""
    lines = say("metrics", "--stage", "test").splitlines()
    assert lines[0] == "Had only Test kept its plan, 4 of 4 late would have met their window:"
    assert [line.split()[:4] for line in lines[2:]] == [
        ["A-1.0", "+4", "5", "9"], ["B-1.0", "+2", "5", "8"], ["D-1.0", "+4", "5", "10"], ["E-1.0", "+1", "5", "6"],
    ]  # fmt: skip
    assert say("metrics", "--stage", "accept") == "UAT alone would have saved none of 4 late releases.\n"
