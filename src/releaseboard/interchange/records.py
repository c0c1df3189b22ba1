"""A board as the plain records that `PutRecords` takes: releases named by their keys, no ids that chance gave."""

from collections.abc import Collection, Mapping
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.drafting import name_id
from releaseboard.domain.fields import KINDS, write_record
from releaseboard.domain.putting import NATURAL
from releaseboard.domain.records import RANDOM_IDS, RELEASE_FIELDS
from releaseboard.domain.words import PredecessorKind

Plain = dict[str, Any]
Tables = dict[str, list[Plain]]

NAMED = (
    "stages", "projects", "teams", "people", "freezes", "windows", "events", "externals", "backlogs", "type_policies",
)  # fmt: skip
# Fields that name other records by ids that chance gave: kept where an import gives the same ids, else left out.
REFERENCES = {"notices": "follows", "scope_items": "came_from", "raid": "links"}


def list_records(board: Board) -> Tables:
    """The live records of a board by table, in an order that stays the same; putting them on an empty board copies it.

    Ids that were given by hand stay, others and the history do not, nor do fields that this version does not know. Of
    two releases with one key (one is archived) only the one that people mean by it is there, with what hangs on it.
    """
    kept_ids = _find_kept_ids(board)
    tables: Tables = {}
    for table in KINDS:
        records = [record for record in board.table(table).values() if _is_meant(board, table, record)]
        plains = [_name_references(board, table, _without_unknown(table, record), kept_ids) for record in records]
        natural = ("key",) if table == "releases" else NATURAL.get(table, ("id",))
        plains.sort(key=lambda plain: [str(plain.get(name, "")) for name in natural])
        if table not in (*NAMED, "board"):
            for plain in plains:
                plain.pop("id", None)
        if plains:
            tables[table] = plains
    if "releases" in tables:
        tables["releases"] = put_trains_first(tables["releases"])
    if "board" in tables:
        tables["board"] = [{name: value for name, value in tables["board"][0].items() if name not in ("id", "format")}]
    if "stages" in tables:
        tables["stages"] = [_without_unknown("stages", stage) for stage in board.stages]
    return tables


def put_trains_first(releases: list[Plain]) -> list[Plain]:
    """The same releases, each after the train it belongs to; those of one depth stay in their order."""
    trains = {str(plain["key"]).casefold(): str(plain.get("train") or "").casefold() for plain in releases}

    def depth(plain: Plain) -> int:
        key, steps = str(plain["key"]).casefold(), 0
        while trains.get(key) and steps <= len(trains):
            key, steps = trains[key], steps + 1
        return steps

    return sorted(releases, key=depth) if any(trains.values()) else releases


def _without_unknown(table: str, record: Any) -> Plain:
    return write_record(table, record._replace(extra={}))


def _is_meant(board: Board, table: str, record: Any) -> bool:
    """Whether the release (the record itself, or the one it is about) is the one that people mean by its key."""
    ident = record.id if table == "releases" else getattr(record, "successor", "") or getattr(record, "release", "")
    release = board.releases.get(ident)
    meant = board.find_release(release.key) if release is not None else None
    return meant is None or meant.id == ident


def _name_references(board: Board, table: str, plain: Plain, kept_ids: Collection[str]) -> Plain:
    """The record with keys where it names releases by their ids."""
    for field in RELEASE_FIELDS:
        if plain.get(field):
            plain[field] = board.label(plain[field])
    if plain.get("releases"):
        plain["releases"] = {board.label(ident): True for ident in plain["releases"]}
    if table == "links":
        if plain.pop("predecessor_kind", PredecessorKind.RELEASE) == PredecessorKind.RELEASE:
            plain["predecessor"] = board.label(plain["predecessor"])
        plain["successor"] = board.label(plain["successor"])
    reference = REFERENCES.get(table, "")
    named = plain.get(reference)
    if isinstance(named, Mapping):
        plain[reference] = {ident: True for ident in named if ident in kept_ids}
    elif named and named not in kept_ids:
        del plain[reference]
    return plain


def _find_kept_ids(board: Board) -> frozenset[str]:
    """The ids of records that others may name, as far as an import of them would give the same ids."""
    found = ((table, record) for table in REFERENCES for record in board.table(table).values())
    return frozenset(record.id for table, record in found if _is_same_id(board, table, record))


def _is_same_id(board: Board, table: str, record: Any) -> bool:
    nature = []
    for field in NATURAL[table]:
        value = getattr(record, field)
        if field in RELEASE_FIELDS and value:
            value = name_id("r", board.label(value).casefold())
        nature.append(",".join(sorted(value)) if isinstance(value, tuple) else str(value or ""))
    return bool(record.id == name_id(RANDOM_IDS[table], *nature))
