"""The first frame of a large board: what stands at the top of each column, before all records are read.

Reading thousands of releases and their forecast takes longer than a first frame may take; a glance at the plain
documents is enough to show where everything stands. It is replaced as soon as the rest is there.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from heapq import nlargest, nsmallest
from typing import NamedTuple, cast

from releaseboard.domain.board import Board
from releaseboard.domain.fields import Plain
from releaseboard.domain.model import Release
from releaseboard.domain.words import MOVING_STATES, RELEASED_COLUMN, State

from .viewmodel import BoardModel, Column

ON_A_CARD = ("id", "key", "type", "state", "flow", "stage", "title", "target", "released_on", "blocked", "archived")


class _Standing(NamedTuple):
    """The part of a release that says in which column it stands."""

    state: str
    stage: str
    archived: bool


def glance_at(board: Board, today: date, lines: int) -> BoardModel:
    """The columns with their whole counts and their first cards, by target, newest first in Released.

    Args:
        board: of which only the documents are looked at.
        today: the day dates are read against.
        lines: of the screen; a released card takes one of them, the others two or more.
    """
    small = Board({table: board.docs[table] for table in ("board", "stages") if table in board.docs})
    stacks: dict[str, list[Plain]] = {stage: [] for stage in (*small.stage_ids, RELEASED_COLUMN)}
    column_of = _column_finder(small)
    for doc in board.docs.get("releases", {}).values():
        if not doc.get("deleted"):
            where = column_of(doc.get("state") or State.DRAFT, doc.get("stage") or "", bool(doc.get("archived")))
            if where:
                stacks[where].append(doc)
    shown = {name: _first(name, stack, lines) for name, stack in stacks.items()}
    docs = {str(doc["id"]): {name: doc[name] for name in ON_A_CARD if name in doc} for stack in shown.values()
            for doc in stack}  # fmt: skip
    small = Board({**small.docs, "releases": docs})
    limits = {stage.id: stage.wip_limit for stage in small.stages}
    columns = tuple(
        Column(
            name, small.stage_name(name), tuple(doc["id"] for doc in shown[name] if doc["id"] in small.releases),
            len(stack), sum(doc.get("state") in MOVING_STATES for doc in stack), limits.get(name, 0),
        )
        for name, stack in stacks.items()
    )  # fmt: skip
    first = next((column.ids[0] for column in columns if column.ids), "")
    return BoardModel(small, {}, columns, today=today, cursor=first)


def _column_finder(board: Board) -> Callable[[str, str, bool], str]:
    """The board's own answer, asked once for each state, stage and archived."""

    @cache
    def find(state: str, stage: str, archived: bool) -> str:
        return board.column_of(cast(Release, _Standing(state, stage, archived)))  # it looks at these three only

    return find


def _first(column: str, stack: list[Plain], lines: int) -> list[Plain]:
    if column == RELEASED_COLUMN:
        return nlargest(lines, stack, key=lambda doc: str(doc.get("released_on", "")))
    return nsmallest(lines // 2, stack, key=lambda doc: (str(doc.get("target") or "~"), str(doc.get("key"))))
