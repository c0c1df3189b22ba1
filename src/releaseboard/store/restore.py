"""Going back: a backup's state as edits of today, and a board that is gone or broken made again.

Nothing is ever thrown away: going back to a backup is a group of changes like any other, with everything that was done
since still in the history, and undo takes it back.
"""

import os
import time

from releaseboard.domain.changes import Change
from releaseboard.errors import BadInput, BoardUnavailable

from . import localcopy
from .access import shown
from .backups import Backup, list_backups, read_backup
from .files import create_file, read_file, resolve
from .image import dump_image, parse_image
from .outside import find_differences
from .recovery import rebuild


def find_backup(path: str, name: str) -> Backup:
    """The backup with this file name, or this beginning of its date. Raises BadInput."""
    found = list_backups(resolve(path) + ".d")
    fitting = [backup for backup in found if os.path.basename(backup.path) == name] or [
        backup for backup in found if time.strftime("%Y%m%d-%H%M%S", time.gmtime(backup.at)).startswith(name)
    ]
    if len(fitting) != 1:
        many = f"{name} fits {len(fitting)} backups" if fitting else f"there is no backup {name}"
        raise BadInput(f"{many} of {shown(path)}", "`releaseboard doctor --restore` lists them")
    return fitting[0]


def plan_restore(path: str, backup: Backup) -> list[Change]:
    """Drafts that bring the board back to a backup's state; [] when it is in that state. Nothing is written.

    Raises:
        BoardUnavailable: the board or the backup can't be read; the backup is another board's.
    """
    now = parse_image(read_file(resolve(path)).raw, shown(path))
    then = read_backup(backup)
    if then.board_id != now.board_id:
        raise BoardUnavailable(f"{backup.path} is a backup of another board", "nothing was changed")
    return find_differences(then.docs, now)


def recreate(path: str, home: str = "") -> str:
    """Make a board file that is gone again, out of all that is kept; the sentence that tells what was done.

    Raises:
        BadInput: there is a file at the path. BoardUnavailable: nothing is kept that it could be made from.
    """
    real = resolve(path)
    board_id = localcopy.recall_board(path, home) or _id_from_backups(real)
    image = rebuild(real, board_id, home) if board_id else None
    if image is None:
        raise BoardUnavailable(
            f"{shown(path)} can't be made again: there is no copy, backup or outbox of it",
            "`releaseboard init` makes a new one",
        )
    create_file(real, dump_image(image), "recreate")
    return f"{shown(path)} was made again with {len(image.history)} changes"


def _id_from_backups(real: str) -> str:
    for backup in reversed(list_backups(real + ".d")):
        try:
            return read_backup(backup).board_id
        except (BoardUnavailable, OSError):
            continue
    return ""
