"""Health: the numbered rules of forecast.md 4.3, each with its reason in words. The worst rule wins, all are listed.

Rules read a `Case`, which holds what is known about one release on one day; what is not known yet (None, empty) makes
no rule hold.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.domain.words import MOVING_STATES, Agreement, PredecessorKind, spoken


class Reason(NamedTuple):
    """A rule that holds (`R1` … `A12`, or `override`) and what it means here."""

    rule: str
    text: str


class Thresholds(NamedTuple):
    """Working days at which rules begin to hold; a board may set its own (`thresholds` of its record, same names)."""

    tight_slack: int = 2  # A1: less slack than this
    tight_share: int = 10  # A1: or less than this per cent of the remaining working days
    long_block: int = 5  # R2: blocked for longer
    near_end: int = 10  # R2: open-ended with the window's end this near
    near_float: int = 3  # A3: an amber predecessor with less float
    old_news: int = 10  # A8: an outside date not confirmed for longer
    near_gate: int = 2  # A9: a pending gate due this soon


class Case(NamedTuple):
    """One release on one day. Days are ordinals; `between` gives signed working days in (a, b].

    `date` is the day it will be out, None when nobody can say. `missing` names what has no date. `age` and `planned`
    are the working days used before today by the active stage and those it was given (0: no active stage). `news` is
    the day of the last check-in.
    """

    board: Board
    release: Release
    today: int
    between: Callable[[int, int], int]
    date: int | None = None
    missing: tuple[str, ...] = ()
    slack: int | None = None
    remaining: int = 0
    stage: str = ""
    team: str = ""
    age: int = 0
    planned: int = 0
    news: int | None = None
    frozen: str = ""


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
    reasons: list[Reason] = []
    _judge_date(case, limits, reasons)
    if case.release.blocked is not None or case.missing:
        _judge_standstill(case, limits, reasons)
    if case.release.state in MOVING_STATES:
        _judge_work(case, reasons)
    for link in case.board.waits_for(case.release.id):
        if link.agreement == Agreement.REFUSED and link.strength == "hard":
            reasons.append(Reason("R3", f"{case.board.label(link.predecessor)}: the dependency was refused"))
        elif link.predecessor_kind != PredecessorKind.RELEASE:
            _judge_outside(case, limits, link.predecessor, reasons)
    reasons.sort(key=_by_severity)
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


def _judge_date(case: Case, limits: Thresholds, reasons: list[Reason]) -> None:
    window, target, out = case.release.window, case.release.target, case.date
    if out is not None and window is not None and out > window.end.toordinal():
        late = case.between(window.end.toordinal(), out)
        by = f"{days(late)} after the window" if late else "after the window"
        reasons.append(Reason("R1", f"{format_day(date.fromordinal(out))} is {by}"))
    elif out is not None and target is not None and out > target.toordinal():
        late = case.between(target.toordinal(), out)
        by = f"{days(late)} after the target" if late else "after the target"
        reasons.append(Reason("A2", f"{format_day(date.fromordinal(out))} is {by}, inside the window"))
    if case.frozen:
        reasons.append(Reason("R5", case.frozen))
    if (
        case.slack is not None
        and case.slack >= 0
        and case.slack * 100 < max(limits.tight_slack * 100, limits.tight_share * case.remaining)
    ):
        reasons.append(Reason("A1", f"only {days(case.slack)} of slack" if case.slack else "no slack"))


def _judge_standstill(case: Case, limits: Thresholds, reasons: list[Reason]) -> None:
    """Blocked work and predecessors without a date."""
    blocked, window = case.release.blocked, case.release.window
    is_open = bool(case.missing) or (blocked is not None and blocked.expected_unblock is None)
    near = window is not None and case.between(case.today, window.end.toordinal()) <= limits.near_end
    since = case.between(blocked.since.toordinal(), case.today) if blocked is not None else 0
    if since > limits.long_block:
        reasons.append(Reason("R2", f"blocked for {days(since)}"))
    elif is_open and near:
        what = ", ".join(case.missing) or "the block"
        reasons.append(Reason("R2", f"{what} has no date and the window ends within {days(limits.near_end)}"))
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
    if case.news is not None:
        quiet = case.between(case.news, case.today)
        if quiet > release.check_in_every:
            reasons.append(Reason("A7", f"no check-in for {days(quiet)}"))
    lacking = [
        what
        for what, value in (("team", case.team), ("lead", release.lead), ("release manager", release.rm))
        if not value
    ]
    if lacking:
        reasons.append(Reason("A12", f"no {' and no '.join(lacking)}"))


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


def worst(colours: Iterable[str]) -> str:
    """The worst of some colours; `-` when there are none."""
    return min(colours, key="RAG-".index, default="-")
