"""The day begins with what needs me: the ranked list, a talk with a lead, a vendor's new date, by keys alone."""

from datetime import date

import pytest

from releaseboard.domain import coordination as co
from releaseboard.settings.config import Config

pytestmark = pytest.mark.tui


async def test_today_lists_what_needs_me_and_enter_jumps(open_board) -> None:
    """gt, Enter on a red or stale release, its page; Esc comes back to the list."""
    async with open_board(keys=("g", "t")) as hand:
        assert hand.top == "TodayScreen"
        assert "Today Wed 24 Feb 2027" in hand.text()
        target = hand.page.target()
        assert target is not None
        assert hand.page.desk.key_of("show_why") == "w"
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"
        assert hand.page.target() == target
        await hand.press("escape")
        assert hand.top == "TodayScreen"
        await hand.press("g", "t")
        assert hand.said == "this is what needs you today"


async def test_the_program_begins_with_today_when_asked(open_board) -> None:
    """start_view in config.toml."""
    async with open_board(config=Config(start_view="today")) as hand:
        assert hand.top == "TodayScreen"
        await hand.press("escape")
        assert hand.top == "BoardScreen"
    async with open_board(config=Config(start_view="history")) as hand:
        assert hand.top == "HistoryScreen"


async def test_a_check_in_takes_six_keys(open_board) -> None:
    """c, 4, Tab, 3, note, Enter: days left, confidence and note are kept, and undone by one u."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("c", "4", "tab", "3")
        await hand.type("waits for review")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        (said,) = hand.session.board.check_ins.values()
        assert (said.remaining_days, said.confidence, said.progress) == (4, 3, "waits for review")
        assert (said.with_whom, said.stage, said.date) == ("kim", "build", date(2027, 2, 24))
        plan = hand.release("PAY-4.2").stage_plan("build")
        assert plan is not None
        assert plan.remaining["days"] == 4
        await hand.press("u")
        assert not hand.session.board.check_ins


async def test_a_check_in_on_the_release_page_says_what_was_said_last(open_board) -> None:
    """The form repeats the last talk, so that the question is a closed one."""
    async with open_board() as hand:
        hand.session.do(co.CheckIn("PAY-4.2", 6, 4, "on the way", on=date(2027, 2, 22)))
        await hand.go_to("PAY-4.2")
        await hand.press("enter", "c")
        assert "Mon 22 Feb: 6 days left, confidence 4, on the way" in hand.text()


async def test_a_check_in_on_what_is_out_says_why_not(open_board) -> None:
    """Nothing is left to ask."""
    async with open_board() as hand:
        await hand.go_to("WEB-8.9")
        await hand.press("c")
        assert "can't be checked in on" in hand.said


async def test_a_vendor_date_is_chased_from_the_list(open_board) -> None:
    """v: the new day, how sure, when to ask again; the line goes."""
    async with open_board(keys=("g", "t")) as hand:
        while "SAP cert" not in (hand.page.row_list.current.parts[2][0]):
            await hand.press("j")
        await hand.press("v")
        await hand.type("+3")
        await hand.press("tab", "c", "enter")
        known = hand.session.board.externals["sap"]
        assert (known.date_expected, known.confidence) == (date(2027, 3, 1), "confirmed")
        assert known.next_check_on == date(2027, 3, 3)
        assert "SAP cert" not in hand.rows()


async def test_everybodys_list_is_one_key_away(open_board, new_session) -> None:
    """0 goes there and back."""
    async with open_board(keys=("g", "t")) as hand:
        assert "yours" in hand.text()
        await hand.press("0")
        assert "everybody's" in hand.text()
