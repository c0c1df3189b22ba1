"""Rows of the timeline as strips: the label, and a line of cells with stages, window, target, forecast and freezes.

What stands higher hides what is below: marks, letters of stages, edges of the window, bars, arrows, today, freezes.
"""

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from releaseboard.domain.when import MONTH_NAMES, format_short

from .glyphs import Glyphs
from .paint import HEALTH_ROLES, Look, cut_middle, drawable, fit, paint_line, short_date
from .timelinemodel import Bar, Tie, TimelineModel, TimeRow
from .timescale import Scale, write_scale

_TITLE_FROM = 10  # fewer cells of a title say nothing
_BAR_ROLES = {"done": "done", "now": "strong", "next": "text"}


def label_width(width: int) -> int:
    """Cells for what stands before the line of time."""
    return 28 if width < 100 else 38 if width < 160 else 50


class Chart:
    """A line of cells, written from what lies lowest to what lies on top."""

    def __init__(self, scale: Scale, left: int, width: int) -> None:
        self.scale, self.left, self.width = scale, left, width
        self.signs = [" "] * width
        self.roles = ["text"] * width

    def fill(self, first: int, last: int, sign: str, role: str, *, only_blank: bool = False) -> None:
        """The days from `first` to `last`."""
        place = self.scale.place(first, last, self.left, self.width)
        for at in range(*place) if place is not None else ():
            if not only_blank or self.signs[at] == " ":
                self.signs[at], self.roles[at] = sign, role

    def put(self, day: int, sign: str, role: str) -> None:
        """One day."""
        at = self.scale.cell(day) - self.left
        if 0 <= at < self.width:
            self.signs[at], self.roles[at] = sign, role

    def write(self, at: int, text: str, role: str) -> None:
        """Words from a cell on; each character takes one cell."""
        for place, sign in enumerate(text[: self.width - at], at):
            self.signs[place], self.roles[place] = sign, role

    def parts(self, look: Look, over: str = "") -> list[tuple[str, Style]]:
        """The cells, those of one role together."""
        found: list[tuple[str, Style]] = []
        start = 0
        for at in range(1, self.width + 1):
            if at == self.width or self.roles[at] != self.roles[start]:
                found.append(("".join(self.signs[start:at]), look.style(self.roles[start], over)))
                start = at
        return found


def paint_chart(
    row: TimeRow, chart: Chart, look: Look, today: int, tie: Tie | None = None, *, is_chosen: bool = False
) -> Strip:
    """The line of one release."""
    glyphs = look.glyphs
    for first, last in row.freezes:
        chart.fill(first, last, glyphs.frozen, "rule")
    if row.window is not None:
        chart.fill(*row.window, glyphs.dot, "dim", only_blank=True)
    chart.put(today, glyphs.wall, "accent")
    if tie is not None and tie.span is not None:
        chart.fill(tie.span[0], tie.span[1], glyphs.rule, "accent")
        chart.put(tie.span[1], glyphs.downstream, "accent")
    for bar in row.bars:
        chart.fill(bar.first, bar.last, _shade(bar, glyphs), _BAR_ROLES[bar.kind])
    if row.window is not None:
        chart.put(row.window[0], "[", "strong")
        chart.put(row.window[1], "]", "strong")
    for bar in row.bars:
        chart.put(bar.first, bar.letter, _BAR_ROLES[bar.kind])
    if row.target is not None and row.target != row.out:
        chart.put(row.target, glyphs.aim, "strong")
    if row.out is not None:
        sign = glyphs.released if row.is_released else glyphs.after if row.is_open else glyphs.due
        chart.put(row.out, sign, _mark_role(row))
    _point_outside(row, chart, glyphs, today)
    over = "trail" if is_chosen else ""
    return paint_line(chart.parts(look, over), chart.width, look.style("text", over))


def _shade(bar: Bar, glyphs: Glyphs) -> str:
    return {"done": glyphs.bar_done, "now": glyphs.bar_now}.get(bar.kind, glyphs.bar_next)


def _mark_role(row: TimeRow) -> str:
    if row.is_released:
        return "done"
    return "red" if row.is_late else HEALTH_ROLES.get(row.health, "strong")


def _point_outside(row: TimeRow, chart: Chart, glyphs: Glyphs, today: int) -> None:
    """A row with nothing in sight says on which side it is, and when it goes or went out."""
    span = row.span
    if span is None or chart.scale.place(*span, chart.left, chart.width) is not None:
        return
    near = date.fromordinal(row.out if row.out is not None else span[0])
    text = short_date(near, date.fromordinal(today))
    if chart.scale.cell(span[1]) < chart.left:
        chart.write(0, f"{glyphs.before} {text}", "dim")
    else:
        text = f"{text} {glyphs.after}"
        chart.write(max(0, chart.width - len(text)), text, "dim")


def paint_label(
    row: TimeRow, width: int, look: Look, today: date, tie: Tie | None = None, *, is_chosen: bool = False
) -> Strip:
    """Cursor, dependency mark, health, key, title where there is room, and the day it goes or went out."""
    glyphs = look.glyphs
    over = "cursor" if is_chosen else ""
    fill = look.style("text", over)
    mark = glyphs.here if is_chosen else " " if tie is None else glyphs.upstream if tie.is_up else glyphs.downstream
    health = glyphs.released if row.is_released else row.health
    flag = glyphs.blocked if row.is_blocked else glyphs.stale if row.is_stale else " "
    when = short_date(date.fromordinal(row.out), today) if row.out is not None else "no date"
    when = f"{glyphs.after if row.is_open else ' '}{when}"
    room = width - 5 - len(when) - 1
    names = cut_middle(drawable(row.key), room, glyphs.more)
    role = "done" if row.is_released else HEALTH_ROLES.get(row.health, "dim")
    left = room - cell_len(names)
    title = fit(f" {row.title}" if row.title and left >= _TITLE_FROM else "", left, more=glyphs.more)
    parts = [
        (mark, look.style("accent", over)),
        (" ", fill),
        (f"{health}{flag} ", look.style(role, over)),
        (names, look.style("dim" if row.is_released else "strong", over)),
        (title, look.style("dim", over)),
        (f" {when}", look.style("red" if row.is_late and not row.is_released else "dim", over)),
    ]
    return paint_line(parts, width, fill, glyphs.more)


def paint_head(model: TimelineModel, scale: Scale, left: int, width: int, look: Look) -> list[tuple[Strip, Strip]]:
    """Two lines of the scale, and a third with the names of freezes where the board has any."""
    label = label_width(width)
    room = width - label
    dim, heading, fill = look.style("dim"), look.style("heading"), look.style("text")
    upper, lower = write_scale(scale, left, room)
    chart = Chart(scale, left, room)
    chart.write(0, lower, "heading")
    chart.put(model.today, look.glyphs.below, "accent")
    day = date.fromordinal(model.today)
    names = [f"{letter} {model.board.stage_name(stage)}" for stage, letter in model.letters.items()]
    legend = paint_line([(f"  {' '.join(names)}", dim)], label, fill, look.glyphs.more)
    now = paint_line([(f"  {scale.zoom}s", heading), (f" today {format_short(day)}", dim)], label, fill)
    lines = [
        (now, paint_line([(upper, heading)], room, fill)),
        (legend, paint_line(chart.parts(look), room, fill)),
    ]
    if model.freezes:
        lines.append((paint_line([("  freezes", dim)], label, fill), _paint_freezes(model, scale, left, room, look)))
    return lines


def _paint_freezes(model: TimelineModel, scale: Scale, left: int, width: int, look: Look) -> Strip:
    chart = Chart(scale, left, width)
    for _, span in model.freezes:
        chart.fill(*span, look.glyphs.frozen, "rule")
    free = 0
    for name, span in model.freezes:
        place = scale.place(*span, left, width)
        words = "".join(char for char in drawable(name) if cell_len(char) == 1)
        if place is not None and place[0] >= free:
            chart.write(place[0] + 1, words[: max(0, width - place[0] - 1)], "dim")
            free = place[0] + len(words) + 2
    return paint_line(chart.parts(look), width, look.style("text"))


def say_scale(scale: Scale, left: int, width: int) -> str:
    """From when to when the line goes: `Feb 2027 – May 2027`."""
    ends: Sequence[int] = (scale.first_day(left), scale.first_day(left + width) - 1)
    first, last = (date.fromordinal(max(1, min(day, date.max.toordinal()))) for day in ends)
    return f"{MONTH_NAMES[first.month - 1]} {first.year} – {MONTH_NAMES[last.month - 1]} {last.year}"
