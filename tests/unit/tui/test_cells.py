"""The pen writes few bytes, and a terminal that reads them shows what was meant."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from releaseboard.tui.cells import Pen, cells_of
from releaseboard.tui.wire import Shadow
from terminal import Ink, Terminal

WIDTH = 24
BLUE = Style.parse("#0000ff on #101010")
RED = Style.parse("bold #ff0000 on #101010")
STYLES = (
    None,
    BLUE,
    RED,
    Style.parse("reverse"),
    Style.parse("underline #00ff00 on #202020"),
    Style.parse("dim italic"),
)

lines = st.lists(
    st.tuples(st.text(st.sampled_from("ab  ─▌日é\u0301👩"), min_size=1, max_size=8), st.sampled_from(STYLES)),
    max_size=6,
)


def to_cells(line: list[tuple[str, Style | None]]) -> list:
    """A line as cells, cut and filled to WIDTH."""
    cells: list = []
    for text, style in line:
        more = list(cells_of(text, style, ColorSystem.TRUECOLOR))
        if len(cells) + len(more) <= WIDTH:
            cells += more
    return cells + list(cells_of(" " * (WIDTH - len(cells)), None, ColorSystem.TRUECOLOR))


def inked(terminal: Terminal) -> list[tuple[str, Ink]]:
    """What is seen: a blank shows only its background and what is drawn on blanks."""
    drawn = {"4", "5", "7", "9", "21", "53"}
    return [
        (char, ink if char != " " or ink.on & drawn else Ink(back=ink.back))
        for row in terminal.rows
        for char, ink in row
    ]


@given(st.lists(lines, min_size=1, max_size=6))
def test_differences_add_up_to_the_last_line(history: list[list[tuple[str, Style | None]]]) -> None:
    """However often a line changes, the terminal shows the same as if only the last one had been sent."""
    shadow, followed, fresh = Shadow(), Terminal(WIDTH + 2, 2), Terminal(WIDTH + 2, 2)
    for line in history:
        pen = Pen()
        shadow.put(pen, 1, 1, to_cells(line))
        followed.feed(pen.finish())
    pen = Pen()
    Shadow().put(pen, 1, 1, to_cells(history[-1]))
    fresh.feed(pen.finish())
    assert inked(followed) == inked(fresh)


@given(st.text(max_size=20) | st.text(st.sampled_from("a日é\u0301👩\u200d💻\ufe0f#❤"), max_size=20))
def test_a_text_fills_as_many_cells_as_textual_reckons(text: str) -> None:
    """Or everything to its right would be shifted."""
    assert len(cells_of(text, BLUE, ColorSystem.TRUECOLOR)) == cell_len(text)


def test_no_text_writes_to_the_terminal() -> None:
    """An escape sequence in a text of any widget arrives as harmless letters, a direction override not at all."""
    pen = Pen()
    pen.write(0, 0, cells_of("\x1b]0;owned\x07\u202eabc\x9b31m", None, ColorSystem.TRUECOLOR))
    assert pen.finish() == "\x1b[1;1H]0;ownedabc31m"


def test_nothing_is_sent_for_what_stands_there() -> None:
    """The same line again is no byte."""
    shadow, pen = Shadow(), Pen()
    shadow.put(pen, 0, 0, to_cells([("one", BLUE), ("two", RED)]))
    again = Pen()
    shadow.put(again, 0, 0, to_cells([("one", BLUE), ("two", RED)]))
    assert again.finish() == ""


def test_only_the_changed_cells_are_sent() -> None:
    """One other letter is a jump, its style, the letter, and the way back."""
    shadow = Shadow()
    shadow.put(Pen(), 0, 0, to_cells([("the word is here", BLUE)]))
    pen = Pen()
    shadow.put(pen, 0, 0, to_cells([("the ward is here", BLUE)]))
    assert pen.finish() == "\x1b[1;6H\x1b[38;2;0;0;255;48;2;16;16;16ma\x1b[0m"


def test_a_colour_alone_is_named_alone() -> None:
    """Background and weight are not said again when only the foreground changes."""
    pen = Pen()
    green = Style.parse("bold #00ff00 on #101010")
    pen.write(0, 0, cells_of("a", RED, ColorSystem.TRUECOLOR) + cells_of("b", green, ColorSystem.TRUECOLOR))
    assert pen.finish().endswith("a\x1b[38;2;0;255;0mb\x1b[0m")


def test_after_a_forgotten_screen_all_is_sent() -> None:
    """Somebody else may have written on it."""
    shadow = Shadow()
    shadow.put(Pen(), 0, 0, to_cells([("words", BLUE)]))
    shadow.forget()
    pen = Pen()
    shadow.put(pen, 0, 0, to_cells([("words", BLUE)]))
    assert "words" in pen.finish()


def test_another_size_forgets() -> None:
    """A terminal moves its text about when it is resized."""
    shadow = Shadow()
    shadow.resize(80, 24)
    shadow.put(Pen(), 0, 0, to_cells([("words", BLUE)]))
    shadow.resize(81, 24)
    pen = Pen()
    shadow.put(pen, 0, 0, to_cells([("words", BLUE)]))
    assert "words" in pen.finish()


def test_after_a_wide_character_the_place_is_named() -> None:
    """Terminals disagree on the width of some emoji; the text behind them must not drift."""
    pen = Pen()
    pen.write(2, 0, cells_of("👩‍💻", BLUE, ColorSystem.TRUECOLOR) + cells_of("x", BLUE, ColorSystem.TRUECOLOR))
    assert "👩‍💻\x1b[5Gx" in pen.finish()


def test_what_the_stream_cannot_say_becomes_a_question_mark() -> None:
    """A Latin-1 terminal gets é as it is, and one ? for each cell of what it does not have."""
    pen = Pen("iso8859-1")
    for at, text in enumerate(("é", "─", "日本")):
        pen.write(4 * at, 0, cells_of(text, None, ColorSystem.TRUECOLOR))
    said = pen.finish()
    assert said.encode("iso8859-1")
    assert ("é" in said, said.count("?")) == (True, 5)


def test_a_link_is_opened_and_closed() -> None:
    """OSC 8 around the linked text only."""
    pen = Pen()
    linked = Style(link="https://example.org", color="blue")
    pen.write(0, 0, cells_of("go", linked, ColorSystem.TRUECOLOR) + cells_of(" on", None, ColorSystem.TRUECOLOR))
    said = pen.finish()
    assert said.count("\x1b]8;") == 2
    assert said.index("https://example.org") < said.index("go") < said.index("\x1b]8;;\x1b\\") < said.index("on")
