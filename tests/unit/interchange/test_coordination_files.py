"""Records of coordinating in plan files and JSON: they come back, and what they name comes with them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import AddRecord, PutRecords
from releaseboard.domain.fields import KINDS
from releaseboard.domain.words import Audience, GateState, NoticeKind, ScopeState, Vote
from releaseboard.errors import BadInput
from releaseboard.interchange.jsonfile import read_json, write_json
from releaseboard.interchange.planfile import read_plan, write_plan
from releaseboard.interchange.records import list_records

names = st.text("abc .ü~", min_size=1, max_size=6).filter(str.strip).map(lambda text: " ".join(text.split()))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str)
votes = st.dictionaries(names, st.fixed_dictionaries({"vote": st.sampled_from([*Vote]).map(str)}), max_size=2)


def same_tables(one: Board, other: Board) -> bool:
    """Equal in every table but the board's own record."""
    return all(dict(one.table(table)) == dict(other.table(table)) for table in KINDS if table != "board")


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Two releases with gates, notices, scope, lent people and milestones."""
    keys = ["A-1", "A-2"]
    gates = [
        {"release": key, "stage": "test", "state": draw(st.sampled_from([*GateState])).value, "votes": draw(votes),
         "conditions": draw(st.dictionaries(names, st.fixed_dictionaries({"text": names, "due": days}), max_size=2))}
        for key in keys
    ]  # fmt: skip
    notices = st.fixed_dictionaries(
        {"release": st.sampled_from(keys), "audience": st.sampled_from([*Audience]).map(str), "text": st.text()},
        optional={"kind": st.sampled_from([*NoticeKind]).map(str), "date_told": days,
                  "stakeholders": st.dictionaries(names, st.just(True), max_size=2)},
    )  # fmt: skip
    scope = st.fixed_dictionaries(
        {"release": st.sampled_from(keys), "title": names, "state": st.sampled_from([*ScopeState]).map(str)},
        optional={"deferred_to": st.just("A-2"), "size": st.sampled_from(["S", "3"])},
    )
    milestone = st.fixed_dictionaries(
        {"name": names}, optional={"release": st.sampled_from(keys), "date": days, "offset": st.just("R-6w")}
    )
    amounts = st.one_of(st.integers(-9, 9), st.floats(-9, 9, allow_nan=False))
    return make_board(
        board=[{"name": "B"}],
        releases=[{"key": key} for key in keys],
        gate_results=gates,
        notices=draw(st.lists(notices, max_size=2, unique_by=lambda notice: (notice["release"], notice["audience"]))),
        scope_items=draw(st.lists(scope, max_size=3, unique_by=lambda item: (item["release"], item["title"]))),
        milestones=draw(st.lists(milestone, max_size=2, unique_by=lambda item: item["name"])),
        process_changes=[{"title": "t", "before": draw(amounts), "after": draw(amounts)}],
        scenarios=[{"name": "late", "changes": [{"command": "Replan", "key": "A-1", "days": draw(st.integers())}]}],
        type_policies=[{"id": "patch", "stages": {"build": 2}, "gates": {"test": {"name": "exit"}}}],
    )


@given(boards())
def test_coordination_survives_a_plan_file_and_json(board: Board) -> None:
    """Read on nothing it is the same board; put on its own board it changes nothing."""
    for tables in (read_plan(write_plan(board), "plan.toml"), read_json(write_json(board), "board.json")):
        assert same_tables(make_board(tables), board)
        assert do(board, PutRecords(tables)) == board


def test_entries_of_the_log_stay_together() -> None:
    """A risk and the issue it became: their link is kept where an import gives them the same ids again."""
    board = make_board(raid=[{"kind": "risk", "title": "r"}, {"kind": "issue", "title": "i"}])
    risk, issue = board.raid
    linked = do(board, PutRecords({"raid": [{"kind": "risk", "title": "r", "links": {issue: True}}]}))
    assert linked.raid[risk].links == (issue,)
    assert same_tables(make_board(list_records(linked)), linked)
    by_hand = do(board, AddRecord("raid", {"kind": "risk", "title": "x"}))
    new = next(ident for ident in by_hand.raid if ident not in board.raid)
    named = do(by_hand, PutRecords({"raid": [{"kind": "issue", "title": "i", "links": {new: True}}]}))
    entries = {entry["title"]: entry for entry in list_records(named)["raid"]}
    assert not entries["i"].get("links")


def test_what_hangs_on_an_archived_twin_stays_behind() -> None:
    """A key means the open release; what belongs to the archived one does not move over."""
    board = make_board(releases=[{"key": "A-1"}])
    board = board.changed("releases", {"rold": {"id": "rold", "key": "A-1", "archived": True}})
    board = board.changed("milestones", {"m1": {"id": "m1", "name": "cut", "release": "rold"}})
    assert "milestones" not in list_records(board)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[gate_results]]\nrelease = "A-1"\nstage = "t"\nvotes = {kim = {vote = "yes"}}\n', "votes.kim.vote"),
        ('[[milestones]]\nname = "cut"\ndate = "soon"\n', "milestones cut, date"),
        ('[[process_changes]]\ntitle = "t"\nbefore = nan\n', "'nan' is not a number"),
        ('[[process_changes]]\ntitle = "t"\nafter = "1"\n', "'1' is not a number"),
        ('[[exceptions]]\nrelease = "A-1"\n', "freeze_or_gate is missing"),
        ('[[type_policies]]\ntype = "small"\n', "'small' is not allowed here"),
    ],
)
def test_slips_are_named(text: str, said: str) -> None:
    """File, line and place."""
    with pytest.raises(BadInput, match=r"^p\.toml:\d: ") as caught:
        read_plan(text, "p.toml")
    assert said in str(caught.value)


def test_a_list_that_is_meant_empty_stays_empty() -> None:
    """A freeze that exempts nobody is written so and read so; left out means the usual ones."""
    freeze: dict[str, Any] = {"id": "f", "name": "F", "start": "2027-03-01", "end": "2027-03-02"}
    board = make_board(freezes=[{**freeze, "exempt_types": []}, {**freeze, "id": "g"}])
    for tables in (read_plan(write_plan(board), "p.toml"), read_json(write_json(board), "b.json")):
        back = make_board(tables)
        assert [back.freezes[ident].exempt_types for ident in "fg"] == [(), ("security", "hotfix")]
