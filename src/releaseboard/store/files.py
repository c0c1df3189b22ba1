"""Board files on a disk: read with a version, replaced whole or not at all, every failure worded.

A replacement is written beside the file, flushed to the disk and renamed over it, so that a reader sees the old board
or the new one and never a part, whenever the power goes (storage.md, "Commit"). Mode, group, owner and access list are
those of the old file; a hard link to it is broken by the rename.
"""

import errno
import os
import stat
import time
from collections.abc import Callable
from typing import NamedTuple

from releaseboard.errors import BadInput, BoardDamaged

from .access import shown, word_reading, word_writing

DAY = 86_400
_RETRIED = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM, errno.ENOENT, errno.ESTALE, errno.ETXTBSY, errno.EINVAL})
_PAUSES = (0.01, 0.03, 0.1, 0.2, 0.4)  # seconds between attempts to rename
_ACCESS_LISTS = ("system.posix_acl_access",)


class Fingerprint(NamedTuple):
    """Which version of a file this is; equal while nobody replaced or rewrote it."""

    inode: int
    size: int
    mtime_ns: int


class FileBytes(NamedTuple):
    """What a file held at one instant."""

    raw: bytes
    fingerprint: Fingerprint


def resolve(path: str) -> str:
    """The real path, so that a board behind a symbolic link is replaced where it lies. Raises BadInput."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError) as problem:
        raise BadInput(f"{shown(path)} is not a path: {problem}") from None


def _fingerprint(status: os.stat_result) -> Fingerprint:
    return Fingerprint(status.st_ino, status.st_size, status.st_mtime_ns)


def take_fingerprint(path: str) -> Fingerprint | None:
    """The version of the file now; None when there is none. Raises BoardUnavailable."""
    try:
        return _fingerprint(os.stat(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        raise word_reading(path, problem) from None


def read_file(path: str) -> FileBytes:
    """The bytes of a board file and their version, taken from one open file.

    Raises:
        BoardMissing: there is nothing at the path.
        BoardDamaged: it is not a plain file.
        BoardUnavailable: it can't be read now.
    """
    try:
        # O_NONBLOCK: a named pipe at the path must not hang us before we can see that it is one
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as problem:
        raise word_reading(path, problem) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise BoardDamaged(f"{shown(path)} is {_kind(status)}, not a board file", "name the file itself")
        return FileBytes(_read_all(handle, status.st_size), _fingerprint(status))
    except OSError as problem:
        raise word_reading(path, problem) from None
    finally:
        os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    parts = []
    while part := os.read(handle, max(size + 1, 65_536)):
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _kind(status: os.stat_result) -> str:
    if stat.S_ISDIR(status.st_mode):
        return "a folder"
    return "a pipe or socket" if stat.S_ISFIFO(status.st_mode) or stat.S_ISSOCK(status.st_mode) else "a device"


def replace_file(path: str, data: bytes, replica: str, check: Callable[[], None] | None = None) -> Fingerprint:
    """Put `data` in the place of the file at the real path `path`, or make it, in one step.

    Args:
        path: a resolved path (`resolve`).
        data: the whole new content.
        replica: who writes; it names the temporary file, so one replica writes one file at a time.
        check: called when all is on the disk, just before the rename; what it raises stops the replacement.

    Raises:
        BoardReadOnly, BoardUnavailable: the old file stands untouched.
    """
    scratch = scratch_name(path, replica)
    try:
        fingerprint = _write_scratch(scratch, path, data)
        try:
            if check:
                check()
            _rename(scratch, path)
        except BaseException:
            remove_quietly(scratch)
            raise
        sync_folder(os.path.dirname(path))
    except OSError as problem:
        raise word_writing(path, problem) from None
    return fingerprint


def create_file(path: str, data: bytes, replica: str) -> Fingerprint:
    """Make a file that is not there yet, in one step. Raises BadInput when something is at the path."""
    scratch = scratch_name(path, replica)
    try:
        fingerprint = _write_scratch(scratch, path, data)
        try:
            _link(scratch, path)
        finally:
            remove_quietly(scratch)
        sync_folder(os.path.dirname(path))
    except FileExistsError:
        raise BadInput(f"{shown(path)} is there already", "name a new file, or open this one") from None
    except OSError as problem:
        raise word_writing(path, problem) from None
    return fingerprint


def _link(scratch: str, path: str) -> None:
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (sshfs, SMB): the gap between look and rename is the best there is
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from None
        os.rename(scratch, path)


def scratch_name(path: str, replica: str) -> str:
    """The temporary file of one replica beside the board."""
    return os.path.join(os.path.dirname(path), f".~{os.path.basename(path)}.{replica}.tmp")


def _write_scratch(scratch: str, path: str, data: bytes) -> Fingerprint:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    old = _status_or_none(path)
    mode = 0o600 if old else 0o666
    try:
        handle = os.open(scratch, flags, mode)
    except FileExistsError:  # a process of this replica died here: the replica's lock says that nobody else uses it
        os.unlink(scratch)
        handle = os.open(scratch, flags, mode)
    try:
        try:
            if old:
                _copy_rights(handle, path, old)
            else:
                _widen_rights(handle, os.path.dirname(path))
            _write_all(handle, data)
            os.fsync(handle)  # after a failed fsync the pages are gone: the file is thrown away, never synced again
            return _fingerprint(os.fstat(handle))
        finally:
            os.close(handle)
    except BaseException:
        remove_quietly(scratch)
        raise


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _status_or_none(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _copy_rights(handle: int, path: str, old: os.stat_result) -> None:
    """Owner (root only), group, access list and mode of the old file; in this order, as each may change the next."""
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        for owner in (old.st_uid, -1):
            try:
                os.fchown(handle, owner, old.st_gid)
                break
            except PermissionError:
                continue  # not a member of that group: the folder's set-gid bit decides
    mode = stat.S_IMODE(old.st_mode)
    if os.fstat(handle).st_gid != old.st_gid and not os.stat(os.path.dirname(path) or ".").st_mode & stat.S_ISGID:
        mode &= ~0o070  # what the old group might do is not any other group's to have
    os.fchmod(handle, mode)
    if hasattr(os, "setxattr"):
        _copy_access_lists(handle, path)


def _copy_access_lists(handle: int, path: str) -> None:
    for name in _ACCESS_LISTS:
        try:
            os.setxattr(handle, name, os.getxattr(path, name))
        except OSError:
            continue  # no access list, or a disk that has none


def _widen_rights(handle: int, folder: str) -> None:
    """A new board in a folder that a group writes is for that group: umask 022 would lock the team out."""
    over = os.stat(folder or ".")
    mode = stat.S_IMODE(os.fstat(handle).st_mode)
    if over.st_mode & stat.S_IWGRP and not over.st_mode & stat.S_ISVTX:
        mode |= 0o060
    if not over.st_mode & stat.S_IXOTH:
        mode &= ~0o007
    os.fchmod(handle, mode)


def _rename(scratch: str, path: str) -> None:
    for pause in _PAUSES:
        try:
            os.replace(scratch, path)
            return
        except OSError as problem:
            if problem.errno not in _RETRIED or os.path.isdir(path):
                raise
        time.sleep(pause)  # a virus scanner, a sync tool or an NFS server holds it for a moment
    os.replace(scratch, path)


def sync_folder(folder: str) -> None:
    """Make a rename last; quietly nothing where folders can't be synced."""
    try:
        handle = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return  # a folder that may be written but not read
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def remove_quietly(path: str) -> None:
    """Remove a file; one that is gone or can't be removed is left as it is."""
    try:
        os.unlink(path)
    except OSError:
        return


def remove_orphans(path: str, ours: Callable[[str], bool]) -> tuple[str, ...]:
    """Remove temporary files that dead processes left beside the board.

    Args:
        path: a resolved path.
        ours: whether a replica is one of this host's and not in use; another host's file must be a day old.

    Returns:
        The names that were removed.
    """
    folder, name = os.path.split(path)
    prefix, removed = f".~{name}.", []
    try:
        with os.scandir(folder or ".") as listed:
            entries = [entry for entry in listed if entry.name.startswith(prefix)]
    except OSError:
        return ()
    for entry in entries:
        replica = entry.name.removeprefix(prefix).removesuffix(".tmp")
        if not entry.name.endswith(".tmp"):
            continue
        try:
            if ours(replica) or time.time() - entry.stat().st_mtime > DAY:
                os.unlink(entry.path)
                removed.append(entry.name)
        except OSError:
            continue
    return tuple(removed)
