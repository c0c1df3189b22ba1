"""Who has the board open, and on which release: one small file each, renewed while they are there.

    <board>.d/here/<replica>.json

Whoever leaves removes theirs. Of whoever crashes the file stops being renewed: after three missed renewals they are
gone. Times are compared with the time the share itself gave our own file, so a wrong clock on one host does no harm.
"""

import json
import os
import time
from typing import NamedTuple

from .files import DAY, remove_quietly
from .lock import REPLICATED, find_place, is_dead_here, kernel_id

BEAT = 30.0  # seconds between renewals; in a replicated folder twice that, as each is carried to every machine
MISSED = 3


class Visitor(NamedTuple):
    """Somebody at the board: `release` is a key or ''; `since` and `seen` in seconds since 1970."""

    user: str
    host: str
    release: str
    since: float
    seen: float
    replica: str


class Presence:
    """Our own mark at a board.

    Args:
        path: the board's real path.
        replica: our id.
    """

    def __init__(self, path: str, replica: str) -> None:
        self._folder = presence_folder(path)
        self._file = os.path.join(self._folder, f"{replica}.json")
        self._beat = BEAT * (2 if find_place(path).kind == REPLICATED else 1)
        self._since = time.time()
        self._shown: tuple[str, str, str] | None = None
        self._renewed = 0.0

    def show(self, user: str, host: str, release: str = "") -> bool:
        """Be seen at a release; call it as often as you like, it writes when something changed or a renewal is due.

        Returns:
            Whether others can see it: False on a share that can't be written.
        """
        now = time.monotonic()
        if (user, host, release) == self._shown and now - self._renewed < self._beat:
            return True
        mark = {"user": user, "host": host, "release": release, "since": self._since, "beat": self._beat,
                "machine": kernel_id(), "pid": os.getpid()}  # fmt: skip
        scratch = f"{self._file}.tmp"
        try:
            os.makedirs(self._folder, exist_ok=True)
            with open(scratch, "w", encoding="utf-8") as file:
                json.dump(mark, file)
            os.replace(scratch, self._file)
        except OSError:
            return False
        self._shown, self._renewed = (user, host, release), now
        return True

    def leave(self) -> None:
        """Be gone."""
        remove_quietly(self._file)
        self._shown = None


def presence_folder(path: str) -> str:
    """Where the marks of a board are."""
    return os.path.join(path + ".d", "here")


def list_visitors(path: str, ours: str = "") -> list[Visitor]:
    """Who is at the board now, by name; marks that nobody has renewed for a day are removed on the way.

    Args:
        path: the board's real path.
        ours: our replica, whose own mark tells the time of the share; '' goes by this machine's clock.
    """
    folder = presence_folder(path)
    try:
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if entry.name.endswith(".json")]
    except OSError:
        return []
    now, found = _now_on_share(folder, ours), []
    for entry in entries:
        try:
            seen = entry.stat().st_mtime
            with open(entry.path, encoding="utf-8") as file:
                mark = json.load(file)
            beat, content = float(mark["beat"]), json.dumps(mark)
            visitor = Visitor(
                str(mark["user"]), str(mark["host"]), str(mark["release"]), float(mark["since"]), seen,
                entry.name.removesuffix(".json"),
            )  # fmt: skip
        except (OSError, ValueError, TypeError, KeyError):
            continue
        if now - seen < MISSED * beat and not is_dead_here(content):
            found.append(visitor)
        elif now - seen > DAY:
            remove_quietly(entry.path)
    return sorted(found)


def _now_on_share(folder: str, ours: str) -> float:
    try:
        own = os.stat(os.path.join(folder, f"{ours}.json")).st_mtime if ours else 0.0
    except OSError:
        own = 0.0
    return own if own and abs(own - time.time()) > MISSED * BEAT else time.time()
