"""Where things stand on the board: which columns are seen, how wide, how many cards, and what scrolls. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from releaseboard.domain.words import RELEASED_COLUMN

from .viewmodel import BoardModel

MIN_WIDE = 18  # cells of a column below which not all columns are shown side by side
MIN_NARROW = 24  # cells a column gets at least when only some are shown
TALL_CARD = 3  # lines of a card where all columns are seen
LOW_CARD = 2
SLIM = 10  # cells of an empty column where half of all are empty


class Layout(NamedTuple):
    """The board's shape at one size.

    `first` is the first column seen, `widths` the cells of each column seen (one cell of rule between two); `card` the
    lines of a card, `top` the lines above the first card (strip when not all columns are seen, headings, rule), `body`
    the lines below.
    """

    width: int
    height: int
    first: int
    widths: tuple[int, ...]
    card: int
    top: int
    body: int

    @property
    def is_narrow(self) -> bool:
        """Not all columns are seen at once."""
        return self.top > 2

    @property
    def last(self) -> int:
        """The column after the last one seen."""
        return self.first + len(self.widths)

    def lines_of(self, column_id: str) -> int:
        """Lines of one card in a column: what is released takes one."""
        return 1 if column_id == RELEASED_COLUMN else self.card

    def rows_of(self, column_id: str) -> int:
        """Whole cards of a column that fit, at least one."""
        return max(1, self.body // self.lines_of(column_id))

    def column_at(self, x: int) -> int | None:
        """The column (counted on the board) under a cell; None on a rule or outside."""
        left = 0
        for at, width in enumerate(self.widths, self.first):
            if left <= x < left + width:
                return at
            left += width + 1
        return None


def lay_out(width: int, height: int, filled: Sequence[bool], cursor: int, first: int = 0) -> Layout:
    """The layout for a size.

    Args:
        width: cells of the widget.
        height: lines of the widget.
        filled: for each column whether anything stands in it. Where half of them or more are empty (a finished train,
            a first import) these are slim and leave their room to the others.
        cursor: the column the cursor stands in; it is always seen.
        first: the first column seen until now; it stays when it can.
    """
    widths = _all_widths(width, filled) or _some_widths(width, len(filled))
    seen, is_narrow = len(widths), len(widths) < len(filled)
    first = min(max(first, cursor - seen + 1, 0), cursor, len(filled) - seen)
    top = 3 if is_narrow else 2
    card = LOW_CARD if is_narrow or (height < 18 and min(widths) >= MIN_NARROW) else TALL_CARD
    return Layout(width, height, max(0, first), widths, card, top, max(0, height - top))


def _all_widths(width: int, filled: Sequence[bool]) -> tuple[int, ...]:
    """The cells of each column where all can be seen side by side, else ()."""
    is_slim = [any(filled) and 2 * filled.count(False) >= len(filled) and not is_filled for is_filled in filled]
    full = is_slim.count(False)
    room = width - (len(filled) - 1) - SLIM * is_slim.count(True)
    if room < full * MIN_WIDE:
        return ()
    shares = iter(room // full + (1 if at < room % full else 0) for at in range(full))
    return tuple(SLIM if slim else next(shares) for slim in is_slim)


def _some_widths(width: int, columns: int) -> tuple[int, ...]:
    """The cells of each column where only some can be seen; as many as get MIN_NARROW each, at least one."""
    seen = max(1, min(columns, (width + 1) // (MIN_NARROW + 1)))
    room = max(seen, width - (seen - 1))
    return tuple(room // seen + (1 if at < room % seen else 0) for at in range(seen))


def scroll_to(model: BoardModel, layout: Layout, tops: Mapping[str, int]) -> dict[str, int]:
    """The first row seen of each column, so that the cursor is seen and no column is scrolled past its end.

    A column that must scroll goes on by half its height: over a slow line one larger step costs less than a small one
    at every key.
    """
    place = model.place(model.cursor)
    scrolled: dict[str, int] = {}
    for at, column in enumerate(model.columns):
        rows = layout.rows_of(column.id)
        top = max(0, min(tops.get(column.id, 0), len(column.ids) - rows))
        if place is not None and place[0] == at:
            row = place[1]
            if row < top:
                top = row if row < top - rows else max(0, row - (rows - 1) // 2)
            elif row >= top + rows:
                top = max(0, min(row - rows // 2, len(column.ids) - rows))
        if top:
            scrolled[column.id] = top
    return scrolled
