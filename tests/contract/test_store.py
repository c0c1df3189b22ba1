"""One contract, every store: what the floors above may rely on, wherever a board is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from releaseboard.domain.changes import write_change
from releaseboard.domain.merge import fold
from releaseboard.errors import BadInput, BoardMissing, BoardReadOnly
from releaseboard.store.boardfile import BoardFile
from releaseboard.store.contract import Store
from releaseboard.store.memory import MemoryStore
from storing import first_changes, make_change

Maker = Callable[[], Store]


@pytest.fixture(params=["file", "memory"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    """Makes another handle on the same board."""
    if request.param == "file":
        return lambda: BoardFile(str(tmp_path / "team.json"))
    memory = MemoryStore()
    return lambda: memory


@pytest.fixture
def store(make_store: Maker) -> Store:
    """A store that holds a first board."""
    made = make_store()
    made.create(first_changes())
    return made


def test_a_store_without_a_board_says_so(make_store: Maker) -> None:
    store = make_store()
    assert store.fingerprint() is None
    with pytest.raises(BoardMissing, match="there is no board"):
        store.load()
    with pytest.raises(BoardMissing):
        store.commit([make_change(3, title="x")])


def test_what_was_created_is_loaded(store: Store, make_store: Maker) -> None:
    content = make_store().load()
    assert content.docs == fold(first_changes())
    assert content.changes == [write_change(change) for change in first_changes()]
    assert content.docs["releases"]["r1"] == {"id": "r1", "key": "PAY-4.2", "title": "Faster refunds"}


def test_a_board_is_not_made_over_another(store: Store, make_store: Maker) -> None:
    with pytest.raises(BadInput, match="is there already"):
        make_store().create(first_changes("b-2"))
    assert set(store.load().docs["board"]) == {"b-1"}


def test_without_history_there_are_documents_and_no_changes(store: Store) -> None:
    content = store.load(history=False)
    assert content.changes is None
    assert content.docs == store.load().docs


def test_a_commit_is_seen_by_everybody_and_changes_the_fingerprint(store: Store, make_store: Maker) -> None:
    before = store.fingerprint()
    assert before == make_store().fingerprint()
    content = store.commit([make_change(3, title="Slower refunds")])
    assert content.docs["releases"]["r1"]["title"] == "Slower refunds"
    assert make_store().load() == content
    assert store.fingerprint() == content.fingerprint != before


def test_the_same_change_twice_is_one(store: Store) -> None:
    first = store.commit([make_change(3, title="x"), make_change(3, title="x")])
    again = store.commit([make_change(3, title="x")])
    assert again == first
    assert len(first.changes or ()) == 3
    assert store.commit([]) == first


def test_nothing_new_writes_nothing(store: Store) -> None:
    before = store.fingerprint()
    store.commit(first_changes())
    assert store.fingerprint() == before


def test_two_who_did_not_see_each_other_both_stand(make_store: Maker, store: Store) -> None:
    other = make_store()
    other.load()
    store.commit([make_change(3, title="mine", replica="aaaaaaaa")])
    content = other.commit([make_change(4, goal="theirs", replica="bbbbbbbb")])
    assert content.docs["releases"]["r1"]["title"] == "mine"
    assert content.docs["releases"]["r1"]["goal"] == "theirs"


def test_a_late_change_with_an_early_stamp_is_put_in_its_place(store: Store) -> None:
    store.commit([make_change(9, title="later")])
    content = store.commit([make_change(5, title="earlier")])
    assert content.docs["releases"]["r1"]["title"] == "later"
    assert [change["seq"] for change in content.changes or ()] == [1, 2, 5, 9]


def test_tables_and_fields_of_a_newer_program_are_kept(store: Store, make_store: Maker) -> None:
    store.commit([make_change(3, "zeppelins", "z1", id="z1", lift={"kg": 7}), make_change(4, aura="green")])
    store.commit([make_change(5, title="x")])
    content = make_store().load()
    assert content.docs["zeppelins"]["z1"] == {"id": "z1", "lift": {"kg": 7}}
    assert content.docs["releases"]["r1"]["aura"] == "green"


def test_a_change_with_unknown_fields_is_kept_whole(store: Store) -> None:
    store.commit([make_change(3, title="x")._replace(extra={"mood": "calm"})])
    store.commit([make_change(4, title="y")])
    assert [change.get("mood") for change in store.load().changes or ()] == [None, None, "calm", None]


def test_what_load_gives_is_the_callers_own(store: Store) -> None:
    content = store.load()
    content.docs["releases"]["r1"]["title"] = "scribbled"
    (content.changes or [])[0]["set"]["name"] = "scribbled"
    assert store.load().docs["releases"]["r1"]["title"] == "Faster refunds"
    assert (store.load().changes or [])[0]["set"]["name"] == "Payments"


def test_a_number_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    store = BoardFile(str(tmp_path / "team.json"))
    store.create(first_changes())
    before = (tmp_path / "team.json").read_bytes()
    with pytest.raises(BadInput, match="can't be written"):
        store.commit([make_change(3, priority=float("nan"))])
    assert (tmp_path / "team.json").read_bytes() == before


def test_a_board_that_may_not_be_written_says_why() -> None:
    store = MemoryStore(reason="you have no write permission on team.json")
    store.create(first_changes())
    assert store.read_only() == "you have no write permission on team.json"
    with pytest.raises(BoardReadOnly, match="no write permission"):
        store.commit([make_change(3, title="x")])


def test_a_board_that_may_be_written_has_no_reason(store: Store) -> None:
    assert store.read_only() == ""
