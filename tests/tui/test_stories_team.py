"""Others at the same board: their cursor and their changes on the cards, and a word before one writes over them."""

from collections.abc import Awaitable, Callable

import pytest

from releaseboard.domain import commands as c
from releaseboard.session import Session, SyncState
from releaseboard.tui.messages import StandingSeen

pytestmark = pytest.mark.tui


def line_of(hand, key: str) -> str:
    """The line of the board on which a release's key stands, from its column's wall on."""
    return next(line for line in hand.text().splitlines()[2:18] if key in line)


@pytest.fixture
def tell(beside: Callable[..., Session]) -> Callable[..., Awaitable[None]]:
    """Kim changes the board, and the watcher brings it in."""

    async def change(hand, *commands: object) -> None:
        beside(hand.session).do(*commands)
        assert await hand.app.watcher.look() > 0
        await hand.pilot.pause()

    return change


async def test_where_others_stand_is_marked_on_the_card(open_board) -> None:
    """An @ while their cursor is there; under the own cursor it stands on the second line; gone when they leave."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.1")
        hand.app.post_message(StandingSeen(SyncState(), (("kim", "WEB-9.0"),)))
        await hand.pilot.pause()
        assert "@" in line_of(hand, "WEB-9.0")
        assert "@" not in line_of(hand, "PAY-4.1").replace(line_of(hand, "WEB-9.0"), "")
        await hand.go_to("WEB-9.0")
        lines = hand.text().splitlines()
        at = lines.index(line_of(hand, "WEB-9.0"))
        assert "@" not in lines[at]
        assert "@" in lines[at + 1]
        hand.app.post_message(StandingSeen(SyncState(), ()))
        await hand.pilot.pause()
        assert "@" not in hand.text()


async def test_what_others_changed_is_marked_until_it_is_looked_at(open_board, tell) -> None:
    """A ~ on the card, also for a changed link; ~ lists it and takes the marks off."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.1")
        await tell(hand, c.EditFields("PAY-4.2", {"title": "Wallets 2"}))
        assert "~" in line_of(hand, "PAY-4.2")
        (link,) = hand.session.board.waits_for(hand.release("WEB-9.0").id)
        await tell(hand, c.RemoveLink(link.id, "not needed"), c.AddLink("WEB-9.0", "PAY-4.1", {"why": "other"}))
        assert "~" in line_of(hand, "WEB-9.0")
        await hand.press("~")
        assert "PAY-4.2" in hand.rows()
        await hand.press("q")
        assert "~" not in "".join(line_of(hand, key) for key in ("PAY-4.2", "WEB-9.0"))


async def test_a_form_says_that_the_same_field_was_changed_meanwhile(open_board, tell) -> None:
    """Enter says what stands there now, the second Enter saves; what only they changed is left as they have it."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("e")
        await hand.press("ctrl+u")
        await hand.type("Mine")
        await tell(hand, c.EditFields("PAY-4.2", {"title": "Theirs", "goal": "Their goal"}))
        assert hand.top == "FormScreen"
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "now: Theirs" in hand.text()
        assert "somebody changed this meanwhile" in hand.text()
        assert hand.release("PAY-4.2").title == "Theirs"
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        release = hand.release("PAY-4.2")
        assert (release.title, release.goal) == ("Mine", "Their goal")


async def test_a_form_with_other_fields_says_nothing(open_board, tell) -> None:
    """Edits of different fields both stand, without a question."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("e")
        await hand.press("ctrl+u")
        await hand.type("Mine")
        await tell(hand, c.EditFields("PAY-4.2", {"goal": "Their goal"}))
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        assert (hand.release("PAY-4.2").title, hand.release("PAY-4.2").goal) == ("Mine", "Their goal")


async def test_a_replan_says_that_the_target_was_moved_meanwhile(open_board, tell) -> None:
    """The note of the form is another one now."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("m")
        await hand.type("18 mar")
        await hand.press("tab")
        await hand.press("o")
        await hand.type("late")
        await tell(hand, c.Replan("PAY-4.2", "other", "they did", target=hand.release("PAY-4.1").window.end))
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "meanwhile: target Fri 19 Mar 2027" in hand.text()
