"""`metrics`: the numbers of a board, what is said where there are too few, the what-if on a stage."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stagesboard import EXAMPLE, write_plan

Run = Callable[..., Any]
Good = Callable[..., str]
Refused = Callable[..., str]
MakeBoard = Callable[..., str]


@pytest.fixture
def five(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Makes a board of some of the five releases of the worked example, and of what else a plan says."""

    def make(keys: list[str] | None = None, rest: str = "") -> Run:
        monkeypatch.setenv("RELEASEBOARD_BOARD", str(tmp_path / "five.json"))
        Path("five.toml").write_text(write_plan(list(EXAMPLE) if keys is None else keys, rest))
        assert run("init", str(tmp_path / "five.json")).code == 0
        assert run("import", "five.toml").code == 0
        return run

    return make


def view(run: Run, *words: str) -> dict[str, Any]:
    """`metrics --json` read back."""
    found: dict[str, Any] = json.loads(run("metrics", "--json", *words).out)
    return found


def test_an_empty_board_says_so(run: Run, tmp_path: Path) -> None:
    """Nothing is out: no table, no zeros that look like numbers."""
    path = str(tmp_path / "empty.json")
    run("init", path)
    assert run("-b", path, "metrics").out == (
        "Metrics: 0 finished releases\nNothing to measure: no release is out yet.\n"
    )
    assert run("-b", path, "metrics", "--stage", "test").out == "Nothing to measure: no release is out yet.\n"
    assert json.loads(run("-b", path, "metrics", "--json").out)["stages"] == []


def test_releases_without_stage_days_say_what_is_missing(good: Good) -> None:
    """SDK-5.0 went out and nobody noted its stages."""
    said = " ".join(good("metrics").split())
    assert "none of the 1 finished release tells when its stages started and finished." in said
    assert "stage runs" not in said


def test_too_few_samples_have_no_percentiles(five: Callable[..., Run]) -> None:
    """Three releases: what they took is said, P50 and P85 are not; rescues are facts and stay."""
    run = five(["A-1.0", "B-1.0", "C-1.0"])
    said = " ".join(run("metrics").out.split())
    assert "Test took 21 days where 14 were planned; shorten it: it alone explains all 2 late releases." in said
    assert "P50 and P85 need 5 finished releases; too few yet: Plan 3, Build 3, Test 3, UAT 3, Deploy 3." in said
    test = view(run)["stages"][2]
    assert (test["p50"], test["p85"], test["planned"], test["rescues"]) == (None, None, None, 2)


def test_type_and_since_pick_the_releases(five: Callable[..., Run]) -> None:
    """Only what went out from that day on; types that are not there say so."""
    run = five()
    assert view(run)["released"] == 5
    assert view(run, "--since", "2026-08-01")["released"] == 2
    assert view(run, "--type", "minor")["released"] == 5
    out = run("metrics", "--type", "hotfix", "--since", "2026-08-01").out
    assert out == (
        "Metrics: 0 finished hotfix releases since Sat 01 Aug 2026\n"
        "Nothing to measure: no hotfix release since Sat 01 Aug 2026 is out.\n"
    )


def test_a_blocked_stage_waited(five: Callable[..., Run]) -> None:
    """A block that the history holds counts by its days, its cause and its stage; one that stands up to today."""
    run = five(
        rest="""
[[releases]]
key = "Z-1.0"
state = "in_progress"
stage = "build"
flow = "blocked"
blocked = {since = 2027-02-18, cause = "third_party", reason = "gateway down"}
stage_days = {build = 5, test = 5}
stage_actual = {build = {started = 2027-02-01}}
"""
    )
    found = view(run)
    assert found["blocked_days"] == {"third_party": 5}  # Thu 18, Fri 19, Mon 22, Tue 23, Wed 24
    aged = found["ageing"][0]
    assert (aged["key"], aged["age"], aged["p85"], aged["old"]) == ("Z-1.0", 18, 15, True)
    assert "Z-1.0 18 days in Build, P85 15" in " ".join(run("metrics").out.split())


def test_a_what_if_on_a_stage(good: Good) -> None:
    """Test two days shorter: PAY-4.2, which it drives, gains, and so does what waits for it; the board stays."""
    before = good("export", "json")
    found = json.loads(good("metrics", "--stage", "test", "--days", "-2", "--json"))["what_if"]
    assert found["days"] == -2
    assert {item["key"]: item["gained"] for item in found["moved"]}["PAY-4.2"] == 2
    assert found["gained"] == sum(item["gained"] for item in found["moved"])
    said = good("metrics", "--stage", "Test", "--days", "-2")
    assert said.startswith("If Test took 2 days less in the ")
    assert "Computed by the forecast" in said
    longer = json.loads(good("metrics", "--stage", "test", "--days", "+2", "--json"))["what_if"]
    assert longer["gained"] < 0
    assert good("export", "json") == before


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("--days", "2"), "--days says nothing by itself"),
    (2, ("--stage", "test", "--days", "0"), "--days can't be '0'"),
    (2, ("--stage", "test", "--days", "many"), "--days can't be 'many'"),
    (2, ("--stage", "test", "--days", "1000"), "--days can't be '1000'"),
    (2, ("--stage", "tests"), "there is no stage 'tests'"),
    (2, ("--type", "mino"), "did you mean minor?"),
    (2, ("--since", "+3"), "is still to come"),
])  # fmt: skip
def test_what_metrics_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Wrong stage, type, day or number."""
    assert said in refused(code, "metrics", *words)


def test_it_fits_the_width(five: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Narrow terminals lose columns, never the edge."""
    run = five()
    for width in (40, 60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, run("metrics").out.splitlines())) <= width
        assert max(map(len, run("metrics", "--stage", "test").out.splitlines())) <= width
