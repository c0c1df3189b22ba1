"""The small phrases that every text shares: signed days, what a coming date is, where a release stands."""

from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day, format_distance
from releaseboard.domain.words import State, spoken
from releaseboard.schedule.outlook import Outlook

from .layout import near_date
from .summary import Coming, Decision, OnTime, Summary, is_open_ended

_COMING = {
    "target": "target {ref}",
    "freeze_starts": "freeze {name} starts",
    "freeze_ends": "freeze {name} ends",
    "event": "{name}",
    "external": "{name} expected",
    "raid": "due: {name}",
}


def say_forecast(release: Release, outlook: Outlook, today: date) -> str:
    """When it was or will be out: `out Wed 03 Mar`, `Wed 10 Mar`, `≥ Wed 10 Mar` (not before), `–` without a plan."""
    if release.released_on is not None:
        return f"out {near_date(release.released_on, today)}"
    if outlook.date is None:
        return "no date" if is_open_ended(release, outlook) else "–"
    return f"{'≥ ' if is_open_ended(release, outlook) else ''}{near_date(outlook.date, today)}"


def say_days(days: int | None) -> str:
    """Signed working days: `+6`, `-3`, `0`; '' when unknown."""
    return "" if days is None else f"{days:+d}" if days else "0"


def say_coming(item: Coming) -> str:
    """What a coming date is."""
    return _COMING[item.kind].format(ref=item.ref, name=item.name or item.ref)


def say_decision(item: Decision, today: date) -> str:
    """One open decision: by when, and what."""
    by = "" if item.by is None else f"overdue since {format_day(item.by)}: " if item.by < today else (
        f"by {format_day(item.by)}: ")  # fmt: skip
    about = f" ({', '.join(item.releases)})" if item.releases else ""
    return f"{by}{item.title}{about}"


def say_rate(rate: OnTime) -> str:
    """`9/11 (82%)`; '' when nothing can be judged."""
    return f"{rate.met}/{rate.of} ({round(100 * rate.met / rate.of)}%)" if rate.of else ""


def say_on_time(summary: Summary) -> str:
    """`9/11 (82%), streak 3; against the first window 7/11 (64%)`; '' when nothing can be judged."""
    parts = []
    if summary.agreed.of:
        streak = f", streak {summary.streak}" if summary.streak > 1 else ""
        parts.append(f"{say_rate(summary.agreed)}{streak}")
    if summary.original.of:
        parts.append(f"against the first window {say_rate(summary.original)}")
    return "; ".join(parts)


def say_place(board: Board, release: Release) -> str:
    """Where a release stands: its stage while work goes on in it, else its state."""
    if release.state == State.IN_PROGRESS and release.stage:
        return board.stage_name(release.stage)
    return spoken(release.state)


def say_state(board: Board, release: Release) -> str:
    """State, stage and flow in one phrase: `in progress, Build, blocked`."""
    parts = [spoken(release.state)]
    if release.stage and release.state in (State.IN_PROGRESS, State.ON_HOLD):
        parts.append(board.stage_name(release.stage))
    if release.blocked is not None:
        parts.append("blocked")
    if release.archived:
        parts.append("archived")
    return ", ".join(part for part in parts if part)


def say_distance(days: int) -> str:
    """`today`, or working days away."""
    return format_distance(days) if days else "today"
