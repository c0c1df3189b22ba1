"""Dependencies as agreements, outside dates, and the proposal that an update waits for a patch (domain.md 3.2, C24)."""

from datetime import date
from typing import Any

import pytest

from boards import make_board, make_context, prove_round_trip
from coordboards import act, busy
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain.agreements import find_unanswered, is_promised_late, propose_waits
from releaseboard.domain.board import Board
from releaseboard.domain.decide import decide
from releaseboard.domain.linkterms import make_link
from releaseboard.errors import BadInput, Refused, UnknownKey

BOARD = busy()
LINK = BOARD.waits_for(BOARD.release("PAY-4.2").id)[0].id


def agreed() -> Board:
    return act(BOARD, ap.AgreeLink(LINK, "agreed", needed_by=date(2027, 2, 26), promised_by=date(2027, 3, 1)))


def waived() -> Board:
    return act(BOARD, ap.AgreeLink(LINK, "waived", "a copy will do"))


GOOD: list[tuple[Board, Any]] = [
    (BOARD, ap.AgreeLink(LINK, "agreed", promised_by=date(2027, 3, 1))),
    (BOARD, ap.AgreeLink(LINK, "refused", "no people")),
    (BOARD, ap.AgreeLink(LINK, "Met")),
    (BOARD, ap.AgreeLink(LINK, "waived", "a copy will do")),
    (waived(), ap.AgreeLink(LINK, "agreed")),
    (BOARD, ap.EditLink(LINK, {"lag": 2, "successor_stage": "Accept", "needed_by": "2027-02-26"})),
    (BOARD, ap.EditLink(LINK, {"strength": "soft"}, "it is nice to have")),
    (BOARD, ap.ConfirmExternal("sap", date(2027, 3, 3), next_check_on=date(2027, 3, 1), evidence="mail of today")),
    (BOARD, ap.ConfirmExternal("OS 12", confidence="rumoured", on=date(2027, 2, 23))),
    (BOARD, ap.SetExternal("sap", {"date_expected": "2027-03-03", "confidence": "rumoured"})),
    (BOARD, ap.MeetExternal("sap", evidence="certificate 12")),
    (BOARD, ap.MeetExternal("sap", "dropped", reason="not asked for any more")),
    (BOARD, ap.SampleBacklog("support", 41, 4, 9)),
    (BOARD, ap.SampleBacklog("support", 45, on=date(2027, 2, 17))),
]


@pytest.mark.parametrize(("board", "command"), GOOD, ids=lambda item: type(item).__name__)
def test_each_step_can_be_taken_back(board: Board, command: Any) -> None:
    prove_round_trip(board, command)


BAD: list[tuple[Board, Any, type[Exception], str]] = [
    (BOARD, ap.AgreeLink("nothing", "agreed"), UnknownKey, "no link"),
    (BOARD, ap.AgreeLink(LINK, "okay"), BadInput, "agreed"),
    (BOARD, ap.AgreeLink(LINK, "refused"), Refused, "PAY-4.2 waits for WEB-9.0 needs a reason"),
    (BOARD, ap.AgreeLink(LINK, "waived"), Refused, "reason"),
    (waived(), ap.AgreeLink(LINK, "waived", "x"), Refused, "already"),
    (act(BOARD, ap.AgreeLink(LINK, "met")), ap.AgreeLink(LINK, "agreed"), Refused, "reason"),
    (BOARD, ap.EditLink(LINK, {"agreement": "waived"}), BadInput, "say what was agreed"),
    (BOARD, ap.EditLink(LINK, {"predecessor": "sap"}), BadInput, "add another"),
    (BOARD, ap.EditLink(LINK, {"strngth": "soft"}), BadInput, "strength"),
    (BOARD, ap.EditLink(LINK, {"strength": "soft"}), Refused, "reason"),
    (BOARD, ap.EditLink(LINK, {"why": " "}), BadInput, "say why"),
    (BOARD, ap.EditLink(LINK, {"needed_by": "soon"}), BadInput, "needed_by"),
    (BOARD, ap.EditLink(LINK, {"lag": "two"}), BadInput, "whole number"),
    (BOARD, ap.ConfirmExternal("spa"), UnknownKey, "sap"),
    (BOARD, ap.ConfirmExternal("sap", confidence="sure"), BadInput, "confidence of externals"),
    (BOARD, ap.ConfirmExternal("sap", on=date(2027, 3, 1)), Refused, "future"),
    (BOARD, ap.ConfirmExternal("sap", next_check_on=date(2027, 2, 24)), BadInput, "not after"),
    (BOARD, ap.SetExternal("sap", {"date_expeced": "2027-03-03"}), BadInput, "date_expected"),
    (BOARD, ap.MeetExternal("sap", "dropped"), Refused, "reason"),
    (BOARD, ap.MeetExternal("sap", "gone"), BadInput, "did you mean open"),
    (BOARD, ap.SampleBacklog("support", -1), BadInput, "from 0"),
    (BOARD, ap.SampleBacklog("support", 3, on=date(2027, 3, 1)), Refused, "future"),
    (BOARD, c.AddLink("SHOP-3", "os12", {"why": "x", "agreement": "waived"}), BadInput, "person"),
    (BOARD, c.AddLink("SHOP-3", "os12", {"why": "x", "waived": {"by": "ana"}}), BadInput, "person"),
]


@pytest.mark.parametrize(("board", "command", "error", "word"), BAD, ids=lambda item: type(item).__name__)
def test_what_can_not_be_is_refused(board: Board, command: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(board, command, make_context())
    assert word in str(refused.value)


def test_a_waiver_names_person_and_reason_and_goes_when_it_is_agreed_again() -> None:
    link = waived().links[LINK]
    assert link.waived == {"reason": "a copy will do", "by": "ana", "on": "2027-02-24"}
    again = act(waived(), ap.AgreeLink(LINK, "agreed")).links[LINK]
    assert (again.agreement, again.waived) == ("agreed", None)


def test_an_edit_that_would_close_a_loop_or_make_a_twin_is_refused() -> None:
    board = act(
        BOARD,
        ap.EditLink(LINK, {"point": "build", "successor_stage": "deploy"}),
        c.AddLink("WEB-9.0", "PAY-4.2", {"why": "x", "point": "test", "successor_stage": "accept"}),
        c.AddLink("PAY-4.2", "WEB-9.0", {"why": "x", "type": "SS"}),
    )
    with pytest.raises(Refused, match="loop"):
        act(board, ap.EditLink(LINK, {"point": "deploy", "successor_stage": "plan"}))
    twin = next(link.id for link in board.links.values() if link.type == "SS")
    with pytest.raises(Refused, match="already"):
        act(board, ap.EditLink(twin, {"type": "FS", "point": "build", "successor_stage": "deploy"}))


def test_a_confirmed_date_is_as_fresh_as_the_day_and_a_due_check_is_done() -> None:
    external = act(BOARD, ap.ConfirmExternal("SAP", date(2027, 3, 3))).externals["sap"]
    assert (external.date_expected, external.confidence) == (date(2027, 3, 3), "confirmed")
    assert (external.last_confirmed_on, external.next_check_on) == (date(2027, 2, 24), None)
    event = act(BOARD, ap.ConfirmExternal("os12", date(2027, 3, 25))).events["os12"]
    assert (event.date, event.last_confirmed_on) == (date(2027, 3, 25), date(2027, 2, 24))


def test_counts_stand_in_the_order_of_days_one_a_day() -> None:
    board = act(
        BOARD,
        ap.SampleBacklog("support", 41, 4, 9),
        ap.SampleBacklog("support", 50, on=date(2027, 2, 10)),
        ap.SampleBacklog("support", 47, on=date(2027, 2, 17)),
    )
    samples = [(sample["date"], sample["open"]) for sample in board.backlogs["support"].samples]
    assert samples == [("2027-02-10", 50), ("2027-02-17", 47), ("2027-02-24", 41)]


def test_dependencies_without_answer_promise_or_one_in_time_are_listed_by_need() -> None:
    found = {each.link.id: each.lacks for each in find_unanswered(BOARD)}
    assert found[LINK] == "answer"
    assert set(found.values()) == {"answer"}
    (first, *_) = find_unanswered(agreed())
    assert (first.link.id, first.lacks, first.needed_by) == (LINK, "earlier promise", date(2027, 2, 26))
    assert is_promised_late(first.link)
    board = act(BOARD, ap.AgreeLink(LINK, "agreed", needed_by=date(2027, 2, 26)))
    assert find_unanswered(board)[0].lacks == "promise"
    for state in ("met", "waived", "refused"):
        assert LINK not in {each.link.id for each in find_unanswered(act(BOARD, ap.AgreeLink(LINK, state, "x")))}
    met = act(BOARD, ap.MeetExternal("sap"))
    assert [each.link.id for each in find_unanswered(met)] == [LINK]


def test_an_update_is_proposed_to_wait_for_an_open_security_patch_of_its_application() -> None:
    pay, patch = BOARD.release("PAY-4.2").id, BOARD.release("PAY-4.1.1").id
    (proposal,) = propose_waits(BOARD)
    assert (proposal.successor, proposal.predecessor) == (pay, patch)
    board = prove_round_trip(BOARD, make_link(BOARD, proposal))
    assert propose_waits(board) == ()
    link = next(made.id for made in board.waits_for(pay) if made.predecessor == patch)
    assert propose_waits(act(board, ap.AgreeLink(link, "refused", "other code"))) == ()
    assert propose_waits(act(BOARD, c.CancelRelease("PAY-4.1.1", "x"))) == ()


def test_nothing_is_proposed_that_is_waited_for_by_another_way_or_would_close_a_loop() -> None:
    waits = [c.AddLink("WEB-9.0", "PAY-4.1.1", {"why": "x"})]
    assert propose_waits(act(BOARD, *waits)) == ()
    turned = [c.AddLink("PAY-4.1.1", "PAY-4.2", {"why": "it patches the new one"})]
    assert propose_waits(act(BOARD, *turned)) == ()


def test_two_applications_of_one_project_do_not_wait_for_each_other() -> None:
    keys = {"PAY-1": ("minor", "app"), "PAY-2": ("security", "portal"), "PAY-3": ("security", "app")}
    board = make_board(releases=[{"key": key, "type": kind, "application": name} for key, (kind, name) in keys.items()])
    assert [board.label(each.predecessor) for each in propose_waits(board)] == ["PAY-3"]
