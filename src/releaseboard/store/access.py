"""What a path may be asked for, and why not: the words of every failure to read or write a board file.

What the file system allows is what anyone may do (docs/security.md); nothing here grants or guards anything.
"""

import errno
import os
import stat
from collections.abc import Callable
from typing import NamedTuple

from releaseboard.errors import BadInput, BoardMissing, BoardReadOnly, BoardUnavailable
from releaseboard.text import clean_line


def shown(path: str) -> str:
    """A path fit for a message: no control characters."""
    return clean_line(path) or "''"


def word_reading(path: str, problem: OSError | ValueError) -> BoardUnavailable | BadInput:
    """The error that says why a file can't be read."""
    name = shown(path)
    if not isinstance(problem, OSError):
        return BadInput(f"{name} is not a path: {problem}")
    number = problem.errno
    if number == errno.ENOENT:
        return BoardMissing(
            f"there is no board at {name}", "make one with `releaseboard init`, or try `releaseboard demo`"
        )
    if number in (errno.EACCES, errno.EPERM):
        return BoardUnavailable(f"you may not read {name}{_owner(path)}", "ask its owner for read permission")
    if number in (errno.ELOOP, errno.ENOTDIR, errno.ENAMETOOLONG):
        return BoardMissing(f"there is no board at {name}: {problem.strerror}", "check the path")
    return BoardUnavailable(f"{name} can't be read now: {problem.strerror}", "try again when the disk or share is back")


def _owner(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f" (owner {_user_name(status.st_uid)}, mode {stat.S_IMODE(status.st_mode):04o})"


def _user_name(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def word_writing(path: str, problem: OSError) -> BoardUnavailable:
    """The error that says why a file can't be written; the board file itself is untouched then."""
    name, number = shown(path), problem.errno
    if number == errno.EROFS:
        return BoardReadOnly(f"{name} is on a disk that is mounted read-only", "nothing was changed")
    if number in (errno.EACCES, errno.EPERM):
        return BoardReadOnly(find_bar(path).reason or f"you may not write {name}: {problem.strerror}", _ASK)
    if number in (errno.ENOSPC, errno.EDQUOT):
        full = "the disk is full" if number == errno.ENOSPC else "your quota on the disk is used up"
        return BoardUnavailable(
            f"{name} can't be saved: {full}", "the board file is as it was; make room and try again"
        )
    if number == errno.EFBIG:
        return BoardUnavailable(
            f"{name} can't be saved: it would pass the file size limit", "the board file is as it was"
        )
    if number == errno.ENOENT:
        return BoardUnavailable(f"the folder of {name} is not there", "check the path, or mount the share again")
    return BoardUnavailable(f"{name} can't be saved: {problem.strerror}", "try again; " + _UNTOUCHED)


_ASK = "ask its owner or group for write permission on the file and its folder"
_UNTOUCHED = "the board file is as it was"


class Bar(NamedTuple):
    """What keeps this user from replacing a file.

    Attributes:
        kind: '' nothing; `viewer` no write permission on the file; `folder` none on its folder; `sticky` only the owner
            replaces files there; `disk` mounted read-only; `away` it can't even be looked at.
        reason: one sentence; '' when nothing bars.
    """

    kind: str = ""
    reason: str = ""


def find_bar(path: str) -> Bar:
    """What keeps this user from replacing the file at a real path, or from making it."""
    folder = os.path.dirname(path) or "."
    try:
        if os.statvfs(folder).f_flag & os.ST_RDONLY:
            return Bar("disk", f"{shown(path)} is on a disk that is mounted read-only")
        if os.path.exists(path) and not os.access(path, os.W_OK):
            return Bar("viewer", f"you have no write permission on {shown(path)}{_owner(path)}")
        if not os.access(folder, os.W_OK | os.X_OK):
            words = "you have no write permission on the folder {}, in which the board is replaced"
            return Bar("folder", words.format(shown(folder)))
        if _is_kept_by_sticky_folder(path, folder):
            return Bar("sticky", f"only the owner of {shown(path)} can replace it: its folder is sticky (mode +t)")
    except OSError as problem:
        return Bar("away", word_reading(path, problem).message)
    return Bar()


def why_read_only(path: str, net: str, has_place: Callable[[], bool]) -> str:
    """Why a board can't be edited by this user at all; '' when it can, be it by way of an outbox or a journal.

    Args:
        path: the board's real path.
        net: its safety net.
        has_place: whether this machine keeps a journal, in which edits wait for a disk that is away.
    """
    bar = find_bar(path)
    if bar.kind in ("folder", "sticky") and os.access(os.path.join(net, "j"), os.W_OK | os.X_OK):
        return ""  # the outbox works: the owner's program brings the edits into the file
    return "" if bar.kind in ("disk", "away") and has_place() else bar.reason


def _is_kept_by_sticky_folder(path: str, folder: str) -> bool:
    over = os.stat(folder)
    if not over.st_mode & stat.S_ISVTX or os.geteuid() in (0, over.st_uid):
        return False
    return os.path.exists(path) and os.stat(path).st_uid != os.geteuid()
