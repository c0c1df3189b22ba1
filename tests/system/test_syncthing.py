"""A real pair of Syncthing daemons: both sides edit while apart, and become one board without anybody's help."""

from pathlib import Path

import pytest

from daemons import Pair, syncthing_pair, wait_for
from releaseboard.errors import BoardUnavailable
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.lock import REPLICATED, find_place
from storing import first_changes, make_change


class Side:
    """One machine: its folder, its own state, edits that it confirmed."""

    def __init__(self, folder: Path, place: Path, replica: str) -> None:
        self.path = folder / "team.json"
        self.folder = folder
        self.home = str(place / f"home-{replica}")
        self.replica = replica
        self.confirmed: set[str] = set()
        self.store = BoardFile(str(self.path), self.home)

    def edit(self, number: int) -> None:
        values = {"title": f"{self.replica} {number}", f"tags.{self.replica}{number}": True}
        change = make_change(number, replica=self.replica, **values)
        self.store.commit([change._replace(seq=len(self.confirmed) + 1)])
        self.confirmed.add(change.id)

    def settle(self) -> bytes:
        """What an open screen does every few seconds; the board's bytes."""
        try:
            self.store.meet()
        except BoardUnavailable:
            return b""
        return self.path.read_bytes()

    def copies(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*conflict*"))


def is_one(pair: Pair, one: Side, two: Side, ids: set[str]) -> bool:
    """Both have met what is there; the same bytes, everything in them, no conflict copy left."""
    mine, theirs = one.settle(), two.settle()
    pair.one.scan()
    pair.two.scan()
    return mine == theirs and all(ident.encode() in mine for ident in ids) and not one.copies() and not two.copies()


@pytest.mark.slow
@pytest.mark.parametrize("max_conflicts", [10, 0])
def test_both_sides_edit_while_apart(tmp_path: Path, max_conflicts: int) -> None:
    """With conflict copies, and with a tool that throws the loser's file away: nothing is lost, the same bytes."""
    with syncthing_pair(tmp_path, max_conflicts) as pair:
        one, two = Side(pair.one.folder, tmp_path, "aaaaaaaa"), Side(pair.two.folder, tmp_path, "bbbbbbbb")
        one.store.create(first_changes())
        pair.one.scan()
        wait_for(two.path.exists, "the board to be carried over")
        wait_for(lambda: is_one(pair, one, two, set()), "one board at the start")
        assert find_place(str(one.path)).kind == REPLICATED
        for turn in range(2):
            pair.cut()
            for number in range(4):
                one.edit(10 + 20 * turn + 2 * number)
                two.edit(11 + 20 * turn + 2 * number)
            pair.join()
            everything = one.confirmed | two.confirmed
            wait_for(lambda ids=everything: is_one(pair, one, two, ids), f"one board after turn {turn + 1}")
        merged = [name for side in (one, two) for name in (side.folder / "team.json.d" / "merged").glob("*conflict*")]
        assert bool(merged) == bool(max_conflicts)
    assert len(one.confirmed | two.confirmed) == 16
    assert BoardFile(str(one.path), one.home).load().docs == BoardFile(str(two.path), two.home).load().docs
