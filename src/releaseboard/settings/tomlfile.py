"""TOML files of the user's: read without ever dying, the line of a field, replaced in one step.

tomllib and tomli_w are loaded only when there is a file to read or write: `status` on a machine without a config.toml
pays for neither.
"""

import os
import stat
from typing import Any, NamedTuple

from releaseboard.errors import ReleaseboardError
from releaseboard.text import clean_line

from .problems import Problem

MAX_BYTES = 1_000_000  # a settings file larger than this is a mistake, such as a log or a board given by accident


class TomlFile(NamedTuple):
    """What a file holds; empty where it could not be read."""

    path: str
    text: str
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    def line_of(self, *names: str) -> int:
        """Line on which a field or table stands, such as `line_of("keys", "move_on")`; 0 when it is not found."""
        return find_line(self.text, names)

    def problem(self, message: str, hint: str, *names: str) -> Problem:
        """A problem with the field at `names` of this file."""
        return Problem(self.path, self.line_of(*names), clean_line(message), clean_line(hint))


def read_toml(path: str) -> TomlFile:
    """Read `path`. A missing file is empty; anything else that can't be read is empty with one problem."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for its other end
            return _unread(path, "this is not a file")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return TomlFile(path, "", {})
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return _unread(path, f"can't be read: {getattr(error, 'strerror', '') or error}")
    if len(data) > MAX_BYTES:
        return _unread(path, "is larger than 1 MB, so it is not a settings file")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unread(path, "is not UTF-8 text", line, "save it as UTF-8")
    return parse_toml(path, text)


def parse_toml(path: str, text: str) -> TomlFile:
    """Parse `text` as the contents of `path`; a fault gives no values and one problem with its line."""
    import tomllib  # noqa: PLC0415 - see the head of this file

    try:
        return TomlFile(path, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # ValueError: tomllib's own, and numbers of over 4,300 digits
        said, line = _read_fault(error, text)
        return _unread(path, f"is not valid TOML: {said}", line, "nothing in this file is used until it is mended")


def _read_fault(error: Exception, text: str) -> tuple[str, int]:
    """What tomllib says is wrong, and the line it names; 0 when it names none."""
    if isinstance(error, RecursionError):
        return "it is nested too deep", 0
    said, at, place = str(error).rpartition(" (at ")
    said = clean_line(said[:1].lower() + said[1:], 120)
    if not at:
        return "a number in it is too long", 0
    if place.startswith("end of document"):
        return said, text.rstrip("\n").count("\n") + 1
    return said, int(place.removeprefix("line ").partition(",")[0])


def _unread(path: str, message: str, line: int = 0, hint: str = "") -> TomlFile:
    return TomlFile(path, "", {}, (Problem(path, line, message, hint),))


def find_line(text: str, names: tuple[str, ...]) -> int:
    """Line of the field at `names`, or of its nearest parent that can be found; 0 when none is."""
    for length in range(len(names), 0, -1):
        table = ""
        for number, line in enumerate(text.split("\n"), start=1):
            header = read_header(line)
            if header:
                table = header
                if header == ".".join(names[:length]):
                    return number
            elif _full_name(table, line) == ".".join(names[:length]):
                return number
    return 0


def read_header(line: str) -> str:
    """`[keys]` or `[views.1]` as its dotted name without quotes; '' when the line is not the head of a table."""
    line = line.partition("#")[0].strip()
    return plain_name(line.strip("[]")) if line.startswith("[") and line.endswith("]") else ""


def plain_name(name: str) -> str:
    """A dotted name as written in TOML, without quotes and spaces."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _full_name(table: str, line: str) -> str:
    name, equals, _ = line.partition("=")
    if not equals or not name.strip() or name.lstrip().startswith("#"):
        return ""
    return f"{table}.{plain_name(name)}" if table else plain_name(name)


def replace_file(path: str, text: str) -> None:
    """Write `text` to `path` in one step: all of it or nothing. The mode is kept; a new file is for its owner alone.

    Raises:
        ReleaseboardError: the folder or the file can't be written. Nothing was changed.
    """
    target = os.path.realpath(path)  # a config.toml that is a link into someone's dotfiles stays one
    draft = f"{target}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        try:
            mode = os.stat(target).st_mode & 0o777
        except FileNotFoundError:
            mode = 0o600
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            os.chmod(draft, mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except (OSError, ValueError) as error:
        _remove(draft)
        why = getattr(error, "strerror", "") or str(error)
        raise ReleaseboardError(
            f"{path} can't be written: {why}", "the settings are as before; look at its permissions"
        ) from error


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except (OSError, ValueError):
        return
