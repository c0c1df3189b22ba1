"""Five replicas that edit, meet in parts, forget and have wrong clocks end up with one board, byte for byte."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from releaseboard.domain.changes import Change, read_change, write_change
from releaseboard.domain.merge import find_heads, fold
from releaseboard.domain.stamp import next_stamp
from releaseboard.store.history import History
from releaseboard.store.image import Image, add_bodies, dump_image, fold_anew, make_image, parse_image
from releaseboard.store.lines import encode_body
from releaseboard.store.sync import list_bodies
from storing import first_changes, make_change

START = datetime(2027, 2, 24, 10, tzinfo=UTC)
REPLICAS = ["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee"]
FIELDS = ["title", "goal", "tags.x", "tags.y", "deleted"]
who = st.sampled_from(range(len(REPLICAS)))


def encode(changes: list[Change]) -> list[bytes]:
    return [encode_body(write_change(change)) for change in changes]


class Team(RuleBasedStateMachine):
    """The rules of storage.md, played at random."""

    def __init__(self) -> None:
        super().__init__()
        first = make_image(History({}).with_bodies(encode(first_changes())))
        self.boards: list[Image] = [first] * len(REPLICAS)
        self.old: list[Image] = [first]
        self.journals: list[list[bytes]] = [[] for _ in REPLICAS]
        self.stamps = [""] * len(REPLICAS)
        self.skews = [0.0] * len(REPLICAS)
        self.minutes = 0

    @rule(replica=who, years=st.sampled_from([-10, -1, 0, 1, 10]))
    def the_clock_jumps(self, replica: int, years: int) -> None:
        self.skews[replica] = years * 365 * 86_400.0

    @rule(replica=who, field=st.sampled_from(FIELDS), value=st.integers(0, 3), record=st.sampled_from(["r1", "r2"]))
    def somebody_edits(self, replica: int, field: str, value: int, record: str) -> None:
        """As the session seals it: stamped after everything seen, naming what it replaces."""
        self.minutes += 1
        board = self.boards[replica]
        last = max([self.stamps[replica], *board.history.lines])
        now = START + timedelta(minutes=self.minutes, seconds=self.skews[replica])
        heads = find_heads([read_change(plain) for plain in board.history.of({("releases", record)})])
        new = value if field in ("title", "goal") else bool(value % 2)
        values = {field: new, **({} if "id" in heads else {"id": record, "key": f"PAY-{record}"})}
        paths = heads if values.get("deleted") else values
        change = make_change(1, "releases", record, **values)._replace(
            id=next_stamp(last, now, REPLICAS[replica]), seq=len(self.journals[replica]) + 1,
            on={path: [head.id for head in heads[path]] for path in paths if path in heads},
        )  # fmt: skip
        (body,) = encode([change])
        self.stamps[replica] = change.id
        self.journals[replica].append(body)
        self.boards[replica] = add_bodies(board, [body])
        seen = self.boards[replica].docs["releases"][record]
        if field in ("title", "goal"):
            assert seen[field] == new, "what I set is what I see"

    @rule(one=who, other=who, part=st.floats(0, 1))
    def two_meet(self, one: int, other: int, part: float) -> None:
        """Only a part may come through, in any order, and some of it twice."""
        bodies = list_bodies(self.boards[other].history)
        cut = bodies[int(len(bodies) * (1 - part)) :]
        self.boards[one] = add_bodies(self.boards[one], [*reversed(cut), *cut[:2]])

    @rule(replica=who)
    def a_backup_is_made(self, replica: int) -> None:
        self.old.append(parse_image(dump_image(self.boards[replica]), "backup"))

    @rule(replica=who, which=st.integers(0, 50))
    def a_backup_is_put_back(self, replica: int, which: int) -> None:
        """The board is the old one; the replica still knows its journal and its last stamp."""
        self.boards[replica] = self.old[which % len(self.old)]

    @invariant()
    def documents_are_the_fold_of_the_changes(self) -> None:
        for board in self.boards:
            assert fold_anew(board).docs == board.docs

    def teardown(self) -> None:
        """In the end everybody meets everybody, and each brings its own journal: one board."""
        everything = [body for journal in self.journals for body in journal]
        merged = []
        for at, board in enumerate(self.boards):
            others = [body for other in self.boards[at:] + self.boards[:at] for body in list_bodies(other.history)]
            merged.append(dump_image(add_bodies(board, [*others, *everything])))
        assert len(set(merged)) == 1
        held = parse_image(merged[0], "x")
        assert held.history.find_fresh(everything) == {}
        assert held.docs == fold(map(read_change, held.history))


Team.TestCase.settings = settings(stateful_step_count=30)
TestTeam = Team.TestCase


numbers = st.lists(st.integers(3, 30), max_size=12)


def images(*parts: list[int]) -> list[Image]:
    first = make_image(History({}).with_bodies(encode(first_changes())))
    return [add_bodies(first, encode([make_change(n, **{FIELDS[n % 4]: n % 3}) for n in part])) for part in parts]


def merge(one: Image, other: Image) -> Image:
    return add_bodies(one, list_bodies(other.history))


@given(numbers, numbers, numbers)
def test_merging_is_commutative_associative_idempotent(a: list[int], b: list[int], c: list[int]) -> None:
    one, two, three = images(a, b, c)
    assert dump_image(merge(one, two)) == dump_image(merge(two, one))
    assert dump_image(merge(merge(one, two), three)) == dump_image(merge(one, merge(two, three)))
    assert merge(one, one) is one
    assert len({dump_image(merge(merge(x, y), z)) for x, y, z in permutations([one, two, three])}) == 1
