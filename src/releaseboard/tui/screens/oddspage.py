"""The chances of a release as a page of text, drawn from what past releases took."""

from collections.abc import Callable, Sequence

from releaseboard.domain.when import format_date, format_day
from releaseboard.errors import ReleaseboardError
from releaseboard.reports.layout import wrap_cells
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.odds import Odds, draw_odds
from releaseboard.tui.desk import Desk

from .rows import Row, text_row

BAR = 30  # cells of a bar that stands for all trials


def draw_for(desk: Desk, release_id: str) -> Odds:
    """The chances of one release on the board as it is; takes about a second on a thousand releases.

    Raises:
        BadInput: numpy is not installed.
    """
    outlooks = desk.outlooks
    if not isinstance(outlooks, Outlooks):
        raise ReleaseboardError("the forecast is still being worked out", "ask again in a moment")
    return draw_odds(outlooks).get(release_id, Odds(notes=("it has no date to draw chances for",)))


def odds_writer(desk: Desk, release_id: str, odds: Odds) -> Callable[[int], Sequence[Row]]:
    """Rows for a width in cells."""

    def write(width: int) -> Sequence[Row]:
        release, seen = desk.board.releases[release_id], desk.outlook_of(release_id)
        rows = [_fact("forecast", format_date(seen.date) if seen.date else "no date")]
        for name, day in (("P50", odds.p50), ("P85", odds.p85), ("P95", odds.p95)):
            if day is not None:
                words = {"P50": "as likely as not by then", "P85": "what can be promised", "P95": "almost sure"}
                rows.append(_fact(name, f"{format_date(day)}  {words[name]}"))
        if odds.in_window is not None and release.window is not None:
            rows.append(_fact("in window", f"{odds.in_window:.0%} by {format_day(release.window.end)}"))
        if odds.by_target is not None and release.target is not None:
            rows.append(_fact("by target", f"{odds.by_target:.0%} by {format_day(release.target)}"))
        if odds.spikes:
            rows += [text_row(""), text_row("Where it lands", "heading")]
        for spike in odds.spikes:
            days = format_day(spike.first) + (f" – {format_day(spike.last)}" if spike.last != spike.first else "")
            bar = desk.glyphs.bar_now * max(1, round(BAR * spike.share))
            rows.append(Row("", ((f"  {days:<24}", ""), (f"{spike.share:>4.0%} ", "strong"), (bar, "accent"))))
        rows.append(text_row(""))
        if odds.samples:
            rows.append(text_row(f"  drawn from {odds.samples} past releases", "dim"))
        for note in odds.notes:
            rows += [text_row(line, "dim") for line in wrap_cells(note, width, "  ")]
        return rows

    return write


def _fact(label: str, text: str) -> Row:
    return Row("", ((f"  {label:<12} ", "dim"), (text, "")))
