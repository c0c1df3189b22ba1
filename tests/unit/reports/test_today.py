"""The ranked list of what needs somebody: each kind is found, in the order of urgency, and nobody else's on demand."""

from datetime import date
from typing import Any

from releaseboard.domain import approvals as a
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.reports.today import KINDS, Need, list_needs
from releaseboard.schedule.outlook import Outlook, Reason, look_ahead
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore

TODAY = date(2027, 2, 24)


def make_session() -> Session:
    """Two releases in work, one of ana's and one of bo's; a vendor without a date holds up ana's."""
    moving = {"state": "in_progress", "stage": "build", "goal": "g", "lead": "kim", "team": "core",
              "target": "2027-03-16", "window": {"start": "2027-03-15", "end": "2027-03-19"},
              "stages": {"build": {"planned_days": 5, "started": "2027-02-22"}}}  # fmt: skip
    plan: dict[str, Any] = {
        "people": [{"id": "kim", "name": "Kim Park"}],
        "releases": [{"key": "PAY-4.2", "rm": "ana", **moving}, {"key": "WEB-9.0", "rm": "bo", **moving}],
        "externals": [{"id": "sap", "vendor": "SAP", "product": "cert", "kind": "third_party"}],
        "links": [{"successor": "PAY-4.2", "predecessor": "sap", "predecessor_kind": "third_party", "why": "cert",
                   "agreement": "agreed"}],
    }  # fmt: skip
    store = MemoryStore()
    Session.create_in(store, plan=plan, today=TODAY, user="ana", host="h")
    return Session(store, today=TODAY, user="ana", host="h")


def needs_of(session: Session, outlook: Outlook | None = None, user: str = "") -> tuple[Need, ...]:
    """What needs somebody when every release has this outlook."""
    given = outlook or Outlook(date(2027, 3, 16), "computed", 3, 0, "G")
    return list_needs(session.board, dict.fromkeys(session.board.releases, given), TODAY, session.calendar, user)


def kinds_of(needs: tuple[Need, ...]) -> list[str]:
    """Their kinds in order."""
    return [need.kind for need in needs]


def test_a_calm_board_only_asks_for_the_date_nobody_has_given() -> None:
    """A vendor that is waited for and has no date."""
    (need,) = needs_of(make_session())
    assert (need.kind, need.about, need.name, need.action) == ("outside", "sap", "PAY-4.2", "date_external")
    assert "no date that anybody stands by" in need.text


def test_red_comes_first_with_its_reason_then_gates_then_stale_news() -> None:
    """The rules of health that hold are the reasons; a gate's rule is a line of its own, not a red one."""
    reasons = (Reason("R1", "4 days after the window"), Reason("A9", "gate QA is due"), Reason("A7", "no check-in"))
    found = needs_of(make_session(), Outlook(date(2027, 3, 25), "computed", -4, 7, "R", reasons=reasons))
    assert kinds_of(found) == ["red", "red", "gate", "gate", "check_in", "check_in", "outside"]
    assert found[0].text == "4 days after the window"
    assert found[4].text == "no check-in: ask Kim Park"
    only_gate = Outlook(date(2027, 3, 16), health="R", reasons=(Reason("R4", "gate QA failed"),))
    assert kinds_of(needs_of(make_session(), only_gate))[:2] == ["gate", "gate"]


def test_only_mine_leaves_out_what_others_manage() -> None:
    """Bo's release needs bo."""
    red = Outlook(date(2027, 3, 25), health="R", reasons=(Reason("R1", "late"),))
    mine = needs_of(make_session(), red, "ana")
    assert [need.name for need in mine if need.kind == "red"] == ["PAY-4.2"]


def test_a_check_in_is_due_on_the_day_that_was_set() -> None:
    """The latest check-in counts; one set for tomorrow is not due."""
    session = make_session()
    session.do(co.CheckIn("PAY-4.2", 4, on=date(2027, 2, 22), next_on=TODAY))
    session.do(co.CheckIn("WEB-9.0", 4, on=date(2027, 2, 22), next_on=date(2027, 2, 25)))
    due = [need for need in needs_of(session) if need.kind == "check_in"]
    assert [(need.name, need.day, need.action) for need in due] == [("PAY-4.2", TODAY, "check_in")]
    session.do(co.CheckIn("PAY-4.2", 3))
    assert "check_in" not in kinds_of(needs_of(session))


def test_the_log_brings_decisions_requests_and_what_is_due() -> None:
    """Overdue ones first; an issue without a day, or far ahead, does not press."""
    session = make_session()
    session.do(co.RaiseEntry("decision", "Which bank?", ("PAY-4.2",), {"needed_by": "2027-02-20"}))
    session.do(co.RaiseEntry("decision", "Which lab?", ("PAY-4.2",)))
    session.do(co.RaiseEntry("request", "Earlier?", ("PAY-4.2",), {"from": "cto"}))
    session.do(co.RaiseEntry("issue", "Leak", ("PAY-4.2",), {"due": "2027-02-25"}))
    session.do(co.RaiseEntry("issue", "Far", ("PAY-4.2",), {"due": "2027-06-25"}))
    found = [need for need in needs_of(session) if need.action == "show_raid"]
    assert kinds_of(tuple(found)) == ["decision", "decision", "request", "entry"]
    assert found[0].text == "decide: Which bank?, overdue since Sat 20 Feb"
    assert found[3].text == "issue: Leak, by Thu 25 Feb"


def test_notices_that_are_owed_are_told_with_both_days() -> None:
    """Who counts on which day, and which day it is now."""
    session = make_session()
    session.do(c.AddRecord("stakeholders", {"who": "ACME", "release": "PAY-4.2", "audience": "client"}))
    late = Outlook(date(2027, 3, 25), "computed", -4, 7, "G")
    (need,) = (need for need in needs_of(session, late) if need.kind == "notice")
    assert need.text == "delay notice owed to ACME, told Tue 16 Mar, now Thu 25 Mar"


def test_a_confirmed_date_is_asked_again_on_its_day() -> None:
    """After an answer the vendor is left alone until the next check."""
    session = make_session()
    session.do(a.ConfirmExternal("sap", date(2027, 3, 1), next_check_on=date(2027, 2, 26)))
    assert kinds_of(needs_of(session)) == []
    session.do(a.SetExternal("sap", {"next_check_on": TODAY.isoformat()}))
    assert needs_of(session)[0].text.startswith("ask again: SAP cert")


def test_the_order_of_kinds_is_total() -> None:
    """Each kind has its place."""
    assert len(set(KINDS)) == len(KINDS)


def test_what_is_odd_in_the_plan_comes_last_once_a_release() -> None:
    """A target on a Friday, the day after a holiday: known from the forecast, dealt with by a re-plan."""
    session = make_session()
    session.do(c.AddRecord("holidays", {"date": "2027-03-18", "name": "Founders' day"}))
    reason = "a slot"
    session.do(c.Replan("WEB-9.0", "vendor_requirement", reason, target=date(2027, 3, 19)))
    outlooks = look_ahead(session.board, TODAY)
    found = list_needs(session.board, outlooks, TODAY, session.calendar)
    odd = [need for need in found if need.kind == "plan" and need.name == "WEB-9.0"]
    assert found[-1].kind == "plan"
    assert [(need.action, need.day) for need in odd] == [("replan", date(2027, 3, 19))]
    assert "nobody is there to mend it on the weekend (and 1 more)" in odd[0].text
    assert "plan" not in kinds_of(list_needs(session.board, {}, TODAY, session.calendar))
