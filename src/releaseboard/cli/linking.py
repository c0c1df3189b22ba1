"""`depend` and `undepend`: what a release waits for."""

import argparse
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.commands import AddLink, RemoveLink
from releaseboard.domain.linking import find_predecessor
from releaseboard.domain.model import Link
from releaseboard.domain.words import Agreement, LinkType
from releaseboard.errors import BadInput, UnknownKey
from releaseboard.reports.showtext import say_link

from .parser import Command, OneOf, Parser, whole_number
from .shell import Shell

ENDS = (
    ("successor", "SUCCESSOR[.STAGE]", "the release that waits; with a stage: that stage waits"),
    ("predecessor", "PREDECESSOR[.STAGE]", "a release (with a stage: only that one), or an external, event or backlog"),
)


def _set_up(parser: Parser) -> None:
    for name, metavar, text in ENDS:
        parser.add_argument(name, metavar=metavar, help=text)
    types = [word.value for word in LinkType]
    parser.add_argument("--why", metavar="TEXT", required=True, help="in one line")
    parser.add_argument("--type", type=OneOf(types), default="FS", metavar="TYPE",
                        help="FS (default), SS, FF, or same-stage: not enter a stage before it is left")  # fmt: skip
    parser.add_argument(
        "--lag", type=whole_number, default=0, metavar="N", help="working days between; may be negative"
    )
    parser.add_argument("--soft", action="store_true", help="only warns, moves no date")
    parser.add_argument("--needed-by", metavar="DATE", help="when the successor needs it")
    parser.add_argument("--promised-by", metavar="DATE", help="when the predecessor promised it")
    parser.add_argument("--agreement", type=OneOf([word.value for word in Agreement if word != Agreement.WAIVED]),
                        metavar="STATE", help="proposed (default), agreed, refused or met")  # fmt: skip


def split_end(board: Board, text: str) -> tuple[str, str]:
    """`PAY-4.2.build` as key and stage id; the stage is '' when the last part is no stage of the board.

    A key may hold dots itself (PAY-4.2), so the last part is a stage only where the board has that stage and no
    record is called by the whole text.
    """
    head, dot, tail = text.rpartition(".")
    if dot and board.find_release(text) is None:
        for stage in board.stages:
            if tail.casefold() in (stage.id.casefold(), stage.name.casefold()):
                return head, stage.id
        if tail.casefold() == "released":
            return head, ""
    return text, ""


def _depend(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    successor, stage = split_end(board, args.successor)
    predecessor, point = split_end(board, args.predecessor)
    fields: dict[str, Any] = {
        "successor_stage": stage, "point": point, "type": args.type, "lag": args.lag,
        "strength": "soft" if args.soft else "hard", "why": args.why, "agreement": args.agreement or "proposed",
    }  # fmt: skip
    for name in ("needed_by", "promised_by"):
        if getattr(args, name) is not None:
            fields[name] = shell.read_date(getattr(args, name)).isoformat()
    known = set(board.links)
    outcome = shell.do(AddLink(successor, predecessor, {name: value for name, value in fields.items() if value}))
    for ident in outcome.board.links.keys() - known:
        link = outcome.board.links[ident]
        shell.out.done(f"{_name(outcome.board, link)} waits for {say_link(outcome.board, link, is_ahead=False)}")
    return 0


def _name(board: Board, link: Link) -> str:
    return board.label(link.successor)


def _set_up_undepend(parser: Parser) -> None:
    for name, metavar, text in ENDS:
        parser.add_argument(name, metavar=metavar, help=text)
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _undepend(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    link = find_link(board, args.successor, args.predecessor)
    shell.do(RemoveLink(link.id, args.reason))
    shell.out.done(f"{board.label(link.successor)} no longer waits for {board.label(link.predecessor)}")
    return 0


def find_link(board: Board, successor: str, predecessor: str) -> Link:
    """The one link between these two ends.

    Raises:
        UnknownKey: there is none. BadInput: there are several; stages must say which.
    """
    one, stage = split_end(board, successor)
    other, point = split_end(board, predecessor)
    release = board.release(one)
    wanted, _ = find_predecessor(board, other)
    links = [
        link
        for link in board.waits_for(release.id)
        if link.predecessor == wanted and stage in ("", link.successor_stage) and point in ("", link.point)
    ]
    if not links:
        names = ", ".join(board.label(link.predecessor) for link in board.waits_for(release.id))
        hint = f"it waits for {names}" if names else "it waits for nothing"
        raise UnknownKey(f"{release.key} does not wait for {board.label(wanted)}", hint)
    if len(links) > 1:
        choices = [say_link(board, link, is_ahead=False).partition(" (")[0] for link in links]
        raise BadInput(f"{release.key} waits for {board.label(wanted)} in {len(links)} ways",
                       f"name the stages: {', '.join(choices)}")  # fmt: skip
    return links[0]


COMMANDS = {
    "depend": Command(
        "A release waits for another one, or for something outside. A loop is refused, and named.",
        "depend PAY-4.2.deploy PAY-4.1.1 --lag 2 --why 'builds on the security patch'",
        _set_up,
        _depend,
    ),
    "undepend": Command(
        "Take a dependency away.", "undepend PAY-4.2 PAY-4.1.1 --reason 'patch is no longer needed'",
        _set_up_undepend, _undepend,
    ),
}  # fmt: skip
