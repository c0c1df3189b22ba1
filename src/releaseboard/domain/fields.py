"""Records as plain JSON values and back, by explicit names: the one place that knows how a field is written.

Plain means what stands in the file and in a change: dates as `YYYY-MM-DD`, members of a set as `{"member": true}`,
stages by id. Nested values that two people may edit separately are addressed by a dotted path
(`stages.build.planned_days`); a dot inside a name is written `~1` and a tilde `~0`, as in JSON Pointer.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from releaseboard.errors import BadInput
from releaseboard.text import MAX_LINE

from . import model, raid
from .cleaning import clean_value
from .readers import (
    read_amount,
    read_baseline,
    read_block,
    read_date,
    read_dates,
    read_day_counts,
    read_entries,
    read_list,
    read_mapping,
    read_members,
    read_number,
    read_override,
    read_plain_list,
    read_plan_dates,
    read_stages,
    read_window,
)

Plain = dict[str, Any]

NO_DEFAULT = object()


class Kind(NamedTuple):
    """How one kind of record is kept: its table, its class, and the readers of the fields that are not plain."""

    table: str
    record: Any
    readers: Mapping[str, Callable[[Any], Any]]
    splits: frozenset[str] = frozenset()  # fields whose members each have a path of their own


_RELEASE: dict[str, Callable[[Any], Any]] = {
    "stages": read_stages, "window": read_window, "target": read_date, "start": read_date, "blocked": read_block,
    "baseline": read_baseline, "released_on": read_date, "health_override": read_override, "tags": read_members,
    "clients": read_members, "priority": read_number, "check_in_every": read_number, "reworks": read_number,
    "plan_revision": read_number, "event": read_mapping,
}  # fmt: skip
_SCOPE = dict.fromkeys(("projects", "types", "stages", "teams", "exempt_types"), read_list)
_CHECKED = {"last_confirmed_on": read_date, "next_check_on": read_date}

KINDS: dict[str, Kind] = {
    kind.table: kind
    for kind in (
        Kind("board", model.BoardInfo, {"thresholds": read_mapping}, frozenset({"thresholds"})),
        Kind("stages", model.Stage, {"order": read_number, "default_days": read_number, "wip_limit": read_number,
             "frozen_by": read_list, "entry": read_list, "exit": read_list, "gate": read_mapping}),
        Kind("projects", model.Project, {"applications": read_list}),
        Kind("people", model.Person, {}),
        Kind("teams", model.Team, {"people": read_number, "week": read_list, "days_off": read_dates,
             "lanes": read_number, "queue": read_list}),
        Kind("releases", model.Release, _RELEASE, frozenset({"stages", "tags", "clients"})),
        Kind("links", model.Link, {"needed_by": read_date, "promised_by": read_date, "lag": read_number,
             "lag_calendar_days": read_number}),
        Kind("holidays", model.Holiday, {"date": read_date}),
        Kind("freezes", model.Freeze, {"start": read_date, "end": read_date, **_SCOPE}),
        Kind("windows", model.WindowRule, {"until": read_date, "days": read_number,
             "projects": read_list, "types": read_list}),
        Kind("events", model.Event, {"date": read_date, "date_latest": read_date, **_CHECKED}),
        Kind("externals", model.External, {"date_expected": read_date, **_CHECKED}),
        Kind("raid", raid.Raid, {"releases": read_members, "raised_on": read_date, "due": read_date,
             "details": read_mapping, "links": read_members}, frozenset({"releases", "details", "links"})),
        Kind("check_ins", raid.CheckIn, {"date": read_date, "next_on": read_date, "confidence": read_number}),
        Kind("backlogs", raid.Backlog, {"threshold": read_number, "samples": read_list}),
        Kind("stakeholders", raid.Stakeholder, {"tolerance_days": read_number}),
        Kind("replans", raid.Replan, {"before": read_plan_dates, "after": read_plan_dates}),
        Kind("gate_results", raid.GateResult, {"votes": read_entries, "criteria": read_entries,
             "conditions": read_entries, "due": read_date, "attempts": read_number},
             frozenset({"votes", "criteria", "conditions"})),
        Kind("exceptions", raid.ReleaseException, {"requested_on": read_date, "decided_on": read_date,
             "until": read_date, "days_asked": read_number}),
        Kind("notices", raid.Notice, {"stakeholders": read_members, "date_told": read_date,
             "window_told": read_window, "sent_on": read_date, "next_update_on": read_date},
             frozenset({"stakeholders"})),
        Kind("allocations", raid.Allocation, {"people": read_number, "percent": read_number, "start": read_date,
             "end": read_date}),
        Kind("scope_items", raid.ScopeItem, {}),
        Kind("milestones", raid.Milestone, {"date": read_date, "done_on": read_date}),
        Kind("process_changes", raid.ProcessChange, {"started_on": read_date, "before": read_amount,
             "after": read_amount}),
        Kind("scenarios", raid.Scenario, {"changes": read_plain_list}),
        Kind("type_policies", raid.TypePolicy, {"stages": read_day_counts, "gates": read_entries,
             "notice_period_days": read_number, "check_in_every": read_number, "review_due_days": read_number,
             "exempt_freezes": read_list}, frozenset({"gates"})),
    )
}  # fmt: skip

_MISSING = object()  # stands for a field that a record cannot do without
_BLANK: dict[str, list[Any]] = {
    table: [kind.record._field_defaults.get(name, _MISSING) for name in kind.record._fields]
    for table, kind in KINDS.items()
}
"""Table -> the values of a record of which nothing is known, in the order of its fields."""

_NEEDED = {table: [at for at, value in enumerate(blank) if value is _MISSING] for table, blank in _BLANK.items()}
_HOW: dict[str, dict[str, tuple[int, Callable[[Any], Any] | None]]] = {
    table: {name: (at, kind.readers.get(name)) for at, name in enumerate(kind.record._fields) if name != "extra"}
    for table, kind in KINDS.items()
}
"""Table -> field -> its place in the record and its reader, None where it is plain."""

_NOWHERE = (-1, None)  # a field that only a newer version knows

_MISSHAPEN = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
_SETS = {("releases", "tags"), ("releases", "clients"), ("raid", "releases"), ("raid", "links"),
         ("notices", "stakeholders")}  # fmt: skip


def read_record(table: str, plain: Mapping[str, Any]) -> Any:
    """The record that a plain document stands for; unknown fields go to `extra`.

    Raises:
        BadInput: a field does not have the shape it must have; table, id and field are named.
    """
    try:
        return _read(table, plain)
    except _MISSHAPEN:
        pass  # it may be only that something invisible stands in a date: once more, and slowly
    known = _HOW[table]
    field = ""
    try:
        cleaned = {name: clean_value(value, name) if name in known else value for name, value in plain.items()}
        for field, reader in KINDS[table].readers.items():
            if cleaned.get(field) is not None:
                reader(cleaned[field])
        field = ""
        return _read(table, cleaned)
    except _MISSHAPEN as problem:
        where = f"{table} {plain.get('key') or plain.get('id') or '?'}"
        raise BadInput(f"{where}: {field or 'record'} can't be read: {problem}") from None


def _read(table: str, plain: Mapping[str, Any]) -> Any:
    """Readers clean what they hand on; all else is cleaned here, where nearly always a look at it is enough."""
    known, record = _HOW[table], KINDS[table].record
    values, extra = _BLANK[table].copy(), {}
    for name, value in plain.items():
        if value is None:
            continue
        at, reader = known.get(name, _NOWHERE)
        if reader is not None:
            values[at] = reader(value)
        elif at >= 0:
            is_clean = isinstance(value, str) and value.isprintable() and len(value) <= MAX_LINE
            values[at] = value if is_clean else clean_value(value, name)
        elif name != "deleted":
            extra[name] = value
    for at in _NEEDED[table]:
        if values[at] is _MISSING:
            raise ValueError(f"{record._fields[at]} is missing")
    if extra:
        values[-1] = extra
    return record._make(values)


def write_value(value: Any) -> Any:
    """A field's value in plain form."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        record: Any = value
        defaults = record._field_defaults
        keep = {"planned_days"}  # a stage plan without any value would not be there
        named = zip(record._fields, record, strict=True)
        return {
            name: write_value(item) for name, item in named if name in keep or item != defaults.get(name, NO_DEFAULT)
        }
    if isinstance(value, tuple | list):
        return [write_value(item) for item in value]
    if isinstance(value, Mapping):
        return {name: write_value(item) for name, item in value.items()}
    return str(value) if isinstance(value, str) else value


def write_record(table: str, record: Any) -> Plain:
    """The plain document of a record: only fields that differ from their defaults, and all unknown ones."""
    plain: Plain = {}
    defaults = record._field_defaults
    for name, value in zip(record._fields, record, strict=True):
        if name == "extra" or (name in defaults and value == defaults[name]):
            continue
        if name == "stages" and table == "releases":
            plain[name] = {item.stage: _write_stage_plan(item) for item in value}
        elif (table, name) in _SETS:
            plain[name] = dict.fromkeys(value, True)
        else:
            plain[name] = write_value(value)
    plain.update(record.extra)
    return plain


def _write_stage_plan(plan: model.StagePlan) -> Plain:
    plain = write_value(plan)
    del plain["stage"]
    return plain  # type: ignore[no-any-return]  # a NamedTuple always writes to a dict


def join_path(*names: str) -> str:
    """One dotted path from names, dots and tildes in them escaped."""
    return ".".join(name.replace("~", "~0").replace(".", "~1") for name in names)


def split_path(path: str) -> tuple[str, ...]:
    """The names in a dotted path."""
    return tuple(name.replace("~1", ".").replace("~0", "~") for name in path.split("."))


def flatten(table: str, plain: Mapping[str, Any]) -> Plain:
    """Field paths to values, as a change holds them: members of sets and `splits` fields each by its own path."""
    splits = KINDS[table].splits if table in KINDS else frozenset[str]()
    flat: Plain = {}
    for name, value in plain.items():
        if (table, name) in _SETS and isinstance(value, list | tuple):
            flat.update({join_path(name, str(member)): True for member in value})
        elif name in splits and isinstance(value, Mapping):
            for member, item in value.items():
                if name == "stages" and isinstance(item, Mapping):
                    flat.update({join_path(name, member, part): leaf for part, leaf in item.items()})
                else:
                    flat[join_path(name, member)] = item
        else:
            flat[join_path(name)] = value
    return flat


def look_up(plain: Mapping[str, Any], path: str) -> Any:
    """The value at a path; None when it is not there."""
    value: Any = plain
    for name in split_path(path):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def put_value(plain: Plain, path: str, value: Any) -> None:
    """Set the value at a path in place, making the way there; None removes it and what became empty on the way."""
    *way, last = split_path(path)
    trail: list[tuple[Plain, str]] = []
    here = plain
    for name in way:
        inner = here.get(name)
        if not isinstance(inner, dict):
            if value is None:
                return
            inner = here[name] = {}
        trail.append((here, name))
        here = inner
    if value is not None:
        here[last] = value
        return
    here.pop(last, None)
    for outer, name in reversed(trail):
        if not outer[name]:
            del outer[name]
