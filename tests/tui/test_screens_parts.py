"""Lists of rows, themes for Textual, and the screen where no board was found."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from releaseboard.session import Session
from releaseboard.settings.config import Config
from releaseboard.settings.themes import load_themes
from releaseboard.tui import theming
from releaseboard.tui.firststart import FirstStartApp
from releaseboard.tui.screens.rows import Row, RowList, plain_text, text_row
from releaseboard.tui.themed import Themed

pytestmark = pytest.mark.tui


class ListApp(Themed, App[None]):
    """An app with one list."""

    CSS_PATH = [str(Path(theming.__file__).parent / "css" / "board.tcss")]

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = RowList(rows)
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.rows

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Note it."""
        self.told.append(event.row.id)


def numbered(count: int) -> list[Row]:
    """A heading and rows."""
    return [text_row("Heading", "strong"), *(Row(f"r{at}", ((f"row {at}", ""),)) for at in range(count))]


async def test_the_cursor_passes_headings_and_stays_in_view() -> None:
    """It begins on the first row that can be chosen, and the heading above it comes back into view with it."""
    app = ListApp(numbered(100))
    async with app.run_test(size=(30, 10)):
        rows = app.rows
        assert rows.current == rows.rows[1]
        rows.go_to_end(last=True)
        assert rows.current.id == "r99"
        assert "row 99" in "".join(segment.text for segment in rows.render_line(9))
        rows.page(-1)
        assert rows.current.id == "r90"
        rows.go_to_end(last=False)
        assert "Heading" in "".join(segment.text for segment in rows.render_line(0))


async def test_a_text_without_rows_to_choose_scrolls() -> None:
    """Keys move the text, not a cursor, and it stops at its end."""
    app = ListApp([text_row(f"line {at}") for at in range(30)])
    async with app.run_test(size=(30, 10)):
        app.rows.move(5)
        assert "line 5" in "".join(segment.text for segment in app.rows.render_line(0))
        app.rows.page(9)
        app.rows.page(9)
        app.rows.page(9)
        assert "line 20" in "".join(segment.text for segment in app.rows.render_line(0))
        assert app.rows.current is None


async def test_other_rows_keep_the_cursor_where_asked() -> None:
    """By id, and near where it was when that is gone."""
    app = ListApp(numbered(9))
    async with app.run_test(size=(30, 10)):
        app.rows.go_to("r5")
        app.rows.show(numbered(7), keep=True)
        assert app.rows.current.id == "r5"
        app.rows.show(numbered(3), keep=True)
        assert app.rows.current.id == "r2"
        app.rows.show(numbered(3))
        assert app.rows.current.id == "r0"


async def test_rows_are_cut_and_the_right_side_stays() -> None:
    """A line is never wider than the list; what stands at the right is not pushed out by wide characters."""
    app = ListApp([Row("x", (("日本語" * 30, ""),), (("Enter", "key"),))])
    async with app.run_test(size=(30, 4)):
        strip = app.rows.render_line(0)
        text = "".join(segment.text for segment in strip)
        assert strip.cell_length == 30
        assert text.endswith(" Enter")
        assert plain_text(app.rows.rows).startswith("日本語")


async def test_a_click_chooses_a_row_and_the_wheel_moves_the_view() -> None:
    """Headings can't be chosen."""
    app = ListApp(numbered(40))
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.click(RowList, offset=(3, 0))
        await pilot.click(RowList, offset=(3, 3))
        await pilot.pause()
        assert app.told == ["r2"]
        app.rows.scroll_lines(6)
        assert "row 5" in "".join(segment.text for segment in app.rows.render_line(0))


def test_every_shipped_theme_is_one_that_textual_can_draw() -> None:
    """All of them, with every variable that the style sheets name."""
    found = theming.load_all("")
    assert set(found.themes) == set(load_themes("").themes)
    assert not found.problems
    for theme in found.themes.values():
        assert set(theming.FALLBACK) <= set(theming.to_textual(theme).variables)


def test_a_theme_is_looked_for_in_the_users_folder_first(tmp_path: Path) -> None:
    """A user's `dark` replaces the shipped one; a broken one gives way to it, with its problems."""
    folder = tmp_path / "themes"
    folder.mkdir()
    shipped = Path(load_themes("").themes["dark"].path).read_text(encoding="utf-8")
    (folder / "dark.toml").write_text(shipped.replace("title =", 'title = "Mine" #', 1))
    theme, problems = theming.load_theme("dark", str(tmp_path))
    assert (theme.path, problems) == (str(folder / "dark.toml"), ())
    (folder / "dark.toml").write_text("title = ")
    theme, problems = theming.load_theme("dark", str(tmp_path))
    assert theme.path != str(folder / "dark.toml")
    assert len(problems) == 1
    assert theming.load_theme("nope", "") == (None, ())


def test_animations_are_off_unless_asked_for_on_a_near_terminal() -> None:
    """Over ssh always; else only $TEXTUAL_ANIMATIONS turns them on."""
    assert theming.wants_no_animation({})
    assert theming.wants_no_animation({"TEXTUAL_ANIMATIONS": "full", "SSH_CONNECTION": "1 2 3 4"})
    assert not theming.wants_no_animation({"TEXTUAL_ANIMATIONS": "full"})


async def test_without_colour_nothing_is_coloured(open_board, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR no cell has a colour of its own, and the cursor is still seen, by reverse video."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_board() as hand:
        strips = hand.app.screen._compositor.render_strips()
        segments = [segment for strip in strips for segment in strip if segment.style is not None]
        assert all(segment.style.color is None or segment.style.color.is_default for segment in segments)
        assert all(segment.style.bgcolor is None or segment.style.bgcolor.is_default for segment in segments)
        assert any(segment.style.reverse for segment in segments)


async def test_first_start_makes_a_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """n, a name, Enter: a board file in this folder, opened."""
    monkeypatch.chdir(tmp_path)
    app = FirstStartApp(Config(), None, str(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"Team", "enter")
        await pilot.pause()
        assert isinstance(app.return_value, Session)
        assert app.return_value.board.info.name == "Team"
        assert app.return_value.path == str(tmp_path / "releaseboard.json")


async def test_first_start_opens_refuses_and_leaves(tmp_path: Path) -> None:
    """A file that is not there is said in place; the sample opens; q leaves."""
    app = FirstStartApp(Config(), None, str(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", *"nope", "enter")
        assert "there is no board" in str(app.screen.query_one("#form-error").content)
        await pilot.press("escape", "down", "d")
        await pilot.pause()
        assert isinstance(app.return_value, Session)
        assert len(app.return_value.board.releases) > 30
    app = FirstStartApp(Config(), None, str(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        assert app.return_value is None
