"""The courtesy lock: it saves work when several people write at once; safety never rests on it (storage.md, "Lock")."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 3.0  # seconds to wait before going on without the lock


@contextmanager
def hold_lock(path: str, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold the lock file at `path` while the body runs; yields whether it was got.

    A holder that dies frees it (the kernel's doing). Where no lock can be had the body runs all the same.
    """
    handle = _open(path)
    if handle is None:
        yield False
        return
    try:
        yield _wait(handle, time.monotonic() + patience)
    finally:
        os.close(handle)


def _open(path: str) -> int | None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        return None


def _wait(handle: int, until: float) -> bool:
    import fcntl
    from random import uniform

    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as problem:
            if problem.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR) or time.monotonic() > until:
                return False
        time.sleep(uniform(0.001, 0.02))
