"""People, teams, freezes, events …, and taking changes back."""

import pytest

from boards import do, make_context, payments, prove_round_trip
from releaseboard.domain import commands as c
from releaseboard.domain.decide import decide
from releaseboard.errors import BadInput, Refused, UnknownKey

GOOD = [
    c.AddRecord("people", {"id": "zoe", "name": "Zoë Ruiz", "side": "client"}),
    c.AddRecord("teams", {"id": "core", "people": 6, "week": ["mon", "tue"], "days_off": ["2027-03-01"]}),
    c.AddRecord(
        "freezes", {"id": "xmas", "name": "Christmas", "start": "2027-12-20", "end": "2028-01-02", "kind": "change"}
    ),
    c.AddRecord("windows", {"id": "tue", "name": "Tuesdays", "rrule": "FREQ=WEEKLY;BYDAY=TU"}),
    c.AddRecord("holidays", {"date": "2027-12-25", "name": "Christmas Day"}),
    c.AddRecord("raid", {"kind": "risk", "title": "SAP is slow"}),
    c.AddRecord("externals", {"id": "psp", "kind": "third_party", "vendor": "PSP", "date_expected": "2027-03-08"}),
    c.EditRecord("people", "KIM", {"name": "Kim B.", "org": "Core"}),
    c.EditRecord("freezes", "quarter", {"lifted": True}, "the board said so"),
    c.EditRecord("events", "os12", {"date": "2027-03-25", "confidence": "confirmed"}),
    c.RemoveRecord("people", "kim"),
]


@pytest.mark.parametrize("command", GOOD, ids=lambda item: f"{type(item).__name__}-{item.table}")
def test_each_record_change_can_be_taken_back(command) -> None:
    prove_round_trip(payments(), command)


@pytest.mark.parametrize(
    ("command", "error", "word"),
    [
        (c.AddRecord("people", {"id": "kim"}), Refused, "already"),
        (c.AddRecord("people", {"id": "two words"}), BadInput, "one word"),
        (c.AddRecord("people", {"id": "x", "sidee": "client"}), BadInput, "side"),
        (c.AddRecord("people", {"id": "x", "side": "clint"}), BadInput, "client"),
        (c.AddRecord("peple", {"id": "x"}), BadInput, "people"),
        (c.AddRecord("releases", {"key": "X-1"}), BadInput, "no kind"),
        (
            c.AddRecord("freezes", {"id": "x", "name": "x", "start": "2027-03-02", "end": "2027-03-01"}),
            BadInput,
            "ends before",
        ),
        (c.AddRecord("freezes", {"id": "x", "name": "x", "start": "someday", "end": "2027-03-01"}), BadInput, "start"),
        (c.AddRecord("teams", {"id": "x", "people": -1}), BadInput, "from 0"),
        (c.EditRecord("people", "kym", {"name": "x"}), UnknownKey, "kim"),
        (c.EditRecord("people", "kim", {"id": "x"}), BadInput, "never changes"),
        (c.RemoveRecord("teams", "core"), UnknownKey, "no team"),
        (c.RemoveRecord("projects", "PAY"), Refused, "PAY-4.2"),
    ],
)
def test_what_can_not_be_is_refused_with_the_way_out(command, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as refused:
        decide(payments(), command, make_context())
    assert word in str(refused.value)


def test_a_removed_record_can_be_made_anew_without_its_old_fields() -> None:
    board = do(payments(), c.RemoveRecord("people", "kim"))
    assert "kim" not in board.people
    again = prove_round_trip(board, c.AddRecord("people", {"id": "kim", "org": "QA"}))
    assert (again.people["kim"].name, again.people["kim"].org) == ("", "QA")


def test_an_event_that_something_waits_for_stays() -> None:
    board = do(payments(), c.AddLink("PAY-4.2", "os12", {"why": "needs it"}))
    with pytest.raises(Refused, match=r"PAY-4\.2"):
        do(board, c.RemoveRecord("events", "os12"))


def test_taking_back_what_someone_has_changed_since_is_refused() -> None:
    board = payments()
    drafts = decide(board, c.EditFields("PAY-4.2", {"title": "A"}), make_context())
    board = do(board, c.EditFields("PAY-4.2", {"title": "A"}), c.EditFields("PAY-4.2", {"title": "B"}))
    with pytest.raises(Refused, match="changed since"):
        do(board, c.RevertChanges(drafts))


def test_an_empty_list_is_kept_where_leaving_it_out_means_something_else() -> None:
    board = do(payments(), c.EditRecord("freezes", "quarter", {"exempt_types": []}))
    assert board.freezes["quarter"].exempt_types == ()
    assert decide(board, c.EditRecord("freezes", "quarter", {"exempt_types": []}), make_context()) == ()


def test_a_default_written_out_is_no_change() -> None:
    assert decide(payments(), c.EditFields("MOB-7.0", {"type": "minor", "priority": 3}), make_context()) == ()
    board = do(payments(), c.EditFields("MOB-7.0", {"type": "major"}), c.EditFields("MOB-7.0", {"type": "minor"}))
    assert board.release("MOB-7.0").type == "minor"
