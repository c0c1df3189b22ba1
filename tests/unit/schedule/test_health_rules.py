"""Each numbered rule of forecast.md 4.3: when it holds, and when it does not quite."""

from datetime import date
from typing import Any

import pytest

from payboard import IN_BUILD, board, link, release
from releaseboard.schedule.outlook import Outlook, look_ahead

DAY = "2027-02-12"
GREEN = release("PAY-4.2", **IN_BUILD)


def look(doc: dict[str, Any], *others: dict[str, Any], today: str = DAY, **tables: Any) -> Outlook:
    return look_ahead(board(doc, *others, today=today, **tables), date.fromisoformat(today))["pay-4.2"]


def held(seen: Outlook, rule: str) -> list[str]:
    """What is said by one rule."""
    return [reason.text for reason in seen.reasons if reason.rule == rule]


def with_stage(**gate: Any) -> list[dict[str, Any]]:
    """The default stages, with a gate on Build."""
    names = ["plan", "build", "test", "accept", "deploy"]
    stages = [{"id": name, "name": name.capitalize(), "order": at} for at, name in enumerate(names)]
    stages[1]["gate"] = {"name": "Code complete", "approvers": ["ana", "lee"], "rule": "all", **gate}
    return stages


def result(state: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": "g1", "release": "pay-4.2", "stage": "build", "state": state, **fields}]


def test_nothing_holds_when_all_is_well() -> None:
    assert (look(GREEN).health, look(GREEN).reasons) == ("G", ())


def test_r3_a_refused_dependency() -> None:
    seen = look(GREEN, events=[], links=[link("pay-4.2", "sap", predecessor_kind="third_party", agreement="refused")])
    assert held(seen, "R3") == ["sap: the dependency was refused"]


@pytest.mark.parametrize(("promised", "is_red"), [("2027-03-09", True), ("2027-03-03", False)])
def test_r3_promised_too_late_for_the_window(promised: str, is_red: bool) -> None:
    """Needed on 03-02; three days of slack are there."""
    sap = {"id": "sap", "vendor": "SAP", "date_expected": promised}
    wait = link("pay-4.2", "sap", predecessor_kind="third_party", needed_by="2027-03-02", promised_by=promised)
    assert bool(held(look(GREEN, externals=[sap], links=[wait]), "R3")) == is_red


@pytest.mark.parametrize(
    ("state", "fields", "is_red"),
    [
        ("failed", {}, True),
        ("failed", {"due": "2027-02-15"}, False),
        ("failed", {"due": "2027-02-10"}, True),
        ("pending", {"votes": {"lee": {"vote": "no_go"}}}, True),
        ("pending", {"votes": {"lee": {"vote": "go"}}}, False),
        ("passed", {}, False),
    ],
)
def test_r4_a_gate_without_a_new_day(state: str, fields: dict[str, Any], is_red: bool) -> None:
    seen = look(GREEN, stages=with_stage(), gate_results=result(state, **fields))
    assert bool(held(seen, "R4")) == is_red


def test_r5_no_open_day_left_and_an_exception_that_mends_it() -> None:
    freeze = {"id": "fy", "name": "Year end", "start": "2027-03-01", "end": "2027-03-12"}
    seen = look(GREEN, freezes=[freeze])
    assert held(seen, "R5") == ["target Tue 02 Mar is in freeze Year end, and the window has no open day left"]
    assert seen.date == date(2027, 3, 15)
    leave = {"id": "x", "release": "pay-4.2", "freeze_or_gate": "fy", "state": "approved"}
    seen = look(GREEN, freezes=[freeze], exceptions=[leave])
    assert (seen.health, seen.date) == ("G", date(2027, 3, 2))
    assert look(GREEN, freezes=[freeze], exceptions=[{**leave, "state": "in_review"}]).health == "R"
    short = {**leave, "until": "2027-03-01"}
    assert look(GREEN, freezes=[freeze], exceptions=[short]).date == date(2027, 3, 15)


def test_a_policy_may_exempt_a_type_from_a_freeze() -> None:
    freeze = {"id": "fy", "name": "Year end", "start": "2027-03-01", "end": "2027-03-12"}
    policy = {"id": "minor", "exempt_freezes": ["fy"]}
    assert look(GREEN, freezes=[freeze], type_policies=[policy]).date == date(2027, 3, 2)


def test_r6_an_event_limit_that_is_missed() -> None:
    doc = release("PAY-4.2", **IN_BUILD, event={"id": "os", "within": [0, 2]})
    seen = look(doc, events=[{"id": "os", "name": "OS 12", "date": "2027-02-22"}])
    assert held(seen, "R6") == ["misses its limit after OS 12, Wed 24 Feb"]
    assert held(seen, "R1")


def giver(**fields: Any) -> dict[str, Any]:
    """SDK-5, which goes out on 02-24 at the earliest; by its window of then it may be red or amber."""
    given = {"days": {"deploy": 1}, "start": "2027-02-24", "target": "2027-02-24", **fields}
    return release("SDK-5", **given)


@pytest.mark.parametrize(
    ("end", "lag", "says"),
    [
        ("2027-02-23", 3, ["SDK-5, which drives the date, is red"]),
        ("2027-02-23", 2, []),
        ("2027-02-25", 3, ["SDK-5, which drives the date, is amber"]),
        ("2027-02-25", 2, ["SDK-5, with only 1 day of float, is amber"]),
        ("2027-02-25", 0, []),
        ("2027-03-01", 3, []),
    ],
)
def test_a3_trouble_of_a_predecessor(end: str, lag: int, says: list[str]) -> None:
    """Red counts where it drives, amber also where there is little float."""
    sdk = giver(window={"start": "2027-02-22", "end": end})
    assert held(look(GREEN, sdk, links=[link("pay-4.2", "sdk-5", lag=lag)]), "A3") == says


@pytest.mark.parametrize(("state", "word"), [("draft", "draft"), ("on_hold", "on hold"), ("cancelled", "cancelled")])
def test_a3_and_r2_a_predecessor_that_is_not_coming(state: str, word: str) -> None:
    """It does not move the date, so it is said: amber, or red when the window's end is near."""
    sdk = giver(state=state)
    far = release("PAY-4.2", **IN_BUILD, window={"start": "2027-03-01", "end": "2027-03-31"})
    assert held(look(far, sdk, links=[link("pay-4.2", "sdk-5")]), "A3") == [f"waits for SDK-5, which is {word}"]
    near = look(GREEN, sdk, links=[link("pay-4.2", "sdk-5")], today="2027-02-19")
    assert held(near, "R2") == [f"SDK-5 is {word}, and the window ends within 10 days"]


def test_a5_longer_than_such_stages_take() -> None:
    """Planned are 10 days, but five past builds took 4: on the fifth day that is worth a word."""
    done = {"build": {"started": "2027-01-04", "finished": "2027-01-07"}}
    past = [
        release(f"OLD-{at}", days={"build": 9}, actual=done, state="released", released_on="2027-01-08")
        for at in range(5)
    ]  # fmt: skip
    assert held(look(GREEN, *past, today="2027-02-10"), "A5") == [
        "Build is in working day 5; 85% of such stages took 4 days at most"
    ]
    assert not held(look(GREEN, *past, today="2027-02-09"), "A5")
    assert not held(look(GREEN, *past[:4], today="2027-02-10"), "A5")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"kind": "issue", "title": "No licence"}, ["issue without owner: No licence"]),
        ({"kind": "issue", "title": "T", "owner": "kim", "due": "2027-02-11"}, ["issue past due since Thu 11 Feb: T"]),
        ({"kind": "issue", "title": "T", "owner": "kim", "due": "2027-02-12"}, []),
        ({"kind": "issue", "title": "T", "state": "resolved"}, []),
        ({"kind": "risk", "title": "T", "details": {"probability": "high", "impact_days": 8}},
         ["likely and serious risk without a response: T"]),
        ({"kind": "risk", "title": "T",
          "details": {"probability": "high", "impact_days": 8, "response": "reduce"}}, []),
        ({"kind": "risk", "title": "T", "details": {"probability": "low", "impact_days": 8}}, []),
    ],
)  # fmt: skip
def test_a6_the_log(entry: dict[str, Any], says: list[str]) -> None:
    entry = {"id": "i", "releases": {"pay-4.2": True}, **entry}
    assert held(look(GREEN, raid=[entry]), "A6") == says


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"next_check_on": "2027-02-11"}, ["SAP: check was due Thu 11 Feb"]),
        ({"next_check_on": "2027-02-12"}, []),
        ({"last_confirmed_on": "2027-01-28"}, ["SAP: date not confirmed for 11 days"]),
        ({"last_confirmed_on": "2027-01-29"}, []),
    ],
)
def test_a8_outside_dates_must_be_asked_after(fields: dict[str, Any], says: list[str]) -> None:
    sap = {"id": "sap", "vendor": "SAP", "date_expected": "2027-02-15", **fields}
    wait = link("pay-4.2", "sap", predecessor_kind="third_party")
    assert held(look(GREEN, externals=[sap], links=[wait]), "A8") == says


def test_a9_open_conditions_and_gates_that_are_due() -> None:
    condition = {"c": {"text": "Load test", "owner": "kim"}}
    conditional = result("conditional", conditions=condition, decided_at="2027-02-11")
    assert held(look(GREEN, stages=with_stage(), gate_results=conditional), "A9") == [
        "gate Code complete has 1 open condition"
    ]
    due = look(GREEN, stages=with_stage(), gate_results=result("pending", due="2027-02-16"))
    assert held(due, "A9") == ["gate Code complete is due in 2 days, Tue 16 Feb, and still pending"]
    assert not held(look(GREEN, stages=with_stage(), gate_results=result("pending", due="2027-02-17")), "A9")
    at_the_end = look(GREEN, stages=with_stage(), today="2027-02-17")
    assert held(at_the_end, "A9") == ["gate Code complete is due now, Wed 17 Feb, and still pending"]
    assert not held(look(GREEN, stages=with_stage()), "A9")


def test_t26_a10_a_delay_that_nobody_was_told() -> None:
    """Told 03-02, tolerance 1 day, forecast 03-05: owed; after a notice of 03-05 none is; a day of grace."""
    kim = {"id": "s", "who": "Acme", "release": "pay-4.2", "audience": "client", "tolerance_days": 1}
    late = release("PAY-4.2", **IN_BUILD, baseline={"target": "2027-03-02"})
    made = board(late, today="2027-02-18", stakeholders=[kim])
    seen = look_ahead(made, date(2027, 2, 22))["pay-4.2"]
    assert seen.date == date(2027, 3, 5)
    assert held(seen, "A10") == ["delay notice owed to Acme, who count on Tue 02 Mar"]
    told = {"id": "n", "release": "pay-4.2", "audience": "client", "kind": "delay", "date_told": "2027-03-05",
            "state": "sent", "sent_at": "2027-02-22T09:00:00Z"}  # fmt: skip
    made = board(late, today="2027-02-18", stakeholders=[kim], notices=[told])
    assert not held(look_ahead(made, date(2027, 2, 22))["pay-4.2"], "A10")
    fresh = board(late, today="2027-02-19", stakeholders=[kim])
    assert not held(look_ahead(fresh, date(2027, 2, 22))["pay-4.2"], "A10")


def test_a11_a_team_with_too_much_at_once() -> None:
    core = {"id": "core", "name": "Core", "lanes": 1}
    other = release("WEB-1", **IN_BUILD)
    assert held(look(GREEN, other, teams=[core]), "A11") == ["Core works on 2 stages at once and has lanes for 1"]
    assert not held(look(GREEN, teams=[core]), "A11")
    shares = [{"id": str(at), "team": "core", "release": "pay-4.2", "percent": 60} for at in range(2)]
    seen = look(GREEN, teams=[{"id": "core", "name": "Core", "people": 4}], allocations=shares)
    assert held(seen, "A11") == ["Core is allocated to 120%"]


def test_a12_who_is_missing() -> None:
    assert held(look({**GREEN, "rm": "", "lead": ""}), "A12") == ["no lead and no release manager"]
    assert not held(look({**GREEN, "state": "committed", "stage": "", "rm": ""}), "A12")


def test_all_rules_that_hold_are_listed_worst_first() -> None:
    late = release("PAY-4.2", **IN_BUILD, **{"rm": ""})
    seen = look(late, today="2027-02-23", events=[])
    assert [reason.rule for reason in seen.reasons] == ["R1", "A5", "A12"]
