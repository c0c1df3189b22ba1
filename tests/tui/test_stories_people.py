"""Who works on what: load by week, over-allocation in words, a release given to another team in one action."""

from datetime import date
from typing import Any

import pytest

from releaseboard.domain import coordination as co

from .conftest import make_session, payments_plan

pytestmark = pytest.mark.tui


def crowded_plan() -> dict[str, Any]:
    """The payments plan; the core team has six people, two of its releases take 150 % of them."""
    plan: dict[str, list[dict[str, Any]]] = payments_plan()
    plan["people"][1] |= {"org": "Acme Labs", "side": "partner", "contact": "kim@labs.example"}
    plan["teams"][0] |= {"people": 6, "lead": "kim"}
    plan["teams"][1] |= {"lanes": 1}
    plan["allocations"] = [
        {"team": "core", "release": "PAY-4.1", "percent": 80, "start": "2027-02-01"},
        {"team": "core", "release": "PAY-4.2", "percent": 70, "start": "2027-03-01"},
    ]
    return plan


async def test_teams_and_people_are_listed_with_their_load(open_board) -> None:
    """gp: the team with too much stands first and says so in text; people with side and company."""
    async with open_board(make_session(crowded_plan()), size=(120, 36), keys=("g", "p")) as hand:
        assert hand.top == "PeopleScreen"
        assert "People and teams · 2 teams · 1 over · 2 people" in hand.text()
        teams = [line for line in hand.rows().splitlines() if line.startswith(("Core", "Web"))]
        assert teams[0].split()[:5] == ["Core", "team", "6", "80%", "150%!"]
        assert "OVER" in teams[0]
        assert "OVER" not in teams[1]
        assert "Kim Park" in hand.rows()
        kim = next(line for line in hand.rows().splitlines() if line.startswith("Kim Park"))
        assert kim.split()[2:] == ["kim", "partner", "Acme", "Labs", "leads", "5"]
        await hand.press("g", "p")
        assert hand.said == "this is people and teams"


async def test_a_team_shows_its_releases_and_weeks(open_board) -> None:
    """Enter: shares by release and week, why a week is too much; Enter on a release is its page."""
    async with open_board(make_session(crowded_plan()), keys=("g", "p", "enter")) as hand:
        assert hand.top == "TeamScreen"
        assert "Team Core team · 6 people · lead Kim Park" in hand.text()
        assert "80% from 01 Feb until it is out" in hand.rows()
        week = next(line for line in hand.rows().splitlines() if line.startswith("01 Mar "))
        assert "PAY-4.1 80%, PAY-4.2 70%" in week
        assert "OVER: 150% on its fullest day" in hand.rows()
        assert hand.page.target().key == "PAY-4.1"
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"
        await hand.press("escape", "escape", "j", "j", "enter")
        assert "Ana Ruiz · rm · manages 5, leads 0" in hand.text()
        assert "PAY-4.1  Test" in hand.rows()


async def test_a_release_is_given_to_another_team_in_one_action(open_board) -> None:
    """a, team, Tab, the day, Tab, why, Enter: 4 keys and texts; the old share ends the day before; u undoes all."""
    async with open_board(make_session(crowded_plan())) as hand:
        await hand.go_to("PAY-4.1")
        before = {ident: (known.team, known.end) for ident, known in hand.session.board.allocations.items()}
        await hand.press("a")
        assert "Core team · 3 open releases, 80% today" in hand.text()
        await hand.type("web")
        await hand.press("tab")
        await hand.type("1 mar")
        await hand.press("tab")
        await hand.type("core is full")
        await hand.press("enter")
        assert hand.said.startswith("PAY-4.1 given to web")
        assert hand.release("PAY-4.1").team == "web"
        known = {(each.team, each.start, each.end, each.reason) for each in hand.session.board.allocations.values()
                 if hand.session.board.label(each.release) == "PAY-4.1"}  # fmt: skip
        assert known == {
            ("core", date(2027, 2, 1), date(2027, 2, 28), ""), ("web", date(2027, 3, 1), None, "core is full"),
        }  # fmt: skip
        await hand.press("u")
        assert hand.release("PAY-4.1").team == "core"
        assert {ident: (known.team, known.end) for ident, known in hand.session.board.allocations.items()} == before


async def test_another_team_needs_a_reason_and_a_share_is_read(open_board) -> None:
    """Without a reason the form stays and says why; 2 are people, 50% is a share; only one stage can be given."""
    async with open_board(make_session(crowded_plan())) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("a")
        await hand.type("web")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "needs a reason" in hand.text()
        await hand.type("they know it")
        await hand.press("tab", "t")
        await hand.type("some")
        await hand.press("enter")
        assert "is no share of a team" in hand.text()
        await hand.press("ctrl+u")
        await hand.type("50%")
        await hand.press("enter")
        assert hand.release("PAY-4.2").team == "core"
        test = hand.release("PAY-4.2").stage_plan("test")
        assert test is not None
        assert test.team == "web"
        (given,) = (known for known in hand.session.board.allocations.values() if known.team == "web")
        assert (given.stage, given.percent, given.people) == ("test", 50, 0)


async def test_a_slip_of_the_finger_makes_no_team(open_board) -> None:
    """What no team is called is refused; two letters are enough for one; + makes a new one of one word."""
    async with open_board() as hand:
        await hand.go_to("PAY-6.0")
        await hand.press("a")
        await hand.type("zzz")
        await hand.press("tab")
        assert "there is no team 'zzz'" in hand.text()
        await hand.press("shift+tab", "ctrl+u", "plus")
        await hand.type("a b")
        await hand.press("enter")
        assert "one word after the +" in hand.text()
        await hand.press("ctrl+u")
        await hand.type("we")
        await hand.press("tab", "enter")
        assert hand.release("PAY-6.0").team == "web"
        assert set(hand.session.board.teams) == {"core", "web"}


async def test_a_team_is_taken_away(open_board) -> None:
    """- is no team; the same team again is refused by name."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("a")
        await hand.type("core")
        await hand.press("enter")
        assert "core has it already" in hand.text()
        await hand.press("up", "up", "ctrl+u", "minus", "enter")
        assert hand.release("PAY-4.1").team == ""
        await hand.press("u")
        assert hand.release("PAY-4.1").team == "core"


async def test_the_page_follows_the_board(open_board) -> None:
    """A share that is given while the page is open is on it."""
    async with open_board(size=(120, 36), keys=("g", "p")) as hand:
        assert "150%" not in hand.rows()
        hand.app.desk.do(co.Allocate("PAY-4.1", "core", "crunch", percent=150))
        await hand.pilot.pause()
        assert "150%!" in hand.rows()
