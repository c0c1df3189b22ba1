"""The board file as a TinyDB storage: `TinyDB(path, storage=BoardStorage)`, one read, one write per commit.

Stock `TinyDB(path)` reads the same file; this storage adds whole-file replacement, rights that survive a save and the
layout of one document a line (layout.py).
"""

from collections.abc import Callable
from typing import Any

from tinydb.storages import Storage

from . import layout
from .files import Fingerprint, read_file, replace_file, resolve


class BoardStorage(Storage):
    """TinyDB's way to a board file.

    Args:
        path: where the board is; a symbolic link is followed once.
        replica: who writes; names the temporary file.
    """

    def __init__(self, path: str, replica: str = "tinydb") -> None:
        super().__init__()
        self.path = resolve(path)
        self.replica = replica
        self.fingerprint: Fingerprint | None = None

    def read(self) -> layout.Tables | None:
        """All tables of the file. Raises BoardMissing, BoardDamaged, BoardUnavailable."""
        found = read_file(self.path)
        self.fingerprint = found.fingerprint
        return layout.parse(found.raw, self.path)

    def write(self, data: dict[str, dict[str, Any]], check: Callable[[], None] | None = None) -> None:
        """Replace the file by these tables; `check` may still stop it just before the rename.

        Raises:
            BoardReadOnly, BoardUnavailable: the old file stands.
        """
        self.fingerprint = replace_file(self.path, layout.dump(data), self.replica, check)
