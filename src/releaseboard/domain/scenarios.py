"""Scenarios: what-ifs that are kept by name, and what becomes of one that is applied (domain.md, scenario).

A scenario holds commands, not dates: opened again, it is decided anew on the board as it is then.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.errors import BadInput, Refused
from releaseboard.text import clean_line

from . import approvals, commands, coordination, rules
from .board import Board
from .changes import Change, Context
from .drafting import create_record, set_fields
from .model import Window
from .raid import Scenario
from .stamp import format_instant
from .words import RaidKind

Drafts = tuple[Change, ...]
_COMMAND, _DATE, _WINDOW = "$command", "$date", "$window"
_KINDS: dict[str, type[Any]] = {
    name: kind
    for module in (commands, coordination, approvals)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and hasattr(kind, "_fields") and kind.__module__ == module.__name__
}


def write_command(command: Any) -> dict[str, Any]:
    """A command as plain JSON: its name, and the fields that are not at their default."""
    kind = type(command)
    if _KINDS.get(kind.__name__) is not kind:
        raise BadInput(f"a scenario can't hold {kind.__name__}", "only what is asked of the board can be kept")
    defaults = kind._field_defaults
    values = {name: getattr(command, name) for name in kind._fields}
    kept = {name: value for name, value in values.items() if name not in defaults or defaults[name] != value}
    return {_COMMAND: kind.__name__, **{name: _write(value) for name, value in kept.items()}}


def _write(value: Any) -> Any:
    if type(value).__name__ in _KINDS and type(value) is _KINDS[type(value).__name__]:
        return write_command(value)
    if isinstance(value, Window):
        return {_WINDOW: [_write(part) for part in value]}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, Mapping):
        return {str(name): _write(inner) for name, inner in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_write(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def read_command(plain: Mapping[str, Any]) -> Any:
    """The command of a plain form. Raises BadInput for one that this program does not know, or that is torn."""
    name = str(plain.get(_COMMAND, ""))
    kind = _KINDS.get(name)
    if kind is None:
        raise BadInput(f"a scenario holds {name or 'something'!r}, which this program does not know", "update it")
    values = {key: _read(value) for key, value in plain.items() if key != _COMMAND}
    try:
        return kind(**values)
    except TypeError as problem:
        raise BadInput(f"a scenario holds a {name} that makes no sense: {problem}") from None


def _read(value: Any) -> Any:
    if isinstance(value, Mapping):
        if _COMMAND in value:
            return read_command(value)
        try:
            if _DATE in value:
                return date.fromisoformat(value[_DATE])
            if _WINDOW in value:
                return Window(*map(_read, value[_WINDOW]))
        except (TypeError, ValueError):
            raise BadInput(f"a scenario holds a day that makes no sense: {value!r:.60}") from None
        return {name: _read(inner) for name, inner in value.items()}
    return tuple(_read(inner) for inner in value) if isinstance(value, (list, tuple)) else value


def read_steps(scenario: Scenario) -> tuple[Any, ...]:
    """The commands of a kept scenario. Raises BadInput."""
    return tuple(read_command(plain) for plain in scenario.changes)


def find_scenario(board: Board, name: str) -> Scenario | None:
    """The scenario of this name; None when there is none."""
    return next((known for known in board.scenarios.values() if known.name.casefold() == name.casefold()), None)


def keep_scenario(board: Board, command: coordination.KeepScenario, context: Context) -> Drafts:
    """A new scenario, or other steps for the one that has the name."""
    name = clean_line(command.name)
    if not name:
        raise BadInput("a scenario needs a name", "a few words that tell it from the others")
    if not command.steps:
        raise Refused("there is nothing to keep", "change something in the what-if first")
    steps = [write_command(step) for step in command.steps]
    known = find_scenario(board, name)
    if known is not None:
        values = {"changes": steps, "note": command.note or known.note}
        return set_fields(board, "scenarios", known.id, values)
    plain = {"name": name, "by": context.by, "created_at": format_instant(context.now), "changes": steps,
             "note": command.note}  # fmt: skip
    return create_record(board, "scenarios", context.new_id("z"), plain)


def record_choice(board: Board, command: coordination.ApplyScenario, context: Context) -> Drafts:
    """The decision that stands behind the steps: what was chosen, why, and the releases it names."""
    title = clean_line(command.title)
    if not title:
        raise BadInput("the decision needs a title", "one line that says what was chosen")
    rules.require_reason(command.reason, f"applying {title!r}")
    if not command.steps:
        raise Refused("there is nothing to apply", "change something in the what-if first")
    plain = {
        "kind": RaidKind.DECISION.value, "state": "decided", "title": _free_title(board, title),
        "releases": {board.release(key).id: True for key in _name_releases(board, command.steps)},
        "raised_by": context.by, "raised_on": context.today.isoformat(),
        "details": {"chosen": title, "why": command.reason, "decided_by": context.by,
                    "decided_on": context.today.isoformat()},
    }  # fmt: skip
    return create_record(board, "raid", context.new_id("i"), plain, command.reason)


def _name_releases(board: Board, steps: Sequence[Any]) -> list[str]:
    keys = (getattr(step, "key", "") for step in steps)
    return [key for key in dict.fromkeys(keys) if key and board.find_release(key) is not None]


def _free_title(board: Board, title: str) -> str:
    """The title, numbered where a decision has it already: two of a kind never have the same (raidlog.py)."""
    taken = {entry.title for entry in board.raid.values() if entry.kind == RaidKind.DECISION}
    name, count = title, 1
    while name in taken:
        count += 1
        name = f"{title} ({count})"
    return name
