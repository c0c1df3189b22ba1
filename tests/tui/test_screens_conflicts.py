"""Two people set one field at the same time: the screen says so, shows both side by side, and settles it."""

from releaseboard.domain import commands as c
from releaseboard.session import Session


def clash(session: Session) -> Session:
    """The session after ana's title for PAY-4.2 met bo's, who did not know of hers."""
    ident = session.board.release("PAY-4.2").id
    session.do(c.EditFields("PAY-4.2", {"title": "Ana's wallets"}))
    mine = session.history()[-1]
    theirs = mine._replace(
        id=mine.id.replace(mine.id[-8:], "zzzzzzzz"), by="bo", host="h2", group="g-bo", seq=1,
        set={"title": "Bo's [b]wallets[/b]"}, key=ident,
    )  # fmt: skip
    session.store.commit([theirs])
    session.refresh()
    assert len(session.find_conflicts()) == 1
    return session


async def test_a_conflict_is_counted_shown_and_settled_by_a_key(open_board) -> None:
    """`=` lists both values with their authors; Enter takes one."""
    async with open_board() as hand:
        clash(hand.session)
        await hand.app.watcher.look_around()
        await hand.pilot.pause(0.05)
        assert "1 conflict" in hand.state
        await hand.press("=")
        assert "Bo's [b]wallets[/b]" in hand.rows()
        assert "Ana's wallets" in hand.rows()
        await hand.press("down", "enter")
        await hand.pilot.pause(0.05)
        assert hand.session.find_conflicts() == ()
        assert hand.release("PAY-4.2").title == "Ana's wallets"


async def test_another_value_is_typed_in_place(open_board) -> None:
    """The third way: neither of the two."""
    async with open_board() as hand:
        clash(hand.session)
        await hand.app.watcher.look_around()
        await hand.pilot.pause(0.05)
        await hand.press("=", "down", "down", "enter")
        await hand.pilot.pause(0.05)
        await hand.type("Both")
        await hand.press("enter")
        await hand.pilot.pause(0.05)
        assert hand.release("PAY-4.2").title == "Both"
        assert hand.session.find_conflicts() == ()


async def test_without_a_conflict_the_key_says_so(open_board) -> None:
    """Never silently nothing."""
    async with open_board() as hand:
        await hand.press("=")
        assert "no conflicts" in hand.said
