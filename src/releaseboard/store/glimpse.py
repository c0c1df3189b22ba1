"""What was worked out at the last look at a board, kept on this machine and good for as long as nothing has changed.

    $XDG_STATE_HOME/releaseboard/glimpses/<machine-id8>-<crc32 of the path>-<kind>     0600, in a folder of 0700

One line of JSON says what the rest of the file rests on: the board file (device, inode, size, times), the journals of
this machine, our own modules, and whatever the caller names (day, version). Any difference, and nothing was kept. As in
git's index, a file that changed a moment ago is not trusted: in one tick of its clock it could change unseen again.
Nothing here ever fails: at worst nothing is recalled, or nothing is kept.
"""

import json
import os
import sys
from binascii import crc32
from time import time, time_ns
from typing import Any

from releaseboard.errors import BoardUnavailable

from .places import JOURNAL, list_slots, machine_folder, machine_id, state_home

FORMAT = 1
SETTLED = 2_500_000_000  # nanoseconds after which a file's time tells every further change; FAT ticks every 2 s
MOST_BYTES = 16_777_216  # of a file that is read at all
WAIT = 0.5  # seconds that a look at the share may take; whoever reads the board itself has more patience
_STALE = 60  # seconds after which an unfinished file is a dead program's
_PACKAGE = __name__.partition(".")[0]
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_Stamp = list[int]  # device, inode, size, time of the last write, time of the last change: see _stamp


class Glimpse:
    """What was last worked out of one board.

    Args:
        path: the board's; what is kept under it is known by the file that lies there, whichever way leads to it.
        kind: what is kept, a plain word; each kind has a file of its own.
        about: all else that it depends on.
        home: the state folder; '' takes the user's own.
    """

    def __init__(self, path: str, kind: str, about: str, home: str = "") -> None:
        self._path = os.path.abspath(path)
        self._about = about
        self._home = home
        self._folder = os.path.join(home or state_home(), "releaseboard", "glimpses")
        name = f"{machine_id()}-{crc32(os.fsencode(self._path)):08x}-{kind}"
        self._file = os.path.join(self._folder, name)
        self._asked = 0  # nanoseconds since 1970 when the board was first looked at
        self._board: _Stamp = []  # the board file then

    def recall(self) -> bytes | None:
        """What was kept; None when there is nothing, or something has changed since."""
        self._asked = time_ns()
        self._board = self._look()
        head, _, data = _read_own(self._file).partition(b"\n")
        if not (self._board and data):
            return None
        try:
            kept = json.loads(head)
            is_same = kept == self._head(str(kept["id"]), data, kept["made_by"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return data if is_same else None

    def keep(self, board_id: str, data: bytes) -> bool:
        """Keep what was worked out of the board as it was when `recall` was asked for it; False when it was not kept.

        It is not when anything has changed since, or shortly before.
        """
        if not self._board or self._look() != self._board:
            return False
        try:
            head = self._head(board_id, data, _loaded_modules())
        except OSError:
            return False
        stamps = [self._board, *head["journals"].values()]
        if any(self._asked - max(stamp[-2:]) < SETTLED for stamp in stamps):
            return False
        return self._write(json.dumps(head).encode("ascii") + b"\n" + data)

    def _head(self, board_id: str, data: bytes, made_by: list[str]) -> dict[str, Any]:
        """What the data rest on now, and how they are known to be whole."""
        journals = {}
        for folder in list_slots(machine_folder(board_id, self._home)):
            stamp = _stamp(os.path.join(folder, JOURNAL))
            if stamp:
                journals[os.path.basename(folder)] = stamp
        return {
            "format": FORMAT, "path": self._path, "about": self._about, "id": board_id, "board": self._board,
            "journals": journals, "made_by": made_by, "program": _stamp_program(made_by),
            "size": len(data), "crc": crc32(data),
        }  # fmt: skip

    def _look(self) -> _Stamp:
        from .patience import Patience

        try:
            return Patience().run(lambda: _stamp(self._path), WAIT, self._path)
        except BoardUnavailable:
            return []

    def _write(self, content: bytes) -> bool:
        scratch = f"{self._file}.tmp"  # one for all: two that write at once would write the same
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            _remove_stale(scratch)
            handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.replace(scratch, self._file)
            except BaseException:
                os.unlink(scratch)
                raise
        except OSError:
            return False
        return True


def _stamp(path: str) -> _Stamp:
    """Which file lies at a path, and in which state; [] when it can't be told. The last time can't be set by hand."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return []
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _read_own(path: str) -> bytes:
    """A file that this user alone can have written; b'' for any other."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return b""
    try:
        status = os.fstat(handle)
        if status.st_uid != os.geteuid() or status.st_mode & 0o177 or status.st_size > MOST_BYTES:
            return b""
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    except OSError:
        return b""
    finally:
        os.close(handle)


def _remove_stale(scratch: str) -> None:
    """Remove what a program that died left half written; what is new is somebody's who is writing it now."""
    try:
        if time() - os.stat(scratch).st_mtime > _STALE:
            os.unlink(scratch)
    except FileNotFoundError:
        return


def _loaded_modules() -> list[str]:
    """The files of this program that have been loaded, and so may have had a part in it; below the package's folder."""
    files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith(_PACKAGE)]
    return sorted(os.path.relpath(file, _ROOT) for file in files if file)


def _stamp_program(files: list[str]) -> list[int]:
    """Changes whenever one of these files does: in a clone that was pulled the version alone would not tell."""
    found = [os.stat(os.path.join(_ROOT, file)) for file in files]
    return [max((item.st_mtime_ns for item in found), default=0), sum(item.st_size for item in found)]
