"""A plan file (TOML) read into plain records for `PutRecords`; each error names the file, the line and a way out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.errors import BadInput, did_you_mean

from .documents import parse_toml
from .findings import Import, Source, Verdict
from .planlines import Path, find_lines, locate
from .planshapes import RAID_DETAILS, Table
from .plantables import BOARD, STAGE_KEYS, TABLES
from .planvalues import Reading, Unfit, require_table, shape
from .records import Tables, put_trains_first


def read_plan(text: str, name: str, today: date | None = None, known: Board | None = None) -> Tables:
    """The records of a plan file by the board's tables; releases are named by their keys.

    A release without `stage_days` comes without stages: a new one gets the default set from the import's or the board's
    own stages, one that is there keeps its own. Only where the file says something of a stage are they filled in.

    Args:
        text: the TOML text.
        name: the file's name, for errors.
        today: the day that dates such as `"today+3wd"` count from (planvalues.py); None refuses them.
        known: the board it will be put on; its releases keep the stages they have.

    Raises:
        BadInput: not TOML, an unknown table or key, a value that can't be, an entry that stands twice.
    """
    return _read(parse_toml(text, name), text, name, Reading((), today), known)


def read_plan_file(text: str, source: Source) -> Import:
    """The same of a file that is imported: no relative dates, and a verdict on each entry. Raises BadInput."""
    document = parse_toml(text, source.name)
    tables = _read(document, text, source.name, Reading(), source.known)
    lines = find_lines(text)
    verdicts = [
        Verdict(locate(lines, (name, number)), True, _label(table, entry, number))
        for name, table in TABLES.items()
        for number, entry in enumerate(document.get(name, ()))
    ]
    source.tell(len(verdicts), len(verdicts))
    return Import("toml", tables, tuple(sorted(verdicts)))


def _read(document: dict[str, Any], text: str, name: str, reading: Reading, known: Board | None) -> Tables:
    try:
        return _read_document(document, reading, known or Board())
    except Unfit as problem:
        line = locate(find_lines(text), problem.path)
        where = _describe(document, problem.path)
        raise BadInput(f"{name}:{line}: {where}{problem.text}", problem.hint) from None


def _read_document(document: Mapping[str, Any], reading: Reading, board: Board) -> Tables:
    known = ("board", *TABLES)
    tables: Tables = {}
    for name, content in document.items():
        here = reading.inside(name)
        if name not in known:
            hint = did_you_mean(name, known) or f"tables: {', '.join(known)}"
            raise here.unfit(f"there is no table {name!r} in a plan file", hint)
        if name == "board":
            tables["board"] = [shape(BOARD.kinds).read(content, here)]
    for name, table in TABLES.items():
        if name in document:
            tables[table.record] = _read_table(table, document[name], reading.inside(name))
    for stage in tables.get("stages", ()):
        if stage["id"] not in board.table("stages"):
            stage.setdefault("name", stage["id"].capitalize())
    if "releases" in tables:
        days = {stage["id"]: stage.get("default_days", 5) for stage in tables.get("stages", ())}
        days = days or {stage.id: stage.default_days for stage in board.stages}
        here = reading.inside("releases")
        joined = [
            _join_stages(record, days, board, here.inside(number)) for number, record in enumerate(tables["releases"])
        ]
        tables["releases"] = put_trains_first(joined)
    return tables


def _read_table(table: Table, content: Any, reading: Reading) -> list[dict[str, Any]]:
    if not isinstance(content, list) or not all(isinstance(entry, Mapping) for entry in content):
        raise reading.unfit("a list of entries is needed", f"head each entry with [[{reading.path[-1]}]]")
    kind = shape(table.kinds, table.required, table.renamed)
    records: list[dict[str, Any]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, entry in enumerate(content):
        here = reading.inside(number)
        record = kind.read(require_table(entry, here), here)
        name = tuple(str(entry.get(key, "")).casefold() for key in table.names)
        if name in seen:
            raise here.unfit(f"it stands twice, as entry {seen[name] + 1} and {number + 1}", "keep one of the two")
        seen[name] = number
        if table.record == "stages":
            record.setdefault("order", number + 1)
        elif table.record == "raid":
            record = _join_details(record)
        records.append(record)
    return records


def _join_stages(record: dict[str, Any], usual: Mapping[str, int], board: Board, here: Reading) -> dict[str, Any]:
    """`stage_days`, `stage_team`, `stage_actual` and `remaining` as the one field `stages` of the record.

    Args:
        record: a release as it stands in the file.
        usual: stage id to days, for a new release that says something of its stages but not how long they are.
        board: the board it will be put on.
        here: its place in the file.
    """
    given = {name: record.pop(name, None) for name in STAGE_KEYS}
    if all(value is None for value in given.values()):
        return record
    there = board.find_release(record["key"])
    plans: dict[str, dict[str, Any]]
    if given["stage_days"] is None and there is not None:
        plans = {plan.stage: {} for plan in there.stages}
    else:
        days = usual if given["stage_days"] is None else given["stage_days"]
        plans = {stage: {"planned_days": count} for stage, count in days.items()}
    for stage, team in (given["stage_team"] or {}).items():
        _plan_of(plans, stage, here.inside("stage_team"))["team"] = team
    for stage, actual in (given["stage_actual"] or {}).items():
        _plan_of(plans, stage, here.inside("stage_actual")).update(actual)
    if given["remaining"]:
        stage = record.get("stage", there.stage if there is not None else "")
        if stage not in plans:
            problem = "it is about the active stage, and this release is in none"
            raise here.inside("remaining").unfit(problem, 'name the stage: stage = "build"')
        plans[stage]["remaining"] = given["remaining"]
    said = {stage: plan for stage, plan in plans.items() if plan}
    return {**record, "stages": said} if said or given["stage_days"] == {} else record


def _plan_of(plans: dict[str, dict[str, Any]], stage: str, here: Reading) -> dict[str, Any]:
    if stage not in plans:
        hint = did_you_mean(stage, plans) or f"its stages: {', '.join(plans)}"
        raise here.inside(stage).unfit("this release does not have that stage", hint)
    return plans[stage]


def _join_details(record: dict[str, Any]) -> dict[str, Any]:
    """What only some kinds of RAID entry have, as the one field `details` of the record."""
    details = {name: record.pop(name) for name in RAID_DETAILS if name in record}
    more = record.pop("details", {})
    return {**record, "details": {**more, **details}} if details or more else record


def _describe(document: Mapping[str, Any], path: Path) -> str:
    """The place of an error in words: `releases PAY-4.2, window.end: `."""
    if not path:
        return ""
    table = TABLES.get(str(path[0]))
    if table is None or len(path) == 1:
        return f"{path[0]}: " if len(path) == 1 and table is not None else _dotted(path)
    entry = document[str(path[0])][path[1]]
    label = _label(table, entry, int(path[1]))
    return f"{path[0]} {label}, {_dotted(path[2:])}" if len(path) > 2 else f"{path[0]} {label}: "


def _label(table: Table, entry: Mapping[str, Any], number: int) -> str:
    """What an entry is told by: its names, else its place in the table."""
    return " ".join(str(entry[key]) for key in table.names if key in entry)[:60] or f"entry {number + 1}"


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path) + ": " if path else ""
