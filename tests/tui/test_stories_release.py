"""Release day: what the screen says when a release is out, and the notices that lie ready then."""

from datetime import date
from typing import Any

import pytest

from .conftest import make_session, payments_plan

pytestmark = pytest.mark.tui

WINDOW = {"start": "2027-02-22", "end": "2027-02-26"}
BASE = {"window": WINDOW, "target": "2027-02-24", "stages": {}, "committed_by": "ana",
        "committed_at": "2027-01-04T09:00:00Z"}  # fmt: skip


def plan_of_the_day() -> dict[str, Any]:
    """PAY-4.1 is due this week, with two clients and a manager; one release went out in time before, one did not."""
    plan: dict[str, list[dict[str, Any]]] = payments_plan()
    plan["releases"][0] |= {"window": WINDOW, "target": "2027-02-24", "baseline": BASE, "clients": ["Acme", "Globex"]}
    late = {"start": "2027-02-01", "end": "2027-02-05"}
    fine = {"start": "2027-02-08", "end": "2027-02-12"}
    plan["releases"][6] |= {"window": fine, "baseline": {**BASE, "window": fine}}
    plan["releases"].append({**plan["releases"][6], "key": "WEB-8.8", "window": late, "released_on": "2027-02-09",
                             "baseline": {**BASE, "window": late}})  # fmt: skip
    plan["stakeholders"] = [{"who": "kim", "release": "PAY-4.1", "audience": "management"}]
    return plan


def toast(hand: Any) -> str:
    """What is told beside the board."""
    return "\n".join(notice.message for notice in hand.app._notifications)


async def test_a_release_in_its_window_says_streak_and_rates_and_drafts_the_notices(open_board) -> None:
    """!, Enter: in the window, streak 2, both rates, two notices drafted; gn has them, and u takes all of it back."""
    async with open_board(make_session(plan_of_the_day())) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("exclamation_mark", "enter")
        assert hand.said == "PAY-4.1 is out: in the window, streak 2; 2 notices drafted: gn"
        assert toast(hand).splitlines() == [
            "released Wed 24 Feb 2027, window 22–26 Feb: in the window", "on time 2/3 (67%), streak 2",
            "against the first window 2/3 (67%)", "2 notices drafted: gn",
        ]  # fmt: skip
        drafts = {(notice.audience, notice.stakeholders, notice.kind, notice.state, notice.date_told)
                  for notice in hand.session.board.notices.values()}  # fmt: skip
        day = date(2027, 2, 24)
        assert drafts == {
            ("client", ("Acme", "Globex"), "released", "draft", day),
            ("management", ("kim",), "released", "draft", day),
        }  # fmt: skip
        assert all("was released on Wed 24 Feb 2027." in note.text for note in hand.session.board.notices.values())
        await hand.press("u")
        assert hand.release("PAY-4.1").state == "in_progress"
        assert not hand.session.board.notices


async def test_the_drafts_go_out_as_they_stand(open_board) -> None:
    """gn shows them as drafts of what is owed; *, s, letter: the drafts themselves are sent, none is written twice."""
    async with open_board(make_session(plan_of_the_day())) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("exclamation_mark", "enter")
        drafts = {ident: notice.text for ident, notice in hand.session.board.notices.items()}
        await hand.press("g", "n")
        assert "2 drafts" in hand.text()
        assert "→ out 24 Feb" in hand.rows()
        assert all(line.endswith("draft") for line in hand.rows().splitlines()[1:4])
        await hand.press("asterisk", "s", "e")
        assert {ident: notice.text for ident, notice in hand.session.board.notices.items()} == drafts
        assert {notice.state for notice in hand.session.board.notices.values()} == {"sent"}


async def test_a_release_outside_its_window_says_so(open_board) -> None:
    """The streak is over; nobody was to be told, so nothing is drafted."""
    plan = plan_of_the_day()
    plan["releases"][1]["window"] = {"start": "2027-02-15", "end": "2027-02-19"}
    plan["releases"][1]["target"] = "2027-02-16"
    async with open_board(make_session(plan)) as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("exclamation_mark", "enter")
        assert hand.said == "PAY-4.2 is out: after the window, streak 0"
        assert "on time 1/3 (33%), streak 0" in toast(hand)
        assert not hand.session.board.notices


async def test_a_release_without_a_window_is_not_judged(open_board) -> None:
    """There is nothing to hold it to."""
    plan = payments_plan()
    del plan["releases"][0]["window"]
    async with open_board(make_session(plan)) as hand:
        await hand.go_to("PAY-4.1")
        await hand.press("exclamation_mark", "enter")
        assert hand.said == "PAY-4.1 is out: no window, streak 0"
