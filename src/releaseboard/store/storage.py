"""The board file as a TinyDB storage: `TinyDB(path, storage=BoardStorage)`, one read, one write per commit.

Stock `TinyDB(path)` reads the same file; this storage adds whole-file replacement, rights that survive a save and the
layout of one document a line (layout.py).
"""

from collections.abc import Callable
from typing import Any

from tinydb.storages import Storage

from . import layout
from .access import shown
from .files import FileBytes, Fingerprint, read_file, replace_file, resolve
from .image import Image, dump_image, parse_image


class BoardStorage(Storage):
    """TinyDB's way to a board file, and ours.

    Args:
        path: where the board is; a symbolic link is followed once.
        replica: who writes; names the temporary file.
    """

    def __init__(self, path: str, replica: str = "tinydb") -> None:
        super().__init__()
        self.path = resolve(path)
        self.replica = replica
        self.found = FileBytes(b"", Fingerprint(0, 0, 0))

    def read(self) -> layout.Tables | None:
        """All tables of the file. Raises BoardMissing, BoardDamaged, BoardUnavailable."""
        self.found = read_file(self.path)
        return layout.parse(self.found.raw, shown(self.path))

    def read_image(self) -> Image:
        """The same read, the history left as bytes. Raises as `read`."""
        self.found = read_file(self.path)
        return parse_image(self.found.raw, shown(self.path))

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file by these tables. Raises BoardReadOnly, BoardUnavailable; the old file stands then."""
        self._replace(layout.dump(data), None)

    def write_image(self, image: Image, check: Callable[[], None] | None = None) -> bool:
        """Replace the file by this board; False when it holds these very bytes. `check` may stop it before the rename.

        Raises:
            BoardReadOnly, BoardUnavailable: the old file stands.
        """
        data = dump_image(image)
        if data == self.found.raw:
            return False
        self._replace(data, check)
        return True

    def _replace(self, data: bytes, check: Callable[[], None] | None) -> None:
        self.found = FileBytes(data, replace_file(self.path, data, self.replica, check))
