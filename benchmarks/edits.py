"""One edit on 1,000 releases with 20,000 changes, against stock TinyDB updating one document of the same file.

Durable: the change is on this machine's disk and in the outbox on the share; the screen may say so. Seen: somebody
else's program, which has the board open, has met it and holds the new board.
"""

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from time import perf_counter

from tinydb import TinyDB

from benchmarks.boards import make_board
from benchmarks.ratios import Claim, measure_pairs, ratio_claim, report
from releaseboard.domain.changes import Change
from releaseboard.domain.stamp import format_instant, next_stamp
from releaseboard.store.boardfile import BoardFile

RELEASES, CHANGES, PAIRS = 1_000, 20_000, 15
DURABLE_MOST, SEEN_MOST, GROWTH_MOST = 0.1, 1.5, 600


class Typist:
    """Somebody who edits one release after the other through a store."""

    def __init__(self, store: BoardFile, keys: list[str]) -> None:
        self.store = store
        self.keys = keys
        self.count = 0
        self.now = datetime(2027, 2, 24, 10, tzinfo=UTC)
        self.last = ""
        self.heads: dict[str, str] = {}

    def type(self, amount: int = 1) -> list[Change]:
        """Sealed changes of titles, each replacing the one before."""
        made = []
        replica = self.store.replica()
        for _ in range(amount):
            key = self.keys[self.count % len(self.keys)]
            self.count += 1
            self.now += timedelta(seconds=30)
            self.last = next_stamp(self.last, self.now, replica.id)
            on = {"title": [self.heads[key]]} if key in self.heads else {}
            change = Change(
                self.last, "releases", key, {"title": f"Title number {self.count}"}, was={"title": "The one before"},
                on=on, at=format_instant(self.now), by="ana", host="desk", group=self.last, seq=replica.next_seq,
            )  # fmt: skip
            replica.next_seq += 1
            self.heads[key] = change.id
            made.append(change)
        return made


def fill(path: str) -> Typist:
    """The board with its history typed; whoever typed it goes on in the measurements."""
    make_board(path, RELEASES)
    store = BoardFile(path)
    content = store.load()
    typist = Typist(store, sorted(content.docs["releases"]))
    store.commit(typist.type(CHANGES - len(content.changes or ())))
    return typist


class Bench:
    """A board that somebody types on, somebody else who looks at it, and the same file under stock TinyDB."""

    def __init__(self, folder: str) -> None:
        self.path, self.plain = os.path.join(folder, "board.json"), os.path.join(folder, "plain.json")
        self.typist = fill(self.path)
        self.store = self.typist.store
        self.other = BoardFile(self.path, os.path.join(folder, "other"))
        self.other.meet()
        shutil.copy(self.path, self.plain)
        self.stock = TinyDB(self.plain)
        self.number = self.stock.table("releases").all()[0].doc_id

    def update_plain(self) -> float:
        """One update by TinyDB, in milliseconds."""
        began = perf_counter()
        self.stock.table("releases").update({"title": f"Title {began}"}, doc_ids=[self.number])
        return (perf_counter() - began) * 1000

    def update_and_look_plain(self) -> float:
        """The same, and another TinyDB that reads it."""
        began = perf_counter()
        self.update_plain()
        with TinyDB(self.plain) as reader:
            assert len(reader.table("releases")) == RELEASES
        return (perf_counter() - began) * 1000

    def make_durable(self) -> float:
        """One edit of ours until it is on this machine's disk and in the outbox."""
        changes = self.typist.type()
        began = perf_counter()
        assert self.store.record(changes)
        assert self.store.share()
        return (perf_counter() - began) * 1000

    def be_seen(self) -> float:
        """One edit of ours until somebody else's program holds it."""
        (change,) = self.typist.type()
        began = perf_counter()
        self.store.commit([change])
        content = self.other.meet()
        took = (perf_counter() - began) * 1000
        assert content
        assert content.docs["releases"][change.key]["title"] == change.set["title"]
        return took

    def grow(self, edits: int) -> float:
        """Bytes by which the file grows with an edit."""
        before = os.path.getsize(self.path)
        self.store.commit(self.typist.type(edits))
        return (os.path.getsize(self.path) - before) / edits


def main() -> int:
    """Measure and report; 1 when a claim does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = os.path.join(folder, "state")
        bench = Bench(folder)
        durable = measure_pairs(bench.update_plain, bench.make_durable, PAIRS)
        bench.store.meet()
        seen = measure_pairs(bench.update_and_look_plain, bench.be_seen, PAIRS)
        growth = bench.grow(100)
        bench.stock.close()
        size = os.path.getsize(bench.path)
    claims = [
        ratio_claim("an edit is durable, against one update by TinyDB", durable, DURABLE_MOST),
        ratio_claim("an edit is seen by another, against update and look", seen, SEEN_MOST),
        Claim("the board file grows by an edit", growth, GROWTH_MOST, "B"),
    ]
    return report(f"edits ({RELEASES:,} releases, {CHANGES:,} changes, {size / 1024:,.0f} KiB)", claims)


if __name__ == "__main__":
    sys.exit(main())
