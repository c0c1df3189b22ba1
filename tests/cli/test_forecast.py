"""`forecast` and `backtest` on the command line: dates, stages, what-ifs that write nothing, chances."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from releaseboard.interchange.samples import load_sample
from releaseboard.session import Session


def rows_of(text: str) -> dict[str, str]:
    """Release key → its line."""
    return {line.split()[1]: line for line in text.splitlines() if len(line.split()) > 2 and "-" in line.split()[1]}


def test_one_line_a_release_that_is_ahead_soonest_first(on) -> None:
    said = on("forecast").out
    keys = list(rows_of(said))
    listed = {one["key"]: one for one in json.loads(on("list", "--json").out)["releases"]}
    assert "SDK-5.0" not in keys
    dates = [listed[key]["forecast"] for key in keys if listed[key]["forecast"]]
    assert dates == sorted(dates)
    assert len(dates) > 2


def test_one_release_comes_with_its_stages_and_the_reason(on) -> None:
    said = on("forecast", "PAY-4.2").out
    assert [line.split()[0] for line in said.splitlines() if line.split()[1:2] in (["10d"], ["5d"], ["3d"], ["1d"])]
    assert "Why this date" in said


def test_scripts_get_the_releases_with_their_stages(on) -> None:
    found = json.loads(on("forecast", "PAY-4.2", "--json").out)
    (release,) = found["releases"]
    whole = json.loads(on("show", "PAY-4.2", "--json").out)
    assert release["forecast"] == whole["forecast"]
    assert [stage["stage"] for stage in release["stages"]] == ["build", "test", "accept", "deploy"]
    assert release["stages"][0]["start"] == "2027-02-24"
    starts = [stage["start"] for stage in release["stages"]]
    assert starts == sorted(starts)
    assert release["stages"][-1]["finish"] <= release["forecast"]
    assert "before" not in release


def test_a_what_if_says_who_is_moved_and_writes_nothing(on, board: str) -> None:
    before = Path(board).read_bytes()
    plain = json.loads(on("forecast", "--json").out)["releases"]
    found = json.loads(on("forecast", "--json", "--what-if", "PAY-4.2.build=15").out)
    assert found["what_if"] == ["PAY-4.2.build=15"]
    moved = {one["key"]: one for one in found["releases"] if one["before"] != one["after"]}
    assert "PAY-4.2" in moved
    for one in plain:
        assert next(other for other in found["releases"] if other["key"] == one["key"])["before"] == {
            "forecast": one["forecast"]
        }
    said = on("forecast", "--what-if", "PAY-4.2.build=15").out
    assert said.splitlines()[1].split()[0] in moved
    assert len(said.splitlines()) == len(moved) + 1
    assert Path(board).read_bytes() == before


def test_the_what_if_is_what_the_board_says_after_the_edit(on) -> None:
    said = json.loads(on("forecast", "--json", "--what-if", "PAY-4.2.build=15").out)
    expected = {one["key"]: one["after"]["forecast"] for one in said["releases"]}
    on("check-in", "PAY-4.2", "--remaining", "15")
    real = {one["key"]: one["forecast"] for one in json.loads(on("forecast", "--json").out)["releases"]}
    assert real == expected


def test_a_what_if_that_moves_nothing_says_so(on) -> None:
    assert "No release would go out on another day" in on("forecast", "--what-if", "PAY-4.2+0").out


@pytest.mark.parametrize(("words", "said"), [
    (["--what-if", "PAY-4.2"], "not a what-if"),
    (["--what-if", "PAY-4.2.nothing=3"], "nothing"),
    (["--what-if", "PAY-4.2.test=many"], "not a number of working days"),
    (["--what-if", "PAY-4.2+1", "--simulate"], "don't go together"),
    (["NOPE-1"], "NOPE-1"),
])  # fmt: skip
def test_bad_input_is_one_line(on, words: list[str], said: str) -> None:
    result = on("forecast", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_without_history_there_are_no_chances(on) -> None:
    """Five past releases are needed; the board has one."""
    said = on("forecast", "--simulate").out
    assert "not enough history: 5 past releases are needed" in said
    found = json.loads(on("forecast", "--simulate", "--json").out)["releases"]
    assert {one["odds"]["p50"] for one in found if one["odds"]} == {None}
    assert "not enough history" in on("backtest").err


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample board, with a year of history."""
    path = str(tmp_path_factory.mktemp("sample") / "sample.json")
    day = date(2027, 2, 24)
    Session.create(path, plan=load_sample(today=day), user="ana", today=day)
    return path


@pytest.fixture
def on_sample(sample: str, run: Callable[..., object], tmp_path: Path) -> Callable[..., object]:
    """Runs a command on a copy of it."""
    copy = shutil.copy(sample, tmp_path / "copy.json")
    return lambda *words: run("-b", str(copy), "--today", "2027-02-24", *words)


def test_chances_from_history(on_sample) -> None:
    """P50 is never after P85, shares lie between 0 and 1, and two runs say the same."""
    pytest.importorskip("numpy")
    said = on_sample("forecast", "--simulate", "--json").out
    found = [one["odds"] for one in json.loads(said)["releases"] if one["odds"]]
    known = [odds for odds in found if odds["p50"]]
    assert len(known) > 10
    for odds in known:
        assert odds["p50"] <= odds["p85"]
        assert odds["samples"] >= 5
        assert odds["in_window"] is None or 0 <= odds["in_window"] <= 1
    assert on_sample("forecast", "--simulate", "--json").out == said
    assert "P85" in on_sample("forecast", "--simulate").out


def test_the_backtest_counts_each_case_once(on_sample) -> None:
    pytest.importorskip("numpy")
    found = json.loads(on_sample("backtest", "--json").out)
    assert found["cases"] == sum(group["cases"] for group in found["by_distance"].values())
    assert 0 < found["by_p50"] <= found["by_p85"] <= 1
    said = on_sample("backtest").out
    assert f"{found['releases']} past releases" in said
    assert on_sample("backtest", "--team", "nobody").code == 2
