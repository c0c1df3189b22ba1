"""The filter language: what passes each condition, and what is told about a filter that can't be read."""

from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.board import Board
from releaseboard.domain.query import FIELDS, BadQuery, matches, parse_query
from releaseboard.errors import BadInput

TODAY = date(2027, 2, 24)


class Looks(NamedTuple):
    """As much of an outlook as filters see."""

    slack: int | None = None
    health: str = "-"
    stale: bool = False


def release(key: str, **fields: Any) -> dict[str, Any]:
    project, _, version = key.partition("-")
    return {"id": key.lower(), "key": key, "project": project, "version": version, **fields}


RELEASES = [
    release("PAY-4.2", title="Instant refunds", goal="Refunds in a minute", type="minor", state="in_progress",
            stage="build", team="core", lead="kim", rm="ana", target="2027-03-02", tags={"q1": True},
            clients={"acme": True}, window={"start": "2027-03-01", "end": "2027-03-05"},
            stages={"build": {"planned_days": 10}, "test": {"planned_days": 5, "team": "qa"}}),
    release("PAY-4.1.1", title="Fix for CVE", type="security", state="ready", stage="deploy", team="core", lead="lee",
            rm="ana", target="2027-02-25", window={"start": "2027-02-25", "end": "2027-02-26"}),
    release("PAYROLL-1", title="New payroll", type="new_app", state="draft"),
    release("MOB-7.0", title="Über app", type="major", state="in_progress", stage="test", team="mobile", lead="kimball",
            rm="bo", window={"start": "2027-03-08", "end": "2027-03-12"},
            blocked={"since": "2027-02-20", "reason": "x", "cause": "other"}),
    release("WEB-9", title="Old", type="minor", state="released", target="2027-02-01", released_on="2027-02-01"),
]  # fmt: skip
SEEN = {
    "PAY-4.2": Looks(-3, "R"),
    "PAY-4.1.1": Looks(1, "G"),
    "PAYROLL-1": Looks(),
    "MOB-7.0": Looks(6, "A", True),
    "WEB-9": Looks(),
}
BOARD = Board(
    {
        "releases": {doc["id"]: doc for doc in RELEASES},
        "people": {
            "kim": {"id": "kim", "name": "Kim Novak"},
            "kimball": {"id": "kimball", "name": "Ann Kimball"},
            "lee": {"id": "lee", "name": "Lee Park"},
        },
        "teams": {"qa": {"id": "qa", "name": "Quality"}},
    }
)


def found(text: str) -> str:
    query = parse_query(text, TODAY)
    return " ".join(r.key for r in BOARD.releases.values() if matches(query, BOARD, r, SEEN[r.key]))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", "PAY-4.2 PAY-4.1.1 PAYROLL-1 MOB-7.0 WEB-9"),
        ("pay-4", "PAY-4.2 PAY-4.1.1"),
        ("REFUNDS minute", "PAY-4.2"),
        ('"in a minute"', "PAY-4.2"),
        ('"in a min', "PAY-4.2"),
        ("über", "MOB-7.0"),
        ("-pay", "MOB-7.0 WEB-9"),
        ("-", "PAY-4.2 PAY-4.1.1 PAYROLL-1 MOB-7.0 WEB-9"),
        ("project:PAY", "PAY-4.2 PAY-4.1.1"),
        ("project:payr", "PAYROLL-1"),
        ("project:pa", "PAY-4.2 PAY-4.1.1 PAYROLL-1"),
        ("project:pay,mob", "PAY-4.2 PAY-4.1.1 MOB-7.0"),
        ("project:nope", ""),
        ("type:security,major", "PAY-4.1.1 MOB-7.0"),
        ("type:new-app", "PAYROLL-1"),
        ("type:sec", "PAY-4.1.1"),
        ("team:core", "PAY-4.2 PAY-4.1.1"),
        ("team:quality", "PAY-4.2"),
        ("-team:", "PAYROLL-1 WEB-9"),
        ("stage:test", "MOB-7.0"),
        ("stage:released", "WEB-9"),
        ("state:in_progress", "PAY-4.2 MOB-7.0"),
        ("state:re", "PAY-4.1.1 WEB-9"),
        ("-state:released,draft", "PAY-4.2 PAY-4.1.1 MOB-7.0"),
        ("health:red", "PAY-4.2"),
        ("health:R,A", "PAY-4.2 MOB-7.0"),
        ("health:-", "PAYROLL-1 WEB-9"),
        ("lead:kim", "PAY-4.2"),
        ("lead:ki", "PAY-4.2 MOB-7.0"),
        ('lead:"kim novak"', "PAY-4.2"),
        ("lead:park", "PAY-4.1.1"),
        ("-lead:", "PAYROLL-1 WEB-9"),
        ("rm:ana -type:security", "PAY-4.2"),
        ("tag:q1", "PAY-4.2"),
        ("client:acme", "PAY-4.2"),
        ("client:", "PAY-4.2"),
        ("due:<2w", "PAY-4.2 PAY-4.1.1"),
        ("due:<=12d", "PAY-4.2 PAY-4.1.1"),
        ("due:<=2", "PAY-4.1.1"),
        ("due:w9", "PAY-4.2"),
        ('due:">1 mar"', "PAY-4.2 MOB-7.0"),
        ("due:2027-03-12", "MOB-7.0"),
        ("due:1mar..5mar", None),
        ('due:"1 mar..5 mar"', "PAY-4.2"),
        ("slack:<2", "PAY-4.2 PAY-4.1.1"),
        ("slack:>=1", "PAY-4.1.1 MOB-7.0"),
        ("slack:-3", "PAY-4.2"),
        ("slack:0..6", "PAY-4.1.1 MOB-7.0"),
        ("stale:", "MOB-7.0"),
        ("-stale: project:mob", ""),
        ("blocked:", "MOB-7.0"),
        ('"type:security"', ""),
    ],
)
def test_a_filter_finds(text: str, keys: str | None) -> None:
    if keys is None:
        with pytest.raises(BadInput):
            parse_query(text, TODAY)
    else:
        assert found(text) == keys


@pytest.mark.parametrize(
    ("text", "column", "says", "hint"),
    [
        ("pay taem:core", 5, "no field 'taem'", "team"),
        ("-http://x", 1, "no field 'http'", "quotes"),
        ("health:blue", 1, "no health 'blue'", "green"),
        ("a state:relased", 3, "no state 'relased'", "released"),
        ("type:foo", 1, "no type 'foo'", "minor"),
        ("slack:few", 1, "'few' is not a number", "slack:<2"),
        ("due:soon", 1, "'soon' is not a date", "2027-03-05"),
        ("due:<03/04/27", 1, "two ways", "2027-04-03"),
    ],
)
def test_a_filter_that_cannot_be_read_names_the_column_and_the_way_out(
    text: str, column: int, says: str, hint: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_query(text, TODAY)
    assert caught.value.column == column
    assert caught.value.message.startswith(f"column {column}: ")
    assert says in caught.value.message
    assert hint in caught.value.hint


def test_without_an_outlook_nothing_is_healthy_or_tight() -> None:
    """A board that was not forecast yet can still be filtered by its facts."""
    record = BOARD.release("PAY-4.2")
    assert not matches(parse_query("slack:<2", TODAY), BOARD, record)
    assert not matches(parse_query("health:red", TODAY), BOARD, record)
    assert matches(parse_query("project:pay", TODAY), BOARD, record)


def test_a_query_follows_the_board_it_is_asked_about() -> None:
    """The compiled test of one board is not used for another: `pay` means PAYROLL where there is no PAY."""
    query = parse_query("project:pay", TODAY)
    assert not matches(query, BOARD, BOARD.release("PAYROLL-1"))
    other = Board({"releases": {"payroll-1": RELEASES[2]}})
    assert matches(query, other, other.release("PAYROLL-1"))


def test_equal_filters_are_equal() -> None:
    assert parse_query("pay  type:minor", TODAY) == parse_query("pay type:minor", TODAY)
    assert parse_query("pay", TODAY) != parse_query("-pay", TODAY)
    assert parse_query("Foo -bar", TODAY).words == ("foo",)
    assert parse_query("slack:<2", TODAY).needs_outlook
    assert not parse_query("due:<2w", TODAY).needs_outlook


PARTS = st.sampled_from(
    [f"{name}:" for name in FIELDS] + list('<>=-,".:w0123456789 ') + ["..", "pay", "2w", "red", "fri"]
)


@given(st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=12).map("".join)), st.dates())
def test_any_text_is_a_filter_or_bad_input(text: str, today: date) -> None:
    try:
        query = parse_query(text, today)
    except BadInput as problem:
        assert problem.message.startswith("column ")
        return
    for record in BOARD.releases.values():
        assert matches(query, BOARD, record, SEEN[record.key]) in (True, False)
