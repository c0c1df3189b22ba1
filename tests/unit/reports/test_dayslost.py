"""An issue's days lost come on top of what is left of the stage at work, and move the forecast by as much."""

from datetime import date

import pytest

import payboard
from boards import make_context
from releaseboard.domain.apply import apply
from releaseboard.domain.decide import decide
from releaseboard.reports.dayslost import add_days_lost, find_stage
from releaseboard.schedule.outlook import look_ahead

TODAY = date(2027, 2, 8)


@pytest.mark.parametrize("days", [1, 3, 10])
def test_days_lost_move_the_forecast_by_as_much(days: int) -> None:
    """Six of ten days of Build are left after three full ones and today; without slack each day lost is a day later."""
    board = payboard.board(payboard.release("PAY-4.2", **payboard.IN_BUILD))
    release = board.release("PAY-4.2")
    step = add_days_lost(board, release, days, "issue: tests fail", TODAY)
    assert step is not None
    assert (step.key, step.stage, step.cause) == ("PAY-4.2", "build", "other")
    after = apply(board, decide(board, step, make_context(today=TODAY)))
    before, now = look_ahead(board, TODAY)[release.id], look_ahead(after, TODAY)[release.id]
    assert before.date is not None
    assert now.date is not None
    count = sum(1 for at in range(before.date.toordinal() + 1, now.date.toordinal() + 1)
                if date.fromordinal(at).weekday() < 5)  # fmt: skip
    assert count == days


def test_without_work_there_is_nothing_to_add_to() -> None:
    """What is committed has a plan, and a plan moves by a re-plan; no days are no step."""
    board = payboard.board(payboard.release("PAY-4.2"), payboard.release("PAY-5.0", **payboard.IN_BUILD))
    assert find_stage(board.release("PAY-4.2")) is None
    assert add_days_lost(board, board.release("PAY-4.2"), 3, "x", TODAY) is None
    assert add_days_lost(board, board.release("PAY-5.0"), 0, "x", TODAY) is None
