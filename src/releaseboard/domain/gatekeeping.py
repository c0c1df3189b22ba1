"""Decisions about gates: votes, criteria with evidence, go or no go, conditions, waivers (domain.md invariant 12)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.errors import BadInput, Refused, did_you_mean
from releaseboard.text import clean_line

from . import approvals, rules
from .board import Board
from .changes import Change, Context
from .drafting import create_record, name_id, set_fields
from .fields import join_path
from .gates import (
    OPENS,
    Gate,
    find_result,
    gate_called,
    gates_between,
    is_open,
    missing_votes,
    say_gate,
    voters,
)
from .model import Release
from .raid import GateResult
from .stamp import format_instant
from .words import OPEN_STATES, GateState, Vote, spoken

Drafts = tuple[Change, ...]

SPOKEN_STATES = {"pass": "passed", "fail": "failed", "waive": "waived", "go": "passed", "no_go": "failed"}
_ROUND = ("votes", "conditions")  # what a new round begins without


def _find(board: Board, key: str, name: str) -> tuple[Release, Gate, GateResult]:
    release = board.release(key)
    rules.require_state(release, tuple(OPEN_STATES), "decided about")
    gate = gate_called(board, release, name)
    return release, gate, find_result(board, gate)


def _put(board: Board, result: GateResult, values: Mapping[str, Any], reason: str = "") -> Drafts:
    """The id of a new result comes from release and stage: two people who vote at once vote at one gate."""
    if result.id:
        return set_fields(board, "gate_results", result.id, values, reason)
    plain = {"release": result.release, "stage": result.stage, **values}
    return create_record(board, "gate_results", name_id("g", result.release, result.stage), plain, reason)


def _forget(result: GateResult, names: Sequence[str] = _ROUND) -> dict[str, Any]:
    """Paths that empty members of a result, each with a path of its own."""
    return {join_path(name, member): None for name in names for member in getattr(result, name)}


def _reopen(result: GateResult) -> dict[str, Any]:
    return {"state": None, "decided_by": None, "decided_at": None, "reason": None, **_forget(result)}


def vote_gate(board: Board, command: approvals.VoteGate, context: Context) -> Drafts:
    """One person's word; after a no go it opens a new round without the old votes."""
    release, gate, result = _find(board, command.key, command.gate)
    vote = rules.require_word(command.vote, Vote, "a vote")
    person = clean_line(command.person or context.by)
    if result.state in OPENS:
        raise Refused(
            f"{release.key}: the gate {gate.name!r} is {spoken(result.state)}: there is nothing to vote on",
            "decide it as pending to open it again",
        )
    said = {"vote": vote, "note": command.note, "at": format_instant(context.now)}
    values = _reopen(result) if result.state == GateState.FAILED else {}
    said = {name: value for name, value in said.items() if value}
    return _put(board, result, {**values, join_path("votes", person): said})


def answer_criterion(board: Board, command: approvals.AnswerCriterion, context: Context) -> Drafts:
    """One line of the sheet, with what shows it."""
    release, gate, result = _find(board, command.key, command.gate)
    criterion = _find_criterion(release, gate, command.criterion)
    path = join_path("criteria", criterion)
    if not command.answer:
        return _put(board, result, {path: None}) if criterion in result.criteria else ()
    answer = rules.require_word(command.answer, (Vote.GO, Vote.NO_GO), "a criterion")
    said = {"answer": answer, "evidence": command.evidence, "by": context.by, "at": format_instant(context.now)}
    return _put(board, result, {path: {name: value for name, value in said.items() if value}})


def _find_criterion(release: Release, gate: Gate, text: str) -> str:
    """The criterion with this text, number from 1, or beginning; a new one is cleaned. Raises BadInput when empty."""
    wanted = clean_line(text)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(gate.criteria):
        return clean_line(gate.criteria[int(wanted) - 1])
    starts = [known for known in gate.criteria if wanted and known.casefold().startswith(wanted.casefold())]
    if len(starts) == 1:
        return clean_line(starts[0])
    if not wanted:
        raise BadInput(f"{release.key}: say which criterion of {gate.name!r}", ", ".join(gate.criteria))
    return wanted


def plan_gate(board: Board, command: approvals.PlanGate, context: Context) -> Drafts:
    """The day on which it is to be decided."""
    release, _, result = _find(board, command.key, command.gate)
    _require_ahead(release, command.due, context.today)
    if command.due is None and result.due is None:
        return ()
    return _put(board, result, {"due": command.due}, command.reason)


def _require_ahead(release: Release, due: date | None, today: date) -> None:
    if due is not None and due < today:
        raise BadInput(f"{release.key}: {due} is past: nothing can be decided then", "give a day from today on")


def decide_gate(board: Board, command: approvals.DecideGate, context: Context) -> Drafts:
    """Go, conditional go, no go, or waived; pending takes a decision back."""
    release, gate, result = _find(board, command.key, command.gate)
    word = str(command.state).casefold().replace("-", "_")
    state = rules.require_word(SPOKEN_STATES.get(word, word), GateState, "the decision at a gate")
    if state == GateState.PENDING:
        rules.require_reason(command.reason, f"opening the gate {gate.name!r} of {release.key} again")
        return _put(board, result, _reopen(result), command.reason) if result.state != GateState.PENDING else ()
    if state == result.state and state in (GateState.PASSED, GateState.WAIVED):
        raise Refused(f"{release.key}: {gate.name!r} is {spoken(state)} already", "pending opens it again")
    if state in (GateState.FAILED, GateState.WAIVED):
        doing = "stopping" if state == GateState.FAILED else "waiving"
        rules.require_reason(command.reason, f"{doing} {release.key} at {gate.name!r}")
    else:
        _require_votes(release, gate, result)
    _require_ahead(release, command.due, context.today)
    values: dict[str, Any] = {
        **_forget(result, ("conditions",)), "state": state, "decided_by": context.by, "reason": command.reason,
        "decided_at": format_instant(context.now), "attempts": result.attempts + 1, "due": command.due,
    }  # fmt: skip
    if not result.first_state:
        values["first_state"] = state
    if state == GateState.CONDITIONAL:
        values |= _make_conditions(release, command.conditions, context)
    elif command.conditions:
        raise BadInput(f"{release.key}: only a conditional go has conditions", "decide it as conditional")
    return _put(board, result, values, command.reason)


def _require_votes(release: Release, gate: Gate, result: GateResult) -> None:
    """Raises Refused while the rule of the gate asks for more."""
    against = [login for login in voters(result, Vote.NO_GO) if login in gate.approvers]
    missing = missing_votes(gate, result)
    if not missing:
        return
    says = f"{', '.join(against)} said no go" if against else f"waiting for {', '.join(missing)}"
    raise Refused(
        f"{release.key}: {gate.name!r} needs {gate.needed} go of {len(gate.approvers)}; {says}",
        "record the votes, or waive the gate with a reason",
    )


def _make_conditions(
    release: Release, conditions: Sequence[Mapping[str, Any]], context: Context
) -> dict[str, dict[str, Any]]:
    if not conditions:
        raise BadInput(f"{release.key}: a conditional go needs conditions", "each with text, owner and due day")
    made = {}
    for given in conditions:
        missing = [name for name in ("text", "owner", "due") if not given.get(name)]
        if missing:
            raise BadInput(f"{release.key}: a condition needs {', '.join(missing)}", "who does what until when")
        due = given["due"] if isinstance(given["due"], date) else _read_due(release, str(given["due"]))
        made[join_path("conditions", context.new_id("k"))] = {
            "text": given["text"], "owner": given["owner"], "due": due.isoformat(),
        }  # fmt: skip
    return made


def _read_due(release: Release, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{release.key}: {text!r} is no day", "such as 2027-03-05") from None


def meet_condition(board: Board, command: approvals.MeetCondition, context: Context) -> Drafts:
    """Done, or open again."""
    release, gate, result = _find(board, command.key, command.gate)
    ident = _find_condition(release, gate, result, command.condition)
    condition = {**result.conditions[ident], "done": command.done}
    return _put(board, result, {join_path("conditions", ident): condition})


def _find_condition(release: Release, gate: Gate, result: GateResult, text: str) -> str:
    fold = text.strip().casefold()
    texts = {str(condition.get("text") or ""): ident for ident, condition in result.conditions.items()}
    starts = [ident for known, ident in texts.items() if fold and known.casefold().startswith(fold)]
    if text in result.conditions:
        return text
    if len(starts) == 1:
        return starts[0]
    hint = did_you_mean(text, texts) or ", ".join(texts)
    raise BadInput(f"{release.key}: {gate.name!r} has no such condition {text!r}", hint)


def require_gates(board: Board, release: Release, left: Sequence[str], entered: str, today: date) -> None:
    """Invariant 12: raises Refused for the first gate that stops a move over these stages."""
    for gate in gates_between(board, release, left, entered):
        if not is_open(board, gate, today):
            way = f"`releaseboard gate {release.key} {gate.stage} --decide pass`"
            raise Refused(f"{release.key}: {say_gate(board, gate)}", f"{way}, or waive it with a reason")


def reopen_gates(board: Board, release: Release, stages: Sequence[str]) -> Drafts:
    """After rework the gates of these stages are to be decided anew; a waiver stays."""
    drafts: Drafts = ()
    for result in board.gate_results.values():
        if result.release == release.id and result.stage in stages and result.state in OPENS - {GateState.WAIVED}:
            values = {**_reopen(result), **_forget(result, ("criteria",))}
            drafts += set_fields(board, "gate_results", result.id, values)
    return drafts
