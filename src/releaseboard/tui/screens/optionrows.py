"""The options for an issue as a table, one line each, so that they can be compared at a glance. Pure."""

from collections.abc import Iterator

from releaseboard.domain.board import Board
from releaseboard.domain.when import format_day, format_short
from releaseboard.reports.options import Comparison, Effect, Option, say_hits
from releaseboard.reports.phrases import say_days
from releaseboard.tui.glyphs import Glyphs
from releaseboard.tui.paint import HEALTH_ROLES, cut_middle, fit

from .rows import Row, text_row

WIDE = 96  # cells from which dates have their weekday, and the releases that are hit their names
_NARROW = (8, 5, 6, 8, 4)  # cells of forecast, days, window, hits, owed
_BROAD = (14, 5, 6, 26, 4)
_GAP = 2


def list_option_rows(board: Board, found: Comparison, width: int, glyphs: Glyphs) -> Iterator[Row]:
    """A heading and a line an option; its number is the row's id.

    Args:
        board: as it is.
        found: the comparison.
        width: cells a line may take.
        glyphs: the signs to draw with.
    """
    cells = _BROAD if width >= WIDE else _NARROW
    room = max(12, width - 3 - sum(cells) - _GAP * len(cells))
    head = f"{'#':<3}{'option':<{room}}"
    for word, cell in zip(("forecast", "days", "window", "hits", "owed"), cells, strict=True):
        head += "  " + fit(word, cell, right=word in ("days", "owed"))
    yield text_row(head, "dim")
    for number, option in enumerate(found.options, 1):
        name = f"{option.lever.strategy.partition('_')[0]}: {option.lever.text.removeprefix('one of ')}"
        parts = [(f"{number:<3}", "key"), (fit(cut_middle(name, room, glyphs.more), room), "")]
        if option.effect is None:
            yield Row(str(number), (*parts, ("  can't be", "dim")), (), option.refused)
        else:
            shown = _effect_parts(board, option, option.effect, cells, glyphs)
            yield Row(str(number), (*parts, *shown))


def _effect_parts(
    board: Board, option: Option, effect: Effect, cells: tuple[int, ...], glyphs: Glyphs
) -> Iterator[tuple[str, str]]:
    is_wide = cells is _BROAD
    day = effect.seen.date
    date = (format_day(day) if is_wide else format_short(day)) if day is not None else "no date"
    bound = "≥ " if effect.seen.open_ended and day is not None else ""
    window = {True: "met", False: "missed", None: "none"}[effect.in_window]
    days, late = say_days(effect.days), (effect.days or 0) > 0
    hits = say_hits(board, effect) if is_wide else _count_hits(effect)
    texts = (
        (fit(bound + date, cells[0]), HEALTH_ROLES.get(effect.seen.health, "")),
        (fit(days, cells[1], right=True), "red" if late else "green" if effect.days else "dim"),
        (fit(window, cells[2]), {"met": "green", "missed": "red"}.get(window, "dim")),
        (fit(hits or "nobody", cells[3], more=glyphs.more), "amber" if effect.hit else "dim"),
        (fit(str(effect.owed), cells[4], right=True), "amber" if effect.owed else "dim"),
    )
    for text, role in texts:
        yield " " * _GAP, ""
        yield text, role


def _count_hits(effect: Effect) -> str:
    """How many releases pay for it, and how much the first of them: `2: +18`."""
    if not effect.hit:
        return ""
    return f"{len(effect.hit)}: {say_days(effect.hit[0].days) or '?'}"
