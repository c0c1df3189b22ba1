"""The go/no-go sheet: each gate of a release with its rule, criteria and evidence, votes, conditions and decision."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.gates import Gate, due_day, find_result, gate_state, missing_votes
from releaseboard.domain.model import Release
from releaseboard.domain.raid import GateResult
from releaseboard.domain.when import format_date, format_day
from releaseboard.domain.words import spoken
from releaseboard.text import clean_line

from .layout import Style, wrap_cells

_MARKS = {"go": "go", "no_go": "NO GO", "abstain": "abstains"}
_MARK = 9


def say_rule(board: Board, gate: Gate) -> str:
    """Who decides, and how many must say go."""
    if not gate.approvers:
        return "anyone may decide"
    names = ", ".join(board.person_name(login) for login in gate.approvers)
    if gate.needed >= len(gate.approvers):
        return f"{names} must say go" if len(gate.approvers) == 1 else f"all must say go: {names}"
    return f"{gate.needed} of {len(gate.approvers)} must say go: {names}"


def write_sheet(board: Board, release: Release, gates: Sequence[Gate], today: date, style: Style) -> list[str]:
    """The sheet of these gates."""
    title = f"Go/no-go  {release.key}  {release.title}".rstrip()
    lines = [style.paint(title, "bold"), f"as of {format_date(today)}"]
    if release.target:
        lines[1] += f", target {format_day(release.target)}"
    for gate in gates:
        lines += ["", *(line for line in _write_gate(board, gate, style))]
    return lines


def _write_gate(board: Board, gate: Gate, style: Style) -> Iterator[str]:
    result, state = find_result(board, gate), gate_state(board, gate)
    yield style.paint(f"{gate.name} ({gate.at} of {board.stage_name(gate.stage)}): {spoken(state)}", "bold")
    due = due_day(gate, result)
    if due is not None and not result.decided_at:
        yield f"  due {format_date(due)}"
    yield from wrap_cells(say_rule(board, gate), style.width, "  ")
    for criterion, answer in list_criteria(gate, result):
        mark = _MARKS.get(str(answer.get("answer") or ""), "open")
        by = f" ({board.person_name(str(answer['by']))})" if answer.get("by") else ""
        evidence = f": {answer['evidence']}" if answer.get("evidence") else ""
        yield from wrap_cells(f"{criterion}{evidence}{by}", style.width, " " * (_MARK + 2), f"  {mark:<{_MARK}}")
    for login, vote in sorted(result.votes.items()):
        note = f": {vote['note']}" if vote.get("note") else ""
        mark = _MARKS.get(str(vote.get("vote")), str(vote.get("vote")))
        yield from wrap_cells(f"{board.person_name(login)} says {mark}{note}", style.width, "    ", "  ")
    missing = missing_votes(gate, result)
    if missing and not result.decided_at:
        names = ", ".join(board.person_name(login) for login in missing)
        yield from wrap_cells(f"still to vote: {names}", style.width, "    ", "  ")
    for ident, condition in result.conditions.items():
        mark = "done" if condition.get("done") else "open"
        due_text = str(condition.get("due") or "")
        owner = board.person_name(str(condition.get("owner") or ""))
        text = f"condition {ident}: {condition.get('text')} ({owner}, {say_due(due_text)})"
        yield from wrap_cells(text, style.width, " " * (_MARK + 2), f"  {mark:<{_MARK}}")
    if result.decided_at:
        why = f": {result.reason}" if result.reason else ""
        by = board.person_name(result.decided_by)
        yield from wrap_cells(f"decided by {by} on {result.decided_at[:10]}{why}", style.width, "    ", "  ")
    elif gate.waived_by:
        yield f"  {gate.waived_by}"


def say_due(text: str) -> str:
    """A day as it is stored, in words; `no day` for what is none."""
    try:
        return f"due {format_day(date.fromisoformat(text))}"
    except ValueError:
        return "no day"


def list_criteria(gate: Gate, result: GateResult) -> Iterator[tuple[str, dict[str, Any]]]:
    """The gate's criteria in order, then those that only this release has."""
    own = [clean_line(text) for text in gate.criteria]
    for text in [*own, *(known for known in result.criteria if known not in own)]:
        yield text, dict(result.criteria.get(text, {}))


def view_gate(board: Board, gate: Gate) -> dict[str, Any]:
    """One gate for scripts."""
    result = find_result(board, gate)
    due = due_day(gate, result)
    return {
        "gate": gate.name, "stage": gate.stage, "at": gate.at, "state": gate_state(board, gate),
        "due": due.isoformat() if due else None, "approvers": list(gate.approvers), "needed": gate.needed,
        "missing": list(missing_votes(gate, result)),
        "criteria": [
            {"text": text, "answer": answer.get("answer"), "evidence": answer.get("evidence"), "by": answer.get("by")}
            for text, answer in list_criteria(gate, result)
        ],
        "votes": [{"person": login, **dict(vote)} for login, vote in sorted(result.votes.items())],
        "conditions": [{"id": ident, **dict(condition)} for ident, condition in result.conditions.items()],
        "decided_by": result.decided_by or None, "decided_at": result.decided_at or None,
        "reason": result.reason or None, "attempts": result.attempts, "waived_by": gate.waived_by or None,
    }  # fmt: skip
