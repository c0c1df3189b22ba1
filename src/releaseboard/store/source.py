"""Where a board is read from: the shared file, and, when that is away, this machine's copy of it.

Whatever touches the share can be given up on: a dead mount never hangs the screen or the command line.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from releaseboard.errors import BoardDamaged, BoardUnavailable

from . import localcopy
from .access import shown
from .files import FileBytes, Fingerprint, read_file, resolve, take_fingerprint
from .patience import Patience
from .places import machine_folder
from .reading import Reading, read_board

T = TypeVar("T")
LOOK = 1.0  # seconds that a look at the share may take before this machine's copy stands in for it
WORK = 20.0  # seconds that a meeting may take before the edit is left to the next one
AWAY = ("away",)
"""The fingerprint of a share that can't be looked at."""


class Source:
    """One path to a board.

    Args:
        path: as it was asked for; a symbolic link is followed once.
        home: the state folder; '' takes the user's own.
        as_lines: leave documents as the JSON they are until somebody looks (domain/doclines.py).
    """

    def __init__(self, path: str, home: str, *, as_lines: bool = False) -> None:
        self.path = path
        self.home = home
        self._as_lines = as_lines
        self._real = ""
        self._patience = Patience()

    @property
    def real(self) -> str:
        """The real path. Touches the share at the first call. Raises BadInput."""
        self._real = self._real or resolve(self.path)
        return self._real

    def at_share(self, work: Callable[[], T], seconds: float) -> T:
        """What the work returns; raises BoardUnavailable when it takes too long."""
        return self._patience.run(work, seconds, shown(self.path))

    def take_fingerprint(self) -> Fingerprint | None:
        """The file's version; None when there is none. Raises BoardUnavailable."""
        return self.at_share(lambda: take_fingerprint(self.real), LOOK)

    def read(self, *, history: bool) -> tuple[Reading, FileBytes]:
        """The shared file; one that makes no sense is looked at again before that is said.

        Raises:
            BoardMissing, BoardDamaged, BoardUnavailable: as files.read_file and layout.parse.
        """
        found = self._read_bytes()
        for pause in (0.02, 0.1, 0.3):
            try:
                return self._parse(found, history=history), found
            except BoardDamaged:
                time.sleep(pause)  # a script may be writing it in place
                found = self.at_share(lambda: read_file(self.real), LOOK)
        return self._parse(found, history=history), found

    def _read_bytes(self) -> FileBytes:
        try:
            return self.at_share(lambda: read_file(self.real), LOOK)
        except BoardUnavailable:
            if localcopy.recall_board(self.path, self.home):
                raise  # this machine has a copy: no need to wait any longer
            return self.at_share(lambda: read_file(self.real), WORK)

    def _parse(self, found: FileBytes, *, history: bool) -> Reading:
        return self._read(found.raw, shown(self.path), found.fingerprint, history=history)

    def _read(self, raw: bytes, path: str, fingerprint: object, *, history: bool) -> Reading:
        return read_board(raw, path, fingerprint, self.home, history=history, as_lines=self._as_lines)

    def read_copy(self, board_id: str, *, history: bool) -> tuple[Reading, float] | None:
        """This machine's copy and when it was the shared file (seconds since 1970); None when there is none.

        Args:
            board_id: which board; '' takes the one that lay at the path when it was last met.
            history: whether the changes are wanted.
        """
        base = machine_folder(board_id, self.home) if board_id else localcopy.recall_base(self.path, self.home)
        copy = localcopy.read_copy(base) if base else None
        if copy is None:
            return None
        return self._read(copy.raw, localcopy.copy_path(base), AWAY, history=history), copy.at
