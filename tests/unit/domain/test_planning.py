"""The plan: drafts, what commit needs, the baseline, re-plans (domain.md invariants 1, 2, 3)."""

from datetime import date

import pytest

from boards import READY_TO_COMMIT, WINDOW, do, make_board, make_context, payments, prove_round_trip
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.model import Window
from releaseboard.errors import BadInput, Refused

MARCH = Window(date(2027, 3, 8), date(2027, 3, 12))
MOVE = c.Replan("PAY-4.2", "defect", "build is late", date(2027, 3, 10), MARCH, {"build": 12})


@pytest.mark.parametrize(
    "command",
    [
        c.AddRelease("PAY-5.0", {"title": "Next", "type": "major", "stages.build.planned_days": 20}),
        c.AddRelease("NEW-1.0"),
        c.EditFields("MOB-7.0", {"window": WINDOW, "target": "2027-03-05", "tags": {"q1": True}}),
        c.EditFields("PAY-4.2", {"title": "[b]Refunds[/b]", "notes": "one\ntwo", "priority": 1, "lead": "zoë"}),
        c.EditFields("PAY-4.2", {"key": "PAY-4.3", "version": "4.3"}),
        c.EditFields("PAY-4.2", {"stages.test.team": "qa"}),
        MOVE,
    ],
    ids=lambda command: type(command).__name__,
)
def test_each_plan_change_can_be_taken_back(command) -> None:
    prove_round_trip(payments(), command)


def test_a_draft_needs_nothing_but_its_key_and_makes_its_project() -> None:
    board = do(Board(), c.AddRelease("PAY-4.2"))
    release = board.release("pay-4.2")
    assert (release.project, release.version, release.state) == ("PAY", "4.2", "draft")
    assert [(plan.stage, plan.planned_days) for plan in release.stages] == [
        ("plan", 3), ("build", 10), ("test", 5), ("accept", 3), ("deploy", 1),
    ]  # fmt: skip
    assert list(board.projects) == ["PAY"]
    assert do(board, c.AddRelease("pay-4.3")).release("pay-4.3").project == "PAY"


def test_a_project_key_may_hold_a_hyphen() -> None:
    board = make_board(projects=[{"id": "openstack-ansible"}])
    release = do(board, c.AddRelease("openstack-ansible-30.0.0")).release("openstack-ansible-30")
    assert (release.project, release.version) == ("openstack-ansible", "30.0.0")


def test_commit_names_all_that_is_missing() -> None:
    with pytest.raises(Refused, match="a goal, a release manager, a project lead, a window and a target"):
        do(payments(), c.CommitRelease("MOB-7.0"))


def test_commit_sets_the_baseline() -> None:
    board = do(payments(), c.EditFields("MOB-7.0", READY_TO_COMMIT), c.CommitRelease("MOB-7.0"))
    baseline = board.release("MOB-7.0").baseline
    assert baseline is not None
    assert (baseline.target, baseline.committed_by) == (date(2027, 3, 2), "ana")
    assert baseline.stages == {"plan": 3, "build": 10, "test": 5, "accept": 3, "deploy": 1}
    with pytest.raises(Refused, match="can't be committed"):
        do(board, c.CommitRelease("MOB-7.0"))


@pytest.mark.parametrize("field", ["target", "window", "start", "stages.build.planned_days"])
def test_after_commit_what_was_promised_moves_by_a_replan_only(field: str) -> None:
    value = {"target": "2027-03-03", "window": {"start": "2027-03-01", "end": "2027-03-09"}, "start": "2027-02-01"}
    with pytest.raises(Refused, match="moves by a re-plan"):
        do(payments(), c.EditFields("PAY-4.2", {field: value.get(field, 11)}))


def test_a_replan_writes_exactly_one_record_and_leaves_the_baseline() -> None:
    before = payments()
    board = do(before, MOVE)
    release = board.release("PAY-4.2")
    assert (release.target, release.window, release.plan_revision) == (date(2027, 3, 10), MARCH, 1)
    assert release.stage_plan("build").planned_days == 12
    assert release.baseline == before.release("PAY-4.2").baseline
    (record,) = board.replans.values()
    assert (record.cause, record.reason, record.release, record.by) == ("defect", "build is late", release.id, "ana")
    assert (record.before.target, record.after.target) == (date(2027, 3, 2), date(2027, 3, 10))
    assert (record.before.stages, record.after.stages) == ({"build": 10}, {"build": 12})


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (c.Replan("PAY-4.2", "defect", "", date(2027, 3, 3)), "reason"),
        (c.Replan("PAY-4.2", "defect", "x", date(2027, 3, 2)), "like that already"),
        (c.Replan("PAY-4.2", "defect", "x", date(2027, 3, 9)), "outside the window"),
        (c.Replan("PAY-4.2", "defect", "x", None, MARCH), "outside the window"),
        (c.Replan("MOB-7.0", "defect", "x", date(2027, 3, 9)), "draft"),
        (c.AddRelease("PAY-4.2"), "already"),
        (c.AddRelease("MOB-8", {"window": WINDOW, "target": "2027-04-01"}), "outside the window"),
        (c.EditFields("MOB-7.0", {"window": WINDOW, "target": "2027-02-26"}), "outside the window"),
        (c.EditFields("PAY-4.2", {"key": "WEB-9.0"}), "already"),
    ],
)
def test_what_breaks_the_plan_is_refused(command, word: str) -> None:
    with pytest.raises(Refused, match=word):
        decide(payments(), command, make_context())


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (c.AddRelease("no key"), "no release key"),
        (c.AddRelease(""), "no release key"),
        (c.AddRelease("PAY"), "hyphen"),
        (c.AddRelease("PAY-" + "9" * 90), "no release key"),
        (c.AddRelease("PAY-6", {"tite": "x"}), "title"),
        (c.AddRelease("PAY-6", {"target": "soon"}), "target"),
        (c.EditFields("PAY-4.2", {"state": "released"}), "start, hold"),
        (c.EditFields("PAY-4.2", {"baseline": None}), "never changes"),
        (c.EditFields("PAY-4.2", {"stages.build.finished": "2027-02-01"}), "use move"),
        (c.EditFields("PAY-4.2", {"stages.tests.team": "qa"}), "no stage"),
        (c.EditFields("MOB-7.0", {"stages.test.planned_days": 0}), "from 1 to 1000"),
        (c.EditFields("PAY-4.2", {"priority": 5}), "from 1 to 4"),
        (c.EditFields("PAY-4.2", {"type": "pach"}), "patch"),
        (c.EditFields("PAY-4.2", {"health_override": {"colour": "G"}}), "reason"),
        (c.EditFields("MOB-7.0", {"window": {"start": "2027-03-05", "end": "2027-03-01"}}), "ends before"),
        (c.Replan("PAY-4.2", "bad luck", "x", date(2027, 3, 3)), "the cause"),
    ],
)
def test_bad_values_are_named_with_the_way_out(command, word: str) -> None:
    with pytest.raises(BadInput) as bad:
        decide(payments(), command, make_context())
    assert word in str(bad.value)


def test_setting_what_is_set_already_changes_nothing() -> None:
    assert decide(payments(), c.EditFields("PAY-4.2", {"title": "Refunds"}), make_context()) == ()
