"""The RAID log as rows of a list: one table for all kinds, a heading for each. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.raid import Raid
from releaseboard.domain.raidlog import is_over, state_of
from releaseboard.domain.when import format_short
from releaseboard.domain.words import spoken
from releaseboard.reports.layout import join_cut, near_date
from releaseboard.tui.fuzzy import AS_WRITTEN, score_text
from releaseboard.tui.paint import cut_middle, fit
from releaseboard.tui.wording import count_of

from .rows import Row, text_row

WIDE = 96  # cells from which people have their names and dates their weekday
_NARROW = (10, 8, 7, 4, 10)  # cells of release, owner, due, days, state
_BROAD = (20, 16, 11, 4, 10)
_GAP = 2


def days_of_entry(entry: Raid) -> str:
    """Working days lost; with a question mark those that are only at stake; '' when nobody has said."""
    lost, risked = entry.details.get("days_lost_est"), entry.details.get("impact_days")
    return str(lost) if lost else f"{risked}?" if risked else ""


def list_raid_rows(board: Board, entries: Sequence[Raid], today: date, width: int) -> Iterator[Row]:
    """Headings by kind, and under each its entries.

    Args:
        board: the board.
        entries: in the order of `sort_entries`, kinds together.
        today: due days before it are marked.
        width: cells a line may take.
    """
    cells = _BROAD if width >= WIDE else _NARROW
    room = max(12, width - 2 - sum(cells) - _GAP * len(cells))
    head = fit("title", room)
    for word, cell in zip(("release", "owner", "due", "days", "state"), cells, strict=True):
        head += "  " + fit(word, cell, right=word == "days")
    kind = ""
    for entry in entries:
        if entry.kind != kind:
            kind = entry.kind
            count = sum(1 for each in entries if each.kind == kind)
            yield from () if entry is entries[0] else (text_row(""),)
            yield text_row(count_of(count, kind.capitalize()), "heading")
            yield from (text_row(f"  {head}", "dim"),) if entry is entries[0] else ()
        yield Row(entry.id, tuple(_entry_parts(board, entry, today, room, cells)))


def _entry_parts(
    board: Board, entry: Raid, today: date, room: int, cells: tuple[int, ...]
) -> Iterator[tuple[str, str]]:
    is_wide, due, state = cells is _BROAD, due_of(entry), state_of(entry)
    owner = board.person_name(entry.owner) if is_wide else entry.owner
    day = (near_date(due, today) if is_wide else format_short(due)) if due is not None else ""
    is_late = due is not None and due < today and not is_over(entry)
    labels = [board.label(ident) for ident in entry.releases]
    about = join_cut(labels, cells[0]) if is_wide else labels[0] + "+" * (len(labels) > 1) if labels else "board"
    plain = "dim" if is_over(entry) else ""
    texts = (
        (fit(cut_middle(about, cells[0]), cells[0]), plain or "strong"),
        (fit(owner or "nobody", cells[1]), plain if entry.owner else "dim"),
        (fit(day + "!" * is_late, cells[2]), "red" if is_late else plain),
        (fit(days_of_entry(entry), cells[3], right=True), plain), (fit(spoken(state), cells[4]), plain or "dim"),
    )  # fmt: skip
    yield "  " + fit(entry.title, room), plain
    for text, role in texts:
        yield " " * _GAP, ""
        yield text, role


def due_of(entry: Raid) -> date | None:
    """Until when; of a decision, when it is needed by. None when nobody has said."""
    try:
        return date.fromisoformat(str(entry.details.get("needed_by") or ""))
    except ValueError:
        return entry.due


def is_meant(board: Board, entry: Raid, typed: str) -> bool:
    """Whether an entry fits what was typed: words of its title, kind, state, owner, releases."""
    keys = " ".join(board.label(ident) for ident in entry.releases)
    owner = f"{entry.owner} {board.person_name(entry.owner)}"
    text = f"{entry.title} {entry.kind} {spoken(state_of(entry))} {owner} {keys}"
    return all(score_text(word, text) >= AS_WRITTEN for word in typed.split())
