"""The dependency panel as strips: side by side where there is room, one below the other at the right of the board."""

from datetime import date

from rich.cells import cell_len
from textual.strip import Strip

from releaseboard.domain.when import format_date, format_day, format_window

from .glyphs import spell
from .paint import HEALTH_ROLES, Look, Part, cut, cut_middle, fit, long_date, paint_line
from .panelmodel import PanelLine, PanelModel


def paint_title(model: PanelModel, width: int, look: Look) -> Strip:
    """The panel's upper edge: whose dependencies, and its window and target at the right."""
    rule = look.style("rule")
    if not model.release_id:
        return paint_line([(look.glyphs.rule * width, rule)], width, rule)
    parts = [f"target {format_day(model.target)}"] if model.target is not None else []
    if model.window is not None:
        parts.insert(0, f"window {format_window(model.window)}")
    while parts and len(" ".join(parts)) + cell_len(model.key) + 16 > width:
        parts.pop()
    right = f" {look.glyphs.dot} ".join(parts)
    right = f" {spell(right, look.glyphs)} " if right else ""
    room = width - cell_len(right) - 6
    name = cut_middle(model.key, max(8, room), look.glyphs.more)
    title = cut(model.title, max(0, room - cell_len(name) - 2), look.glyphs.more)
    left = f" {name}  {title} " if title else f" {name} "
    fill = max(0, width - cell_len(left) - cell_len(right) - 4)
    line, text = look.glyphs.rule, look.style("text")
    around: list[Part] = [(line * 2, rule), (left, text), (line * fill, rule), (right, text), (line * 2, rule)]
    return paint_line(around, width, rule, look.glyphs.more)


def paint_side_heading(model: PanelModel, width: int, look: Look, *, is_up: bool) -> Strip:
    """`waits for 2`, `holds up 14`; `waits for nothing`."""
    count = model.waits if is_up else model.holds
    text = f" {'waits for' if is_up else 'holds up'} {count or 'nothing'}"
    return paint_line([(text, look.style("heading"))], width, look.style("text"))


def paint_dependency(
    line: PanelLine, width: int, look: Look, today: date, *, is_up: bool, over: str = "", branch: str = ""
) -> Strip:
    """One line: sign, label, where it stands, when it is due, and what it does to the date.

    Args:
        line: what it says.
        width: cells.
        look: styles and signs.
        today: the day dates are read against.
        is_up: the panel's release waits for it (else: it waits for the panel's release).
        over: role laid over the line under the cursor; '' elsewhere.
        branch: indentation of an opened line.
    """
    glyphs = look.glyphs
    sign, role = _sign_of(line, look)
    tail = _effect(line, look, is_up=is_up)
    when = "" if line.standing in ("met", "gone") else "no date" if line.day is None else long_date(line.day, today)
    head = f" {branch}"
    # One cell stays free at the right: another list may begin there.
    room = width - cell_len(head) - 2 - cell_len(tail) - (2 if tail else 0)
    label_width = min(cell_len(line.label), max(14, room // 2), room - 1)
    label = cut_middle(line.label, label_width, glyphs.more)
    rest = room - cell_len(label) - 3
    about = line.about
    if rest >= cell_len(when) > 0:
        wanted = cell_len(about) + cell_len(when) + 2
        about = f"{about}  {when}" if wanted <= rest and about else when if wanted > rest or not about else about
    about = cut(about, max(0, rest), glyphs.more)
    body = fit(f" {label}  {about}" if about else f" {label}", room, more=glyphs.more)
    parts: list[Part] = [
        (head, look.style("dim", over)), (sign, look.style(role, over)), (body, look.style("text", over)),
    ]  # fmt: skip
    if tail:
        parts.append((f"  {tail}", look.style("accent" if line.is_driving else "dim", over)))
    return paint_line(parts, width, look.style("text", over), glyphs.more)


def _sign_of(line: PanelLine, look: Look) -> tuple[str, str]:
    glyphs = look.glyphs
    if line.standing in ("released", "met"):
        return glyphs.released, "done"
    if line.standing == "gone":
        return glyphs.unknown, "dim"
    if not line.is_release:
        return (glyphs.open, "text") if line.day is not None else (glyphs.unknown, "amber")
    return (
        (glyphs.blocked, "red") if line.standing == "blocked" else (line.health, HEALTH_ROLES.get(line.health, "dim"))
    )


def _effect(line: PanelLine, look: Look, *, is_up: bool) -> str:
    """What the line does to the date, in words: `late 3`, `float 0 drives ◀`, `open` (no date), `+4` behind it."""
    words = [f"{look.glyphs.folded}{line.more}"] if line.more else []
    if line.float is not None:
        words.append(f"late {-line.float}" if line.float < 0 else f"float {line.float}")
    elif is_up and line.day is None and line.standing not in ("released", "met", "gone"):
        words.append("open")
    if line.is_driving:
        words.append(f"drives {look.glyphs.upstream if is_up else look.glyphs.downstream}")
    return " ".join(words)


def paint_more(hidden: int, width: int, look: Look) -> Strip:
    """`+3 more` below a list that does not fit."""
    return paint_line([(f"   {look.glyphs.folded}{hidden} more", look.style("dim"))], width, look.style("text"))


def paint_own(model: PanelModel, width: int, look: Look) -> list[Strip]:
    """The release itself, between what it waits for and what it holds up: key, where it stands, forecast."""
    when = f"forecast {format_date(model.day)}" if model.day is not None else "no date"
    if model.now in ("released", "closed"):
        when = f"out {format_date(model.day)}" if model.day is not None else ""
    role = HEALTH_ROLES.get(model.health, "dim")
    fill = look.style("text")
    key = cut_middle(model.key, width - 4, look.glyphs.more)
    return [
        paint_line([(f" {model.health} ", look.style(role)), (key, look.style("strong"))], width, fill),
        paint_line([(f"   {model.now}", look.style("text"))], width, fill, look.glyphs.more),
        paint_line([(f"   {when}", look.style("text"))], width, fill),
    ]


def paint_why(model: PanelModel, width: int, look: Look, *, most: int = 1) -> list[Strip]:
    """The reasons of the colour in at most so many lines: all in one, or each in its own; none where there are none."""
    if not model.why or most < 1:
        return []
    reasons = [spell(text, look.glyphs) for text in model.why]
    texts = reasons[:most] if most > 1 else [f" {look.glyphs.dot} ".join(reasons)]
    heads = [" why ", *["     "] * (len(texts) - 1)]
    return [
        paint_line([(head + text, look.style("dim"))], width, look.style("text"), look.glyphs.more)
        for head, text in zip(heads, texts, strict=True)
    ]
