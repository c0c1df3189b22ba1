"""Why a release has its date: the sentence, the chain, whom to talk to, and the ledger behind them."""

from datetime import date
from typing import Any

import pytest

from payboard import IN_BUILD, board, link, release
from randomboards import TODAY, make_board
from releaseboard.domain.board import Board
from releaseboard.schedule.prospects import foresee
from releaseboard.schedule.why import Explainer, Why

PEOPLE = [{"id": "kim", "name": "Kim Novak"}]
FREEZE = {"id": "fy", "name": "Year end", "kind": "deploy", "start": "2027-03-04", "end": "2027-03-09"}


def explain(made: Board, today: str, key: str = "PAY-4.2") -> Why:
    prospects = foresee(made, date.fromisoformat(today), whole=True)
    return Explainer(prospects).explain(made.release(key))


def patch() -> dict[str, Any]:
    return release(
        "PAY-4.1.1", days={"deploy": 1}, type="security", start="2027-03-02", target="2027-02-25",
        window={"start": "2027-02-22", "end": "2027-03-03"},
    )  # fmt: skip


def test_an_overdue_stage_is_the_cause() -> None:
    why = explain(board(release("PAY-4.2", **IN_BUILD), people=PEOPLE), "2027-02-23")
    assert why.sentence == (
        "Mon 08 Mar: Build has 1 day left, to Tue 23 Feb (working day 14 of 10 planned), "
        "then Test, Accept and Deploy take 9 days, to Mon 08 Mar."
    )
    assert [(step.kind, step.ref) for step in why.steps] == [
        ("today", "PAY-4.2.build"), ("stage", "PAY-4.2.build"), ("stage", "PAY-4.2.test"),
        ("stage", "PAY-4.2.accept"), ("stage", "PAY-4.2.deploy"), ("release", "PAY-4.2"),
    ]  # fmt: skip
    assert why.steps[1].who == "Kim Novak"
    assert why.steps[-1].day == date(2027, 3, 8)
    assert (why.chain, why.runner_up, why.chain_slack) == ("PAY-4.2", "", -1)


def test_a_dependency_is_named_with_what_would_be_without_it() -> None:
    made = board(release("PAY-4.2"), patch(), links=[link("pay-4.2", "pay-4.1.1", lag=2)])
    why = explain(made, "2027-02-01")
    assert why.sentence == (
        "Fri 05 Mar: PAY-4.1.1 goes out Tue 02 Mar, 2 working days between, Deploy takes 1 day, to Fri 05 Mar."
    )
    assert why.chain == "PAY-4.1.1 → PAY-4.2"
    assert why.runner_up == "without it PAY-4.2 Deploy could begin Tue 02 Mar (PAY-4.2 Accept)"
    assert "lag" in [step.kind for step in why.steps]


def test_a_freeze_on_the_way_is_counted_and_named() -> None:
    why = explain(board(release("PAY-4.2", **IN_BUILD), freezes=[FREEZE]), "2027-02-23")
    assert why.sentence.endswith("to Wed 10 Mar, with 4 days of freeze Year end.")
    assert why.ledger is not None
    assert why.ledger.totals() == {("work", ""): 10, ("weekend", ""): 2, ("freeze", "Year end"): 4}
    assert ("freeze", "4 days of freeze Year end") in [(step.kind, step.text) for step in why.steps]


def test_g3_a_freeze_moves_the_release_not_the_work() -> None:
    """18 days of work from Mon 23 Nov are ready on Wed 16 Dec; the freeze lasts to Sun 3 Jan."""
    freeze = {"id": "ye", "name": "year-end", "start": "2026-12-14", "end": "2027-01-03"}
    doc = release("Z-1", days={"build": 18}, start=None, window=None, target=None)
    why = explain(board(doc, freezes=[freeze]), "2026-11-23", "Z-1")
    assert why.sentence == "Mon 04 Jan: Build takes 18 days, to Wed 16 Dec, then 18 days of freeze year-end."
    assert why.ledger is not None
    assert why.ledger.totals() == {("work", ""): 18, ("weekend", ""): 6, ("freeze", "year-end"): 18, ("release", ""): 1}


def test_blocked_work_says_since_when_and_what_if_freed() -> None:
    block = {"since": "2027-02-19", "reason": "vendor key", "cause": "third_party"}
    why = explain(board(release("PAY-4.2", **IN_BUILD, blocked=block)), "2027-02-23")
    assert why.sentence.startswith("No sure date: blocked since Fri 19 Feb (vendor key); if freed today, Mon 08 Mar: ")
    block |= {"expected_unblock": "2027-02-26", "waiting_on": "J. Doe"}
    why = explain(board(release("PAY-4.2", **IN_BUILD, blocked=block)), "2027-02-23")
    assert why.sentence.startswith("Thu 11 Mar: blocked until Fri 26 Feb: vendor key, Build has 1 day left")
    assert (why.steps[0].kind, why.steps[0].who) == ("block", "J. Doe")


def test_an_outside_date_is_a_cause_with_its_contact() -> None:
    sap = {"id": "sap", "vendor": "SAP", "product": "cert", "date_expected": "2027-03-03", "contact": "J. Doe"}
    links = [link("pay-4.2", "sap", predecessor_kind="third_party", successor_stage="test")]
    why = explain(board(release("PAY-4.2", **IN_BUILD), externals=[sap], links=links), "2027-02-23")
    first = why.steps[0]
    assert (first.kind, first.ref, first.who) == ("external", "sap", "J. Doe")
    assert first.text == "SAP cert is there Wed 03 Mar (expected)"
    assert why.chain == "SAP cert → PAY-4.2"


def test_a_lane_names_who_has_it_and_a_window_which() -> None:
    short = {"days": {"test": 4}, "start": "2027-02-01"}
    made = board(
        release("PAY-4.2", **short), release("WEB-1", days={"test": 5}, start="2027-02-01", priority=1),
        teams=[{"id": "core", "name": "Core", "lanes": 1}],
        windows=[{"id": "w", "name": "Wed", "rrule": "FREQ=WEEKLY;BYDAY=WE"}],
    )  # fmt: skip
    why = explain(made, "2027-02-23")
    assert why.sentence == (
        "Wed 10 Mar: Core is busy until WEB-1 Test ends Mon 01 Mar, Test takes 4 days, to Fri 05 Mar, "
        "then 2 days until the next window (Wed)."
    )
    assert why.ledger is not None
    assert why.ledger.totals()["lane", ""] == 5


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "released", "released_on": "2027-02-25"}, "PAY-4.2 went out Thu 25 Feb."),
        ({"state": "cancelled"}, "PAY-4.2 is cancelled: it has no forecast."),
        ({"days": {}, "target": None}, "No date: PAY-4.2 has no stages and no target."),
    ],
)
def test_without_a_forecast_it_says_so(fields: dict[str, Any], sentence: str) -> None:
    assert explain(board(release("PAY-4.2", **fields)), "2027-03-01").sentence == sentence


def test_every_release_of_any_board_can_be_explained() -> None:
    """On 300 random boards: one line, a chain that ends in the release, days that add up."""
    for seed in range(300):
        made = make_board(seed)
        prospects = foresee(made, TODAY, whole=True)
        explainer = Explainer(prospects)
        for ident, item in made.releases.items():
            why = explainer.explain(item)
            where = f"seed {seed} {item.key}: {why.sentence}"
            assert why.sentence.endswith(".") and "\n" not in why.sentence, where
            if why.ledger is not None:
                assert why.ledger.end - 1 == prospects.by_id[ident].day, where
                assert why.steps[-1].kind == "release" and why.steps[-1].ref == item.key, where
                assert why.steps[0].kind not in ("lag", "lane", "freeze"), where
                assert item.key in why.chain, where
