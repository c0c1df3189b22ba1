"""The history as bytes: parsed only where somebody looks, the same as if all of it were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.changes import write_change
from releaseboard.store import history as module
from releaseboard.store.history import History
from releaseboard.store.lines import encode_body
from storing import make_change


def bodies(*numbers: int, record: str = "r1") -> list[bytes]:
    return [encode_body(write_change(make_change(n, "releases", record, title=f"t{n}"))) for n in numbers]


def test_it_is_the_plain_changes_in_the_order_of_their_stamps() -> None:
    history = History({}).with_bodies(bodies(3, 1, 2))
    assert [change["seq"] for change in history] == [1, 2, 3]
    assert history == [write_change(make_change(n, title=f"t{n}")) for n in (1, 2, 3)]
    assert history != [write_change(make_change(n, title=f"t{n}")) for n in (1, 2)]
    assert history[0]["seq"] == 1
    assert [change["seq"] for change in history[1:]] == [2, 3]
    assert len(history) == 3
    assert History.from_plain(list(history)) == history


def test_nothing_new_is_the_same_object() -> None:
    history = History({}).with_bodies(bodies(1, 2))
    assert history.with_bodies(bodies(2, 1)) is history
    assert history.with_bodies([b"nonsense"]) is history
    assert history.with_bodies(bodies(3)) is not history
    assert len(history) == 2


def test_what_is_written_is_read() -> None:
    history = History({}).with_bodies(bodies(1, 2, 3))
    assert History.from_text(history.text()).lines == history.lines
    assert History.from_text(b"").lines == {}


def test_two_changes_under_one_id_are_both_kept_wherever_they_meet() -> None:
    (one,) = bodies(1)
    other = one.replace(b'"t1"', b'"X"')
    left, right = History({}).with_bodies([one, other]), History({}).with_bodies([one]).with_bodies([other])
    assert len(left) == len(right) == 2
    assert left.with_bodies([other, one]) is left
    assert left.text() == right.text()
    assert left.text() == History({}).with_bodies([other]).with_bodies([one]).text()
    assert History.from_text(left.text()).lines == left.lines


def test_the_order_of_keys_in_a_change_makes_no_second_one() -> None:
    (one,) = bodies(1)
    plain = History({}).with_bodies([one])[0]
    assert History({}).with_bodies([one, encode_body({"id": plain["id"], **dict(reversed(plain.items()))})]) == [plain]


@pytest.mark.parametrize("few", [0, 24])
def test_the_changes_of_a_record_are_found_by_line_or_by_parsing(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", few)
    odd = 'r"2\\é'
    history = History({}).with_bodies([*bodies(1, 3), *bodies(2, record="r12"), *bodies(4, record=odd)])
    assert [change["seq"] for change in history.of({("releases", "r1")})] == [1, 3]
    assert [change["seq"] for change in history.of({("releases", odd)})] == [4]
    assert history.of({("links", "r1")}) == []
    assert history.of(set()) == []


def test_beyond_what_is_known() -> None:
    history = History({}).with_bodies(bodies(1, 2, 3))
    assert [change["seq"] for change in history.beyond(History({}).with_bodies(bodies(1, 3)).lines.keys())] == [2]


@given(st.lists(st.lists(st.integers(1, 30), max_size=8), max_size=5))
def test_the_union_does_not_depend_on_order(parts: list[list[int]]) -> None:
    forth, back = History({}), History({})
    for part in parts:
        forth = forth.with_bodies(bodies(*part))
    for part in reversed(parts):
        back = back.with_bodies(reversed(bodies(*part)))
    assert forth.text() == back.text()
