"""The board: look-ups, copies that share, records that can't be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import NOW, do, make_board, payments
from releaseboard.domain import commands as c
from releaseboard.domain.apply import adopt
from releaseboard.domain.board import Board
from releaseboard.domain.stamp import next_stamp, parse_stamp
from releaseboard.errors import BadInput, UnknownKey


def test_a_key_is_found_in_any_case_and_by_its_beginning() -> None:
    board = payments()
    assert board.release(" web-9.0 ").key == "WEB-9.0"
    assert board.release("web").key == "WEB-9.0"
    assert board.release("PAY-4.2").key == "PAY-4.2"
    assert board.find_release("web") is None


def test_an_unknown_or_unclear_key_names_the_nearest() -> None:
    with pytest.raises(UnknownKey, match=r"PAY-4\.2"):
        payments().release("PAY-42")
    with pytest.raises(UnknownKey, match=r"say which: PAY-4\.1\.1, PAY-4\.2"):
        payments().release("pay")
    with pytest.raises(UnknownKey):
        Board().release("")


def test_an_archived_release_gives_way_to_a_live_one_of_the_same_key() -> None:
    docs = {"a": {"id": "a", "key": "PAY-1", "archived": True}, "b": {"id": "b", "key": "PAY-1"}}
    assert Board({"releases": docs}).release("PAY-1").id == "b"
    assert Board({"releases": dict(reversed(docs.items()))}).release("PAY-1").id == "b"


def test_a_changed_board_shares_what_stayed() -> None:
    board = do(payments(), c.AddLink("PAY-4.2", "sap", {"why": "x"}))
    other = do(board, c.EditFields("PAY-4.2", {"title": "New"}))
    assert board.release("PAY-4.2").title == "Refunds"
    assert other.release("PAY-4.2").title == "New"
    assert other.release("WEB-9.0") is board.release("WEB-9.0")
    assert other.holds_up("sap") == board.holds_up("sap")
    assert adopt(other, dict(other.docs)) is other


def test_look_ups_follow_each_change() -> None:
    board = payments()
    assert board.release("PAY-4.2")
    renamed = do(board, c.EditFields("PAY-4.2", {"key": "PAY-4.3"}))
    assert renamed.release("PAY-4.3").title == "Refunds"
    linked = do(renamed, c.AddLink("PAY-4.3", "WEB-9.0", {"why": "x"}))
    (link,) = linked.waits_for(linked.release("PAY-4.3").id)
    assert linked.holds_up(linked.release("WEB-9.0").id) == (link,)
    assert do(linked, c.RemoveLink(link.id)).waits_for(linked.release("PAY-4.3").id) == ()


def test_the_columns_are_data() -> None:
    board = make_board(stages=[{"id": "b", "name": "Second", "order": 2}, {"id": "a", "name": "First", "order": 1}])
    assert board.stage_ids == ("a", "b")
    assert board.stage("first").id == "a"
    assert board.stage_name("released") == "Released"
    with pytest.raises(UnknownKey, match="a, b"):
        board.stage("third")
    assert Board().stage_ids == ("plan", "build", "test", "accept", "deploy")


def test_stages_of_a_release_stand_in_the_order_of_the_board() -> None:
    docs = {"r": {"id": "r", "key": "A-1", "stages": {name: {"planned_days": 1} for name in ("zz", "test", "plan")}}}
    assert [plan.stage for plan in Board({"releases": docs}).release("A-1").stages] == ["plan", "test", "zz"]


@pytest.mark.parametrize(
    ("state", "stage", "column"),
    [
        ("draft", "", "plan"), ("committed", "", "plan"), ("in_progress", "test", "test"),
        ("ready", "deploy", "deploy"),
        ("on_hold", "test", "test"), ("on_hold", "", "plan"), ("released", "", "released"), ("closed", "", "released"),
        ("rolled_back", "", "released"), ("cancelled", "", ""), ("in_progress", "gone", "plan"), ("newer", "", "plan"),
    ],
)  # fmt: skip
def test_each_state_has_its_column(state: str, stage: str, column: str) -> None:
    board = Board({"releases": {"r": {"id": "r", "key": "A-1", "state": state, "stage": stage}}})
    assert board.column_of(board.release("A-1")) == column


def test_a_record_that_can_not_be_read_costs_only_itself() -> None:
    docs = {"a": {"id": "a", "key": "PAY-1", "target": "soon"}, "b": {"id": "b", "key": "PAY-2"}}
    board = Board({"releases": docs, "newer_table": {"x": {"id": "x", "y": 1}}})
    assert [release.key for release in board.releases.values()] == ["PAY-2"]
    assert "PAY-1" in board.problems[0]
    after = do(board, c.EditFields("PAY-2", {"title": "x"}))
    assert after.docs["releases"]["a"] == docs["a"]
    assert after.docs["newer_table"] == {"x": {"id": "x", "y": 1}}
    assert len(after.problems) == 1


def test_labels_are_what_people_say() -> None:
    board = payments()
    assert board.label(board.release("PAY-4.2").id) == "PAY-4.2"
    assert (board.label("sap"), board.label("os12"), board.label("gone")) == ("SAP certification", "OS 12", "gone")
    assert (board.person_name("kim"), board.person_name("bo")) == ("Kim Berg", "bo")


@given(st.lists(st.integers(-5_000, 5_000), max_size=30))
def test_stamps_rise_even_when_the_clock_goes_back(jumps: list[int]) -> None:
    from datetime import timedelta

    last = ""
    for jump in jumps:
        fresh = next_stamp(last, NOW + timedelta(milliseconds=jump), "k3f9abcd")
        assert fresh > last
        assert str(parse_stamp(fresh)) == fresh
        last = fresh


@given(st.text(max_size=40))
def test_what_is_no_stamp_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_stamp(text)
