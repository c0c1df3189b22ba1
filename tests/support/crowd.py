"""Many processes on one board: writers that are killed, a reader that looks all along, and the count at the end."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from storing import environment

# A writer: edits the board again and again as one replica; says what was confirmed in a file of its own, in which a
# line that is not whole counts as not confirmed.
WRITER = """
import os, sys, time
from datetime import UTC, datetime
from releaseboard.domain.changes import Change
from releaseboard.domain.stamp import format_instant, next_stamp
from releaseboard.store.boardfile import BoardFile

path, home, log, edits, skew = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
store = BoardFile(path, home)
replica = store.replica()
said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
last = ""
for _ in range(edits):
    now = datetime.fromtimestamp(time.time() + skew, UTC)
    last = next_stamp(last, now, replica.id)
    number = replica.next_seq
    key = f"r{number % 5}"
    values = {"id": key, "key": f"PAY-{key}", "title": f"{replica.id} {number}", f"tags.{replica.id}{number}": True}
    at = format_instant(now)
    store.commit([Change(last, "releases", key, values, at=at, by="w", host="h", group=last, seq=number)])
    replica.next_seq = number + 1
    os.write(said, f"{last}\\n".encode())
"""

# The same with stock TinyDB, for comparison: each edit is one document; one that fails is not confirmed.
PLAIN_WRITER = """
import os, sys
from tinydb import TinyDB
path, home, log, edits, skew = sys.argv[1:]
said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
db = TinyDB(path)
for number in range(int(edits)):
    name = f"{os.getpid()}-{number}"
    try:
        db.table("releases").insert({"id": name})
    except (ValueError, RuntimeError, KeyError, TypeError):
        continue  # it read half of somebody else's write
    os.write(said, f"{name}\\n".encode())
"""

READER = """
import json, os, sys, time
from tinydb import TinyDB
path, stop = sys.argv[1:]
looks = bad = 0
while not os.path.exists(stop):
    looks += 1
    try:
        with open(path, "rb") as file:
            json.load(file)
    except (ValueError, OSError):
        bad += 1
    time.sleep(0.002)
print(json.dumps([looks, bad]))
"""


class Crowd:
    """Writers on one board.

    Args:
        path: the board.
        place: a folder for logs and state folders.
        env: more environment for the writers.
    """

    def __init__(self, path: str, place: Path, code: str = WRITER, env: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.place = place
        self.code = code
        self.env = environment(**(env or {}))
        self.kills = 0
        self._count = 0

    def start(self, edits: int, *, home: str, path: str = "", skew: float = 0.0) -> "subprocess.Popen[bytes]":
        """A writer for so many edits; `home` is its machine's state folder, `skew` the seconds its clock is off."""
        self._count += 1
        log = str(self.place / f"said-{self._count}")
        arguments = [path or self.path, str(self.place / home), log, str(edits), str(skew)]
        return subprocess.Popen([sys.executable, "-c", self.code, *arguments], env=self.env)

    def run(self, writers: int, edits: int, *, kill: int = 0, paths: tuple[str, ...] = (), seed: int = 1) -> None:
        """Run writers at the same time, `kill` of them shot at random moments and started again for what is left.

        Each writer makes `edits` edits in all, counted by what it confirmed.
        """
        chance = random.Random(seed)
        left = dict.fromkeys(range(writers), edits)
        victims = chance.sample(range(writers), kill)
        running: dict[int, tuple[subprocess.Popen[bytes], int, int]] = {}
        while left or running:
            for number, count in list(left.items()):
                path = paths[number % len(paths)] if paths else ""
                process = self.start(count, home=f"home{number}", path=path)
                running[number] = (process, self._count, count)
                del left[number]
            time.sleep(chance.uniform(0.02, 0.2))
            for number, (process, log, count) in list(running.items()):
                if process.poll() is None and number in victims and chance.random() < 0.3:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    self.kills += 1
                if process.poll() is not None:
                    del running[number]
                    rest = count - len(self.said(log))
                    assert process.returncode in (0, -signal.SIGKILL)
                    if rest > 0:
                        left[number] = rest

    def said(self, log: int = 0) -> set[str]:
        """The ids of all edits that were confirmed (by one writer, or, 0, by all)."""
        names = [f"said-{log}"] if log else [f"said-{number}" for number in range(1, self._count + 1)]
        found: set[str] = set()
        for name in names:
            try:
                text = (self.place / name).read_text()
            except FileNotFoundError:
                continue
            found |= set(text[: text.rfind("\n") + 1].split())
        return found


def watch(path: str, place: Path, work: Callable[[], None]) -> tuple[int, int]:
    """How often a reader looked at the file while `work` ran, and how often it could not be parsed."""
    stop = place / "stop"
    with subprocess.Popen(
        [sys.executable, "-c", READER, path, str(stop)], stdout=subprocess.PIPE, env=environment()
    ) as reader:
        try:
            work()
        finally:
            stop.touch()
        assert reader.stdout
        looks, bad = json.loads(reader.stdout.read())
    os.unlink(stop)
    return looks, bad
