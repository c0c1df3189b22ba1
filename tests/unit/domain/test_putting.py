"""Import: whole records put onto a board, all or nothing, twice the same as once."""

import pytest

from boards import READY_TO_COMMIT, make_board, make_context, payments
from releaseboard.domain import commands as c
from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.errors import BadInput

TABLES = {
    "board": [{"name": "Payments", "timezone": "Europe/Berlin"}],
    "stages": [{"id": "plan", "name": "Plan", "order": 1}, {"id": "ship", "name": "Ship", "order": 2}],
    "teams": [{"id": "core", "people": 5}],
    "releases": [
        {"key": "PAY-1", "state": "committed", "stages": {"plan": {"planned_days": 2}}, **READY_TO_COMMIT},
        {"key": "PAY-2", "train": "PAY-1", "tags": {"q1": True}},
    ],
    "links": [{"successor": "PAY-2", "predecessor": "PAY-1", "why": "builds on it"}],
    "raid": [{"kind": "risk", "title": "SAP", "releases": ["PAY-1"]}],
    "check_ins": [{"release": "PAY-1", "date": "2027-02-22", "with_whom": "kim", "confidence": 3}],
    "stakeholders": [{"who": "acme", "release": "PAY-1", "audience": "client"}],
}


def put(board: Board, tables: dict[str, list[dict[str, object]]]) -> Board:
    return apply(board, decide(board, c.PutRecords(tables), make_context()))


def test_an_import_makes_all_and_the_same_import_again_changes_nothing() -> None:
    board = put(Board(), TABLES)
    assert board.info.name == "Payments"
    assert board.stage_ids == ("plan", "ship")
    pay1 = board.release("PAY-1")
    assert board.release("PAY-2").train == pay1.id
    assert [plan.stage for plan in board.release("PAY-2").stages] == ["plan", "ship"]
    assert [made.predecessor for made in board.links.values()] == [pay1.id]
    assert next(iter(board.raid.values())).releases == (pay1.id,)
    assert not board.problems
    assert decide(board, c.PutRecords(TABLES), make_context("again")) == ()


def test_two_people_who_import_the_same_file_get_the_same_ids() -> None:
    one = apply(Board(), decide(Board(), c.PutRecords(TABLES), make_context("a")))
    other = apply(Board(), decide(Board(), c.PutRecords(TABLES), make_context("b")))
    assert one.docs == other.docs


def test_only_named_fields_are_set() -> None:
    board = put(payments(), {"releases": [{"key": "pay-4.2", "title": "New"}]})
    release = board.release("PAY-4.2")
    assert (release.title, release.goal, release.key) == ("New", "Refunds within a day", "pay-4.2")


def test_what_is_under_way_gets_its_plan_as_baseline() -> None:
    baseline = put(Board(), TABLES).release("PAY-1").baseline
    assert baseline is not None
    assert baseline.stages == {"plan": 2}
    assert put(Board(), TABLES).release("PAY-2").baseline is None


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"relases": []}, ["relases", "releases"]),
        ({"releases": [{"key": "PAY-1", "colour": "red"}]}, ["PAY-1", "colour"]),
        ({"releases": [{"key": "PAY-1", "type": "minr"}]}, ["PAY-1", "minor"]),
        ({"releases": [{"key": "PAY-1", "stages": {"bild": {"planned_days": 1}}}]}, ["PAY-1", "bild", "build"]),
        ({"releases": [{"key": "PAY-1", "target": "soon"}]}, ["PAY-1", "target"]),
        ({"releases": [{"key": "PAY-1", **READY_TO_COMMIT, "target": "2027-04-01"}]}, ["PAY-1", "outside the window"]),
        ({"releases": [{"key": "PAY 1"}]}, ["no release key"]),
        ({"releases": [{"key": "PAY-1"}], "links": [{"successor": "PAY-1", "predecessor": "PAY-0"}]}, ["PAY-0"]),
        ({"releases": [{"key": "PAY-1"}], "links": [{"successor": "PAY-1", "predecessor": "PAY-1"}]}, ["itself"]),
        ({"raid": [{"kind": "risk", "title": "x"}, {"kind": "risk", "title": "x"}]}, ["twice"]),
        ({"freezes": [{"id": "f", "name": "f", "start": "2027-03-02", "end": "2027-03-01"}]}, ["ends before"]),
        (
            {"releases": [{"key": "A-1"}, {"key": "B-1"}],
             "links": [{"successor": "A-1", "predecessor": "B-1"}, {"successor": "B-1", "predecessor": "A-1"}]},
            ["loop", "A-1 → B-1 → A-1"],
        ),
    ],
)  # fmt: skip
def test_a_record_that_can_not_be_is_named_and_nothing_is_changed(tables, words: list[str]) -> None:
    with pytest.raises(BadInput) as bad:
        decide(make_board(projects=[{"id": "X"}]), c.PutRecords(tables), make_context())
    for word in words:
        assert word in str(bad.value)
