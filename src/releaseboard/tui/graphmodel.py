"""What the dependency graph says: both trees of one release, each line with where it stands, its day and its float.

Pure. The floats are those of the forecast: how many working days the giver may still be late before the taker moves.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from releaseboard.domain.board import Board

from .panelmodel import MOST_LINES, PanelLine, PanelModel, Workdays, build_panel_model

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook


class GraphLine(NamedTuple):
    """One line of a tree.

    `stem` draws the branches with spaces, `│`, `├` and `└`; `line` is the dependency; `room` its float, None when it
    is not known; `is_driving`: it decides the date of what waits for it; `why` what people gave as the reason.
    """

    stem: str
    line: PanelLine
    room: int | None
    is_driving: bool
    why: str


class GraphModel(NamedTuple):
    """The graph of one release: what stands above it, itself, what stands below; `depth` steps are opened."""

    panel: PanelModel
    upstream: tuple[GraphLine, ...]
    downstream: tuple[GraphLine, ...]
    depth: int
    is_cut: bool

    @property
    def counts(self) -> tuple[int, int]:
        """How many different records are seen on each side."""
        return len({item.line.id for item in self.upstream}), len({item.line.id for item in self.downstream})


def build_graph(
    board: Board, outlooks: "Mapping[str, Outlook]", release_id: str, *, today: date, calendar: Workdays, depth: int
) -> GraphModel:
    """The graph of a release; arguments as for the panel."""
    panel = build_panel_model(board, outlooks, release_id, today=today, calendar=calendar, depth=depth)
    rooms = read_rooms(outlooks)
    sides = [_draw(board, lines, rooms) for lines in (panel.upstream, panel.downstream)]
    is_cut = any(len(lines) >= MOST_LINES for lines in sides)
    return GraphModel(panel, sides[0], sides[1], depth, is_cut)


def read_rooms(outlooks: "Mapping[str, Outlook]") -> Mapping[str, tuple[int | None, bool]]:
    """Link id → its float by the forecast, and whether it decides the date; of the links that the forecast knows."""
    prospects = getattr(outlooks, "prospects", None)
    found: dict[str, tuple[int | None, bool]] = {}
    for prospect in prospects.by_id.values() if prospects is not None else ():
        for wait in prospect.soft:
            found[wait.link.id] = (None if wait.is_met else wait.room, False)
        for wait in prospect.hard:
            found[wait.link.id] = (None if wait.is_met else wait.room, wait.room == 0 and not wait.is_met)
    return found


def _draw(
    board: Board, lines: tuple[PanelLine, ...], rooms: Mapping[str, tuple[int | None, bool]]
) -> tuple[GraphLine, ...]:
    drawn: list[GraphLine] = []
    goes_on: set[int] = set()  # depths at which another line follows further down
    for line in reversed(lines):
        goes_on = {depth for depth in goes_on if depth <= line.depth}
        stem = "".join("│ " if depth in goes_on else "  " for depth in range(1, line.depth))
        stem += "├ " if line.depth in goes_on else "└ "
        goes_on.add(line.depth)
        room, is_driving = rooms.get(line.link_id, (line.float, line.is_driving))
        link = board.links.get(line.link_id)
        drawn.append(GraphLine(stem, line, room, is_driving, link.why if link is not None else ""))
    return tuple(reversed(drawn))
