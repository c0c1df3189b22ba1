"""After an edit: only what it may have moved is computed again, which is what is downstream of what was edited.

Boards share the documents that stayed the same, so what changed is found by identity. Some edits touch everything, such
as a holiday; then all is computed anew.
"""

from collections.abc import Iterable
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.doclines import find_different

from .appraisal import Outlooks, appraise, appraise_again, list_usual
from .prospects import foresee_again

# Tables of which one record may matter to every release.
FOR_ALL = ("board", "stages", "teams", "holidays", "freezes", "windows", "type_policies", "allocations", "exceptions",
           "projects", "people", "stakeholders")  # fmt: skip
# Tables whose records name the releases that they are about.
ABOUT_RELEASES = ("check_ins", "raid", "gate_results", "notices", "replans", "milestones")
OUTSIDE = ("externals", "events", "backlogs", "milestones")


def renew(old: Outlooks, board: Board) -> Outlooks | None:
    """The outlooks of a board on the day of the old ones; None when everything must be computed anew."""
    before = old.prospects.board
    if board is before:
        return old
    changed = find_changed(before, board)
    if changed is None:
        return None
    follow_links(board, changed)
    prospects = foresee_again(old.prospects, board, changed)
    if _have_stages_moved(before, board, changed) and list_usual(prospects) != old.usual:
        return appraise(prospects)
    return appraise_again(old, prospects, changed)


def find_changed(before: Board, after: Board) -> set[str] | None:
    """The releases that an edit is about by itself; None when it may be about any."""
    if any(before.docs.get(table) is not after.docs.get(table) for table in FOR_ALL):
        return None
    if any(team.lanes > 0 for team in after.teams.values()):
        return None  # whoever shares lanes waits for each other
    changed = set(_find_different(before, after, "releases"))
    for table in ABOUT_RELEASES:
        for ident in _find_different(before, after, table):
            for board in (before, after):
                changed.update(_releases_of(board.table(table).get(ident)))
    for ident in _find_different(before, after, "links"):
        for board in (before, after):
            link = board.links.get(ident)
            if link is not None:
                changed.update((link.successor, link.predecessor))
    for table in OUTSIDE:
        for ident in _find_different(before, after, table):
            for board in (before, after):
                changed.update(link.successor for link in board.holds_up(ident))
            changed.update(_bound_to(after, ident))
    return changed


def _find_different(before: Board, after: Board, table: str) -> Iterable[str]:
    """Ids of records that one board has and the other has not, or has otherwise."""
    return find_different(before.docs.get(table, {}), after.docs.get(table, {}))


def _releases_of(record: Any) -> tuple[str, ...]:
    if record is None:
        return ()
    several = getattr(record, "releases", None)
    return several if several is not None else (record.release,)


def _bound_to(board: Board, event: str) -> list[str]:
    return [ident for ident, item in board.releases.items() if item.event is not None and item.event.get("id") == event]


def follow_links(board: Board, changed: set[str]) -> None:
    """Add all that waits for these releases, at any distance."""
    stack = list(changed)
    while stack:
        for link in board.holds_up(stack.pop()):
            if link.successor not in changed:
                changed.add(link.successor)
                stack.append(link.successor)


def _have_stages_moved(before: Board, after: Board, changed: Iterable[str]) -> bool:
    """Whether a finished stage is there that was not, or is gone: what such stages usually take may be another."""
    for ident in changed:
        one, two = before.releases.get(ident), after.releases.get(ident)
        if one is two:
            continue
        spans = [
            {(item.type, plan.stage, plan.started, plan.finished) for plan in item.stages if plan.finished is not None}
            for item in (one, two)
            if item is not None
        ]
        if len(spans) < 2 or spans[0] != spans[1]:
            return True
    return False
