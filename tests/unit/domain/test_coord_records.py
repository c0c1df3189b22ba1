"""The records of coordinating: written as they were read, imported by natural key, guarded where rules stand."""

from datetime import date
from typing import Any

import pytest

from boards import do, make_board, make_context, payments, prove_round_trip
from coordboards import act
from releaseboard.domain import commands as c
from releaseboard.domain.apply import apply
from releaseboard.domain.decide import decide
from releaseboard.domain.fields import flatten, put_value, read_record, write_record
from releaseboard.errors import BadInput, UnknownKey

VOTES = {"kim": {"vote": "go", "note": "all green", "at": "2027-02-24T10:00:00.000Z"}}
RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("gate_results", {"id": "g", "release": "r1", "stage": "test", "state": "conditional", "votes": VOTES,
                      "criteria": {"no open bugs": {"answer": "go", "evidence": "report 7"}},
                      "conditions": {"k1": {"text": "retest", "owner": "kim", "due": "2027-03-01"}},
                      "due": "2027-03-01", "attempts": 1, "first_state": "conditional"}),
    ("exceptions", {"id": "x", "release": "r1", "freeze_or_gate": "quarter", "state": "approved", "days_asked": 2,
                    "requested_on": "2027-02-20", "until": "2027-02-26", "reason": "x"}),
    ("notices", {"id": "n", "release": "r1", "kind": "delay", "stakeholders": {"acme": True}, "state": "sent",
                 "date_told": "2027-03-05", "window_told": {"start": "2027-03-01", "end": "2027-03-05"},
                 "text": "Dear all\n\nlater", "sent_on": "2027-02-24", "next_update_on": "2027-03-01"}),
    ("allocations", {"id": "a", "team": "core", "release": "r1", "people": 2, "start": "2027-02-24"}),
    ("scope_items", {"id": "o", "release": "r1", "title": "Reports", "size": "M", "must": "could"}),
    ("milestones", {"id": "m", "name": "Code cut", "release": "r1", "date": "2027-02-24", "kind": "cut"}),
    ("milestones", {"id": "m", "name": "Freeze", "release": "r1", "offset": "R-6w", "fixed": True}),
    ("process_changes", {"id": "y", "title": "Earlier tests", "metric": "slip", "before": 2.5, "after": 1}),
    ("scenarios", {"id": "z", "name": "late", "changes": [{"command": "Replan", "key": "PAY-4.2"}]}),
    ("type_policies", {"id": "hotfix", "stages": {"build": 1}, "gates_waived": True, "review_due_days": 5,
                       "gates": {"test": {"name": "exit"}}, "exempt_freezes": ["quarter"]}),
    ("raid", {"id": "i", "kind": "issue", "title": "x", "links": {"i2": True}}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "plain"), RECORDS, ids=[table for table, _ in RECORDS])
def test_a_record_is_written_as_it_was_read(table: str, plain: dict[str, Any]) -> None:
    plain = {**plain, "newer_field": {"kept": [1]}}
    record = read_record(table, plain)
    assert write_record(table, record) == plain
    made: dict[str, Any] = {}
    for path, value in flatten(table, plain).items():
        put_value(made, path, value)
    assert made == plain


def test_votes_and_conditions_have_a_path_for_each_person_and_condition() -> None:
    flat = flatten("gate_results", RECORDS[0][1])
    assert {"votes.kim", "conditions.k1", "criteria.no open bugs"} <= set(flat)


@pytest.mark.parametrize(
    ("table", "plain", "word"),
    [
        ("gate_results", {"id": "g", "release": "r", "stage": "s", "votes": ["kim"]}, "votes"),
        ("gate_results", {"id": "g", "release": "r", "stage": "s", "conditions": {"k": "text"}}, "conditions"),
        ("gate_results", {"id": "g", "release": "r"}, "record"),
        ("exceptions", {"id": "x", "release": "r", "freeze_or_gate": "q", "until": "soon"}, "until"),
        ("notices", {"id": "n", "release": "r", "window_told": "march"}, "window_told"),
        ("allocations", {"id": "a", "team": "t", "release": "r", "people": "two"}, "people"),
        ("process_changes", {"id": "y", "title": "t", "before": True}, "before"),
        ("scenarios", {"id": "z", "name": "n", "changes": ["x"]}, "changes"),
        ("type_policies", {"id": "hotfix", "stages": {"build": "long"}}, "stages"),
    ],
)
def test_a_field_of_the_wrong_shape_is_named(table: str, plain: dict[str, Any], word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read_record(table, plain)


TABLES: dict[str, list[dict[str, Any]]] = {
    "gate_results": [{"release": "PAY-4.2", "stage": "test", "votes": VOTES}],
    "exceptions": [{"release": "PAY-4.2", "freeze_or_gate": "quarter", "reason": "regulator", "days_asked": 1}],
    "notices": [
        {"release": "PAY-4.2", "audience": "client", "kind": "delay", "stakeholders": ["acme"]},
        {"release": "PAY-4.2", "audience": "client", "kind": "delay", "stakeholders": ["zeta"]},
    ],
    "allocations": [{"team": "core", "release": "PAY-4.2", "from_release": "WEB-9.0", "people": 1}],
    "scope_items": [{"release": "PAY-4.2", "title": "Reports", "state": "deferred", "deferred_to": "MOB-7.0"}],
    "milestones": [{"name": "Code cut", "release": "PAY-4.2", "offset": "T-10wd"}],
    "process_changes": [{"title": "Earlier tests"}],
    "scenarios": [{"name": "late"}],
    "type_policies": [{"id": "hotfix", "review_due_days": 5}],
}


def test_an_import_takes_them_by_natural_key_and_twice_is_once() -> None:
    before = payments()
    board = apply(before, decide(before, c.PutRecords(TABLES), make_context()))
    assert not board.problems
    for table, records in TABLES.items():
        assert len(board.table(table)) == len(records), table
    pay, web, mob = (board.release(key).id for key in ("PAY-4.2", "WEB-9.0", "MOB-7.0"))
    (allocation,) = board.allocations.values()
    assert (allocation.release, allocation.from_release) == (pay, web)
    (item,) = board.scope_items.values()
    assert (item.release, item.deferred_to) == (pay, mob)
    assert decide(board, c.PutRecords(TABLES), make_context("again")) == ()


def test_an_import_names_what_it_can_not_use() -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"notices": [{"release": "PAY-9"}]}, "PAY-9"),
        ({"notices": [{"release": "PAY-4.2", "audience": "clnt"}]}, "client"),
        ({"allocations": [{"release": "PAY-4.2", "team": "core", "percent": 2000}]}, "from 0 to 1000"),
        ({"gate_results": [{"release": "PAY-4.2", "stage": "test", "state": "passd"}]}, "passed"),
        ({"scope_items": [{"release": "PAY-4.2", "title": "x", "must": "shall"}]}, "should"),
        ({"milestones": [{"name": "x", "kind": "party"}]}, "deadline"),
    ]
    for tables, word in bad:
        with pytest.raises(BadInput, match=word):
            decide(payments(), c.PutRecords(tables), make_context())


@pytest.mark.parametrize(
    "command",
    [
        c.AddRecord("milestones", {"name": "Code cut", "release": "PAY-4.2", "offset": "R-6w"}),
        c.AddRecord("process_changes", {"title": "Earlier tests", "before": 2.5}),
        c.AddRecord("scenarios", {"name": "late", "changes": [{"command": "Replan"}]}),
        c.AddRecord("type_policies", {"id": "Hotfix", "gates_waived": True}),
        c.AddRecord("stakeholders", {"who": "acme", "release": "PAY-4.2", "audience": "client"}),
    ],
    ids=lambda command: command.table,
)
def test_a_plain_record_can_be_added_and_taken_back(command: c.AddRecord) -> None:
    board = prove_round_trip(payments(), command)
    (record,) = board.table(command.table).values()
    if "release" in command.fields:
        assert record.release == board.release("PAY-4.2").id
    if command.table != "type_policies":
        prove_round_trip(board, c.RemoveRecord(command.table, record.id))


@pytest.mark.parametrize("table", ["gate_results", "exceptions", "notices", "allocations", "scope_items"])
def test_what_rules_stand_before_has_commands_of_its_own(table: str) -> None:
    board = do(payments(), c.PutRecords(TABLES))
    ident = next(iter(board.table(table)))
    for command in (c.AddRecord(table, {"release": "PAY-4.2"}), c.EditRecord(table, ident, {"release": "WEB-9.0"})):
        with pytest.raises(BadInput, match="commands of their own"):
            decide(board, command, make_context())


def test_a_policy_is_for_a_release_type_and_a_milestone_for_a_release_that_is_there() -> None:
    with pytest.raises(BadInput, match="hotfix"):
        decide(payments(), c.AddRecord("type_policies", {"id": "hotfx"}), make_context())
    with pytest.raises(UnknownKey):
        decide(payments(), c.AddRecord("milestones", {"name": "x", "release": "PAY-9"}), make_context())


def test_a_type_policy_may_lift_a_freeze_for_its_type() -> None:
    from releaseboard.domain.rules import freeze_on

    day = date(2027, 2, 24)
    board = payments()
    assert freeze_on(board, board.release("PAY-4.2"), day) is not None
    board = do(board, c.AddRecord("type_policies", {"id": "minor", "exempt_freezes": ["quarter"]}))
    assert freeze_on(board, board.release("PAY-4.2"), day) is None


def test_a_board_holds_each_table_under_its_name() -> None:
    board = make_board()
    for table in ("gate_results", "exceptions", "notices", "allocations", "scope_items", "milestones",
                  "process_changes", "scenarios", "type_policies"):  # fmt: skip
        assert dict(getattr(board, table)) == {}


def test_records_are_found_by_the_values_of_their_fields_also_after_a_change() -> None:
    board = do(payments(), c.AddRecord("milestones", {"name": "Code cut", "release": "PAY-4.2"}))
    pay = board.release("PAY-4.2").id
    assert [each.name for each in board.group("milestones", "release")[(pay,)]] == ["Code cut"]
    assert board.group("milestones", "release") is board.group("milestones", "release")
    more = act(board, c.AddRecord("milestones", {"name": "Review", "release": "PAY-4.2"}))
    assert len(more.group("milestones", "release", "kind")[pay, "deadline"]) == 2
    assert more.group("notices", "release") == {}
