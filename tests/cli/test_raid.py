"""`check-in`, `raise`, `raid` and `resolve`: what was said, and the log."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Good = Callable[..., str]
Refused = Callable[..., str]


def log(good: Good, *words: str) -> dict[str, dict[str, Any]]:
    """The entries of the log by title."""
    return {entry["title"]: entry for entry in json.loads(good("raid", "list", "--all", "--json", *words))["raid"]}


def forecast(good: Good, key: str) -> str:
    """The forecast of a release."""
    return str(json.loads(good("show", key, "--json"))["forecast"])


def test_a_check_in_moves_the_forecast_at_once(good: Good) -> None:
    """It is said what was noted and which dates moved; said again the same day it stands instead."""
    before = forecast(good, "PAY-4.2")
    out = good("check-in", "pay-4.2", "--remaining", "12", "--confidence", "2", "--next", "fri")
    assert out.startswith(
        "PAY-4.2 checked in with Kim Lee: Build has 12 days left; confidence 2 of 5; next talk Fri 26"
    )
    assert "PAY-4.2" in out.splitlines()[2]
    assert forecast(good, "PAY-4.2") > before
    assert good("-q", "check-in", "PAY-4.2", "--remaining", "3") == ""
    moved = json.loads(good("check-in", "PAY-4.2", "--remaining", "5", "--json"))
    assert moved["key"] == "PAY-4.2"
    assert moved["changed"][0]["key"] == "PAY-4.2"
    again = good("check-in", "PAY-4.2", "--remaining", "5")
    assert again.startswith("PAY-4.2: nothing new, that was said already")


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("PAY-4.2",), "nothing was said about PAY-4.2 (such as --remaining 4"),
    (2, ("PAY-4.2", "--confidence", "6"), "can't be 6; 1 (a guess) to 5 (sure)"),
    (2, ("PAY-4.2", "--remaining", "-1"), "days left can't be -1"),
    (2, ("PAY-4.2", "--progress", "x", "--next", "-3"), "is before this one"),
    (2, ("PAX", "--remaining", "1"), "PAX"),
    (4, ("MOB-7.0", "--remaining", "4"), "start it first, or leave the days out"),
    (4, ("SDK-5.0", "--progress", "done"), "there is nothing left to ask"),
])  # fmt: skip
def test_a_check_in_that_can_not_be(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """One line, the way out, nothing written."""
    assert said in refused(code, "check-in", *words)


RAISED = [
    (("risk", "SAP may be slow", "--probability", "high", "--impact", "4", "--due", "fri"),
     {"kind": "risk", "state": "open", "due": "2027-02-26", "details": {"probability": "high", "impact_days": 4}}),
    (("issue", "Card tests fail", "--cause", "defect", "--days-lost", "3", "--severity", "2", "--owner", "kim"),
     {"kind": "issue", "state": "open", "owner": "kim",
      "details": {"cause": "defect", "days_lost_est": 3, "severity": 2}}),
    (("decision", "Cut or wait?", "--option", "cut", "--option", "wait", "--needed-by", "+3"),
     {"kind": "decision", "state": "open",
      "details": {"options": [{"text": "cut"}, {"text": "wait"}], "needed_by": "2027-03-01"}}),
    (("request", "A week earlier", "--from", "ana", "--to", "core", "--ask", "before the fair", "--stage", "build"),
     {"kind": "request", "state": "new", "stage": "build",
      "details": {"from": "ana", "to": "core", "ask": "before the fair"}}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kept"), RAISED, ids=["risk", "issue", "decision", "request"])
def test_raise_each_kind(good: Good, words: tuple[str, ...], kept: dict[str, Any]) -> None:
    """What was typed is kept, with who raised it and when; the list and the entry tell it."""
    kind, title, *rest = words
    out = good("raise", kind, title, "--release", "PAY-4.2", "--release", "mob", *rest)
    entry = log(good)[title]
    assert out.startswith(f"{kind} {entry['id']} raised: {title} (")
    assert {name: entry[name] for name in kept} == kept
    assert (entry["raised_by"], entry["raised_on"]) == ("ana", "2027-02-24")
    assert sorted(entry["releases"]) == ["MOB-7.0", "PAY-4.2"]
    assert title in good("raid", "list", "--kind", kind)
    assert title in good("raid", "show", entry["id"])
    assert log(good, "--release", "HUB-2.3") == {}


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("raise", "isue", "x"), "did you mean issue or risk?"),
    (2, ("raise", "issue"), "needs TITLE"),
    (2, ("raise", "issue", " "), "an issue needs a title"),
    (2, ("raise", "issue", "x", "--release", "XXX"), "XXX"),
    (2, ("raise", "issue", "x", "--cause", "bug"), "can't be 'bug'"),
    (2, ("raise", "issue", "x", "--severity", "9"), "a whole number from 1 to 4"),
    (2, ("raise", "issue", "x", "--option", "cut"), "has no option --option"),
    (4, ("raise", "decision", "Defer reporting?"), "there is a decision 'Defer reporting?' already"),
    (2, ("resolve", "nothing"), "there is no entry 'nothing' in the log"),
    (4, ("resolve", "Defer"), "say what was chosen, and why"),
    (4, ("resolve", "Defer", "--choose", "x"), "needs a reason"),
    (2, ("resolve", "Defer", "--choose", "x", "--pass-on", "core"), "--choose and --pass-on can't go together"),
    (4, ("resolve", "Defer", "--answer", "accepted"), "is a decision, not a request"),
    (2, ("raid", "set", "Defer", "state=open"), "a state is not set by hand"),
    (2, ("raid", "set", "Defer", "severity=2"), "a decision has no field 'severity'"),
    (2, ("raid", "set", "Defer"), "FIELD=VALUE"),
])  # fmt: skip
def test_what_the_log_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Wrong words, unknown entries, moves that can't be."""
    assert said in refused(code, *words)


def test_a_beginning_that_fits_two_is_refused_with_both(good: Good, refused: Refused) -> None:
    """The error names the ids."""
    good("raise", "issue", "Tests fail on cards")
    good("raise", "risk", "Tests fail on loans")
    said = refused(2, "resolve", "tests fail")
    assert "can be 2 entries of the log" in said
    assert all(entry["id"] in said for title, entry in log(good).items() if title.startswith("Tests"))


def test_a_risk_becomes_an_issue_that_is_resolved(good: Good) -> None:
    """Both keep the link; what is over leaves the list."""
    good("raise", "risk", "SAP may be slow", "--release", "PAY-4.2", "--impact", "4")
    out = good("resolve", "SAP", "--became-issue")
    assert "is became issue: SAP may be slow" in out
    issue = next(entry for entry in json.loads(good("raid", "list", "--json"))["raid"] if entry["kind"] == "issue")
    assert issue["details"]["days_lost_est"] == 4
    assert "belongs with" in good("raid", "show", issue["id"])
    assert "acting" in good("resolve", issue["id"], "--state", "acting")
    assert (
        good("resolve", issue["id"], "--reason", "they came") == f"issue {issue['id']} is resolved: SAP may be slow\n"
    )
    assert "SAP" not in good("raid")


def test_a_decision_and_a_request_to_their_end(good: Good) -> None:
    """Chosen by number, superseded; passed on, answered, reported back."""
    good("raise", "decision", "Cut or wait?", "--option", "cut", "--option", "wait")
    good("resolve", "Cut", "--choose", "2", "--reason", "quality first", "--on", "-1")
    assert log(good)["Cut or wait?"]["details"] | {"options": []} == {
        "options": [], "chosen": "wait", "why": "quality first", "decided_by": "ana", "decided_on": "2027-02-23",
    }  # fmt: skip
    good("resolve", "Cut", "--instead", "Defer")
    assert log(good)["Cut or wait?"]["state"] == "superseded"
    good("raise", "request", "A week earlier", "--release", "MOB-7.0")
    for words, state in (
        (("--pass-on", "core"), "passed_on"), (("--answer", "countered", "--effect", "-2 days"), "answered"),
        ((), "done"),
    ):  # fmt: skip
        good("resolve", "A week", *words)
        assert log(good)["A week earlier"]["state"] == state


def test_fields_of_an_entry_are_set_and_undone(good: Good) -> None:
    """Owner, due day, releases; undo brings the old ones back."""
    before = log(good)
    out = good("raid", "set", "Defer", "owner=kim", "due=+1", "releases=MOB-7.0", "--reason", "now hers")
    assert "owner" in out
    after = log(good)["Defer reporting?"]
    assert (after["owner"], after["due"], after["releases"]) == ("kim", "2027-02-25", ["MOB-7.0"])
    good("undo")
    assert log(good) == before
    assert "overdue" not in good("raid", "list")


def test_an_empty_log_says_how_to_begin(run: Callable[..., Any], make_board: Callable[..., str]) -> None:
    """On stderr: the list itself is empty."""
    done = run("-b", make_board(without="PAY-4.2"), "raid")
    assert (done.code, done.out) == (0, "")
    assert "releaseboard raise issue" in done.err
