"""Faults at every step of one edit: the Nth call that touches a file fails, or the process is shot just before it.

The calls are counted in this process (a shim around `os`), in a forked child, so that all steps of an edit can be tried
in seconds. `benchmarks/torture.py` does the same to real system calls with strace.
"""

import builtins
import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

CALLS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "truncate", "mkdir", "utime", "fchmod")
CONFIRMED, REFUSED, CRASHED = 0, 3, 9


class Fault(NamedTuple):
    """What happens at the Nth call: an errno, or 0 for SIGKILL; not `before` it: the call (half a write) is done."""

    number: int
    before: bool = True


def _wrap(owner: Any, name: str, state: list[int], at: int, fault: Fault) -> Callable[..., Any]:
    real = getattr(owner, name)

    def call(*arguments: Any, **named: Any) -> Any:
        state[0] += 1
        if state[0] != at:
            return real(*arguments, **named)
        if not fault.before:
            if name == "write":
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])  # torn in the middle
            else:
                real(*arguments, **named)
        if fault.number == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(fault.number, os.strerror(fault.number))

    return call


def run_with_fault(work: Callable[[], None], at: int, fault: Fault) -> tuple[int, int]:
    """Fork, do the work with the fault at the Nth call; how it ended (CONFIRMED …, or -9), and the calls it made."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run_child(work, at, fault, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        calls = told.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, int(calls or b"0")


def _run_child(work: Callable[[], None], at: int, fault: Fault, writer: int) -> None:
    from releaseboard.errors import ReleaseboardError
    from releaseboard.store.patience import Patience

    code, state, real_write = CRASHED, [0], os.write
    try:
        Patience.run = lambda self, work, seconds, what: work()  # type: ignore[method-assign,assignment]  # no threads
        for name in CALLS:
            setattr(os, name, _wrap(os, name, state, at, fault))
        builtins.open = _wrap(builtins, "open", state, at, fault)  # type: ignore[assignment]  # what `with open` calls
        work()
        code = CONFIRMED
    except ReleaseboardError:
        code = REFUSED
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        real_write(writer, str(state[0]).encode())
        os._exit(code)


KINDS = {
    "shot before": Fault(0),
    "shot after": Fault(0, before=False),
    "ENOSPC": Fault(errno.ENOSPC),
    "EIO": Fault(errno.EIO),
    "EIO after": Fault(errno.EIO, before=False),
    "EACCES": Fault(errno.EACCES),
    "EROFS": Fault(errno.EROFS),
}
