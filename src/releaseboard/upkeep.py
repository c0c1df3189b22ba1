"""Looking after a shared board: what the doctor finds and mends, backups, and who is here.

Floor 4 beside session.py: the front ends do not see the store. Only going back to a backup changes the board, and that
goes through the session like every other edit.
"""

import os
import time

from releaseboard.domain.changes import Change
from releaseboard.errors import Refused
from releaseboard.store.backups import Backup, list_backups
from releaseboard.store.checks import Finding
from releaseboard.store.doctor import examine, mend
from releaseboard.store.files import resolve
from releaseboard.store.lock import PACES, find_place
from releaseboard.store.presence import Presence, Visitor, list_visitors
from releaseboard.store.restore import find_backup, plan_restore

__all__ = ["Backup", "Finding", "Guest", "Visitor", "examine", "find_visitors", "mend", "name_backup", "plan_return"]


def find_visitors(path: str) -> list[Visitor]:
    """Who has the board at this path open now, by name."""
    return list_visitors(resolve(path))


def find_pace(path: str) -> float:
    """Seconds to wait between two meetings that write, by the kind of storage the board lies on."""
    return PACES[find_place(resolve(path)).kind]


def find_backups(path: str) -> list[Backup]:
    """The backups of the board at this path, newest first."""
    return sorted(list_backups(resolve(path) + ".d"), key=lambda backup: backup.at, reverse=True)


def name_backup(backup: Backup) -> str:
    """What people call a backup: its moment in UTC, `20270224-101503`; an unambiguous beginning will do."""
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime(backup.at))


def plan_return(path: str, name: str) -> tuple[Change, ...]:
    """The drafts that bring the board back to a backup's state.

    Raises:
        BadInput: no backup, or several, of this name. Refused: the board is in that state already.
    """
    drafts = tuple(plan_restore(path, find_backup(path, name)))
    if not drafts:
        raise Refused(f"the board is as it was in {name} already", "`doctor --restore` lists other backups")
    return drafts


class Guest:
    """Our own mark at a board, for the others to see.

    Args:
        path: the board.
        replica: the id we write as.
        user: login; host: name of this machine.
    """

    def __init__(self, path: str, replica: str, user: str, host: str) -> None:
        self._path, self._replica, self._user, self._host = resolve(path), replica, user, host
        self._presence = Presence(self._path, replica)

    def show(self, release: str = "") -> bool:
        """Be seen at a release (its key); False where there is no file, or the share can't be written."""
        return os.path.isfile(self._path) and self._presence.show(self._user, self._host, release)

    def list_others(self) -> list[Visitor]:
        """Who else is here now, by name."""
        return [one for one in list_visitors(self._path, self._replica) if one.replica != self._replica]

    def leave(self) -> None:
        """Be gone."""
        self._presence.leave()
