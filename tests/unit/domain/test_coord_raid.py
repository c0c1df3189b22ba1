"""The RAID log: four kinds, each with its own states, fields and links (domain.md 3.2)."""

from datetime import date
from typing import Any

import pytest

from boards import TODAY, make_context, payments, prove_round_trip
from coordboards import act, busy, entry
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.raidlog import MOVES, is_over, state_of
from releaseboard.domain.words import OVER_RAID_STATES, RAID_STATES
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
RISK, ISSUE, DECISION, REQUEST = (entry(BOARD, kind) for kind in RAID_STATES)


def acting() -> Board:
    return act(BOARD, co.AdvanceEntry(ISSUE, "acting"))


def decided() -> Board:
    return act(
        BOARD,
        co.DecideEntry(DECISION, "wait", "quality first"),
        co.RaiseEntry("decision", "Cut after all", ["PAY-4.2"]),
    )


def later(board: Board) -> str:
    return next(known.id for known in board.raid.values() if known.title == "Cut after all")


def answered(answer: str) -> Board:
    return act(BOARD, co.PassOn(REQUEST, "core"), co.AnswerRequest(REQUEST, answer, "two days later"))


GOOD: list[tuple[Board, Any]] = [
    (BOARD, co.RaiseEntry("risk", "The vendor is slow", ["PAY-4.2", "web"], {"probability": "HIGH", "impact_days": 3})),
    (BOARD, co.RaiseEntry("issue", "Data lost", (), {"owner": "kim", "due": date(2027, 3, 1), "stage": "Test"})),
    (BOARD, co.RaiseEntry("decision", "Move or cut?", (), {"options": [{"text": "move", "forecast": "2027-03-09"}]})),
    (BOARD, co.RaiseEntry("request", "One more report", ["PAY-4.2"], {"details": {"ask": "a report", "to": "core"}})),
    (BOARD, co.EditEntry(ISSUE, {"owner": "zoe", "details.severity": 1, "releases.WEB-9.0": True}, "it is worse")),
    (BOARD, co.EditEntry(ISSUE, {"releases.PAY-4.2": None, "due": None, "title": "Card tests fail at night"})),
    (BOARD, co.AdvanceEntry(RISK, "mitigating")),
    (BOARD, co.ResolveEntry(RISK, "the vendor has delivered")),
    (BOARD, co.BecomeIssue(RISK)),
    (BOARD, co.BecomeIssue(RISK, {"title": "SAP is slow", "cause": "third_party", "owner": "kim"})),
    (acting(), co.AdvanceEntry(ISSUE, "open")),
    (acting(), co.ResolveEntry(ISSUE)),
    (act(acting(), co.ResolveEntry(ISSUE)), co.AdvanceEntry(ISSUE, "open", "it is back")),
    (BOARD, co.DecideEntry(DECISION, "wait", "quality first")),
    (decided(), co.SupersedeDecision(DECISION, later(decided()))),
    (BOARD, co.PassOn(REQUEST, "core", "they know the code")),
    (BOARD, co.AnswerRequest(REQUEST, "accepted")),
    (answered("declined"), co.ReportBack(REQUEST)),
    (answered("accepted"), co.ResolveEntry(REQUEST)),
    (answered("countered"), co.PassOn(REQUEST, "web")),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, co.RaiseEntry("isue", "x"), BadInput, "issue"),
    (BOARD, co.RaiseEntry("issue", " "), BadInput, "title"),
    (BOARD, co.RaiseEntry("issue", "Card tests fail"), Refused, "already (open)"),
    (BOARD, co.RaiseEntry("issue", "x", ["PAY-9"]), UnknownKey, "PAY-4.2"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"probability": "high"}), BadInput, "an issue has cause"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"cause": "bad luck"}), BadInput, "the cause of an issue"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"severity": 5}), BadInput, "from 1 to 4"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"stage": "tset"}), UnknownKey, "plan, build"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"due": "soon"}), BadInput, "due"),
    (BOARD, co.RaiseEntry("issue", "x", (), {"state": "closed"}), BadInput, "not set by hand"),
    (BOARD, co.RaiseEntry("decision", "x", (), {"options": ["a", "a"]}), BadInput, "text of its own"),
    (BOARD, co.RaiseEntry("decision", "x", (), {"options": "a"}), BadInput, "list"),
    (BOARD, co.RaiseEntry("decision", "x", (), {"needed_by": "soon"}), BadInput, "needed_by"),
    (BOARD, co.EditEntry("nothing", {"owner": "x"}), UnknownKey, "RAID entry"),
    (BOARD, co.EditEntry(DECISION, {"chosen": "cut"}), BadInput, "not set by hand"),
    (BOARD, co.EditEntry(RISK, {"title": ""}), BadInput, "title"),
    (BOARD, co.AdvanceEntry(RISK, "became_issue"), BadInput, "command of its own"),
    (BOARD, co.AdvanceEntry(RISK, "acting"), BadInput, "mitigating"),
    (acting(), co.AdvanceEntry(ISSUE, "acting"), Refused, "from here: open, resolved"),
    (act(acting(), co.ResolveEntry(ISSUE)), co.AdvanceEntry(ISSUE, "open"), Refused, "reason"),
    (BOARD, co.BecomeIssue(ISSUE), Refused, "not a risk"),
    (act(BOARD, co.BecomeIssue(RISK)), co.BecomeIssue(RISK), Refused, "raise a new one"),
    (BOARD, co.DecideEntry(DECISION, "both", "x"), BadInput, "cut, wait"),
    (BOARD, co.DecideEntry(DECISION, "wait", ""), Refused, "reason"),
    (BOARD, co.DecideEntry(DECISION, "wait", "x", date(2027, 3, 1)), Refused, "future"),
    (decided(), co.DecideEntry(DECISION, "cut", "x"), Refused, "superseded"),
    (BOARD, co.ResolveEntry(DECISION), Refused, "decided"),
    (decided(), co.SupersedeDecision(DECISION, DECISION), Refused, "own place"),
    (BOARD, co.PassOn(REQUEST, " "), BadInput, "to whom"),
    (BOARD, co.ReportBack(REQUEST), Refused, "passed on, answered"),
    (BOARD, co.AnswerRequest(REQUEST, "maybe"), BadInput, "accepted"),
    (answered("accepted"), co.PassOn(REQUEST, "web"), Refused, "report it back"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused_with_the_way_out(
    board: Board, command: Any, error: type[Exception], word: str
) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_new_entry_begins_in_the_first_state_of_its_kind() -> None:
    states = {known.kind: known.state for known in BOARD.raid.values()}
    assert states == {"risk": "open", "issue": "open", "decision": "open", "request": "new"}
    issue = BOARD.raid[ISSUE]
    assert (issue.raised_by, issue.raised_on, issue.releases) == ("ana", TODAY, (BOARD.release("PAY-4.2").id,))
    assert issue.details == {"cause": "defect", "days_lost_est": 3}


def test_each_kind_knows_the_moves_from_each_of_its_states() -> None:
    for kind, states in RAID_STATES.items():
        reached = {states[0]} | {after for (own, _), moves in MOVES.items() for after in moves if own == kind}
        assert reached == set(states)
        assert all(state in states for (own, state) in MOVES if own == kind)


def test_a_risk_becomes_an_issue_with_the_link_kept() -> None:
    board = act(BOARD, co.BecomeIssue(RISK, {"cause": "third_party"}))
    risk = board.raid[RISK]
    issue = board.raid[str(risk.details["became"])]
    assert (risk.state, risk.links, issue.links) == ("became_issue", (issue.id,), (RISK,))
    assert (issue.kind, issue.title, issue.releases, issue.state) == ("issue", risk.title, risk.releases, "open")
    assert issue.details == {"days_lost_est": 4, "cause": "third_party"}
    assert is_over(risk)
    assert not is_over(issue)


def test_a_decision_records_what_was_chosen_of_which_options() -> None:
    entry = act(BOARD, co.DecideEntry(DECISION, "2", "quality first")).raid[DECISION]
    assert entry.state == "decided"
    assert entry.details == {
        "options": [{"text": "cut"}, {"text": "wait"}], "chosen": "wait", "why": "quality first", "decided_by": "ana",
        "decided_on": "2027-02-24",
    }  # fmt: skip


def test_a_superseded_decision_and_the_one_in_its_place_name_each_other() -> None:
    board = decided()
    new = later(board)
    board = act(board, co.SupersedeDecision(DECISION, new, "the vendor said no"))
    assert (board.raid[DECISION].state, board.raid[DECISION].links) == ("superseded", (new,))
    assert board.raid[new].links == (DECISION,)


@pytest.mark.parametrize(("answer", "state"), [("accepted", "done"), ("declined", "declined"), ("countered", "done")])
def test_a_request_is_passed_on_answered_and_reported_back(answer: str, state: str) -> None:
    request = act(answered(answer), co.ReportBack(REQUEST)).raid[REQUEST]
    assert request.state == state
    assert request.details["to"] == "core"
    assert request.details["answer"] == answer
    assert request.details["effect_on_forecast"] == "two days later"
    assert request.details["answered_on"] == request.details["reported_back_on"] == "2027-02-24"


def test_a_record_with_a_state_of_another_kind_begins_anew() -> None:
    board = act(payments(), c.AddRecord("raid", {"kind": "request", "title": "x"}))
    (request,) = board.raid.values()
    assert (request.state, state_of(request)) == ("open", "new")
    assert act(board, co.PassOn(request.id, "core")).raid[request.id].state == "passed_on"


def test_over_states_are_states() -> None:
    assert {state for states in RAID_STATES.values() for state in states} >= OVER_RAID_STATES
