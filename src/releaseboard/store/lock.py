"""The courtesy lock: it saves work when several people write at once; safety never rests on it (storage.md, "Lock").

On a local disk the kernel keeps it (`flock`) and frees it when the holder dies. On NFS, SMB, sshfs and whatever else we
do not know, `flock` is granted to two hosts at once (measured), so there a marker file is made that must not exist yet;
a holder that died leaves it behind, and it is broken when its content has not changed for 15 seconds of our own clock.
In a replicated folder nothing is shared but files: there the kernel's lock holds between processes of this host only.
"""

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from .places import machine_id

PATIENCE = 3.0  # seconds to wait before going on without the lock
STALE = 15.0  # seconds for which a marker must stand unchanged before it is broken
LOCAL, NETWORK, REPLICATED = "local", "network", "replicated"

_LOCAL_KINDS = frozenset(
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "ramfs", "f2fs", "zfs", "bcachefs", "jfs", "overlay", "apfs"}
)
_SYNC_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".SeaDrive")
_SYNC_NAMES = ("Dropbox", "OneDrive", "Nextcloud", "ownCloud", "Google Drive", "GoogleDrive", "My Drive", "Seafile")
_ESCAPES = (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\"))  # proc(5), the backslash last
_WATCHED: dict[str, tuple[str, float]] = {}  # marker path -> its content and when this process first saw it so


PACES = {LOCAL: 0.3, NETWORK: 2.0, REPLICATED: 15.0}
"""Seconds that an open program waits before it brings the next edits into the board file, by kind of storage: each
rewriting of a board in a replicated folder is carried to every machine."""


class Place(NamedTuple):
    """Where a file lies: `kind` local, network or replicated; `system` the file system's own name."""

    kind: str
    system: str


def find_place(path: str) -> Place:
    """What kind of storage holds a path, from the mount table and the marks that sync tools leave."""
    system = _file_system(path)
    if is_replicated(path):
        return Place(REPLICATED, system)
    return Place(LOCAL if system in _LOCAL_KINDS else NETWORK, system)


def is_replicated(path: str) -> bool:
    """Whether a sync tool carries this folder to other machines (Syncthing, Dropbox, OneDrive, Nextcloud …)."""
    folder = os.path.dirname(os.path.abspath(path))
    while True:
        if os.path.basename(folder).partition(" - ")[0] in _SYNC_NAMES:
            return True
        if any(os.path.lexists(os.path.join(folder, mark)) for mark in _SYNC_MARKS):
            return True
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def _file_system(path: str, table: str = "/proc/self/mountinfo") -> str:
    """The type of the file system that holds `path`; '' when the system does not tell."""
    try:
        with open(table, encoding="utf-8", errors="surrogateescape") as file:
            rows = file.read().splitlines()
    except OSError:
        return ""
    found, longest = "", -1
    for row in rows:
        left, _, right = row.partition(" - ")
        parts = left.split(" ")
        if len(parts) < 5 or not right:
            continue
        point = parts[4]
        for code, char in _ESCAPES:
            point = point.replace(code, char)
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:  # of two mounts on one point the later one is on top
            found, longest = right.split(" ")[0], len(point)
    return found


class Hold:
    """A lock that was asked for.

    Attributes:
        got: whether it was; False after `PATIENCE`, or where no lock can be had.
        since: when, on this process's own clock (`time.monotonic`).
    """

    def __init__(self) -> None:
        self.got = False
        self.since = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since it was got or given up."""
        return time.monotonic() - self.since


@contextmanager
def hold_lock(path: str, kind: str = LOCAL, patience: float = PATIENCE) -> Iterator[Hold]:
    """Hold the board's lock while the body runs; where it can't be had the body runs all the same."""
    hold = Hold()
    until = time.monotonic() + patience
    if kind == NETWORK:
        marker = path + ".held"
        token = _take_marker(marker, until)
        hold.got, hold.since = bool(token), time.monotonic()
        try:
            yield hold
        finally:
            if token:
                _give_marker_back(marker, token)
        return
    handle = _open(path)
    try:
        hold.got, hold.since = handle is not None and _wait_for_kernel(handle, until), time.monotonic()
        yield hold
    finally:
        if handle is not None:
            os.close(handle)


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        return None


def _wait_for_kernel(handle: int, until: float) -> bool:
    import fcntl

    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as problem:
            if problem.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR) or time.monotonic() > until:
                return False
        _nap()


def _nap() -> None:
    from random import uniform

    time.sleep(uniform(0.001, 0.02))  # jitter: two who wait do not wake together


def _take_marker(marker: str, until: float) -> str:
    """Make the marker; its content when it is ours, '' when it could not be had in time."""
    token = json.dumps({"token": os.urandom(8).hex(), "machine": kernel_id(), "pid": os.getpid()})
    while True:
        try:
            handle = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            break_stale(marker)
        except OSError:
            return ""
        else:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(token)
            return token
        if time.monotonic() > until:
            return ""
        _nap()


def _read_marker(marker: str) -> str:
    try:
        with open(marker, encoding="ascii", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def break_stale(marker: str) -> bool:
    """Move a marker aside whose holder is dead; whether that was done. Never by its time: that is another clock's."""
    content = _read_marker(marker)
    held, since = _WATCHED.get(marker, ("", 0.0))
    now = time.monotonic()
    if held != content or not since:
        _WATCHED[marker] = (content, now)
        since = now
    if now - since < STALE and not is_dead_here(content):
        return False
    aside = f"{marker}.{os.urandom(4).hex()}"
    try:
        os.rename(marker, aside)
    except OSError:
        return False
    finally:
        _WATCHED.pop(marker, None)
    if _read_marker(aside) != content:  # a living one took the place of the dead one just before our rename
        with suppress(OSError):
            os.link(aside, marker)
    with suppress(OSError):
        os.unlink(aside)
    return True


def is_dead_here(content: str) -> bool:
    """Whether the holder is a process of this machine that is no more."""
    try:
        held = json.loads(content)
        if held["machine"] != kernel_id():
            return False
        os.kill(held["pid"], 0)
    except ProcessLookupError:
        return True
    except (ValueError, TypeError, KeyError, OSError, OverflowError):
        return False
    return False


def kernel_id() -> str:
    """This machine since it was started, and the set of processes that we see of it (containers share a machine)."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return f"{machine_id()}-{file.read().strip()}-{os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        return f"{machine_id()}-{os.urandom(4).hex()}"  # not known: no holder is ever taken for dead


def _give_marker_back(marker: str, token: str) -> None:
    if _read_marker(marker) == token:
        with suppress(OSError):
            os.unlink(marker)
