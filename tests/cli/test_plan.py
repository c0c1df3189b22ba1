"""`add`, `set`, `replan`, `depend`, `undepend`, `archive`: good paths and refusals."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Good = Callable[..., str]
Refused = Callable[..., str]


def shown(good: Good, key: str) -> dict[str, Any]:
    """`show --json` read back."""
    found: dict[str, Any] = json.loads(good("show", key, "--json"))
    return found


def test_add_makes_a_missing_project_and_says_so(good: Good) -> None:
    """Nothing but the key is required for a draft."""
    out = good("add", "WEB-1.0")
    assert "project WEB is new on this board" in out
    assert "WEB-1.0 added as a draft: minor, 22 days of work (Plan 3, Build 10, Test 5, Accept 3, Deploy 1)" in out
    assert "before it can be committed it needs a goal" in out
    assert shown(good, "WEB-1.0")["state"] == "draft"
    assert "is new on this board" not in good("add", "WEB-1.1")


def test_add_with_everything(good: Good) -> None:
    """Each option lands in its field; dates are typed as people type them and said back with weekday and distance."""
    out = good("add", "PAY-5.0", "--type", "Major", "--title", "Ledger", "--goal", "Two sites", "--rm", "ana",
               "--lead", "kim", "--team", "core", "--window", "1 apr..9 apr", "--target", "fri 2 apr",
               "--stage", "build=12", "test=4", "--stage", "deploy=1", "--priority", "1",
               "--tags", "q2,ledger")  # fmt: skip
    assert "  target Fri 02 Apr 2027, in 27 working days" in out
    found = shown(good, "PAY-5.0")
    assert (found["type"], found["title"], found["goal"], found["rm"]) == ("major", "Ledger", "Two sites", "ana")
    assert found["window"] == {"start": "2027-04-01", "end": "2027-04-09"}
    assert found["target"] == "2027-04-02"
    assert {stage["stage"]: stage["planned"] for stage in found["stages"]} == {"build": 12, "test": 4, "deploy": 1}
    assert (found["priority"], found["tags"]) == (1, ["ledger", "q2"])


@pytest.mark.parametrize(("code", "words", "said"), [
    (4, ("add", "PAY-4.2"), "there is a release PAY-4.2 already"),
    (2, ("add", "nonsense"), "no release key"),
    (2, ("add", "PAY 9"), "no release key"),
    (2, ("add", "PAY-9", "--type", "mnior"), "did you mean minor or"),
    (2, ("add", "PAY-9", "--target", "32 mar"), "no 32 Mar"),
    (2, ("add", "PAY-9", "--target", "soon"), "not a date"),
    (2, ("add", "PAY-9", "--window", "5 mar..1 mar"), "before it starts"),
    (4, ("add", "PAY-9", "--window", "1 mar..5 mar", "--target", "9 mar"), "outside the window"),
    (2, ("add", "PAY-9", "--stage", "bild=3"), "did you mean build?"),
    (2, ("add", "PAY-9", "--stage", "build=0"), "1 to 999"),
    (2, ("add", "PAY-9", "--priority", "7"), "1 to 4"),
    (2, ("add", "PAY-9", "--priority", "high"), "whole number"),
    (2, ("add",), "needs KEY"),
    (2, ("add", "PAY-9", "PAY-10"), "no use for 'PAY-10'"),
])  # fmt: skip
def test_add_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Each bad word in one line that says what is wrong and what would do."""
    assert said in refused(code, *words)


def test_set_edits_and_says_what_was(good: Good) -> None:
    """Old and new value of each field; an empty value takes a field away."""
    out = good("set", "mob", "title=Wallet two", "notes=later")
    assert out.splitlines() == ["MOB-7.0 title: Wallet → Wallet two", "MOB-7.0 notes: later"]
    assert good("set", "mob", "notes=") == "MOB-7.0 notes: later → –\n"
    assert "nothing to change" in good("set", "mob", "title=Wallet two")


def test_set_by_options(good: Good) -> None:
    """The options of `add` work too."""
    good("set", "MOB-7.0", "--lead", "ana", "--priority", "2")
    found = shown(good, "MOB-7.0")
    assert (found["lead"], found["priority"]) == ("ana", 2)


def test_set_tags(good: Good) -> None:
    """A whole set, one more, one less."""
    good("set", "PAY-4.2", "tags+=refunds")
    assert shown(good, "PAY-4.2")["tags"] == ["q1", "refunds"]
    good("set", "PAY-4.2", "tags-=q1")
    assert shown(good, "PAY-4.2")["tags"] == ["refunds"]
    good("set", "PAY-4.2", "tags=a,b")
    assert shown(good, "PAY-4.2")["tags"] == ["a", "b"]
    good("set", "PAY-4.2", "tags=")
    assert shown(good, "PAY-4.2")["tags"] == []


def test_set_remaining_days_of_the_active_stage(good: Good) -> None:
    """What the lead said, as of today; it moves the forecast."""
    before = shown(good, "PAY-4.2")["forecast"]
    good("set", "PAY-4.2", "remaining=2")
    after = shown(good, "PAY-4.2")
    assert after["stages"][1]["remaining"] == {"days": 2, "as_of": "2027-02-24", "by": "ana"}
    assert after["forecast"] < before


def test_set_dates_of_a_draft(good: Good) -> None:
    """What is not promised yet moves freely, and is said back."""
    out = good("set", "HUB-2.3", "window=1 apr..9 apr", "target=fri 2 apr", "stage_days=build=4")
    assert "HUB-2.3 target: Fri 02 Apr 2027" in out
    assert "HUB-2.3 Build planned days: 10 → 4" in out


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("set", "MOB-7.0"), "nothing to set"),
    (2, ("set", "MOB-7.0", "title"), "not field=value"),
    (2, ("set", "MOB-7.0", "tilte=x"), "did you mean title"),
    (2, ("set", "MOB-7.0", "title=a", "title=b"), "given twice"),
    (2, ("set", "MOB-7.0", "state=released"), "can't be set by hand"),
    (2, ("set", "MOB-7.0", "priority=x"), "whole number"),
    (2, ("set", "MOB-7.0", "type="), "can't be empty"),
    (4, ("set", "MOB-7.0", "target=2027-03-30"), "re-plan"),
    (2, ("set", "MOB-7.0", "remaining=3"), "being worked on"),
    (2, ("set", "PAY-4.2", "remaining=-3"), "can't be -3"),
    (2, ("set", "NOPE-1", "title=x"), "no release"),
    (2, ("set", "MOB-7.0", "baseline=x"), "can't be"),
])  # fmt: skip
def test_set_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """Unknown fields suggest the nearest; what other commands do is named."""
    assert said in refused(code, *words)


WHY = ("--cause", "internal-dependency", "--reason", "patch needs three more days")


def test_replan_moves_the_plan_with_cause_and_reason(good: Good) -> None:
    """Window, target and days move; the baseline and the history stay."""
    out = good("replan", "MOB-7.0", "--target", "30 mar", "--stage", "build=25", *WHY)
    assert "MOB-7.0 target: Fri 26 Mar 2027 → Tue 30 Mar 2027" in out
    assert "MOB-7.0 Build planned days: 10 → 25" in out
    assert "release  forecast before  after" in out
    found = shown(good, "MOB-7.0")
    assert found["target"] == "2027-03-30"
    assert found["plan_revision"] == 1
    moved = next(entry for entry in found["history"] if entry["field"] == "target" and entry["before"])
    assert (moved["before"], moved["after"]) == ("2027-03-26", "2027-03-30")
    assert (moved["cause"], moved["reason"]) == ("internal_dependency", "patch needs three more days")


def test_replan_dry_run_writes_nothing(on: Callable[..., Any], good: Good) -> None:
    """The ripple is printed, the board stays."""
    before = good("export", "toml")
    done = on("replan", "MOB-7.0", "--stage", "build=25", "--dry-run", *WHY)
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()] == ["MOB-7.0", "release", "MOB-7.0"]
    assert "met → missed" in done.out
    assert done.err == "nothing was written (--dry-run)\n"
    assert good("export", "toml") == before


def test_replan_json(good: Good) -> None:
    """Before and after of each release that moves."""
    words = ("--target", "30 mar", "--stage", "build=25", "--dry-run", "--json")
    found = json.loads(good("replan", "MOB-7.0", *words, *WHY))
    assert found["dry_run"] is True
    (moved,) = found["changed"]
    assert moved["key"] == "MOB-7.0"
    assert (moved["before"]["target"], moved["after"]["target"]) == ("2027-03-26", "2027-03-30")
    assert moved["days"] > 5
    assert (moved["before"]["in_window"], moved["after"]["in_window"]) == (True, False)


def test_a_target_alone_makes_no_ripple(good: Good) -> None:
    """What moves with it is nothing, and that is said."""
    assert good("replan", "PAY-4.2", "--target", "4 mar", *WHY).splitlines() == [
        "PAY-4.2 target: Tue 02 Mar 2027 → Thu 04 Mar 2027", "No forecast or colour changes.",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("replan", "MOB-7.0", *WHY), "nothing to move"),
    (2, ("replan", "MOB-7.0", "--target", "30 mar"), "needs --cause, --reason"),
    (2, ("replan", "MOB-7.0", "--target", "30 mar", "--cause", "bad luck", "--reason", "x"), "--cause can't be"),
    (4, ("replan", "MOB-7.0", "--target", "9 apr", *WHY), "outside the window"),
    (4, ("replan", "HUB-2.3", "--target", "9 apr", *WHY), "is a draft"),
    (4, ("replan", "SDK-5.0", "--target", "9 apr", *WHY), "is released"),
    (4, ("replan", "MOB-7.0", "--target", "26 mar", *WHY), "like that already"),
])  # fmt: skip
def test_replan_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """A plan moves with cause and reason, inside its window, while there is one."""
    assert said in refused(code, *words)


def test_depend_and_undepend(good: Good) -> None:
    """A link with stages, lag and dates; the other way round it would be a loop."""
    out = good("depend", "PAY-4.2.deploy", "PAY-4.1.1", "--lag", "2", "--needed-by", "1 mar", "--why", "builds on it")
    assert out == (
        "PAY-4.2 waits for PAY-4.1.1 (committed, target Fri 26 Mar), before Deploy, lag +2, needed by Mon 01 Mar: "
        "builds on it\n"
    )
    (link,) = shown(good, "PAY-4.2")["waits_for"]
    assert (link["predecessor"], link["successor_stage"], link["lag"]) == ("PAY-4.1.1", "deploy", 2)
    assert good("undepend", "PAY-4.2", "PAY-4.1.1") == "PAY-4.2 no longer waits for PAY-4.1.1\n"
    assert shown(good, "PAY-4.2")["waits_for"] == []


def test_depend_on_the_world_outside(good: Good) -> None:
    """An external, event or backlog by its id."""
    for name, kind in (("sap-cert", "vendor_requirement"), ("os12", "event"), ("support", "backlog")):
        good("depend", "MOB-7.0", name, "--soft", "--why", "needs it")
        link = next(link for link in shown(good, "MOB-7.0")["waits_for"] if link["predecessor"] == name)
        assert (link["kind"], link["strength"]) == (kind, "soft")


def test_a_stage_of_a_predecessor(good: Good) -> None:
    """PAY-4.1.1.test is the stage test of PAY-4.1.1; same-stage is a type."""
    good("depend", "MOB-7.0.build", "PAY-4.1.1.test", "--type", "same-stage", "--why", "shared rig")
    link = next(link for link in shown(good, "MOB-7.0")["waits_for"] if link["predecessor"] == "PAY-4.1.1")
    assert (link["point"], link["successor_stage"], link["type"]) == ("test", "build", "same_stage")


@pytest.mark.parametrize(("code", "words", "said"), [
    (4, ("depend", "PAY-4.2", "MOB-7.0", "--why", "x"), "loop: "),
    (4, ("depend", "PAY-4.2", "PAY-4.2", "--why", "x"), "can't wait for itself"),
    (4, ("depend", "MOB-7.0", "PAY-4.2", "--why", "x"), "already"),
    (2, ("depend", "MOB-7.0", "PAY-4.1.1"), "needs --why"),
    (2, ("depend", "MOB-7.0", "PAY-9", "--why", "x"), "no release, event, external or backlog"),
    (2, ("depend", "MOB-7.0", "PAY-4.1.1", "--type", "XX", "--why", "x"), "--type can't be"),
    (2, ("depend", "MOB-7.0", "PAY-4.1.1", "--lag", "two", "--why", "x"), "whole number"),
    (2, ("undepend", "PAY-4.2", "MOB-7.0"), "does not wait for MOB-7.0"),
    (2, ("undepend", "MOB-7.0", "PAY-4.1.1"), "it waits for PAY-4.2"),
])  # fmt: skip
def test_links_refuse(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """A loop is refused and named; so are twins, unknown ends and a link without a why."""
    assert said in refused(code, *words)


def test_a_refused_loop_names_its_way(refused: Refused) -> None:
    """Every release on the loop is named."""
    assert "PAY-4.2" in (said := refused(4, "depend", "PAY-4.2", "MOB-7.0", "--why", "x"))
    assert "MOB-7.0" in said


def test_archive_and_back(good: Good) -> None:
    """Out of sight of `list` and `status`, not out of the board."""
    assert good("archive", "SDK-5.0") == "SDK-5.0 is archived\n"
    assert "SDK-5.0" not in good("status", "--json")
    assert "archived" in good("show", "SDK-5.0")
    assert good("archive", "SDK-5.0", "--back") == "SDK-5.0 is back in sight\n"
