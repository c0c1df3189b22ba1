"""Days of the calendar as strips: a head with number, freeze or holiday, then what is on it, as far as it fits."""

from collections.abc import Sequence
from datetime import date

from textual.strip import Strip

from .calendarmodel import Day, Entry
from .glyphs import Glyphs, spell
from .paint import HEALTH_ROLES, Look, drawable, fit, paint_line

_WORDS = {"due": "out", "released": "out", "target": "targets", "opens": "open", "ends": "end", "gate": "gates"}


def sign_of(kind: str, glyphs: Glyphs) -> str:
    """The sign in front of an entry."""
    return {
        "event": glyphs.working, "external": glyphs.waiting, "milestone": glyphs.gate, "gate": glyphs.gate,
        "released": glyphs.released, "due": glyphs.due, "target": glyphs.aim, "opens": "[", "ends": "]",
        "recurring": glyphs.open,
    }[kind]  # fmt: skip


def role_of(entry: Entry) -> str:
    """The colour of an entry."""
    if entry.kind == "due":
        return HEALTH_ROLES.get(entry.health, "strong")
    roles = {"released": "done", "event": "accent", "external": "accent", "opens": "dim", "ends": "dim"}
    return roles.get(entry.kind, "text")


def paint_day(
    day: Day, width: int, height: int, look: Look, today: date, month: int, *, is_chosen: bool = False
) -> list[Strip]:
    """A day as `height` strips of exactly `width` cells."""
    over = "cursor" if is_chosen else ""
    glyphs = look.glyphs
    is_out = day.day.month != month
    number = f"{glyphs.here if is_chosen else ' '}{day.day.day:2d}"
    role = "accent" if day.day == today else "dim" if is_out or day.is_off else "strong"
    named = day.holiday or ", ".join(day.freezes)
    label = f" {drawable(named)}" if named else " today" if day.day == today else ""
    fill = look.style("text", over)
    is_train = any(entry.kind == "recurring" for entry in day.entries)
    sign = (glyphs.frozen * 2 if day.freezes else "") + (glyphs.open if is_train else "")
    head = [
        (number, look.style(role, over)),
        (f" {sign}" if sign else "", look.style("rule", over)),
        (label, look.style("warning" if named else "accent", over)),
    ]
    lines = [paint_line(head, width, fill, glyphs.more)]
    entries = [entry for entry in day.entries if entry.kind != "recurring"]  # their sign stands in the head
    for text, line_role in list_lines(entries, height - 1, width, glyphs):
        lines.append(paint_line([(text, look.style("dim" if is_out else line_role, over))], width, fill, glyphs.more))
    return [*lines, *[paint_line([], width, fill)] * (height - len(lines))][:height]


def list_lines(entries: Sequence[Entry], height: int, width: int, glyphs: Glyphs) -> list[tuple[str, str]]:
    """What is on a day in at most `height` lines, each with its role: one a thing, or one a kind where they do not fit.

    What does not even fit then is counted in the last line.
    """
    if len(entries) <= height:
        return [(fit(f" {sign_of(entry.kind, glyphs)} {entry.name}", width, more=glyphs.more), role_of(entry))
                for entry in entries]  # fmt: skip
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry)
    lines: list[tuple[str, str]] = []
    told = 0
    for kind, group in kinds.items():
        if len(lines) == height - (len(kinds) > height):
            break
        told += len(group)
        name = group[0].name if len(group) == 1 else f"{len(group)} {_WORDS.get(kind, kind)}"
        lines.append((f" {sign_of(kind, glyphs)} {name}", role_of(group[0])))
    if told < len(entries) and height > 0:
        lines.append((f" {glyphs.folded}{len(entries) - told} more", "dim"))
    return [(fit(text, width, more=glyphs.more), role) for text, role in lines[: max(0, height)]]


def tell_day(day: Day, windows: int, glyphs: Glyphs) -> str:
    """What is on a day in one line."""
    parts = [f"freeze {name}" for name in day.freezes]
    parts += [f"holiday {day.holiday}"] if day.holiday else []
    parts += [entry.text for entry in day.entries]
    parts += [f"{windows} {'window is' if windows == 1 else 'windows are'} open"] if windows else []
    return spell(" · ".join(parts) or "nothing is on this day", glyphs)
