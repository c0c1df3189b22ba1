"""A board as the plain records that `PutRecords` takes: releases named by their keys, no ids that chance gave."""

from collections.abc import Callable, Mapping
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.fields import KINDS, write_record
from releaseboard.domain.words import PredecessorKind

Plain = dict[str, Any]
Tables = dict[str, list[Plain]]

NATURAL = {
    "releases": ("key",), "links": ("successor", "successor_stage", "predecessor", "point", "type"),
    "raid": ("kind", "title"), "check_ins": ("release", "date", "with_whom"),
    "stakeholders": ("who", "release", "project"), "replans": ("release", "at", "reason"),
}  # fmt: skip
NAMED = ("stages", "projects", "teams", "people", "freezes", "windows", "events", "externals", "backlogs")


def list_records(board: Board) -> Tables:
    """The live records of a board by table, in an order that stays the same; putting them on an empty board copies it.

    Ids that were given by hand stay, others and the history do not, nor do fields that this version does not know. Of
    two releases with one key (one is archived) only the one that people mean by it is there.
    """
    tables: Tables = {}
    for table in KINDS:
        plains = (_without_unknown(table, record) for record in board.table(table).values())
        kept = [plain for plain in map(_KEYED.get(table, _stay)(board), plains) if plain]
        natural = NATURAL.get(table, ("id",))
        kept.sort(key=lambda plain: [str(plain.get(name, "")) for name in natural])
        if table not in (*NAMED, "board"):
            for plain in kept:
                plain.pop("id", None)
        if kept:
            tables[table] = kept
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


def _stay(board: Board) -> Callable[[Plain], Plain]:
    return lambda plain: plain


def _key_release(board: Board) -> Callable[[Plain], Plain]:
    def change(plain: Plain) -> Plain:
        meant = board.find_release(plain["key"])
        if meant is not None and meant.id != plain["id"]:
            return {}
        if plain.get("train"):
            plain["train"] = board.label(plain["train"])
        return plain

    return change


def _key_link(board: Board) -> Callable[[Plain], Plain]:
    def change(plain: Plain) -> Plain:
        if plain.pop("predecessor_kind", PredecessorKind.RELEASE) == PredecessorKind.RELEASE:
            plain["predecessor"] = board.label(plain["predecessor"])
        plain["successor"] = board.label(plain["successor"])
        return plain

    return change


def _key_raid(board: Board) -> Callable[[Plain], Plain]:
    def change(plain: Plain) -> Plain:
        releases: Mapping[str, Any] = plain.pop("releases", {})
        if releases:
            plain["releases"] = {board.label(ident): True for ident in releases}
        return plain

    return change


def _key_other(board: Board) -> Callable[[Plain], Plain]:
    def change(plain: Plain) -> Plain:
        if plain.get("release"):
            plain["release"] = board.label(plain["release"])
        return plain

    return change


_KEYED = {
    "releases": _key_release, "links": _key_link, "raid": _key_raid,
    "check_ins": _key_other, "stakeholders": _key_other, "replans": _key_other,
}  # fmt: skip
