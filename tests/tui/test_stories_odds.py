"""The chances of a date on the screen: from the past, or a word why there are none."""

from datetime import date

import pytest

from releaseboard.interchange.samples import load_sample
from releaseboard.schedule.odds import draw_odds
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore

pytestmark = pytest.mark.tui
DAY = date(2027, 2, 24)


async def drawn(hand) -> None:
    """The thread that draws is done."""
    busy = [work for work in hand.app.workers if work.group == "odds"]
    if busy:
        await hand.app.workers.wait_for_complete(busy)
    await hand.pilot.pause()


async def test_chances_of_a_release_with_a_past(open_board) -> None:
    """%: P50, P85, the chance of window and target, where the trials lie; the numbers are those of the engine."""
    pytest.importorskip("numpy")
    store = MemoryStore()
    Session.create_in(store, plan=load_sample(today=DAY), today=DAY, user="ana", host="h")
    async with open_board(Session(store, today=DAY, user="ana", host="h"), size=(100, 40)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("%")
        await drawn(hand)
        assert hand.top == "TextPage"
        odds = draw_odds(hand.app.desk.outlooks)[hand.release("PAY-4.2").id]
        text = hand.rows()
        assert odds.p85 is not None
        assert f"{odds.p85:%d %b}" in text
        assert f"{odds.in_window:.0%} by" in text
        assert f"drawn from {odds.samples} past releases" in text
        assert "Where it lands" in text


async def test_too_little_past_says_what_is_needed(open_board) -> None:
    """One release is out: five are needed."""
    pytest.importorskip("numpy")
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("%")
        await drawn(hand)
        assert "5 past releases are needed" in hand.rows()
