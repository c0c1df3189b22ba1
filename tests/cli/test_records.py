"""`person`, `team`, `project`, `freeze`, `window`, `holiday`, `event`, `external`, `backlog` and their actions."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Good = Callable[..., str]


def listed(good: Good, word: str) -> dict[str, dict[str, Any]]:
    """The records of a kind by id."""
    (records,) = json.loads(good(word, "list", "--json")).values()
    return {record["id"]: record for record in records}


ADDED = [
    (("person", "add", "lee", "--name", "Lee Park", "--side", "Team"), "person lee added: name Lee Park"),
    (("team", "add", "qa", "--name", "Quality", "--people", "4", "--week", "mon,tue"), "team qa added: name Quality"),
    (("project", "add", "WEB", "--name", "Shop", "--default-team", "core"), "project WEB added: name Shop"),
    (("freeze", "add", "yearend", "20 dec 2027..31 dec 2027", "--kind", "deploy", "--types", "major,minor"),
     "freeze yearend added: kind deploy, start Mon 20 Dec 2027, end Fri 31 Dec 2027"),
    (("window", "add", "tue", "--name", "Tuesdays", "--rrule", "FREQ=WEEKLY;BYDAY=TU"), "window tue added"),
    (("holiday", "add", "2027-05-03", "--name", "May day"), "holiday 2027-05-03 added: name May day"),
    (("event", "add", "os13", "5 apr", "--name", "OS 13", "--kind", "os-update"), "event os13 added: name OS 13"),
    (("event", "add", "rumour"), "event rumour added"),
    (("external", "add", "bank", "--vendor", "Norrbank", "--product", "clearing", "--date-expected", "+5"),
     "external bank added: name Norrbank clearing, expected Wed 03 Mar 2027"),
    (("backlog", "add", "ops", "--name", "Operations", "--threshold", "5"), "backlog ops added: name Operations"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), ADDED, ids=lambda value: "-".join(value[:3]) if len(value) > 1 else "")
def test_add_and_remove(good: Good, words: tuple[str, ...], said: str) -> None:
    """Each kind can be added, is listed as text and JSON, and can be removed."""
    word, ident = words[0], words[2]
    assert good(*words).startswith(said)
    assert ident in listed(good, word)
    assert ident in good(word, "list")
    assert good(word, "remove", ident, "--reason", "by mistake") == f"{word} {ident} removed\n"
    assert ident not in listed(good, word)


def test_lists_are_the_default(good: Good) -> None:
    """`person` alone lists people."""
    assert good("person") == good("person", "list")


def test_set_by_field_and_by_option(good: Good) -> None:
    """Both ways, with the type the field has."""
    assert good("team", "set", "core", "people=5", "week=mon,tue,wed") == (
        "team core people: 6 → 5\nteam core week: mon, tue, wed\n"
    )
    good("person", "set", "KIM", "--contact", "kim@example.org", "active=no")
    assert listed(good, "person")["kim"] | {"name": ""} == {
        "id": "kim", "name": "", "contact": "kim@example.org", "active": False,
    }  # fmt: skip


def test_freeze_lift(good: Good) -> None:
    """A lifted freeze stays in the list."""
    good("freeze", "lift", "fy", "--reason", "closed early")
    assert listed(good, "freeze")["fy"]["lifted"] is True


def test_event_move(good: Good) -> None:
    """Old and new day."""
    assert good("event", "move", "os12", "25 mar") == "event os12 date: Wed 03 Mar 2027 → Thu 25 Mar 2027\n"


def test_external_confirm_and_met(good: Good) -> None:
    """Who said what, when; then it is there."""
    good("external", "confirm", "sap-cert", "--date", "12 mar", "--next-check", "+5")
    found = listed(good, "external")["sap-cert"]
    assert (found["last_confirmed_on"], found["date_expected"], found["next_check_on"], found["confidence"]) == (
        "2027-02-24", "2027-03-12", "2027-03-03", "confirmed",
    )  # fmt: skip
    good("external", "met", "sap-cert")
    assert listed(good, "external")["sap-cert"]["state"] == "met"


def test_backlog_sample(good: Good) -> None:
    """One count a day; the same day again replaces it."""
    assert "46 open" in good("backlog", "sample", "support", "46", "--opened", "12", "--closed", "9")
    good("backlog", "sample", "support", "30", "--on", "-1")
    good("backlog", "sample", "support", "44")
    samples = listed(good, "backlog")["support"]["samples"]
    assert samples == [{"date": "2027-02-23", "open": 30}, {"date": "2027-02-24", "open": 44}]


@pytest.mark.parametrize(("code", "words", "said"), [
    (4, ("person", "add", "kim"), "there is a person 'kim' already"),
    (2, ("person", "add", "two words"), "one word"),
    (2, ("person", "add", "lee", "--side", "managment"), "did you mean management"),
    (2, ("person", "set", "kmi", "name=x"), "did you mean kim?"),
    (2, ("person", "set", "kim"), "nothing to set"),
    (2, ("person", "set", "kim", "nmae=x"), "did you mean name"),
    (2, ("person", "set", "kim", "active=perhaps"), "yes or no"),
    (2, ("person", "ad"), "did you mean add?"),
    (2, ("person", "remove", "nobody"), "there is no person 'nobody'"),
    (2, ("team", "add", "qa", "--people", "some"), "whole number"),
    (2, ("freeze", "add", "x"), "needs A..B"),
    (2, ("freeze", "add", "x", "5 mar..1 mar"), "before it starts"),
    (2, ("freeze", "add", "x", "1 mar..5 mar", "--kind", "hard"), "deploy, change, shutdown"),
    (2, ("freeze", "set", "fy", "end=2027-01-01"), "ends before it starts"),
    (2, ("freeze", "lift", "nope"), "there is no freeze 'nope'"),
    (2, ("event", "move", "os12", "someday"), "not a date"),
    (2, ("external", "confirm", "sap-cert", "--confidence", "sure"), "--confidence can't be 'sure'"),
    (2, ("backlog", "sample", "support", "many"), "whole number"),
    (4, ("project", "remove", "PAY"), "is still used by"),
])  # fmt: skip
def test_refusals(refused: Callable[..., str], code: int, words: tuple[str, ...], said: str) -> None:
    """Unknown ids, words and fields suggest the nearest; what is still in use stays."""
    assert said in refused(code, *words)


def test_nothing_there_yet(run: Callable[..., Any]) -> None:
    """An empty list says how to begin, on stderr."""
    run("init", "new.json")
    for word in ("person", "team", "freeze", "window", "holiday", "event", "external", "backlog", "project"):
        done = run("-b", "new.json", word, "list")
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith(f"none yet: releaseboard {word} add ")
