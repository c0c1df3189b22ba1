"""Strategies for an issue: one decision and its changes as one action (domain.md 3.2, texts.md 6.3)."""

from datetime import date
from typing import Any

import pytest

from boards import make_context, prove_round_trip
from coordboards import act, busy, entry
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain import strategies
from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.scope import list_items
from releaseboard.domain.words import Strategy
from releaseboard.errors import BadInput, Refused

BOARD = busy()
ISSUE = entry(BOARD, "issue")
REPORTS = list_items(BOARD, BOARD.release("PAY-4.2").id)[0].id
LINK = BOARD.waits_for(BOARD.release("PAY-4.2").id)[0].id
WHY = "the tests take longer"
MOVE = c.Replan("PAY-4.2", "defect", WHY, target=date(2027, 3, 5))
STEPS: dict[str, tuple[Any, ...]] = {
    Strategy.DIVERT_RESOURCES: strategies.divert_people(
        "PAY-4.2", "WEB-9.0", "core", 1, WHY, left={("PAY-4.2", "test"): 3, ("WEB-9.0", "build"): 12}
    ),
    Strategy.ADD_PEOPLE: strategies.add_people("PAY-4.2", "web", 1, WHY, left={("PAY-4.2", "test"): 4}),
    Strategy.DEFER_SCOPE: strategies.defer_scope([REPORTS], "MOB-7.0", WHY, left={("PAY-4.2", "test"): 2}),
    Strategy.DELAY_PART: (co.EstimateStage("PAY-4.2", "accept", 1, "scope_growth", WHY),),
    Strategy.MOVE_DATE: (MOVE,),
    Strategy.SWAP_ORDER: (co.SwapOrder("PAY-4.2", "WEB-9.0", WHY),),
    Strategy.WAIVE: (
        ap.DecideGate("PAY-4.2", "test", "waive", WHY),
        ap.AgreeLink(LINK, "waived", WHY),
    ),
    Strategy.ACCEPT: (),
}


def choose(strategy: str, **more: Any) -> co.ApplyStrategy:
    return co.ApplyStrategy(ISSUE, strategy, WHY, **{"steps": STEPS[strategy], **more})


@pytest.mark.parametrize("strategy", list(Strategy))
def test_each_strategy_is_one_decision_with_its_changes_and_can_be_taken_back(strategy: str) -> None:
    board = prove_round_trip(BOARD, choose(strategy))
    issue = board.raid[ISSUE]
    (decision,) = [board.raid[ident] for ident in issue.links]
    assert (issue.state, issue.details["strategy"]) == ("acting", strategy)
    assert (decision.kind, decision.state, decision.links) == ("decision", "decided", (ISSUE,))
    assert decision.releases == issue.releases
    assert (decision.details["why"], decision.details["decided_by"]) == (WHY, "ana")
    alone = act(BOARD, *STEPS[strategy])
    for table in ("releases", "links", "teams", "scope_items", "gate_results"):
        assert list(dict(board.table(table)).values()) != [] or table == "gate_results"
        if table != "scope_items":
            assert board.table(table) == alone.table(table)


def test_all_strategies_of_one_issue_each_with_a_decision_of_its_own() -> None:
    board = BOARD
    for strategy in Strategy:
        board = act(board, choose(strategy)) if strategy != Strategy.SWAP_ORDER else board
    board = act(board, choose(Strategy.ACCEPT))
    titles = sorted(board.raid[ident].title for ident in board.raid[ISSUE].links)
    assert len(titles) == 8
    assert {"Card tests fail: accept", "Card tests fail: accept (2)"} <= set(titles)


def test_diverting_moves_people_and_says_what_it_costs_the_donor() -> None:
    board = act(BOARD, choose(Strategy.DIVERT_RESOURCES))
    (allocation,) = board.allocations.values()
    pay, web = board.release("PAY-4.2"), board.release("WEB-9.0")
    assert (allocation.release, allocation.from_release, allocation.people) == (pay.id, web.id, 1)
    assert allocation.reason == WHY
    left = [release.stage_plan(release.stage).remaining["days"] for release in (pay, web)]
    assert left == [3, 12]


def test_options_that_were_compared_stand_in_the_decision() -> None:
    options = [{"text": "move", "forecast": date(2027, 3, 5)}, {"text": "cut", "effects": "no reports"}]
    board = act(BOARD, choose(Strategy.MOVE_DATE, options=options, chosen="1"))
    (decision,) = [board.raid[ident] for ident in board.raid[ISSUE].links]
    assert decision.details["chosen"] == "move"
    assert decision.details["options"] == [
        {"text": "move", "forecast": "2027-03-05"}, {"text": "cut", "effects": "no reports"},
    ]  # fmt: skip


def test_a_step_that_is_refused_leaves_nothing() -> None:
    with pytest.raises(Refused, match="outside the window"):
        decide(BOARD, choose(Strategy.MOVE_DATE, steps=[MOVE, MOVE._replace(target=date(2027, 4, 1))]), make_context())


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, choose(Strategy.ACCEPT)._replace(strategy="pray"), BadInput, "the strategy"),
    (BOARD, choose(Strategy.ACCEPT)._replace(reason=" "), Refused, "reason"),
    (BOARD, choose(Strategy.ACCEPT)._replace(issue=entry(BOARD, "risk")), Refused, "not an issue"),
    (BOARD, choose(Strategy.ACCEPT, steps=[MOVE]), BadInput, "no part of"),
    (BOARD, choose(Strategy.WAIVE, steps=[c.CancelRelease("PAY-4.2", "x")]), BadInput, "no part of"),
    (BOARD, choose(Strategy.WAIVE, steps=[]), BadInput, "at least one step"),
    (BOARD, choose(Strategy.ACCEPT, options=["wait"], chosen="run"), BadInput, "wait"),
    (act(BOARD, co.ResolveEntry(ISSUE)), choose(Strategy.ACCEPT), Refused, "resolved"),
    (BOARD, co.EstimateStage("PAY-4.2", "plan", 3, reason="x"), Refused, "over"),
    (BOARD, co.EstimateStage("PAY-4.2", "accept", 9), Refused, "reason"),
    (BOARD, co.EstimateStage("PAY-4.2", "test", -1), BadInput, "from 0"),
    (BOARD, co.SwapOrder("PAY-4.2", "PAY-4.2", "x"), Refused, "itself"),
    (BOARD, co.SwapOrder("PAY-4.2", "WEB-9.0", ""), Refused, "reason"),
    (BOARD, co.SwapOrder("PAY-4.2", "PAY-4.1.1", "x"), Refused, "nothing says"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


@pytest.mark.parametrize(
    "command",
    [
        co.EstimateStage("PAY-4.2", "test", 4, reason="counted"),
        co.EstimateStage("PAY-4.2", "accept", 4, "estimate", "counted"),
        co.EstimateStage("MOB-7.0", "build", 20),
        co.SwapOrder("PAY-4.2", "SHOP-3", "shop first"),
        co.SwapOrder("PAY-4.1.1", "WEB-9.0", "the patch first"),
    ],
)
def test_each_lever_can_be_taken_back(command: Any) -> None:
    prove_round_trip(BOARD, command)


def test_an_estimate_is_a_report_where_work_goes_on_and_a_replan_where_it_was_promised() -> None:
    board = act(BOARD, co.EstimateStage("PAY-4.2", "test", 4, reason="counted"))
    assert board.release("PAY-4.2").stage_plan("test").remaining["days"] == 4
    assert board.release("PAY-4.2").plan_revision == 0
    board = act(BOARD, co.EstimateStage("PAY-4.2", "accept", 5, "people", "counted"))
    (replan,) = board.replans.values()
    assert (replan.cause, replan.before.stages, replan.after.stages) == ("people", {"accept": 3}, {"accept": 5})
    board = act(BOARD, co.EstimateStage("MOB-7.0", "accept", 5))
    assert board.release("MOB-7.0").stage_plan("accept").planned_days == 5
    assert not board.replans
    assert decide(BOARD, co.EstimateStage("MOB-7.0", "accept", 3), make_context()) == ()


def test_what_has_begun_is_reported_even_while_it_is_on_hold() -> None:
    board = act(BOARD, c.HoldRelease("PAY-4.2", "people are away"), co.EstimateStage("PAY-4.2", "test", 4))
    assert board.release("PAY-4.2").stage_plan("test").remaining["days"] == 4
    assert not board.replans


def test_swapping_exchanges_places_in_the_queue_and_leaves_the_others() -> None:
    board = act(BOARD, co.SwapOrder("PAY-4.2", "SHOP-3", "shop first"))
    assert board.teams["core"].queue == ("SHOP-3.build", "PAY-4.2.test", "WEB-9.0.test")
    back = act(board, co.SwapOrder("PAY-4.2", "SHOP-3", "as it was"))
    assert back == BOARD


def test_swapping_exchanges_priorities_where_no_queue_names_both() -> None:
    board = act(BOARD, co.SwapOrder("PAY-4.1.1", "WEB-9.0", "the patch first"))
    assert [board.release(key).priority for key in ("PAY-4.1.1", "WEB-9.0")] == [1, 3]


def test_the_group_is_taken_back_as_one() -> None:
    steps = (
        *strategies.estimate_stages({("PAY-4.2", "accept"): 5, ("PAY-4.2", "deploy"): 2}, "people", WHY),
        *STEPS[Strategy.DIVERT_RESOURCES],
    )
    drafts = decide(BOARD, choose(Strategy.DIVERT_RESOURCES, steps=steps), make_context())
    after = apply(BOARD, drafts)
    assert after.release("PAY-4.2").plan_revision == 2
    assert apply(after, decide(after, c.RevertChanges(drafts), make_context("q"))) == BOARD
