"""A board written as a plan file (TOML), one entry a record, short values inline, as people write it by hand.

What a newer version of the program put on the board beside the fields known here is left out: a plan file holds only
what its reader checks.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.fields import write_record
from releaseboard.domain.words import PredecessorKind

from .plantables import BOARD, RAID_DETAILS, TABLES
from .planvalues import shape

Plain = dict[str, Any]


def write_plan(board: Board) -> str:
    """The board as the text of a plan file, in an order that stays the same; ids and history stay behind.

    Of two releases with one key (the archived one gives way) only the one that people mean by it is written.
    """
    parts = [f"[board]\n{_write_entry(shape(BOARD.kinds).write(write_record('board', board.info)))}"]
    for name, table in TABLES.items():
        kind = shape(table.kinds, (), table.renamed)
        for plain in _plain_records(board, table.record):
            parts.append(f"[[{name}]]\n{_write_entry(kind.write(plain))}")
    return "\n".join(parts)


def _plain_records(board: Board, table: str) -> Iterator[Plain]:
    records = board.table(table).values()
    plains = [_PREPARE.get(table, _as_it_is)(board, write_record(table, record)) for record in records]
    if table == "stages":
        yield from (_number_stage(at, write_record(table, stage)) for at, stage in enumerate(board.stages, 1) if plains)
        return
    known = TABLES["dependencies" if table == "links" else table]
    names = [known.renamed.get(name, name) for name in known.names]
    yield from sorted((plain for plain in plains if plain), key=lambda plain: [str(plain.get(n, "")) for n in names])


def _as_it_is(board: Board, plain: Plain) -> Plain:
    return plain


def _number_stage(at: int, plain: Plain) -> Plain:
    if plain.get("order") == at:
        del plain["order"]
    plain.setdefault("default_days", 5)
    return plain


def _prepare_release(board: Board, plain: Plain) -> Plain:
    """Stages taken apart into the keys of the file; {} for an archived release whose key another has now."""
    meant = board.find_release(plain["key"])
    if meant is not None and meant.id != plain["id"]:
        return {}
    stages: Mapping[str, Plain] = plain.pop("stages", {})
    plain["stage_days"] = {stage: plan.pop("planned_days", 1) for stage, plan in stages.items()}
    plain["stage_team"] = {stage: plan.pop("team") for stage, plan in stages.items() if plan.get("team")}
    active = stages.get(plain.get("stage", ""), {})
    if active.get("remaining"):
        plain["remaining"] = active.pop("remaining")
    plain["stage_actual"] = {stage: plan for stage, plan in stages.items() if plan}
    if plain.get("train") in board.releases:
        plain["train"] = board.label(plain["train"])
    return plain


def _prepare_link(board: Board, plain: Plain) -> Plain:
    if plain.get("predecessor_kind", PredecessorKind.RELEASE) == PredecessorKind.RELEASE:
        plain["predecessor"] = board.label(plain["predecessor"])
    plain.pop("predecessor_kind", None)
    plain["successor"] = board.label(plain["successor"])
    return plain


def _prepare_raid(board: Board, plain: Plain) -> Plain:
    details = plain.pop("details", {})
    known = {name: value for name, value in details.items() if name in RAID_DETAILS}
    plain["releases"] = {board.label(ident): True for ident in plain.get("releases", {})}
    return {**plain, **known, "details": {name: value for name, value in details.items() if name not in known}}


def _prepare_with_release(board: Board, plain: Plain) -> Plain:
    if plain.get("release"):
        plain["release"] = board.label(plain["release"])
    return plain


_PREPARE = {
    "releases": _prepare_release, "links": _prepare_link, "raid": _prepare_raid, "check_ins": _prepare_with_release,
    "stakeholders": _prepare_with_release, "replans": _prepare_with_release,
}  # fmt: skip


def _write_entry(plain: Plain) -> str:
    return "".join(
        f"{_write_key(key)} = {_write_inline(value)}\n" for key, value in plain.items() if not _is_void(value)
    )


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
