"""The options for an issue side by side: what each lever comes to, computed by the forecast on a copy of the board."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.changes import Context
from releaseboard.domain.coordination import ApplyStrategy
from releaseboard.domain.decide import decide
from releaseboard.domain.model import Release
from releaseboard.domain.notify import find_owed
from releaseboard.domain.raid import Raid
from releaseboard.domain.words import ENDED_STATES, State, Strategy, spoken
from releaseboard.errors import BadInput, Refused
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import Outlook, look_ahead
from releaseboard.schedule.ripple import Delta, compare

from .layout import Column, lay_table, near_date, wrap_cells
from .levers import Lever, list_levers
from .phrases import say_days

SILENT = ENDED_STATES | {State.DRAFT, State.ON_HOLD}  # states in which no date is told
UNSAID = "to be said"  # stands for the reason while an option is only looked at


class Effect(NamedTuple):
    """Where an option leads.

    Attributes:
        seen: the outlook of the issue's release; `in_window` None without window or date.
        days: working days by which its forecast moves, None where a date is missing.
        hit: other releases that go out later or miss their window by it, furthest first.
        helped: other releases that go out earlier.
        owed: notices owed then.
    """

    seen: Outlook
    in_window: bool | None
    days: int | None
    hit: tuple[Delta, ...]
    helped: tuple[Delta, ...]
    owed: int


class Option(NamedTuple):
    """A lever and where it leads; `refused` says why the board would not allow it, then there is no effect."""

    lever: Lever
    effect: Effect | None
    refused: str = ""


class Comparison(NamedTuple):
    """All options for one issue of one release."""

    issue: Raid
    release: Release
    options: tuple[Option, ...]


def find_release(board: Board, issue: Raid, key: str = "") -> Release:
    """The release that the options are for: the one that was named, else the first open one of the issue.

    Raises:
        UnknownKey: the named one is not there. BadInput: there is none. Refused: it is over.
    """
    if key:
        release = board.release(key)
        if release.state in ENDED_STATES:
            raise Refused(f"{release.key} is {spoken(release.state)}", "options are for what is still to go out")
        return release
    about = [board.releases[ident] for ident in issue.releases if ident in board.releases]
    still = sorted((one for one in about if one.state not in ENDED_STATES), key=lambda one: one.key)
    if not still:
        raise BadInput(f"{issue.title!r} is about no open release", "name one with --release KEY")
    return still[0]


def compare_options(board: Board, issue: Raid, release: Release, context: Context) -> Comparison:
    """Each lever tried on a copy: nothing is changed. An order of work that makes no difference is no option."""
    before = look_ahead(board, context.today)
    options = []
    for lever in list_levers(board, issue, release, before):
        try:
            after = _try(board, issue, lever, context)
        except (Refused, BadInput) as problem:
            if lever.strategy != Strategy.SWAP_ORDER:
                options.append(Option(lever, None, problem.message))
            continue
        effect = measure(before, after, release.id, context.today)
        if lever.strategy != Strategy.SWAP_ORDER or effect.days or effect.hit or effect.helped:
            options.append(Option(lever, effect))
    return Comparison(issue, release, tuple(options))


def make_command(comparison: Comparison, number: int, reason: str) -> ApplyStrategy:
    """The command that applies an option (number from 1), with what it was compared with. Raises BadInput, Refused."""
    options = comparison.options
    if not 1 <= number <= len(options):
        raise BadInput(f"there is no option {number}", f"a number from 1 to {len(options)}")
    chosen = options[number - 1]
    if chosen.refused:
        raise Refused(f"option {number} can't be: {chosen.refused}", "choose another one")
    compared = [
        {"text": name_option(each), "effects": say_effect(each.effect),
         **({"forecast": each.effect.seen.date.isoformat()} if each.effect.seen.date else {})}
        for each in options if each.effect is not None
    ]  # fmt: skip
    lever = chosen.lever
    return ApplyStrategy(
        comparison.issue.id, lever.strategy, reason, lever.steps(reason), compared, name_option(chosen)
    )


def name_option(option: Option) -> str:
    """The option in words, unlike any other of its issue."""
    return f"{spoken(option.lever.strategy)}: {option.lever.text}"


def _try(board: Board, issue: Raid, lever: Lever, context: Context) -> Board:
    command = ApplyStrategy(issue.id, lever.strategy, UNSAID, lever.steps(UNSAID))
    return apply(board, decide(board, command, context))


def measure(before: Outlooks, after: Board, release: str, today: date) -> Effect:
    """Where a changed board leads for one release (by record id) and all others."""
    seen = look_ahead(after, today)
    own: Delta | None = None
    hit, helped = [], []
    for delta in compare(before, seen):
        if delta.release == release:
            own = delta
        elif (delta.days or 0) > 0 or delta.is_newly_missed or (delta.after.open_ended and not delta.before.open_ended):
            hit.append(delta)
        elif (delta.days or 0) < 0:
            helped.append(delta)
    window = after.releases[release].window
    day = seen[release].date
    inside = day <= window.end if window is not None and day is not None else None
    moved = own.days if own is not None else 0
    return Effect(seen[release], inside, moved, tuple(hit), tuple(helped), count_owed(after, seen, today))


def count_owed(board: Board, outlooks: Outlooks, today: date) -> int:
    """How many notices are owed, by the forecast."""
    return len(find_owed(board, known_dates(board, outlooks), today, calendar_of(board).days_between))


def known_dates(board: Board, outlooks: Outlooks) -> dict[str, date | None]:
    """The day to tell of each release that is promised and ahead: None where nobody can name one."""
    return {
        ident: None if seen.open_ended else seen.date
        for ident, seen in outlooks.items()
        if board.releases[ident].state not in SILENT and (seen.date or seen.open_ended)
    }


def say_effect(effect: Effect | None) -> str:
    """In one line, for the record."""
    if effect is None:
        return ""
    inside = {True: "in the window", False: "window missed", None: "no window"}[effect.in_window]
    hits = f"hits {len(effect.hit)} other releases" if effect.hit else "hits nobody"
    return f"{say_days(effect.days) or 'no date'}; {inside}; {hits}; {effect.owed} notices owed"


_COLUMNS = (
    Column("#", right=True), Column("option", least=20), Column("forecast"), Column("days", right=True),
    Column("slack", right=True), Column("window"), Column("hits", least=8), Column("owed", right=True),
)  # fmt: skip


def write_options(board: Board, comparison: Comparison, today: date, width: int) -> list[str]:
    """The options as a table, and below it what is rough about their days, and why some can't be."""
    rows = []
    for number, option in enumerate(comparison.options, 1):
        effect = option.effect
        if effect is None:
            rows.append((str(number), name_option(option), "can't be", "", "", "", "", ""))
            continue
        bound = "≥ " if effect.seen.open_ended and effect.seen.date else ""
        window = {True: "met", False: "missed", None: ""}[effect.in_window]
        rows.append((
            str(number), name_option(option), bound + near_date(effect.seen.date, today) or "no date",
            say_days(effect.days), say_days(effect.seen.slack), window, say_hits(board, effect), str(effect.owed),
        ))  # fmt: skip
    head, lines = lay_table(_COLUMNS, rows, width, ("slack", "days"))
    notes = []
    for number, option in enumerate(comparison.options, 1):
        said = option.refused or (f"rough: {option.lever.rough}" if option.lever.rough else "")
        if said:
            notes += wrap_cells(said, width, "     ", f"  {number:>2} ")
    return [head, *lines, *(["", *notes] if notes else [])]


def say_hits(board: Board, effect: Effect) -> str:
    """The releases that pay for it: `WEB-9.0 +3`."""
    return ", ".join(f"{board.label(delta.release)} {say_days(delta.days) or '?'}" for delta in effect.hit)


def view_options(board: Board, comparison: Comparison) -> dict[str, Any]:
    """The comparison for scripts."""
    return {
        "issue": comparison.issue.id, "title": comparison.issue.title, "release": comparison.release.key,
        "options": [_view(board, number, option) for number, option in enumerate(comparison.options, 1)],
    }  # fmt: skip


def _view(board: Board, number: int, option: Option) -> dict[str, Any]:
    effect = option.effect
    found: dict[str, Any] = {
        "number": number, "strategy": option.lever.strategy, "text": option.lever.text,
        "rough": option.lever.rough or None, "refused": option.refused or None,
    }  # fmt: skip
    if effect is None:
        return found
    return found | {
        "forecast": effect.seen.date.isoformat() if effect.seen.date else None, "open_ended": effect.seen.open_ended,
        "health": effect.seen.health, "slack": effect.seen.slack, "in_window": effect.in_window, "days": effect.days,
        "hits": _view_deltas(board, effect.hit), "helps": _view_deltas(board, effect.helped), "owed": effect.owed,
    }  # fmt: skip


def _view_deltas(board: Board, deltas: Sequence[Delta]) -> list[dict[str, Any]]:
    return [{"key": board.label(delta.release), "days": delta.days} for delta in deltas]
