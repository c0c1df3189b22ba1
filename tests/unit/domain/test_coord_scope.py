"""Scope items: coarse pieces of a release that may go to a named later one (domain.md 3.2, scope_item)."""

from typing import Any

import pytest

from boards import make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.scope import list_items
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
REPORTS, PAGE = (item.id for item in list_items(BOARD, BOARD.release("PAY-4.2").id))
DEFER = co.DeferItems([REPORTS], "MOB-7.0", "saves four days")


def items(board: Board, key: str) -> dict[str, str]:
    return {item.title: item.state for item in list_items(board, board.release(key).id)}


GOOD: list[tuple[Board, Any]] = [
    (BOARD, co.AddScopeItem("PAY-4.2", "Vouchers", "l", "could")),
    (BOARD, co.EditScopeItem(REPORTS, {"title": "Two reports", "size": 3, "must": "Must"}, "they asked")),
    (BOARD, DEFER),
    (BOARD, co.DeferItems([REPORTS, PAGE, REPORTS], "MOB-7.0", "no time")),
    (BOARD, co.SetScopeState([REPORTS, PAGE], "done")),
    (BOARD, co.SetScopeState([REPORTS], "dropped", "nobody reads it")),
    (act(BOARD, DEFER), co.SetScopeState([REPORTS], "in")),
    (BOARD, c.RemoveRecord("scope_items", REPORTS)),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, co.AddScopeItem("PAY-4.2", " "), BadInput, "title"),
    (BOARD, co.AddScopeItem("PAY-4.2", "Reports"), Refused, "already"),
    (BOARD, co.AddScopeItem("PAY-4.2", "x", "XL"), BadInput, "S, M, L"),
    (BOARD, co.AddScopeItem("PAY-4.2", "x", must="shall"), BadInput, "should"),
    (act(BOARD, c.CancelRelease("PAY-4.2", "x")), co.AddScopeItem("PAY-4.2", "x"), Refused, "cancelled"),
    (BOARD, co.EditScopeItem(REPORTS, {"state": "done"}), BadInput, "defer, drop"),
    (BOARD, co.EditScopeItem(REPORTS, {"title": "Refund page"}), Refused, "already"),
    (BOARD, co.EditScopeItem("nothing", {}), UnknownKey, "scope item"),
    (BOARD, co.DeferItems([], "MOB-7.0", "x"), BadInput, "which"),
    (BOARD, DEFER._replace(reason=""), Refused, "reason"),
    (BOARD, DEFER._replace(to="PAY-4.2"), Refused, "name a later release"),
    (act(BOARD, DEFER), DEFER, Refused, "deferred"),
    (act(BOARD, c.CancelRelease("MOB-7.0", "x")), DEFER, Refused, "cancelled"),
    (BOARD, co.SetScopeState([REPORTS], "dropped"), Refused, "reason"),
    (BOARD, co.SetScopeState([REPORTS], "deferred", "x"), BadInput, "state of a scope item"),
    (act(BOARD, DEFER), co.SetScopeState([REPORTS], "done"), Refused, "take it in again"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_deferred_item_is_in_on_the_later_release_and_names_where_it_came_from() -> None:
    board = act(BOARD, DEFER)
    old = board.scope_items[REPORTS]
    (new,) = list_items(board, board.release("MOB-7.0").id)
    assert (old.state, old.deferred_to, old.reason, old.by) == ("deferred", new.release, "saves four days", "ana")
    assert (new.title, new.size, new.must, new.state, new.came_from) == ("Reports", "M", "should", "in", REPORTS)


def test_an_item_that_is_taken_back_is_dropped_there_and_may_go_again() -> None:
    board = act(BOARD, DEFER, co.SetScopeState([REPORTS], "in"))
    assert items(board, "PAY-4.2")["Reports"] == "in"
    assert items(board, "MOB-7.0") == {"Reports": "dropped"}
    board = act(board, DEFER)
    assert items(board, "PAY-4.2")["Reports"] == "deferred"
    assert items(board, "MOB-7.0") == {"Reports": "in"}


def test_the_later_release_is_not_out_before() -> None:
    board = act(BOARD, c.EditFields("MOB-7.0", {"target": "2027-03-01"}))
    with pytest.raises(Refused, match="out before"):
        act(board, DEFER)
    assert items(act(BOARD, co.DeferItems([PAGE], "WEB-9.0", "x")), "WEB-9.0") == {"Refund page": "in"}


def test_what_is_so_already_changes_nothing() -> None:
    assert decide(BOARD, co.SetScopeState([REPORTS], "in"), make_context()) == ()
