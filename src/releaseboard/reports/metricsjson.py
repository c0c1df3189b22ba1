"""`metrics --json`: every number plain, None where there are too few samples; days are working days, shares 0 to 1."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from releaseboard.schedule.gain import Gain
from releaseboard.schedule.history import percentile

from .advice import say_advice
from .metrics import Metrics, StageLine
from .stageview import list_saved
from .summary import OnTime


def view_metrics(found: Metrics) -> dict[str, Any]:
    """All of it."""
    scope = found.scope
    return {
        "today": scope.today.isoformat(), "type": scope.type or None,
        "since": scope.since.isoformat() if scope.since is not None else None,
        "released": len(found.finished), "timed": found.timed, "advice": say_advice(found),
        "shorten": found.worst.times.stage if found.worst is not None and found.worst.rescues else None,
        "stages": [_view_stage(line, found) for line in found.stages],
        "late": [
            {"key": item.release.key, "days": item.days, "window_end": item.window.end.isoformat(),
             "saved_by": list(item.rescued_by)}
            for item in found.rescues.late
        ],
        "late_untimed": found.rescues.untimed,
        "on_time": {"original": view_rate(found.original), "agreed": view_rate(found.agreed)},
        "gates_first_pass": view_rate(found.gates), "blocked_days": found.causes,
        "ageing": [
            {"key": item.release.key, "stage": item.stage, "age": item.age, "p85": item.usual, "old": item.is_old}
            for item in found.aged
        ],
        "pace": {
            "released": found.pace.released, "weeks": _round(found.pace.weeks), "per_week": _round(found.pace.per_week),
            "open": found.pace.open, "expected_open": _round(found.pace.expected_open),
            "cycle": view_days(found.pace.cycle),
        },
        "flow": [
            {"day": item.day.isoformat(), "stages": dict(item.stages), "released": item.released} for item in found.flow
        ],
        "window_length": {"all": view_days(found.windows), "new_app": view_days(found.new_windows)},
        "dora": _view_dora(found),
        "forecast": {"releases": len(found.quality.errors), "mean_error": _round(found.quality.mean_error),
                     "bias": _round(found.quality.bias)},
        "notice_delay": view_days(found.notices),
    }  # fmt: skip


def _view_stage(line: StageLine, found: Metrics) -> dict[str, Any]:
    times = line.times
    return {
        "stage": times.stage, "name": line.name, "runs": times.runs, "planned": times.planned, "p50": times.p50,
        "p85": times.p85, "took_days": times.took_days, "planned_days": times.planned_days,
        "slip_factor": _round(times.slip_factor), "slip_days": times.slip_days,
        "slip_share": _round(times.slip_share, 3),
        "waiting_share": _round(times.waiting_share, 3) if found.knows_waiting else None,
        "entries": line.entries.entries, "moved_back": line.entries.backs,
        "critical_share": _round(line.critical / found.timed, 3), "rescues": line.rescues,
    }  # fmt: skip


def _view_dora(found: Metrics) -> dict[str, Any]:
    dora = found.dora
    return {
        "per_week": _round(dora.per_week), "lead": view_days(dora.lead),
        "failed": view_rate(OnTime(dora.failed, dora.released)),
        "recovery_mean": _round(dora.recovery_mean), "hotfixes": view_rate(OnTime(dora.hotfixes, dora.released)),
    }  # fmt: skip


def view_rate(rate: OnTime) -> list[int]:
    """Met, and of how many."""
    return [rate.met, rate.of]


def view_days(values: Sequence[int]) -> dict[str, Any]:
    """How many, P50 and P85 of them."""
    return {"count": len(values), "p50": percentile(values, 0.5), "p85": percentile(values, 0.85)}


def _round(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)


def view_stage(found: Metrics, stage: str, gain: Gain | None) -> dict[str, Any]:
    """One stage: the late releases it alone would have saved, and the what-if where one was asked."""
    plain: dict[str, Any] = {
        "stage": stage, "late": found.late,
        "saves": [
            {"key": late.release.key, "late": late.days, "planned": run.planned, "took": run.took,
             "would_have": then.isoformat()}
            for late, run, then in list_saved(found, stage)
        ],
    }  # fmt: skip
    if gain is not None:
        plain["what_if"] = {
            "days": gain.days, "releases": gain.cut, "gained": gain.total,
            "moved": [
                {"key": item.release.key, "before": date.fromordinal(item.before).isoformat(),
                 "after": date.fromordinal(item.after).isoformat(), "gained": item.gained, "into_window": item.saved}
                for item in gain.moved
            ],
        }  # fmt: skip
    return plain
