"""What others changed since the last look: the last stamp that was looked at is kept between runs, board by board."""

import json
import os
from collections.abc import Sequence
from datetime import date, timedelta

from releaseboard.domain.changes import Change
from releaseboard.settings.paths import state_folder
from releaseboard.tui.desk import Desk

FILE = "last-look.json"
FIRST_DAYS = 7  # before the latest change: what is shown to somebody who never looked before


def take_news(desk: Desk) -> Sequence[Change]:
    """Changes by others since the last look, oldest first; from now on they count as looked at."""
    path = os.path.join(state_folder(os.environ), FILE) if state_folder(os.environ) else ""
    changes = desk.session.history()
    seen = _read(path)
    board = desk.board.info.id
    last = seen.get(board, "")
    since = (_day_of(changes[-1:], desk.today) - timedelta(days=FIRST_DAYS)).isoformat()
    news = [
        change for change in changes
        if change.by != desk.session.user and (change.id > last if last else change.at[:10] >= since)
    ]  # fmt: skip
    if changes and board:
        _write(path, {**seen, board: changes[-1].id})
    desk.news.clear()
    return news


def _day_of(changes: Sequence[Change], otherwise: date) -> date:
    """The day of the only change in a list; `otherwise` where there is none, or its instant can't be read."""
    try:
        return date.fromisoformat(changes[0].at[:10])
    except (IndexError, ValueError):
        return otherwise


def _read(path: str) -> dict[str, str]:
    """Stamps by board id; nothing where the file is missing or is not ours."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return {str(board): str(stamp) for board, stamp in found.items()} if isinstance(found, dict) else {}


def _write(path: str, seen: dict[str, str]) -> None:
    """Where it can't be kept, the same news are shown again: no harm done."""
    if not path:
        return
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump(seen, file)
        os.replace(f"{path}.new", path)
    except OSError:
        return
