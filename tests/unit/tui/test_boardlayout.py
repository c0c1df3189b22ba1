"""Which columns are seen, how wide, and what scrolls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import crowd_board, make_model
from releaseboard.tui.boardlayout import SLIM, lay_out, scroll_to

SIX = [True] * 6
sizes = st.tuples(st.integers(1, 300), st.integers(1, 100))


@given(sizes, st.integers(1, 15), st.data())
def test_columns_and_walls_fill_the_width(size: tuple[int, int], columns: int, data: st.DataObject) -> None:
    """Whatever the size: the cells add up, and the column of the cursor is among those seen."""
    cursor = data.draw(st.integers(0, columns - 1))
    filled = data.draw(st.lists(st.booleans(), min_size=columns, max_size=columns))
    layout = lay_out(*size, filled, cursor, data.draw(st.integers(0, 20)))
    assert sum(layout.widths) + len(layout.widths) - 1 == max(size[0], 2 * len(layout.widths) - 1)
    assert layout.first <= cursor < layout.last <= columns
    assert len({*layout.widths} - {SLIM}) <= 2


@pytest.mark.parametrize(
    ("size", "columns", "seen", "card"),
    [((80, 14), 6, 3, 2), ((120, 26), 6, 6, 3), ((200, 50), 6, 6, 3), ((120, 26), 9, 4, 2)],
)
def test_three_columns_at_80_and_all_at_120(size: tuple[int, int], columns: int, seen: int, card: int) -> None:
    """Two lines a card where only some columns are seen, three where all are."""
    layout = lay_out(*size, [True] * columns, 0)
    assert (len(layout.widths), layout.card, layout.is_narrow) == (seen, card, seen < columns)


def test_empty_columns_are_slim_when_they_are_many() -> None:
    """A finished train shows its keys in full, even at 80 cells; one empty stage changes nothing."""
    assert lay_out(80, 14, [False] * 5 + [True], 5).widths == (SLIM,) * 5 + (25,)
    assert lay_out(120, 26, [False] * 3 + [True] * 3, 5).widths == (SLIM,) * 3 + (29, 28, 28)
    assert lay_out(120, 26, [False] * 2 + [True] * 4, 5).widths == lay_out(120, 26, SIX, 5).widths
    assert lay_out(120, 26, [False] * 6, 0).widths == lay_out(120, 26, SIX, 0).widths


def test_the_window_follows_the_cursor_and_no_more() -> None:
    """It stays while the cursor is in it."""
    assert [lay_out(80, 14, SIX, cursor, first=1).first for cursor in range(6)] == [0, 1, 1, 1, 2, 3]


def test_a_cell_belongs_to_its_column() -> None:
    """The wall between two belongs to none."""
    layout = lay_out(80, 14, SIX, 3, first=2)
    assert [layout.column_at(x) for x in (0, 25, 26, 27, 79, 80)] == [2, 2, None, 3, 4, None]


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 70), sizes)
def test_the_cursor_is_always_in_view(count: int, at: int, top: int, size: tuple[int, int]) -> None:
    """However the column was scrolled before, the whole card of the cursor is seen and no column has a gap below."""
    model = make_model(*crowd_board(count)).on(f"r{at % count}")
    column, row = model.place(model.cursor)
    layout = lay_out(*size, [True] * len(model.columns), column)
    tops = scroll_to(model, layout, {found.id: top for found in model.columns})
    for at_column, found in enumerate(model.columns):
        rows, first = layout.rows_of(found.id), tops.get(found.id, 0)
        assert 0 <= first <= max(0, len(found.ids) - rows)
        if at_column == column:
            assert first <= row < first + rows


def test_scrolling_goes_on_by_half_a_column() -> None:
    """One large step in five keys is less on the wire than five small ones."""
    model = make_model(*crowd_board(240))
    layout = lay_out(120, 26, SIX, 0)
    tops: dict[str, int] = {}
    steps = []
    for row in range(len(model.columns[0].ids)):
        tops = scroll_to(model.at(0, row), layout, tops)
        steps.append(tops.get("plan", 0))
    assert layout.rows_of("plan") == 8
    assert len({*steps}) <= 10
    assert steps[:9] == [0] * 8 + [4]
