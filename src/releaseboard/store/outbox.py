"""Each replica's own file on the share: what makes an edit safe there, whatever happens to the board file.

    <board>.d/j/<replica>-<day>.jsonl     one writer each; append, then wait for the disk (lines.py)

Nobody but its replica writes an outbox, so no two programs ever fight over one, and no sync tool has to choose between
two versions of it. Whoever writes the board reads all of them and puts back what is missing. A line before each append
names the board: after `init` at the path of a deleted board nothing of the old one comes back.
"""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

from .files import DAY
from .lines import append_lines, id_of, name_board, of_board, read_lines

OWN_DAYS, OTHERS_DAYS = 7, 30  # how long a finished day's file stays at the least


class Mark(NamedTuple):
    """How far a file has been read."""

    inode: int
    size: int


def outbox_folder(folder: str) -> str:
    """The outboxes under the board's safety net."""
    return os.path.join(folder, "j")


def outbox_path(folder: str, replica: str, now: float | None = None) -> str:
    """Today's outbox of a replica; days change at midnight UTC."""
    day = time.strftime("%Y%m%d", time.gmtime(now))
    return os.path.join(outbox_folder(folder), f"{replica}-{day}.jsonl")


def append_outbox(folder: str, replica: str, board_id: str, changes: Iterable[bytes]) -> None:
    """Put changes on the share, durably. Raises OSError."""
    path = outbox_path(folder, replica)
    bodies = [name_board(board_id), *changes]
    try:
        append_lines(path, bodies, 0o666)
    except FileNotFoundError:
        make_net(folder)
        append_lines(path, bodies, 0o666)


def make_net(folder: str) -> None:
    """Make the safety net beside a board that is there, for whoever may write in its folder. Raises OSError."""
    os.stat(folder.removesuffix(".d"))  # no board: the share is not mounted, and its place must stay empty
    for path in (folder, outbox_folder(folder)):
        with suppress(FileExistsError):
            os.mkdir(path)
    over = os.stat(os.path.dirname(folder) or ".")
    for path in (folder, outbox_folder(folder)):
        status = os.stat(path)
        wanted = status.st_mode | (over.st_mode & 0o3070 if over.st_mode & 0o020 else 0)
        wanted |= over.st_mode & 0o1007 if over.st_mode & 0o002 else 0
        if status.st_uid == os.geteuid() and wanted != status.st_mode:
            os.chmod(path, wanted & 0o7777)  # umask 022 would keep the team's other members out


class OutboxReader:
    """Reads everyone's outboxes, each byte once."""

    def __init__(self, folder: str) -> None:
        self._folder = outbox_folder(folder)
        self._board_id = ""
        self._names: dict[str, bytes] = {}  # file -> the line that named its board last
        self._marks: dict[str, Mark] = {}
        self._kept: dict[str, bytes] = {}
        self.torn = 0

    def look(self) -> dict[str, Mark]:
        """Which files there are now and how long they are; {} when the share has none."""
        try:
            with os.scandir(self._folder) as entries:
                found = {entry.name: entry for entry in entries if entry.name.endswith(".jsonl")}
                return {name: Mark(status.st_ino, status.st_size) for name, status in _stat_all(found)}
        except OSError:
            return {}

    def read(self, board_id: str) -> dict[str, bytes]:
        """All changes of a board in all outboxes, by id. A file that can't be read now is read the next time."""
        if board_id != self._board_id:
            self._board_id, self._marks, self._kept, self._names = board_id, {}, {}, {}
        for name, mark in self.look().items():
            before = self._marks.get(name)
            if mark == before:
                continue
            start = before.size if before and before.inode == mark.inode and before.size <= mark.size else 0
            try:
                self._take(name, mark, start)
            except OSError:
                continue
        return self._kept

    def _take(self, name: str, mark: Mark, start: int) -> None:
        with open(os.path.join(self._folder, name), "rb") as file:
            file.seek(start)
            raw = file.read()
        whole = raw[: raw.rfind(b"\n") + 1]  # the rest is being written, or was cut short for good
        lines = read_lines(whole)
        self.torn += lines.torn
        named = [self._names[name]] if start and name in self._names else []
        for body in of_board([*named, *lines.bodies], self._board_id):
            try:
                self._kept.setdefault(id_of(body), body)
            except ValueError:
                self.torn += 1
        boards = [body for body in lines.bodies if body.startswith(b'{"board":')]
        if boards:
            self._names[name] = boards[-1]
        self._marks[name] = Mark(mark.inode, start + len(whole))


def _stat_all(entries: dict[str, os.DirEntry[str]]) -> Iterable[tuple[str, os.stat_result]]:
    for name, entry in entries.items():
        try:
            yield name, entry.stat()
        except OSError:
            continue


def trim_outboxes(
    folder: str, replica: str, board_id: str, is_safe: Callable[[str], bool], now: float | None = None
) -> list[str]:
    """Delete finished days whose changes are all safe elsewhere; never shortens a file.

    Args:
        folder: the board's safety net.
        replica: ours; others' files stay longer.
        board_id: the board; changes of another one that lay here before are nobody's any more.
        is_safe: whether a change is in the board (or an archive) as just read, and in a backup.
        now: seconds since 1970; None is the clock.

    Returns:
        The names that were deleted.
    """
    moment = time.time() if now is None else now
    removed = []
    for name in sorted(OutboxReader(folder).look()):
        path = os.path.join(outbox_folder(folder), name)
        days = OWN_DAYS if name.startswith(f"{replica}-") else OTHERS_DAYS
        try:
            if moment - os.stat(path).st_mtime < days * DAY:
                continue
            with open(path, "rb") as file:
                lines = read_lines(file.read())
            changes = of_board(lines.bodies, board_id)
            if not lines.torn and all(is_safe(id_of(body)) for body in changes):
                os.unlink(path)
                removed.append(name)
        except (OSError, ValueError):
            continue
    return removed
