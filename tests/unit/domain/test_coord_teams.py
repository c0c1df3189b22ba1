"""Who works on what: assigning, allocating, load by week; more than a team has is flagged (invariants 9 and 19)."""

from datetime import date
from typing import Any

import pytest

from boards import do, make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.load import Work, find_overloaded, load_by_week, load_on, share_of
from releaseboard.domain.raid import Allocation
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
TODAY = date(2027, 2, 24)
GIVE = co.Allocate("PAY-4.2", "core", "the tests are late", people=1, from_key="WEB-9.0")


def ids(board: Board, *keys: str) -> list[str]:
    return [board.release(key).id for key in keys]


def first(board: Board) -> str:
    return next(iter(board.allocations))


GOOD: list[tuple[Board, Any]] = [
    (BOARD, co.AssignTeam("MOB-7.0", "web")),
    (BOARD, co.AssignTeam("PAY-4.2", "web", "core is needed elsewhere", date(2027, 3, 1), percent=50)),
    (BOARD, co.AssignTeam("PAY-4.2", "web", stage="accept", people=1)),
    (BOARD, co.Allocate("PAY-4.2", "core", "x", percent=50, start=date(2027, 3, 1), end=date(2027, 3, 5))),
    (BOARD, GIVE),
    (act(BOARD, GIVE), co.AssignTeam("PAY-4.2", "web", "swap")),
    (act(BOARD, GIVE), co.EndAllocation(first(act(BOARD, GIVE)), date(2027, 3, 1), "tests are green")),
    (act(BOARD, GIVE), c.RemoveRecord("allocations", first(act(BOARD, GIVE)))),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, co.AssignTeam("PAY-4.2", "cre"), UnknownKey, "core"),
    (BOARD, co.AssignTeam("PAY-4.2", "core"), Refused, "already"),
    (BOARD, co.AssignTeam("PAY-4.2", "web"), Refused, "reason"),
    (BOARD, co.AssignTeam("PAY-4.2", "web", "x", stage="plan"), Refused, "over"),
    (BOARD, co.AssignTeam("PAY-4.2", "web", "x", percent=-1), BadInput, "from 0"),
    (BOARD, co.Allocate("PAY-4.2", "core", "", people=1), Refused, "reason"),
    (BOARD, co.Allocate("PAY-4.2", "core", "x"), BadInput, "how many people"),
    (BOARD, co.Allocate("PAY-4.2", "core", "x", people=1, percent=25), BadInput, "one of the two"),
    (BOARD, GIVE._replace(people=5), Refused, "has 4 people"),
    (BOARD, GIVE._replace(from_key="PAY-4.2"), Refused, "itself"),
    (BOARD, GIVE._replace(start=date(2027, 3, 5), end=date(2027, 3, 1)), BadInput, "ends before"),
    (act(BOARD, GIVE), GIVE, Refused, "already"),
    (act(BOARD, GIVE), co.EndAllocation(first(act(BOARD, GIVE)), date(2027, 2, 1)), Refused, "begins"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


@pytest.mark.parametrize(
    "end",
    [c.CancelRelease("PAY-4.2", "x"), c.MarkReleased("PAY-4.2", reason="the regulator wants it")],
    ids=["cancelled", "released"],
)
def test_what_is_over_takes_no_new_allocation(end: Any) -> None:
    board = act(BOARD, end)
    for command in (GIVE, co.AssignTeam("PAY-4.2", "web", "x")):
        with pytest.raises(Refused):
            act(board, command)


def test_assigning_moves_the_team_and_ends_what_the_one_before_was_given() -> None:
    monday = date(2027, 3, 1)
    plain = [
        co.Allocate("PAY-4.2", "core", "the start", people=3),
        co.Allocate("PAY-4.2", "core", "more to come", people=1, start=date(2027, 3, 3)),
        co.Allocate("WEB-9.0", "core", "the rest", people=1),
    ]
    board = act(BOARD, *plain, co.AssignTeam("PAY-4.2", "web", "core is needed elsewhere", monday, people=2))
    assert board.release("PAY-4.2").team == "web"
    pay, web = ids(board, "PAY-4.2", "WEB-9.0")
    found = {(a.team, a.release): (a.start, a.end, a.people) for a in board.allocations.values()}
    assert found == {
        ("core", pay): (TODAY, date(2027, 2, 28), 3), ("web", pay): (monday, None, 2), ("core", web): (TODAY, None, 1),
    }  # fmt: skip


def test_a_team_for_one_stage_leaves_the_release_to_its_own() -> None:
    release = act(BOARD, co.AssignTeam("PAY-4.2", "web", stage="Accept")).release("PAY-4.2")
    plan = release.stage_plan("accept")
    assert plan is not None
    assert (release.team, plan.team) == ("core", "web")


def test_a_share_is_told_in_people_or_per_cent() -> None:
    core = BOARD.teams["core"]
    share = [
        share_of(core, Allocation("a", "core", "r", people=1)),
        share_of(core, Allocation("a", "core", "r", percent=60)),
        share_of(core, Allocation("a", "core", "r")),
        share_of(core._replace(people=0), Allocation("a", "core", "r", people=1)),
        share_of(None, Allocation("a", "core", "r", people=1)),
    ]
    assert share == [25, 60, None, None, None]


def test_people_who_were_given_away_count_where_they_went() -> None:
    plain = co.Allocate("WEB-9.0", "core", "all of us", people=4)
    board = act(BOARD, plain)
    pay, web = ids(board, "PAY-4.2", "WEB-9.0")
    assert load_on(board, "core", TODAY) == (100, {web: 100}, ())
    board = act(board, GIVE)
    assert load_on(board, "core", TODAY) == (100, {pay: 25, web: 75}, ())
    assert find_overloaded(board, TODAY) == {}


def test_more_than_a_team_has_is_allowed_and_flagged() -> None:
    board = act(BOARD, co.Allocate("WEB-9.0", "core", "x", percent=80), co.Allocate("PAY-4.2", "core", "y", percent=40))
    pay, web = ids(board, "PAY-4.2", "WEB-9.0")
    assert list(find_overloaded(board, TODAY)) == ["core"]
    assert find_overloaded(board, TODAY)["core"].by_release == dict(sorted({pay: 40, web: 80}.items()))


def test_load_by_week_is_the_mean_of_its_working_days_and_ends_with_the_release() -> None:
    board = act(
        BOARD,
        co.Allocate("WEB-9.0", "core", "x", percent=80),
        co.Allocate("PAY-4.2", "core", "y", percent=40, start=date(2027, 3, 4), end=date(2027, 3, 9)),
        co.AssignTeam("MOB-7.0", "core"),
    )
    mob, web = ids(board, "MOB-7.0", "WEB-9.0")
    weeks = load_by_week(board, "core", TODAY, 3, lambda team, day: day.weekday() < 5)
    assert [week.monday for week in weeks] == [date(2027, 2, 22), date(2027, 3, 1), date(2027, 3, 8)]
    loads = [(week.percent, week.peak, week.is_over) for week in weeks]
    assert loads == [(48, 80, False), (96, 120, True), (96, 120, True)]
    assert weeks[0].by_release == {web: 48}
    assert weeks[0].unsaid == (mob,)
    board = do(board, c.CancelRelease("WEB-9.0", "x"))
    assert load_by_week(board, "core", TODAY, 1, lambda team, day: True)[0].percent == 0
    assert load_by_week(board, "core", TODAY, 1, lambda team, day: False)[0][:3] == (date(2027, 2, 22), 0, 0)


def test_a_released_one_counts_up_to_the_day_it_went_out() -> None:
    board = act(BOARD, co.Allocate("PAY-4.2", "core", "x", percent=80), c.MarkReleased("PAY-4.2", reason="x"))
    assert load_on(board, "core", TODAY).percent == 80
    assert load_on(board, "core", date(2027, 2, 25)).percent == 0


def test_more_stages_at_once_than_lanes_are_flagged_too() -> None:
    work = [Work("core", f"r{at}", "test", date(2027, 2, 22), date(2027, 2, 22 + at)) for at in range(3)]
    week = load_by_week(BOARD, "core", TODAY, 1, lambda team, day: True, [*work, work[0]._replace(team="web")])[0]
    assert (week.stages, week.lanes, week.percent, week.is_over) == (3, 2, 0, True)
    week = load_by_week(BOARD, "core", TODAY, 1, lambda team, day: True, work[:2])[0]
    assert (week.stages, week.is_over) == (2, False)
