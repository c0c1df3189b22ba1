"""A release manager's day through a session: each action is one group, and undo restores what the store holds."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from boards import TODAY
from coordboards import busy, entry
from coordsteps import actions
from releaseboard.authorship import Author, seal
from releaseboard.domain import approvals as ap
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.commands import MoveRelease
from releaseboard.domain.drafting import create_record
from releaseboard.errors import BadInput, Refused
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore

START = datetime(2027, 2, 24, 10, 0, tzinfo=UTC)


def open_session() -> Session:
    """A session on the board `busy`, in memory."""
    seconds = count(1)
    drafts = [
        draft
        for table, docs in {**busy().docs, "board": {"b": {"id": "b", "format": 1, "name": "Busy"}}}.items()
        for ident, doc in docs.items()
        for draft in create_record(Board(), table, ident, doc)
    ]
    store = MemoryStore()
    store.create(seal(drafts, Author("ana", "desk"), START, "", ()))
    return Session(store, today=TODAY, user="ana", host="desk", clock=lambda: START + timedelta(seconds=next(seconds)))


@settings(max_examples=25)
@given(st.lists(actions, min_size=10, max_size=10))
def test_ten_actions_written_and_undone_leave_the_board_as_it_was(asked: list[Any]) -> None:
    session = open_session()
    before = [session.board]
    for action in asked:
        try:
            outcome = session.do(action)
        except (Refused, BadInput):
            continue
        if outcome.changes:
            assert {change.group for change in outcome.changes} == {outcome.group}
            before.append(session.board)
    for board in reversed(before[:-1]):
        session.undo()
        assert session.board == board
        assert Board(session.store.load().docs) == board
    assert not session.undo_text


def test_a_strategy_is_undone_as_one_action_and_found_in_the_history_of_its_release() -> None:
    session = open_session()
    before = session.board
    steps = (
        co.Allocate("PAY-4.2", "core", "late tests", people=1, from_key="WEB-9.0"),
        co.EstimateStage("PAY-4.2", "test", 3, "people", "late tests"),
        co.EstimateStage("PAY-4.2", "accept", 2, "people", "late tests"),
    )
    issue = entry(before, "issue")
    outcome = session.do(co.ApplyStrategy(issue, "divert_resources", "late tests", steps))
    touched = {change.entity for change in session.history("PAY-4.2") if change.group == outcome.group}
    assert touched == {"raid", "allocations", "releases", "replans"}
    session.undo()
    assert session.board == before
    session.redo()
    assert session.board.release("PAY-4.2").plan_revision == 1


def test_a_gate_that_is_not_passed_is_why_a_move_may_not_be() -> None:
    session = open_session()
    problem = session.ask(MoveRelease("PAY-4.2"))
    assert isinstance(problem, Refused)
    assert "exit test" in problem.message
    session.do(ap.DecideGate("PAY-4.2", "test", "waive", "tested by hand"))
    assert session.ask(MoveRelease("PAY-4.2")) is None
    assert session.today == date(2027, 2, 24)
