"""The RAID log as a table, one entry as text, and for scripts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Raid
from releaseboard.domain.raidlog import is_over, state_of
from releaseboard.domain.when import format_date
from releaseboard.domain.words import RaidKind, spoken

from .history import say_value
from .layout import Column, Style, lay_table, near_date, wrap_cells

_KINDS = {
    kind.value: at for at, kind in enumerate((RaidKind.ISSUE, RaidKind.RISK, RaidKind.DECISION, RaidKind.REQUEST))
}
_COLUMNS = (
    Column("id"), Column("kind"), Column("title", least=16), Column("release", least=8), Column("owner", least=6),
    Column("due"), Column("state"),
)  # fmt: skip
_LABELS = {
    "days_lost_est": "days lost", "impact_days": "days at stake", "effect_on_forecast": "effect",
    "reported_back_on": "reported", "answered_on": "answered", "decided_by": "decided by", "decided_on": "decided on",
    "needed_by": "needed by",
}  # fmt: skip
_LABEL = 13


def sort_entries(board: Board, *, kind: str = "", release: str = "", whole: bool = False) -> list[Raid]:
    """Issues, risks, decisions, requests; those due first. `release` is a record id; `whole` has what is over too."""
    found = [
        entry
        for entry in board.raid.values()
        if (not kind or entry.kind == kind) and (not release or release in entry.releases)
        and (whole or not is_over(entry))
    ]  # fmt: skip
    return sorted(found, key=lambda entry: (_KINDS.get(entry.kind, 9), entry.due or date.max, entry.title))


def write_log(board: Board, entries: Sequence[Raid], today: date, width: int) -> tuple[str, list[str]]:
    """Head and rows."""
    rows = [
        (entry.id, spoken(entry.kind), entry.title, _say_releases(board, entry), board.person_name(entry.owner),
         near_date(entry.due, today) + ("!" if entry.due and entry.due < today and not is_over(entry) else ""),
         spoken(state_of(entry)))
        for entry in entries
    ]  # fmt: skip
    return lay_table(_COLUMNS, rows, width, ("owner", "due"))


def _say_releases(board: Board, entry: Raid) -> str:
    return ", ".join(board.label(ident) for ident in entry.releases)


def write_entry(board: Board, entry: Raid, style: Style) -> list[str]:
    """One entry: its fields, its details, and what it belongs with."""
    facts = [
        ("release", _say_releases(board, entry)),
        ("stage", board.stage_name(entry.stage) if entry.stage else ""),
        ("owner", board.person_name(entry.owner) if entry.owner else "nobody yet"),
        ("raised", _say_raised(board, entry)),
        ("due", format_date(entry.due) if entry.due else ""),
        *((_LABELS.get(name, name), _say_detail(value)) for name, value in entry.details.items() if name != "options"),
        *(("option", text) for text in _say_options(entry)),
        *(("belongs with", f"{board.raid[other].kind}: {board.raid[other].title}")
          for other in entry.links if other in board.raid),
    ]  # fmt: skip
    lines = [style.paint(entry.title, "bold"), f"{spoken(entry.kind)} {entry.id}, {spoken(state_of(entry))}"]
    for label, text in facts:
        if text:
            lines += wrap_cells(text, style.width, " " * (_LABEL + 2), f"  {label:<{_LABEL}}")
    return lines


def _say_raised(board: Board, entry: Raid) -> str:
    who = board.person_name(entry.raised_by) if entry.raised_by else ""
    day = format_date(entry.raised_on) if entry.raised_on else ""
    return ", ".join(part for part in (who, day) if part)


def _say_detail(value: object) -> str:
    return spoken(value) if isinstance(value, str) and "_" in value else say_value(value)


def _say_options(entry: Raid) -> Iterable[str]:
    options = entry.details.get("options")
    for at, option in enumerate(options if isinstance(options, list | tuple) else (), 1):
        rest = [str(option[name]) for name in ("forecast", "effects") if option.get(name)]
        yield f"{at} {option.get('text')}" + (f" ({'; '.join(rest)})" if rest else "")


def view_entry(board: Board, entry: Raid) -> dict[str, Any]:
    """One entry for scripts; releases by key."""
    return {
        "id": entry.id, "kind": entry.kind, "title": entry.title, "state": state_of(entry),
        "releases": [board.label(ident) for ident in entry.releases], "stage": entry.stage or None,
        "owner": entry.owner or None, "raised_by": entry.raised_by or None,
        "raised_on": entry.raised_on.isoformat() if entry.raised_on else None,
        "due": entry.due.isoformat() if entry.due else None, "details": dict(entry.details),
        "links": list(entry.links),
    }  # fmt: skip
