"""The RAID log as rows of a list: one table for all kinds, a heading for each. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Raid
from releaseboard.domain.raidlog import is_over, state_of
from releaseboard.domain.words import spoken
from releaseboard.reports.layout import Column, join_cut, lay_table, near_date
from releaseboard.tui.fuzzy import AS_WRITTEN, score_text
from releaseboard.tui.wording import count_of

from .rows import Row, text_row

_COLUMNS = (
    Column("title", least=18), Column("release", least=10), Column("owner", least=6), Column("due"),
    Column("days", right=True), Column("state"),
)  # fmt: skip


def days_of_entry(entry: Raid) -> str:
    """Working days lost, or at stake; '' when nobody has said."""
    days = entry.details.get("days_lost_est") or entry.details.get("impact_days")
    return f"{days}{'?' if 'impact_days' in entry.details and 'days_lost_est' not in entry.details else ''}" if days \
        else ""  # fmt: skip


def list_raid_rows(board: Board, entries: Sequence[Raid], today: date, width: int) -> Iterator[Row]:
    """Headings by kind, and under each its entries.

    Args:
        board: the board.
        entries: in the order of `sort_entries`, kinds together.
        today: due days before it are marked.
        width: cells a line may take.
    """
    cells = [_cells(board, entry, today) for entry in entries]
    head, lines = lay_table(_COLUMNS, cells, width - 2, ("owner", "days"))
    kind = ""
    for entry, line in zip(entries, lines, strict=True):
        if entry.kind != kind:
            kind = entry.kind
            count = sum(1 for each in entries if each.kind == kind)
            yield from () if entry is entries[0] else (text_row(""),)
            yield text_row(count_of(count, kind.capitalize()), "heading")
            yield from (text_row(f"  {head}", "dim"),) if entry is entries[0] else ()
        yield Row(entry.id, ((f"  {line}", _role(entry, today)),))


def _cells(board: Board, entry: Raid, today: date) -> tuple[str, ...]:
    late = "!" if _is_late(entry, today) else ""
    return (
        entry.title, join_cut([board.label(ident) for ident in entry.releases], 24) if entry.releases else "board",
        board.person_name(entry.owner), near_date(due_of(entry), today) + late, days_of_entry(entry),
        spoken(state_of(entry)),
    )  # fmt: skip


def due_of(entry: Raid) -> date | None:
    """Until when; of a decision, when it is needed by. None when nobody has said."""
    try:
        return date.fromisoformat(str(entry.details.get("needed_by") or ""))
    except ValueError:
        return entry.due


def _is_late(entry: Raid, today: date) -> bool:
    due = due_of(entry)
    return due is not None and due < today and not is_over(entry)


def _role(entry: Raid, today: date) -> str:
    return "dim" if is_over(entry) else "red" if _is_late(entry, today) else ""


def is_meant(board: Board, entry: Raid, typed: str) -> bool:
    """Whether an entry fits what was typed: words of its title, kind, state, owner, releases."""
    keys = " ".join(board.label(ident) for ident in entry.releases)
    owner = f"{entry.owner} {board.person_name(entry.owner)}"
    text = f"{entry.title} {entry.kind} {spoken(state_of(entry))} {owner} {keys}"
    return all(score_text(word, text) >= AS_WRITTEN for word in typed.split())
