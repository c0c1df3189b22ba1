"""The rows of a ripple: before and after, release by release, for the preview and for a what-if."""

from collections.abc import Iterator

from releaseboard.domain.when import format_day
from releaseboard.schedule.outlook import Outlook
from releaseboard.tui.glyphs import Glyphs, spell
from releaseboard.tui.paint import HEALTH_ROLES, cut_middle, fit
from releaseboard.tui.ripplemodel import Ripple, Wave
from releaseboard.tui.wording import count_of

from .rows import Row, text_row

WIDE = 116  # cells from which the reason stands beside its release
MOST_OWED = 6


def list_ripple_rows(ripple: Ripple, window: int, glyphs: Glyphs) -> Iterator[Row]:
    """A line a release, and who would have to be told.

    Args:
        ripple: what would change.
        window: cells of the window.
        glyphs: the signs to draw with.
    """
    width = max(40, window - 4)
    is_wide = width >= WIDE
    key = min(26, max(12, width - 64)) if not is_wide else 22
    head = fit("release", key) + fit("now goes out", 14) + fit("then", 14) + fit("days", 7, right=True)
    yield text_row(head + "  " + fit("colour", 9) + fit("window", 15) + ("why" if is_wide else ""), "heading")
    for wave in ripple.waves:
        why = spell(wave.why, glyphs)
        yield _wave_row(wave, key, why if is_wide else "", glyphs)
        if why and not is_wide:
            yield text_row(f"    {why}", "dim")
    if ripple.owed:
        yield text_row("")
        yield text_row(f"Then owed: {count_of(len(ripple.owed), 'notice')}", "heading")
        yield from (text_row(f"  {name}") for name in ripple.owed[:MOST_OWED])
        more = len(ripple.owed) - MOST_OWED
        if more > 0:
            yield text_row(f"  and {more} more", "dim")


def _wave_row(wave: Wave, key: int, why: str, glyphs: Glyphs) -> Row:
    arrow = glyphs.forecast
    days = "" if wave.days is None else f"{wave.days:+d}" if wave.days else "0"
    before, after = (f"{seen.health}{glyphs.stale if seen.stale else ''}" for seen in (wave.before, wave.after))
    colour = f"{before} {arrow} {after}" if before != after else after
    late = "red" if (wave.days or 0) > 0 else "green"
    return Row("", (
        (fit(cut_middle(wave.key, key - 1, glyphs.more), key), "strong"),
        (fit(_say_day(wave.before), 14), "dim"),
        (fit(_say_day(wave.after), 14), "text"),
        (fit(days, 7, right=True), late if wave.days else "dim"),
        ("  ", "text"),
        (fit(colour, 9), HEALTH_ROLES.get(wave.after.health, "dim")),
        (fit(spell(wave.window, glyphs), 15), "red" if "missed" in wave.window else "text"),
        (why, "dim"),
    ))  # fmt: skip


def _say_day(outlook: Outlook) -> str:
    if outlook.date is None:
        return "no date"
    return f"{'≥ ' if outlook.open_ended else ''}{format_day(outlook.date)}"
