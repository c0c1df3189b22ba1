"""Edits show at once and are saved behind the screen; a file that can't be written loses nothing."""

from collections.abc import Callable, Sequence

import pytest

from releaseboard.domain import commands
from releaseboard.domain.changes import Change
from releaseboard.errors import BoardUnavailable
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore
from releaseboard.tui.messages import BoardChanged, ReadFailed, Saved, SaveFailed
from releaseboard.tui.watcher import Watcher
from releaseboard.tui.writer import Writer

pytestmark = pytest.mark.tui


class Stubborn(MemoryStore):
    """A board in memory whose disk is full while `is_full`, and can't be read while `is_gone`."""

    is_full = False
    is_gone = False

    def commit(self, changes: Sequence[Change]):
        """Refused while the disk is full."""
        if self.is_full:
            raise BoardUnavailable("the disk is full", "make room")
        return super().commit(changes)

    def fingerprint(self) -> object:
        """Refused while the share is gone."""
        if self.is_gone:
            raise BoardUnavailable("the share is not there")
        return super().fingerprint()


@pytest.fixture
def stubborn(new_session: Callable[..., Session]) -> tuple[Session, Stubborn]:
    """A session on the small board, and its store."""
    plain = new_session()
    store = Stubborn()
    store.create(plain.history())
    return Session(store, today=plain.today, user="ana", host="h"), store


async def test_an_edit_is_shown_and_then_saved(open_board) -> None:
    """The status line says so, and nothing is pending."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("L")
        await hand.pilot.pause(0.05)
        assert hand.session.pending == 0
        assert hand.state.startswith("synced")


async def test_a_full_disk_keeps_the_edits(open_board, stubborn) -> None:
    """The error is said, the edit stays on the screen and is written when there is room; more edits may follow."""
    session, store = stubborn
    async with open_board(session) as hand:
        store.is_full = True
        await hand.go_to("PAY-4.2")
        await hand.press("L")
        await hand.pilot.pause(0.05)
        assert "not saved: the disk is full" in hand.said
        assert hand.state == "not saved: 1 only on this screen"
        assert hand.release("PAY-4.2").stage == "test"
        await hand.go_to("WEB-9.0")
        await hand.press("L")
        await hand.pilot.pause(0.05)
        assert hand.state == "not saved: 2 only on this screen"
        store.is_full = False
        await hand.press("ctrl+r")
        await hand.pilot.pause(0.05)
        assert hand.session.pending == 0
        assert Session(store, today=session.today).board.release("WEB-9.0").stage == "test"


async def test_quitting_with_unsaved_edits_asks(open_board, stubborn) -> None:
    """q tries once more, names what would be lost; n stays, y leaves with exit code 3."""
    session, store = stubborn
    async with open_board(session) as hand:
        store.is_full = True
        await hand.go_to("PAY-4.2")
        await hand.press("L", "q")
        await hand.pilot.pause(0.05)
        assert hand.top == "Question"
        assert "1 of your changes can't be saved: the disk is full" in hand.text()
        await hand.press("n")
        assert hand.top == "BoardScreen"
        await hand.press("q")
        await hand.pilot.pause(0.05)
        await hand.press("y")
        assert hand.app.return_value == 3


async def test_quitting_saves_first(open_board, stubborn) -> None:
    """An edit made right before q is in the file."""
    session, store = stubborn
    async with open_board(session) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("L", "q")
        await hand.pilot.pause(0.05)
        assert hand.app.return_value == 0
    assert Session(store, today=session.today).board.release("PAY-4.2").stage == "test"


async def test_what_others_write_appears(open_board, stubborn) -> None:
    """The card moves, the status line names the person, the cursor stays where it was."""
    session, store = stubborn
    async with open_board(session) as hand:
        await hand.go_to("WEB-9.0")
        Session(store, today=session.today, user="kim", host="k").do(commands.MoveRelease("PAY-4.2", "next"))
        await hand.press("ctrl+r")
        assert hand.release("PAY-4.2").stage == "test"
        assert hand.said == "kim changed the board: ~ shows what"
        assert hand.cursor == "WEB-9.0"


async def test_a_share_that_is_gone_is_said_and_the_board_stays(open_board, stubborn) -> None:
    """What was read last stays on the screen."""
    session, store = stubborn
    async with open_board(session) as hand:
        store.is_gone = True
        await hand.press("ctrl+r")
        assert "the share is not there" in hand.said
        assert hand.board.model.shown == 7


async def test_the_writer_tries_again_by_itself(stubborn) -> None:
    """After a failure it waits, writes when it can, and tells both."""
    import asyncio

    session, store = stubborn
    told: list[object] = []
    done = asyncio.Event()

    def note(message: Saved | SaveFailed) -> None:
        told.append(message)
        store.is_full = False
        if isinstance(message, Saved):
            done.set()

    writer = Writer(session, note, retry_after=(0.01,))
    store.is_full = True
    session.do(commands.MoveRelease("PAY-4.2", "next"), save=False)
    task = asyncio.create_task(writer.run())
    writer.wake()
    await asyncio.wait_for(done.wait(), 5)
    task.cancel()
    assert [type(message) for message in told] == [SaveFailed, Saved]
    assert told[0].pending == 1
    assert session.pending == 0


async def test_the_watcher_tells_others_from_own_and_failures_once(stubborn) -> None:
    """Own edits of another window are not news; a failure is told once until it is over."""
    session, store = stubborn
    told: list[object] = []
    watcher = Watcher(session, told.append)
    assert await watcher.look() == 0
    Session(store, today=session.today, user="ana", host="h2").do(commands.MoveRelease("PAY-4.2", "next"))
    assert await watcher.look() == 0
    Session(store, today=session.today, user="kim", host="k").do(commands.MoveRelease("WEB-9.0", "next"))
    assert await watcher.look() == 1
    assert [message.by_others for message in told if isinstance(message, BoardChanged)] == [False, True]
    store.is_gone = True
    await watcher.look()
    await watcher.look()
    assert sum(isinstance(message, ReadFailed) for message in told) == 1
