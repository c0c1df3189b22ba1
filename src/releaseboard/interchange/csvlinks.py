"""What the rows of a CSV table wait for: `depends_on` as links, and the rows that fall out because of it."""

from collections.abc import Sequence
from typing import Any

from releaseboard.domain.words import OUT_STATES, Agreement
from releaseboard.errors import did_you_mean
from releaseboard.text import clean_line

from .csvrows import Draft, RowReader

WHY = "imported with its depends_on"
MOST_IN_LOOP = 6  # keys of a loop that are named


def read_links(drafts: Sequence[Draft], reader: RowReader) -> list[dict[str, Any]]:
    """The links of the sound rows, without those that the board has already.

    A row that waits for something unknown, for itself, in a circle, or for a row that is left out gets a problem.
    """
    rows = {draft.key: draft for draft in drafts if not draft.problem}
    waits = {key: _find_predecessors(draft, reader) for key, draft in rows.items()}
    _leave_out_loops(rows, waits)
    _leave_out_dangling(drafts, rows, waits)
    return [
        _make_link(key, other, rows)
        for key, others in waits.items()
        if not rows[key].problem
        for other in others
        if not _is_linked(reader, key, other)
    ]


def _find_predecessors(draft: Draft, reader: RowReader) -> list[str]:
    """The keys that a row waits for; it gets a problem when one is nowhere."""
    found: dict[str, None] = {}
    for text in draft.cells.get("depends_on", "").split("|"):
        name = clean_line(text)
        key = reader.find_key(name) if name else ""
        if name and not key:
            near = did_you_mean(name, reader.known_names())
            draft.problem = f"it waits for {name[:60]!r}, which is neither in the file nor on the board"
            draft.problem += f" ({near})" if near else ""
            return []
        if key == draft.key:
            draft.problem = "it waits for itself"
            return []
        if key:
            found[key] = None
    return list(found)


def _leave_out_loops(rows: dict[str, Draft], waits: dict[str, list[str]]) -> None:
    """A problem for every row that waits for itself in a circle; the circle is named."""
    in_circles = _peel(rows, waits)
    for start in in_circles:
        trail: list[str] = []
        at: dict[str, int] = {}
        key = start
        while key not in at and not rows[key].problem:
            at[key] = len(trail)
            trail.append(key)
            key = next((other for other in waits[key] if other in in_circles), start)
        if key not in at:
            continue
        loop = trail[at[key] :]
        shown = [*loop[:MOST_IN_LOOP], *(["…"] if len(loop) > MOST_IN_LOOP else []), loop[0]]
        for member in loop:
            rows[member].problem = f"it waits for itself in a circle: {' → '.join(shown)}"


def _peel(rows: dict[str, Draft], waits: dict[str, list[str]]) -> dict[str, None]:
    """What is left when the rows that wait for nothing are taken off, again and again: circles and what follows."""
    left = dict.fromkeys(rows)
    open_ends = {key: sum(1 for other in waits[key] if other in rows) for key in rows}
    followers: dict[str, list[str]] = {}
    for key, others in waits.items():
        for other in others:
            followers.setdefault(other, []).append(key)
    free = [key for key, count in open_ends.items() if count == 0]
    while free:
        done = free.pop()
        left.pop(done, None)
        for key in followers.get(done, ()):
            open_ends[key] -= 1
            if open_ends[key] == 0:
                free.append(key)
    return left


def _leave_out_dangling(drafts: Sequence[Draft], rows: dict[str, Draft], waits: dict[str, list[str]]) -> None:
    """A problem for every row that waits for a row which is left out, however far away."""
    lost = {draft.key: draft for draft in drafts if draft.problem and draft.key}
    is_spreading = bool(lost)
    while is_spreading:
        is_spreading = False
        for key, others in waits.items():
            missing = next((other for other in others if other in lost), "")
            if missing and not rows[key].problem:
                rows[key].problem = f"it waits for {missing}, and line {lost[missing].line} is left out"
                lost[key] = rows[key]
                is_spreading = True


def _is_linked(reader: RowReader, key: str, other: str) -> bool:
    after, before = reader.board.find_release(key), reader.board.find_release(other)
    if after is None or before is None:
        return False
    return any(link.predecessor == before.id for link in reader.board.waits_for(after.id))


def _make_link(key: str, other: str, rows: dict[str, Draft]) -> dict[str, Any]:
    link = {"successor": key, "predecessor": other, "why": WHY}
    if other in rows and rows[other].state in OUT_STATES:
        link["agreement"] = Agreement.MET.value
    return link
