"""Files that people name on the command line: read whole with clear errors, written in one step."""

import os
import sys

from releaseboard.errors import BadInput, BoardUnavailable

MOST_BYTES = 200_000_000  # more than any plan; a larger file was named by mistake
STANDARD = "-"  # the name of standard input and output


def read_bytes(path: str) -> bytes:
    """A file's bytes; `-` is standard input. Raises BadInput naming the file and what is wrong with it."""
    if path == STANDARD:
        return sys.stdin.buffer.read()
    try:
        if os.path.isdir(path):
            raise BadInput(f"{path} is a folder", "name a file in it")
        if os.path.getsize(path) > MOST_BYTES:
            raise BadInput(f"{path} is larger than {MOST_BYTES // 1_000_000} MB", "is it the right file?")
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise BadInput(f"there is no file {path}", "look at the name, or give the whole path") from None
    except (OSError, ValueError) as problem:
        raise BadInput(f"{path} can't be read: {getattr(problem, 'strerror', None) or problem}") from None


def decode_text(data: bytes, name: str) -> str:
    """A UTF-8 file's text. Raises BadInput naming the line that is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise BadInput(f"{name}:{line}: this is not UTF-8 text", "save it as UTF-8") from None


def write_text(path: str, text: str, board: str = "") -> None:
    """Write a file in one step.

    Args:
        path: where to; an older file is replaced.
        text: all of it.
        board: the board's own path, which is never written over.

    Raises:
        BadInput: the path is the board. BoardUnavailable: it can't be written.
    """
    if board and os.path.exists(path) and os.path.samefile(path, board):
        raise BadInput(f"{path} is the board itself", "choose another file")
    target = os.path.realpath(path)
    draft = f"{target}.{os.getpid()}.tmp"
    is_plain = os.path.isfile(target) or not os.path.lexists(target)
    try:
        with open(draft if is_plain else target, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if is_plain:
            os.replace(draft, target)
    except OSError as problem:
        if is_plain and os.path.lexists(draft):
            os.unlink(draft)
        raise BoardUnavailable(f"{path} can't be written: {problem.strerror or problem}") from None
