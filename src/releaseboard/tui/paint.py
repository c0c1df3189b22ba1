"""The one place where words that people typed become cells of the screen.

Strings never reach a widget as they are: Textual reads markup in them (`[PROJ-12] x` loses its tag, `oops [/x]` ends
the app). Here they become `Content`, which is literal, or `Strip`s of an exact width. Widths are measured as Textual
measures them (rich's `cell_len`), because it is Textual that cuts the strips.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from releaseboard.domain.when import MONTH_NAMES, format_day, format_short
from releaseboard.text import clean_line

from .glyphs import UNICODE, Glyphs, spell
from .viewmodel import HERE, Card, Column

Part = tuple[str, Style]

_FAR = 180  # calendar days from which the year says more than the day
_SHORTEST = 3  # cells of a stage's name in the strip
_TITLE_WIDTH = 30  # cells of a card from which its title stands beside its key
_TITLE_FROM = 8  # fewer cells of a title say nothing
_JOINER = "\u200d"
_LONGEST = 12  # characters looked at for each cell: accents and joined emoji take several for one
HEALTH_ROLES = {"G": "green", "A": "amber", "R": "red"}


class Look(NamedTuple):
    """How things look now: a rich style per role, and the signs. The roles are the component classes of the widgets."""

    styles: Mapping[str, Style]
    glyphs: Glyphs = UNICODE

    def style(self, role: str, over: str = "") -> Style:
        """The style of a role, with another (the cursor's) laid over it; health keeps its own colour there."""
        style = self.styles[role]
        if not over:
            return style
        laid = style + self.styles[over]
        return laid + Style(color=style.color) if role in HEALTH_ROLES.values() else laid


def plain(text: str) -> Content:
    """Typed text as literal content for any widget that takes content: cleaned, one line, never markup."""
    return Content(clean_line(text))


def drawable(text: str) -> str:
    """The characters of a text that a terminal can be given (a last guard: boards are cleaned when they are loaded).

    No control, escape or direction characters; no accent in front and no joiner at the end that would act on the
    neighbouring text, so that the cells of two texts side by side are the sum of their cells.
    """
    if text.isascii() and text.isprintable():
        return text
    text = "".join([char for char in text if char.isprintable() or char == _JOINER])
    while text and cell_len(text[0]) == 0:
        text = text[1:]
    return text.rstrip(_JOINER)


def cut(text: str, width: int, more: str = "…") -> str:
    """`text` in at most `width` cells, ending in `more` where something was cut off; `width` ≤ 0 gives ''."""
    text = drawable(text[: _LONGEST * max(1, width)])
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return _head(text, width - cell_len(more)).rstrip() + more


def cut_middle(text: str, width: int, more: str = "…") -> str:
    """Like `cut`, but a key keeps its end, where the version stands: `python-op…t-6.6.0`."""
    if width < 8 or cell_len(text) <= width:
        return cut(text, width, more)
    text = drawable(text)
    start = max(0, len(text) - (width // 2 if text.isascii() else _LONGEST * width // 2))
    while start < len(text) and (
        cell_len(text[start:]) > width // 2 or cell_len(text[start]) == 0 or text[start - 1 : start] == _JOINER
    ):
        start += 1
    tail = text[start:]
    return _head(text, width - cell_len(more) - cell_len(tail)) + more + tail


def _head(text: str, width: int) -> str:
    """The longest beginning that takes at most `width` cells; never ends in a joiner that waits for its other half."""
    if width <= 0:
        return ""
    low, high = 0, min(len(text), _LONGEST * width)
    while low < high:
        middle = (low + high + 1) // 2
        if cell_len(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(_JOINER)


def fit(text: str, width: int, *, right: bool = False, more: str = "…") -> str:
    """`text` cut or filled with spaces to exactly `width` cells; `right` puts it at the right edge."""
    text = cut(text, width, more)
    fill = " " * (width - cell_len(text))
    return fill + text if right else text + fill


def paint_line(parts: Iterable[Part], width: int, fill: Style, more: str = "…") -> Strip:
    """Parts side by side as a strip of exactly `width` cells; what does not fit is cut, the rest is filled.

    Neighbours of the same style become one segment: each segment costs about 40 bytes on the wire.
    """
    segments: list[Segment] = []
    left = width
    for text, style in parts:
        text = cut(text, left, more)
        if not text:
            continue
        left -= cell_len(text)
        _add(segments, text, style)
    if left > 0:
        _add(segments, " " * left, fill)
    return Strip(segments, width)


def _add(segments: list[Segment], text: str, style: Style) -> None:
    if segments and (segments[-1].style == style or (text.isspace() and _is_same_blank(segments[-1].style, style))):
        before = segments.pop()
        segments.append(Segment(before.text + text, before.style))
    else:
        segments.append(Segment(text, style))


def _is_same_blank(one: Style | None, other: Style) -> bool:
    """Blanks look the same in both styles: same background, and neither draws on blanks."""
    if one is None or one.bgcolor != other.bgcolor:
        return False
    return not any((s.underline or s.reverse or s.strike or s.overline) for s in (one, other))


def short_date(day: date, today: date) -> str:
    """`10 Mar`; `Mar 2028` when it is half a year away or more."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}" if _is_far(day, today) else format_short(day)


def long_date(day: date, today: date) -> str:
    """`Wed 10 Mar`; `10 Mar 2028` when it is half a year away or more."""
    return f"{format_short(day)} {day.year}" if _is_far(day, today) else format_day(day)


def _is_far(day: date, today: date) -> bool:
    return abs((day - today).days) >= _FAR and day.year != today.year


def paint_card(
    card: Card,
    width: int,
    height: int,
    look: Look,
    today: date,
    *,
    over: str = "",
    is_marked: bool = False,
    sign: str = "",
) -> tuple[Strip, ...]:
    """A card as `height` strips of exactly `width` cells.

    Three lines: health, key and type │ forecast and slack │ the most important fact. Two lines: the forecast stands at
    the right of the first, slack before the fact. One line (released): sign, key, how it ended. `over` is the role
    laid over the card under the cursor (`cursor` or `trail`). `sign` is one of the view-model's HERE and NEWS.
    """
    lines = {1: _one_line, 2: _two_lines, 3: _three_lines}[height](card, width - 1, look, today, over)
    fill = look.style("text", over)
    strips = []
    for at, parts in enumerate(lines):
        strips.append(
            paint_line((_gutter(card, at, look, over, is_marked, sign), *parts), width, fill, look.glyphs.more)
        )
    return tuple(strips)


def _gutter(card: Card, at: int, look: Look, over: str, is_marked: bool, sign: str) -> Part:
    """The first cell of a card's line: the cursor, the mark, what others do, the bar of a blocked release, or nothing.

    What others do stands on the second line where the cursor or the mark has the first.
    """
    if at == 0 and over == "cursor":
        sign = look.glyphs.here_marked if is_marked else look.glyphs.here
        return sign, look.style("marked" if is_marked else "strong", over)
    if at == 0 and is_marked:
        return look.glyphs.marked, look.style("marked", over)
    if sign and at == int(over == "cursor" or is_marked):
        return (look.glyphs.visitor if sign == HERE else look.glyphs.news), look.style("accent", over)
    if card.standing == "blocked":
        return look.glyphs.blocked, look.style("red", over)
    return " ", look.style("text", over)


def _health_part(card: Card, look: Look, over: str) -> Part:
    """The health letter (or the sign of what is out, rolled back or on hold), then stale or not yet started."""
    glyphs = look.glyphs
    signs = {"released": glyphs.released, "rolled_back": glyphs.rolled_back, "held": glyphs.held}
    sign = signs.get(card.standing, card.health)
    flag = glyphs.stale if card.is_stale else glyphs.open if card.standing in ("draft", "committed") else " "
    role = "done" if card.standing == "released" else HEALTH_ROLES.get(card.health, "dim")
    return f"{sign}{flag}", look.style(role, over)


def _when(card: Card, look: Look, today: date) -> str:
    if card.day is None:
        return "no date"
    day = short_date(card.day, today)
    return day if card.standing == "released" else f"{look.glyphs.forecast} {day}"


def _slack(card: Card) -> str:
    return "" if card.slack is None else f"sl {card.slack}"


def _name_parts(card: Card, width: int, look: Look, over: str, *, is_titled: bool) -> list[Part]:
    """Key and, where there is room, type and title, in exactly `width` cells."""
    more = look.glyphs.more
    strong, dim = look.style("strong", over), look.style("dim", over)
    key = cut_middle(card.key, width, more)
    left = width - cell_len(key)
    parts: list[Part] = [(key, strong)]
    if cell_len(card.type) < left:
        parts.append((f" {card.type}", dim))
        left -= cell_len(card.type) + 1
        if is_titled and card.title and left > _TITLE_FROM:
            title = cut(card.title, left - 2, more)
            parts.append((f"  {title}", dim))
            left -= cell_len(title) + 2
    return [*parts, (" " * left, dim)]


def _three_lines(card: Card, width: int, look: Look, today: date, over: str) -> list[list[Part]]:
    text, dim = look.style("text", over), look.style("dim", over)
    when = f" {_when(card, look, today)}"
    slack = _slack(card)
    is_titled = width >= _TITLE_WIDTH
    about = spell(card.fact, look.glyphs) or ("" if is_titled else card.title)
    return [
        [_health_part(card, look, over), (" ", dim), *_name_parts(card, width - 3, look, over, is_titled=is_titled)],
        [(f"{when}  {slack}" if slack else when, text)],
        [(f" {about}", dim)],
    ]


def _two_lines(card: Card, width: int, look: Look, today: date, over: str) -> list[list[Part]]:
    text, dim = look.style("text", over), look.style("dim", over)
    when = f" {_when(card, look, today)}"
    about = "  ".join(part for part in (_slack(card), spell(card.fact, look.glyphs) or card.title) if part)
    name = _name_parts(card, width - 3 - cell_len(when), look, over, is_titled=width >= 2 * _TITLE_WIDTH)
    return [[_health_part(card, look, over), (" ", dim), *name, (when, text)], [(f" {about}", dim)]]


def _one_line(card: Card, width: int, look: Look, today: date, over: str) -> list[list[Part]]:
    style = look.style("done" if card.standing == "released" else "text", over)
    more = look.glyphs.more
    room = width - 3
    for tail in _endings(card, look, today):
        left = room - cell_len(tail) - 1
        if cell_len(card.key) <= left:
            return [[_health_part(card, look, over), (f" {fit(card.key, left, more=more)} {tail}", style)]]
    return [[_health_part(card, look, over), (f" {cut_middle(card.key, room, more)}", style)]]


def _endings(card: Card, look: Look, today: date) -> list[str]:
    """What may stand behind the key of what is out, the best first: how it ended and when, or one of them."""
    fact = "" if card.fact == "released" else spell(card.fact, look.glyphs)
    day = _when(card, look, today) if card.day is not None else ""
    both = f"{fact}  {day}" if fact and day else ""
    return [ending for ending in (both, fact, fact.replace("window", "win"), day) if ending]


def paint_heading(column: Column, width: int, look: Look, *, is_here: bool) -> Strip:
    """A column's name with its count, or with work and limit: `Build 3/3`; over the limit it says so with `!`."""
    role = "over" if column.is_over else "here" if is_here else "heading"
    text = heading_text(column, look.glyphs)
    text = text if cell_len(text) < width else _short_heading(column, look.glyphs, width - 1)
    return paint_line([(f" {text}", look.style(role))], width, look.style("heading"))


def heading_text(column: Column, glyphs: Glyphs) -> str:
    """`Build 3/3`, `Plan 2`, and with a filter `Build 1 of 3`."""
    count = f"{column.working}/{column.limit}" if column.limit else f"{column.total}"
    some = f"{len(column.ids)} of " if len(column.ids) != column.total else ""
    return f"{column.name} {some}{count}{glyphs.over if column.is_over else ''}"


def paint_under(width: int, look: Look, *, above: int, below: int) -> Strip:
    """The rule under a heading, saying how many cards are out of sight: `──── ↑3 ↓12 ─`."""
    glyphs, style = look.glyphs, look.style("rule")
    told = " ".join(f"{sign}{count}" for sign, count in ((glyphs.above, above), (glyphs.below, below)) if count)
    if not told or len(told) + 4 > width:
        return paint_line([(glyphs.rule * width, style)], width, style)
    left = width - len(told) - 3
    return paint_line(
        [(glyphs.rule * left, style), (f" {told} ", look.style("dim")), (glyphs.rule, style)], width, style
    )


def paint_strip(columns: tuple[Column, ...], seen: range, here: int, width: int, look: Look) -> Strip:
    """All stages in one line with their counts; those on screen stand between ‹ and ›, the cursor's stands out."""
    glyphs = look.glyphs
    texts = [heading_text(column, glyphs) for column in columns]
    room = max((cell_len(text) for text in texts), default=0)
    while sum(cell_len(text) + 2 for text in texts) > width and room > _SHORTEST:
        room -= 1
        texts = [_short_heading(column, glyphs, room) for column in columns]
    first = 0
    while first < seen.start and sum(cell_len(text) + 2 for text in texts[first : seen.stop]) > width:
        first += 1
    parts: list[Part] = []
    for at in range(first, len(texts)):
        gap = "" if at == first else glyphs.after if at == seen.stop else " "
        gap += glyphs.before if at == seen.start else " "
        role = "here" if at == here else "heading" if at in seen else "dim"
        parts += [(gap, look.style("rule")), (texts[at], look.style(role))]
    if seen.stop == len(columns):
        parts.append((glyphs.after, look.style("rule")))
    return paint_line(parts, width, look.style("text"))


def _short_heading(column: Column, glyphs: Glyphs, width: int) -> str:
    """A heading in about `width` cells: the name gives way, the count stays."""
    text = heading_text(column, glyphs)
    count = text[len(column.name) :]
    return _head(column.name, max(_SHORTEST, width - cell_len(count))) + count
