"""Notices: what each audience is told, and that nothing of the inside ever reaches those outside."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards import TODAY, make_board
from coordboards import act
from releaseboard.domain import coordination as co
from releaseboard.domain.board import Board
from releaseboard.domain.commands import CancelRelease, MoveRelease
from releaseboard.domain.words import Audience, Cause
from releaseboard.errors import BadInput, Refused
from releaseboard.reports.audiences import neutral_cause, rules_for
from releaseboard.reports.noticefacts import Typed
from releaseboard.reports.notices import list_owed, make_case
from releaseboard.reports.noticetext import Message, write_notice
from releaseboard.schedule.outlook import look_ahead

OUTSIDE = ("client", "vendor", "partner")
MARK = re.compile(r"zq\w*", re.IGNORECASE)
WINDOW = {"start": "2027-03-01", "end": "2027-03-05"}
NOTHING_TYPED = Typed()
STAGES = {stage: {"planned_days": days} for stage, days in (("build", 4), ("test", 3), ("deploy", 1))}


def marked_board(cause: str = "defect", state: str = "in_progress", days: int = 4, **release: Any) -> Board:
    """A board on which every word of the inside begins with zq; only Ledger 4.2, Acme and SAP are names to be told."""
    stages = {**STAGES, "build": {"planned_days": days, "team": "zqqa",
                                  **({"started": "2027-02-22"} if state == "in_progress" else {})}}  # fmt: skip
    plan = {
        "state": state, "title": "zqtitle", "goal": "zqgoal", "rm": "zqana", "lead": "zqkim", "team": "zqcore",
        "notes": "zqnotes", "tags": {"zqtag": True}, "window": WINDOW, "target": "2027-03-02", "stages": stages,
        "baseline": {"window": WINDOW, "target": "2027-03-02", "stages": {}, "committed_at": "2027-01-04T09:00:00Z",
                     "committed_by": "zqana"},
        **({"stage": "build"} if state == "in_progress" else {}),
    }  # fmt: skip
    return make_board(
        projects=[{"id": "ZQL", "name": "Ledger", "department": "zqdept", "lead": "zqkim"},
                  {"id": "ZQM", "name": "zqmobile"}],
        people=[{"id": "zqana", "name": "Zqana Ruiz", "contact": "zqana@zq.example"}, {"id": "zqkim", "name": "Zqkim"}],
        teams=[{"id": "zqcore", "name": "zqcore team", "people": 3}, {"id": "zqqa", "name": "zqquality"}],
        releases=[
            {**plan, "key": "ZQL-4.2", "project": "ZQL", "version": "4.2", "clients": ["Acme", "zqother"], **release},
            {**plan, "key": "ZQM-7", "project": "ZQM", "version": "7", "clients": ["zqother"], "state": "committed",
             "stage": ""},
            {**plan, "key": "ZQL-4.1", "project": "ZQL", "version": "4.1", "type": "security", "state": "committed",
             "stage": "", "clients": []},
        ],
        links=[{"successor": "ZQM-7", "predecessor": "ZQL-4.2", "why": "zqwhy"},
               {"successor": "ZQL-4.2", "predecessor": "ZQL-4.1", "why": "zqwhy", "successor_stage": "deploy"},
               {"successor": "ZQL-4.2", "predecessor": "zqcert", "why": "zqwhy", "needed_by": "2027-02-26"}],
        externals=[{"id": "zqcert", "kind": "vendor_requirement", "vendor": "SAP", "product": "certificate",
                    "requirement": "zqreq", "contact": "zqcontact", "evidence": "zqproof",
                    "date_expected": "2027-02-25"}],
        stakeholders=[{"who": "SAP", "release": "ZQL-4.2", "audience": "vendor"},
                      {"who": "zqrival", "release": "ZQL-4.2", "audience": "vendor"},
                      {"who": "Norr", "release": "ZQL-4.2", "audience": "partner"},
                      {"who": "zqboss", "project": "ZQL", "audience": "management"},
                      {"who": "zqteam", "project": "ZQL", "audience": "team"}],
        freezes=[{"id": "zqfy", "name": "zqclose", "start": "2027-03-29", "end": "2027-03-31", "reason": "zqfr"}],
        raid=[{"kind": "issue", "title": "zqissue", "releases": ["ZQL-4.2"], "owner": "zqkim",
               "details": {"cause": cause, "days_lost_est": 3}},
              {"kind": "risk", "title": "zqrisk", "releases": ["ZQL-4.2"]},
              {"kind": "decision", "title": "zqdecision", "releases": ["ZQL-4.2"], "due": "2027-02-26"}],
    )  # fmt: skip


def write(board: Board, audience: str, *to: str, typed: Typed = NOTHING_TYPED, kind: str = "") -> Message:
    """The notice about ZQL-4.2 as of today."""
    case, _ = make_case(board, board.release("ZQL-4.2"), audience, look_ahead(board, TODAY), TODAY, to=to, kind=kind)
    return write_notice(case, typed)


happenings = st.sampled_from([
    co.CheckIn("ZQL-4.2", 9, 2, "zqprogress", "zqblockers", "zqasks"), co.CheckIn("ZQL-4.2", 1),
    co.CheckIn("ZQM-7", confidence=4, progress="zqprogress"),
    co.RaiseEntry("issue", "zqmore", ["ZQL-4.2"], {"cause": "people"}),
    co.RecordNotice("ZQL-4.2", "client", "delay", date_told=date(2027, 3, 24), cause_told="zqtold", text="zqtext",
                    channel="email"),
    CancelRelease("ZQL-4.2", "zqreason"), MoveRelease("ZQL-4.2", reason="zqreason"),
    co.AddScopeItem("ZQL-4.2", "zqitem", "3"),
])  # fmt: skip


@settings(max_examples=150)
@given(
    st.sampled_from(list(Cause)), st.sampled_from(["in_progress", "committed"]), st.integers(1, 30),
    st.lists(happenings, max_size=4), st.sampled_from(OUTSIDE), st.booleans(),
    st.sampled_from(["", "delay", "recovered", "released", "heads_up", "cancelled", "freeze"]),
    st.sampled_from([{}, {"blocked": {"since": "2027-02-22", "cause": "third_party", "reason": "zqblock",
                                      "waiting_on": "zqkim"}, "flow": "blocked"}]),
)  # fmt: skip
def test_no_word_of_the_inside_reaches_those_outside(
    cause: str, state: str, days: int, asked: list[Any], audience: str, alone: bool, kind: str, more: dict[str, Any]
) -> None:
    """Whatever has happened: no key, person, team, other client, other vendor, risk, reason or note."""
    board = marked_board(cause, state, days, **more)
    for action in asked:
        try:
            board = act(board, action)
        except (Refused, BadInput):
            continue
    to = {"client": ["Acme"], "vendor": ["SAP"], "partner": ["Norr"]}[audience] if alone else []
    message = write(board, audience, *to, kind=kind)
    assert MARK.findall(message.text) == []
    assert "Ledger 4.2" in message.subject
    assert len(message.body.splitlines()) <= rules_for(audience).lines
    assert all(len(line) <= 80 for line in message.body.splitlines())


def test_a_delay_for_a_client_has_all_that_it_must() -> None:
    """texts.md 5.4: what, the day before and now, why, effect, what is done, next update, contact."""
    board = marked_board(days=9)
    typed = Typed(doing="testing has a second pair of hands", next_update=date(2027, 2, 26))
    message = write(board, "client", "Acme", typed=typed)
    assert message.subject == "Ledger 4.2: release moves from Tue 02 Mar to Thu 11 Mar 2027"
    assert message.body.splitlines() == [
        "Ledger 4.2 will be released on Thu 11 Mar 2027 instead of Tue 02 Mar (7 working",
        "days later).",
        "Why: tests have shown something that we want to mend first.",
        "For you: please plan with Thu 11 Mar instead of Tue 02 Mar.",
        "We do: testing has a second pair of hands.",
        "Next update: Fri 26 Feb 2027, or at once if this changes.",
        "Contact: your release manager",
    ]


def test_a_vendor_is_told_what_we_wait_for_from_them_alone() -> None:
    """Needed by and promised for, only theirs."""
    board = marked_board(days=9)
    needs = "We wait for: certificate, needed by Fri 26 Feb, promised for Thu 25 Feb."
    assert needs in write(board, "vendor", "SAP").body.splitlines()
    assert "We wait for" not in write(board, "vendor").body


def test_inside_people_are_told_everything_they_may() -> None:
    """Management gets the category and what is to decide; teams the whole chain, stages and knock-on."""
    board = marked_board(days=9)
    management = write(board, "management").body
    assert "Why: defect" in management
    assert "To decide: zqdecision by Fri 26 Feb." in management
    assert "Contact: Zqana Ruiz, zqana@zq.example" in management
    team = write(board, "team").body
    assert "Stages: Build to " in team
    assert "Also later: ZQM-7" in team
    assert "It waits for: " in team


def test_a_day_that_nobody_knows_is_not_named() -> None:
    """Then the day of the next update is what they get."""
    blocked = {"blocked": {"since": "2027-02-22", "cause": "third_party", "reason": "x"}, "flow": "blocked"}
    message = write(marked_board(**blocked), "client", typed=Typed(next_update=date(2027, 2, 26)))
    assert message.subject == "Ledger 4.2: release date open"
    assert "We can't name a new day yet." in " ".join(message.body.split())
    assert "please keep your plans open" in message.body


def test_a_client_is_not_told_a_day_before_the_promise() -> None:
    """Early again: the window stands, the forecast stays inside."""
    told = co.RecordNotice("ZQL-4.2", "client", "delay", date_told=date(2027, 3, 24), channel="email")
    board = act(marked_board(days=2), told)
    message = write(board, "client")
    assert "is back on plan and will be released between Mon 01 Mar and Fri 05 Mar 2027." in " ".join(
        message.body.split()
    )
    assert "instead of" not in message.text
    assert "instead of Wed 24 Mar" in write(act(board, told._replace(audience="partner")), "partner").body


@pytest.mark.parametrize(("text", "named"), [
    ("Zqkim is ill", "zqkim"), ("the zqcore team is short", "zqcore"), ("zqother goes first", "zqother"),
    ("it waits for zql-4.1", "ZQL-4.1"), ("see zqrisk.", "zqrisk"), ("SAP is late", "SAP"),
])  # fmt: skip
def test_what_is_typed_for_a_client_may_not_name_the_inside(text: str, named: str) -> None:
    """People, teams, other clients, keys, the log, vendors: refused, with the word; teams may read it."""
    board = marked_board(days=9)
    for typed in (Typed(cause=text), Typed(effect=text), Typed(doing=text)):
        with pytest.raises(BadInput, match=f"'{re.escape(named)}' is not for this audience"):
            write(board, "client", "Acme", typed=typed)
    assert text.rstrip(".") in write(board, "team", typed=Typed(cause=text)).body
    assert "Acme" in write(board, "client", "Acme", typed=Typed(effect="Acme can go on as before")).body


def test_who_does_not_belong_to_the_audience_is_refused() -> None:
    """With those who do."""
    with pytest.raises(BadInput, match="is no vendor of"):
        write(marked_board(), "vendor", "Acme")
    with pytest.raises(BadInput, match="there is no audience"):
        rules_for("neutral")


def test_short_notice_is_flagged() -> None:
    """When the type asks for more days than are left."""
    board = marked_board(days=9)
    release = board.release("ZQL-4.2")
    outlooks = look_ahead(board, TODAY)
    assert not make_case(board, release, "client", outlooks, TODAY)[1]
    policed = make_board(type_policies=[{"id": "minor", "notice_period_days": 14}]).docs["type_policies"]
    board = Board({**board.docs, "type_policies": policed})
    assert make_case(board, board.release("ZQL-4.2"), "client", look_ahead(board, TODAY), TODAY)[1]
    assert any(each.is_short for each in list_owed(board, look_ahead(board, TODAY), TODAY))


def test_every_audience_has_rules_and_every_cause_a_sentence() -> None:
    """The shipped list is whole."""
    for audience in Audience:
        assert {"what", "contact"} <= rules_for(audience.value).facts
    for cause in Cause:
        assert neutral_cause(cause.value)
    assert neutral_cause("something new") == neutral_cause("other")
