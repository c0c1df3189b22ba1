"""Tables that fit, words that wrap, dates near and far."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.reports.layout import Column, join_cut, lay_table, near_date, wrap_cells
from releaseboard.text import cell_width

NAMES = (Column("key"), Column("days", right=True), Column("title", least=5))


def test_columns_are_as_wide_as_they_need() -> None:
    """Two cells between columns, numbers to the right, no blanks at the end."""
    assert lay_table(NAMES, [("A-1", "3", "Short"), ("LONG-1", "12", "")], 80) == (
        "key     days  title", ["A-1        3  Short", "LONG-1    12"],
    )  # fmt: skip


def test_the_widest_shrinks_and_others_stay() -> None:
    """Only columns that may be cut are cut, with an ellipsis."""
    _, lines = lay_table(NAMES, [("A-1", "3", "A title that is too long")], 20)
    assert lines == ["A-1     3  A title…"]
    assert max(map(cell_width, lines)) <= 20


def test_an_empty_column_is_left_out() -> None:
    """Neither its head nor its gap is there."""
    assert lay_table(NAMES, [("A-1", "", "x")], 80) == ("key  title", ["A-1  x"])


def test_columns_are_dropped_when_nothing_fits() -> None:
    """In the order asked for, and only as many as needed."""
    row = ("A-1", "3", "A title that is too long")
    assert lay_table(NAMES, [row], 16, ("days", "key"))[1] == ["A-1     3  A ti…"]
    assert lay_table(NAMES, [row], 12, ("days", "title"))[1] == ["A-1  A titl…"]
    assert lay_table(NAMES, [row], 4, ("days", "title"))[1] == ["A-1"]


def test_wide_letters_count_twice() -> None:
    """The next column begins at the same cell below Chinese and below Latin letters."""
    _, lines = lay_table(NAMES, [("発売", "1", "x"), ("A-12", "1", "x")], 80)
    assert cell_width(lines[0]) == cell_width(lines[1])


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=5), st.integers(12, 60))
def test_lines_never_pass_the_width(rows: list[tuple[str, str]], width: int) -> None:
    """Whatever people typed, once it is cleaned, each line fits when columns may shrink."""
    from releaseboard.text import clean_line

    columns = (Column("a", least=4), Column("b", least=4))
    head, lines = lay_table(columns, [(clean_line(one), clean_line(two)) for one, two in rows], width)
    assert max(map(cell_width, [head, *lines])) <= width


def test_words_wrap_at_spaces() -> None:
    """The first line may begin otherwise; a word longer than the line is cut."""
    assert wrap_cells("one two three", 9, "  ", "* ") == ["* one two", "  three"]
    assert wrap_cells("", 9, "  ") == ["  "]
    assert wrap_cells("x" * 20, 9) == ["xxxxxxxx…"]


@given(st.text(alphabet="ab c発", max_size=80), st.integers(4, 30))
def test_wrapping_keeps_words_and_width(text: str, width: int) -> None:
    """No line is too wide; where every word fits, none is lost."""
    lines = wrap_cells(text, width)
    assert max(map(cell_width, lines)) <= width
    if all(cell_width(word) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()


@pytest.mark.parametrize(("width", "text"), [
    (80, "A-1, A-2, A-3"), (13, "A-1, A-2, A-3"), (12, "A-1 and 2 m…"), (2, "A…"),
])  # fmt: skip
def test_join_cut_says_how_many_more(width: int, text: str) -> None:
    """As many as fit; at least one."""
    assert join_cut(["A-1", "A-2", "A-3"], width) == text


@given(st.lists(st.text("ab-é漢", min_size=1, max_size=6), max_size=120), st.integers(4, 90))
def test_join_cut_names_as_many_as_fit(items: list[str], width: int) -> None:
    """One more of them would not fit; the line itself always does."""
    said = join_cut(items, width)
    assert cell_width(said) <= width
    names, more, _ = said.partition(" and ")
    kept = names.count(", ") + 1
    if more and kept > 1:
        assert said == f"{', '.join(items[:kept])} and {len(items) - kept} more"
    if more and kept + 1 < len(items):
        assert cell_width(f"{', '.join(items[: kept + 1])} and {len(items) - kept - 1} more") > width
    if not more and "…" not in said:
        assert said == ", ".join(items)


def test_near_dates_have_a_weekday_and_far_ones_a_year() -> None:
    """Half a year is near; another year further away is far; no day is no text."""
    today = date(2027, 2, 24)
    assert near_date(date(2027, 12, 1), today) == "Wed 01 Dec"
    assert near_date(date(2026, 12, 1), today) == "Tue 01 Dec"
    assert near_date(date(2028, 3, 1), today) == "01 Mar 2028"
    assert near_date(None, today) == ""
