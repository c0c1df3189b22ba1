"""A what-if on the screen: edits change nothing until they are applied; what was tried can be kept and opened again."""

from collections.abc import Callable
from datetime import date

import pytest

from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.session import Session

pytestmark = pytest.mark.tui


async def test_edits_of_a_what_if_change_nothing_and_go_when_it_is_left(open_board) -> None:
    """W, an edit, W, x: the board and its file are as they were."""
    async with open_board(size=(100, 30)) as hand:
        session = hand.session
        before = session.board
        history = session.history()
        await hand.press("W")
        assert hand.said == "nothing is saved; W: before and after"
        await hand.go_to("PAY-4.1")
        await hand.press("L")
        assert hand.app.desk.board.release("PAY-4.1").stage == "accept"
        assert hand.state == "WHAT IF: 1 edit, nothing saved"
        assert "WHAT IF" in hand.text().splitlines()[0]
        assert session.board is before
        await hand.press("W")
        assert hand.top == "WhatIfScreen"
        assert "PAY-4.1" in hand.rows()
        await hand.press("x")
        assert hand.top == "BoardScreen"
        assert hand.app.desk.session is session
        assert session.board is before
        assert session.history() == history
        assert hand.cursor == "PAY-4.1"
        assert "Accept" not in hand.state


async def test_before_and_after_then_applied_as_one_decision_that_one_u_takes_back(open_board) -> None:
    """W, two edits, W, a, title, reason: one group; u restores the board."""
    async with open_board(size=(120, 36)) as hand:
        session = hand.session
        before = session.board
        await hand.press("W")
        hand.app.desk.do(co.EstimateStage("PAY-4.2", "build", 20))
        hand.app.desk.do(c.EditFields("PAY-4.2", {"title": "Wallets and cards"}))
        await hand.press("W")
        rows = hand.rows()
        assert "would stand otherwise" in hand.text()
        assert {"PAY-4.2", "WEB-9.0"} <= {line.split()[0] for line in rows.splitlines() if line.strip()}
        await hand.press("a")
        await hand.type("Give it time")
        await hand.press("tab")
        await hand.type("the vendor asked")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        assert hand.app.desk.trial is None
        release = session.board.release("PAY-4.2")
        assert release.title == "Wallets and cards"
        (decision,) = session.board.raid.values()
        assert (decision.title, decision.details["why"]) == ("Give it time", "the vendor asked")
        assert decision.releases == (release.id,)
        assert len({change.group for change in session.history() if change.by == "ana"} - {""}) == 2
        await hand.press("u")
        assert session.board.release("PAY-4.2") == before.release("PAY-4.2")
        assert not session.board.raid


async def test_a_scenario_is_kept_compared_and_opened_on_the_board_of_then(open_board) -> None:
    """V keeps it; it says what it comes to; Enter opens it again; the board of now is what it is decided on."""
    async with open_board(size=(120, 36)) as hand:
        session = hand.session
        await hand.press("W")
        hand.app.desk.do(co.EstimateStage("PAY-4.2", "build", 20))
        await hand.press("W", "V")
        await hand.type("slow build")
        await hand.press("enter")
        (kept,) = session.board.scenarios.values()
        assert kept.name == "slow build"
        assert "slow build" in hand.rows()
        await hand.press("x")
        session.do(c.EditFields("PAY-4.2", {"title": "New words"}))
        await hand.press("W", "W")
        assert "nothing tried yet" in hand.rows()
        assert "2 releases" in hand.rows()
        await hand.press("enter")
        trial = hand.app.desk.trial
        assert trial is not None
        assert trial.steps == (co.EstimateStage("PAY-4.2", "build", 20),)
        assert trial.board.release("PAY-4.2").title == "New words"
        await hand.press("u")
        assert trial.count == 0
        await hand.press("U")
        assert trial.count == 1


async def test_a_scenario_that_does_not_fit_any_more_says_so(open_board) -> None:
    """Its release was cancelled meanwhile: nothing is opened, nothing breaks."""
    async with open_board(size=(120, 36)) as hand:
        hand.session.do(co.KeepScenario("slow build", (co.EstimateStage("PAY-4.2", "build", 20),)))
        hand.session.do(c.CancelRelease("PAY-4.2", "not needed"))
        await hand.press("W", "W")
        assert "does not fit any more" in hand.rows()
        await hand.press("enter")
        assert hand.app.desk.trial is not None
        assert hand.app.desk.trial.count == 0
        assert hand.said


async def test_undo_in_a_what_if_stops_at_its_beginning(open_board) -> None:
    """What was done before is not taken back by it."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("L")
        await hand.press("W", "u")
        assert "there is nothing" in hand.said
        assert hand.session.board.release("PAY-4.1").stage == "accept"


async def test_who_may_only_look_may_try(open_board, new_session: Callable[..., Session]) -> None:
    """A read-only board: edits of a what-if go, applying it says why not."""
    session = new_session(reason="no write permission")
    async with open_board(session, size=(100, 30)) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("L")
        assert "read-only" in hand.said
        await hand.press("W", "L")
        assert hand.app.desk.board.release("PAY-4.1").stage == "accept"
        await hand.press("W", "a")
        await hand.type("Move on")
        await hand.press("tab")
        await hand.type("it is done")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "no write permission" in hand.text()
        assert hand.app.desk.trial is not None


async def test_the_dates_of_a_what_if_are_those_of_the_board_after_it_is_applied(open_board) -> None:
    """No number on the page is another one afterwards."""
    async with open_board(size=(120, 36)) as hand:
        await hand.press("W")
        hand.app.desk.do(co.EstimateStage("PAY-4.2", "build", 20))
        desk = hand.app.desk
        tried = {ident: outlook.date for ident, outlook in desk.outlooks.items()}
        await hand.press("W", "a")
        await hand.type("Slow")
        await hand.press("tab")
        await hand.type("so")
        await hand.press("enter")
        assert {ident: outlook.date for ident, outlook in desk.outlooks.items()} == tried
        assert tried[desk.board.release("PAY-4.2").id] > date(2027, 3, 16)
