"""Lines of text measured in terminal cells: tables that fit, words that wrap. Painting is handed in."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.when import format_day, format_short
from releaseboard.text import cell_width, cut_cells, pad_cells

NEAR_DAYS = 180  # a date of another year further away than this is written with its year
GAP = "  "


def leave_plain(text: str, style: str) -> str:
    """The painter of a reader without colour."""
    return text


class Style(NamedTuple):
    """`width` in cells; `paint(text, style)` with the styles of cli/output.py."""

    width: int = 80
    paint: Callable[[str, str], str] = leave_plain


class Column(NamedTuple):
    """A column: its head, numbers to the right, and the fewest cells it may shrink to (0: never cut)."""

    head: str
    right: bool = False
    least: int = 0


def lay_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, drop: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """Head and lines of a table at most `width` cells wide, as far as the columns that may shrink allow.

    A column without any text is left out; so are those of `drop` (heads), in this order, while even the shrunken ones
    do not fit. Then the widest of those that may shrink gives way first.
    """
    texts = [[row[at] for row in rows] for at in range(len(columns))]
    kept = [at for at in range(len(columns)) if any(texts[at])]
    widths = {at: max([cell_width(columns[at].head), *map(cell_width, texts[at])]) for at in kept}
    for head in drop:
        least = sum(min(widths[at], columns[at].least or widths[at]) for at in kept)
        if least + len(GAP) * (len(kept) - 1) <= width:
            break
        kept = [at for at in kept if columns[at].head != head]
    _shrink(columns, kept, widths, width)

    def join(cells: Sequence[str]) -> str:
        padded = (pad_cells(cells[at], widths[at], right=columns[at].right) for at in kept)
        return GAP.join(padded).rstrip()

    return join([column.head for column in columns]), [join(row) for row in rows]


def _shrink(columns: Sequence[Column], kept: Sequence[int], widths: dict[int, int], width: int) -> None:
    """Take cells from the widest columns until all fit."""
    over = sum(widths[at] for at in kept) + len(GAP) * (len(kept) - 1) - width
    while over > 0:
        able = [at for at in kept if columns[at].least and widths[at] > columns[at].least]
        if not able:
            return
        widest = max(able, key=lambda at: widths[at])
        others = max([widths[at] for at in able if at != widest], default=0)
        give = max(1, min(over, widths[widest] - max(columns[widest].least, others)))
        widths[widest] -= give
        over -= give


def wrap_cells(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """`text` as lines of at most `width` cells, broken at spaces; words that are longer are cut.

    Args:
        text: one paragraph.
        width: of a whole line, indent included.
        indent: begins each line.
        first: begins the first line instead; None: as the others.
    """
    lines: list[str] = []
    line = indent if first is None else first
    is_empty = True
    for word in text.split():
        if not is_empty and cell_width(line) + 1 + cell_width(word) > width:
            lines.append(line)
            line, is_empty = indent, True
        line += word if is_empty else f" {word}"
        is_empty = False
    lines.append(line)
    return [cut_cells(found, width) for found in lines]


def join_cut(items: Sequence[str], width: int, glue: str = ", ") -> str:
    """As many items as fit into `width` cells, at least one, and how many more there are."""
    whole = glue.join(items)
    if len(items) < 2 or cell_width(whole) <= width:
        return cut_cells(whole, width)
    kept, used = 1, cell_width(items[0])
    for count, item in enumerate(items[1:-1], 2):
        used += cell_width(glue) + cell_width(item)
        if used + len(f" and {len(items) - count} more") > width:
            break
        kept = count
    return cut_cells(f"{glue.join(items[:kept])} and {len(items) - kept} more", width)


def near_date(day: date | None, today: date) -> str:
    """`Tue 02 Mar`; with the year instead of the weekday when it is far away; '' for None."""
    if day is None:
        return ""
    if day.year == today.year or abs((day - today).days) <= NEAR_DAYS:
        return format_day(day)
    return f"{format_short(day)} {day.year}"
