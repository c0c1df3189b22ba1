"""The line above and the line below everything: light, and sent again only where they differ.

Textual's own Header and Footer are trees of widgets; they cost time at the first frame and bytes at each focus.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len

from releaseboard.domain.when import format_date
from releaseboard.tui.glyphs import UNICODE, Glyphs
from releaseboard.tui.paint import HEALTH_ROLES, Part, cut, paint_line
from releaseboard.tui.viewmodel import HeaderModel

from .lines import Line, LineWidget


class Hint(NamedTuple):
    """A key and what it does here; `is_on` False: it can't act now (drawn dim, it stays in its place)."""

    key: str
    label: str
    is_on: bool = True


class HeaderLine(LineWidget):
    """One line: program and board, today, how many releases are green, amber and red.

    `HeaderLine(model)`; set `.model` (viewmodel.build_header). `.note` stands between name and date (a filter).
    """

    def __init__(self, model: HeaderModel, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._model = model
        self._note = ""

    @property
    def model(self) -> HeaderModel:
        """What the line says."""
        return self._model

    @model.setter
    def model(self, model: HeaderModel) -> None:
        self._model = model
        self.redraw()

    @property
    def note(self) -> str:
        """What is special about the view now: `filter: team:core · 3 of 40`, `sorted by key`; '' for nothing."""
        return self._note

    @note.setter
    def note(self, note: str) -> None:
        self._note = note
        self.redraw()

    def make_lines(self) -> list[Line]:
        """The one line; what does not fit is left out, the counts last."""
        look, model, width = self.look, self._model, self.size.width
        counts: list[Part] = []
        for letter in ("G", "A", "R"):
            counts.append((f"{letter} ", look.style(HEALTH_ROLES[letter])))
            counts.append((f"{model.counts.get(letter, 0)}  ", look.style("text")))
        if model.extra:
            counts.append((f"{look.glyphs.dot} {model.extra} ", look.style("text")))
        right = sum(cell_len(text) for text, _ in counts)
        today = format_date(model.today)
        today = today if width >= 100 else today.rsplit(" ", 1)[0]
        room = width - right - 1
        name = f" ReleaseBoard {look.glyphs.dot} " if width >= (100 if self._note else 60) else " "
        left: list[Part] = [
            (name, look.style("dim")),
            (cut(model.name, max(4, room - cell_len(name) - 14), look.glyphs.more), look.style("strong")),
        ]
        used = sum(cell_len(text) for text, _ in left)
        for text, role in ((self._note, "accent"), (f"today {today}" if width >= 100 else today, "dim")):
            if text and used + 3 + cell_len(text) <= room:
                left.append((f"   {text}", look.style(role)))
                used += 3 + cell_len(text)
        blank = look.style("text")
        return [(paint_line([*left, (" " * max(0, room + 1 - used), blank), *counts], width, blank),)]


class FooterLine(LineWidget):
    """One line: the keys of this place, or a message; at the right how things stand with the file.

    Set `.hints`; `say(text)` shows a message in their place until `say("")`; `.state` is the text at the right, such as
    `synced`, `saving 1`, `read-only: no write permission`; '' for nothing. Only what differs is sent.
    """

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._hints: tuple[Hint, ...] = ()
        self._message = ("", "text")
        self._state = ("", "dim")

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The keys shown, most useful first; those that do not fit are left out."""
        return self._hints

    @hints.setter
    def hints(self, hints: Iterable[Hint]) -> None:
        hints = tuple(hints)
        if hints != self._hints:
            self._hints = hints
            self.redraw()

    @property
    def message(self) -> str:
        """What is said now; ''  when the keys are shown."""
        return self._message[0]

    def say(self, text: str, *, kind: str = "info") -> None:
        """A message in place of the keys; '' brings the keys back.

        Args:
            text: one line; typed text in it is safe.
            kind: `info`, `warning` (why a key did nothing) or `error`.
        """
        message = (text, {"warning": "warning", "error": "red"}.get(kind, "text"))
        if message != self._message:
            self._message = message
            self.redraw()

    @property
    def state(self) -> str:
        """The text at the right."""
        return self._state[0]

    def set_state(self, text: str, *, is_alarming: bool = False) -> None:
        """How things stand with the file; `is_alarming` draws it so that it is seen."""
        state = (text, "warning" if is_alarming else "dim")
        if state != self._state:
            self._state = state
            self.redraw()

    def make_lines(self) -> list[Line]:
        """The one line."""
        look, width = self.look, self.size.width
        state = cut(self._state[0], width // 2)
        room = width - (cell_len(state) + 2 if state else 0)
        parts = self._message_parts(room) if self._message[0] else self._hint_parts(room)
        used = sum(cell_len(text) for text, _ in parts)
        blank = look.style("text")
        if state:
            parts += [(" " * (room - used + 1), blank), (state, look.style(self._state[1])), (" ", blank)]
        return [(paint_line(parts, width, blank),)]

    def _message_parts(self, room: int) -> list[Part]:
        text, role = self._message
        return [(cut(f" {text}", room), self.look.style(role))]

    def _hint_parts(self, room: int) -> list[Part]:
        look = self.look
        parts: list[Part] = [(" ", look.style("text"))]
        left = room - 1
        for hint in self._hints:
            needed = cell_len(hint.key) + cell_len(hint.label) + 3
            if needed > left:
                break
            left -= needed
            parts.append((hint.key, look.style("key" if hint.is_on else "dim")))
            parts.append((f" {hint.label}  ", look.style("dim")))
        return parts
