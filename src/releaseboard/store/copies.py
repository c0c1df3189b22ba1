"""Conflict copies that sync tools leave beside the board: found by name, merged by content, moved aside.

The name is a hint; the board id inside decides. A file that is not a conflict copy by its name (`team-backup.json`) is
never touched, whatever it holds.
"""

import os
import re
import time
from collections.abc import Collection, Iterable
from typing import NamedTuple

from releaseboard.errors import ReleaseboardError

from .files import DAY, read_file
from .image import Image, parse_image

MERGED_DAYS = 30  # how long a merged copy is kept

_MARKS = re.compile(
    r"""
      \.sync-conflict-\d{8}-\d{6}-[A-Z0-9]{7}      # Syncthing
    | [ _]?\([^()]*conflict[^()]*\)                # Dropbox, Nextcloud, ownCloud, Seafile (SFConflict …)
    | \ \(\d{1,3}\)                                # Google Drive
    | \.[Cc]onflict[^/]*                           # Resilio
    """,
    re.VERBOSE | re.IGNORECASE,
)


class ConflictCopy(NamedTuple):
    """One copy of this board: its path, what it holds, when it was written."""

    path: str
    image: Image
    mtime_ns: int


def name_copies(board_name: str, names: Iterable[str], hosts: Collection[str] = ()) -> list[str]:
    """Which of a folder's names look like conflict copies of the board.

    Args:
        board_name: the board's own file name.
        names: what lies in the folder.
        hosts: machines that have written this board (OneDrive appends a machine's name).
    """
    stem, extension = os.path.splitext(board_name)
    folded = {host.casefold() for host in hosts}
    found = []
    for name in names:
        if name == board_name or not name.startswith(stem) or not name.endswith(extension):
            continue
        middle = name[len(stem) : len(name) - len(extension)] if extension else name[len(stem) :]
        is_host = middle.startswith("-") and re.sub(r"-\d+$", "", middle[1:]).casefold() in folded
        if is_host or _MARKS.fullmatch(middle):
            found.append(name)
    return sorted(found)


def read_copies(path: str, names: Iterable[str], board_id: str) -> list[ConflictCopy]:
    """The named files beside the board that hold this very board; others, and unreadable ones, are left out."""
    folder, found = os.path.dirname(path), []
    for name in names:
        copy = os.path.join(folder, name)
        try:
            there = read_file(copy)
            image = parse_image(there.raw, copy)
        except ReleaseboardError:
            continue
        if image.board_id == board_id:
            found.append(ConflictCopy(copy, image, there.fingerprint.mtime_ns))
    return found


def move_aside(copies: Iterable[ConflictCopy], net: str, now: float | None = None) -> list[str]:
    """Move merged copies into the safety net, and drop those that have been there for 30 days. Their new paths.

    Args:
        copies: copies whose every change the board holds, as just read.
        net: the board's safety net.
        now: seconds since 1970; None is the clock.
    """
    folder = os.path.join(net, "merged")
    moved = []
    for copy in copies:
        target = os.path.join(folder, os.path.basename(copy.path))
        try:
            os.makedirs(folder, exist_ok=True)
            while os.path.lexists(target):
                target += "~"
            os.rename(copy.path, target)
            os.utime(target)
            moved.append(target)
        except OSError:
            continue  # somebody else was faster, or it may not be moved: it is merged again without harm
    _drop_old(folder, time.time() if now is None else now)
    return moved


def _drop_old(folder: str, now: float) -> None:
    try:
        with os.scandir(folder) as listed:
            entries = list(listed)
    except OSError:
        return
    for entry in entries:
        try:
            if now - entry.stat().st_mtime > MERGED_DAYS * DAY:
                os.unlink(entry.path)
        except OSError:
            continue
