"""The snapshot for a chat: the text of `releaseboard status`, copied, written and shown."""

from datetime import date

from releaseboard.reports.layout import Style
from releaseboard.reports.statustext import write_status
from releaseboard.reports.survey import summarize
from releaseboard.tui.desk import Desk
from releaseboard.tui.textfile import name_file

from .textrows import rows_of
from .texts import Leaf, TextsScreen

WIDTH = 80  # cells, as a chat and a mail show them


def snapshot_page(desk: Desk, room: int) -> TextsScreen:
    """The page; `room` is how wide a line may be on the screen, the copy has 80 cells whatever that is."""
    board = desk.board
    releases = [release for release in board.releases.values() if not release.archived]
    summary = summarize(board, desk.outlooks, releases, desk.today, desk.session.calendar)
    text = "\n".join(write_status(summary, Style(WIDTH)))
    rows = tuple(rows_of(lambda style: write_status(summary, style), min(WIDTH, room)))
    leaf = Leaf("as `releaseboard status` says it", _name(board.info.name, desk.today), text, rows)
    return TextsScreen(desk, f"Snapshot · {board.info.name}", [leaf])


def _name(board: str, today: date) -> str:
    return name_file("status", board, today.isoformat())
