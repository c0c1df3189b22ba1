"""The board as this machine saw it last: what is shown and worked on while the share is away.

<machine folder>/board.json     the shared file, byte for byte, as of its last meeting with us
<state home>/releaseboard/paths/<crc32 of a path>.json    which board lay at a path: found without touching the share
"""

import json
import os
from binascii import crc32
from typing import NamedTuple

from releaseboard.domain.fields import Plain

from .places import machine_folder, state_home

_NAME = "board.json"


class LocalCopy(NamedTuple):
    """What is kept here of a board: its bytes, and when they were those of the shared file (seconds since 1970)."""

    raw: bytes
    at: float


def copy_path(base: str) -> str:
    """Where the copy lies under a machine folder."""
    return os.path.join(base, _NAME)


def keep_copy(base: str, raw: bytes, writer: str, *, durable: bool = False) -> bool:
    """Keep the bytes of the shared file; False when there is no room for them, which is no harm now.

    Args:
        base: the machine folder.
        raw: the whole file.
        writer: names the temporary file; each replica its own.
        durable: wait for the disk, before a journal is trimmed.
    """
    scratch = os.path.join(base, f".{_NAME}.{writer}.tmp")
    try:
        os.makedirs(base, mode=0o700, exist_ok=True)
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(scratch, copy_path(base))
    except OSError:
        try:
            os.unlink(scratch)
        except OSError:
            return False
        return False
    return True


def has_copy(base: str) -> bool:
    """Whether there is a copy."""
    return os.path.exists(copy_path(base))


def read_copy(base: str) -> LocalCopy | None:
    """The copy under a machine folder; None when there is none."""
    try:
        with open(copy_path(base), "rb") as file:
            return LocalCopy(file.read(), os.fstat(file.fileno()).st_mtime)
    except OSError:
        return None


def touch_copy(base: str) -> None:
    """The copy is still what the shared file holds."""
    try:
        os.utime(copy_path(base))
    except OSError:
        return


def remember_path(path: str, board_id: str, home: str = "") -> None:
    """Note which board lies at a path, by the name it was asked for and its real one; quietly nothing if it can't."""
    for name in {os.path.abspath(path), os.path.realpath(path)}:
        note = _note_path(name, home)
        if _read_note(note).get("board") == board_id:
            continue
        try:
            os.makedirs(os.path.dirname(note), mode=0o700, exist_ok=True)
            scratch = f"{note}.{os.getpid()}"
            with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump({"path": name, "board": board_id}, file)
            os.replace(scratch, note)
        except OSError:
            continue


def recall_board(path: str, home: str = "") -> str:
    """The id of the board that lay at a path when it was last met; '' when it is not known. Never touches the path."""
    name = os.path.abspath(path)
    note = _read_note(_note_path(name, home))
    return str(note.get("board", "")) if note.get("path") == name else ""


def recall_base(path: str, home: str = "") -> str:
    """The machine folder of the board that lay at a path; '' when it is not known."""
    board_id = recall_board(path, home)
    return machine_folder(board_id, home) if board_id else ""


def _note_path(name: str, home: str) -> str:
    key = f"{crc32(os.fsencode(name)):08x}.json"
    return os.path.join(home or state_home(), "releaseboard", "paths", key)


def _read_note(note: str) -> Plain:
    try:
        with open(note, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
