"""The life cycle of a release: what may follow what, and what each step writes (domain.md 3.3)."""

from datetime import date

import pytest

from boards import TODAY, do, make_board, make_context, payments, prove_round_trip
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide, why_not
from releaseboard.domain.words import RELEASED_COLUMN
from releaseboard.errors import BadInput, Refused


def started() -> Board:
    return do(payments(), c.StartRelease("PAY-4.2"), c.StartRelease("PAY-4.1.1"))


def in_last_stage() -> Board:
    return do(started(), *[c.MoveRelease("PAY-4.2")] * 4)


GOOD = [
    (payments, c.StartRelease("PAY-4.2")),
    (payments, c.MoveRelease("PAY-4.2")),
    (payments, c.HoldRelease("PAY-4.2", "waiting for budget")),
    (payments, c.CancelRelease("PAY-4.2", "not wanted any more")),
    (started, c.MoveRelease("PAY-4.2")),
    (started, c.MoveRelease("PAY-4.2", "test", reason="built elsewhere")),
    (started, c.BlockRelease("PAY-4.2", "third_party", "SAP sends nothing", date(2027, 3, 1))),
    (lambda: do(started(), c.MoveRelease("PAY-4.2")), c.MoveRelease("PAY-4.2", "back", reason="design was wrong")),
    (lambda: do(started(), c.BlockRelease("PAY-4.2", "people", "ill")), c.UnblockRelease("PAY-4.2")),
    (lambda: do(started(), c.HoldRelease("PAY-4.2")), c.ResumeRelease("PAY-4.2")),
    (in_last_stage, c.MoveRelease("PAY-4.2")),
    (in_last_stage, c.MarkReleased("PAY-4.2", reason="the regulator wants it today")),
    (started, c.MarkReleased("PAY-4.1.1")),
    (lambda: do(started(), c.MarkReleased("PAY-4.1.1")), c.RollBack("PAY-4.1.1", "log-in fails")),
    (lambda: do(started(), c.MarkReleased("PAY-4.1.1")), c.CloseRelease("PAY-4.1.1")),
    (lambda: do(started(), c.MarkReleased("PAY-4.1.1")), c.ArchiveRelease("PAY-4.1.1")),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board, command) -> None:
    prove_round_trip(board(), command)


BAD = [
    (payments, c.StartRelease("MOB-7.0"), "commit it first"),
    (payments, c.MoveRelease("MOB-7.0"), "commit it first"),
    (payments, c.StartRelease("PAY-4.2", date(2027, 2, 25)), "future"),
    (payments, c.BlockRelease("PAY-4.2", "people", "ill"), "only work that has started"),
    (payments, c.CancelRelease("PAY-4.2", " "), "reason"),
    (payments, c.MarkReleased("PAY-4.2"), "start it first"),
    (payments, c.ResumeRelease("PAY-4.2"), "can't be resumed"),
    (payments, c.UnblockRelease("PAY-4.2"), "not blocked"),
    (payments, c.ArchiveRelease("PAY-4.2"), "cancel it first"),
    (started, c.StartRelease("PAY-4.2"), "can't be started"),
    (started, c.MoveRelease("PAY-4.2", "back"), "first stage"),
    (started, c.MoveRelease("PAY-4.2", "plan"), "already"),
    (started, c.MoveRelease("PAY-4.2", "test"), "skipping build"),
    (started, c.MoveRelease("PAY-4.2", on=date(2027, 2, 23)), "can't be finished"),
    (started, c.MarkReleased("PAY-4.2"), "Quarter end"),
    (started, c.MarkReleased("PAY-4.2", outcome="rolled_back"), "not out yet"),
    (started, c.BlockRelease("PAY-4.2", "people", "ill", date(2027, 2, 1)), "past"),
    (lambda: do(started(), c.MoveRelease("PAY-4.2")), c.MoveRelease("PAY-4.2", "back"), "needs a reason"),
    (lambda: do(in_last_stage(), c.MoveRelease("PAY-4.2")), c.MoveRelease("PAY-4.2"), "mark it released"),
    (lambda: do(started(), c.MarkReleased("PAY-4.1.1")), c.CancelRelease("PAY-4.1.1", "oops"), "rolled back"),
    (lambda: do(started(), c.MarkReleased("PAY-4.1.1")), c.RollBack("PAY-4.1.1", ""), "reason"),
]


@pytest.mark.parametrize(("board", "command", "word"), BAD, ids=lambda item: type(item).__name__)
def test_a_rule_says_no_and_why(board, command, word: str) -> None:
    with pytest.raises(Refused) as refused:
        decide(board(), command, make_context())
    assert word in str(refused.value)
    assert str(why_not(board(), command, make_context())) == str(refused.value)


@pytest.mark.parametrize(
    ("command", "near"),
    [
        (c.BlockRelease("PAY-4.2", "thirdparty", "x"), "third_party"),
        (c.MarkReleased("PAY-4.1.1", outcome="succes"), "success"),
        (c.MoveRelease("PAY-4.2", "tst"), "plan, build, test"),
        (c.StartRelease("PAY-4.3"), "PAY-4.2"),
    ],
)
def test_a_wrong_word_names_the_right_ones(command, near: str) -> None:
    with pytest.raises(BadInput) as bad:
        decide(started(), command, make_context())
    assert near in str(bad.value)


def test_moving_right_finishes_one_stage_and_starts_the_next() -> None:
    release = do(started(), c.MoveRelease("PAY-4.2")).release("PAY-4.2")
    plan, build = release.stages[:2]
    assert (release.stage, release.state, release.flow) == ("build", "in_progress", "working")
    assert (plan.started, plan.finished) == (TODAY, TODAY)
    assert (build.started, build.finished) == (TODAY, None)


def test_moving_left_is_counted_as_rework_and_opens_the_stage_again() -> None:
    board = do(started(), *[c.MoveRelease("PAY-4.2")] * 2, c.MoveRelease("PAY-4.2", "plan", reason="scope"))
    release = board.release("PAY-4.2")
    assert (release.stage, release.reworks) == ("plan", 1)
    assert [plan.stage for plan in release.stages if plan.started] == ["plan"]
    assert not any(plan.is_over for plan in release.stages)


def test_the_last_stage_leads_to_ready_and_back_again() -> None:
    ready = do(in_last_stage(), c.MoveRelease("PAY-4.2"))
    assert ready.release("PAY-4.2").state == "ready"
    assert ready.column_of(ready.release("PAY-4.2")) == "deploy"
    back = do(ready, c.MoveRelease("PAY-4.2", "back", reason="the script failed"))
    assert (back.release("PAY-4.2").state, back.release("PAY-4.2").stage) == ("in_progress", "deploy")


def test_a_stage_that_a_release_does_not_have_is_passed_over() -> None:
    stages = {"plan": {"planned_days": 2}, "deploy": {"planned_days": 1}}
    board = make_board(releases=[{"key": "SEC-1", "state": "committed", "stages": stages}])
    board = do(board, c.StartRelease("SEC-1"), c.MoveRelease("SEC-1"))
    assert board.release("SEC-1").stage == "deploy"


def test_hold_comes_back_to_where_it_was() -> None:
    held = do(started(), c.MoveRelease("PAY-4.2"), c.HoldRelease("PAY-4.2", "people are away"))
    assert held.column_of(held.release("PAY-4.2")) == "build"
    back = do(held, c.ResumeRelease("PAY-4.2")).release("PAY-4.2")
    assert (back.state, back.stage, back.state_reason) == ("in_progress", "build", "")


def test_released_under_a_freeze_is_recorded_and_marked_out_of_rule() -> None:
    board = do(in_last_stage(), c.MarkReleased("PAY-4.2", reason="the regulator wants it today"))
    release = board.release("PAY-4.2")
    assert (release.state, release.released_on, release.stage) == ("released", TODAY, "")
    assert release.out_of_rule == "the regulator wants it today"
    assert board.column_of(release) == RELEASED_COLUMN


def test_a_security_release_is_exempt_from_the_freeze() -> None:
    release = do(started(), c.MarkReleased("PAY-4.1.1")).release("PAY-4.1.1")
    assert release.out_of_rule == ""
    assert all(plan.is_over for plan in release.stages)


def test_roll_back_keeps_the_day_of_release_and_ends_after_thirty_days() -> None:
    out = do(started(), c.MarkReleased("PAY-4.1.1"))
    rolled = do(out, c.RollBack("PAY-4.1.1", "log-in fails"), today=date(2027, 3, 26)).release("PAY-4.1.1")
    assert (rolled.state, rolled.outcome, rolled.released_on) == ("rolled_back", "rolled_back", TODAY)
    with pytest.raises(Refused, match="more than 30 days"):
        do(out, c.RollBack("PAY-4.1.1", "late"), today=date(2027, 3, 27))


def test_blocking_again_keeps_the_day_it_began() -> None:
    board = do(started(), c.BlockRelease("PAY-4.2", "people", "ill"))
    board = do(board, c.BlockRelease("PAY-4.2", "third-party", "SAP, really"), today=date(2027, 2, 26))
    blocked = board.release("PAY-4.2").blocked
    assert blocked is not None
    assert (blocked.since, blocked.cause, blocked.reason) == (TODAY, "third_party", "SAP, really")
