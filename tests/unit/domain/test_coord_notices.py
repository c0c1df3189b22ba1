"""Notices: drafted, sent, acknowledged; what was sent stays as it is (domain.md invariant 18)."""

from datetime import date
from typing import Any

import pytest

from boards import make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.model import Window
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
FIFTH = date(2027, 3, 5)
DRAFT = co.RecordNotice("PAY-4.2", "client", "delay", ["Acme"], FIFTH, cause_told="a test", text="Dear Acme\n\nlater")
SENT = DRAFT._replace(channel="email")


def drafted() -> Board:
    return act(BOARD, DRAFT)


def sent() -> Board:
    return act(BOARD, SENT)


def first(board: Board) -> str:
    return next(iter(board.notices))


GOOD: list[tuple[Board, Any]] = [
    (BOARD, DRAFT),
    (BOARD, SENT),
    (BOARD, co.RecordNotice("PAY-4.2", "vendor", "delay", next_update_on=date(2027, 2, 26))),
    (BOARD, co.RecordNotice("PAY-4.2", "team", "heads-up", window_told=Window(date(2027, 3, 1), FIFTH))),
    (drafted(), co.EditNotice(first(drafted()), {"text": "Dear all", "stakeholders": ["Acme", "globex.com"]})),
    (drafted(), co.EditNotice(first(drafted()), {"date_told": date(2027, 3, 8), "cause_told": ""})),
    (drafted(), co.SendNotice(first(drafted()), "Chat")),
    (sent(), co.AcknowledgeNotice(first(sent()))),
    (sent(), co.AcknowledgeNotice(first(sent()), "Ms Acme")),
    (drafted(), c.RemoveRecord("notices", first(drafted()))),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, DRAFT._replace(audience="clint"), BadInput, "client"),
    (BOARD, DRAFT._replace(kind="late"), BadInput, "the kind of notice"),
    (BOARD, DRAFT._replace(channel="pigeon"), BadInput, "the channel"),
    (BOARD, DRAFT._replace(date_told=None), BadInput, "the day of the next update"),
    (drafted(), co.EditNotice(first(drafted()), {"sent_at": "x"}), BadInput, "by hand"),
    (drafted(), co.EditNotice(first(drafted()), {"state": "sent"}), BadInput, "by hand"),
    (drafted(), co.EditNotice(first(drafted()), {"date_told": "soon"}), BadInput, "date_told"),
    (drafted(), co.EditNotice(first(drafted()), {"date_told": None}), BadInput, "next update"),
    (drafted(), co.AcknowledgeNotice(first(drafted())), Refused, "send it first"),
    (BOARD, co.SendNotice("nothing", "chat"), UnknownKey, "notice"),
    (sent(), co.EditNotice(first(sent()), {"text": "something else"}), Refused, "was sent on 2027-02-24"),
    (sent(), co.SendNotice(first(sent()), "chat"), Refused, "record a new one"),
    (sent(), c.RemoveRecord("notices", first(sent())), Refused, "stays"),
    (sent(), c.EditRecord("notices", first(sent()), {"text": "x"}), BadInput, "commands of their own"),
    (act(sent(), co.AcknowledgeNotice(first(sent()))), co.AcknowledgeNotice(first(sent())), Refused, "by Acme already"),
    (act(BOARD, SENT._replace(stakeholders=())), co.AcknowledgeNotice(first(sent())), BadInput, "say who"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_sent_notice_says_by_whom_when_and_how() -> None:
    notice = act(drafted(), co.SendNotice(first(drafted()), "email")).notices[first(drafted())]
    assert (notice.state, notice.channel, notice.sent_by, notice.drafted_by) == ("sent", "email", "ana", "ana")
    assert (notice.sent_on, notice.sent_at) == (date(2027, 2, 24), "2027-02-24T10:15:03.000Z")
    assert notice.text == "Dear Acme\n\nlater"


def test_an_import_can_not_change_what_was_sent() -> None:
    board = sent()
    notice = board.notices[first(board)]
    same = {
        "release": "PAY-4.2", "audience": "client", "kind": "delay", "stakeholders": ["Acme"],
        "date_told": "2027-03-05", "drafted_at": notice.drafted_at,
    }  # fmt: skip
    assert decide(board, c.PutRecords({"notices": [same]}), make_context()) == ()
    with pytest.raises(BadInput, match="was sent"):
        decide(board, c.PutRecords({"notices": [{**same, "text": "something else"}]}), make_context())


def test_a_notice_follows_the_last_one_that_the_same_audience_got() -> None:
    board = act(sent(), DRAFT._replace(date_told=date(2027, 3, 8)), DRAFT._replace(audience="vendor"))
    follows = {notice.id: notice.follows for notice in board.notices.values()}
    assert list(follows.values()) == ["", first(sent()), ""]


def test_members_of_a_draft_are_replaced_by_those_given() -> None:
    board = act(drafted(), co.EditNotice(first(drafted()), {"stakeholders": ["globex.com"]}))
    assert board.notices[first(board)].stakeholders == ("globex.com",)
