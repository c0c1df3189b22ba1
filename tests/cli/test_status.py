"""`status` in all its forms, on a small board."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from releaseboard.domain.commands import AddRelease, EditFields
from releaseboard.session import Session

Run = Callable[..., Any]
KEYS = {
    "key", "project", "version", "type", "title", "state", "stage", "flow", "health", "stale", "reasons", "window",
    "target", "forecast", "open_ended", "slip", "slack", "own_slip", "inherited_slip", "driver", "released_on",
}  # fmt: skip


def test_text_tells_red_first_with_its_rules(good: Callable[..., str]) -> None:
    """Name, day, counts; the red release with its rule; what is next, to decide, and how punctual it was."""
    lines = good("status").splitlines()
    assert lines[0] == "Payments Q1  Wed 24 Feb 2027  G 2  A 0  R 1"
    assert lines[2].startswith("R PAY-4.2  Build  Tue 02 Mar")
    assert lines[3].startswith("    R1 ")
    assert "GREEN   MOB-7.0, PAY-4.1.1" in lines
    assert "DRAFT   HUB-2.3" in lines
    assert "OUT     SDK-5.0 Thu 11 Feb" in lines
    assert "NEXT    Fri 26 Feb due: Defer reporting?; Tue 02 Mar target PAY-4.2; Wed 03 Mar" in lines
    assert "DECIDE  by Fri 26 Feb: Defer reporting? (PAY-4.2)" in lines
    assert "ON TIME 1/1 (100%); against the first window 1/1 (100%)" in lines


def test_text_fits_a_pipe(good: Callable[..., str]) -> None:
    """Not on a terminal no line is wider than 80, and there is no colour."""
    out = good("status")
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out


def test_no_command_prints_the_status(good: Callable[..., str]) -> None:
    """Not on a terminal, `releaseboard` alone is `releaseboard status`."""
    assert good() == good("status")


def test_line_is_the_counts(good: Callable[..., str]) -> None:
    """For a prompt: the three counts and nothing else."""
    assert good("status", "--format", "line") == "G 2 A 0 R 1\n"


def test_named_releases_are_shown_whatever_their_colour(good: Callable[..., str]) -> None:
    """A green one is shown too when it is named; others and their dates are not."""
    out = good("status", "mob-7.0")
    assert "G MOB-7.0" in out
    assert "PAY-4.2" not in out
    assert "Defer reporting?" not in out


def test_filter_that_lets_nothing_through(good: Callable[..., str]) -> None:
    """An empty answer says so."""
    assert "No release fits." in good("status", "--filter", "type:hotfix")


def test_empty_board_teaches(run: Run) -> None:
    """A new board's status says how to begin."""
    assert run("init", "new.json").code == 0
    done = run("-b", "new.json", "status")
    assert done.code == 0
    assert "releaseboard add PAY-1.0" in done.out


def test_json_has_the_keys_of_the_contract(good: Callable[..., str]) -> None:
    """Every key of cli.md is there, with plain values."""
    found = json.loads(good("status", "--json"))
    assert {"board", "today", "synced", "counts", "releases", "next", "decide", "owed", "on_time"} <= found.keys()
    assert found["board"] == "Payments Q1"
    assert found["today"] == "2027-02-24"
    assert found["synced"]["state"] == "synced"
    assert found["synced"]["pending"] == 0
    assert found["counts"] == {"G": 2, "A": 0, "R": 1, "-": 2}
    assert sum(found["counts"].values()) == len(found["releases"])
    assert found["on_time"]["original"] == [1, 1]
    assert found["on_time"]["agreed"] == [1, 1]
    red = found["releases"][0]
    assert red.keys() >= KEYS
    assert (red["key"], red["project"], red["version"]) == ("PAY-4.2", "PAY", "4.2")
    assert (red["state"], red["stage"], red["flow"], red["health"]) == ("in_progress", "build", "working", "R")
    assert red["window"] == {"start": "2027-03-01", "end": "2027-03-05"}
    assert red["target"] == "2027-03-02"
    assert red["slip"] > 0 > red["slack"]
    assert red["reasons"][0]["rule"] == "R1"
    assert red["released_on"] is None
    assert [item["date"] for item in found["next"]] == ["2027-02-26", "2027-03-02", "2027-03-03"]
    assert found["decide"][0]["by"] == "2027-02-26"


def test_json_of_a_release_without_a_plan(good: Callable[..., str]) -> None:
    """Where there is no plan there is null, not a guess."""
    draft = json.loads(good("status", "HUB-2.3", "--format", "json"))["releases"][0]
    assert [draft[name] for name in ("window", "target", "slip", "slack", "stage", "flow")] == [None] * 6
    assert draft["health"] == "-"
    assert draft["open_ended"] is False


def test_markdown_is_a_table(good: Callable[..., str]) -> None:
    """A heading, a table with one row an open release, and the reasons."""
    out = good("status", "--format", "md")
    assert out.startswith("# Payments Q1: Wed 24 Feb 2027\n")
    assert "**1 red, 0 amber, 2 green**" in out
    assert "| R | PAY-4.2 | Faster refunds | Build | Tue 02 Mar |" in out
    assert "- **PAY-4.2** (R): R1 " in out


def test_exit_code_tells_of_red(on: Run) -> None:
    """1 when any of the shown releases is red, and only when asked."""
    assert on("status").code == 0
    assert on("status", "--exit-code").code == 1
    assert on("status", "--exit-code", "MOB-7.0").code == 0
    assert on("status", "--exit-code", "--format", "line").out == "G 2 A 0 R 1\n"


def test_since_compares_with_a_past_day(good: Callable[..., str], board: str) -> None:
    """What moved since a day stands at the end; the counts of that day in the head."""
    session = Session.open(board, user="kim", clock=lambda: datetime(2027, 2, 26, 9, tzinfo=UTC))
    session.do(EditFields("HUB-2.3", {"target": "2027-03-09"}), AddRelease("WEB-1.0"))
    out = good("status", "--since", "2027-02-24", "--today", "2027-03-01")
    assert "(was 2/0/1 on Wed 24 Feb)" in out.splitlines()[0]
    assert "SINCE Wed 24 Feb 2027" in out
    assert "  HUB-2.3: target – → Tue 09 Mar" in out
    assert "  new: WEB-1.0" in out
    found = json.loads(good("status", "--json", "--since", "2027-02-24", "HUB-2.3"))["since"]
    assert [move["key"] for move in found["changed"]] == ["HUB-2.3"]


def test_as_of_another_day(on: Run) -> None:
    """`--today` counts before $RELEASEBOARD_TODAY, before and after the command."""
    for words in (("--today", "2027-02-01", "status"), ("status", "--today", "2027-02-01")):
        assert on(*words).out.startswith("Payments Q1  Mon 01 Feb 2027  ")


@pytest.mark.parametrize("words", [("--format", "svg"), ("--format", "txt"), ("--filter", "healh:red"),
                                   ("--since", "03/04/27"), ("NOPE-1",), ("--fromat", "text")])  # fmt: skip
def test_bad_words_are_refused(refused: Callable[..., str], words: tuple[str, ...]) -> None:
    """An unknown form, filter, date, key or option: one line, exit code 2."""
    assert refused(2, "status", *words)


def test_an_unknown_key_suggests_the_nearest(refused: Callable[..., str]) -> None:
    """The nearest key is named."""
    assert refused(2, "status", "PAY-4.3").endswith("(did you mean PAY-4.2 or PAY-4.1.1?)")


def test_an_ambiguous_date_is_refused_with_both_readings(refused: Callable[..., str]) -> None:
    """03/04/27 could be April or March."""
    said = refused(2, "--today", "03/04/27", "status")
    assert "3 Apr 2027" in said
    assert "4 Mar 2027" in said
