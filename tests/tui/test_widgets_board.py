"""The board on a screen: what it looks like, how the cursor, the mouse and changed boards move it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
from textual.message import Message
from textual.pilot import Pilot

from drawing import DrawingApp, crowd_board, make_board, make_model, make_release, payments_board
from pictures import assert_picture
from releaseboard.tui.glyphs import ASCII
from releaseboard.tui.viewmodel import BoardModel
from releaseboard.tui.widgets.boardview import BoardView

pytestmark = pytest.mark.tui


class Screen(NamedTuple):
    """A board on a screen: the app, its board, the keys and the mouse, and what the board announced."""

    app: DrawingApp
    view: BoardView
    pilot: Pilot[None]
    seen: list[Message]


@asynccontextmanager
async def on_screen(model: BoardModel, size: tuple[int, int] = (120, 36), **options: Any) -> AsyncIterator[Screen]:
    """A screen of a size with a board on it."""
    seen: list[Message] = []

    def listen(message: Message) -> None:
        if isinstance(message, BoardView.Moved | BoardView.Opened | BoardView.Marked) and message not in seen:
            seen.append(message)

    app = DrawingApp(model, **options)
    async with app.run_test(size=size, message_hook=listen) as pilot:
        await pilot.pause()
        yield Screen(app, app.query_one(BoardView), pilot, seen)


@pytest.mark.snapshot
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_board_of_the_design(size: tuple[int, int]) -> None:
    """Three columns and short cards at 80 cells, all columns and the release between its lists from 120 on."""
    async with on_screen(make_model(*payments_board(), cursor="r2", marks=["r4"]), size) as screen:
        assert_picture(f"board_{size[0]}x{size[1]}", screen.app.picture())


@pytest.mark.snapshot
async def test_a_full_board() -> None:
    """Columns longer than the screen say what is above and below."""
    async with on_screen(make_model(*crowd_board(120))) as screen:
        screen.view.go_to("r60")
        await screen.pilot.pause()
        assert_picture("crowd_120x36", screen.app.picture())


@pytest.mark.snapshot
async def test_the_board_in_ascii() -> None:
    """Nothing of ours needs more than ASCII."""
    async with on_screen(make_model(*payments_board(), cursor="r2"), (80, 24), glyphs=ASCII) as screen:
        assert screen.app.picture().isascii()
        assert_picture("board_ascii_80x24", screen.app.picture())


async def test_every_size_is_drawn() -> None:
    """Down to one cell, and while the window is being pulled about."""
    async with on_screen(make_model(*crowd_board(50))) as screen:
        for size in ((1, 1), (20, 5), (59, 15), (300, 90), (80, 24)):
            await screen.pilot.resize_terminal(*size)
            await screen.pilot.pause()
            lines = [strip.cell_length for strip in screen.app.screen._compositor.render_strips()]
            assert lines == [size[0]] * size[1]


async def test_moving_announces_the_release() -> None:
    """Each step is one message with the new release; a step against the edge is none."""
    async with on_screen(make_model(*payments_board())) as screen:
        for step in ((0, 1), (0, -1), (0, -1), (1, 0), (-1, 0)):
            screen.view.move(*step)
            await screen.pilot.pause()
    assert [message.release_id for message in screen.seen if isinstance(message, BoardView.Moved)] == [
        "r8",
        "r1",
        "r2",
        "r1",
    ]


async def test_sideways_stays_at_the_same_height() -> None:
    """From a scrolled column the cursor goes to the card beside it on the screen, not to the same row."""
    async with on_screen(make_model(*crowd_board(240))) as screen:
        screen.view.end()
        await screen.pilot.pause()
        screen.view.move(1, 0)
        place = screen.view.model.place(screen.view.cursor_id)
        assert place == (1, 7)


async def test_pages_and_ends() -> None:
    """A screenful less one card, the last, the first."""
    async with on_screen(make_model(*crowd_board(240))) as screen:
        rows = []
        for act in (lambda: screen.view.page(1), screen.view.end, lambda: screen.view.page(-1), screen.view.home):
            act()
            rows.append(screen.view.model.place(screen.view.cursor_id)[1])
        assert rows == [7, 39, 32, 0]


async def test_the_window_of_columns_follows() -> None:
    """At 80 cells the strip shows which three of the six are seen."""
    async with on_screen(make_model(*payments_board()), (80, 24)) as screen:
        strips = []
        for _ in range(4):
            strips.append(screen.app.picture().splitlines()[1].strip())
            screen.view.move(1, 0)
            await screen.pilot.pause()
        assert strips == [
            "‹Plan 2  Build 2/3  Test 1› Accept 1  Deploy 0  Released 2",
            "‹Plan 2  Build 2/3  Test 1› Accept 1  Deploy 0  Released 2",
            "‹Plan 2  Build 2/3  Test 1› Accept 1  Deploy 0  Released 2",
            "Plan 2 ‹Build 2/3  Test 1  Accept 1› Deploy 0  Released 2",
        ]


async def test_going_to_a_release_that_is_not_shown() -> None:
    """Says so, and the cursor stays."""
    async with on_screen(make_model(*payments_board())) as screen:
        assert not screen.view.go_to("nobody")
        assert screen.view.cursor_id == "r1"
    assert screen.seen == []


async def test_a_click_selects_and_a_double_click_opens() -> None:
    """Ctrl-click marks; a click on a heading or a wall does nothing."""
    async with on_screen(make_model(*payments_board())) as screen:
        await screen.pilot.click(BoardView, offset=(22, 6))
        assert screen.view.cursor_id == "r3"
        await screen.pilot.click(BoardView, offset=(22, 3), times=2)
        await screen.pilot.click(BoardView, offset=(42, 3), control=True)
        assert screen.view.model.marks == {"r4"}
        await screen.pilot.click(BoardView, offset=(20, 3))
        await screen.pilot.click(BoardView, offset=(5, 0))
        await screen.pilot.click(BoardView, offset=(5, 20))
        assert screen.view.cursor_id == "r4"
    assert [message.release_id for message in screen.seen if isinstance(message, BoardView.Opened)] == ["r2"]
    assert [message.release_id for message in screen.seen if isinstance(message, BoardView.Marked)] == ["r4"]


async def test_the_wheel_scrolls_the_column_under_the_pointer() -> None:
    """Another column stays; in the cursor's own column the cursor is taken along only at the edge."""
    async with on_screen(make_model(*crowd_board(240))) as screen:
        assert screen.view.release_at(30, 2) == screen.view.model.columns[1].ids[0]
        screen.view._scroll_column(30, 1)
        assert screen.view.release_at(30, 2) == screen.view.model.columns[1].ids[1]
        assert screen.view.cursor_id == screen.view.model.columns[0].ids[0]
        screen.view._scroll_column(5, 1)
        assert screen.view.cursor_id == screen.view.model.columns[0].ids[1]
        screen.view._scroll_column(5, -9)
        screen.view._scroll_column(30, 10_000)
        assert screen.view.release_at(30, 2) == screen.view.model.columns[1].ids[-8]


async def test_a_mark_is_drawn_and_announced() -> None:
    """`*` before the card."""
    async with on_screen(make_model(*payments_board())) as screen:
        screen.view.toggle_mark()
        await screen.pilot.pause()
        assert "»A  WEB-9.0 major" in screen.app.picture()
        screen.view.toggle_mark()
        await screen.pilot.pause()
        assert "*A" not in screen.app.picture()
    assert [message.release_id for message in screen.seen] == ["r1", "r1"]


async def test_a_changed_board_is_shown_and_keeps_the_cursor() -> None:
    """A teammate moved the card under the cursor: it is followed into the other column."""
    board, outlooks = payments_board()
    async with on_screen(make_model(board, outlooks, cursor="r4")) as screen:
        doc = dict(board.docs["releases"]["r4"], stage="deploy")
        screen.view.model = make_model(board.changed("releases", {"r4": doc}), outlooks, previous=screen.view.model)
        await screen.pilot.pause()
        assert "Deploy 1" in screen.app.picture()
        assert screen.view.cursor_id == "r4"
    assert screen.seen == []


async def test_an_empty_board_is_drawn() -> None:
    """Headings without cards, and keys that do nothing."""
    async with on_screen(make_model(make_board([]), {})) as screen:
        for act in (
            screen.view.home,
            screen.view.end,
            screen.view.toggle_mark,
            lambda: screen.view.move(1, 1),
            lambda: screen.view.page(1),
        ):
            act()
        await screen.pilot.pause()
        assert "Plan 0" in screen.app.picture()
    assert screen.seen == []


async def test_the_cursor_is_a_trail_while_the_keys_go_elsewhere() -> None:
    """Another background and no sign, so that one sees where the keys act."""
    async with on_screen(make_model(*payments_board())) as screen:
        bright = screen.view.render_line(2)
        screen.view.is_active = False
        await screen.pilot.pause()
        assert screen.view.render_line(2).text[1:] == bright.text[1:]
        assert (bright.text[0], screen.view.render_line(2).text[0]) == ("›", " ")
        assert screen.view.render_line(2) != bright


async def test_another_theme_is_drawn_at_once() -> None:
    """Nothing painted before is used."""
    async with on_screen(make_model(make_board([make_release("r1", "A-1", "build")]), {})) as screen:
        before = screen.view.render_line(0)
        screen.app.theme = "textual-light"
        await screen.pilot.pause()
        await screen.pilot.pause()
        assert screen.view.render_line(0) != before
