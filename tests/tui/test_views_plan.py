"""Calendar, dependency graph, ripple preview and the page of reasons on the screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pictures import assert_picture
from releaseboard.interchange.samples import load_sample
from releaseboard.session import Session

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
async def test_the_calendar_of_the_sample(open_board, harbour, size: tuple[int, int]) -> None:
    """March: freezes, holidays, events, gates, what goes out."""
    async with open_board(harbour(), size=size) as hand:
        await hand.press("g", "c", "l")
        assert_picture(f"calendar_{size[0]}x{size[1]}", hand.text() + "\n")


async def test_days_weeks_and_months(open_board, harbour) -> None:
    """Arrows by days, j and k by weeks, h and l by months, Tab to what has something on it, . to today."""
    async with open_board(harbour()) as hand:
        await hand.press("g", "c")
        seen = []
        for key in ("right", "j", "k", "left", "l", "h", "h", "end", "home", "pagedown", "pageup", "full_stop", "tab"):
            await hand.press(key)
            seen.append(str(hand.page._month.day))
        assert seen == [
            "2027-02-25", "2027-03-04", "2027-02-25", "2027-02-24", "2027-03-24", "2027-02-24", "2027-01-24",
            "2027-01-31", "2027-01-01", "2027-04-01", "2027-01-01", "2027-02-24", "2027-02-25",
        ]  # fmt: skip


async def test_a_day_lists_what_is_on_it(open_board, harbour) -> None:
    """Enter lists; a release of the list opens its page; an empty day says so."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        await hand.press("g", "c", "enter")
        assert hand.top == "Picker"
        assert "DESK-12.2.2 goes out" in hand.rows()
        await hand.type("desk-12.2.2 goes")
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"
        assert "DESK-12.2.2" in hand.text().splitlines()[0]
        await hand.press("q", "h", "h", "h", "h", "h", "h", "h", "h", "h", "enter")
        assert "nothing is on this day" in hand.said or hand.top == "Picker"


@pytest.mark.snapshot
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_graph_of_the_sample(open_board, harbour, size: tuple[int, int]) -> None:
    """Both trees of one release with states, days, floats and what drives the date."""
    async with open_board(harbour(), size=size) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("g", "d")
        assert_picture(f"graph_{size[0]}x{size[1]}", hand.text() + "\n")


async def test_along_the_graph(open_board, harbour) -> None:
    """Enter makes a line the middle, o goes back, Enter in the middle opens the page, + and - change the depth."""
    async with open_board(harbour(), size=(120, 36)) as hand:
        await hand.go_to("HUB-2.9")
        await hand.press("g", "d", "home", "enter")
        assert "Dependencies of HUB-2.8 " in hand.text().splitlines()[0]
        await hand.press("minus")
        assert "3 steps" in hand.said
        await hand.press("plus", "o")
        assert "Dependencies of HUB-2.9 " in hand.text().splitlines()[0]
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"


@pytest.mark.snapshot
async def test_why_tells_the_whole_chain(open_board, harbour) -> None:
    """The sentence, people, the chain, rules, room and days; it scrolls."""
    async with open_board(harbour(), size=(120, 50)) as hand:
        await hand.go_to("HUB-2.9")
        await hand.press("w")
        assert_picture("why_120x50", hand.text() + "\n")


@pytest.mark.snapshot
async def test_a_replan_is_shown_before_it_is_saved(open_board, harbour) -> None:
    """The table of all that moves; Esc leaves the form and the board as they were, y saves."""
    async with open_board(harbour()) as hand:
        await hand.go_to("SDK-3.0")
        before = hand.session.board
        await hand.press("m", "tab", "t", *"vendor", "tab", "tab", *"build=30", "enter")
        assert hand.top == "RippleScreen"
        assert_picture("ripple_80x24", hand.text() + "\n")
        assert hand.session.board is before
        await hand.press("j", "k", "pagedown", "home", "end", "escape")
        assert hand.top == "FormScreen"
        assert hand.session.board is before
        assert "vendor" in hand.text()
        await hand.press("enter", "y")
        assert hand.top == "BoardScreen"
        assert hand.release("SDK-3.0").stage_plan("build").planned_days == 30


async def test_what_moves_nothing_is_saved_at_once(open_board, harbour) -> None:
    """A title moves no date: no preview."""
    async with open_board(harbour()) as hand:
        await hand.go_to("SDK-3.0")
        await hand.press("e", "ctrl+u")
        await hand.type("another")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        assert hand.release("SDK-3.0").title == "another"


async def test_a_link_that_moves_dates_is_shown_first(open_board, new_session) -> None:
    """d asks, then shows what waits longer; a refused one stays in its form."""
    async with open_board(new_session()) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("d")
        await hand.type("WEB-9.0")
        await hand.press("tab", "tab", "tab")
        await hand.type("calls")
        await hand.press("enter")
        assert hand.top in ("RippleScreen", "BoardScreen")
        if hand.top == "RippleScreen":
            assert "PAY-4.1" in hand.text()
            await hand.press("y")
        assert len(hand.session.board.links) == 3


HOSTILE = ("[b]x[/b]", "oops [/x]", "\x1b]0;pwned\x07 title", "\u202eevil", "日本語" * 40, "👩\u200d👩\u200d👧 family")


@pytest.mark.parametrize("title", HOSTILE)
async def test_hostile_words_are_only_text(open_board, new_session, title: str) -> None:
    """On every view of the plan."""
    plan = {
        "releases": [{"key": "EVIL-1", "title": title, "goal": title, "rm": "ana", "lead": "kim", "state": "committed",
                      "target": "2027-03-02", "window": {"start": "2027-03-01", "end": "2027-03-05"},
                      "stages": {"build": {"planned_days": 3}}}],
        "people": [{"id": "kim", "name": title}],
        "externals": [{"id": "v", "vendor": title, "kind": "third_party", "date_expected": "2027-02-26"}],
        "freezes": [{"id": "f", "name": title, "start": "2027-03-01", "end": "2027-03-01"}],
        "events": [{"id": "e", "name": title, "date": "2027-02-25"}],
        "links": [{"successor": "EVIL-1", "predecessor": "v", "predecessor_kind": "third_party", "why": title}],
    }  # fmt: skip
    async with open_board(new_session(plan)) as hand:
        for keys in (("g", "l"), ("l", "minus"), ("g", "c"), ("tab", "enter"), ("escape", "g", "d"), ("w",),
                     ("q", "b", "t", "x", "enter")):  # fmt: skip
            await hand.press(*keys)
            assert "\x1b" not in hand.text()
            assert [strip.cell_length for strip in hand.app.screen._compositor.render_strips()] == [80] * 24
