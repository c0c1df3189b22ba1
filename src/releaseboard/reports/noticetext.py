"""A notice as text: subject and body for one audience, from the facts that it may have."""

from datetime import date
from typing import NamedTuple

from releaseboard.domain.when import format_date, format_day

from .audiences import require_discreet
from .layout import wrap_cells
from .noticefacts import Case, Typed, gather_facts, is_hidden

WIDTH = 80
_LINES = (
    ("cause", "Why"), ("effect", "For you"), ("doing", "We do"), ("needs", "We wait for"), ("confidence", "How sure"),
    ("knock_on", "Also later"), ("own_knock_on", "Also later"), ("stages", "Stages"), ("waits", "It waits for"),
    ("options", "To decide"), ("slack", "Slack"),
)  # fmt: skip


class Message(NamedTuple):
    """Subject in one line; body ends without a line break."""

    subject: str
    body: str

    @property
    def text(self) -> str:
        """All of it, as it is kept and copied."""
        return f"Subject: {self.subject}\n{self.body}"


def write_notice(case: Case, typed: Typed) -> Message:
    """The notice of a case.

    Raises:
        BadInput: what was typed names the inside, and the audience must not have that.
    """
    facts = gather_facts(case, typed)
    what = facts.get("what", case.release.key)
    if not case.rules.names:
        for text in (typed.cause, typed.effect, typed.doing):
            require_discreet(case.board, case.release, text, case.recipients, what)
    lines = wrap_cells(_say_change(case, what), WIDTH)
    if "key" in facts:
        title = f" {facts['title']}" if "title" in facts else ""
        lines += wrap_cells(f"Release: {facts['key']}{title}" + (f", {facts['health']}" if "health" in facts else ""),
                            WIDTH, "  ", "")  # fmt: skip
    for name, label in _LINES:
        if name in facts:
            lines += wrap_cells(f"{label}: {_end(facts[name])}", WIDTH, "  ", "")
    until = (
        f"{facts['next_update']}, or at once if this changes" if "next_update" in facts else "at once if this changes"
    )
    if case.kind in ("cancelled", "released"):
        until = ""
    contact = f"Contact: {facts['contact']}" if "contact" in facts else ""
    if until:
        lines += wrap_cells(f"Next update: {until}.", WIDTH, "  ", "")
    lines += wrap_cells(contact, WIDTH, "  ", "") if contact else []
    return Message(_say_subject(case, what), "\n".join(lines[: case.rules.lines]))


def _end(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _say_subject(case: Case, what: str) -> str:
    if case.kind == "cancelled":
        return f"{what}: cancelled"
    if case.kind == "released":
        return f"{what}: released"
    if case.now is None:
        return f"{what}: release date open"
    if is_hidden(case) or case.told is None or case.told == case.now:
        return f"{what}: release {'back on plan' if case.kind == 'recovered' else 'planned'}"
    return f"{what}: release moves from {format_day(case.told)} to {format_date(case.now)}"


def _say_change(case: Case, what: str) -> str:
    """The first paragraph: what, the day before, the day now."""
    window = case.release.window
    if case.kind == "cancelled":
        return f"{what} will not be released."
    if case.kind == "released":
        return f"{what} was released on {format_date(case.now)}." if case.now else f"{what} was released."
    if case.now is None:
        before = f" on {format_day(case.told)} as told before" if case.told else ""
        return f"{what} can't be released{before}. We can't name a new day yet."
    back = "is back on plan and " if case.kind == "recovered" else ""
    if is_hidden(case) and window is not None:
        return f"{what} {back}will be released between {_say_between(window.start, window.end)}."
    if case.told is None or case.told == case.now:
        return f"{what} {back}will be released on {format_date(case.now)}."
    return (
        f"{what} {back}will be released on {format_date(case.now)} instead of {format_day(case.told)}{_say_away(case)}."
    )


def _say_between(start: date, end: date) -> str:
    return f"{format_day(start)} and {format_date(end)}"


def _say_away(case: Case) -> str:
    if not case.days:
        return ""
    count = abs(case.days)
    return f" ({count} working {'day' if count == 1 else 'days'} {'later' if case.days > 0 else 'earlier'})"
