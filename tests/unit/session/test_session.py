"""The session: decide, show, write; undo and redo by group; others' edits; what happens when the disk says no."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from boards import READY_TO_COMMIT
from releaseboard.domain import commands as c
from releaseboard.domain.changes import Change, write_change
from releaseboard.domain.merge import fold
from releaseboard.errors import BoardReadOnly, BoardUnavailable, Refused, UnknownKey
from releaseboard.session import Session
from releaseboard.store.contract import Content
from releaseboard.store.memory import MemoryStore

TODAY = date(2027, 2, 24)
PLAN = {
    "releases": [{"key": "PAY-4.2", "state": "committed", **READY_TO_COMMIT}, {"key": "PAY-4.1.1"}],
    "links": [{"successor": "PAY-4.2", "predecessor": "PAY-4.1.1", "why": "same module"}],
}


class Clock:
    """A clock that moves one second a look."""

    def __init__(self) -> None:
        self.now = datetime(2027, 2, 24, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class FailingStore(MemoryStore):
    """A memory store whose disk can be full."""

    full = False

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()  # one for all who share the store, as the stamps of one replica need

    def commit(self, changes: Sequence[Change]) -> Content:
        if self.full:
            raise BoardUnavailable("the disk is full", "free some space")
        return super().commit(changes)


@pytest.fixture
def store() -> FailingStore:
    made = FailingStore()
    Session.create_in(made, name="Payments", plan=PLAN, today=TODAY, user="ana", clock=made.clock)
    return made


def at(store: FailingStore, user: str = "ana") -> Session:
    return Session(store, today=TODAY, user=user, host="desk", clock=store.clock)


def test_a_new_board_has_a_name_stages_and_the_plan(store: FailingStore) -> None:
    session = at(store)
    assert session.board.info.name == "Payments"
    assert list(session.board.docs["stages"]) == ["plan", "build", "test", "accept", "deploy"]
    assert session.board.release("pay-4.2").target == date(2027, 3, 2)
    assert fold(session.history()) == session.board.docs


def test_what_is_done_is_written_with_who_when_and_what_it_replaced(store: FailingStore) -> None:
    outcome = at(store).do(c.EditFields("PAY-4.2", {"title": "New"}, "clearer"))
    (change,) = outcome.changes
    assert (change.by, change.host, change.reason) == ("ana", "desk", "clearer")
    assert at(store).board.release("PAY-4.2").title == "New"
    again = at(store).do(c.EditFields("PAY-4.2", {"title": "Newer"}))
    assert again.changes[0].was == {"title": "New"}
    assert again.changes[0].on == {"title": [change.id]}
    assert again.changes[0].id > change.id


def test_each_replica_counts_its_own_changes_without_a_gap(store: FailingStore) -> None:
    session = at(store)
    for number in range(3):
        session.do(c.EditFields("PAY-4.2", {"title": f"T{number}"}))
    own = [change.seq for change in session.history() if change.id.endswith(session.history()[-1].id[-8:])]
    assert own == list(range(1, len(own) + 1))


def test_several_commands_are_one_group_and_all_or_nothing(store: FailingStore) -> None:
    session = at(store)
    outcome = session.do(c.StartRelease("PAY-4.2"), c.MoveRelease("PAY-4.2"))
    assert {change.group for change in outcome.changes} == {outcome.group}
    before = session.board
    with pytest.raises(Refused):
        session.do(c.MoveRelease("PAY-4.2"), c.MoveRelease("PAY-4.1.1"))
    assert session.board is before
    session.undo()
    assert session.board.release("PAY-4.2").state == "committed"


def test_undo_and_redo_walk_back_and_forth(store: FailingStore) -> None:
    session = at(store)
    states = [session.board]
    for command in (c.StartRelease("PAY-4.2"), c.MoveRelease("PAY-4.2"), c.AddRelease("WEB-1.0")):
        session.do(command)
        states.append(session.board)
    assert "WEB-1.0" in session.undo_text
    for state in reversed(states[:-1]):
        session.undo()
        assert session.board == state
    for state in states[1:]:
        session.redo()
        assert session.board == state
    with pytest.raises(Refused, match="nothing to redo"):
        session.redo()
    assert fold(session.history()) == session.board.docs


def test_undo_of_a_new_session_takes_the_last_own_group_of_the_history(store: FailingStore) -> None:
    at(store).do(c.EditFields("PAY-4.2", {"title": "Mine"}))
    at(store, "bo").do(c.EditFields("PAY-4.1.1", {"title": "Bo's"}))
    session = at(store)
    session.undo()
    assert session.board.release("PAY-4.2").title == ""
    assert session.board.release("PAY-4.1.1").title == "Bo's"
    with pytest.raises(Refused, match="made the board"):
        session.undo()


def test_undo_is_refused_where_someone_has_edited_since(store: FailingStore) -> None:
    session = at(store)
    session.do(c.EditFields("PAY-4.2", {"title": "Mine"}))
    at(store, "bo").do(c.EditFields("PAY-4.2", {"title": "Bo's"}))
    session.refresh()
    with pytest.raises(Refused, match="changed since"):
        session.undo()
    assert session.board.release("PAY-4.2").title == "Bo's"


def test_undo_of_a_named_group_and_of_an_unknown_one(store: FailingStore) -> None:
    session = at(store)
    group = session.do(c.EditFields("PAY-4.2", {"title": "One"})).group
    session.do(c.EditFields("PAY-4.2", {"goal": "Two"}))
    session.undo(group)
    assert (session.board.release("PAY-4.2").title, session.board.release("PAY-4.2").goal) == ("", "Two")
    with pytest.raises(UnknownKey):
        session.undo("1999")


def test_others_edits_are_taken_in_and_untouched_records_stay_the_same_objects(store: FailingStore) -> None:
    session, other = at(store), at(store, "bo")
    kept = session.board.release("PAY-4.1.1")
    assert session.refresh() == ()
    other.do(c.EditFields("PAY-4.2", {"title": "Bo's"}))
    (change,) = session.refresh()
    assert change.by == "bo"
    assert session.board.release("PAY-4.2").title == "Bo's"
    assert session.board.release("PAY-4.1.1") is kept


def test_queued_edits_are_shown_at_once_and_written_by_save(store: FailingStore) -> None:
    session = at(store)
    session.do(c.EditFields("PAY-4.2", {"title": "Soon"}), save=False)
    assert (session.pending, session.board.release("PAY-4.2").title) == (1, "Soon")
    assert at(store).board.release("PAY-4.2").title == ""
    at(store, "bo").do(c.EditFields("PAY-4.1.1", {"title": "Bo's"}))
    session.refresh()
    assert session.board.release("PAY-4.2").title == "Soon"
    assert session.save() == 1
    assert session.pending == 0
    assert at(store).board.release("PAY-4.2").title == "Soon"
    assert session.save() == 0


def test_a_failed_write_keeps_queued_edits_for_the_next_try(store: FailingStore) -> None:
    session = at(store)
    session.do(c.EditFields("PAY-4.2", {"title": "Soon"}), save=False)
    store.full = True
    with pytest.raises(BoardUnavailable, match="full"):
        session.save()
    assert (session.pending, session.board.release("PAY-4.2").title) == (1, "Soon")
    store.full = False
    assert session.save() == 1


def test_a_failed_direct_write_shows_what_is_kept(store: FailingStore) -> None:
    session = at(store)
    before = session.board
    store.full = True
    with pytest.raises(BoardUnavailable):
        session.do(c.EditFields("PAY-4.2", {"title": "Never"}))
    assert session.board == before
    assert session.pending == 0
    assert session.undo_text == ""


def test_a_board_that_can_not_be_written_says_why_and_changes_nothing() -> None:
    made = MemoryStore(reason="no write permission on team.json")
    session = Session.create_in(made, plan=PLAN, today=TODAY, user="ana", clock=Clock())
    with pytest.raises(BoardReadOnly, match="no write permission"):
        session.do(c.EditFields("PAY-4.2", {"title": "x"}))
    assert session.board.release("PAY-4.2").title == ""


def test_ask_and_preview_change_nothing(store: FailingStore) -> None:
    session = at(store)
    before = session.board
    assert session.ask(c.StartRelease("PAY-4.2")) is None
    assert "commit it first" in str(session.ask(c.StartRelease("PAY-4.1.1")))
    outcome = session.preview(c.StartRelease("PAY-4.2"))
    assert outcome.board.release("PAY-4.2").state == "in_progress"
    assert session.board is before


def test_the_history_of_a_release_holds_its_links_and_records(store: FailingStore) -> None:
    session = at(store)
    session.do(c.Replan("PAY-4.2", "people", "Kim is ill", date(2027, 3, 4)))
    session.do(c.EditFields("PAY-4.1.1", {"title": "x"}))
    entities = [change.entity for change in session.history("pay-4.2")]
    assert sorted(set(entities)) == ["links", "releases", "replans"]
    assert len(session.history()) > len(entities)


def test_a_planted_or_far_future_stamp_leads_nobody_on(store: FailingStore) -> None:
    session = at(store)
    future = session.do(c.EditFields("PAY-4.2", {"title": "A"})).changes[0]
    wrong = future._replace(id="2099-01-01T00:00:00.000Z-0000-wrongggg", seq=1, set={"goal": "Later"}, was={}, on={})
    store.commit([wrong, wrong._replace(id="zzz", set={"version": "9"})])
    session.refresh()
    change = session.do(c.EditFields("PAY-4.2", {"title": "B"})).changes[0]
    assert change.id.startswith("2027-02-24")
    assert session.board.release("PAY-4.2").title == "B"


def test_a_failed_write_leaves_no_gap_in_the_row_of_numbers(store: FailingStore) -> None:
    session = at(store)
    first = session.do(c.EditFields("PAY-4.2", {"title": "A"})).changes[0]
    store.full = True
    with pytest.raises(BoardUnavailable):
        session.do(c.EditFields("PAY-4.2", {"title": "B"}))
    store.full = False
    assert session.do(c.EditFields("PAY-4.2", {"title": "C"})).changes[0].seq == first.seq + 1


def test_archived_changes_are_told_whole(store: FailingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    session = at(store)
    change = session.do(c.EditFields("PAY-4.2", {"title": "A", "goal": "B"})).changes[0]
    whole = {**write_change(change), "reason": "as it was"}
    monkeypatch.setattr(store, "archived", lambda: [whole])
    assert session.history()[-1].reason == "as it was"
    assert session.history("PAY-4.2")[-1].reason == "as it was"
    assert len(session.history()) == len({change.id for change in session.history()})
