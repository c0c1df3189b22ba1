"""The timeline on the screen: what it looks like on real boards, and what its keys do."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from house import ROOT
from pictures import assert_picture
from releaseboard.interchange.samples import load_sample
from releaseboard.session import Session
from releaseboard.settings.config import Config
from releaseboard.tui.screens.timeline import TimelineScreen
from releaseboard.tui.widgets.timelineview import TimelineView

pytestmark = pytest.mark.tui

TODAY = date(2027, 2, 24)


@pytest.fixture(scope="module")
def harbour() -> Callable[[], Session]:
    """Sessions on the sample board, each its own."""
    plan = load_sample("harbour", TODAY)

    def make() -> Session:
        return Session.create_in_memory(
            name="Harbour", plan=plan, today=TODAY, user="ana", host="h",
            clock=lambda: datetime(2027, 2, 24, 12, 0, tzinfo=UTC),
        )  # fmt: skip

    return make


@pytest.mark.snapshot
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_timeline_of_the_sample(open_board, harbour, size: tuple[int, int]) -> None:
    """Stages, windows, targets, forecasts, freezes and today; what the chosen release waits for is marked."""
    async with open_board(harbour(), size=size) as hand:
        await hand.go_to("HUB-2.9")
        await hand.press("g", "l")
        assert_picture(f"timeline_{size[0]}x{size[1]}", hand.text() + "\n")


@pytest.mark.snapshot
async def test_the_timeline_in_ascii(open_board, harbour) -> None:
    """Nothing of ours needs more than ASCII."""
    async with open_board(harbour(), size=(80, 24), config=Config(ascii=True)) as hand:
        await hand.press("g", "l")
        rows = hand.text().splitlines()[1:20]
        assert all(line.isascii() for line in rows), [line for line in rows if not line.isascii()]
        assert_picture("timeline_ascii_80x24", hand.text() + "\n")


def view_of(hand) -> TimelineView:
    """The widget on the page on top."""
    assert isinstance(hand.page, TimelineScreen)
    return hand.page.query_one(TimelineView)


async def test_zoom_scroll_and_today(open_board, harbour) -> None:
    """+ and - go through three zooms and say where they end; h and l move through time; . comes back."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        await hand.press("g", "l")
        view = view_of(hand)
        zooms = []
        for key in ("plus", "plus", "minus", "minus", "minus"):
            await hand.press(key)
            zooms.append((view.scale.zoom, hand.said))
        assert [zoom for zoom, _ in zooms][-1] == "month"
        assert "coarsest" in zooms[-1][1]
        await hand.press("plus")
        left = view.left
        await hand.press("l", "l", "h")
        assert view.left > left
        await hand.press("l", "l", "l", "l", "l", "l")
        await hand.press("full_stop")
        assert 0 <= view.scale.cell(TODAY.toordinal()) - view.left < view.room
        assert hand.said == "today"


async def test_the_cursor_and_the_page_of_a_release(open_board, harbour) -> None:
    """j and k go by rows, Enter opens, q comes back to the timeline; J goes on along its rows."""
    async with open_board(harbour()) as hand:
        await hand.press("g", "l", "home", "j", "j", "k")
        view = view_of(hand)
        assert view.model.place == 1
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"
        await hand.press("J", "q")
        assert hand.top == "TimelineScreen"
        await hand.press("end", "pageup", "pagedown", "w")
        assert hand.top == "TextPage"
        await hand.press("q", "q")
        assert hand.top == "BoardScreen"


async def test_filter_and_order_of_the_board_hold(open_board, harbour) -> None:
    """Only what the board shows, as it shows it; the title says so."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        await hand.press("slash")
        await hand.type("project:PAY")
        await hand.press("enter", "s", "g", "l")
        view = view_of(hand)
        keys = [hand.session.board.releases[ident].key for ident in view.model.ids]
        assert keys
        assert all(key.startswith("PAY-") for key in keys)
        days = [view.model.row(ident).out for ident in view.model.ids]
        assert days == sorted(days, key=lambda day: day if day is not None else 10**9)
        assert "project:PAY" in hand.text().splitlines()[0]


async def test_a_replan_moves_the_bars(open_board, harbour) -> None:
    """An edit from the timeline is seen there at once, and undone there."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("g", "l")
        before = view_of(hand).model.row(hand.release("PAY-4.2").id)
        await hand.press("b", "t")
        await hand.type("lab")
        await hand.press("tab", "plus", "5", "enter")
        assert hand.top == "RippleScreen"
        await hand.press("y")
        after = view_of(hand).model.row(hand.release("PAY-4.2").id)
        assert after.is_blocked
        assert (after.out or 0) > (before.out or 0)
        await hand.press("u")
        assert view_of(hand).model.row(before.id) == before


async def test_from_view_to_view_without_piling_up(open_board, harbour) -> None:
    """One view takes the place of the other; the board is one key away."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        for keys in (("g", "l"), ("g", "c"), ("g", "l"), ("g", "d"), ("g", "l")):
            await hand.press(*keys)
            assert len(hand.app.screen_stack) == 2
        await hand.press("g", "l")
        assert hand.said == "this is the timeline"
        await hand.press("g", "b")
        assert hand.top == "BoardScreen"


async def test_every_size_is_drawn(open_board, harbour) -> None:
    """While the window is being pulled about, each line is as wide as the window."""
    async with open_board(harbour()) as hand:
        for keys in (("g", "l"), ("g", "c"), ("g", "d")):
            await hand.press(*keys)
            for size in ((60, 16), (61, 17), (200, 60), (80, 24)):
                await hand.pilot.resize_terminal(*size)
                await hand.pilot.pause()
                lines = [strip.cell_length for strip in hand.app.screen._compositor.render_strips()]
                assert lines == [size[0]] * size[1]


async def test_no_releases(open_board, new_session) -> None:
    """An empty board has a timeline and a calendar that say so."""
    async with open_board(new_session({})) as hand:
        await hand.press("g", "l", "j", "k", "plus", "full_stop")
        assert "Nothing to show" in hand.text()
        await hand.press("enter")
        assert "no release here" in hand.said
        await hand.press("g", "c", "tab")
        assert "nothing later" in hand.said


@pytest.fixture(scope="module")
def dalmatian() -> Session:
    """The releases of one half-year of OpenStack, as of a day in the middle."""
    table = ROOT.parent / "shared" / "data" / "openstack" / "dalmatian_releases.csv"
    if not table.is_file():
        pytest.skip(f"the real data is not there: {table}")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    releases = [
        {
            "key": f"{row['project']}-{row['version']}", "project": row["project"], "state": "released",
            "released_on": row["actual"], "outcome": "success",
            **({"target": row["planned"]} if row["planned"] else {}),
        }
        for row in rows
    ]  # fmt: skip
    return Session.create_in_memory(
        name="Dalmatian", plan={"releases": releases}, today=date(2024, 8, 1), user="ana", host="h",
        clock=lambda: datetime(2024, 8, 1, 12, 0, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.snapshot
async def test_the_timeline_of_openstack(open_board, dalmatian: Session) -> None:
    """Hundreds of releases: readable, and only the rows in view are made."""
    async with open_board(dalmatian, size=(120, 36)) as hand:
        await hand.press("s", "g", "l")
        assert len(view_of(hand).model.ids) > 400
        await hand.press(*["pagedown"] * 4)
        assert_picture("timeline_openstack_120x36", hand.text() + "\n")
        await hand.press("g", "c")
        assert_picture("calendar_openstack_120x36", hand.text() + "\n")
