"""What lies ahead of a release: dates, slack, slip, colours with their rules, and the fact on its card."""

from datetime import date
from typing import Any

import pytest

from releaseboard.domain.board import Board
from releaseboard.schedule.outlook import FACT_CELLS, Outlook, look_ahead
from releaseboard.text import cell_width

STAGES = {"plan": 3, "build": 10, "test": 5, "accept": 3, "deploy": 1}
DONE = {"plan": {"started": "2027-02-01", "finished": "2027-02-03"}, "build": {"started": "2027-02-04"}}


def pay(actual: dict[str, dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
    """PAY-4.2 of forecast.md 4.5, in its stage Build unless said."""
    stages = {stage: {"planned_days": days} for stage, days in STAGES.items()}
    for stage, facts in (DONE if actual is None else actual).items():
        stages[stage].update(facts)
    plan: dict[str, Any] = {
        "id": "pay", "key": "PAY-4.2", "project": "PAY", "state": "in_progress", "stage": "build", "stages": stages,
        "start": "2027-02-01", "window": {"start": "2027-03-01", "end": "2027-03-05"}, "target": "2027-03-02",
        "team": "core", "lead": "kim", "rm": "ana",
    }  # fmt: skip
    return {name: value for name, value in (plan | fields).items() if value is not None}


def asked(day: str, **fields: Any) -> dict[str, Any]:
    """A check-in of that day, so that nothing is stale."""
    return {"id": day, "release": "pay", "date": day, **fields}


def look(doc: dict[str, Any], today: str, **tables: dict[str, Any]) -> Outlook:
    check_ins = {"c": asked(today)}
    board = Board({"releases": {"pay": doc}, "check_ins": check_ins, **tables})
    assert not board.problems
    return look_ahead(board, date.fromisoformat(today))["pay"]


def rules(seen: Outlook) -> str:
    return " ".join(reason.rule for reason in seen.reasons)


def test_t5_active_stage_on_plan() -> None:
    seen = look(pay(), "2027-02-12")
    assert (seen.date, seen.source, seen.slip, seen.slack, seen.health) == (date(2027, 3, 2), "computed", 0, 3, "G")
    assert seen.fact == "Build 6/10d"


def test_t6_an_overdue_stage_moves_the_date_each_day() -> None:
    seen = look(pay(), "2027-02-22")
    assert (seen.date, seen.source, seen.slip, seen.slack) == (date(2027, 3, 5), "computed", 3, 0)
    assert (seen.health, rules(seen)) == ("A", "A1 A2 A5")
    assert seen.fact == "Build 12/10d"


def test_t7_one_day_later_the_window_is_missed() -> None:
    seen = look(pay(), "2027-02-23")
    assert (seen.date, seen.slip, seen.slack, seen.health) == (date(2027, 3, 8), 4, -1, "R")
    assert rules(seen).startswith("R1")
    assert seen.reasons[0].text == "Mon 08 Mar is 1 day after the window"


@pytest.mark.parametrize("today", ["2027-02-22", "2027-02-24"])
def test_t8_t9_reported_days_left_count_down(today: str) -> None:
    reported = {
        **DONE,
        "build": {"started": "2027-02-04", "remaining": {"days": 4, "as_of": "2027-02-22", "by": "kim"}},
    }
    seen = look(pay(reported), today)
    assert (seen.date, seen.slip, seen.slack, seen.health) == (date(2027, 3, 10), 6, -3, "R")


def test_t32_committed_but_not_started_begins_today() -> None:
    seen = look(pay({}, state="committed", stage=None), "2027-02-03")
    assert (seen.date, seen.slip, seen.slack) == (date(2027, 3, 4), 2, 1)
    assert (seen.health, rules(seen)) == ("A", "A1 A2")


def test_t23_blocked_work_resumes_on_the_expected_day() -> None:
    """4 days left, unblocked on Fri 02-26: Build ends Wed 03-03."""
    block = {"since": "2027-02-22", "reason": "vendor key", "cause": "third_party", "expected_unblock": "2027-02-26"}
    reported = {
        **DONE,
        "build": {"started": "2027-02-04", "remaining": {"days": 4, "as_of": "2027-02-24", "by": "kim"}},
    }
    seen = look(pay(reported, blocked=block), "2027-02-24")
    assert seen.date == date(2027, 3, 16)
    assert "A6" in rules(seen)
    assert seen.fact == "⧗ vendor key"
    del block["expected_unblock"]
    seen = look(pay(reported, blocked=block), "2027-02-24")
    assert "R2" in rules(seen)
    assert seen.health == "R"


def test_a_long_block_is_red() -> None:
    block = {"since": "2027-02-04", "reason": "x", "cause": "third_party", "expected_unblock": "2027-02-13"}
    seen = look(
        pay(blocked=block, target="2027-04-02", window={"start": "2027-04-01", "end": "2027-04-30"}), "2027-02-12"
    )
    assert "R2" in rules(seen)
    assert "blocked for 6 days" in {reason.text for reason in seen.reasons}


def test_stale_is_never_plain_green() -> None:
    board = Board({"releases": {"pay": pay()}, "check_ins": {"c": asked("2027-02-04")}})
    fresh, stale = (look_ahead(board, date(2027, 2, day))["pay"] for day in (11, 12))
    assert (fresh.health, fresh.stale) == ("G", False)
    assert (stale.health, stale.stale, rules(stale)) == ("A", True, "A7")


def test_people_and_team_are_asked_for_once_work_is_on() -> None:
    assert rules(look(pay(team="", rm=None), "2027-02-12")) == "A12"
    assert rules(look(pay({}, state="committed", stage=None, team="", rm=None), "2027-02-01")) == ""


def test_a_colour_set_by_hand_ends_and_names_the_computed_one() -> None:
    override = {"colour": "G", "reason": "agreed with QA", "by": "ana", "until": "2027-02-23"}
    seen = look(pay(health_override=override), "2027-02-23")
    assert seen.health == "G"
    assert seen.reasons[0].text == "set to G by ana until Tue 23 Feb: agreed with QA (computed R)"
    assert look(pay(health_override=override), "2027-02-24").health == "R"


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"state": "draft"}, "draft"),
        ({"state": "on_hold"}, "on hold"),
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "released", "released_on": "2027-03-05"}, "in window"),
        ({"state": "closed", "released_on": "2027-03-09"}, "late 2"),
        ({"state": "released", "released_on": "2027-02-26"}, "early 1"),
        ({"state": "rolled_back", "released_on": "2027-03-05"}, "rolled back"),
    ],
)
def test_what_is_not_being_worked_on_has_no_colour(fields: dict[str, Any], fact: str) -> None:
    seen = look(pay(stage=None, **fields), "2027-03-10")
    assert (seen.health, seen.reasons, seen.fact) == ("-", (), fact)


def test_what_is_out_keeps_its_day_and_slip() -> None:
    seen = look(pay(state="released", released_on="2027-03-05", stage=None), "2027-03-10")
    assert (seen.date, seen.source, seen.slip, seen.slack) == (date(2027, 3, 5), "released", 3, None)


def test_without_a_plan_there_is_no_date() -> None:
    doc = {"id": "pay", "key": "PAY-1", "state": "committed"}
    assert look(doc, "2027-03-10") == Outlook(open_ended=True)
    doc["target"] = "2027-03-16"
    seen = look(doc, "2027-03-10")
    assert (seen.date, seen.source, seen.slip, seen.health) == (date(2027, 3, 16), "target", 0, "G")


def test_days_off_of_a_team_move_its_stages() -> None:
    teams = {"core": {"id": "core", "days_off": ["2027-02-15", "2027-02-16"]}}
    assert look(pay(), "2027-02-12", teams=teams).date == date(2027, 3, 4)


def link(predecessor: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"l": {"id": "l", "successor": "pay", "predecessor": predecessor, "predecessor_kind": kind, **fields}}


def test_an_outside_need_without_a_date_is_named() -> None:
    links = link("sap", "third_party")
    externals = {"sap": {"id": "sap", "vendor": "SAP", "product": "cert", "last_confirmed_on": "2027-02-11"}}
    seen = look(pay(), "2027-02-12", links=links, externals=externals)
    assert (seen.health, seen.fact) == ("G", "⧗ SAP cert")
    seen = look(pay(), "2027-02-22", links=links, externals=externals)
    assert "R2" in rules(seen)
    assert "SAP cert has no date, and the window ends within 10 days" in {reason.text for reason in seen.reasons}
    externals["sap"]["state"] = "met"
    assert look(pay(), "2027-02-12", links=links, externals=externals).fact == "Build 6/10d"


def test_an_outside_date_must_be_confirmed() -> None:
    events = {"os": {"id": "os", "name": "OS 12", "date": "2027-03-02", "last_confirmed_on": "2027-01-28"}}
    seen = look(pay(), "2027-02-12", links=link("os", "event"), events=events)
    assert rules(seen) == "A8"
    assert seen.fact == "⧗ OS 12"


def test_a_refused_dependency_is_red() -> None:
    seen = look(pay(), "2027-02-12", links=link("os", "event", agreement="refused"), events={})
    assert rules(seen) == "R3"


def test_the_fact_fits_a_card() -> None:
    block = {"since": "2027-02-22", "reason": "審査 " * 40, "cause": "other"}
    assert cell_width(look(pay(blocked=block), "2027-02-24").fact) <= FACT_CELLS


def test_a_board_may_set_its_own_limits() -> None:
    board = Board(
        {
            "board": {"b": {"id": "b", "thresholds": {"tight_slack": 4, "near_gate": "x", "nonsense": 1}}},
            "releases": {"pay": pay()},
            "check_ins": {"c": asked("2027-02-12")},
        }
    )
    assert rules(look_ahead(board, date(2027, 2, 12))["pay"]) == "A1"
