"""Boards and decisions for tests of the domain: small, in memory, with a clock that stands still."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from releaseboard.domain import commands
from releaseboard.domain.apply import apply
from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change, Context, invert, read_change, write_change
from releaseboard.domain.decide import decide

TODAY = date(2027, 2, 24)
NOW = datetime(2027, 2, 24, 10, 15, 3, tzinfo=UTC)

WINDOW = {"start": "2027-03-01", "end": "2027-03-05"}
READY_TO_COMMIT = {
    "goal": "Refunds within a day", "rm": "ana", "lead": "kim", "window": WINDOW, "target": "2027-03-02",
}  # fmt: skip


def make_context(prefix: str = "x", today: date = TODAY) -> Context:
    """A context whose ids are counted: the same decision always gets the same ids."""
    numbers = count(1)
    return Context(today, NOW, "ana", lambda letter: f"{letter}{prefix}{next(numbers)}")


def make_board(tables: Mapping[str, Iterable[Mapping[str, Any]]] | None = None, **more: Any) -> Board:
    """A board from plain records, as an import would put them."""
    put = {name: list(records) for name, records in {**(tables or {}), **more}.items()}
    return do(Board(), commands.PutRecords(put))


def do(board: Board, *asked: Any, today: date = TODAY) -> Board:
    """The board after these commands."""
    for number, command in enumerate(asked):
        board = apply(board, decide(board, command, make_context(f"{len(board.docs)}{number}", today)))
    return board


def payments() -> Board:
    """Two committed releases, a draft and a security patch, without links; one person, one vendor, one freeze."""
    plan = {"key": "PAY-4.2", "state": "committed", "title": "Refunds", **READY_TO_COMMIT}
    return make_board(
        releases=[
            plan,
            {**plan, "key": "WEB-9.0", "title": "Shop"},
            {**plan, "key": "PAY-4.1.1", "type": "security", "title": "Patch"},
            {"key": "MOB-7.0", "title": "Only an idea"},
        ],
        people=[{"id": "kim", "name": "Kim Berg"}],
        externals=[{"id": "sap", "kind": "vendor_requirement", "vendor": "SAP", "product": "certification"}],
        events=[{"id": "os12", "name": "OS 12", "date": "2027-03-20"}],
        freezes=[{"id": "quarter", "name": "Quarter end", "start": "2027-02-22", "end": "2027-02-26"}],
    )


def prove_round_trip(board: Board, command: Any) -> Board:
    """Decide, apply and take back: all is as before, and each change survives being written. Gives the board after."""
    drafts = decide(board, command, make_context("p"))
    assert drafts, f"{command} came to nothing"
    for draft in drafts:
        assert read_change(write_change(draft)) == draft
        _prove_was(board, draft)
    after = apply(board, drafts)
    assert after != board
    assert not after.problems
    back = apply(after, [invert(draft) for draft in reversed(drafts)])
    assert back == board
    assert apply(back, [invert(invert(draft)) for draft in drafts]) == after
    assert decide(after, commands.RevertChanges(drafts), make_context("q"))
    return after


def _prove_was(board: Board, draft: Change) -> None:
    """What a change says it replaced is what stood there."""
    from releaseboard.domain.fields import look_up

    doc = board.docs.get(draft.entity, {}).get(draft.key, {})
    for path in draft.set:
        if not draft.is_creation:
            assert draft.was.get(path) == look_up(doc, path), path
