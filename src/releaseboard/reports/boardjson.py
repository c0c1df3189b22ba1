"""The whole board as JSON for scripts: every record in plain form, references to releases by their keys."""

from collections.abc import Mapping
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.fields import KINDS, write_record

_REFERENCES = ("successor", "predecessor", "release", "train", "origin")


def view_board(board: Board) -> dict[str, Any]:
    """`{"board": {…}, "stages": […], "releases": […], …}`; every table is there, in the order of record ids."""
    found: dict[str, Any] = {}
    for table in KINDS:
        if table == "board":
            found[table] = write_record(table, board.info)
        elif table == "stages":
            found[table] = [write_record(table, stage) for stage in board.stages]
        else:
            records = board.table(table)
            found[table] = [_by_key(board, write_record(table, records[ident])) for ident in sorted(records)]
    return found


def _by_key(board: Board, plain: dict[str, Any]) -> dict[str, Any]:
    for name in _REFERENCES:
        if plain.get(name) in board.releases:
            plain[name] = board.releases[plain[name]].key
    about = plain.get("releases")
    if isinstance(about, Mapping):
        plain["releases"] = [_key_of(board, ident) for ident in about]
    return plain


def _key_of(board: Board, ident: str) -> str:
    release = board.releases.get(ident)
    return release.key if release is not None else ident
