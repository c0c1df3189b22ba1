"""Readers of the fields that are not plain in a file: dates, sets, windows, stages (fields.py says which has which).

A reader takes a value as it stands in the file and cleans the texts that it hands on (cleaning.py); what becomes a date
or a number needs none. It raises a ValueError, TypeError, KeyError, AttributeError or OverflowError for a value of the
wrong shape; `read_record` words it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from . import model, raid
from .cleaning import clean_name, clean_value


def read_date(value: Any) -> date:
    """`YYYY-MM-DD` to a date. Raises ValueError."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def read_members(value: Any) -> tuple[str, ...]:
    """A set `{"a": true, "b": false}` (or a plain list) to the sorted names that are in."""
    if isinstance(value, Mapping):
        return tuple(sorted({clean_name(name): None for name, is_in in value.items() if is_in}))
    return tuple(clean_value(value))


def read_list(value: Any) -> tuple[Any, ...]:
    """A list to a tuple; a text is no list."""
    return tuple(clean_value(_require_list(value)))


def _require_list(value: Any) -> Any:
    if isinstance(value, str | Mapping):
        raise ValueError("a list is needed")
    return value


def read_dates(value: Any) -> tuple[date, ...]:
    """A list of days."""
    return tuple(read_date(item) for item in _require_list(value))


def read_number(value: Any) -> int:
    """A whole number; what stands behind the point is cut off."""
    if type(value) is int:  # nearly always
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is needed")
    return int(value)


def read_mapping(value: Any) -> Mapping[str, Any]:
    """Named values as they are."""
    found: Mapping[str, Any] = clean_value(_require_mapping(value))
    return found


def _require_mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("named values are needed")
    return value


def read_window(value: Any) -> model.Window:
    """A window from its plain form."""
    start, end = read_date(_require_mapping(value)["start"]), read_date(value["end"])
    if len(value) == 2:
        return model.Window(start, end)
    return model.Window(start, end, clean_value(value.get("source", "fixed")), clean_value(value.get("source_id", "")))


def read_block(value: Any) -> model.Block:
    """Why work stands still."""
    until = value.get("expected_unblock")
    return model.Block(
        read_date(value["since"]), clean_value(value.get("reason", "")), clean_value(value.get("cause", "other")),
        clean_value(value.get("waiting_on", "")), read_date(until) if until else None,
    )  # fmt: skip


def read_override(value: Any) -> model.HealthOverride:
    """A colour set by hand."""
    colour, reason, by = (clean_value(value[name]) for name in ("colour", "reason", "by"))
    return model.HealthOverride(colour, reason, by, read_date(value["until"]))


def read_baseline(value: Any) -> model.Baseline:
    """What was first committed."""
    return model.Baseline(
        *_read_plan(value), clean_value(value.get("committed_at", "")), clean_value(value.get("committed_by", ""))
    )


def _read_plan(value: Any) -> tuple[model.Window | None, date | None, Mapping[str, Any]]:
    """Window, target and the days of the stages."""
    window, target, stages = value.get("window"), value.get("target"), value.get("stages")
    return (
        read_window(window) if window else None,
        read_date(target) if target else None,
        {clean_name(stage): clean_value(days) for stage, days in stages.items()} if stages else {},
    )


def read_plan_dates(value: Any) -> raid.PlanDates:
    """One side of a re-plan."""
    return raid.PlanDates(*_read_plan(value))


def read_stage_plan(stage: str, value: Mapping[str, Any]) -> model.StagePlan:
    """One stage of a release."""
    started, finished, team = value.get("started"), value.get("finished"), value.get("team")
    remaining, skipped = value.get("remaining"), value.get("skipped")
    return model.StagePlan(
        clean_name(stage), read_number(value.get("planned_days") or 1), clean_value(team) if team else "",
        read_date(started) if started else None, read_date(finished) if finished else None,
        clean_value(remaining), clean_value(skipped),
    )  # fmt: skip


def read_stages(value: Any) -> tuple[model.StagePlan, ...]:
    """The stages of a release by id; an emptied one is not there."""
    return tuple(read_stage_plan(stage, plan) for stage, plan in _require_mapping(value).items() if plan)


def read_entries(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """Members by name, each with named values (votes, conditions); an emptied one is not there."""
    return {name: _require_mapping(item) for name, item in read_mapping(value).items() if item is not None}


def read_day_counts(value: Any) -> Mapping[str, int]:
    """Working days by stage id."""
    return {clean_name(stage): read_number(days) for stage, days in _require_mapping(value).items() if days is not None}


def read_amount(value: Any) -> float:
    """A number, whole or not, as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is needed")
    return value


def read_plain_list(value: Any) -> tuple[Mapping[str, Any], ...]:
    """A list whose entries are named values."""
    return tuple(_require_mapping(item) for item in read_list(value))
