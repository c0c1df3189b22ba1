"""What is owed, put together as it is told: whom one text goes to, drafts that fit and drafts that do not."""

from random import Random

import pytest

from coordboards import TODAY, act, busy
from randomboards import make_board
from releaseboard.domain import commands as c
from releaseboard.domain.board import Board
from releaseboard.domain.coordination import EditNotice, RecordNotice, SendNotice
from releaseboard.reports.noticefacts import Typed
from releaseboard.reports.notices import list_owed
from releaseboard.reports.telling import Telling, draft_released, find_draft, group_owed, keep_draft, send
from releaseboard.schedule.outlook import look_ahead

UPDATE = Typed(next_update=TODAY)


def tellings(board: Board) -> tuple[Telling, ...]:
    """All that is owed."""
    return group_owed(board, list_owed(board, look_ahead(board, TODAY), TODAY))


def late() -> Board:
    """PAY-4.2 is promised for 2 March and goes out weeks later."""
    doc = {**busy().docs["releases"][busy().release("PAY-4.2").id]}
    window = {"start": "2027-01-04", "end": "2027-01-05"}
    doc["baseline"] = {**doc["baseline"], "window": window, "target": "2027-01-04"}
    return Board({**busy().docs, "releases": {**busy().docs["releases"], doc["id"]: doc}})


@pytest.mark.parametrize("seed", range(40))
def test_who_was_told_is_owed_nothing(seed: int) -> None:
    """On random boards: all that is owed goes out, as drafts first or at once; then nobody is owed anything."""
    random = Random(seed)
    plain = make_board(seed)
    people = {
        f"s{at}": {"id": f"s{at}", "who": f"w{at % 4}", "release": random.choice(list(plain.releases)),
                   "audience": random.choice(["client", "management", "vendor", "team"])}
        for at in range(6)
    }  # fmt: skip
    board = Board({**plain.docs, "stakeholders": people})
    owed = tellings(board)
    outlooks = look_ahead(board, TODAY)
    drafted = [each for each in owed if random.random() < 0.5]
    board = act(board, *(step for each in drafted for step in keep_draft(board, outlooks, TODAY, each, UPDATE)))
    again = tellings(board)
    assert [each[:6] for each in again] == [each[:6] for each in owed]
    board = act(board, *send(board, look_ahead(board, TODAY), TODAY, again, "email", UPDATE))
    assert tellings(board) == ()
    assert {notice.state for notice in board.notices.values()} <= {"sent"}
    assert len(board.notices) == len(owed)


def test_a_draft_that_says_another_day_is_written_anew() -> None:
    """Its own cause stays; what goes out is what holds today, and no second notice is made."""
    board = late()
    (telling, *_) = [each for each in tellings(board) if each.audience == "client"]
    old = RecordNotice("PAY-4.2", "client", telling.kind, telling.who, TODAY, cause_told="a part is late", text="old")
    board = act(board, old)
    (again, *_) = [each for each in tellings(board) if each.audience == "client"]
    assert again.draft is not None
    assert not again.fits_draft
    made = send(board, look_ahead(board, TODAY), TODAY, [again], "call")
    assert [type(step) for step in made] == [EditNotice, SendNotice]
    (notice,) = act(board, *made).notices.values()
    assert (notice.date_told, notice.cause_told, notice.state) == (telling.now, "a part is late", "sent")
    assert "Why: a part is late." in notice.text


def test_the_nearest_draft_is_found() -> None:
    """Of several that go to somebody, the one with the fewest others; one to the whole audience counts as to all."""
    board = act(
        busy(),
        RecordNotice("PAY-4.2", "client", "heads_up", (), TODAY, text="all"),
        RecordNotice("PAY-4.2", "client", "heads_up", ("globex",), TODAY, text="one"),
    )
    release = board.release("PAY-4.2")

    def found(*who: str) -> tuple[str, tuple[str, ...]]:
        draft, rest = find_draft(board, release, "client", who)
        return (draft.text if draft is not None else "", rest)

    assert found("Globex") == ("one", ())
    assert found("Acme") == ("all", ("globex",))
    assert found() == ("all", ())
    assert found("nobody") == ("", ())
    assert find_draft(board, release, "vendor", ("Acme",)) == (None, ())


def test_a_release_that_is_out_is_drafted_for_those_who_are_owed_it() -> None:
    """One draft an audience; none for who only wants to hear of a missed window."""
    board = act(busy(), c.MarkReleased("PAY-4.2", reason="no time for the gate"))
    drafts = draft_released(board, board.release("PAY-4.2").id, TODAY)
    assert {(each.audience, tuple(each.stakeholders), each.kind, each.channel) for each in drafts} == {
        ("client", ("Acme",), "released", ""), ("management", ("board",), "released", ""),
    }  # fmt: skip
    assert {each.date_told for each in drafts} == {TODAY}
    assert draft_released(board, board.release("WEB-9.0").id, TODAY) == []
