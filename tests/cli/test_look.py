"""`list`, `show`, `why`, `history`: what is there, for people and for scripts."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

Good = Callable[..., str]
Run = Callable[..., Any]


def test_list_shows_open_releases(on: Run) -> None:
    """The table holds what is open; what is out is counted, on stderr."""
    done = on("list")
    assert done.code == 0
    assert [line.split()[1] for line in done.out.splitlines()[1:]] == ["PAY-4.2", "MOB-7.0", "PAY-4.1.1", "HUB-2.3"]
    assert done.err == "1 released or cancelled not shown: --all shows them\n"


def test_list_all(good: Good) -> None:
    """`--all` shows released ones too."""
    assert "SDK-5.0" in good("list", "--all")


def test_list_sorts(good: Good) -> None:
    """By any field, turned round with a minus, by several."""

    def keys(sort: str) -> list[str]:
        return [item["key"] for item in json.loads(good("list", "--json", "--sort", sort))["releases"]]

    assert keys("key") == ["HUB-2.3", "MOB-7.0", "PAY-4.1.1", "PAY-4.2", "SDK-5.0"]
    assert keys("-key") == list(reversed(keys("key")))
    assert keys("type,-key")[:2] == ["MOB-7.0", "SDK-5.0"]


def test_list_filters(good: Good) -> None:
    """The filter language of the full screen; a filter may begin with a minus."""
    assert "MOB-7.0" not in good("list", "--filter", "project:PAY")
    assert "MOB-7.0" not in good("list", "--filter", "-project:MOB")


def test_list_csv(good: Good) -> None:
    """A head line and one row a release, released ones too."""
    rows = list(csv.DictReader(io.StringIO(good("list", "--csv", "--sort", "key"))))
    assert [row["key"] for row in rows] == ["HUB-2.3", "MOB-7.0", "PAY-4.1.1", "PAY-4.2", "SDK-5.0"]
    assert rows[4]["released_on"] == "2027-02-11"
    assert rows[3]["window_end"] == "2027-03-05"


def test_list_csv_disarms_formulas(good: Good) -> None:
    """A title that a spreadsheet would run begins with a quote; numbers do not."""
    good("set", "MOB-7.0", "title==HYPERLINK(1)")
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(good("list", "--csv")))}
    assert rows["MOB-7.0"]["title"] == "'=HYPERLINK(1)"
    assert int(rows["PAY-4.2"]["slack"]) < 0


def test_list_json_has_the_objects_of_status(good: Good) -> None:
    """The same objects, under one key."""
    listed = json.loads(good("list", "--json"))
    assert list(listed) == ["releases"]
    assert listed["releases"] == json.loads(good("status", "--json"))["releases"]


def test_list_of_an_empty_board_teaches(run: Run) -> None:
    """Nothing on stdout, the way to begin on stderr."""
    run("init", "new.json")
    done = run("-b", "new.json", "list")
    assert (done.code, done.out) == (0, "")
    assert "releaseboard add PAY-1.0" in done.err


def test_show_tells_everything(good: Good) -> None:
    """Goal, people, dates, stages, links and last changes."""
    out = good("show", "pay-4.2")
    assert out.startswith("PAY-4.2  Faster refunds\nR?  in progress, Build\n") or out.startswith(
        "PAY-4.2  Faster refunds\nR  in progress, Build\n"
    )
    for text in ("Refunds in two days", "Ana Ruiz, release manager; Kim Lee, project lead", "Core payments",
                 "Mon 01 Mar 2027 to Fri 05 Mar 2027", "Tue 02 Mar 2027, in 4 working days", "Holds up",
                 "MOB-7.0 (committed, target Fri 26 Mar): uses the refund call", "Last changes"):  # fmt: skip
        assert text in out, text


def test_show_json(good: Good) -> None:
    """The object of `status` with stages, links both ways and the history."""
    shown = json.loads(good("show", "PAY-4.2", "--json"))
    assert shown["key"] == "PAY-4.2"
    assert shown["stages"][0] | {"team": "core"} == {
        "stage": "plan", "planned": 3, "start": "2027-02-01", "finish": "2027-02-03", "state": "done", "team": "core",
        "remaining": None,
    }  # fmt: skip
    assert [stage["state"] for stage in shown["stages"]] == ["done", "active", "ahead", "ahead", "ahead"]
    assert shown["waits_for"] == []
    assert [(link["successor"], link["predecessor"]) for link in shown["holds_up"]] == [("MOB-7.0", "PAY-4.2")]
    assert {entry["field"] for entry in shown["history"]} >= {"key", "title", "window"}


def test_why_names_rules_and_slack(good: Good) -> None:
    """The rules that hold with their texts; scripts get them too."""
    out = good("why", "PAY-4.2")
    assert "Rules that hold" in out
    assert "  R1   " in out
    assert json.loads(good("why", "PAY-4.2", "--json"))["reasons"][0]["rule"] == "R1"


def test_a_unique_beginning_of_a_key_will_do(good: Good) -> None:
    """`mob` is MOB-7.0."""
    assert good("show", "mob") == good("show", "MOB-7.0")


def test_history_json_has_one_entry_a_field(good: Good) -> None:
    """The keys of cli.md, before and after, and the natural key."""
    good("set", "MOB-7.0", "title=Wallet 2", "notes=later", "--reason", "renamed")
    entries = json.loads(good("history", "MOB-7.0", "--json"))[-2:]
    assert [(entry["field"], entry["before"], entry["after"]) for entry in entries] == [
        ("title", "Wallet", "Wallet 2"), ("notes", None, "later"),
    ]  # fmt: skip
    for entry in entries:
        assert entry.keys() >= {"id", "at", "who", "host", "entity", "key", "field", "before", "after", "reason",
                                "cause", "group"}  # fmt: skip
        assert (entry["entity"], entry["key"], entry["who"], entry["reason"]) == (
            "releases",
            "MOB-7.0",
            "ana",
            "renamed",
        )


def test_history_text_and_undo_of_a_named_action(good: Good) -> None:
    """An action's name stands in the history; undo takes its beginning."""
    good("set", "MOB-7.0", "title=Wallet 2")
    good("set", "MOB-7.0", "notes=later")
    lines = good("history", "MOB-7.0").splitlines()
    at = lines.index("  MOB-7.0 title: Wallet → Wallet 2")
    name = lines[at - 1].split()[-1]
    assert "MOB-7.0 title: Wallet 2 → Wallet" in good("undo", name)
    assert json.loads(good("show", "MOB-7.0", "--json"))["title"] == "Wallet"


def test_history_limit_and_since(on: Run, good: Good) -> None:
    """The last actions only; from a day on."""
    good("set", "MOB-7.0", "title=Wallet 2")
    done = on("history", "--limit", "1")
    assert "Wallet 2" in done.out
    assert "earlier action" in done.err
    assert on("history", "--since", "2099-01-01").out == ""
    assert on("history", "--limit", "-1").code == 2


def test_undo_takes_back_the_last_own_action(good: Good, refused: Callable[..., str]) -> None:
    """First the last one, then the one before; the making of the board can't be undone."""
    good("set", "MOB-7.0", "title=One")
    good("set", "MOB-7.0", "title=Two")
    good("undo")
    assert json.loads(good("show", "MOB-7.0", "--json"))["title"] == "One"
    good("undo")
    assert json.loads(good("show", "MOB-7.0", "--json"))["title"] == "Wallet"
    assert "can't be undone" in refused(4, "undo")
    assert "there is no group" in refused(2, "undo", "nothing-like-it")
