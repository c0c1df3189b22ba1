"""A terminal without a window: runs a full-screen program on a pty, presses keys, counts bytes and milliseconds.

It answers the questions that a modern terminal answers (synchronized output is offered), does not draw anything, and so
costs next to nothing beside the program it watches.
"""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

COLUMNS, ROWS = 120, 36
QUIET = 0.15  # seconds without a byte after which a key counts as answered
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_QUESTIONS = {  # what a program may ask, and what a terminal with synchronized output answers
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;c",
}


class Answer(NamedTuple):
    """What followed a key: milliseconds to the last byte before the quiet and to the first; 0 bytes = nothing."""

    ms: float
    size: int
    first_ms: float


class Terminal:
    """One running program. Use as a context manager; the program is killed at the end if it has not left by itself."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (COLUMNS, ROWS)) -> None:
        self.seen = b""
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._file = master
        self._began = perf_counter()
        self.process = subprocess.Popen(
            list(command), env=dict(env), stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._file)

    def wait_for(self, pattern: bytes, timeout: float = 60.0) -> float:
        """Milliseconds from the start until text that matches `pattern` has been sent.

        Raises:
            RuntimeError: it did not come in `timeout` seconds, or the program ended; with the last text it sent.
        """
        looked_for = re.compile(pattern)
        while perf_counter() - self._began < timeout:
            if not self._read(0.5) and self.process.poll() is not None:
                break
            if looked_for.search(self.text()):
                return (perf_counter() - self._began) * 1000
        raise RuntimeError(f"never showed {pattern!r}; last: {self.text()[-600:]!r}")

    def settle(self, quiet: float = 0.6, timeout: float = 20.0) -> int:
        """Read until nothing came for `quiet` seconds; the number of bytes read."""
        before = len(self.seen)
        end = perf_counter() + timeout
        while perf_counter() < end and self._read(quiet):
            pass
        return len(self.seen) - before

    def press(self, keys: str, quiet: float = QUIET) -> Answer:
        """Send keys and read until the program has been quiet; what came before is read first and not counted."""
        while self._read(0):
            pass
        size = len(self.seen)
        began = first = last = perf_counter()
        os.write(self._file, keys.encode())
        while self._read(quiet):
            last = perf_counter()
            first = last if first == began else first
        return Answer((last - began) * 1000, len(self.seen) - size, (first - began) * 1000)

    def text(self, start: int = 0) -> bytes:
        """All that was sent since byte `start`, without its escape sequences."""
        return _SEQUENCE.sub(b"", self.seen[start:])

    def proportional_memory(self) -> int:
        """KiB of memory that are this program's share (PSS), its child processes included."""
        return sum(_read_pss(pid) for pid in _family(self.process.pid))

    def quit(self, keys: str = "q", timeout: float = 10.0) -> float:
        """Press the keys that end the program; milliseconds until it was gone. Raises RuntimeError if it stayed."""
        began = perf_counter()
        os.write(self._file, keys.encode())
        while perf_counter() - began < timeout:
            self._read(0.02)
            if self.process.poll() is not None:
                return (perf_counter() - began) * 1000
        raise RuntimeError(f"did not end after {keys!r}; last: {self.text()[-600:]!r}")

    def _read(self, timeout: float) -> bool:
        """Take in what is there, waiting at most `timeout` seconds for it; False when nothing came."""
        if not select.select([self._file], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:  # the program closed its side
            return False
        self.seen += data
        for question, answer in _QUESTIONS.items():
            if question in data:
                os.write(self._file, answer)
        return bool(data)


def _family(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as handle:
        children = [int(word) for word in handle.read().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _read_pss(pid: int) -> int:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as handle:
        for line in handle:
            if line.startswith("Pss:"):
                return int(line.split()[1])
    raise RuntimeError(f"no Pss in smaps_rollup of {pid}")
