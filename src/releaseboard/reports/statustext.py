"""`status` as text for people: red and amber with their reasons, what is next, what is to decide (texts.md 5.6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from releaseboard.domain.when import format_date, format_day
from releaseboard.text import cell_width, cut_cells

from .layout import Column, Style, join_cut, lay_table, near_date, wrap_cells
from .phrases import say_coming, say_days, say_decision, say_forecast, say_on_time
from .summary import Coming, Line, Summary

if TYPE_CHECKING:
    from .since import Since

MOST_ROWS = 6  # red and amber releases shown before "and N more"
MOST_NEXT_LINES = 2
MOST_DECISIONS = 2
MOST_MOVES = 15  # releases that changed since a past day

DROP = ("slip", "target", "stage")  # on a narrow terminal, first to last

_COLUMNS = (
    Column("release", least=16), Column("stage", least=9), Column("target"), Column("forecast"),
    Column("slip", right=True), Column("slack", right=True),
)  # fmt: skip


def write_status(
    summary: Summary, style: Style, *, asked: bool = False, since: "Since | None" = None, sync: str = ""
) -> list[str]:
    """The lines of `status`.

    Args:
        summary: what there is to say.
        style: width and painter.
        asked: these releases were named or filtered: show each of them, with all its reasons.
        since: what a past day looked like; None: nobody asked.
        sync: how fresh the board is, when there is something to say.
    """
    lines = [write_head(summary, style, since)]
    if sync:
        lines += wrap_cells(sync, style.width, " " * 8, f"{'SYNC':<8}")
    if not summary.total:
        return [*lines, *_teach_empty(asked)]
    needy = [line for line in summary.lines if asked or line.health in ("R", "A")]
    lines += _write_rows(needy if asked else needy[:MOST_ROWS], summary.today, style, whole=asked)
    if not asked:
        lines += _write_rest(summary, needy[MOST_ROWS:], style)
    lines += _write_ahead(summary, style)
    if since is not None:
        lines += _write_since(since, style)
    if summary.unread:
        lines.append(style.paint(f"UNREAD  {summary.unread} records of the file can't be read and are left alone", "A"))
    return lines


def write_head(summary: Summary, style: Style, since: "Since | None" = None) -> str:
    """Name, day and counts; the counts of the past day beside them."""
    counts = "  ".join(style.paint(f"{letter} {summary.counts[letter]}", letter) for letter in "GAR")
    plain = "  ".join(f"{letter} {summary.counts[letter]}" for letter in "GAR")
    was = ""
    if since is not None:
        was = f"  (was {'/'.join(str(since.counts[letter]) for letter in 'GAR')} on {format_day(since.day)})"
    day = format_date(summary.today)
    name = cut_cells(summary.board, max(4, style.width - cell_width(f"  {day}  {plain}{was}")))
    return f"{style.paint(name, 'bold')}  {day}  {counts}{was}"


def _teach_empty(asked: bool) -> list[str]:
    if asked:
        return ["No release fits. `releaseboard list` shows all of them."]
    return ["No releases yet. `releaseboard add PAY-1.0` adds one, `releaseboard import plan.toml` brings many."]


def _write_rows(found: Sequence[Line], today: date, style: Style, *, whole: bool) -> list[str]:
    if not found:
        return []
    cells = [
        (line.key, line.place, near_date(line.target, today) or "–",
         say_forecast(line.out, line.forecast, today, is_bound=line.is_bound),
         say_days(line.slip), say_days(line.slack))
        for line in found
    ]  # fmt: skip
    head, table = lay_table(_COLUMNS, cells, style.width - 2, DROP)
    lines = [style.paint(f"  {head}", "dim")]
    for line, text in zip(found, table, strict=True):
        lines.append(f"{style.paint(line.health, line.health)}{'?' if line.stale else ' '}{text}")
        reasons = "; ".join(line.reasons)
        if reasons and whole:
            lines += wrap_cells(reasons, style.width, "    ")
        elif reasons:
            lines.append(cut_cells(f"    {reasons}", style.width))
    return lines


def _write_rest(summary: Summary, hidden: Sequence[Line], style: Style) -> list[str]:
    lines = []
    if hidden:
        reds = sum(line.health == "R" for line in hidden)
        parts = [f"{reds} more red" if reds else "", f"{len(hidden) - reds} more amber" if len(hidden) > reds else ""]
        colour = "red" if reds else "amber"
        text = f"  and {' and '.join(filter(None, parts))}: releaseboard list --filter health:{colour}"
        lines.append(cut_cells(text, style.width))
    if not any(line.health in ("R", "A") for line in summary.lines):
        lines.append("No release is red or amber.")
    lines += _write_keys("GREEN", [line for line in summary.lines if line.health == "G"], style)
    rest = [line for line in summary.lines if line.health == "-" and line.is_open]
    for title, word in (("DRAFT", "draft"), ("ON HOLD", "on hold"), ("NO DATE", "")):
        lines += _write_keys(title, [line for line in rest if line.rest == word], style)
    return lines


def _write_keys(title: str, found: Sequence[Line], style: Style) -> list[str]:
    return [f"{title:<8}{join_cut([line.key for line in found], style.width - 8)}"] if found else []


def _write_ahead(summary: Summary, style: Style) -> list[str]:
    lines = []
    if summary.ended == summary.total:
        lines.append(f"{'OUT':<8}all {summary.ended} are released or ended: releaseboard list --all")
    if summary.recent:
        names = [f"{line.key} {format_day(line.out)}" for line in summary.recent if line.out]
        title = "" if lines else "OUT"
        lines.append(f"{title:<8}{join_cut(names, style.width - 8)}")
    if summary.coming:
        text = "; ".join(_say_days_ahead(summary.coming))
        whole = wrap_cells(text, style.width, " " * 8, f"{'NEXT':<8}")
        lines += whole[:MOST_NEXT_LINES]
        if len(whole) > MOST_NEXT_LINES:
            lines[-1] = cut_cells(f"{lines[-1]}…", style.width)
    for at, item in enumerate(summary.decisions[:MOST_DECISIONS]):
        text = f"{'DECIDE' if not at else '':<8}{say_decision(item, summary.today)}"
        lines.append(cut_cells(text, style.width))
    if summary.agreed.of or summary.original.of:
        lines.append(cut_cells(f"{'ON TIME':<8}{say_on_time(summary)}", style.width))
    return lines


def _say_days_ahead(coming: Sequence[Coming]) -> list[str]:
    """One phrase a day: `Thu 25 Feb target PAY-4.1.1, HUB-2.3, freeze FY close starts`."""
    days: dict[date, list[str]] = {}
    for item in coming:
        said = days.setdefault(item.date, [])
        is_more = item.kind == "target" and any(text.startswith("target ") for text in said)
        said.append(item.ref if is_more else say_coming(item))
    return [f"{format_day(day)} {', '.join(said)}" for day, said in days.items()]


def _write_since(since: "Since", style: Style) -> list[str]:
    lines = [style.paint(f"SINCE {format_date(since.day)}", "bold")]
    if not since.moves:
        return [*lines, "  nothing changed colour, date or state"]
    for title, keys in (
        ("new: ", [move.key for move in since.moves if not move.was]),
        ("gone: ", [move.key for move in since.moves if not move.now]),
    ):
        if keys:
            lines.append(f"  {title}{join_cut(keys, style.width - len(title) - 2)}")
    moved = [move for move in since.moves if move.was and move.now]
    for move in moved[:MOST_MOVES]:
        lines.append(cut_cells(f"  {move.key}: {_say_move(move.was, move.now)}", style.width))
    if len(moved) > MOST_MOVES:
        lines.append(f"  and {len(moved) - MOST_MOVES} more")
    return lines


def _say_move(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {was[name] or '–'} → {now[name] or '–'}" for name in now if was[name] != now[name])
