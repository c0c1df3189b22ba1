"""A board made again from what is kept: our own copy, backups, everyone's outboxes, this machine's journals."""

import os
import time

from releaseboard.errors import ReleaseboardError

from . import layout
from .backups import list_backups, read_backup
from .files import create_file, read_file
from .history import History
from .image import Image, add_bodies, fold_anew, make_image, parse_image
from .localcopy import read_copy
from .outbox import OutboxReader
from .places import machine_folder
from .replica import read_journals


def newer_format(image: Image) -> str:
    """Why this program may only look at a board; '' when it may write."""
    tables = {"board": dict(image.docs.get("board", {}))}
    needed = image.meta.get("min_writer", image.meta.get("format", 0))
    if isinstance(needed, int) and needed > layout.FORMAT:
        tables = {"board": {"1": {"format": needed}}}
    return layout.newer_format(tables)


def rebuild(path: str, board_id: str, home: str = "") -> Image | None:
    """A board of this id from all that is kept; None when nothing tells what the board was.

    Args:
        path: the board's real path; the file itself is not read.
        board_id: which board.
        home: the state folder; '' takes the user's own.
    """
    net, base = path + ".d", machine_folder(board_id, home)
    images = [image for image in (_from_copy(base), _from_backup(net, board_id)) if image]
    bodies = [*OutboxReader(net).read(board_id).values(), *read_journals(base)]
    if not images:
        image = make_image(History({}).with_bodies(bodies))
        return image if image.board_id == board_id else None
    image = max(images, key=lambda found: len(found.history))
    for other in images:
        bodies += [body for name in other.history.lines if (body := other.history.body(name))]
    return fold_anew(add_bodies(image, bodies))


def _from_copy(base: str) -> Image | None:
    copy = read_copy(base)
    try:
        return parse_image(copy.raw, "the copy on this machine") if copy else None
    except ReleaseboardError:
        return None


def _from_backup(net: str, board_id: str) -> Image | None:
    for backup in reversed(list_backups(net)):
        try:
            image = read_backup(backup)
        except (ReleaseboardError, OSError):
            continue
        if image.board_id == board_id:
            return image
    return None


def keep_aside(path: str, replica: str) -> str:
    """A copy of the board file beside it as `<name>.corrupt-<time>.json`; its name, or '' when it can't be made."""
    stem, extension = os.path.splitext(path)
    target = f"{stem}.corrupt-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}{extension}"
    try:
        create_file(target, read_file(path).raw, replica)
    except ReleaseboardError:
        return target if os.path.exists(target) else ""
    return target
