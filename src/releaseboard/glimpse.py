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
        for_scripts: what is recalled is the text for scripts, which tells every field of every release.
    """

    def __init__(self, path: str, today: date, *, for_scripts: bool = False) -> None:
        self._for_scripts = for_scripts
        self._kept = Kept(path, "scripts" if for_scripts else "status", f"{__version__} {today.isoformat()}")

    def recall(self, *, counts_only: bool = False) -> "tuple[Summary, bytes] | None":
        """What was found at the last look; None when there was none, or anything may look different now.

        Returns:
            The summary, without its lines and dates where only the counts are wanted; and the text for scripts in
            UTF-8, b'' where that was not asked for.
        """
        data = self._kept.recall()
        if data is None:
            return None
        head, text = data, b""
        if self._for_scripts:
            head, _, text = data.partition(b"\n")
        summary = read_summary(head, counts_only=counts_only or self._for_scripts)
        return (summary, text) if summary is not None else None

    def keep(self, session: "Session", summary: "Summary", text: str = "") -> None:
        """Keep what was found just now, unless there is more to tell of it: edits on their way, remarks."""
        if session.sync.state != "synced" or session.notes:
            return
        data = write_summary(summary)
        if self._for_scripts:
            data = data.partition(b"\n")[0] + b"\n" + text.encode("utf-8")
        self._kept.keep(next(iter(session.board.docs.get("board", ())), ""), data)
