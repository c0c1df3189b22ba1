"""Large boards: a glance first, the rest behind the screen; here seven releases count as large."""

from datetime import date

import pytest

from releaseboard.domain import commands
from releaseboard.tui import foresight
from releaseboard.tui.foresight import Foresight
from releaseboard.tui.glance import glance_at

pytestmark = pytest.mark.tui


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is put at three releases."""
    monkeypatch.setattr(foresight, "SMALL", 3)


async def wait_for_forecast(hand) -> None:
    """Until the forecast is there."""
    for _ in range(200):
        if hand.app.desk.foresight.is_current and not hand.board.is_glance:
            return
        await hand.pilot.pause(0.02)
    raise AssertionError("the forecast never came")


def test_a_glance_counts_all_and_reads_the_first(new_session) -> None:
    """Columns have their whole counts, as the board says where a card stands; cards come by target."""
    board = new_session().board
    model = glance_at(board, date(2027, 2, 24), lines=2)
    assert [(column.id, column.total, len(column.ids)) for column in model.columns] == [
        ("plan", 3, 1), ("build", 2, 1), ("test", 1, 1), ("accept", 0, 0), ("deploy", 0, 0), ("released", 1, 1),
    ]  # fmt: skip
    assert model.card(model.columns[1].ids[0]).key == "PAY-4.2"
    assert set(model.board.releases) == {ident for column in model.columns for ident in column.ids}


def test_old_outlooks_stand_until_new_ones_are_computed(new_session) -> None:
    """Nothing is computed while a key waits; a small board is computed at once."""
    session = new_session()
    ahead = Foresight(session)
    assert (ahead.outlooks, ahead.is_current) == ({}, False)
    assert ahead.compute()
    before = ahead.outlooks
    session.do(commands.MoveRelease("PAY-4.2", "next"))
    assert ahead.outlooks is before
    assert not ahead.is_current
    foresight.SMALL = 300
    assert ahead.outlooks is not before
    assert ahead.is_current


async def test_the_forecast_comes_after_the_first_frame(open_board) -> None:
    """The header says that it is being read, then the counts are there; the cursor begins at the top."""
    async with open_board() as hand:
        await wait_for_forecast(hand)
        assert hand.board.model.outlooks
        assert hand.cursor == hand.session.board.releases[hand.board.model.columns[0].ids[0]].key
        assert "reading" not in hand.text()


async def test_an_edit_is_shown_before_its_forecast(open_board) -> None:
    """The card stands in the next stage at once; the new dates follow without losing the cursor or the message."""
    async with open_board() as hand:
        await wait_for_forecast(hand)
        await hand.go_to("PAY-4.2")
        await hand.press("L")
        assert hand.release("PAY-4.2").stage == "test"
        await wait_for_forecast(hand)
        assert hand.cursor == "PAY-4.2"
        assert "moved on" in hand.said


async def test_a_fault_in_the_forecast_is_not_hidden(new_session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in the thread is raised where it was asked for."""
    ahead = Foresight(new_session())

    def fail() -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(ahead, "compute", fail)
    with pytest.raises(ZeroDivisionError):
        await ahead.compute_aside()
