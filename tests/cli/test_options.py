"""`options`: the levers for an issue side by side, and one of them applied."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Good = Callable[..., str]
Refused = Callable[..., str]
ISSUE = ("raise", "issue", "Card tests fail", "--release", "PAY-4.2", "--cause", "defect")


def ask(good: Good, *words: str) -> dict[str, Any]:
    """The options for scripts."""
    found: dict[str, Any] = json.loads(good("options", "card", "--json", *words))
    return found


def test_the_table_changes_nothing(good: Good, on: Callable[..., Any]) -> None:
    """A row an option, with where it leads."""
    good(*ISSUE)
    before = good("history", "--json")
    lines = good("options", "Card tests fail").splitlines()
    assert lines[0] == "Card tests fail  (PAY-4.2)"
    assert lines[1].split() == ["#", "option", "forecast", "days", "slack", "window", "hits", "owed"]
    assert "accept: leave it as it is" in lines[2]
    assert all(len(line) <= 80 for line in lines)
    assert good("history", "--json") == before
    good("raid", "set", "Card", "days_lost_est=3")
    assert "its 3 days lost are in the forecast once the lead has said" in on("options", "card").err


def test_an_applied_option_leads_where_it_said_and_is_one_undo(good: Good) -> None:
    """A decision with what was compared, and its changes; undo takes all of it back."""
    good(*ISSUE)
    before = json.loads(good("list", "--json"))
    option = next(each for each in ask(good)["options"] if each["strategy"] == "move_date")
    out = good("options", "card", "--apply", str(option["number"]), "--reason", "no other way")
    assert out.startswith("decided on Wed 24 Feb 2027: move date: move the target to the forecast")
    after = json.loads(good("show", "PAY-4.2", "--json"))
    assert (after["forecast"], after["target"], after["slack"]) == (option["forecast"], option["forecast"], 0)
    decided = [entry for entry in json.loads(good("raid", "list", "--all", "--json"))["raid"] if entry["links"]]
    assert {entry["kind"]: entry["state"] for entry in decided} == {"issue": "acting", "decision": "decided"}
    good("undo")
    assert json.loads(good("list", "--json")) == before


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("options", "card", "--apply", "99", "--reason", "x"), "there is no option 99"),
    (4, ("options", "card", "--apply", "1"), "needs a reason"),
    (2, ("options", "card", "--reason", "x"), "it goes with --apply N"),
    (2, ("options", "nothing"), "there is no entry 'nothing'"),
    (2, ("options", "card", "--release", "XXX"), "XXX"),
    (4, ("options", "card", "--release", "SDK-5.0"), "SDK-5.0 is released"),
])  # fmt: skip
def test_what_options_refuse(good: Good, refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Unknown issues and numbers, no reason."""
    good(*ISSUE)
    assert said in refused(code, *words)


def test_options_are_for_open_issues(good: Good, refused: Refused) -> None:
    """Not for decisions, not for what is over, not for an issue about nothing."""
    ident = json.loads(good("raid", "list", "--json"))["raid"][0]["id"]
    assert "is no issue but a decision" in refused(4, "options", ident)
    good("raise", "issue", "Lone")
    assert "is about no open release" in refused(2, "options", "lone")
    good("resolve", "lone")
    assert "is resolved" in refused(4, "options", "lone")
