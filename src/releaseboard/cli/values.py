"""Typed values to plain ones, by what kind of field they are for: dates, numbers, lists, windows, sets of names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from releaseboard.domain.fields import KINDS, join_path, write_value
from releaseboard.domain.model import Release, Window
from releaseboard.domain.when import parse_stage_days
from releaseboard.errors import BadInput

from .shell import Shell

SETS = {"releases": ("tags", "clients"), "raid": ("releases",)}
YES = ("yes", "y", "true", "on", "1")
NO = ("no", "n", "false", "off", "0")
NOTHING = ("", "-", "none")


def read_fields(shell: Shell, table: str, pairs: Mapping[str, str], release: Release | None = None) -> dict[str, Any]:
    """Field paths with plain values from `field=value` texts; an empty value (or `-`) takes the field away.

    Args:
        shell: for today and the calendar.
        table: the kind of record.
        pairs: as typed; `tags+=q1` and `tags-=q1` change one member, `build=10` in `stage_days` is a stage's days.
        release: the one that is edited; None for a new one.

    Raises:
        BadInput: a value that the field can't have.
    """
    fields: dict[str, Any] = {}
    for typed, text in pairs.items():
        name = typed.replace("-", "_") if not typed.endswith(("+", "-")) else typed[:-1].replace("-", "_") + typed[-1]
        fields |= _read_field(shell, table, name, text.strip(), release)
    return fields


def _read_field(shell: Shell, table: str, name: str, text: str, release: Release | None) -> dict[str, Any]:
    plain_name = name.rstrip("+-")
    if plain_name in SETS.get(table, ()):
        return _read_set(plain_name, name[len(plain_name) :], text, release)
    if table == "releases" and name in ("stage_days", "stages"):
        days = parse_stage_days(text, shell.board.stage_ids)
        return {join_path("stages", stage, "planned_days"): count for stage, count in days.items()}
    if table == "releases" and name == "remaining":
        return _read_remaining(shell, text, release)
    if "." in name:
        return {name: _read_leaf(name, text)}
    return {name: read_value(shell, table, name, text)}


def _read_set(name: str, sign: str, text: str, release: Release | None) -> dict[str, Any]:
    members = [member.strip() for member in text.split(",") if member.strip() and text not in NOTHING]
    if sign == "-":
        return {join_path(name, member): None for member in members}
    values: dict[str, Any] = {join_path(name, member): True for member in members}
    if not sign and release is not None:
        gone = set(getattr(release, name)) - set(members)
        values |= {join_path(name, member): None for member in gone}
    return values


def _read_remaining(shell: Shell, text: str, release: Release | None) -> dict[str, Any]:
    if release is None or not release.stage:
        raise BadInput("days left belong to a stage that is being worked on", "start the release first")
    path = join_path("stages", release.stage, "remaining")
    if text in NOTHING:
        return {path: None}
    days = read_number("remaining", text)
    if days < 0:
        raise BadInput(f"remaining can't be {days}", "working days left, 0 or more")
    return {path: {"days": days, "as_of": shell.today.isoformat(), "by": shell.session.user}}


def _read_leaf(path: str, text: str) -> Any:
    if text in NOTHING:
        return None
    return read_number(path, text) if path.endswith(("_days", ".days")) else text


def read_value(shell: Shell, table: str, name: str, text: str) -> Any:
    """One plain value for a field of a kind of record; a field that is not known stays text (the rules refuse it)."""
    kind = KINDS[table].record.__annotations__.get(name, str)
    if kind is bool:
        return _read_yes_or_no(name, text)
    if text in NOTHING:
        return None
    if kind in (int, int | None):
        return read_number(name, text)
    if kind in (date, date | None):
        return shell.read_date(text).isoformat()
    if kind in (Window, Window | None):
        return write_value(shell.read_window(text))
    if kind == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind == tuple[date, ...]:
        return [shell.read_date(part).isoformat() for part in text.split(",") if part.strip()]
    if kind is not str:
        raise BadInput(f"{name} can't be typed on the command line", "the plan file can hold it: releaseboard import")
    return text


def read_number(name: str, text: str) -> int:
    """A whole number. Raises BadInput."""
    try:
        return int(text)
    except ValueError:
        raise BadInput(f"{name} can't be {text!r}", "a whole number is needed") from None


def _read_yes_or_no(name: str, text: str) -> bool:
    folded = text.casefold()
    if folded in YES or folded in NO:
        return folded in YES
    raise BadInput(f"{name} can't be {text!r}", "yes or no")
