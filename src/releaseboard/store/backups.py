"""Rolling backups of the board: one a day while it is being edited, thinned out with age.

<board>.d/backup/<name>-<YYYYMMDD-HHMMSS>.json.gz     UTC; the file as it was just before a save
"""

import gzip
import os
import time
from typing import NamedTuple

from .files import DAY, create_file
from .image import Image, parse_image

DAILY, MONTHLY = 14, 12  # how many are kept: the latest days, and the first of each month before


class Backup(NamedTuple):
    """One backup: where it is and when it was made (seconds since 1970)."""

    path: str
    at: float


def backup_folder(net: str) -> str:
    """The backups under the board's safety net."""
    return os.path.join(net, "backup")


def list_backups(net: str) -> list[Backup]:
    """All backups, oldest first; [] when there are none."""
    try:
        names = os.listdir(backup_folder(net))
    except OSError:
        return []
    found = []
    for name in names:
        stamp = name.removesuffix(".json.gz")[-15:]
        try:
            at = time.strptime(stamp + " UTC", "%Y%m%d-%H%M%S %Z")
        except ValueError:
            continue
        if name.endswith(".json.gz"):
            import calendar

            found.append(Backup(os.path.join(backup_folder(net), name), float(calendar.timegm(at))))
    return sorted(found, key=lambda backup: backup.at)


def is_due(net: str, now: float) -> bool:
    """Whether the last backup is more than a day old."""
    found = list_backups(net)
    return not found or now - found[-1].at > DAY


def make_backup(path: str, net: str, raw: bytes, replica: str, now: float | None = None) -> Backup | None:
    """Keep the bytes of a board as a backup; None when that is not possible now. Thins out the old ones.

    Args:
        path: the board's real path; names the backup.
        net: the board's safety net.
        raw: what the board file held.
        replica: who writes.
        now: seconds since 1970; None is the clock.
    """
    moment = time.time() if now is None else now
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(moment))
    stem = os.path.splitext(os.path.basename(path))[0]
    target = os.path.join(backup_folder(net), f"{stem}-{stamp}.json.gz")
    try:
        os.makedirs(backup_folder(net), exist_ok=True)
        create_file(target, gzip.compress(raw, compresslevel=3, mtime=0), replica)
    except Exception as problem:  # a backup that can't be made must not stop a save; doctor tells how old the last is
        from releaseboard.errors import ReleaseboardError

        if not isinstance(problem, ReleaseboardError | OSError):
            raise
        return None
    _thin_out(net)
    return Backup(target, moment)


def _thin_out(net: str) -> None:
    found = list_backups(net)
    months: dict[str, Backup] = {}
    for backup in found:
        months.setdefault(time.strftime("%Y%m", time.gmtime(backup.at)), backup)
    kept = {*found[-DAILY:], *list(months.values())[-MONTHLY:]}
    for backup in found:
        if backup not in kept:
            try:
                os.unlink(backup.path)
            except OSError:
                continue


def read_backup(backup: Backup) -> Image:
    """The board in a backup. Raises BoardDamaged, OSError."""
    with open(backup.path, "rb") as file:
        raw = file.read()
    try:
        return parse_image(gzip.decompress(raw), backup.path)
    except (EOFError, gzip.BadGzipFile) as problem:
        from releaseboard.errors import BoardDamaged

        raise BoardDamaged(f"{backup.path} can't be unpacked: {problem}") from None
