"""Windows of all sizes, the mouse, and words that want to be more than words."""

from collections.abc import Callable

import pytest

from releaseboard.session import Session

pytestmark = pytest.mark.tui


@pytest.mark.parametrize("size", [(20, 5), (59, 16), (60, 15)])
async def test_a_window_that_is_too_small_says_what_it_needs(open_board, size: tuple[int, int]) -> None:
    """Nothing breaks, and the board comes back by itself with the form that was open."""
    async with open_board() as hand:
        await hand.press("n")
        await hand.type("PAY-8")
        await hand.pilot.resize_terminal(*size)
        await hand.pilot.pause()
        assert hand.top == "TooSmall"
        assert "60×16" in hand.text().replace("\n", " ")
        await hand.pilot.resize_terminal(100, 30)
        await hand.pilot.pause()
        assert hand.top == "FormScreen"
        await hand.press("enter")
        assert hand.cursor == "PAY-8"


async def test_starting_in_a_tiny_window(open_board) -> None:
    """20×5 from the first frame on."""
    async with open_board(size=(20, 5)) as hand:
        assert hand.top == "TooSmall"
        await hand.press("n", "L", "q")
        assert hand.top == "TooSmall"
        await hand.pilot.resize_terminal(80, 24)
        await hand.pilot.pause()
        assert hand.top == "BoardScreen"


async def test_pages_follow_the_window(open_board) -> None:
    """Every page can be made wider, narrower, lower while it is open."""
    async with open_board() as hand:
        for keys in (("enter",), ("q", "question_mark"), ("q", "g", "h"), ("q", "w"), ("q", "colon"), ("escape", "m")):
            await hand.press(*keys)
            for size in ((60, 16), (200, 60), (80, 24)):
                await hand.pilot.resize_terminal(*size)
                await hand.pilot.pause()
                assert max(map(len, hand.text().splitlines())) <= size[0]


HOSTILE = ("[b]x[/b]", "oops [/x]", "[PROJ-12] x", "\x1b]0;pwned\x07 title", "\u202eevil", "日本語" * 40,
           "👩\u200d👩\u200d👧 family", "a" * 10_000)  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
async def test_hostile_titles_are_only_text(open_board, new_session: Callable[..., Session], title: str) -> None:
    """Markup, escapes, bidi, wide and endless titles show on every page without harm."""
    plan = {
        "releases": [{"key": "EVIL-1", "title": title, "goal": title, "notes": title, "state": "draft"}],
        "externals": [{"id": "v", "vendor": title, "kind": "third_party"}],
        "links": [{"successor": "EVIL-1", "predecessor": "v", "predecessor_kind": "third_party", "why": title or "x"}],
    }
    async with open_board(new_session(plan)) as hand:
        await hand.press("e", "escape", "enter")
        for number in range(1, 9):
            await hand.press(str(number))
        await hand.press("w", "q", "q", "g", "h", "q", "colon")
        await hand.type("evil")
        await hand.press("escape", "D", "escape", "d", "escape", "slash")
        await hand.type(title[:20] if title.isprintable() else "x")
        assert "\x1b" not in hand.text()
        assert all(len(line) <= 80 for line in hand.text().splitlines())


async def test_the_mouse_works_where_there_is_one(open_board) -> None:
    """A click moves the cursor, a double click opens, a click on a tab shows it, a click on a row chooses it."""
    async with open_board(size=(120, 36)) as hand:
        await hand.pilot.click("BoardView", offset=(25, 2))
        await hand.pilot.pause()
        assert hand.cursor == "PAY-4.2"
        await hand.pilot.click("BoardView", offset=(25, 2), times=2)
        await hand.pilot.pause()
        assert hand.top == "ReleaseScreen"
        await hand.pilot.click("TabLine", offset=(14, 0))
        await hand.pilot.pause()
        assert "First promised" in hand.rows()
        await hand.press("q", "t")
        await hand.pilot.click("#picker-rows", offset=(4, 2))
        await hand.pilot.pause()
        assert hand.top == "BoardScreen"
