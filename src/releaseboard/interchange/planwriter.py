"""A board written as a plan file (TOML), one entry a record, short values inline, as people write it by hand."""

from collections.abc import Callable, Mapping
from typing import Any

from releaseboard.domain.board import Board

from .planshapes import RAID_DETAILS
from .plantables import BOARD, TABLES
from .planvalues import shape
from .records import Plain, list_records


def write_plan(board: Board) -> str:
    """The board as the text of a plan file, in an order that stays the same; without ids, history, unknown fields."""
    tables = list_records(board)
    settings = tables.get("board", [{"name": board.info.name}])[0]
    parts = [f"[board]\n{_write_entry(shape(BOARD.kinds).write(settings))}"]
    for name, table in TABLES.items():
        kind = shape(table.kinds, (), table.renamed)
        for number, plain in enumerate(tables.get(table.record, ()), 1):
            entry = _FORMS.get(table.record, _as_it_is)(dict(plain), number)
            parts.append(f"[[{name}]]\n{_write_entry(kind.write(entry))}")
    return "\n".join(parts)


def _as_it_is(plain: Plain, number: int) -> Plain:
    return plain


def _form_stage(plain: Plain, number: int) -> Plain:
    """Stages stand in order, so only an order that is another says so."""
    order = plain.pop("order", 0)
    return plain if order == number else {**plain, "order": order}


def _form_release(plain: Plain, number: int) -> Plain:
    """Stages taken apart into the keys of the file."""
    stages: dict[str, Plain] = {stage: dict(plan) for stage, plan in plain.pop("stages", {}).items()}
    plain["stage_days"] = {stage: plan.pop("planned_days", 1) for stage, plan in stages.items()}
    plain["stage_team"] = {stage: plan.pop("team") for stage, plan in stages.items() if plan.get("team")}
    active = stages.get(plain.get("stage", ""), {})
    if active.get("remaining"):
        plain["remaining"] = active.pop("remaining")
    plain["stage_actual"] = {stage: plan for stage, plan in stages.items() if plan}
    return plain


def _form_raid(plain: Plain, number: int) -> Plain:
    details = plain.pop("details", {})
    known = {name: value for name, value in details.items() if name in RAID_DETAILS}
    return {**plain, **known, "details": {name: value for name, value in details.items() if name not in known}}


_FORMS: dict[str, Callable[[Plain, int], Plain]] = {
    "stages": _form_stage, "releases": _form_release, "raid": _form_raid,
}  # fmt: skip


_MEANT_EMPTY: dict[str, Any] = {
    "exempt_types": [],
    "from": {},
    "to": {},
    "stage_days": {},
}  # there, nothing says something


def _write_entry(plain: Plain) -> str:
    kept = ((key, value) for key, value in plain.items() if not _is_void(value) or value == _MEANT_EMPTY.get(key, 0))
    return "".join(f"{_write_key(key)} = {_write_inline(value)}\n" for key, value in kept)


def _is_void(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _write_inline(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = (f"{_write_key(key)} = {_write_inline(item)}" for key, item in value.items() if item is not None)
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_write_inline(item) for item in value if item is not None)}]"
    return _dump({"x": value})[4:]


def _write_key(key: str) -> str:
    return _dump({key: 0})[:-4]


def _dump(pair: Plain) -> str:
    import tomli_w  # noqa: PLC0415 - only writing a plan needs it

    return tomli_w.dumps(pair).rstrip("\n")
