"""Where things stand on the board: which columns are seen, how wide, how many cards, and what scrolls. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from releaseboard.domain.words import RELEASED_COLUMN

from .viewmodel import BoardModel

MIN_WIDE = 18  # cells of a column below which not all columns are shown side by side
MIN_NARROW = 24  # cells a column gets at least when only some are shown
TALL_CARD = 3  # lines of a card where all columns are seen
LOW_CARD = 2


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


def lay_out(width: int, height: int, columns: int, cursor: int, first: int = 0) -> Layout:
    """The layout for a size.

    Args:
        width: cells of the widget.
        height: lines of the widget.
        columns: how many columns the board has, at least 1.
        cursor: the column the cursor stands in; it is always seen.
        first: the first column seen until now; it stays when it can.
    """
    columns = max(1, columns)
    seen = columns
    if columns * MIN_WIDE + columns - 1 > width:
        seen = max(1, min(columns, (width + 1) // (MIN_NARROW + 1)))
    is_narrow = seen < columns
    first = min(max(first, cursor - seen + 1, 0), cursor, columns - seen)
    room = max(seen, width - (seen - 1))
    widths = tuple(room // seen + (1 if at < room % seen else 0) for at in range(seen))
    top = 3 if is_narrow else 2
    card = LOW_CARD if is_narrow or (height < 18 and widths[-1] >= MIN_NARROW) else TALL_CARD
    return Layout(width, height, max(0, first), widths, card, top, max(0, height - top))


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
