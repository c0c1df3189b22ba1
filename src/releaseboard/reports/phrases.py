"""The small phrases that every text shares: signed days, dates, what a coming date is."""

from datetime import date

from releaseboard.domain.when import format_day, format_distance

from .layout import near_date
from .summary import Coming, Decision, OnTime, Summary

_COMING = {
    "target": "target {ref}",
    "freeze_starts": "freeze {name} starts",
    "freeze_ends": "freeze {name} ends",
    "event": "{name}",
    "external": "{name} expected",
    "raid": "due: {name}",
}


def say_forecast(out: date | None, forecast: date | None, today: date, *, is_bound: bool) -> str:
    """When it was or will be out: `out Wed 03 Mar`, `Wed 10 Mar`, `≥ Wed 10 Mar` (not before), `–` without a plan."""
    if out is not None:
        return f"out {near_date(out, today)}"
    if forecast is None:
        return "no date" if is_bound else "–"
    return f"{'≥ ' if is_bound else ''}{near_date(forecast, today)}"


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


def say_distance(days: int) -> str:
    """`today`, or working days away."""
    return format_distance(days) if days else "today"
