"""Text that people typed: cleaned, cut and padded by cells; and the errors that name the nearest word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.errors import BadInput, did_you_mean, nearest
from releaseboard.text import MAX_LINE, cell_width, clean_line, clean_text, cut_cells, pad_cells

HOSTILE = st.text(
    alphabet=st.characters(codec="utf-8") | st.sampled_from("\x1b\x9b[]\x07\u202e\u200b\n\t日本😀\u200d\ufe0f")
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("[b]bold[/b] [/x", "[b]bold[/b] [/x"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b31mred", "red"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("pay\u202eday", "payday"),
        ("a\u200bb\ufeffc", "abc"),
        ("日本語 😀", "日本語 😀"),
        ("  wide   space  ", "wide space"),
        ("null\x00byte\x7f", "nullbyte"),
    ],
)
def test_one_line_keeps_the_words_and_nothing_else(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_a_long_line_is_cut_with_an_ellipsis() -> None:
    cut = clean_line("x" * 10_000)
    assert len(cut) == MAX_LINE
    assert cut.endswith("…")


def test_several_lines_stay_several_lines() -> None:
    assert clean_text("a\r\nb\x1b[1m\rc  \n\n") == "a\nb\nc"


@given(HOSTILE)
def test_no_control_character_ever_passes(typed: str) -> None:
    for cleaned in (clean_line(typed), clean_text(typed).replace("\n", "")):
        assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in cleaned)
        assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b")
    assert clean_line(clean_line(typed)) == clean_line(typed)


@given(HOSTILE, st.integers(0, 40), st.booleans())
def test_cut_and_pad_give_exactly_the_cells(typed: str, width: int, right: bool) -> None:
    cleaned = clean_line(typed)
    assert cell_width(cut_cells(cleaned, width)) <= width
    assert cell_width(pad_cells(cleaned, width, right=right)) == width


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("abc", 3), ("日本語", 6), ("é", 1), ("e\u0301", 1), ("😀", 2)])
def test_widths(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_the_nearest_words_are_offered() -> None:
    assert nearest("PAY-42", ["WEB-1", "PAY-4.2"]) == ("PAY-4.2",)
    assert did_you_mean("zzzz", ["PAY-4.2"]) == ""
    assert str(BadInput("what", "how")) == "what (how)"
    assert str(BadInput("what")) == "what"
