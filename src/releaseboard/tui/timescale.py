"""How days become cells of a line: three zooms, and the two lines of a scale above the rows. Pure; days are ordinals.

A day is one cell, a week two (to Wednesday, from Thursday), a month two (to the 15th, from the 16th): eight weeks, half
a year, or two years stand in 56 cells.
"""

from datetime import date
from typing import NamedTuple

from releaseboard.domain.when import MONTH_NAMES

ZOOMS = ("day", "week", "month")  # finest first
_FIRST, _LAST = date(1, 1, 1).toordinal(), date(9999, 12, 31).toordinal()


class Scale(NamedTuple):
    """One zoom. A cell is a number; cells count on without gaps."""

    zoom: str = "day"

    def cell(self, day: int) -> int:
        """The cell in which a day stands."""
        if self.zoom == "day":
            return day
        if self.zoom == "week":
            week, weekday = divmod(day - 1, 7)
            return 2 * week + (weekday >= 3)
        when = date.fromordinal(max(_FIRST, min(day, _LAST)))
        return 2 * (12 * when.year + when.month - 1) + (when.day > 15)

    def first_day(self, cell: int) -> int:
        """The first day that stands in a cell."""
        if self.zoom == "day":
            return cell
        if self.zoom == "week":
            return cell // 2 * 7 + 1 + (3 if cell % 2 else 0)
        year, month = divmod(cell // 2, 12)
        if not 1 <= year <= 9999:
            return _FIRST if year < 1 else _LAST
        return date(year, month + 1, 16 if cell % 2 else 1).toordinal()

    def zoomed(self, step: int) -> "Scale":
        """A finer scale (`step` > 0) or a coarser one; itself at the end."""
        at = ZOOMS.index(self.zoom) - step
        return Scale(ZOOMS[max(0, min(at, len(ZOOMS) - 1))])

    def place(self, first: int, last: int, left: int, width: int) -> tuple[int, int] | None:
        """Where the days from `first` to `last` stand in a line of `width` cells whose first cell is `left`.

        Returns:
            The first cell and the one after the last, both within the line; None when nothing of it is in the line.
        """
        start, end = self.cell(first) - left, self.cell(last) + 1 - left
        start, end = max(0, start), min(width, end)
        return (start, end) if start < end else None


def write_scale(scale: Scale, left: int, width: int) -> tuple[str, str]:
    """Two lines of exactly `width` characters: months (or years) above, days of Mondays (or month letters) below."""
    upper: list[tuple[int, str]] = []
    lower: list[tuple[int, str]] = []
    before: date | None = None
    for at in range(width):
        first = date.fromordinal(max(_FIRST, min(scale.first_day(left + at), _LAST)))
        last = date.fromordinal(max(_FIRST, min(scale.first_day(left + at + 1) - 1, _LAST)))
        if scale.zoom == "month":
            if before is None or last.year != before.year:
                upper.append((at, str(last.year)))
            if before is None or last.month != before.month:
                lower.append((at, MONTH_NAMES[last.month - 1][0]))
        else:
            if before is None or (last.year, last.month) != (before.year, before.month):
                name = MONTH_NAMES[last.month - 1]
                upper.append((at, f"{name} {last.year}" if not upper or last.month == 1 else name))
            if first.weekday() == 0 and (scale.zoom == "day" or (first.toordinal() // 7) % 2 == 0):
                lower.append((at, str(first.day)))
        before = last
    if scale.zoom != "month" and len(upper) > 1 and upper[1][0] < 4:  # no room for the first: the next has the year
        at, text = upper[1]
        year = date.fromordinal(scale.first_day(left + at + 1)).year
        upper[:2] = [(at, f"{text.partition(' ')[0]} {year}")]
    return _lay_out(upper, width), _lay_out(lower, width)


def _lay_out(labels: list[tuple[int, str]], width: int) -> str:
    """Labels at their cells; one without room before the next is cut to its first word, or left out."""
    line = ""
    for number, (at, text) in enumerate(labels):
        end = labels[number + 1][0] - 1 if number + 1 < len(labels) else width
        room = end - at
        shown = next((form for form in (text, text.partition(" ")[0]) if len(form) <= room), "")
        line = line.ljust(at) + shown
    return line.ljust(width)[:width]


def find_frame(span: tuple[int, int], today: int, width: int) -> tuple[Scale, int]:
    """The zoom to begin with, and the first cell: days or weeks if `span` fits, else weeks with today at a quarter."""
    for zoom in ZOOMS[:2]:
        found = Scale(zoom)
        if found.cell(span[1]) - found.cell(span[0]) < width - 2:
            return found, found.cell(span[0]) - 1
    weeks = Scale("week")
    return weeks, weeks.cell(max(span[0], min(today, span[1]))) - width // 4
