"""The dependency panel on a screen: it follows the cursor, arranges itself, and has a cursor of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from drawing import TODAY, DrawingApp, make_board, make_model, make_release, payments_board
from pictures import assert_picture
from releaseboard.tui.panelmodel import build_panel_model
from releaseboard.tui.viewmodel import BoardModel
from releaseboard.tui.widgets.boardview import BoardView
from releaseboard.tui.widgets.panel import Panel

pytestmark = pytest.mark.tui
RIGHT = "#body { layout: horizontal; } #body Panel { width: 44; height: 1fr; border-left: solid $rule; }"


class Screen(NamedTuple):
    """A board with its panel on a screen, and where the panel wanted to jump."""

    app: DrawingApp
    panel: Panel
    pilot: Pilot[None]
    jumps: list[str]

    @property
    def lines(self) -> list[str]:
        """What is read in the panel."""
        return [self.panel.render_line(y).text.rstrip() for y in range(self.panel.size.height)]


@asynccontextmanager
async def on_screen(model: BoardModel, size: tuple[int, int] = (120, 36), css: str = "") -> AsyncIterator[Screen]:
    """A screen of a size, its panel laid out by more rules."""
    jumps: list[Panel.Jumped] = []

    def listen(message: object) -> None:
        if isinstance(message, Panel.Jumped) and message not in jumps:
            jumps.append(message)

    class StyledApp(DrawingApp):
        CSS = DrawingApp.CSS + css

    app = StyledApp(model)
    async with app.run_test(size=size, message_hook=listen) as pilot:
        await pilot.pause()
        screen = Screen(app, app.query_one(Panel), pilot, [])
        yield screen
        await pilot.pause()
        screen.jumps.extend(message.release_id for message in jumps)


def hub_model(count: int) -> BoardModel:
    """A release that `count` others wait for."""
    releases = [make_release("hub", "HUB-1", "build"), *(make_release(f"r{at}", f"R-{at}") for at in range(count))]
    links = [{"id": f"l{at}", "successor": f"r{at}", "predecessor": "hub", "why": "x"} for at in range(count)]
    return make_model(make_board(releases, links), {}, cursor="hub")


async def test_it_follows_the_cursor() -> None:
    """No key: another card, other dependencies."""
    async with on_screen(make_model(*payments_board(), cursor="r2")) as screen:
        assert screen.lines[0].startswith("── PAY-4.2  Wallets ─")
        screen.app.query_one(BoardView).go_to("r5")
        await screen.pilot.pause()
        assert screen.lines[0].startswith("── PAY-4.1.1  Key rotation ─")
        assert "✓ SDK-5.0" in screen.lines[2]


@pytest.mark.snapshot
async def test_at_the_right_of_the_board() -> None:
    """One below the other: the release, what it waits for, what it holds up, why."""
    async with on_screen(make_model(*payments_board(), cursor="r2"), (120, 24), RIGHT) as screen:
        assert_picture("panel_right_120x24", screen.app.picture())


async def test_what_does_not_fit_is_counted() -> None:
    """The last line says how many more there are."""
    async with on_screen(hub_model(14), (80, 24)) as screen:
        assert screen.panel.size.height == 6
        right = [line[40:].strip() for line in screen.lines[1:]]
        assert right[0] == "holds up 14"
        assert [line.split("  ")[0] for line in right[1:]] == ["- R-0", "- R-1", "- R-2", "+11 more"]


async def test_the_cursor_goes_through_all_of_a_list() -> None:
    """The list scrolls, and the line under the cursor is always seen."""
    async with on_screen(hub_model(14), (80, 24)) as screen:
        screen.panel.is_active = True
        for at in range(14):
            assert screen.panel.current is not None
            assert screen.panel.current.label == f"R-{at}"
            await screen.pilot.pause()
            assert any(f" R-{at} " in f"{line} " for line in screen.lines)
            screen.panel.move(0, 1)
        assert screen.panel.current.label == "R-13"
        screen.panel.home()
        screen.panel.page(1)
        assert screen.panel.current.label == "R-3"
        screen.panel.end()
        assert screen.panel.current.label == "R-13"


async def test_sideways_changes_the_list() -> None:
    """Only where the other list has lines."""
    async with on_screen(make_model(*payments_board(), cursor="r2")) as screen:
        labels = []
        for step in ((0, 0), (1, 0), (0, 9), (1, 0), (-1, 0), (-1, 0)):
            screen.panel.move(*step)
            labels.append(screen.panel.current.label)
        assert labels == ["PAY-4.1.1", "MOB-7.0.build", "WEB-9.1", "WEB-9.1", "SAP cert", "SAP cert"]


async def test_one_below_the_other_down_goes_on_in_the_next_list() -> None:
    """And up comes back."""
    async with on_screen(make_model(*payments_board(), cursor="r2"), css=RIGHT) as screen:
        screen.panel.move(0, 2)
        screen.panel.move(0, 1)
        assert screen.panel.current.label == "MOB-7.0.build"
        screen.panel.move(0, -1)
        assert screen.panel.current.label == "SAP cert"


async def test_enter_jumps_to_a_release_and_only_there() -> None:
    """An outside thing is not on the board."""
    async with on_screen(make_model(*payments_board(), cursor="r2")) as screen:
        assert screen.panel.open_current()
        screen.panel.end()
        assert not screen.panel.open_current()
    assert screen.jumps == ["r5"]


async def test_a_click_jumps() -> None:
    """On the line of a release; the headings do nothing."""
    async with on_screen(make_model(*payments_board(), cursor="r2")) as screen:
        await screen.pilot.click(Panel, offset=(80, 3))
        await screen.pilot.click(Panel, offset=(80, 1))
        await screen.pilot.click(Panel, offset=(50, 2))
    assert screen.jumps == ["r1"]


async def test_the_cursor_stays_on_its_line_while_the_release_does() -> None:
    """A change elsewhere does not move it; another release begins at the top."""
    board, outlooks = payments_board()
    async with on_screen(make_model(board, outlooks, cursor="r2")) as screen:
        screen.panel.end()
        later = board.changed("releases", {"r6": dict(board.docs["releases"]["r6"], title="x")})
        screen.panel.model = build_panel_model(later, outlooks, "r2", today=TODAY)
        assert screen.panel.current.label == "SAP cert"
        screen.panel.model = build_panel_model(later, outlooks, "r1", today=TODAY)
        assert screen.panel.current.label == "PAY-4.2"


async def test_an_empty_panel_says_what_it_is_for() -> None:
    """On an empty board."""
    async with on_screen(make_model(make_board([]), {})) as screen:
        assert "No release here" in screen.lines[1]
        screen.panel.move(1, 1)
        screen.panel.end()
        assert not screen.panel.open_current()
        assert screen.panel.current is None


@pytest.mark.parametrize("height", [1, 2, 3, 4])
async def test_a_low_panel_is_drawn(height: int) -> None:
    """Whatever room is left."""
    async with on_screen(
        make_model(*payments_board(), cursor="r2"), css=f".-mid Panel {{ height: {height}; }}"
    ) as screen:
        assert len(screen.lines) == height
        assert screen.lines[0].startswith("── PAY-4.2")
