"""Check-ins: what the lead said moves the days left of the stage that is worked on (domain.md 3.2, 3.3)."""

from datetime import date

import pytest

from boards import TODAY, make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.decide import decide
from releaseboard.errors import BadInput, Refused


@pytest.mark.parametrize(
    "command",
    [
        co.CheckIn("PAY-4.2"),
        co.CheckIn("PAY-4.2", 4, 3, "half done", "test data\nis missing", "a second tester", date(2027, 3, 1)),
        co.CheckIn("PAY-4.2", 0),
        co.CheckIn("SHOP-3", confidence=5, with_whom="zoe", on=date(2027, 2, 19)),
        co.CheckIn("MOB-7.0", progress="an idea"),
    ],
)
def test_each_check_in_can_be_taken_back(command: co.CheckIn) -> None:
    prove_round_trip(busy(), command)


def test_days_left_move_to_the_stage_that_is_worked_on() -> None:
    board = act(busy(), co.CheckIn("PAY-4.2", 4, 3, "half done"))
    (known,) = board.check_ins.values()
    assert (known.date, known.by, known.with_whom, known.stage) == (TODAY, "ana", "kim", "test")
    assert (known.remaining_days, known.confidence, known.progress) == (4, 3, "half done")
    plan = board.release("PAY-4.2").stage_plan("test")
    assert plan is not None
    assert plan.remaining == {"days": 4, "as_of": "2027-02-24", "by": "kim"}


def test_a_second_talk_with_the_same_person_on_one_day_corrects_the_first() -> None:
    board = act(busy(), co.CheckIn("PAY-4.2", 4, 3, "half done"), co.CheckIn("PAY-4.2", 5, blockers="no data"))
    (known,) = board.check_ins.values()
    assert (known.remaining_days, known.confidence, known.blockers) == (5, 3, "no data")
    board = act(board, co.CheckIn("PAY-4.2", 5, with_whom="zoe"), co.CheckIn("PAY-4.2"), today=date(2027, 2, 25))
    assert len(board.check_ins) == 3


def test_a_talk_that_is_noted_late_does_not_undo_a_newer_one() -> None:
    board = act(busy(), co.CheckIn("PAY-4.2", 4), co.CheckIn("PAY-4.2", 9, on=date(2027, 2, 22)))
    plan = board.release("PAY-4.2").stage_plan("test")
    assert plan is not None
    assert plan.remaining is not None
    assert plan.remaining["days"] == 4
    assert len(board.check_ins) == 2


@pytest.mark.parametrize(
    ("command", "error", "word"),
    [
        (co.CheckIn("PAY-4.2", -1), BadInput, "from 0 to 1000"),
        (co.CheckIn("PAY-4.2", 2.5), BadInput, "whole number"),  # type: ignore[arg-type]  # that is what is tried
        (co.CheckIn("PAY-4.2", True), BadInput, "whole number"),
        (co.CheckIn("PAY-4.2", confidence=6), BadInput, "from 1 to 5"),
        (co.CheckIn("PAY-4.2", on=date(2027, 2, 25)), Refused, "future"),
        (co.CheckIn("PAY-4.2", next_on=date(2027, 2, 23)), BadInput, "before this one"),
        (co.CheckIn("SHOP-3", 4), Refused, "start it first"),
        (co.CheckIn("PAY-9", 4), BadInput, "no release"),
    ],
)
def test_what_can_not_be_is_refused(command: co.CheckIn, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(busy(), command, make_context())
    assert word in str(refused.value)


def test_what_is_over_is_not_asked_after() -> None:
    board = act(busy(), c.CancelRelease("PAY-4.2", "not wanted"))
    with pytest.raises(Refused, match="cancelled"):
        act(board, co.CheckIn("PAY-4.2"))
