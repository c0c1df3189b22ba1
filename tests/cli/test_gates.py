"""`gate`, `gonogo` and `exception`: votes, the decision, the sheet, leave to ignore a freeze."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateplan import GATES

Run = Callable[..., Any]
Good = Callable[..., str]
Refused = Callable[..., str]


@pytest.fixture(autouse=True)
def gates(on: Run) -> None:
    """The small board with two gates."""
    Path("gates.toml").write_text(GATES)
    assert on("import", "gates.toml").code == 0


def look(good: Good, gate: str = "test") -> dict[str, Any]:
    """A gate of PAY-4.2 for scripts."""
    found: dict[str, Any] = json.loads(good("gate", "PAY-4.2", gate, "--json"))
    return found


def test_votes_and_the_decision_they_allow(good: Good, refused: Refused) -> None:
    """All must say go; then it can be passed, by its stage or its name."""
    said = good("gate", "PAY-4.2", "test", "--vote", "go", "--note", "no open bugs")
    assert said == "PAY-4.2: the gate 'exit test' at the exit of Test is pending\n"
    assert look(good)["missing"] == ["kim"]
    assert "needs 2 go of 2; waiting for kim" in refused(4, "gate", "PAY-4.2", "exit test", "--decide", "pass")
    good("gate", "PAY-4.2", "exit test", "--vote", "go", "--person", "kim")
    assert good("gate", "PAY-4.2", "test", "--decide", "pass").endswith("is passed\n")
    after = look(good)
    assert (after["state"], after["decided_by"], after["missing"]) == ("passed", "ana", [])
    assert "is passed already" in refused(4, "gate", "PAY-4.2", "test", "--decide", "pass")
    good("undo")
    assert look(good)["state"] == "pending"


def test_a_conditional_go_and_its_conditions(good: Good) -> None:
    """What, who, until when; met one by one by its beginning."""
    said = good("gate", "PAY-4.2", "go/no-go", "--decide", "conditional", "--condition", "log rotation", "kim", "+3")
    assert said.endswith("is conditional\n")
    assert look(good, "deploy")["conditions"][0] | {"id": ""} == {
        "id": "", "text": "log rotation", "owner": "kim", "due": "2027-03-01",
    }  # fmt: skip
    assert "open     condition" in good("gonogo", "PAY-4.2")
    good("gate", "PAY-4.2", "deploy", "--met", "log")
    assert look(good, "deploy")["conditions"][0]["done"] is True


def test_the_sheet(good: Good) -> None:
    """Rule, criteria with evidence, votes with notes, who is missing, the decision; as text and for scripts."""
    good("gate", "PAY-4.2", "test", "--criterion", "1", "--evidence", "report 12")
    good("gate", "PAY-4.2", "test", "--criterion", "load", "--answer", "no-go", "--evidence", "300 ms too slow")
    good("gate", "PAY-4.2", "test", "--vote", "no-go", "--person", "kim", "--note", "load")
    good("gate", "PAY-4.2", "test", "--due", "fri")
    sheet = good("gonogo", "PAY-4.2")
    for line in (
        "Go/no-go  PAY-4.2  Faster refunds", "exit test (exit of Test): pending", "  due Fri 26 Feb 2027",
        "  all must say go: Ana Ruiz, Kim Lee", "  go       no open bugs: report 12 (Ana Ruiz)",
        "  NO GO    load test passed: 300 ms too slow (Ana Ruiz)", "  Kim Lee says NO GO: load",
        "  still to vote: Ana Ruiz, Kim Lee", "  open     roll-back rehearsed", "  anyone may decide",
    ):  # fmt: skip
        assert line in sheet.splitlines(), sheet
    assert good("gonogo", "PAY-4.2", "deploy").count("entry of Deploy") == 1
    gates = json.loads(good("gonogo", "PAY-4.2", "--json"))["gates"]
    assert [gate["stage"] for gate in gates] == ["test", "deploy"]
    assert [criterion["answer"] for criterion in gates[0]["criteria"]] == ["go", "no_go"]
    good("gate", "PAY-4.2", "test", "--criterion", "1", "--answer", "open")
    good("gate", "PAY-4.2", "test", "--due", "-")
    assert look(good)["criteria"][0]["answer"] is None
    assert look(good)["due"] is None
    good("gate", "PAY-4.2", "test", "--decide", "waive", "--reason", "tested by the vendor")
    assert f"decided by Ana Ruiz on {look(good)['decided_at'][:10]}: tested by the vendor" in good("gonogo", "PAY-4.2")


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("PAY-4.2", "build"), "PAY-4.2 has no gate 'build' (it has gates at test, deploy)"),
    (2, ("PAX", "test"), "PAX"),
    (2, ("PAY-4.2", "test", "--vote", "maybe"), "can't be 'maybe'"),
    (2, ("PAY-4.2", "test", "--vote", "go", "--decide", "pass"), "--vote and --decide can't go together"),
    (2, ("PAY-4.2", "test", "--note", "x"), "--note says nothing by itself (it goes with --vote)"),
    (2, ("PAY-4.2", "test", "--due", "-3"), "nothing can be decided then"),
    (2, ("PAY-4.2", "deploy", "--decide", "conditional"), "a conditional go needs conditions"),
    (2, ("PAY-4.2", "deploy", "--decide", "pass", "--condition", "x", "kim", "fri"), "only a conditional go"),
    (2, ("PAY-4.2", "deploy", "--decide", "conditional", "--condition", "x"), "expected 3 arguments"),
    (2, ("PAY-4.2", "test", "--met", "x"), "has no such condition 'x'"),
    (4, ("PAY-4.2", "test", "--decide", "waive"), "needs a reason"),
    (4, ("SDK-5.0", "test", "--vote", "go"), "SDK-5.0"),
])  # fmt: skip
def test_what_a_gate_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Wrong words, missing reasons, gates that are not there."""
    assert said in refused(code, "gate", *words)


def test_a_release_without_gates_says_so(run: Run, make_board: Callable[..., str]) -> None:
    """The sheet is empty; `gate` names no gate."""
    path = make_board()
    done = run("-b", path, "gonogo", "PAY-4.2")
    assert (done.code, done.out) == (0, "")
    assert "PAY-4.2 has no gates" in done.err
    assert "no stage has one" in run("-b", path, "gate", "PAY-4.2", "test").err


def test_leave_is_asked_given_and_listed(good: Good, refused: Refused, on: Run) -> None:
    """Once asked and once decided."""
    assert "no exceptions were asked for" in on("exception").err
    asked = ("exception", "ask", "PAY-4.2", "FY close", "--days", "2", "--reason", "the law")
    assert good(*asked, "--if-late", "a fine") == "PAY-4.2: leave to ignore the freeze 'FY close' is in review\n"
    assert "was asked already and is in review" in refused(4, *asked)
    good("exception", "decide", "PAY-4.2", "fy", "--state", "approved", "--until", "30 mar", "--reason", "small")
    (found,) = json.loads(good("exception", "list", "--json"))["exceptions"]
    assert found | {"id": ""} == {
        "id": "", "release": "PAY-4.2", "about": "freeze", "subject": "fy", "state": "approved", "days_asked": 2,
        "reason": "the law", "risk_if_late": "a fine", "risk_if_cut": None, "requested_by": "ana",
        "decided_by": "ana", "decision": "small", "requested_on": "2027-02-24", "decided_on": "2027-02-24",
        "until": "2027-03-30",
    }  # fmt: skip
    assert "approved" in good("exception", "list")
    good("exception", "ask", "PAY-4.2", "test", "--gate", "--days", "1", "--reason", "no time")
    assert "the gate of Test" in good("exception", "list")


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("ask", "PAY-4.2", "fx", "--days", "1", "--reason", "x"), "there is no freeze 'fx'"),
    (2, ("ask", "PAY-4.2", "fy", "--days", "1"), "needs --reason"),
    (2, ("decide", "PAY-4.2", "fy", "--state", "used", "--reason", "x"), "can't be 'used'"),
    (4, ("decide", "PAY-4.2", "fy", "--state", "approved", "--reason", "x"), "nobody asked for an exception"),
    (4, ("ask", "SDK-5.0", "fy", "--days", "1", "--reason", "x"), "SDK-5.0"),
])  # fmt: skip
def test_what_an_exception_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Unknown freezes, missing reasons, decisions on what nobody asked."""
    assert said in refused(code, "exception", *words)
