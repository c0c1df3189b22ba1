"""A release manager's edits, key by key: what is typed is on the board, and can be taken back."""

from collections.abc import Callable

import pytest

from releaseboard.session import Session

pytestmark = pytest.mark.tui


async def test_a_card_moves_on_and_back_again_by_undo(open_board) -> None:
    """L finishes the stage and starts the next; u takes both back, U does both again."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("L")
        assert hand.release("PAY-4.2").stage == "test"
        assert hand.cursor == "PAY-4.2"
        assert "moved on" in hand.said
        await hand.press("u")
        assert hand.release("PAY-4.2").stage == "build"
        assert hand.said.startswith("undone: PAY-4.2")
        await hand.press("U")
        assert hand.release("PAY-4.2").stage == "test"


async def test_several_marked_cards_move_as_one_group(open_board) -> None:
    """Two marks, one L, one u."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("asterisk")
        assert [release.key for release in hand.board.targets()] == ["PAY-4.2", "WEB-9.0"]
        await hand.press("L")
        assert {hand.release(key).stage for key in ("PAY-4.2", "WEB-9.0")} == {"test"}
        await hand.press("u")
        assert {hand.release(key).stage for key in ("PAY-4.2", "WEB-9.0")} == {"build"}


async def test_moving_left_asks_for_the_reason_first(open_board) -> None:
    """H opens a form; without a reason it stays open and says so in place; with one the rework is counted."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("H")
        assert hand.top == "FormScreen"
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "why is missing" in hand.text()
        await hand.type("tests were wrong")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        found = hand.release("PAY-4.2")
        assert (found.stage, found.reworks) == ("plan", 1)
        assert hand.session.history()[-1].reason == "tests were wrong"


async def test_a_key_that_cannot_act_says_why(open_board) -> None:
    """A draft can't be moved, and the status line names the key that helps."""
    async with open_board() as hand:
        await hand.go_to("PAY-6.0")
        await hand.press("L")
        assert hand.said == "PAY-6.0 is draft: it can't be moved: commit it first: press C"
        await hand.press("C")
        assert "can't be committed without" in hand.said
        assert hand.said.endswith("press e")


async def test_blocking_takes_five_keys_and_the_words(open_board) -> None:
    """b, the letter of the cause, the words, Tab, the day, Enter; b again and it is free."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("b", "t")
        await hand.type("lab closed")
        await hand.press("tab", "plus", "3", "enter", "y")
        block = hand.release("PAY-4.2").blocked
        assert block is not None
        assert (block.cause, block.reason, str(block.expected_unblock)) == ("third_party", "lab closed", "2027-03-01")
        await hand.press("b")
        assert hand.release("PAY-4.2").blocked is None


async def test_replan_echoes_the_day_and_keeps_a_refused_form(open_board) -> None:
    """A target outside the window is refused under its field; nothing typed is lost, and the next try is saved."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("m")
        await hand.type("5 mar")
        assert "Fri 05 Mar 2027 · in 7 working days · before the window" in hand.text()
        await hand.press("tab", "t")
        await hand.type("vendor is late")
        await hand.press("enter")
        assert "is outside the window" in hand.text()
        assert hand.top == "FormScreen"
        await hand.press("ctrl+u")
        await hand.type("2027-03-18")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        assert str(hand.release("PAY-4.2").target) == "2027-03-18"
        assert hand.release("PAY-4.2").plan_revision == 1


async def test_a_form_left_by_mistake_comes_back_with_its_text(open_board) -> None:
    """Esc leaves without saving; the same key brings the words back, and a saved form begins afresh."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("X")
        await hand.type("money")
        await hand.press("escape")
        assert hand.release("PAY-4.2").state == "in_progress"
        assert "brings your text back" in hand.said
        await hand.press("X")
        assert "money" in hand.text()
        assert "your text from before is back" in hand.text()
        await hand.press("enter")
        assert hand.release("PAY-4.2").state_reason == "money"
        await hand.press("u", "X")
        assert "money" not in hand.text()


async def test_a_new_release_needs_only_its_key(open_board) -> None:
    """n, the key, Enter: a draft, with the cursor on it; a hostile title is only text."""
    async with open_board() as hand:
        await hand.press("n")
        await hand.type("PAY-7")
        assert "project Payments" in hand.text()
        await hand.press("tab")
        await hand.type("[b]x[/b] oops [/x]")
        await hand.press("enter")
        assert hand.cursor == "PAY-7"
        assert hand.release("PAY-7").title == "[b]x[/b] oops [/x]"
        assert "oops [/x]" in hand.text()


async def test_a_key_that_is_taken_is_refused_in_place(open_board) -> None:
    """The form stays, with the reason under the key."""
    async with open_board() as hand:
        await hand.press("n")
        await hand.type("PAY-4.2")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "there is a release PAY-4.2 already" in hand.text()


async def test_editing_changes_only_what_was_touched(open_board) -> None:
    """e, a new title, Enter: one change with one field."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("e", "ctrl+u")
        await hand.type("Wallets everywhere")
        await hand.press("enter")
        assert hand.release("PAY-4.2").title == "Wallets everywhere"
        assert dict(hand.session.history()[-1].set) == {"title": "Wallets everywhere"}


async def test_a_draft_is_filled_in_and_committed(open_board) -> None:
    """e brings goal, people, window and target; a stage that is no longer named goes; then C commits."""
    async with open_board() as hand:
        await hand.go_to("PAY-6.0")
        await hand.press("e", "tab")
        await hand.type("faster")
        await hand.press("tab", "tab", "tab")
        await hand.type("ana")
        await hand.press("tab")
        await hand.type("kim")
        await hand.press("tab", "tab", "tab")
        await hand.type("5 apr..9 apr")
        await hand.press("tab")
        await hand.type("6 apr")
        await hand.press("tab", "ctrl+u")
        await hand.type("build=4 deploy=1")
        await hand.press("enter")
        found = hand.release("PAY-6.0")
        assert (found.goal, found.rm, found.lead, str(found.target)) == ("faster", "ana", "kim", "2027-04-06")
        assert [(plan.stage, plan.planned_days) for plan in found.stages] == [("build", 4), ("deploy", 1)]
        await hand.press("C")
        assert hand.release("PAY-6.0").state == "committed"
        await hand.press("greater_than_sign")
        assert hand.release("PAY-6.0").stage == "build"


async def test_people_are_found_by_a_few_letters(open_board) -> None:
    """Enter takes the suggestion first, and saves when there is none to take."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("e", "tab", "tab", "tab", "tab", "tab", "ctrl+u")
        await hand.type("ru")
        assert "Ana Ruiz" in hand.rows()
        await hand.press("enter")
        assert hand.top == "FormScreen"
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        assert hand.release("PAY-4.2").lead == "ana"


async def test_a_team_is_given_to_all_marked(open_board) -> None:
    """a, a few letters, why, Enter; a name after + is a new team."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("asterisk", "a")
        await hand.type("web")
        await hand.press("tab", "tab")
        await hand.type("core is full")
        await hand.press("enter")
        assert {hand.release(key).team for key in ("PAY-4.2", "WEB-9.0")} == {"web"}
        await hand.press("a")
        await hand.press("plus")
        await hand.type("ghosts")
        await hand.press("tab", "tab")
        await hand.type("web too")
        await hand.press("enter")
        assert "ghosts" in hand.session.board.teams
        assert hand.release("WEB-9.0").team == "ghosts"


async def test_a_release_goes_out_in_three_keys(open_board) -> None:
    """!, Enter: today, success; the move past a stage asks for the reason."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("exclamation_mark", "enter")
        found = hand.release("PAY-4.1")
        assert (found.state, str(found.released_on), found.outcome) == ("released", "2027-02-24", "success")
        assert "before the window" in hand.said
        await hand.press("B")
        await hand.type("crashes")
        await hand.press("enter")
        assert hand.release("PAY-4.1").state == "rolled_back"


async def test_choosing_a_stage_asks_for_a_reason_when_one_is_skipped(open_board) -> None:
    """M, the stage, Enter; past a stage the form asks why."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("M")
        await hand.type("acc")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "skipping test" in hand.text()
        await hand.type("tested before")
        await hand.press("enter")
        assert hand.release("PAY-4.2").stage == "accept"


async def test_hold_resume_close_and_archive(open_board) -> None:
    """P asks why and puts aside, P again resumes; Z closes what is out, A takes it off the board and back."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("P")
        await hand.type("budget")
        await hand.press("enter")
        assert hand.release("PAY-4.2").state == "on_hold"
        await hand.press("P")
        assert hand.release("PAY-4.2").state == "in_progress"
        await hand.go_to("WEB-8.9")
        await hand.press("Z")
        assert hand.release("WEB-8.9").state == "closed"
        await hand.press("A")
        assert hand.release("WEB-8.9").archived
        await hand.press("u")
        assert not hand.release("WEB-8.9").archived


async def test_a_read_only_board_is_looked_at(open_board, new_session: Callable[..., Session]) -> None:
    """Writing keys say why they can't; everything else works."""
    async with open_board(new_session(reason="no write permission")) as hand:
        assert hand.state == "read-only"
        for key in ("L", "n", "e", "b", "d", "m", "u"):
            await hand.press(key)
            assert hand.said == "read-only: no write permission", key
            assert hand.top == "BoardScreen"
        await hand.press("w")
        assert hand.top == "TextPage"
