"""The signs on the screen, in Unicode and in plain ASCII for terminals that can't show more.

No sign stands alone for a meaning that colour carries elsewhere: health is a letter, states are words or signs.
"""

from typing import NamedTuple


class Glyphs(NamedTuple):
    """One sign per meaning; each is exactly one terminal cell wide."""

    blocked: str = "▌"
    stale: str = "?"
    marked: str = "*"
    gate: str = "⚑"
    waiting: str = "⧗"
    holds_up: str = "↦"
    released: str = "✓"
    rolled_back: str = "↺"
    held: str = "‖"
    forecast: str = "→"
    over: str = "!"
    above: str = "↑"
    below: str = "↓"
    before: str = "‹"
    after: str = "›"
    upstream: str = "◀"
    downstream: str = "▶"
    open: str = "○"
    working: str = "●"
    unknown: str = "?"
    folded: str = "+"
    dot: str = "·"
    dash: str = "–"
    more: str = "…"
    rule: str = "─"
    wall: str = "│"
    cross: str = "┼"
    here: str = "›"
    here_marked: str = "»"
    visitor: str = "@"
    news: str = "~"
    due: str = "◆"
    aim: str = "◇"
    frozen: str = "░"
    bar_done: str = "▁"
    bar_now: str = "█"
    bar_next: str = "▄"


UNICODE = Glyphs()
ASCII = Glyphs(
    blocked="#", gate="G", waiting="~", holds_up=">", released="v", rolled_back="x", held="=", forecast=">",
    above="^", below="v", before="<", after=">", upstream="<", downstream=">", open="o", working="@",
    dot="-", dash="-", more="~", rule="-", wall="|", cross="+", here=">", here_marked="]",
    due="*", aim="+", frozen=":", bar_done="_", bar_now="#", bar_next="=",
)  # fmt: skip


def spell(text: str, glyphs: Glyphs) -> str:
    """A text that holds our own Unicode signs, in the signs of a set; words that people typed stay as they are."""
    if glyphs is UNICODE or text.isascii():
        return text
    return text.translate(_TRANSLATIONS)


_TRANSLATIONS = {
    ord(sign): plain for sign, plain in zip(UNICODE, ASCII, strict=True) if sign != plain and not sign.isascii()
}


def pick_glyphs(encoding: str, *, ascii_only: bool = False) -> Glyphs:
    """The set for a terminal.

    Args:
        encoding: name of the terminal's encoding, as in `sys.stdout.encoding`; '' when not known.
        ascii_only: the user asked for plain signs (config `ascii`).
    """
    speaks_unicode = encoding.casefold().replace("-", "").replace("_", "") in ("utf8", "utf16", "utf32", "cp65001")
    return UNICODE if speaks_unicode and not ascii_only else ASCII
