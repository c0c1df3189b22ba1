"""Dates that people type: what each form means, what is refused, and how a date is said back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.model import Window
from releaseboard.domain.when import (
    count_weekdays,
    echo_date,
    format_date,
    format_day,
    format_distance,
    format_window,
    parse_date,
    parse_stage_days,
    parse_window,
    shift_weekdays,
)
from releaseboard.errors import BadInput

TODAY = date(2027, 2, 24)  # a Wednesday in ISO week 8
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-03-05", date(2027, 3, 5)),
        ("2027-3-5", date(2027, 3, 5)),
        ("2027/03/05", date(2027, 3, 5)),
        ("  5 MAR ", date(2027, 3, 5)),
        ("5 mar 2028", date(2028, 3, 5)),
        ("5 mar 27", date(2027, 3, 5)),
        ("mar 5", date(2027, 3, 5)),
        ("March 5th, 2027", date(2027, 3, 5)),
        ("Fri 05 Mar 2027", date(2027, 3, 5)),
        ("Tue 02 Mar", date(2027, 3, 2)),
        ("fri", date(2027, 2, 26)),
        ("wed", date(2027, 3, 3)),
        ("thursday", date(2027, 2, 25)),
        ("next tue", date(2027, 3, 2)),
        ("next fri", date(2027, 3, 5)),
        ("next week", date(2027, 3, 1)),
        ("today", TODAY),
        ("Tomorrow", date(2027, 2, 25)),
        ("yesterday", date(2027, 2, 23)),
        ("+0", TODAY),
        ("+3", date(2027, 3, 1)),
        ("-1", date(2027, 2, 23)),
        ("-3", date(2027, 2, 19)),
        ("+2w", date(2027, 3, 10)),
        ("w10", date(2027, 3, 8)),
        ("W8", date(2027, 2, 22)),
        ("w7", date(2028, 2, 14)),
        ("w10 2028", date(2028, 3, 6)),
        ("2027-w10", date(2027, 3, 8)),
        ("25/12/2027", date(2027, 12, 25)),
        ("12/25/27", date(2027, 12, 25)),
        ("03/03/27", date(2027, 3, 3)),
        ("27-03-04", date(2027, 3, 4)),
        ("29 feb 2028", date(2028, 2, 29)),
    ],
)
def test_a_date_means(text: str, meant: date) -> None:
    assert parse_date(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "year"),
    [("24 feb", 2027), ("23 feb", 2027), ("25 nov", 2026), ("24 nov", 2027), ("31 dec", 2026), ("5 nov", 2027)],
)
def test_a_day_without_year_looks_back_less_than_three_months(text: str, year: int) -> None:
    assert parse_date(text, TODAY).year == year


@pytest.mark.parametrize("text", ["03/04/27", "3/4/2027", "03.04.2027", "03-04-2027"])
def test_an_ambiguous_date_names_both_readings(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_date(text, TODAY)
    assert "3 Apr 2027 or 4 Mar 2027" in caught.value.message
    assert "2027-04-03 or 2027-03-04" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["", "  ", "x", "5", "mar", "32 jan", "30 feb", "2027-13-01", "2027-00-10", "0000-01-01", "w0", "w54", "w53 2027",
     "next", "next x", "+", "-", "+x", "+99999", "5 mar 20277", "5 5", "mar mar", "fri fri", "٣ mar", "5 mar 2027 x",
     "20270305", "a" * 500, "1/1/1/1"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_date(text, TODAY)
    assert caught.value.hint
    assert len(caught.value.message) < 120


def test_a_weekday_that_does_not_fit_the_date_is_refused() -> None:
    with pytest.raises(BadInput, match="05 Mar 2027 is a Friday"):
        parse_date("tue 5 mar", TODAY)


def test_working_days_follow_the_calendar_that_is_given() -> None:
    """`+1` asks the caller's calendar, so a holiday moves it."""
    assert parse_date("+1", TODAY, lambda day, count: day + timedelta(days=count + 5)) == date(2027, 3, 2)


@given(st.text(max_size=30), DAYS)
def test_any_text_gives_a_date_or_bad_input(text: str, today: date) -> None:
    for parse in (parse_date, parse_window):
        try:
            parse(text, today)
        except BadInput as problem:
            assert problem.message


WORDS = st.sampled_from(
    ["5", "31", "0", "99", "2027", "27", "9999", "mar", "march", "fri", "next", "tue", "today", "w1", "w53", "w10",
     "+3", "-1", "+2w", "-9999w", "..", "-", "/", "1/2/3", "1-2-3", "st", "5th", ",", "feb", "29", "2027-w1"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=5), st.dates())
def test_any_mix_of_date_words_gives_a_date_or_bad_input(words: list[str], today: date) -> None:
    for joint in (" ", ""):
        for parse in (parse_date, parse_window):
            try:
                parse(joint.join(words), today)
            except BadInput as problem:
                assert problem.message


@given(DAYS, DAYS)
def test_what_we_say_can_be_typed_again(day: date, today: date) -> None:
    assert parse_date(format_date(day), today) == day
    assert parse_date(day.isoformat(), today) == day


@given(DAYS, st.integers(-600, 600))
def test_shifting_counts_working_days(day: date, count: int) -> None:
    """Landing on a working day exactly `count` of them away, weekends passed over."""
    there = shift_weekdays(day, count)
    step = 1 if count > 0 else -1
    slow, left = day, abs(count)
    while left:
        slow += timedelta(days=step)
        left -= slow.weekday() < 5
    assert there == slow


@given(DAYS, DAYS)
def test_counting_agrees_with_a_walk_over_the_days(one: date, two: date) -> None:
    two = one + (two - one) % timedelta(days=400)
    walked = sum((one + timedelta(days=at)).weekday() < 5 for at in range(1, (two - one).days + 1))
    assert count_weekdays(one, two) == walked
    assert count_weekdays(two, one) == -walked


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2027-03-01..2027-03-05", date(2027, 3, 1), date(2027, 3, 5)),
        ("1 mar .. 5 mar", date(2027, 3, 1), date(2027, 3, 5)),
        ("mon..fri", date(2027, 3, 1), date(2027, 3, 5)),
        ("1 mar..+4", date(2027, 3, 1), date(2027, 3, 5)),
        ("20 dec..10 jan", date(2026, 12, 20), date(2027, 1, 10)),
        ("1 feb..today", date(2027, 2, 1), TODAY),
        ("5 mar", date(2027, 3, 5), date(2027, 3, 5)),
    ],
)
def test_a_window_means(text: str, start: date, end: date) -> None:
    assert parse_window(text, TODAY) == Window(start, end)


@pytest.mark.parametrize("text", ["5 mar..1 mar", "..", "5 mar..", "..5 mar", "a..b", "5 mar...6 mar"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_window(text, TODAY)


def test_stage_days_are_pairs() -> None:
    assert parse_stage_days("build=10") == {"build": 10}
    assert parse_stage_days("Build=10, test=5 deploy=1", ["build", "test", "deploy"]) == {
        "build": 10,
        "test": 5,
        "deploy": 1,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [("build", "build"), ("build=0", "1 to 999"), ("build=x", "1 to 999"), ("build=²", "1 to 999"), ("", "missing"),
     ("biuld=3", "no stage"), ("build=3 build=4", "twice"), ("=3", "not a stage"), ("build=1000", "1 to 999")],
)  # fmt: skip
def test_bad_stage_days_say_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        parse_stage_days(text, ["build", "test"])
    assert caught.value.hint


def test_an_unknown_stage_names_the_nearest() -> None:
    with pytest.raises(BadInput) as caught:
        parse_stage_days("biuld=3", ["build", "test"])
    assert caught.value.hint == "did you mean build?"


def test_dates_are_said_with_weekday_and_distance() -> None:
    assert format_day(date(2027, 3, 2)) == "Tue 02 Mar"
    assert format_date(date(2027, 3, 2)) == "Tue 02 Mar 2027"
    assert echo_date(date(2027, 3, 5), TODAY) == "Fri 05 Mar 2027 · in 7 working days"
    assert echo_date(TODAY, TODAY) == "Wed 24 Feb 2027 · today"
    assert echo_date(date(2027, 2, 23), TODAY) == "Tue 23 Feb 2027 · 1 working day ago"
    assert echo_date(date(2027, 3, 6), TODAY, note="in freeze FY") == (
        "Sat 06 Mar 2027 · in 7 working days · not a working day · in freeze FY"
    )
    assert format_distance(0) == "now"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2027, 3, 1), date(2027, 3, 5), "01–05 Mar"),
        (date(2027, 2, 26), date(2027, 3, 5), "26 Feb–05 Mar"),
        (date(2027, 3, 5), date(2027, 3, 5), "05 Mar"),
        (date(2026, 3, 1), date(2027, 3, 5), "01 Mar–05 Mar"),
    ],
)
def test_a_window_is_said_short(start: date, end: date, said: str) -> None:
    assert format_window(Window(start, end)) == said
