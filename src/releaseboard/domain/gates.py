"""Gates as questions: which a release has, how they stand, what a decision still needs (domain.md 3.2, invariant 12).

A gate is the stage's own, or the one that the policy of the release's type sets in its place.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.errors import UnknownKey

from .board import Board
from .exceptions import has_leave
from .model import Release
from .raid import GateResult
from .words import GateState, Vote, spoken

REVIEW_DAYS = 10  # working days from release to its review (domain.md 3.3)
WAIVED_REVIEW_DAYS = 5  # the same where a policy waived the gates (domain.md 3.2, type_policy)
OPENS = frozenset({GateState.PASSED, GateState.CONDITIONAL, GateState.WAIVED})


class Gate(NamedTuple):
    """One gate of one release.

    Attributes:
        at: `exit` of the stage, or its `entry`.
        approvers: logins; () lets anyone decide.
        needed: how many of them must say go; 0 without approvers.
        criteria: what must hold, in order.
        waived_by: why no decision is needed; '' when one is.
    """

    release: str
    stage: str
    name: str
    at: str = "exit"
    approvers: tuple[str, ...] = ()
    needed: int = 0
    decision_by: str = "stage"
    criteria: tuple[str, ...] = ()
    waived_by: str = ""


def find_gate(board: Board, release: Release, stage: str) -> Gate | None:
    """The gate of a stage of a release; None when there is nothing to decide."""
    known = next((each for each in board.stages if each.id == stage), None)
    policy = board.type_policies.get(release.type)
    plain: Mapping[str, Any] | None = known.gate if known is not None else None
    if policy is not None and stage in policy.gates:
        plain = policy.gates[stage]
    if not plain:
        return None
    at = "entry" if plain.get("at") == "entry" else "exit"
    named = plain.get("approvers") or ()
    approvers = (named,) if isinstance(named, str) else tuple(str(login) for login in named)
    criteria = () if known is None else known.entry if at == "entry" else known.exit
    waived = f"the policy for {release.type} waives its gates" if policy is not None and policy.gates_waived else ""
    name = str(plain.get("name") or (known.name if known is not None else stage))
    needed = _count_needed(plain.get("rule"), len(approvers))
    return Gate(release.id, stage, name, at, approvers, needed, str(plain.get("decision_by") or "stage"), criteria,
                waived)  # fmt: skip


def _count_needed(rule: Any, approvers: int) -> int:
    """any is one, all is all, a number is that many; all where nothing is said."""
    if str(rule).isdecimal():
        return min(int(rule), approvers)
    return min(1, approvers) if rule == "any" else approvers


def list_gates(board: Board, release: Release) -> tuple[Gate, ...]:
    """The gates of a release in the order of its stages."""
    found = (find_gate(board, release, plan.stage) for plan in release.stages)
    return tuple(gate for gate in found if gate is not None)


def gate_called(board: Board, release: Release, text: str) -> Gate:
    """The gate of this stage (id or name) or of this name. Raises UnknownKey."""
    fold = text.strip().casefold()
    gates = list_gates(board, release)
    for gate in gates:
        if fold in (gate.stage.casefold(), board.stage_name(gate.stage).casefold()):
            return gate
    for gate in gates:
        if fold == gate.name.casefold():
            return gate
    known = ", ".join(gate.stage for gate in gates)
    raise UnknownKey(f"{release.key} has no gate {text!r}", f"it has gates at {known}" if known else "no stage has one")


def find_result(board: Board, gate: Gate) -> GateResult:
    """How the gate stands; a pending result without an id where nothing was recorded."""
    found = board.group("gate_results", "release", "stage").get((gate.release, gate.stage), ())
    return found[0] if found else GateResult("", gate.release, gate.stage)


def gate_state(board: Board, gate: Gate) -> str:
    """pending, passed, conditional, failed or waived (by a person, or by the policy until someone decides)."""
    result = find_result(board, gate)
    if gate.waived_by and not result.decided_at:
        return GateState.WAIVED.value
    return result.state


def is_open(board: Board, gate: Gate, on: date) -> bool:
    """Whether it lets the release pass on a day: decided so, waived, or by an approved exception."""
    return gate_state(board, gate) in OPENS or has_leave(board, gate.release, gate.stage, on, "gate")


def say_gate(board: Board, gate: Gate) -> str:
    """Which gate, and how it stands, in words."""
    state = spoken(gate_state(board, gate))
    return f"the gate {gate.name!r} at the {gate.at} of {board.stage_name(gate.stage)} is {state}"


def due_day(gate: Gate, result: GateResult) -> date | None:
    """The day it is to be decided, for this release or by the gate's own rule; None: at the stage's end."""
    if result.due is not None or gate.decision_by == "stage":
        return result.due
    try:
        return date.fromisoformat(gate.decision_by)
    except ValueError:
        return None


def voters(result: GateResult, vote: str) -> tuple[str, ...]:
    """Who said this, by login."""
    return tuple(sorted(login for login, said in result.votes.items() if said.get("vote") == vote))


def missing_votes(gate: Gate, result: GateResult) -> tuple[str, ...]:
    """Approvers whose go is still needed; () when there are enough. With `any` or a number: all who may give it."""
    going = set(voters(result, Vote.GO)) & set(gate.approvers)
    if len(going) >= gate.needed:
        return ()
    return tuple(login for login in gate.approvers if login not in going)


def open_conditions(result: GateResult) -> tuple[Mapping[str, object], ...]:
    """The conditions of a conditional go that are not met yet."""
    if result.state != GateState.CONDITIONAL:
        return ()
    return tuple(condition for condition in result.conditions.values() if not condition.get("done"))


def gates_between(board: Board, release: Release, left: Sequence[str], entered: str) -> tuple[Gate, ...]:
    """The gates that a move goes through: exits of stages it leaves, entries of those it comes to or passes over.

    `left` begins with the stage it stands in, '' before it has begun; `entered` is '' for a release that gets ready.
    """
    found = []
    for at, stage in enumerate((*left, entered)):
        gate = find_gate(board, release, stage) if stage else None
        if gate is None:
            continue
        is_exit = gate.at == "exit" and at < len(left)
        is_entry = gate.at == "entry" and at > 0
        if is_exit or is_entry:
            found.append(gate)
    return tuple(found)


def review_days(board: Board, release: Release) -> int:
    """Working days after its release in which it is to be reviewed."""
    policy = board.type_policies.get(release.type)
    if policy is None:
        return REVIEW_DAYS
    return policy.review_due_days or (WAIVED_REVIEW_DAYS if policy.gates_waived else REVIEW_DAYS)
