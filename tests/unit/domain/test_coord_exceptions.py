"""Exceptions: leave to ignore one freeze or gate, asked once and decided once (domain.md invariant 13)."""

from datetime import date
from typing import Any

import pytest

from boards import make_context, prove_round_trip
from coordboards import act, busy, passed
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.barriers import find_barriers, find_breaches
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.exceptions import exception_state, find_exception, has_leave
from releaseboard.domain.raid import ReleaseException
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
DAY = date(2027, 2, 24)
ASK = ap.RequestException("PAY-4.2", "quarter", 2, "the regulator", "a fine", "support is away")
APPROVE = ap.DecideException("PAY-4.2", "quarter", "approved", "small and tested", date(2027, 2, 25))


def ready() -> Board:
    """Past every gate, so that only the freeze is in the way."""
    return passed(passed(BOARD), "PAY-4.2", "deploy")


def find(board: Board) -> ReleaseException:
    found = find_exception(board, board.release("PAY-4.2").id, "quarter")
    assert found is not None
    return found


GOOD: list[tuple[Board, Any]] = [
    (BOARD, ASK),
    (BOARD, ap.RequestException("PAY-4.2", "test", 1, "the regulator", about="gate")),
    (act(BOARD, ASK), APPROVE),
    (act(BOARD, ASK), ap.DecideException("PAY-4.2", "Quarter end", "rejected", "too risky")),
    (act(ready(), ASK, APPROVE), c.MarkReleased("PAY-4.2")),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, ap.RequestException("PAY-4.2", "quartr", 1, "x"), UnknownKey, "quarter"),
    (BOARD, ap.RequestException("PAY-4.2", "quarter", 1, " "), Refused, "reason"),
    (BOARD, ap.RequestException("PAY-4.2", "quarter", 0, "x"), BadInput, "from 1 to 366"),
    (BOARD, ap.RequestException("PAY-4.2", "quarter", 1, "x", about="whim"), BadInput, "freeze, gate"),
    (act(BOARD, ASK), ASK, Refused, "in review"),
    (act(BOARD, ASK, APPROVE), ASK, Refused, "approved"),
    (BOARD, APPROVE, Refused, "nobody asked"),
    (act(BOARD, ASK, APPROVE), APPROVE, Refused, "final"),
    (act(BOARD, ASK), APPROVE._replace(state="used"), BadInput, "approved, rejected"),
    (act(BOARD, ASK), APPROVE._replace(reason=""), Refused, "reason"),
    (act(BOARD, ASK), APPROVE._replace(until=date(2027, 2, 1)), BadInput, "past"),
    (act(BOARD, c.CancelRelease("PAY-4.2", "x")), ASK, Refused, "cancelled"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_release_under_an_approved_exception_is_in_rule_and_uses_it() -> None:
    with pytest.raises(Refused, match="Quarter end"):
        act(ready(), c.MarkReleased("PAY-4.2"))
    board = act(ready(), ASK, APPROVE, c.MarkReleased("PAY-4.2"))
    assert board.release("PAY-4.2").out_of_rule == ""
    assert find(board).state == "used"


@pytest.mark.parametrize("steps", [[ASK], [ASK, ap.DecideException("PAY-4.2", "quarter", "rejected", "no")]])
def test_asking_alone_or_a_no_does_not_make_it_in_rule(steps: list[Any]) -> None:
    board = act(ready(), *steps, c.MarkReleased("PAY-4.2", reason="the regulator"))
    assert board.release("PAY-4.2").out_of_rule == "the regulator"
    assert find(board).state != "used"


def test_what_was_not_used_in_time_has_expired() -> None:
    board = act(ready(), ASK, APPROVE)
    known = find(board)
    assert [exception_state(known, date(2027, 2, day)) for day in (25, 26)] == ["approved", "expired"]
    with pytest.raises(Refused, match="Quarter end"):
        act(board, c.MarkReleased("PAY-4.2"), today=date(2027, 2, 26))


def test_two_freezes_on_one_day_need_leave_from_both() -> None:
    more = c.AddRecord("freezes", {"id": "audit", "name": "Audit", "start": "2027-02-24", "end": "2027-02-24"})
    board = act(ready(), ASK, APPROVE, more)
    release = board.release("PAY-4.2")
    assert [barrier.subject for barrier in find_barriers(board, release, DAY)] == ["quarter", "audit"]
    assert [barrier.subject for barrier in find_breaches(board, release, DAY)] == ["audit"]
    with pytest.raises(Refused, match="Audit"):
        act(board, c.MarkReleased("PAY-4.2"))


def test_a_gate_may_be_passed_by_an_approved_exception() -> None:
    ask = ap.RequestException("PAY-4.2", "test", 1, "the tester is ill", about="gate")
    approve = ap.DecideException("PAY-4.2", "test", "approved", "tested by hand", about="gate")
    with pytest.raises(Refused, match="exit test"):
        act(BOARD, ask, c.MoveRelease("PAY-4.2"))
    assert act(BOARD, ask, approve, c.MoveRelease("PAY-4.2")).release("PAY-4.2").stage == "accept"


def test_a_change_freeze_lets_new_scope_in_by_exception_only() -> None:
    with pytest.raises(Refused, match="Calm weeks"):
        act(BOARD, co.AddScopeItem("SHOP-3", "Vouchers"))
    leave = [
        ap.RequestException("SHOP-3", "calm", 1, "small"),
        ap.DecideException("SHOP-3", "calm", "approved", "text only"),
    ]
    board = act(BOARD, *leave, co.AddScopeItem("SHOP-3", "Vouchers"))
    assert has_leave(board, board.release("SHOP-3").id, "calm", DAY)
    assert "Vouchers" in {item.title for item in board.scope_items.values()}


def test_two_who_ask_without_seeing_each_other_ask_for_one_exception() -> None:
    one, other = (decide(BOARD, ASK, make_context(name)) for name in ("a", "b"))
    assert one[0].place == other[0].place
