"""`gate` and `gonogo`: votes, criteria with evidence, the decision, and the sheet."""

import argparse
from typing import Any

from releaseboard.domain import approvals as ap
from releaseboard.domain.gates import Gate, gate_called, list_gates, say_gate
from releaseboard.domain.words import Vote
from releaseboard.errors import BadInput
from releaseboard.reports.gosheet import view_gate, write_sheet
from releaseboard.reports.layout import Style

from .parser import Command, OneOf, Parser
from .shell import Shell

DECISIONS = ("pass", "conditional", "fail", "waive", "pending")
VOTES = tuple(vote.value for vote in Vote)
WAYS = ("vote", "decide", "criterion", "met", "due")  # one at a time
_ONLY_WITH = {
    "note": ("vote",), "person": ("vote",), "condition": ("decide",), "reason": ("decide", "due"),
    "answer": ("criterion",), "evidence": ("criterion",),
}  # fmt: skip


def _set_up_gate(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("gate", metavar="GATE", help="the gate's name, or its stage")
    parser.add_argument("--vote", type=OneOf(VOTES), metavar="WORD", help="go, no-go or abstain")
    parser.add_argument("--note", metavar="TEXT", help="with --vote: in a few words")
    parser.add_argument("--person", metavar="PERSON", help="with --vote: whose word it is; yours when left out")
    parser.add_argument("--decide", type=OneOf(DECISIONS), metavar="WORD", help=", ".join(DECISIONS))
    parser.add_argument("--reason", metavar="TEXT", help="why; needed to fail, to waive, and to open again")
    parser.add_argument("--condition", nargs=3, action="append", metavar=("TEXT", "OWNER", "DATE"),
                        help="of a conditional go: what, who, until when; once for each")  # fmt: skip
    parser.add_argument("--criterion", metavar="TEXT", help="answer one line of the sheet, by number or beginning")
    parser.add_argument("--answer", type=OneOf(("go", "no_go", "open")), metavar="WORD",
                        help="with --criterion: go (if left out), no-go, or open again")  # fmt: skip
    parser.add_argument("--evidence", metavar="TEXT", help="with --criterion: what shows it")
    parser.add_argument("--met", metavar="CONDITION", help="a condition is met, by its id or beginning")
    parser.add_argument("--due", metavar="DATE", help="the day it is to be decided; with --decide fail: the next try")
    parser.add_argument("--json", action="store_true", help="the gate as it then stands, for scripts")


def _gate(args: argparse.Namespace, shell: Shell) -> int:
    release = shell.board.release(args.key)
    gate = gate_called(shell.board, release, args.gate)
    command = _read_command(args, shell, release.key, gate)
    outcome = shell.do(command) if command is not None else None
    if args.json:
        shell.out.json({"key": release.key, **view_gate(shell.board, gate)})
    elif outcome is None:
        style = Style(shell.out.width, shell.out.paint)
        shell.out.lines(write_sheet(shell.board, release, [gate], shell.today, style))
    else:
        same = "" if outcome.changes else ", as it was already"
        shell.out.done(f"{release.key}: {say_gate(outcome.board, gate)}{same}")
    return 0


def _read_command(args: argparse.Namespace, shell: Shell, key: str, gate: Gate) -> Any:
    """What the options ask for; None when they ask for nothing. Raises BadInput for two things at once."""
    ways = [way for way in WAYS if getattr(args, way) is not None]
    if ways == ["decide", "due"]:
        ways = ["decide"]
    if len(ways) > 1:
        raise BadInput(f"{' and '.join(f'--{way}' for way in ways)} can't go together", "one thing at a time")
    for name, needed in _ONLY_WITH.items():
        if getattr(args, name) is not None and not set(needed) & set(ways):
            raise BadInput(f"--{name} says nothing by itself", f"it goes with --{' or --'.join(needed)}")
    due = None if args.due in (None, "-") else shell.read_date(args.due)
    reason = args.reason or ""
    if args.vote is not None:
        return ap.VoteGate(key, gate.stage, args.vote, args.note or "", args.person or "")
    if args.decide is not None:
        conditions = [
            {"text": text, "owner": owner, "due": shell.read_date(day)} for text, owner, day in args.condition or ()
        ]
        return ap.DecideGate(key, gate.stage, args.decide, reason, conditions, due)
    if args.criterion is not None:
        answer = {None: "go", "open": ""}.get(args.answer, args.answer)
        return ap.AnswerCriterion(key, gate.stage, args.criterion, answer, args.evidence or "")
    if args.met is not None:
        return ap.MeetCondition(key, gate.stage, args.met)
    return ap.PlanGate(key, gate.stage, due, reason) if args.due is not None else None


def _set_up_gonogo(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("gate", metavar="GATE", nargs="?", help="only this gate, by its name or stage")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _gonogo(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    release = board.release(args.key)
    gates = [gate_called(board, release, args.gate)] if args.gate is not None else list(list_gates(board, release))
    if args.json:
        shell.out.json({"key": release.key, "gates": [view_gate(board, gate) for gate in gates]})
    elif not gates:
        shell.out.note(f"{release.key} has no gates: the stages in the plan file say where there is one")
    else:
        shell.out.lines(write_sheet(board, release, gates, shell.today, Style(shell.out.width, shell.out.paint)))
    return 0


COMMANDS = {
    "gate": Command(
        "A vote, an answer to a criterion, or the decision at a gate; alone it shows how the gate stands.",
        "gate PAY-4.2 test --vote go --note 'no open bugs'", _set_up_gate, _gate,
    ),
    "gonogo": Command(
        "The go/no-go sheet: criteria with evidence, votes, conditions, decision.", "gonogo PAY-4.2",
        _set_up_gonogo, _gonogo,
    ),
}  # fmt: skip
