"""The go/no-go sheet as rows: each gate of a release with its criteria, votes and conditions, a line each. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.gates import Gate, due_day, find_result, gate_state, open_conditions
from releaseboard.domain.raid import GateResult
from releaseboard.domain.when import format_date
from releaseboard.domain.words import spoken
from releaseboard.reports.gosheet import list_criteria, say_due, say_rule
from releaseboard.reports.layout import wrap_cells

from .rows import Row, text_row

MARKS = {"go": ("go", "green"), "no_go": ("NO GO", "red"), "abstain": ("abstains", "dim")}
OPEN = ("open", "amber")
_MARK = 9
_STATES = {"passed": "green", "waived": "green", "conditional": "amber", "failed": "red"}


class Line(NamedTuple):
    """What a row of the sheet is about.

    Attributes:
        kind: `gate`, `criterion`, `vote` or `condition`.
        stage: id of the gate's stage.
        name: the criterion's text, the voter's login, the condition's id; '' for the gate.
        answer: go, no_go, abstain; '' open.
        note: evidence or note so far.
        shown: as it is called on the screen.
    """

    kind: str
    stage: str
    name: str = ""
    answer: str = ""
    note: str = ""
    shown: str = ""


def list_lines(board: Board, gate: Gate) -> Iterator[Line]:
    """The lines of one gate: the gate, its criteria, its approvers and who else has voted, its conditions."""
    result = find_result(board, gate)
    yield Line("gate", gate.stage, shown=gate.name)
    for text, answer in list_criteria(gate, result):
        said, evidence = str(answer.get("answer") or ""), str(answer.get("evidence") or "")
        yield Line("criterion", gate.stage, text, said, evidence, text)
    for login in (*gate.approvers, *sorted(set(result.votes) - set(gate.approvers))):
        vote = result.votes.get(login, {})
        said, note = str(vote.get("vote") or ""), str(vote.get("note") or "")
        yield Line("vote", gate.stage, login, said, note, board.person_name(login))
    for ident, condition in result.conditions.items():
        owner = board.person_name(str(condition.get("owner") or ""))
        about = f"{condition.get('text')} ({owner}, {say_due(str(condition.get('due') or ''))})"
        yield Line("condition", gate.stage, ident, "go" if condition.get("done") else "", "", about)


def ident_of(line: Line) -> str:
    """The id of its row."""
    return f"{line.kind} {line.stage} {line.name}"


def list_sheet_rows(board: Board, gates: Sequence[Gate], width: int) -> Iterator[Row]:
    """All gates, a blank line between them; lines that are longer than `width` cells go on below."""
    for gate in gates:
        result = find_result(board, gate)
        if gate is not gates[0]:
            yield text_row("")
        headings = {"criterion": "criteria", "vote": "votes", "condition": "conditions"}
        for line in list_lines(board, gate):
            if line.kind == "gate":
                yield _gate_row(board, gate, result)
                yield from _rule_rows(board, gate, result, width)
                continue
            if line.kind in headings:
                yield text_row(f"  {headings.pop(line.kind)}", "dim")
            yield from _line_rows(line, width)


def _gate_row(board: Board, gate: Gate, result: GateResult) -> Row:
    state = gate_state(board, gate)
    due = due_day(gate, result)
    when = f"due {format_date(due)}" if due is not None and not result.decided_at else ""
    name = f"{gate.name} ({gate.at} of {board.stage_name(gate.stage)})"
    ident = ident_of(Line("gate", gate.stage))
    return Row(ident, ((name, "strong"), (": ", ""), (spoken(state), _STATES.get(state, "amber"))), ((when, "dim"),))


def _rule_rows(board: Board, gate: Gate, result: GateResult, width: int) -> Iterator[Row]:
    said = say_rule(board, gate)
    if result.decided_at:
        why = f": {result.reason}" if result.reason else ""
        said = f"decided by {board.person_name(result.decided_by)} on {result.decided_at[:10]}{why}"
        left = len(open_conditions(result))
        said += f"; {left} still open" if left else ""
    elif gate.waived_by:
        said = gate.waived_by
    yield from (text_row(line, "dim") for line in wrap_cells(said, width, "  "))


def _line_rows(line: Line, width: int) -> Iterator[Row]:
    word, role = MARKS.get(line.answer, OPEN)
    if line.kind == "condition":
        word, role = ("done", "green") if line.answer else OPEN
    note = f": {line.note}" if line.note else ""
    first, *rest = wrap_cells(f"{line.shown}{note}", width - _MARK - 4)
    yield Row(ident_of(line), (("  ", ""), (f"{word:<{_MARK}}", role), (first, "")))
    yield from (text_row(f"  {'':<{_MARK}}{more}") for more in rest)
