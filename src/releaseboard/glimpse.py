"""The last look at a board: what `status` found then, for as long as it is still so.

Floor 4, beside session.py: it joins what the store keeps with what the reports make of it, and loads neither a board
nor the engine that works one out.
"""

from datetime import date
from typing import TYPE_CHECKING

from releaseboard import __version__
from releaseboard.reports.summaryfile import read_summary, write_summary
from releaseboard.store.glimpse import Glimpse as Kept

if TYPE_CHECKING:
    from releaseboard.reports.summary import Summary
    from releaseboard.session import Session


class Glimpse:
    """A look at the whole board at a path, as of one day.

    Args:
        path: the board's.
        today: the day; the same board looks different on another one.
    """

    def __init__(self, path: str, today: date) -> None:
        self._kept = Kept(path, f"{__version__} {today.isoformat()}")

    def recall(self, *, counts_only: bool = False) -> "Summary | None":
        """What was found at the last look; None when there was none, or anything may look different now."""
        data = self._kept.recall()
        return read_summary(data, counts_only=counts_only) if data is not None else None

    def keep(self, session: "Session", summary: "Summary") -> None:
        """Keep what was found just now, unless there is more to tell than the summary: edits on their way, remarks."""
        if session.sync.state == "synced" and not session.notes:
            board_id = next(iter(session.board.docs.get("board", ())), "")
            self._kept.keep(board_id, write_summary(summary))
