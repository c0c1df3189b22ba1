"""The store under torture at full size: shot writers, faults at every system call, two sshfs mounts. Minutes.

`python -m benchmarks.torture [crowd] [plain] [kills] [faults] [sshfs]` runs the named parts, or all. The tests run the
same at a tenth of the size (tests/system).
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.ratios import Claim, report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from tinydb import TinyDB

from crowd import PLAIN_WRITER, Crowd, watch
from mounts import two_mounts
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.checks import find_gaps
from releaseboard.store.history import History
from releaseboard.store.localcopy import recall_base
from storing import first_changes, make_change, start_python
from tracing import ERRORS, inject, list_points, require_strace

WRITERS, EDITS, RUNS, KILLS = 8, 100, 3, 200
LONGEST_BLOCK = 15.0  # seconds; storage.md, "Lock"

SAVE = """
import sys
from storing import make_change
from releaseboard.store.boardfile import BoardFile
store = BoardFile(sys.argv[1])
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 10_000):
    store.commit([make_change(number, title=f"t{number}", replica=sys.argv[3])._replace(seq=0)])
    print(number, flush=True)
"""


def history_of(path: str, home: str) -> History:
    """What a machine that has never seen the board finds after it has met it once."""
    store = BoardFile(path, home)
    store.meet()
    changes = store.load().changes
    assert isinstance(changes, History)
    return changes


def run_crowd(place: Path) -> list[Claim]:
    """8 processes x 100 edits, half of them shot at random moments, a reader all along; equal bytes on all machines."""
    lost = bad = differing = kills = said = looks = 0
    for run in range(RUNS):
        room = place / f"crowd{run}"
        room.mkdir()
        path = str(room / "team.json")
        BoardFile(path, str(room / "first")).create(first_changes())
        crowd = Crowd(path, room)
        work = partial(crowd.run, WRITERS, EDITS, kill=WRITERS // 2, seed=run)
        seen, unread = watch(path, room, work)
        history = history_of(path, str(room / "stranger"))
        lost += len(crowd.said() - set(history.lines)) + sum(map(len, find_gaps(history).values()))
        for number in range(WRITERS):
            BoardFile(path, str(room / f"home{number}")).meet()
        held = Path(path).read_bytes()
        copies = [recall_base(path, str(room / f"home{number}")) for number in range(WRITERS)]
        differing += sum(Path(copy, "board.json").read_bytes() != held for copy in copies)
        looks, bad, kills, said = looks + seen, bad + unread, kills + crowd.kills, said + len(crowd.said())
    note = f"{said:,} confirmed, {kills} shots, {looks:,} looks, {RUNS} runs"
    return [
        Claim("confirmed edits lost by a crowd", lost, 0, "", note),
        Claim("looks that found no whole file", bad, 0, "", note),
        Claim("machines whose copy differs in the end", differing, 0, "", note),
    ]


def run_plain(place: Path) -> list[Claim]:
    """The same crowd, not shot, with stock TinyDB, for the record: it loses most."""
    path = str(place / "plain.json")
    with TinyDB(path) as stock:
        stock.table("releases").insert({"id": "first"})
    crowd = Crowd(path, place, PLAIN_WRITER)
    for writer in [crowd.start(EDITS, home="x") for _ in range(WRITERS)]:
        writer.wait()
    try:
        kept = {document["id"] for document in json.loads(Path(path).read_text())["releases"].values()}
    except ValueError:
        kept = set()
    tried = WRITERS * EDITS
    lost = len(crowd.said() - kept)
    note = f"{len(kept & crowd.said())} of {tried} edits are there; {lost} that it had confirmed are not"
    return [Claim("share of edits that stock TinyDB brings home", len(kept & crowd.said()) / tried, 1, "", note)]


def run_kills(place: Path) -> list[Claim]:
    """200 shots during saves, each time with a look at what is left."""
    path = str(place / "kills.json")
    BoardFile(path).create(first_changes())
    unreadable = lost = 0
    blocked = 0.0
    number = 3
    for turn in range(KILLS):
        with start_python(SAVE, path, str(number), f"shot{turn:04d}") as child:
            assert child.stdout
            confirmed = [int(child.stdout.readline())]
            time.sleep(turn % 20 / 400)
            child.send_signal(signal.SIGKILL)
            confirmed += [int(line) for line in child.stdout if line.endswith("\n")]
        try:
            json.loads(Path(path).read_bytes())
        except ValueError:
            unreadable += 1
        number = max(confirmed) + 2
        began = time.monotonic()
        content = BoardFile(path).commit(
            [make_change(number, title="after", replica=f"next{turn:04d}")._replace(seq=0)]
        )
        blocked = max(blocked, time.monotonic() - began)
        ids = {change["id"] for change in content.changes or ()}
        lost += sum(make_change(n, replica=f"shot{turn:04d}").id not in ids for n in confirmed)
        number += 1
    return [
        Claim("unreadable files after shots during saves", unreadable, 0, "", f"{KILLS} shots"),
        Claim("confirmed edits lost by them", lost, 0, "", f"{number:,} edits"),
        Claim("longest wait of the next one", blocked, LONGEST_BLOCK, "s"),
    ]


def run_faults(place: Path) -> list[Claim]:
    """A shot, ENOSPC and EIO from the kernel at every open, write, fsync, rename … of one edit in turn (strace)."""
    require_strace()
    template, trial = place / "template", place / "trial"
    template.mkdir()
    store = BoardFile(str(template / "team.json"), str(template / "home"))
    store.create(first_changes())
    store.commit([make_change(3, title="before")])
    store.replica().close()
    path, home = str(trial / "team.json"), str(trial / "home")
    shutil.copytree(template, trial)
    points = list_points(path, home, place / "log")
    unreadable = lost = crashed = runs = 0
    blocked = 0.0
    for what in ("KILL", *ERRORS):
        for point in points:
            shutil.rmtree(trial)
            shutil.copytree(template, trial)
            outcome, runs = inject(point, what, path, home), runs + 1
            crashed += outcome not in (0, 3, -9)
            try:
                json.loads(Path(path).read_bytes())
            except ValueError:
                unreadable += 1
            began = time.monotonic()
            content = BoardFile(path, home).commit([make_change(9, goal="after", replica="soundddd")])
            blocked = max(blocked, time.monotonic() - began)
            lost += outcome == 0 and content.docs["releases"]["r1"].get("title") != "t5"
    note = f"{runs} runs, {len(points)} calls"
    return [
        Claim("unreadable files after faults in system calls", unreadable, 0, "", note),
        Claim("confirmed edits lost by them", lost, 0, "", note),
        Claim("tracebacks", crashed, 0, "", note),
        Claim("longest wait of the next one", blocked, LONGEST_BLOCK, "s", note),
    ]


def run_sshfs(place: Path) -> list[Claim]:
    """4 processes x 40 edits over two sshfs mounts, two of them shot, all machines gone for good at the end."""
    with two_mounts(place) as (server, one, two):
        BoardFile(str(server / "team.json"), str(place / "first")).create(first_changes())
        crowd = Crowd(str(one / "team.json"), place)
        crowd.run(4, 40, kill=2, paths=(str(one / "team.json"), str(two / "team.json")))
        history = history_of(str(server / "team.json"), str(place / "stranger"))
        lost = len(crowd.said() - set(history.lines))
    note = f"{len(crowd.said())} confirmed, {crowd.kills} shots"
    return [Claim("confirmed edits lost over two sshfs mounts", lost, 0, "", note)]


PARTS: dict[str, Callable[[Path], list[Claim]]] = {
    "crowd": run_crowd, "plain": run_plain, "kills": run_kills, "faults": run_faults, "sshfs": run_sshfs,
}  # fmt: skip


def main(names: list[str]) -> int:
    """Run the named parts (all without names); 1 when a claim does not hold."""
    worst = 0
    for name in names or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_STATE_HOME"] = os.path.join(folder, "state")
            place = Path(folder, "place")
            place.mkdir()
            try:
                worst = max(worst, report(f"torture: {name}", PARTS[name](place)))
            except BaseException as problem:
                if type(problem).__name__ != "Skipped":  # pytest's way to say that a tool is not here
                    raise
                print(f"torture: {name} was left out: {problem}")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
