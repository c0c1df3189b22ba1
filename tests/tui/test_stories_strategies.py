"""Strategies by keys alone: the options for an issue side by side, the effect of each, one of them applied."""

import pytest

from counted import Counted, entries
from releaseboard.domain import coordination as co
from releaseboard.tui import foresight

pytestmark = pytest.mark.tui


async def test_strategies_are_compared_and_one_applied_in_five_keys(open_board, new_session, plan) -> None:
    """Flow 8: x on the issue, j and Enter to see an effect in full, a with the reason; it is one undo group."""
    plan["teams"] = [{"id": "core", "name": "Core team", "people": 4}]
    session = new_session(plan)
    session.do(co.RaiseEntry("issue", "Card tests fail", ["PAY-4.2"], {"days_lost_est": 3}))
    async with open_board(session) as hand:
        await hand.go_to("PAY-4.2")
        before = hand.session.board
        keys = Counted(hand)
        await keys.press("x")
        assert hand.top == "StrategiesScreen"
        assert "1  accept: leave it as it is  " in hand.rows()
        assert "no forecast, colour or window would be another" in hand.rows()
        await keys.press("j", "enter")
        assert "What is done" in hand.rows()
        foreseen = hand.page.option.effect.seen.date
        assert "divert resources" in hand.text()
        await keys.press("a")
        await hand.type("the fair is fixed")
        await keys.press("enter")
        assert keys.count <= 5
        assert hand.top == "BoardScreen"
        (decision,) = entries(hand, "decision")
        assert (decision.state, decision.details["why"]) == ("decided", "the fair is fixed")
        assert decision.details["strategy"] == "divert_resources"
        assert entries(hand, "issue")[0].state == "acting"
        assert hand.app.desk.outlook_of(hand.release("PAY-4.2").id).date == foreseen
        assert hand.said.startswith("decided: divert resources")
        await hand.press("u")
        assert hand.session.board == before


async def test_options_say_why_there_are_none(open_board) -> None:
    """No issue, or not an issue; with several the one is chosen from a list."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("x")
        assert hand.said == "PAY-4.2 has no open issue: i logs one"
        hand.session.do(co.RaiseEntry("risk", "SAP may be slow", ["PAY-4.2"]))
        await hand.press("g", "i", "x")
        assert "is a risk: options are for issues; b makes an issue of it" in hand.said
        hand.session.do(co.RaiseEntry("issue", "One", ["PAY-4.2"]), co.RaiseEntry("issue", "Two", ["PAY-4.2"]))
        await hand.press("escape", "x")
        assert "Which issue of PAY-4.2?" in hand.text()
        await hand.type("two")
        await hand.press("enter")
        assert hand.page.current_entry().title == "Two"


async def test_options_are_for_what_is_still_to_go_out(open_board) -> None:
    """An issue of a release that is out and of one that is not: the latter; of none that is ahead: it says so."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "Late", ["WEB-8.9", "PAY-4.2"]), co.RaiseEntry("issue", "Past"))
        await hand.press("g", "i", "x")
        assert hand.page.target().key == "PAY-4.2"
        await hand.press("escape", "j", "x")
        assert hand.said == "'Past' is about no open release: e names one"


async def test_the_effect_is_left_before_the_page_is(open_board) -> None:
    """Esc goes from the effect to the table, on the same option, and then back."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "Late", ["PAY-4.2"]))
        await hand.go_to("PAY-4.2")
        await hand.press("x", "j", "enter")
        number = hand.page.current_line()
        assert number == "2"
        await hand.press("escape")
        assert (hand.top, hand.page.current_line()) == ("StrategiesScreen", "2")
        assert hand.page.row_list.current.id == "2"
        await hand.press("escape")
        assert hand.top == "BoardScreen"


async def test_on_a_large_board_the_options_come_behind_the_screen(open_board, monkeypatch) -> None:
    """The page says that it compares, then the table is there; nothing can be applied before."""
    monkeypatch.setattr(foresight, "SMALL", 3)
    async with open_board() as hand:
        await hand.press("g", "i")
        hand.session.do(co.RaiseEntry("issue", "Late", [hand.release("PAY-4.2").key]))
        await hand.press("escape", "g", "i", "x")
        assert hand.top == "StrategiesScreen"
        for _ in range(200):
            if "accept: leave it" in hand.rows():
                break
            assert "comparing" in hand.rows()
            await hand.pilot.pause(0.02)
        await hand.press("j")
        assert hand.page.current_line() == "2"


async def test_an_option_the_board_refuses_says_why(open_board) -> None:
    """A refused option stays in the table, dim, and is not applied."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "Late", ["PAY-4.2"]))
        await hand.go_to("PAY-4.2")
        await hand.press("x")
        page = hand.page
        page._found = page._found._replace(
            options=(page._found.options[0]._replace(effect=None, refused="it is full"),)
        )
        page.show_rows()
        assert "can't be" in hand.rows()
        await hand.press("a")
        assert hand.said == "this can't be: it is full"
