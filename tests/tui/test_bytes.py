"""What a key costs on the line to the terminal, in bytes: they are the same on every machine and every run."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from statistics import median
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from drawing import DrawingApp, crowd_board, make_model
from releaseboard.tui.viewmodel import BoardModel
from releaseboard.tui.widgets import boardview
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel
from terminal import Terminal

pytestmark = pytest.mark.tui

SIZES = [(80, 24), (120, 36), (200, 60)]
A_KEY = 2_000  # bytes a cursor key may send (median), panel and all
A_CARD_MOVE = 12_000


class Screen(NamedTuple):
    """A board on a screen whose bytes are counted."""

    app: DrawingApp
    view: BoardView
    pilot: Pilot[None]

    async def cost(self, act: Callable[[], object]) -> int:
        """Bytes sent for one act."""
        self.app.sent()
        act()
        await self.pilot.pause()
        return self.app.sent()


@asynccontextmanager
async def on_screen(model: BoardModel, size: tuple[int, int], app_class: type = DrawingApp) -> AsyncIterator[Screen]:
    """A screen of a size, its first frame sent."""
    app = app_class(model)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Screen(app, app.query_one(BoardView), pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [50, 5_000])
async def test_a_cursor_key(size: tuple[int, int], count: int) -> None:
    """Up and down through a column that scrolls, and sideways: the median is under 1 kB."""
    async with on_screen(make_model(*crowd_board(count)), size) as screen:
        costs = [await screen.cost(lambda: screen.view.move(0, 1)) for _ in range(20)]
        costs += [await screen.cost(lambda: screen.view.move(0, -1)) for _ in range(6)]
        costs += [await screen.cost(lambda step=step: screen.view.move(step, 0)) for step in (1, 1, -1, -1)]
        sent = [cost for cost in costs if cost]
        assert len(sent) >= 15
        assert median(sent) < 1_000 < A_KEY
        assert max(sent) < 2 * A_KEY


async def test_a_key_is_one_frame() -> None:
    """What follows the cursor is drawn with it: Textual's next frame would come 16 ms later."""
    async with on_screen(make_model(*crowd_board(120), cursor="r4"), (120, 36)) as screen:
        screen.app.sent()
        frames = []
        screen.app.post_display_hook = lambda: frames.append(screen.app.sent())
        screen.view.move(0, 1)
        await screen.pilot.pause()
        assert len([size for size in frames if size > 60]) == 1


async def test_five_thousand_cost_as_much_as_fifty() -> None:
    """Within a fifth, for the same walk down a column."""
    medians = []
    for count in (120, 5_000):
        async with on_screen(make_model(*crowd_board(count)), (120, 36)) as screen:
            medians.append(median([await screen.cost(lambda: screen.view.move(0, 1)) for _ in range(15)]))
    assert medians[1] < 1.2 * medians[0]


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_move(size: tuple[int, int]) -> None:
    """A card goes into the next column: two columns shift, the rest stays."""
    board, outlooks = crowd_board(600)
    async with on_screen(make_model(board, outlooks), size) as screen:
        screen.view.move(0, 2)
        ident = screen.view.cursor_id
        moved = board.changed("releases", {ident: dict(board.docs["releases"][ident], stage="build")})

        def move_card() -> None:
            screen.view.model = make_model(moved, outlooks, previous=screen.view.model)

        assert await screen.cost(move_card) < A_CARD_MOVE
        assert screen.view.model.place(ident)[0] == 1


async def test_going_into_the_panel_and_back() -> None:
    """The focus moves without a new screen."""
    async with on_screen(make_model(*crowd_board(600), cursor="r4"), (120, 36)) as screen:
        for target in (screen.app.query_one(Panel), screen.view):
            assert 0 < await screen.cost(target.focus) < A_KEY
        assert screen.view.is_active


async def test_nothing_is_sent_while_nothing_changes() -> None:
    """Also not when the same board comes back from a save."""
    board, outlooks = crowd_board(600)
    async with on_screen(make_model(board, outlooks), (120, 36)) as screen:
        for act in (
            lambda: screen.view.move(0, -1),
            lambda: setattr(screen.view, "model", make_model(board, outlooks, previous=screen.view.model)),
            screen.app.refresh,
        ):
            assert await screen.cost(act) < 60


@pytest.mark.parametrize("count", [120, 5_000])
async def test_only_what_is_in_view_is_painted(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most a screenful of cards at the start and a handful at a key, however many releases there are."""
    painted: list[str] = []
    paint = boardview.paint_card
    monkeypatch.setattr(boardview, "paint_card", lambda card, *a, **k: painted.append(card.id) or paint(card, *a, **k))
    async with on_screen(make_model(*crowd_board(count)), (120, 36)) as screen:
        assert len(painted) <= 80
        at_a_key = []
        for _ in range(19):
            painted.clear()
            screen.view.move(0, 1)
            at_a_key.append(len(painted))
        assert max(at_a_key) <= 8
        assert median(at_a_key) <= 2


async def test_the_first_frame_is_sent_once() -> None:
    """Textual paints it several times; what stands there is not sent again."""
    app = DrawingApp(make_model(*crowd_board(600)))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        first = app.sent()
        app.forget_screen()
        await pilot.pause()
        assert first < 1.2 * app.sent()


@pytest.mark.parametrize("size", SIZES)
async def test_the_terminal_shows_what_was_meant(size: tuple[int, int]) -> None:
    """After a long walk, marks and changed boards, the sum of all differences is the picture of the screen."""
    board, outlooks = crowd_board(90)
    chance = random.Random(7)
    app = DrawingApp(make_model(board, outlooks))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = app.query_one(BoardView)
        for _ in range(40):
            what = chance.random()
            if what < 0.1:
                view.toggle_mark()
            elif what < 0.2 and view.cursor_id:
                doc = dict(view.model.board.docs["releases"][view.cursor_id], title="新しい [b]👩‍💻[/b]", stage="test")
                later = view.model.board.changed("releases", {view.cursor_id: doc})
                view.model = make_model(later, outlooks, previous=view.model)
            else:
                view.move(*chance.choice([(0, 1), (0, 1), (0, 3), (0, -1), (1, 0), (-1, 0)]))
            await pilot.pause()
        good, plain = Terminal(*size), Terminal(*size, joins=False)
        for terminal in (good, plain):
            terminal.feed("".join(app.written))
        assert "\n".join(good.text) + "\n" == app.picture()
        assert "\n".join(plain.text) + "\n" == app.picture().replace("👩\u200d💻", "👩\u200d")
