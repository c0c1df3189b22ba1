"""Gates: votes, criteria, decisions, and what they stop (domain.md invariant 12)."""

from datetime import date
from typing import Any

import pytest

from boards import do, make_board, make_context, payments, prove_round_trip
from coordboards import act, busy, passed
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.gates import (
    due_day,
    find_gate,
    find_result,
    gate_called,
    gate_state,
    list_gates,
    missing_votes,
    open_conditions,
    review_days,
)
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
GO = [ap.VoteGate("PAY-4.2", "test", "go", person=person) for person in ("kim", "zoe")]
CONDITION = {"text": "retest the refunds", "owner": "kim", "due": date(2027, 3, 1)}


def voted() -> Board:
    return act(BOARD, *GO)


def failed() -> Board:
    return act(
        BOARD,
        GO[0],
        ap.VoteGate("PAY-4.2", "test", "no-go", "two bugs left", "zoe"),
        ap.DecideGate("PAY-4.2", "test", "fail", "two bugs left", due=date(2027, 2, 26)),
    )


def conditional() -> Board:
    return act(voted(), ap.DecideGate("PAY-4.2", "test", "conditional", conditions=[CONDITION]))


GOOD: list[tuple[Board, Any]] = [
    (BOARD, GO[0]),
    (BOARD, ap.VoteGate("PAY-4.2", "exit test", "no_go", "two bugs left")),
    (failed(), GO[1]),
    (BOARD, ap.AnswerCriterion("PAY-4.2", "Test", "no open", "go", "report 7\nis clean")),
    (BOARD, ap.AnswerCriterion("PAY-4.2", "test", "2", "no-go")),
    (BOARD, ap.PlanGate("PAY-4.2", "test", date(2027, 2, 26))),
    (voted(), ap.DecideGate("PAY-4.2", "test", "pass")),
    (voted(), ap.DecideGate("PAY-4.2", "test", "conditional", conditions=[CONDITION, {**CONDITION, "text": "x"}])),
    (BOARD, ap.DecideGate("PAY-4.2", "test", "fail", "no tester")),
    (failed(), ap.DecideGate("PAY-4.2", "test", "waive", "the regulator wants it")),
    (passed(BOARD), ap.DecideGate("PAY-4.2", "test", "pending", "the report was of another build")),
    (conditional(), ap.MeetCondition("PAY-4.2", "test", "retest")),
    (passed(BOARD), c.MoveRelease("PAY-4.2")),
    (act(passed(BOARD), c.MoveRelease("PAY-4.2")), c.MoveRelease("PAY-4.2", "test", reason="a bug came back")),
    (BOARD, c.MarkReleased("PAY-4.2", reason="the regulator wants it")),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, ap.VoteGate("PAY-4.2", "test", "maybe"), BadInput, "go, no_go, abstain"),
    (BOARD, ap.VoteGate("PAY-4.2", "build", "go"), UnknownKey, "it has gates at test, deploy"),
    (passed(BOARD), GO[0], Refused, "nothing to vote on"),
    (BOARD, ap.AnswerCriterion("PAY-4.2", "test", "", "go"), BadInput, "no open bugs"),
    (BOARD, ap.AnswerCriterion("PAY-4.2", "test", "x", "abstain"), BadInput, "a criterion"),
    (BOARD, ap.PlanGate("PAY-4.2", "test", date(2027, 2, 1)), BadInput, "past"),
    (BOARD, ap.DecideGate("PAY-4.2", "test", "pass"), Refused, "waiting for kim, zoe"),
    (act(BOARD, GO[0]), ap.DecideGate("PAY-4.2", "test", "pass"), Refused, "waiting for zoe"),
    (failed(), ap.DecideGate("PAY-4.2", "test", "pass"), Refused, "zoe said no go"),
    (BOARD, ap.DecideGate("PAY-4.2", "test", "fail"), Refused, "reason"),
    (BOARD, ap.DecideGate("PAY-4.2", "test", "waive", " "), Refused, "reason"),
    (voted(), ap.DecideGate("PAY-4.2", "test", "conditional"), BadInput, "needs conditions"),
    (voted(), ap.DecideGate("PAY-4.2", "test", "conditional", conditions=[{"text": "x"}]), BadInput, "owner, due"),
    (
        voted(),
        ap.DecideGate("PAY-4.2", "test", "conditional", conditions=[{**CONDITION, "due": "soon"}]),
        BadInput,
        "no day",
    ),
    (voted(), ap.DecideGate("PAY-4.2", "test", "pass", conditions=[CONDITION]), BadInput, "only a conditional"),
    (BOARD, ap.DecideGate("PAY-4.2", "test", "fail", "x", due=date(2027, 2, 1)), BadInput, "past"),
    (passed(BOARD), ap.DecideGate("PAY-4.2", "test", "pass"), Refused, "already"),
    (passed(BOARD), ap.DecideGate("PAY-4.2", "test", "pending"), Refused, "reason"),
    (conditional(), ap.MeetCondition("PAY-4.2", "test", "something else"), BadInput, "retest the refunds"),
    (act(BOARD, c.CancelRelease("PAY-4.2", "x")), GO[0], Refused, "cancelled"),
    (payments(), ap.VoteGate("PAY-4.2", "test", "go"), UnknownKey, "no stage has one"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused_with_the_way_out(
    board: Board, command: Any, error: type[Exception], word: str
) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_gate_that_is_pending_or_failed_stops_the_move_and_says_how_to_go_on() -> None:
    for board, state in ((BOARD, "pending"), (failed(), "failed")):
        with pytest.raises(Refused) as refused:
            act(board, c.MoveRelease("PAY-4.2"))
        assert f"the gate 'exit test' at the exit of Test is {state}" in str(refused.value)
        assert "--decide pass" in refused.value.hint
        assert "waive" in refused.value.hint


@pytest.mark.parametrize(
    "board", [passed(BOARD), conditional(), act(failed(), ap.DecideGate("PAY-4.2", "test", "waive", "regulator"))]
)
def test_a_passed_conditional_or_waived_gate_lets_it_through(board: Board) -> None:
    assert act(board, c.MoveRelease("PAY-4.2")).release("PAY-4.2").stage == "accept"


def test_passing_over_stages_passes_no_gate_unseen() -> None:
    with pytest.raises(Refused, match="exit test"):
        act(BOARD, c.MoveRelease("WEB-9.0", "accept", reason="tested elsewhere"))
    with pytest.raises(Refused, match="exit test"):
        act(BOARD, c.MoveRelease("PAY-4.2", "deploy", reason="hurry"))
    with pytest.raises(Refused, match="go/no-go"):
        act(passed(BOARD), c.MoveRelease("PAY-4.2", "deploy", reason="hurry"))
    board = passed(passed(BOARD), "PAY-4.2", "go/no-go")
    assert act(board, c.MoveRelease("PAY-4.2", "deploy", reason="hurry")).release("PAY-4.2").stage == "deploy"


def test_the_gate_of_the_last_stage_stands_before_ready() -> None:
    stages = [{"id": "ship", "name": "Ship", "order": 1, "gate": {"name": "hand-over"}}]
    board = do(make_board(stages=stages, releases=[{"key": "A-1", "state": "committed"}]), c.StartRelease("A-1"))
    with pytest.raises(Refused, match="hand-over"):
        act(board, c.MoveRelease("A-1"))
    assert act(board, ap.DecideGate("A-1", "ship", "pass"), c.MoveRelease("A-1")).release("A-1").state == "ready"


def test_a_gate_at_the_entry_of_the_first_stage_stands_before_the_start() -> None:
    stages = [{"id": "plan", "name": "Plan", "order": 1, "gate": {"name": "kick-off", "at": "entry"}}]
    board = make_board(stages=stages, releases=[{"key": "A-1", "state": "committed"}])
    with pytest.raises(Refused, match="kick-off"):
        act(board, c.MoveRelease("A-1"))
    board = act(board, ap.DecideGate("A-1", "kick-off", "pass"), c.StartRelease("A-1"))
    assert act(board, c.MoveRelease("A-1")).release("A-1").state == "ready"


def test_rework_asks_for_the_gate_again_but_a_waiver_stays() -> None:
    board = act(passed(BOARD), c.MoveRelease("PAY-4.2"), c.MoveRelease("PAY-4.2", "test", reason="a bug came back"))
    gate = gate_called(board, board.release("PAY-4.2"), "test")
    result = find_result(board, gate)
    assert (result.state, result.votes, result.attempts, result.first_state) == ("pending", {}, 1, "passed")
    waived = act(
        BOARD,
        ap.DecideGate("PAY-4.2", "test", "waive", "regulator"),
        c.MoveRelease("PAY-4.2"),
        c.MoveRelease("PAY-4.2", "test", reason="x"),
    )
    assert gate_state(waived, gate) == "waived"


@pytest.mark.parametrize(("rule", "needed"), [("any", 1), ("all", 3), (2, 2), ("2", 2), (9, 3), (None, 3), ("most", 3)])
def test_the_rule_says_how_many_approvers_must_say_go(rule: Any, needed: int) -> None:
    stages = [{"id": "s", "name": "S", "gate": {"name": "g", "approvers": ["a", "b", "c"], "rule": rule}}]
    board = make_board(stages=stages, releases=[{"key": "A-1", "state": "committed"}])
    gate = find_gate(board, board.release("A-1"), "s")
    assert gate is not None
    assert gate.needed == needed
    for number, person in enumerate(("x", "a", "b", "c")):  # x is no approver: his vote is noted and does not count
        assert bool(missing_votes(gate, find_result(board, gate))) == (max(0, number - 1) < needed)
        board = act(board, ap.VoteGate("A-1", "s", "go", person=person))
    assert missing_votes(gate, find_result(board, gate)) == ()


def test_a_vote_after_a_no_go_begins_a_new_round() -> None:
    board = act(failed(), GO[1])
    result = find_result(board, gate_called(board, board.release("PAY-4.2"), "test"))
    assert (result.state, list(result.votes), result.decided_by, result.attempts) == ("pending", ["zoe"], "", 1)
    board = act(board, GO[0], ap.DecideGate("PAY-4.2", "test", "pass"))
    result = find_result(board, gate_called(board, board.release("PAY-4.2"), "test"))
    assert (result.state, result.attempts, result.first_state) == ("passed", 2, "failed")


def test_two_who_vote_without_seeing_each_other_vote_at_one_gate() -> None:
    one, other = (decide(BOARD, vote, make_context("a")) for vote in GO)
    assert one[0].place == other[0].place
    assert set(one[0].set) & set(other[0].set) == {"id", "release", "stage"}


def test_a_vote_after_an_import_goes_to_the_gate_that_was_imported() -> None:
    votes = {"kim": {"vote": "go"}}
    board = act(BOARD, c.PutRecords({"gate_results": [{"release": "PAY-4.2", "stage": "test", "votes": votes}]}))
    board = act(board, ap.VoteGate("PAY-4.2", "test", "go", person="zoe"))
    (result,) = board.gate_results.values()
    assert set(result.votes) == {"kim", "zoe"}
    fresh = act(BOARD, ap.VoteGate("PAY-4.2", "test", "go", person="zoe"))
    assert list(fresh.gate_results) == [result.id]


@pytest.mark.parametrize(
    ("decision_by", "due", "day"),
    [("stage", None, None), ("2027-03-01", None, date(2027, 3, 1)), ("soon", None, None), ("stage", 26, 26)],
)
def test_a_gate_is_due_on_its_own_day_or_that_of_the_release(decision_by: str, due: Any, day: Any) -> None:
    gate = gate_called(BOARD, BOARD.release("PAY-4.2"), "test")._replace(decision_by=decision_by)
    board = act(BOARD, ap.PlanGate("PAY-4.2", "test", date(2027, 2, due))) if due else BOARD
    found = due_day(gate, find_result(board, gate))
    assert found == (date(2027, 2, day) if isinstance(day, int) else day)


def test_open_conditions_are_those_that_nobody_has_met() -> None:
    board = conditional()
    gate = gate_called(board, board.release("PAY-4.2"), "test")
    (condition,) = open_conditions(find_result(board, gate))
    assert condition == {"text": "retest the refunds", "owner": "kim", "due": "2027-03-01"}
    board = act(board, ap.MeetCondition("PAY-4.2", "test", "retest"))
    assert open_conditions(find_result(board, gate)) == ()
    board = act(board, ap.MeetCondition("PAY-4.2", "test", "retest", done=False))
    assert len(open_conditions(find_result(board, gate))) == 1


def test_criteria_are_answered_line_by_line_with_evidence() -> None:
    board = act(
        BOARD,
        ap.AnswerCriterion("PAY-4.2", "test", "1", "go", "report 7"),
        ap.AnswerCriterion("PAY-4.2", "test", "load", "no_go"),
    )
    gate = gate_called(board, board.release("PAY-4.2"), "test")
    criteria = find_result(board, gate).criteria
    assert gate.criteria == tuple(criteria) == ("no open bugs", "load test passed")
    assert [criteria[name]["answer"] for name in gate.criteria] == ["go", "no_go"]
    assert criteria["no open bugs"]["evidence"] == "report 7"
    board = act(board, ap.AnswerCriterion("PAY-4.2", "test", "1", ""), ap.AnswerCriterion("PAY-4.2", "test", "x", ""))
    assert list(find_result(board, gate).criteria) == ["load test passed"]


def test_a_policy_sets_gates_for_a_type_or_waives_them_until_someone_decides() -> None:
    policy = {"id": "minor", "gates_waived": True, "gates": {"test": {"name": "short test", "approvers": "kim"}}}
    board = act(BOARD, c.AddRecord("type_policies", policy))
    release = board.release("PAY-4.2")
    gate = gate_called(board, release, "short test")
    assert (gate.approvers, gate.needed, gate_state(board, gate)) == (("kim",), 1, "waived")
    assert act(board, c.MoveRelease("PAY-4.2")).release("PAY-4.2").stage == "accept"
    stopped = act(board, ap.DecideGate("PAY-4.2", "test", "fail", "it was looked at after all"))
    with pytest.raises(Refused, match="short test"):
        act(stopped, c.MoveRelease("PAY-4.2"))
    assert (review_days(BOARD, release), review_days(board, release)) == (10, 5)
    assert [each.stage for each in list_gates(board, release)] == ["test", "deploy"]


def test_released_past_a_gate_is_recorded_and_marked_out_of_rule() -> None:
    day = date(2027, 3, 1)
    with pytest.raises(Refused, match=r"'exit test' .* is pending, and 1 more"):
        act(BOARD, c.MarkReleased("PAY-4.2"), today=day)
    release = act(BOARD, c.MarkReleased("PAY-4.2", reason="the regulator"), today=day).release("PAY-4.2")
    assert (release.state, release.out_of_rule) == ("released", "the regulator")
    through = passed(passed(BOARD), "PAY-4.2", "deploy")
    release = act(through, c.MarkReleased("PAY-4.2"), today=day).release("PAY-4.2")
    assert (release.state, release.out_of_rule) == ("released", "")
