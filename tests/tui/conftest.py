"""What the stories of the full screen share: a small board of a session in memory, and a hand at its keys."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from releaseboard.domain.model import Release
from releaseboard.session import Session
from releaseboard.settings.config import Config
from releaseboard.store.memory import MemoryStore
from releaseboard.tui.app import ReleaseboardApp
from releaseboard.tui.screens.base import Page
from releaseboard.tui.screens.board import BoardScreen
from releaseboard.tui.screens.rows import RowList, plain_text

TODAY = date(2027, 2, 24)
NOON = datetime(2027, 2, 24, 12, 0, tzinfo=UTC)


def _moving(key: str, stage: str, **more: Any) -> dict[str, Any]:
    """A release in progress in a stage, everything before it finished."""
    order = ["plan", "build", "test", "accept", "deploy"]
    actual = {name: {"started": "2027-02-01", "finished": "2027-02-10"} for name in order[: order.index(stage)]}
    actual[stage] = {"started": "2027-02-15"}
    days = {"plan": 3, "build": 10, "test": 5, "accept": 3, "deploy": 1}
    stages = {name: {"planned_days": days[name], **actual.get(name, {})} for name in order}
    return {
        "key": key, "project": key.partition("-")[0], "state": "in_progress", "stage": stage, "stages": stages,
        "goal": "more", "rm": "ana", "lead": "kim", "team": "core", "target": "2027-03-16",
        "window": {"start": "2027-03-15", "end": "2027-03-19"}, **more,
    }  # fmt: skip


def payments_plan() -> dict[str, list[dict[str, Any]]]:
    """Seven releases of two projects in all standings, with two links, a vendor, two people and two teams."""
    draft = {"state": "draft", "project": "PAY", "title": "Later"}
    ready = {"goal": "x", "rm": "ana", "lead": "kim", "target": "2027-04-06",
             "window": {"start": "2027-04-05", "end": "2027-04-09"}}  # fmt: skip
    out = {"state": "released", "released_on": "2027-02-12", "outcome": "success", "project": "WEB"}
    return {
        "people": [{"id": "ana", "name": "Ana Ruiz", "side": "rm"}, {"id": "kim", "name": "Kim Park"}],
        "teams": [{"id": "core", "name": "Core team"}, {"id": "web", "name": "Web team"}],
        "projects": [{"id": "PAY", "name": "Payments"}, {"id": "WEB", "name": "Web shop"}],
        "releases": [
            _moving("PAY-4.1", "test", title="Refunds"),
            _moving("PAY-4.2", "build", title="Wallets"),
            _moving("WEB-9.0", "build", title="Checkout"),
            {"key": "PAY-5.0", **draft, **ready},
            {"key": "PAY-6.0", **draft},
            {"key": "WEB-9.1", **draft, **ready, "project": "WEB", "state": "committed"},
            {"key": "WEB-8.9", **out, "title": "Search"},
        ],
        "externals": [{"id": "sap", "vendor": "SAP", "product": "cert", "kind": "third_party"}],
        "links": [
            {"successor": "WEB-9.0", "predecessor": "PAY-4.2", "why": "wallet calls"},
            {"successor": "PAY-4.2", "predecessor": "sap", "predecessor_kind": "third_party", "why": "certificate"},
        ],
    }  # fmt: skip


def make_session(plan: Mapping[str, Any] | None = None, *, reason: str = "", user: str = "ana") -> Session:
    """A session on a board in memory, worked as of Wednesday 24 February 2027; `reason` makes it read-only."""
    store = MemoryStore()
    Session.create_in(store, name="Payments", plan=dict(payments_plan() if plan is None else plan), today=TODAY,
                      user=user, host="h", clock=lambda: NOON)  # fmt: skip
    store._reason = reason
    return Session(store, today=TODAY, user="ana", host="h", clock=lambda: NOON)


def sit_beside(session: Session, user: str = "kim", host: str = "k") -> Session:
    """Another person, or the same one in another window, at the same board five minutes later."""
    later = NOON + timedelta(minutes=5)
    return Session(session.store, today=session.today, user=user, host=host, clock=lambda: later)


@dataclass
class Hand:
    """A hand at the keys of an open board, and eyes on what it shows."""

    app: ReleaseboardApp
    pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        """Keys as Textual calls them, one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Letters into a field."""
        await self.press(*({" ": "space"}.get(char, char) for char in text))

    async def go_to(self, key: str) -> None:
        """The board's cursor on a release."""
        self.board.board_view.go_to(self.release(key).id)
        await self.pilot.pause()

    @property
    def session(self) -> Session:
        """The session."""
        return self.app.desk.session

    @property
    def board(self) -> BoardScreen:
        """The page below everything."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, BoardScreen)
        return screen

    @property
    def page(self) -> Page:
        """The page on top."""
        assert self.app.page is not None
        return self.app.page

    @property
    def said(self) -> str:
        """The message in the status line of the page on top; '' when it shows the keys."""
        return self.page.footer.message if self.page.footer is not None else ""

    @property
    def state(self) -> str:
        """What stands at the right of the status line."""
        return self.page.footer.state if self.page.footer is not None else ""

    @property
    def cursor(self) -> str:
        """Key of the release under the board's cursor; '' when there is none."""
        found = self.board.target()
        return found.key if found is not None else ""

    @property
    def top(self) -> str:
        """Class name of the screen on top."""
        return type(self.app.screen).__name__

    def release(self, key: str) -> Release:
        """A release of the session."""
        return self.session.board.release(key)

    def rows(self) -> str:
        """The rows of the list on the screen on top."""
        return plain_text(self.app.screen.query_one(RowList).rows)

    def text(self) -> str:
        """What the whole screen shows."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


Opener = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture
def open_board() -> Opener:
    """Opens a board on a screen: `async with open_board(session=…, size=(80, 24), config=…) as hand`."""

    @asynccontextmanager
    async def opener(
        session: Session | None = None, *, size: tuple[int, int] = (80, 24), config: Config | None = None,
        keys: Sequence[str] = (),
    ) -> AsyncIterator[Hand]:  # fmt: skip
        app = ReleaseboardApp(session or make_session(), config, watch=False)
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot)
            await hand.pilot.pause()
            await hand.press(*keys)
            yield hand

    return opener


@pytest.fixture
def new_session() -> Callable[..., Session]:
    """Makes sessions: see `make_session`."""
    return make_session


@pytest.fixture
def beside() -> Callable[..., Session]:
    """Somebody else at the board of a session: see `sit_beside`."""
    return sit_beside


@pytest.fixture
def plan() -> dict[str, list[dict[str, Any]]]:
    """The small board's plan, to be changed before a session is made of it: see `payments_plan`."""
    return payments_plan()
