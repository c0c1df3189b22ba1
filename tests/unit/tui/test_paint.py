"""Cards as strips: every line has exactly its width, whatever people typed, and says what must be said in text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from drawing import STAGES, TODAY, make_board, make_model, make_release, payments_board
from releaseboard.tui.glyphs import ASCII, UNICODE, Glyphs, pick_glyphs, spell
from releaseboard.tui.paint import (
    Look,
    cut,
    cut_middle,
    fit,
    long_date,
    paint_card,
    paint_heading,
    paint_line,
    paint_strip,
    paint_under,
    plain,
    short_date,
)
from releaseboard.tui.viewmodel import Card, Column
from releaseboard.tui.widgets.lines import ROLES

STYLES = {role: Style(color=f"color({at})", bgcolor="color(0)") for at, role in enumerate(ROLES)}
LOOK = Look(STYLES)
PLAIN = Look(STYLES, ASCII)

hostile = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("[]/b@#$\\ PAY-4é日本👩\u200d💻\ufe0f\u0301\u202e\x1b\x07\u00ad{}"), max_size=60),
    st.sampled_from(
        [
            "[PROJ-12] x",
            "[b]x[/b]",
            "oops [/x]",
            "\x1b]0;owned\x07",
            "\x1b[31mred",
            "x" * 10_000,
            "日本語" * 40,
            "👨‍👩‍👧‍👦" * 9,
        ]
    ),
)
cards = st.builds(
    Card, st.just("r1"), hostile, hostile, st.sampled_from(["draft", "working", "blocked", "held", "released"]),
    st.sampled_from("GAR-"), st.booleans(), st.none() | st.just(TODAY), st.none() | st.integers(-999, 999), hostile,
    hostile,
)  # fmt: skip


def text_of(strips: tuple[Strip, ...]) -> list[str]:
    """What is read on the lines."""
    return [strip.text.rstrip() for strip in strips]


def assert_exact(strip: Strip, width: int) -> None:
    """The strip says it has this width, and its text has it."""
    assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)


@given(cards, st.integers(1, 60), st.integers(1, 3), st.sampled_from([LOOK, PLAIN]), st.booleans())
def test_every_line_of_a_card_has_its_width(card: Card, width: int, height: int, look: Look, is_marked: bool) -> None:
    """Hostile keys, titles and facts at any width and height."""
    strips = paint_card(card, width, height, look, TODAY, over="cursor", is_marked=is_marked)
    assert len(strips) == height
    for strip in strips:
        assert_exact(strip, width)


@given(cards, st.integers(1, 60))
def test_no_control_character_reaches_the_terminal(card: Card, width: int) -> None:
    """Not even from a file that another program wrote."""
    for height in (1, 2, 3):
        for strip in paint_card(card, width, height, LOOK, TODAY):
            assert not any(unicodedata.category(char) == "Cc" for char in strip.text)


@given(hostile, st.integers(-2, 40))
def test_cutting_keeps_the_width(text: str, width: int) -> None:
    """`cut` and `cut_middle` never give more cells, `fit` exactly as many."""
    assert cell_len(cut(text, width)) <= max(0, width)
    assert cell_len(cut_middle(text, width)) <= max(0, width)
    assert cell_len(fit(text, width)) == max(0, width)
    assert cell_len(fit(text, width, right=True)) == max(0, width)


def test_a_long_key_keeps_its_version() -> None:
    """What tells two releases apart stands at the end."""
    assert cut_middle("python-openstackclient-6.6.0", 16) == "python-…nt-6.6.0"
    assert cut_middle("PAY-4.2", 16) == "PAY-4.2"
    assert cut("python-openstackclient-6.6.0", 16) == "python-openstac…"


def test_no_half_emoji_is_left() -> None:
    """A joined emoji is cut as a whole, and no joiner waits for its other half."""
    assert cut("ab👩‍💻cd", 4) == "ab…"
    assert cut_middle("👩‍💻" * 8, 9) == "👩‍💻👩‍💻…👩‍💻👩‍💻"


def test_cards_say_it_in_words() -> None:
    """The three lines of screens.md: health, key, type │ forecast, slack │ the fact."""
    model = make_model(*payments_board())
    drawn = {ident: text_of(paint_card(model.card(ident), 18, 3, LOOK, TODAY)) for ident in ("r1", "r2", "r3", "r8")}
    assert drawn == {
        "r1": [" A  WEB-9.0 major", "  → 18 Mar  sl 1", "  ⧗ vendor cert"],
        "r2": ["▌R  PAY-4.2 minor", "▌ → 10 Mar  sl -3", "▌ Build 14/10d"],
        "r3": [" A? MOB-7.0 major", "  → 24 Mar  sl 4", "  New home screen"],
        "r8": [" -○ WEB-9.1 minor", "  no date", "  draft"],
    }


def test_two_lines_at_80_cells() -> None:
    """Forecast at the right of the first line, slack and fact on the second."""
    model = make_model(*payments_board())
    assert text_of(paint_card(model.card("r2"), 26, 2, LOOK, TODAY)) == [
        "▌R  PAY-4.2 minor → 10 Mar",
        "▌ sl -3  Build 14/10d",
    ]


def test_what_is_out_takes_one_line() -> None:
    """Sign, key, and how it ended; the window is said in short where there is no room."""
    model = make_model(*payments_board())
    drawn = [text_of(paint_card(model.card("r6"), width, 1, LOOK, TODAY))[0] for width in (34, 24, 19, 12)]
    assert drawn == [
        " ✓  SDK-5.0      in window  12 Feb", " ✓  SDK-5.0    in window", " ✓  SDK-5.0  in win", " ✓  SDK-5.0",
    ]  # fmt: skip


def test_what_is_out_shows_its_key_first() -> None:
    """The day, or nothing, where a long key leaves no room for more; that it is released needs no word."""
    card = Card("r1", "nova-30.3.0", "minor", "released", "-", day=TODAY, fact="released")
    assert text_of(paint_card(card, 24, 1, LOOK, TODAY)) == [" ✓  nova-30.3.0   24 Feb"]
    assert text_of(paint_card(card, 18, 1, LOOK, TODAY)) == [" ✓  nova-30.3.0"]
    assert text_of(paint_card(card, 14, 1, LOOK, TODAY)) == [" ✓  nova…0.3.0"]


def test_a_mark_is_text() -> None:
    """Marked and blocked do not depend on colour."""
    card = Card("r1", "A-1", "minor", "blocked", "R")
    marked = text_of(paint_card(card, 20, 3, LOOK, TODAY, is_marked=True))
    assert [line[0] for line in marked] == ["*", "▌", "▌"]


def test_the_title_stands_where_there_is_room() -> None:
    """Beside the key in a wide column; in place of the fact in a narrow one."""
    card = Card("r1", "A-1", "minor", "working", "G", title="Wallets for all")
    assert text_of(paint_card(card, 32, 3, LOOK, TODAY))[0] == " G  A-1 minor  Wallets for all"
    assert text_of(paint_card(card, 18, 3, LOOK, TODAY))[2] == "  Wallets for all"


def test_ascii_cards_are_ascii() -> None:
    """For terminals that can't show more; also the signs inside a fact, but never people's own words."""
    model = make_model(*payments_board())
    for ident in model.board.releases:
        assert all(strip.text.isascii() for strip in paint_card(model.card(ident), 20, 3, PLAIN, TODAY))
    assert spell("⧗ naïve – ○", ASCII) == "~ naïve - o"


@pytest.mark.parametrize(
    ("encoding", "glyphs"), [("utf-8", UNICODE), ("UTF8", UNICODE), ("latin-1", ASCII), ("", ASCII)]
)
def test_the_signs_follow_the_encoding(encoding: str, glyphs: Glyphs) -> None:
    """Unicode only where the terminal says that it can."""
    assert pick_glyphs(encoding) is glyphs
    assert pick_glyphs(encoding, ascii_only=True) is ASCII


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_each_sign_is_one_cell(glyphs: Glyphs) -> None:
    """Columns of text are counted on it."""
    assert {sign: cell_len(sign) for sign in glyphs if cell_len(sign) != 1} == {}


def test_neighbours_of_one_style_are_one_segment() -> None:
    """Each segment has its price on the wire; blanks join whatever stands before them."""
    style, other = STYLES["text"], STYLES["dim"]
    assert len(list(paint_line([("a", style), ("b", style), ("  ", other)], 10, style))) == 1
    assert len(list(paint_line([("a", style), ("b", other)], 10, style))) == 2


def test_headings_count_work_against_the_limit() -> None:
    """`Build 3/3`, over it with `!`; with a filter how many of all are shown."""
    texts = {
        "Plan 2": Column("plan", "Plan", ("a", "b"), 2, 0, 0),
        "Build 3/3": Column("build", "Build", ("a", "b", "c"), 3, 3, 3),
        "Build 4/3!": Column("build", "Build", ("a", "b", "c", "d"), 4, 4, 3),
        "Test 1 of 7": Column("test", "Test", ("a",), 7, 7, 0),
    }
    for text, column in texts.items():
        assert paint_heading(column, 20, LOOK, is_here=False).text.strip() == text


def test_the_rule_tells_what_is_out_of_sight() -> None:
    """How many cards stand above and below."""
    assert paint_under(16, LOOK, above=3, below=12).text == "─────── ↑3 ↓12 ─"
    assert paint_under(16, LOOK, above=0, below=0).text == "─" * 16
    assert paint_under(16, PLAIN, above=3, below=0).text == "----------- ^3 -"


def test_the_strip_names_all_stages() -> None:
    """Those on screen stand between ‹ and ›; where there is no room names give way, counts stay."""
    model = make_model(*payments_board())
    assert paint_strip(model.columns, range(1, 4), 1, 80, LOOK).text.rstrip() == (
        " Plan 2 ‹Build 2/3  Test 1  Accept 1› Deploy 0  Released 2"
    )
    short = paint_strip(model.columns, range(1, 4), 1, 54, LOOK)
    assert_exact(short, 54)
    assert all(name[:3] in short.text for name in ("Plan", "Build", "Test", "Accept", "Deploy", "Released"))
    assert all(count in short.text for count in (" 2/3", " 1", " 0"))


def test_far_dates_show_their_year() -> None:
    """Half a year away the day matters less than the year."""
    day = TODAY.replace(month=3, day=10)
    assert [short_date(day, TODAY), short_date(day.replace(year=2028), TODAY)] == ["10 Mar", "Mar 2028"]
    assert [long_date(day, TODAY), long_date(day.replace(year=2028), TODAY)] == ["Wed 10 Mar", "10 Mar 2028"]


@given(hostile)
def test_plain_is_never_markup(text: str) -> None:
    """Content holds the cleaned words as they are, with no style in them."""
    content = plain(text)
    assert content.spans == []
    assert not any(unicodedata.category(char) == "Cc" for char in content.plain)


def test_markup_in_a_key_is_words() -> None:
    """`[PROJ-12] x` keeps its tag on a card and in content."""
    board = make_board([make_release("r1", "[b]X[/b]", STAGES[0], title="oops [/x]")])
    card = make_model(board, {}).card("r1")
    assert text_of(paint_card(card, 40, 3, LOOK, TODAY))[0] == " -  [b]X[/b] minor  oops [/x]"
    assert plain("[PROJ-12] x").plain == "[PROJ-12] x"
