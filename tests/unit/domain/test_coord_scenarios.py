"""Scenarios: commands that are kept by name, and a what-if that comes true as one decision."""

import json
from datetime import date
from typing import Any

import pytest

from boards import make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import approvals, commands
from releaseboard.domain import coordination as co
from releaseboard.domain.decide import DECIDERS, decide
from releaseboard.domain.model import Window
from releaseboard.domain.scenarios import find_scenario, read_command, read_steps, write_command
from releaseboard.errors import BadInput, Refused

STEPS: tuple[Any, ...] = (
    commands.Replan(
        "PAY-4.2", "vendor", "late", window=Window(date(2027, 3, 8), date(2027, 3, 12)), target=date(2027, 3, 9),
        stages={"test": 3},
    ),
    co.EstimateStage("PAY-4.2", "build", 2, reason="a second tester"),
    co.ApplyStrategy("i1", "accept", "because", (commands.StartRelease("WEB-1", on=date(2027, 3, 1)),)),
    approvals.ConfirmExternal("sap", date(2027, 3, 1), "likely"),
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_command_comes_back_as_it_was_kept(step: Any) -> None:
    """Through JSON, as the file keeps it."""
    assert read_command(json.loads(json.dumps(write_command(step)))) == step


def test_every_command_of_a_person_can_be_kept() -> None:
    """By name: a new one is found by itself. What an undo or an import records holds changes, and is not kept."""
    from releaseboard.domain.scenarios import _KINDS

    assert {kind.__name__ for kind in DECIDERS} <= _KINDS.keys()


@pytest.mark.parametrize("plain", [
    {}, {"$command": "Explode"}, {"$command": "Replan", "keys": 1},
    {"$command": "StartRelease", "key": "A", "on": {"$date": "soon"}},
])  # fmt: skip
def test_what_is_no_command_is_told(plain: dict[str, Any]) -> None:
    """A newer program's, or damage."""
    with pytest.raises(BadInput, match="a scenario holds"):
        read_command(plain)


BOARD = busy()
WHY = "the tests take longer"
MOVE = commands.Replan("PAY-4.2", "defect", WHY, target=date(2027, 3, 5))


def test_a_scenario_is_kept_and_replaced_by_name() -> None:
    board = prove_round_trip(BOARD, co.KeepScenario("second tester", STEPS[:1], "costs QA a week"))
    board = prove_round_trip(board, co.KeepScenario("Second  Tester", STEPS[1:2]))
    (kept,) = board.scenarios.values()
    assert (kept.name, kept.note, kept.by) == ("second tester", "costs QA a week", "ana")
    assert read_steps(kept) == STEPS[1:2]
    assert find_scenario(board, "SECOND TESTER") == kept


def test_one_that_comes_true_is_a_decision_and_its_steps_as_one_action() -> None:
    board = prove_round_trip(BOARD, co.ApplyScenario("move it", WHY, (MOVE,)))
    (decision,) = (entry for entry in board.raid.values() if entry.title == "move it")
    release = board.release("PAY-4.2")
    assert release.target == date(2027, 3, 5) == act(BOARD, MOVE).release("PAY-4.2").target
    assert (decision.kind, decision.state, decision.releases) == ("decision", "decided", (release.id,))
    assert (decision.details["chosen"], decision.details["why"]) == ("move it", WHY)
    again = act(
        board, co.ApplyScenario("move it", WHY, (commands.Replan("PAY-4.2", "defect", WHY, target=date(2027, 3, 4)),))
    )
    assert {"move it", "move it (2)"} <= {entry.title for entry in again.raid.values()}


@pytest.mark.parametrize(("command", "error", "word"), [
    (co.KeepScenario(" ", STEPS), BadInput, "needs a name"),
    (co.KeepScenario("x", ()), Refused, "nothing to keep"),
    (co.ApplyScenario("", "why", STEPS), BadInput, "needs a title"),
    (co.ApplyScenario("x", "why", ()), Refused, "nothing to apply"),
    (co.ApplyScenario("x", "", STEPS), Refused, "reason"),
])  # fmt: skip
def test_what_says_nothing_is_refused(command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error, match=word):
        decide(BOARD, command, make_context())
