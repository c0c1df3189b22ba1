"""The forms of the go/no-go sheet: a word with a note on a line, and the decision."""

from collections.abc import Callable, Sequence
from typing import Any

from releaseboard.domain.approvals import AnswerCriterion, DecideGate, VoteGate
from releaseboard.domain.board import Board
from releaseboard.domain.gates import Gate, find_result, gate_state, missing_votes
from releaseboard.domain.model import Release
from releaseboard.domain.words import GateState, spoken
from releaseboard.reports.gosheet import list_criteria, say_rule
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, DateField, Field, Form, Option, PickField
from .fieldsources import days_of, people_of
from .sheetrows import Line

_WORDS = (Option("go", "go", "g"), Option("no_go", "no go", "n"))
VOTES = (*_WORDS, Option("abstain", "abstains", "a"))
ANSWERS = (*_WORDS, Option("open", "open again", "o"))
DECISIONS = (
    Option("pass", "go", "g"), Option("conditional", "go with a condition", "c"), Option("fail", "no go", "n"),
    Option("waive", "waive the gate", "w"), Option("pending", "open again", "o"),
)  # fmt: skip


def answer_command(release: Release, line: Line, answer: str, note: str, user: str) -> Any:
    """What a word on a line comes to; on the gate's own line it is one's own vote."""
    if line.kind == "criterion":
        return AnswerCriterion(release.key, line.stage, line.name, "" if answer == "open" else answer, note)
    return VoteGate(release.key, line.stage, answer, note, line.name or user)


def note_form(
    desk: Desk, release: Release, line: Line, answer: str = "", done: Callable[[], None] | None = None
) -> Form:
    """Go or no go with what shows it; `answer` stands there at first, else what was said before."""
    who = line.shown if line.kind != "gate" else desk.board.person_name(desk.session.user)
    options = ANSWERS if line.kind == "criterion" else VOTES

    def submit(values: dict[str, Any]) -> None:
        command = answer_command(release, line, values["answer"], values["note"] or "", desk.session.user)
        desk.do(command, said=f"{spoken(values['answer'])}: {who[:50]}")
        if done is not None:
            done()

    fields = (
        ChoiceField("answer", "Answer", answer or line.answer or "go", "press a letter", required=True,
                    options=options),
        Field("note", "Note", line.note, "what shows it, one line; may stay empty"),
    )  # fmt: skip
    title = f"{release.key}: {who[:60]}"
    ident = f"note {release.id} {line.kind} {line.stage} {line.name} {answer}"
    return Form(ident, title, fields, submit, "note", first="note" if answer or line.answer else "answer")


def suggest_decision(board: Board, gate: Gate) -> str:
    """`pass` where every criterion holds and the votes are there; '' where somebody has to think."""
    result = find_result(board, gate)
    held = all(answer.get("answer") == "go" for _, answer in list_criteria(gate, result))
    return "pass" if held and not missing_votes(gate, result) else ""


def decide_form(desk: Desk, release: Release, gate: Gate) -> Form:
    """The decision, and what it needs: a reason to stop, to waive or to open again; who does what until when."""
    board = desk.board
    is_open = gate_state(board, gate) in (GateState.PENDING, GateState.FAILED)

    def submit(values: dict[str, Any]) -> None:
        texts = [part.strip() for part in (values["condition"] or "").split(";") if part.strip()]
        conditions = [{"text": text, "owner": values["owner"], "due": values["due"]} for text in texts]
        word = values["decision"]
        due = values["due"] if word == "fail" else None
        command = DecideGate(release.key, gate.stage, word, values["reason"] or "", conditions, due)
        label = next(option.label for option in DECISIONS if option.value == word)
        desk.do(command, said=f"{release.key}, {gate.name}: {label}")

    fields = (
        ChoiceField("decision", "Decision", suggest_decision(board, gate) if is_open else "", "press a letter",
                    required=True, options=DECISIONS),
        Field("reason", "Why", "", "needed for no go, waive and open again"),
        Field("condition", "Condition", "", "of a conditional go; several with ; between"),
        PickField("owner", "By whom", "", "who sees to the condition", source=lambda: people_of(desk), is_free=True,
                  what="person"),
        DateField("due", "Until", "", "the condition's day; of a no go: the next try", days=days_of(desk)),
    )  # fmt: skip
    return Form(f"decide gate {release.id} {gate.stage}", f"{release.key}: decide {gate.name}", fields, submit,
                "reason", _say_standing(board, gate))  # fmt: skip


def _say_standing(board: Board, gate: Gate) -> str:
    """What speaks for and against it so far."""
    result = find_result(board, gate)
    answers: Sequence[str] = [str(answer.get("answer") or "") for _, answer in list_criteria(gate, result)]
    parts = [f"{answers.count('go')} of {len(answers)} criteria hold"] if answers else []
    missing = missing_votes(gate, result)
    votes = ", ".join(board.person_name(login) for login in missing)
    return " · ".join([*parts, f"still to say go: {votes}" if missing else say_rule(board, gate)])
