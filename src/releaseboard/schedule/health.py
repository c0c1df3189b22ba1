"""Health: the numbered rules of forecast.md 4.3, each with its reason in words. The worst rule wins, all are listed.

Rules read a `Case`, which holds what is known about one release on one day; those about gates, notices and the load of
teams stand in duties.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release
from releaseboard.domain.raid import Raid
from releaseboard.domain.when import format_day
from releaseboard.domain.words import (
    ENDED_STATES,
    MOVING_STATES,
    Agreement,
    PredecessorKind,
    RaidKind,
    Strength,
    spoken,
)

from .plan import Unknown
from .prospects import Prospect, Wait
from .standing import Reason


class Thresholds(NamedTuple):
    """Working days at which rules begin to hold; a board may set its own (`thresholds` of its record, same names)."""

    tight_slack: int = 2  # A1: less slack than this
    tight_share: int = 10  # A1: or less than this per cent of the remaining working days
    long_block: int = 5  # R2: blocked for longer
    near_end: int = 10  # R2: open-ended with the window's end this near
    near_float: int = 3  # A3: an amber predecessor with less float
    old_news: int = 10  # A8: an outside date not confirmed for longer
    near_gate: int = 2  # A9: a pending gate due this soon
    serious_risk: int = 5  # A6: days of impact from which a likely risk needs a response


class Case(NamedTuple):
    """One release on one day.

    Attributes:
        board: the board.
        release: the release.
        today: the day, as ordinal.
        between: signed working days in (a, b] for ordinals.
        prospect: when it goes out, and what it waits for.
        colours: colours of the releases judged before, by id.
        slack: working days from the date to the window's end; None without both.
        stage: its active stage, '' for none. team: who works on it.
        age: working days the active stage has had before today. planned: those it was given, 0 without an active stage.
        usual: the days in which 85 per cent of such stages were done, 0 when there are fewer than five.
        news: ordinal of the last check-in, or of the last stage's start; 0 for none.
        frozen: why the target cannot be kept for a freeze, '' when it can.
        duties: what holds about gates, notices and teams.
        raid: the RAID entries that name it.
    """

    board: Board
    release: Release
    today: int
    between: Callable[[int, int], int]
    prospect: Prospect
    colours: Mapping[str, str]
    slack: int | None = None
    stage: str = ""
    team: str = ""
    age: int = 0
    planned: int = 0
    usual: int = 0
    news: int = 0
    frozen: str = ""
    duties: Sequence[Reason] = ()
    raid: Sequence[Raid] = ()


class Health(NamedTuple):
    """`colour` G, A, R or - (no plan, done or not started on); `stale` is shown as `?` after the letter."""

    colour: str
    stale: bool
    reasons: tuple[Reason, ...]


NO_HEALTH = Health("-", False, ())


def read_thresholds(values: Mapping[str, object]) -> Thresholds:
    """The board's own thresholds over the defaults; what is not a whole number is passed over."""
    own = {name: value for name, value in values.items() if name in Thresholds._fields and isinstance(value, int)}
    return Thresholds()._replace(**own)


def judge(case: Case, limits: Thresholds) -> Health:
    """The colour of one release with all its reasons, worst first; one set by hand names the computed one."""
    reasons = list(case.duties)
    release, prospect = case.release, case.prospect
    _judge_date(case, limits, reasons)
    if release.blocked is not None or prospect.unknown:
        _judge_standstill(case, limits, reasons)
    if release.state in MOVING_STATES:
        _judge_work(case, reasons)
    said: set[str] = set()  # of several links to one predecessor the tightest speaks
    for wait in prospect.hard:
        _judge_wait(case, limits, wait, reasons, said)
    for wait in prospect.soft:
        if wait.room is not None and wait.room < 0 and wait.link.predecessor not in said:
            said.add(wait.link.predecessor)
            what = case.board.label(wait.link.predecessor)
            reasons.append(Reason("A4", f"{what} comes {days(-wait.room)} too late for it, but may be done without"))
    for link in prospect.loose:
        _judge_loose(case, limits, link, reasons)
    for entry in case.raid:
        _judge_raid(case, limits, entry, reasons)
    reasons.sort(key=_by_severity)
    return _conclude(case, reasons)


def _conclude(case: Case, reasons: list[Reason]) -> Health:
    stale = any(reason.rule == "A7" for reason in reasons)
    colour = reasons[0].rule[0] if reasons else "G"
    override = case.release.health_override
    if override is not None and case.today <= override.until.toordinal():
        shown = override.colour[:1].upper()
        who, until = case.board.person_name(override.by), format_day(override.until)
        text = f"set to {shown} by {who} until {until}: {override.reason} (computed {colour})"
        return Health(shown, stale, (Reason("override", text), *reasons))
    return Health(colour, stale, tuple(reasons))


def _by_severity(reason: Reason) -> tuple[bool, int]:
    return reason.rule[0] != "R", int(reason.rule[1:])


def days(count: int) -> str:
    """A number of working days in words."""
    return f"{count} day" if count == 1 else f"{count} days"


def _say(ordinal: int) -> str:
    return format_day(date.fromordinal(ordinal))


def _judge_date(case: Case, limits: Thresholds, reasons: list[Reason]) -> None:
    out, window, target = case.prospect.day, case.prospect.window, case.release.target
    if out is not None and window is not None and out > window[1]:
        late = case.between(window[1], out)
        by = f"{days(late)} after the window" if late else "after the window"
        reasons.append(Reason("R1", f"{_say(out)} is {by}"))
        if case.release.event is not None:
            what = case.board.label(str(case.release.event.get("id", "")))
            reasons.append(Reason("R6", f"misses its limit after {what}, {_say(window[1])}"))
    elif out is not None and target is not None and out > target.toordinal():
        late = case.between(target.toordinal(), out)
        by = f"{days(late)} after the target" if late else "after the target"
        reasons.append(Reason("A2", f"{_say(out)} is {by}, inside the window" if window else f"{_say(out)} is {by}"))
    if case.frozen:
        reasons.append(Reason("R5", case.frozen))
    if case.slack is not None and case.slack >= 0:
        least = max(limits.tight_slack * 100, limits.tight_share * case.prospect.left)
        if case.slack * 100 < least and out is not None and window is not None and out <= window[1]:
            reasons.append(Reason("A1", f"only {days(case.slack)} of slack" if case.slack else "no slack"))


def _judge_standstill(case: Case, limits: Thresholds, reasons: list[Reason]) -> None:
    """Blocked work and predecessors without a date."""
    blocked, window = case.release.blocked, case.prospect.window
    near = window is not None and case.between(case.today, window[1]) <= limits.near_end
    since = case.between(blocked.since.toordinal(), case.today) if blocked is not None else 0
    if since > limits.long_block:
        reasons.append(Reason("R2", f"blocked for {days(since)}"))
    elif case.prospect.unknown and near:
        what = word_all(case.board, case.prospect.unknown)
        reasons.append(Reason("R2", f"{what}, and the window ends within {days(limits.near_end)}"))
    if blocked is not None:
        why = blocked.reason or spoken(blocked.cause)
        on = f", waiting on {blocked.waiting_on}" if blocked.waiting_on else ""
        reasons.append(Reason("A6", f"blocked since {format_day(blocked.since)}: {why}{on}"))


def _judge_work(case: Case, reasons: list[Reason]) -> None:
    """The active stage, the people on it, and how fresh the news is."""
    release = case.release
    if case.planned and case.age >= case.planned:
        name = case.board.stage_name(case.stage)
        reasons.append(Reason("A5", f"{name} is in working day {case.age + 1} of {case.planned} planned"))
    elif case.usual and case.age >= case.usual:
        name = case.board.stage_name(case.stage)
        text = f"{name} is in working day {case.age + 1}; 85% of such stages took {days(case.usual)} at most"
        reasons.append(Reason("A5", text))
    if case.news:
        quiet = case.between(case.news, case.today)
        if quiet > release.check_in_every:
            reasons.append(Reason("A7", f"no check-in for {days(quiet)}"))
    if not (case.team and release.lead and release.rm):
        needed = (("team", case.team), ("lead", release.lead), ("release manager", release.rm))
        reasons.append(Reason("A12", f"no {' and no '.join(what for what, value in needed if not value)}"))


def _judge_wait(case: Case, limits: Thresholds, wait: Wait, reasons: list[Reason], said: set[str]) -> None:
    """A hard dependency: refused, promised too late, on a release in trouble, or on a date that nobody confirmed."""
    link = wait.link
    if link.agreement == Agreement.REFUSED:
        reasons.append(Reason("R3", f"{case.board.label(link.predecessor)}: the dependency was refused"))
    elif link.promised_by is not None and link.needed_by is not None and link.promised_by > link.needed_by:
        _judge_promise(case, link, wait, reasons)
    if link.predecessor_kind != PredecessorKind.RELEASE:
        _judge_outside(case, limits, link.predecessor, reasons)
        return
    colour = case.colours.get(link.predecessor, "-")
    if wait.room is None or wait.is_met or colour not in "RA" or link.predecessor in said:
        return
    said.add(link.predecessor)
    key = case.board.label(link.predecessor)
    if colour == "R" and wait.room <= 0:
        reasons.append(Reason("A3", f"{key}, which drives the date, is red"))
    elif colour == "A" and wait.room < limits.near_float:
        how = "which drives the date" if wait.room <= 0 else f"with only {days(wait.room)} of float"
        reasons.append(Reason("A3", f"{key}, {how}, is amber"))


def _judge_promise(case: Case, link: Link, wait: Wait, reasons: list[Reason]) -> None:
    """Promised later than needed, so much that the window is missed: the delay is more than the slack there is."""
    assert link.promised_by is not None and link.needed_by is not None
    late = case.between(link.needed_by.toordinal(), link.promised_by.toordinal())
    window, out = case.prospect.window, case.prospect.day
    if window is None or (out is not None and out <= window[1] and (wait.room is None or late <= wait.room)):
        return
    if case.slack is not None and case.slack >= late:
        return
    what = case.board.label(link.predecessor)
    text = f"{what} is promised for {format_day(link.promised_by)}, {days(late)} after it is needed"
    reasons.append(Reason("R3", f"{text}: the window is missed"))


def _judge_outside(case: Case, limits: Thresholds, record: str, reasons: list[Reason]) -> None:
    """An event, third party or vendor requirement that must be asked after."""
    found = case.board.externals.get(record) or case.board.events.get(record)
    if found is None or getattr(found, "state", "open") != "open":
        return
    if found.next_check_on is not None and found.next_check_on.toordinal() < case.today:
        reasons.append(Reason("A8", f"{found.name}: check was due {format_day(found.next_check_on)}"))
    elif found.last_confirmed_on is not None:
        quiet = case.between(found.last_confirmed_on.toordinal(), case.today)
        if quiet > limits.old_news:
            reasons.append(Reason("A8", f"{found.name}: date not confirmed for {days(quiet)}"))


def _judge_loose(case: Case, limits: Thresholds, link: Link, reasons: list[Reason]) -> None:
    """A dependency on a draft, or on what is on hold or cancelled: it moves no date, so it must be said."""
    giver = case.board.releases.get(link.predecessor)
    if giver is None or link.strength != Strength.HARD or (giver.state in ENDED_STATES and giver.released_on):
        return
    window = case.prospect.window
    near = window is not None and case.between(case.today, window[1]) <= limits.near_end
    state = "archived" if giver.archived else spoken(giver.state)
    if near:
        reasons.append(Reason("R2", f"{giver.key} is {state}, and the window ends within {days(limits.near_end)}"))
    else:
        reasons.append(Reason("A3", f"waits for {giver.key}, which is {state}"))


def _judge_raid(case: Case, limits: Thresholds, entry: Raid, reasons: list[Reason]) -> None:
    """An open issue that nobody has or that is past due; a risk both likely and serious that nobody answers."""
    if entry.kind == RaidKind.ISSUE and entry.state in ("open", "acting"):
        if not entry.owner:
            reasons.append(Reason("A6", f"issue without owner: {entry.title}"))
        elif entry.due is not None and entry.due.toordinal() < case.today:
            reasons.append(Reason("A6", f"issue past due since {format_day(entry.due)}: {entry.title}"))
    elif entry.kind == RaidKind.RISK and entry.state in ("open", "mitigating"):
        impact = entry.details.get("impact_days", 0)
        is_serious = entry.details.get("impact") == "high" or (
            isinstance(impact, int) and impact >= limits.serious_risk
        )
        if entry.details.get("probability") == "high" and is_serious and not entry.details.get("response"):
            reasons.append(Reason("A6", f"likely and serious risk without a response: {entry.title}"))


def word_unknown(board: Board, reason: Unknown) -> str:
    """Why there is no sure date, as people say it."""
    owner, _, stage = reason.ref.rpartition(".")
    is_stage = owner in board.releases
    where = f"{board.label(owner)} {board.stage_name(stage)}" if is_stage else board.label(reason.ref)
    if reason.kind == "blocked":
        return f"{where} is blocked with no date"
    if reason.kind == "loop":
        keys = [board.label(ident.rpartition(".")[0] or ident) for ident in reason.path]
        around = [key for at, key in enumerate(keys) if not at or key != keys[at - 1]]
        return f"waits in a loop: {' → '.join(around)}"
    if reason.kind == "horizon":
        return f"{where} has no open day within five years"
    if reason.ref.startswith("plan "):
        return f"{board.label(reason.ref[5:])} has no stages and no target"
    return f"{where} has no date"


def word_all(board: Board, reasons: Iterable[Unknown], most: int = 3) -> str:
    """Why there is no sure date: at most so many reasons, and how many more."""
    known = sorted(reasons)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(word_unknown(board, reason) for reason in known[:most]) + more


def worst(colours: Iterable[str]) -> str:
    """The worst of some colours; `-` when there are none."""
    return min(colours, key="RAG-".index, default="-")
