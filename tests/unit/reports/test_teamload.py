"""Teams with what they have on their hands, in words."""

from datetime import date

from coordboards import TODAY, act, busy
from releaseboard.domain.coordination import Allocate
from releaseboard.domain.load import WeekLoad, Work
from releaseboard.reports.teamload import (
    list_people,
    list_team_loads,
    list_work,
    say_allocation,
    say_load,
    say_over,
    say_week,
)
from releaseboard.schedule.outlook import look_ahead

WEEK = WeekLoad(date(2027, 2, 22), 0, 0, {}, (), 0, 0, is_over=False)


def test_work_is_what_the_forecast_says_of_releases_that_are_promised() -> None:
    """Stages ahead with their teams and days; nothing of drafts, nothing without a forecast."""
    board = busy()
    work = list_work(look_ahead(board, TODAY))
    assert {board.label(each.release) for each in work} == {"PAY-4.2", "WEB-9.0", "PAY-4.1.1", "SHOP-3"}
    assert {each.team for each in work} == {"core"}
    assert all(each.start <= each.end and each.end >= TODAY for each in work)
    assert list_work(None) == ()


def test_the_overloaded_come_first() -> None:
    """Also teams that only releases or allocations name are there."""
    board = act(busy(), Allocate("PAY-4.2", "web", "crunch", percent=120))
    loads = list_team_loads(board, (), TODAY, 2)
    assert [load.team.id for load in loads] == ["web", "core"]
    assert [release.key for release in loads[0].releases] == ["PAY-4.2"]
    assert say_over(loads[0]) == "OVER 2 weeks"
    assert say_over(loads[1]) == ""
    two = [Work("core", f"r{at}", "test", TODAY, TODAY) for at in range(3)]
    core = next(load for load in list_team_loads(board, two, TODAY, 2) if load.team.id == "core")
    assert say_over(core) == "OVER 1 week"


def test_a_week_in_few_cells() -> None:
    """Shares, stages of lanes, and the mark of too much."""
    assert say_load(WEEK) == "-"
    assert say_load(WEEK._replace(peak=80)) == "80%"
    assert say_load(WEEK._replace(stages=2)) == "2 st"
    assert say_load(WEEK._replace(peak=120, stages=3, lanes=2, is_over=True)) == "120% 3/2!"


def test_a_week_in_words() -> None:
    """The largest share first; what is not said is told; why it is too much."""
    board = busy()
    pay, web, shop = (board.release(key).id for key in ("PAY-4.2", "WEB-9.0", "SHOP-3"))
    week = WEEK._replace(peak=130, by_release={web: 50, pay: 80}, unsaid=(shop,), stages=3, lanes=2)
    assert say_week(board, week) == (
        "PAY-4.2 80%, WEB-9.0 50%; share not said: SHOP-3; 3 of 2 stages at once; OVER: 130% on its fullest day; "
        "OVER: lanes for 2"
    )
    assert say_week(board, WEEK) == "nothing"
    assert say_week(board, WEEK._replace(stages=1)) == "1 stage at once"


def test_an_allocation_in_words() -> None:
    """How much, of what, from when to when, out of whose hands."""
    board = act(busy(), Allocate("PAY-4.2", "core", "crunch", people=2, start=date(2027, 3, 1), end=date(2027, 3, 5),
                                 stage="accept", from_key="WEB-9.0"))  # fmt: skip
    (known,) = board.allocations.values()
    assert say_allocation(board, known) == "2 people for Accept from 01 Mar to 05 Mar, given by WEB-9.0"
    bare = known._replace(people=0, stage="", end=None, from_release="", start=None)
    assert say_allocation(board, bare) == "share not said until it is out"
    assert say_allocation(board, bare._replace(percent=50)) == "50% until it is out"


def test_people_with_work_come_first() -> None:
    """Also those that the board knows only by the releases they lead."""
    lines = list_people(busy())
    assert [line.person.id for line in lines if line.manages or line.leads] == [
        line.person.id for line in lines[: len(lines) - 1]
    ]
    assert lines[-1].person.id == "zoe"
    ana = next(line for line in lines if line.person.id == "ana")
    assert ana.person.side == ""
    assert [release.key for release in ana.manages] == ["PAY-4.1.1", "PAY-4.2", "SHOP-3", "WEB-9.0"]
