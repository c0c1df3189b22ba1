"""Undo after any of the actions of coordinating, in any order, restores the board exactly."""

from typing import Any, get_args

from hypothesis import event, given
from hypothesis import strategies as st

from boards import make_context
from coordboards import busy
from coordsteps import actions
from releaseboard.domain.apply import apply
from releaseboard.domain.approvals import Approval
from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.commands import Command, RevertChanges
from releaseboard.domain.coordination import Coordination
from releaseboard.domain.decide import DECIDERS, decide
from releaseboard.errors import BadInput, Refused


def try_action(board: Board, action: Any, number: int) -> tuple[Change, ...]:
    """The drafts of an action; () when a rule says no to it."""
    try:
        return decide(board, action, make_context(f"u{number}x"))
    except (Refused, BadInput):
        return ()


def undo(board: Board, drafts: tuple[Change, ...]) -> Board:
    """The board with an action taken back."""
    return apply(board, decide(board, RevertChanges(drafts), make_context("v")))


@given(st.lists(actions, min_size=10, max_size=10))
def test_ten_random_actions_undone_one_by_one_restore_the_board(asked: list[Any]) -> None:
    board = busy()
    done: list[tuple[Board, tuple[Change, ...]]] = []
    for number, action in enumerate(asked):
        drafts = try_action(board, action, number)
        if drafts:
            done.append((board, drafts))
            board = apply(board, drafts)
            assert not board.problems
            assert undo(board, drafts) == done[-1][0], action
    event(f"{len(done)} of ten were done")
    for before, drafts in reversed(done):
        board = undo(board, drafts)
        assert board == before
    assert board == busy()


def test_each_command_has_one_that_decides_it() -> None:
    asked = {*get_args(Command), *get_args(Coordination), *get_args(Approval)}
    assert asked == set(DECIDERS)
