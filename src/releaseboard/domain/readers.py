"""Readers of the fields that are not plain in a file: dates, sets, windows, stages (fields.py says which has which).

A reader raises a ValueError, TypeError, KeyError, AttributeError or OverflowError for a value of the wrong shape;
`read_record` words it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from . import model, raid


def read_date(value: Any) -> date:
    """`YYYY-MM-DD` to a date. Raises ValueError."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def read_members(value: Any) -> tuple[str, ...]:
    """A set `{"a": true, "b": false}` (or a plain list) to the sorted names that are in."""
    if isinstance(value, Mapping):
        return tuple(sorted(name for name, is_in in value.items() if is_in))
    return tuple(value)


def read_list(value: Any) -> tuple[Any, ...]:
    """A list to a tuple; a text is no list."""
    if isinstance(value, str | Mapping):
        raise ValueError("a list is needed")
    return tuple(value)


def read_dates(value: Any) -> tuple[date, ...]:
    """A list of days."""
    return tuple(read_date(item) for item in read_list(value))


def read_number(value: Any) -> int:
    """A whole number; what stands behind the point is cut off."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is needed")
    return int(value)


def read_mapping(value: Any) -> Mapping[str, Any]:
    """Named values as they are."""
    if not isinstance(value, Mapping):
        raise ValueError("named values are needed")
    return value


def read_window(value: Any) -> model.Window:
    """A window from its plain form."""
    value = read_mapping(value)
    return model.Window(
        read_date(value["start"]), read_date(value["end"]), value.get("source", "fixed"), value.get("source_id", "")
    )


def read_block(value: Any) -> model.Block:
    """Why work stands still."""
    until = value.get("expected_unblock")
    return model.Block(
        read_date(value["since"]), value.get("reason", ""), value.get("cause", "other"),
        value.get("waiting_on", ""), read_date(until) if until else None,
    )  # fmt: skip


def read_override(value: Any) -> model.HealthOverride:
    """A colour set by hand."""
    return model.HealthOverride(value["colour"], value["reason"], value["by"], read_date(value["until"]))


def read_baseline(value: Any) -> model.Baseline:
    """What was first committed."""
    window, target = value.get("window"), value.get("target")
    return model.Baseline(
        read_window(window) if window else None, read_date(target) if target else None,
        dict(value.get("stages") or {}), value.get("committed_at", ""), value.get("committed_by", ""),
    )  # fmt: skip


def read_plan_dates(value: Any) -> raid.PlanDates:
    """One side of a re-plan."""
    window, target = value.get("window"), value.get("target")
    return raid.PlanDates(
        read_window(window) if window else None, read_date(target) if target else None, dict(value.get("stages") or {})
    )


def read_stage_plan(stage: str, value: Mapping[str, Any]) -> model.StagePlan:
    """One stage of a release."""
    started, finished = value.get("started"), value.get("finished")
    return model.StagePlan(
        stage, read_number(value.get("planned_days") or 1), value.get("team") or "",
        read_date(started) if started else None, read_date(finished) if finished else None,
        value.get("remaining"), value.get("skipped"),
    )  # fmt: skip


def read_stages(value: Any) -> tuple[model.StagePlan, ...]:
    """The stages of a release by id; an emptied one is not there."""
    return tuple(read_stage_plan(stage, plan) for stage, plan in read_mapping(value).items() if plan)


def read_entries(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """Members by name, each with named values (votes, conditions); an emptied one is not there."""
    return {name: read_mapping(item) for name, item in read_mapping(value).items() if item is not None}


def read_day_counts(value: Any) -> Mapping[str, int]:
    """Working days by stage id."""
    return {stage: read_number(days) for stage, days in read_mapping(value).items() if days is not None}


def read_amount(value: Any) -> float:
    """A number, whole or not, as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is needed")
    return value


def read_plain_list(value: Any) -> tuple[Mapping[str, Any], ...]:
    """A list whose entries are named values."""
    return tuple(read_mapping(item) for item in read_list(value))
