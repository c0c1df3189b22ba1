"""The RAID log by keys alone: issues with their days lost, risks, decisions, requests."""

from datetime import date

import pytest

from counted import Counted, entries
from releaseboard.domain import coordination as co

pytestmark = pytest.mark.tui


async def test_an_issue_with_days_lost_takes_eight_keys(open_board) -> None:
    """Flow 7: i, title, days lost, owner by a few letters, Enter; the ripple; Enter. One u takes all of it back."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        before = hand.session.board
        keys = Counted(hand)
        await keys.press("i")
        await hand.type("Card tests fail")
        await keys.press("tab")
        await hand.type("+3")
        await keys.press("tab")
        await hand.type("par")
        await keys.press("enter")
        assert "Kim Park" in hand.text()
        await keys.press("d", "enter")
        assert hand.top == "RippleScreen"
        assert "PAY-4.2" in hand.rows()
        assert "WEB-9.0" in hand.rows()
        assert not hand.session.board.raid
        await keys.press("enter")
        assert keys.count <= 8
        assert hand.top == "BoardScreen"
        (issue,) = entries(hand, "issue")
        assert (issue.title, issue.owner, issue.state) == ("Card tests fail", "kim", "open")
        assert issue.details == {"days_lost_est": 3, "cause": "defect"}
        assert issue.releases == (hand.release("PAY-4.2").id,)
        assert hand.release("PAY-4.2").stage_plan("build").remaining["days"] == 6
        assert "PAY-4.2: 6 days left of Build" in hand.said
        await hand.press("u")
        assert hand.session.board == before


async def test_days_that_the_lead_has_counted_move_nothing(open_board) -> None:
    """The form asks; then there is no ripple to show, and only the entry is written."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("i")
        await hand.type("Lab was closed")
        await hand.press("tab")
        await hand.type("2")
        await hand.press(*["tab"] * 5, "n", "enter")
        assert hand.top == "BoardScreen"
        (issue,) = entries(hand, "issue")
        assert issue.details == {"days_lost_est": 2}
        assert hand.release("PAY-4.2").stage_plan("build").remaining is None


async def test_an_issue_that_is_there_already_is_refused_in_place(open_board) -> None:
    """The form stays with its text."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "Card tests fail"))
        await hand.press("i")
        await hand.type("Card tests fail")
        await hand.press("enter")
        assert hand.top == "FormScreen"
        assert "there is an issue 'Card tests fail' already" in hand.text()


async def test_the_log_lists_filters_and_settles(open_board) -> None:
    """gi: what is open by kind; / finds; s resolves; 0 shows what is over; M opens it again with a reason."""
    async with open_board() as hand:
        hand.session.do(
            co.RaiseEntry("issue", "Card tests fail", ["PAY-4.2"], {"owner": "kim", "days_lost_est": 3}),
            co.RaiseEntry("issue", "Lab is closed", ["WEB-9.0"], {"due": "2027-02-22"}),
            co.RaiseEntry("risk", "SAP may be slow", ["PAY-4.2"], {"impact_days": 4}),
        )
        await hand.press("g", "i")
        rows = hand.rows()
        assert "2 Issues" in rows
        assert "1 Risk" in rows
        assert "22 Feb!" in rows
        await hand.press("slash")
        await hand.type("park")
        await hand.press("enter")
        assert "Lab is closed" not in hand.rows()
        await hand.press("s")
        await hand.type("mock repaired")
        await hand.press("enter")
        assert hand.session.history()[-1].reason == "mock repaired"
        assert "nothing fits" in hand.rows()
        await hand.press("slash", "escape", "0")
        assert "resolved" in hand.rows()
        await hand.press("j", "s")
        assert hand.said == "'Card tests fail' is resolved already: M opens it again"
        await hand.press("M")
        await hand.type("open")
        await hand.press("enter")
        await hand.type("fails again")
        await hand.press("enter")
        assert {entry.state for entry in entries(hand, "issue")} == {"open"}


async def test_an_entry_is_read_and_edited(open_board) -> None:
    """Enter: all that is known and its history; e changes what was touched; g i comes back to its line."""
    async with open_board() as hand:
        hand.session.do(
            co.RaiseEntry("issue", "A", ["PAY-4.2"]),
            co.RaiseEntry("issue", "Card tests fail", ["PAY-4.2"], {"owner": "kim", "cause": "defect"}),
        )
        await hand.press("g", "i", "j", "enter")
        assert hand.top == "EntryScreen"
        assert "Kim Park" in hand.rows()
        assert "History" in hand.rows()
        await hand.press("e", "tab")
        await hand.type("5")
        await hand.press("enter")
        assert hand.page.current_entry().details == {"cause": "defect", "days_lost_est": 5}
        assert dict(hand.session.history()[-1].set) == {"details.days_lost_est": 5}
        await hand.press("e", *["shift+tab"], "ctrl+u")
        await hand.type("WEB-9.0")
        await hand.press("enter")
        assert hand.page.current_entry().releases == (hand.release("WEB-9.0").id,)
        await hand.press("enter")
        assert hand.top == "ReleaseScreen"


async def test_the_log_tab_of_a_release_leads_to_its_entries(open_board) -> None:
    """Enter on a line of the Log tab opens the entry, x its options."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "One", ["PAY-4.2"]), co.RaiseEntry("issue", "Two", ["PAY-4.2"]))
        await hand.go_to("PAY-4.2")
        await hand.press("enter", "4", "j", "enter")
        assert hand.page.current_entry().title == "Two"
        await hand.press("escape", "x")
        assert (hand.top, hand.page.current_entry().title) == ("StrategiesScreen", "Two")
        await hand.press("escape", "1", "enter")
        assert "no line is chosen" in hand.said


async def test_a_risk_becomes_an_issue_with_the_link_kept(open_board) -> None:
    """b: the form holds what the risk said; both name each other; a accepts a risk instead."""
    async with open_board() as hand:
        fields = {"impact_days": 4, "owner": "kim"}
        hand.session.do(co.RaiseEntry("risk", "SAP may be slow", ["PAY-4.2"], fields))
        before = hand.session.board
        await hand.press("g", "i", "b")
        assert "SAP may be slow has come true" in hand.text()
        await hand.press("enter")
        assert hand.top == "RippleScreen"
        await hand.press("enter")
        (risk,), (issue,) = entries(hand, "risk"), entries(hand, "issue")
        assert (risk.state, risk.links, issue.links) == ("became_issue", (issue.id,), (risk.id,))
        assert (issue.details["days_lost_est"], issue.owner) == (4, "kim")
        assert hand.release("PAY-4.2").stage_plan("build").remaining["days"] == 7
        await hand.press("u")
        assert hand.session.board == before
        await hand.press("a")
        (risk,) = entries(hand, "risk")
        assert (risk.details["response"], risk.details["roam"]) == ("accept", "accepted")


async def test_a_decision_is_raised_and_taken(open_board) -> None:
    """I, decision: title and options; s: a number, why, Enter."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        await hand.press("I")
        await hand.type("dec")
        await hand.press("enter")
        await hand.type("Cut or wait?")
        await hand.press("tab")
        await hand.type("cut; wait")
        await hand.press("tab")
        await hand.type("fri")
        await hand.press("enter", "g", "i")
        assert "26 Feb" in hand.rows()
        await hand.press("s", "2")
        await hand.type("SAP is near")
        await hand.press("enter")
        (decision,) = entries(hand, "decision")
        assert (decision.state, decision.details["chosen"], decision.details["why"]) == (
            "decided",
            "wait",
            "SAP is near",
        )


async def test_a_request_is_noted_passed_on_answered_and_reported_back(open_board) -> None:
    """Flow 15: r, from, to, ask; then p, s with a letter, s. It is called by what is asked."""
    async with open_board() as hand:
        await hand.go_to("PAY-4.2")
        keys = Counted(hand)
        await keys.press("r")
        await hand.type("ana")
        await keys.press("tab")
        await hand.type("web")
        await keys.press("tab")
        await hand.type("Out a week earlier")
        await keys.press("enter")
        assert keys.count <= 5
        (asked,) = entries(hand, "request")
        assert (asked.title, asked.state) == ("Out a week earlier", "new")
        assert asked.details == {"from": "ana", "to": "web", "ask": "Out a week earlier"}
        await hand.press("g", "i", "p", "enter")
        assert entries(hand, "request")[0].state == "passed_on"
        await hand.press("s", "d")
        await hand.type("a window missed")
        await hand.press("enter")
        (asked,) = entries(hand, "request")
        assert (asked.state, asked.details["answer"]) == ("answered", "declined")
        await hand.press("s")
        (asked,) = entries(hand, "request")
        assert (asked.state, asked.details["reported_back_on"]) == ("declined", "2027-02-24")
        assert "nothing is open" in hand.rows()


async def test_keys_for_another_kind_say_so(open_board) -> None:
    """A key that can't act says why, on each kind."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("issue", "Late", ["PAY-4.2"]))
        await hand.press("g", "i")
        for key, said in (
            ("b", "'Late' is an issue: only a risk becomes an issue"),
            ("p", "'Late' is an issue: only a request is passed on"),
            ("a", "'Late' is an issue: x compares its options, one is to accept it"),
        ):
            await hand.press(key)
            assert hand.said == said


async def test_a_later_decision_stands_in_place_of_one_that_was_taken(open_board) -> None:
    """M on a decision that was taken asks for the other one."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("decision", "A"), co.RaiseEntry("decision", "B"))
        first = next(entry for entry in entries(hand, "decision") if entry.title == "A")
        hand.session.do(co.DecideEntry(first.id, "cut", "time"))
        await hand.press("g", "i", "0", "k", "M", "enter")
        assert {entry.title: entry.state for entry in entries(hand, "decision")} == {"A": "superseded", "B": "open"}


async def test_today_leads_to_an_entry(open_board) -> None:
    """Enter on a decision that is asked for opens it, and s takes it."""
    async with open_board() as hand:
        hand.session.do(co.RaiseEntry("decision", "Cut or wait?", ["PAY-4.2"], {"needed_by": date(2027, 2, 25)}))
        await hand.press("g", "t")
        assert hand.page.row_list.go_to(f"decision {entries(hand, 'decision')[0].id}")
        assert "gi RAID log" in hand.rows()
        await hand.press("enter", "s")
        assert "Decide: Cut or wait?" in hand.text()


async def test_the_log_fits_both_widths_and_titles_stand_in_full(open_board) -> None:
    """At 80 cells logins and short dates, at 120 names and weekdays; the title of the line is never lost."""
    title = "The accessibility review of the checkout has no date and nobody knows whom to ask"
    fields = {"owner": "kim", "due": "2027-03-05", "days_lost_est": 3}
    for size, shown in (((80, 24), ("PAY-4.2", "kim", "05 Mar")), ((120, 36), ("PAY-4.2", "Kim Park", "Fri 05 Mar"))):
        async with open_board(size=size) as hand:
            hand.session.do(co.RaiseEntry("issue", title, ["PAY-4.2"], fields))
            await hand.press("g", "i")
            line = next(line for line in hand.rows().split("\n") if "access" in line)
            assert all(part in line for part in (*shown, "open"))
            assert len(line) <= size[0] - 2
            assert title[: size[0] - 24] in hand.text().split("\n")[0]
