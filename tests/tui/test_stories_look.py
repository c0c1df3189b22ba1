"""Finding one's way: filter, views, order, panel, jumps, pages, history, commands, themes, keys of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from releaseboard.domain import commands
from releaseboard.session import Session
from releaseboard.settings.config import Config, load_config
from releaseboard.settings.fields import View

pytestmark = pytest.mark.tui


async def test_the_filter_works_as_one_types_and_escape_gives_back(open_board) -> None:
    """Each letter counts; Esc restores what was there before; Enter keeps, and the keys are the board's again."""
    async with open_board() as hand:
        await hand.press("slash")
        await hand.type("web")
        assert hand.board.model.shown == 3
        await hand.press("escape")
        assert hand.board.model.shown == 7
        await hand.press("slash")
        await hand.type("lead:kim -project:WEB")
        await hand.press("enter")
        assert {hand.session.board.releases[ident].key for ident in hand.board.shown_ids()} == {
            "PAY-4.1", "PAY-4.2", "PAY-5.0",
        }  # fmt: skip
        await hand.press("j", "escape")
        assert hand.board.model.shown == 7


async def test_a_filter_that_cannot_be_read_names_the_column(open_board) -> None:
    """The message has the column, what was shown stays, and Enter does not keep the broken text."""
    async with open_board() as hand:
        await hand.press("slash")
        await hand.type("web colour:red")
        assert "column 5" in hand.said
        await hand.press("enter")
        assert hand.board.query("#find")


async def test_a_filter_that_finds_nothing_teaches(open_board) -> None:
    """The board says how to change it."""
    async with open_board() as hand:
        await hand.press("slash")
        await hand.type("nowhere")
        await hand.press("enter")
        assert "Nothing fits this filter. / changes it, 0 shows all releases again." in hand.text()
        await hand.press("0")
        assert hand.board.model.shown == 7


async def test_saved_views_and_order(open_board, tmp_path: Path) -> None:
    """V keeps filter and order in the config; its number brings them back; 0 shows all; s goes through the orders."""
    config = load_config(str(tmp_path / "config.toml"))
    async with open_board(config=config) as hand:
        await hand.press("3")
        assert hand.said == "view 3 is empty: V keeps what you see as a view"
        await hand.press("slash")
        await hand.type("project:WEB")
        await hand.press("enter", "s", "s", "V", "2")
        await hand.type("web things")
        await hand.press("enter")
        assert load_config(str(tmp_path / "config.toml")).views == {2: View("web things", "project:WEB", "priority")}
        await hand.press("0", "s")
        assert (hand.board.model.shown, hand.board.sort) == (7, "key")
        await hand.press("2")
        assert (hand.board.model.shown, hand.board.sort) == (3, "priority")


async def test_an_empty_board_teaches(open_board, new_session: Callable[..., Session]) -> None:
    """It names the key that adds a release and the command that brings many; keys on a release say there is none."""
    async with open_board(new_session({})) as hand:
        assert "No releases yet: n adds one, `releaseboard import plan.toml` brings many." in hand.text()
        for key in ("L", "enter", "w", "space", "y"):
            await hand.press(key)
            assert "there is no release here" in hand.said, key
        await hand.press("n")
        await hand.type("PAY-1.0")
        await hand.press("enter")
        assert hand.cursor == "PAY-1.0"


async def test_the_panel_is_entered_jumped_from_and_put_elsewhere(open_board) -> None:
    """Tab, Enter on a release jumps there, o comes back; p goes through the places."""
    async with open_board() as hand:
        await hand.go_to("WEB-9.0")
        await hand.press("tab")
        assert hand.board.view == "panel"
        await hand.press("enter")
        assert hand.cursor == "PAY-4.2"
        await hand.press("escape", "o")
        assert (hand.cursor, hand.board.view) == ("WEB-9.0", "board")
        await hand.press("p")
        assert hand.said == "panel at the right"
        await hand.press("p", "tab")
        assert "the panel is hidden" in hand.said
        await hand.press("p", "o")
        assert "you have not jumped" in hand.said


async def test_a_line_that_is_no_release_says_so(open_board) -> None:
    """A vendor has no card to go to."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("tab", "enter")
        assert "not a release" in hand.said


async def test_a_dependency_is_added_edited_and_cut(open_board) -> None:
    """d with a few letters; e on the panel's line changes it as one group; D cuts it; u brings it back."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("d")
        await hand.type("5.0")
        await hand.press("enter", "2", "tab", "s")
        await hand.type("same code")
        await hand.press("enter")
        assert hand.top == "BoardScreen"
        links = hand.session.board.waits_for(hand.release("PAY-4.2").id)
        made = next(link for link in links if link.why == "same code")
        assert (made.predecessor, made.lag, made.strength) == (hand.release("PAY-5.0").id, 2, "soft")
        await hand.press("tab", "j", "e", "tab", "4", "enter")
        found = [link.lag for link in hand.session.board.links.values() if link.why == "same code"]
        assert found == [4]
        await hand.press("u")
        found = [link.lag for link in hand.session.board.links.values() if link.why == "same code"]
        assert found == [2]
        await hand.press("D")
        assert len(hand.session.board.waits_for(hand.release("PAY-4.2").id)) == 1


async def test_a_loop_is_refused_in_place_and_named(open_board) -> None:
    """PAY-4.2 can't wait for what waits for it; the form stays with the whole loop under the field."""
    async with open_board(size=(120, 36)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("d")
        await hand.type("web-9.0")
        await hand.press("enter", "tab", "tab")
        await hand.type("because")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "that would close a loop: WEB-9.0 → PAY-4.2 → WEB-9.0" in hand.text()


async def test_cutting_a_dependency_asks_which(open_board) -> None:
    """On the board D lists the links of the release."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("D")
        assert "WEB-9.0 waits for PAY-4.2" in hand.rows()
        await hand.type("web")
        await hand.press("enter")
        assert hand.session.board.holds_up(hand.release("PAY-4.2").id) == ()


async def test_the_page_of_a_release_has_eight_tabs(open_board) -> None:
    """Enter opens it; numbers and Tab go through the tabs, J to the next release; the links can be followed."""
    async with open_board() as hand:
        await hand.go_to("WEB-9.0")
        await hand.press("enter")
        assert "Checkout" in hand.text()
        seen = []
        for number in range(1, 9):
            await hand.press(str(number))
            seen.append(hand.rows())
        assert len(set(seen)) == 8
        await hand.press("3", "enter")
        assert hand.page.target() == hand.release("PAY-4.2")
        await hand.press("1", "o")
        assert hand.page.target() == hand.release("WEB-9.0")
        await hand.press("K")
        assert hand.page.target() == hand.release("PAY-4.2")
        await hand.press("L")
        assert hand.release("PAY-4.2").stage == "test"
        await hand.press("q")
        assert hand.top == "BoardScreen"


async def test_why_gives_the_rules(open_board, new_session: Callable[..., Session]) -> None:
    """w shows the numbered rules that hold; q closes."""
    session = new_session()
    session.do(commands.BlockRelease("PAY-4.2", "defect", "crash"))
    async with open_board(session) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("w")
        assert "Rules that hold" in hand.rows()
        assert "A6" in hand.rows()
        await hand.press("q")
        assert hand.top == "BoardScreen"


async def test_history_says_who_what_when_and_why_and_undoes(open_board) -> None:
    """g h lists groups, the latest first; u takes one back; Enter opens the release."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("L", "g", "h")
        first = hand.rows().splitlines()[0]
        assert "ana" in first
        assert "PAY-4.2" in first
        await hand.press("u")
        assert hand.release("PAY-4.2").stage == "build"
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"
        await hand.press("g", "b")
        assert hand.top == "BoardScreen"


async def test_undoing_the_change_of_another_is_asked(
    open_board, new_session: Callable[..., Session], beside: Callable[..., Session]
) -> None:
    """The question names the person; n leaves everything, y undoes."""
    session = new_session()
    other = beside(session)
    other.do(commands.MoveRelease("PAY-4.2", "next"))
    session.refresh()
    async with open_board(session) as hand:
        await hand.press("g", "h", "u")
        assert "kim made this change" in hand.text()
        await hand.press("n")
        assert hand.release("PAY-4.2").stage == "test"
        await hand.press("u", "y")
        assert hand.release("PAY-4.2").stage == "build"


async def test_news_shows_what_others_did_once(
    open_board, new_session: Callable[..., Session], beside: Callable[..., Session]
) -> None:
    """~ lists kim's move, not ana's; the next time there is nothing new."""
    session = new_session()
    other = beside(session)
    other.do(commands.MoveRelease("PAY-4.2", "next"))
    session.refresh()
    async with open_board(session) as hand:
        await hand.press("tilde")
        assert "kim" in hand.rows()
        assert hand.rows().count("\n") == 0
        await hand.press("q", "tilde")
        assert hand.rows() == "nobody else has changed anything"


async def test_the_palette_finds_commands_and_releases(open_board) -> None:
    """: and a few letters; a command that can't act says why and the list stays; a release is jumped to."""
    async with open_board() as hand:
        await hand.go_to("PAY-6.0")
        await hand.press("colon")
        await hand.type("move on")
        await hand.press("enter")
        assert hand.top == "Picker"
        assert "can't be moved" in hand.text()
        await hand.press("ctrl+u")
        await hand.type("checkout")
        await hand.press("enter")
        assert (hand.top, hand.cursor) == ("BoardScreen", "WEB-9.0")
        await hand.press("ctrl+p")
        await hand.type("sort diff")
        await hand.press("enter")
        assert hand.board.sort == "forecast"


async def test_the_theme_is_previewed_and_escape_brings_the_old_one_back(open_board, tmp_path: Path) -> None:
    """Each theme is shown as the cursor comes to it; Enter keeps it in the config."""
    config = load_config(str(tmp_path / "config.toml"))
    async with open_board(config=config) as hand:
        before = hand.app.theme
        await hand.press("t", "down")
        assert hand.app.theme != before
        await hand.press("escape")
        assert hand.app.theme == before
        await hand.press("t")
        await hand.type("light")
        await hand.press("enter")
        assert hand.app.theme == "light"
        assert load_config(str(tmp_path / "config.toml")).theme == "light"


@pytest.mark.parametrize("theme", ["ansi", "colour-blind-safe", "dark", "high-contrast", "light"])
async def test_every_shipped_theme_draws_every_page(open_board, theme: str) -> None:
    """No theme makes a page fail."""
    async with open_board(config=Config(theme=theme)) as hand:
        assert hand.app.theme == theme
        await hand.press("enter", "3", "question_mark", "q", "q", "n", "escape", "colon", "escape", "g", "h")
        assert hand.top == "HistoryScreen"


async def test_a_broken_theme_costs_only_itself(open_board, tmp_path: Path) -> None:
    """The default is taken, and the file is named once."""
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text('[colours]\nforeground = "blurple"\n')
    config = Config(path=str(tmp_path / "config.toml"), theme="mine")
    async with open_board(config=config) as hand:
        assert hand.app.theme == "dark"
        assert any("mine.toml" in str(problem) for problem in hand.app.problems)


async def test_two_keys_in_a_row(open_board) -> None:
    """g says what may follow; an unknown second key says so; Esc backs out."""
    async with open_board() as hand:
        await hand.press("g")
        assert "h history" in hand.said
        await hand.press("x")
        assert hand.said == "there is nothing under g x"
        await hand.press("g", "escape")
        assert hand.said == ""
        await hand.press("g", "e")
        assert hand.board.model.cursor


async def test_the_users_own_keys(open_board) -> None:
    """A key of the config replaces the registry's, one by one and in sequences; help and status line show it."""
    config = Config(keys={"move_on": "ctrl+n", "show_history": "ctrl+g", "find": "g f"})
    async with open_board(config=config) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("L")
        assert hand.release("PAY-4.2").stage == "build"
        await hand.press("ctrl+n")
        assert hand.release("PAY-4.2").stage == "test"
        await hand.press("g", "f")
        assert hand.board.query("#find")
        await hand.press("escape", "ctrl+g")
        assert hand.top == "HistoryScreen"
        await hand.press("q", "question_mark")
        assert "Ctrl+N" in hand.rows()
