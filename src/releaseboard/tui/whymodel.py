"""Why a release has its date and colour, as lines of words with roles: the sentence, the chain, whom to talk to, the
rules that hold, the room there is, and the days one by one. Pure.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.reports.layout import wrap_cells
from releaseboard.schedule.ledger import Ledger
from releaseboard.schedule.outlook import Outlook
from releaseboard.schedule.slip import Slip
from releaseboard.schedule.why import Step, Why
from releaseboard.text import cell_width

Words = tuple[tuple[str, str], ...]  # texts side by side, each with its role

_SIGNS = {"block": "▌", "freeze": "░", "window": "[", "lag": "⧗", "lane": "⧗", "release": "◆", "external": "○",
          "event": "○", "backlog": "○", "today": "│", "start": "│"}  # fmt: skip
_DAYS = {
    "work": "{who}", "lane": "the team is busy with {who}", "lag": "agreed to lie before {who}", "weekend": "weekend",
    "holiday": "holiday {name}", "off": "day off, {who}", "freeze": "freeze {name} stops {who}",
    "window": "{who} waits for the window {name}", "release": "{who} goes out",
}  # fmt: skip
_LABEL = 13  # cells before the text of a step


class Told(NamedTuple):
    """Everything that can be said about one release's date.

    `why` None where there is no forecast; `slip` None without target or date.
    """

    release: Release
    place: str
    outlook: Outlook
    why: Why | None
    slip: Slip | None
    origin: str
    names: dict[str, str]
    """Subjects of the ledger as people name them, by id."""


def write_why(told: Told, width: int) -> list[Words]:
    """The page for a width in cells; its first line names the release."""
    lines: list[Words] = [_head(told)]
    why = told.why
    if why is not None:
        lines += [((text, "text"),) for text in wrap_cells(why.sentence, width, "  ")]
        people = list(dict.fromkeys(step.who for step in why.steps if step.who))
        if people:
            lines += _section("Talk to")
            lines += [((text, "accent"),) for text in wrap_cells(" · ".join(people), width, "  ")]
        if why.steps:
            lines += _section("From the cause to the date")
            lines += [((text, "dim"),) for text in wrap_cells(why.chain, width, "  ")] if "→" in why.chain else []
            before = ""
            for step in why.steps:  # who is to be asked is said once for steps in a row
                lines += _tell_step(step if step.who != before else step._replace(who=""), width)
                before = step.who
    lines += _section("Rules that hold")
    lines += _tell_rules(told.outlook, width)
    room = list(_tell_room(told))
    if room:
        lines += _section("Room")
        lines += [((line, "text"),) for text in room for line in wrap_cells(text, width, "    ", "  ")]
    if why is not None and why.ledger is not None:
        lines += _tell_days(why.ledger, told.names, width)
    return lines


def _section(title: str) -> list[Words]:
    return [(("", "text"),), ((title, "strong"),)]


def _head(told: Told) -> Words:
    role = {"G": "green", "A": "amber", "R": "red"}.get(told.outlook.health, "dim")
    stale = "?" if told.outlook.stale else ""
    return ((f"{told.outlook.health}{stale}  ", role), (told.release.key, "strong"), (f"  {told.place}", "dim"))


def _tell_step(step: Step, width: int) -> Iterator[Words]:
    when = format_day(step.day) if step.day is not None else ""
    sign = _SIGNS.get(step.kind, " ")
    who = f"   talk to {step.who}" if step.who else ""
    texts = wrap_cells(step.text, max(20, width - _LABEL - 2))
    for at, text in enumerate(texts):
        label = f"  {when:<10} " if not at else " " * _LABEL
        mark = (f"{sign} " if not at else "  ", "red" if step.kind == "block" else "accent")
        is_last = at == len(texts) - 1
        fits = is_last and _LABEL + 2 + cell_width(text + who) <= width
        yield ((label, "dim"), mark, (text, "text"), (who if fits else "", "accent"))
        if is_last and who and not fits:
            for line in wrap_cells(who, max(20, width - _LABEL - 2)):
                yield ((" " * (_LABEL + 2), "text"), (line, "accent"))


def _tell_rules(outlook: Outlook, width: int) -> Iterator[Words]:
    if not outlook.reasons:
        yield (("  none", "dim"),)
    for reason in outlook.reasons:
        role = {"R": "red", "A": "amber"}.get(reason.rule[:1], "text")
        for at, text in enumerate(wrap_cells(reason.text, max(20, width - 7))):
            yield ((f"  {reason.rule if not at else '':<5}", role), (text, "text"))


def _tell_room(told: Told) -> Iterator[str]:
    outlook, why, slip = told.outlook, told.why, told.slip
    if outlook.slack is not None and told.release.released_on is None:
        late = f"{_days(-outlook.slack)} after the window's end" if outlook.slack < 0 else ""
        yield f"slack {outlook.slack}: {late or _days(outlook.slack) + ' to the end of the window'}"
    if why is not None and why.chain_slack is not None:
        room = why.chain_slack
        yield (
            f"it may move {_days(room)} before it, or what waits for it, misses a window"
            if room > 0
            else "any further day makes it, or what waits for it, miss a window"
            if room == 0
            else f"it is {_days(-room)} too late for its window, or for one of what waits for it"
        )
    if slip is not None and slip.total:
        whose = f"own {slip.own}, inherited {slip.inherited}"
        origin = f", which begins with {told.origin}" if told.origin else ""
        yield f"{_days(abs(slip.total))} {'after' if slip.total > 0 else 'before'} the target: {whose}{origin}"
    if why is not None and why.runner_up:
        yield why.runner_up


def _tell_days(ledger: Ledger, names: dict[str, str], width: int) -> list[Words]:
    """The ledger: totals that add up, then each run of days."""
    count = ledger.end - ledger.root
    totals = " + ".join(
        f"{days} {' '.join(part for part in (_word(kind), name) if part)}"
        for (kind, name), days in ledger.totals().items()
    )
    lines = _section(f"Day by day: {count} calendar days, each for one reason")
    lines += [((text, "dim"),) for text in wrap_cells(f"{count} = {totals}", width, "  ")]
    for part in ledger.segments:
        first, last = (date.fromordinal(day) for day in (part.first, part.first + part.days - 1))
        span = format_day(first) if first == last else f"{format_day(first)} – {format_day(last)}"
        who = names.get(part.subject, part.subject)
        text = _DAYS.get(part.kind, part.kind).replace("{who}", who).replace("{name}", part.name)
        role = {"work": "text", "release": "strong", "freeze": "amber", "window": "amber"}.get(part.kind, "dim")
        for at, line in enumerate(wrap_cells(text, max(20, width - 32))):
            label = f"  {span:<23}{part.days:>3}   " if not at else " " * 31
            lines.append(((label, "dim"), (line, role)))
    return lines


def _word(kind: str) -> str:
    return {"lane": "other work of the team", "lag": "agreed wait", "off": "off", "window": "window",
            "release": "the day itself"}.get(kind, kind)  # fmt: skip


def _days(count: int) -> str:
    return f"{count} working {'day' if count == 1 else 'days'}"
