"""Histories that meet: the fold does not depend on order, and nothing anyone saw is lost (storage.md, "Fold")."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.changes import DELETED, Change
from releaseboard.domain.merge import find_conflicts, find_heads, fold, fold_record, refold, union

PATHS = ("title", "target", "tags.q1", "stages.build.planned_days")


def change(number: int, values: dict[str, Any], on: dict[str, list[str]] | None = None, key: str = "r1") -> Change:
    ident = f"2027-02-24T10:15:{number:02d}.000Z-0000-k3f9ab{number:02d}"
    return Change(ident, "releases", key, values, on=on or {}, seq=number, by=f"person{number}")


class Replica:
    """A teammate who edits on what they have seen, and meets others."""

    def __init__(self) -> None:
        self.seen: dict[str, Change] = {}

    def edit(self, number: int, path: str, value: Any) -> None:
        heads = find_heads(list(self.seen.values()))
        paths = heads if path == DELETED else [path]
        on = {name: [head.id for head in heads[name]] for name in paths if name in heads}
        made = change(number, {path: value}, on)
        self.seen[made.id] = made


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([*PATHS, DELETED, "meet"]),
        st.one_of(st.none(), st.integers(1, 3), st.just(True)),
        st.integers(0, 2),
    ),
    max_size=14,
)


@given(STEPS, st.randoms())
def test_the_fold_does_not_depend_on_who_met_whom_in_which_order(steps, chance) -> None:
    replicas = [Replica(), Replica(), Replica()]
    for number, (who, what, value, other) in enumerate(steps, 1):
        if what == "meet":
            replicas[who].seen.update(replicas[other].seen)
        else:
            replicas[who].edit(number, what, True if what == DELETED else value)
    histories = [list(replica.seen.values()) for replica in replicas]
    whole = union(*histories)
    shuffled = list(whole)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(whole) == fold([*whole, *whole])
    a, b, c = histories
    assert union(union(a, b), c) == union(a, union(b, c)) == union(c, b, a)


@given(STEPS)
def test_what_i_set_last_is_what_i_see(steps) -> None:
    replicas = [Replica(), Replica(), Replica()]
    for number, (who, what, value, other) in enumerate(steps, 1):
        me = replicas[who]
        if what == "meet":
            me.seen.update(replicas[other].seen)
        elif what != DELETED:
            me.edit(number, what, value)
            doc = fold_record(list(me.seen.values()))
            found: Any = doc
            for name in what.split("."):
                found = found.get(name) if isinstance(found, dict) else None
            assert found == value


def test_in_one_line_of_edits_the_fold_is_the_plain_application() -> None:
    first = change(1, {"id": "r1", "key": "PAY-1", "title": "A"})
    second = change(2, {"title": "B", "target": "2027-03-02"}, {"title": [first.id]})
    third = change(3, {"target": None}, {"target": [second.id]})
    assert apply(Board(), [first, second, third]).docs == fold([third, first, second])


def test_of_two_values_the_later_stands_and_both_people_are_told() -> None:
    base = change(1, {"id": "r1", "title": "A"})
    ann = change(2, {"title": "Ann's"}, {"title": [base.id]})
    bo = change(3, {"title": "Bo's"}, {"title": [base.id]})
    assert fold([base, bo, ann])["releases"]["r1"]["title"] == "Bo's"
    (conflict,) = find_conflicts([base, ann, bo])
    assert (conflict.field, [head.by for head in conflict.heads]) == ("title", ["person3", "person2"])
    settled = change(4, {"title": "Both"}, {"title": [ann.id, bo.id]})
    assert find_conflicts([base, ann, bo, settled]) == ()


def test_the_same_value_twice_is_no_conflict() -> None:
    assert find_conflicts([change(1, {"title": "A"}), change(2, {"title": "A"})]) == ()


def test_a_tag_added_here_and_removed_there_is_in() -> None:
    base = change(1, {"id": "r1", "tags.q1": True})
    removed = change(3, {"tags.q1": None}, {"tags.q1": [base.id]})
    added = change(2, {"tags.q1": True}, {"tags.q1": [base.id]})
    assert fold([base, removed, added])["releases"]["r1"]["tags"] == {"q1": True}


def test_an_edit_that_a_deletion_did_not_see_brings_the_record_back() -> None:
    base = change(1, {"id": "r1", "title": "A"})
    deleted = change(3, {DELETED: True}, {"id": [base.id], "title": [base.id]})
    assert fold([base, deleted])["releases"]["r1"][DELETED] is True
    edit = change(2, {"title": "B"}, {"title": [base.id]})
    assert fold([base, deleted, edit])["releases"]["r1"] == {"id": "r1", "title": "B"}


def test_only_touched_records_are_folded_again() -> None:
    one, two = change(1, {"id": "r1", "title": "A"}), change(2, {"id": "r2", "title": "B"}, key="r2")
    docs = fold([one, two])
    later = change(3, {"title": "C"}, {"title": [one.id]})
    fresh = refold(docs, [one, two, later], {("releases", "r1")})
    assert fresh["releases"]["r1"]["title"] == "C"
    assert fresh["releases"]["r2"] is docs["releases"]["r2"]
    assert docs["releases"]["r1"]["title"] == "A"
