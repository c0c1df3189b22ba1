"""Working-day arithmetic: the worked examples of forecast.md, and every answer against a walk over the days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.domain.board import Board
from releaseboard.schedule.calendar import MONDAY_TO_FRIDAY, Calendar, NoWorkingDay, calendar_of, read_week

PLAIN = Calendar()
ONE = timedelta(days=1)

near_days = st.dates(date(2026, 6, 1), date(2027, 12, 31))
weeks = st.tuples(*[st.booleans()] * 7).filter(any)
calendars = st.builds(
    lambda week, off: Calendar(week, [day.toordinal() for day in off]), weeks, st.frozensets(near_days, max_size=12)
)


def is_worked(calendar: Calendar, day: date) -> bool:
    return calendar.week[day.weekday()] and day.toordinal() not in calendar.days_off


def walk(calendar: Calendar, day: date, count: int) -> date:
    """The slow way: one day after the other."""
    step = ONE if count > 0 else -ONE
    left = abs(count)
    while left:
        day += step
        left -= is_worked(calendar, day)
    return day


def test_t1_five_days_from_a_thursday() -> None:
    assert PLAIN.finish(date(2027, 1, 7), 5) == date(2027, 1, 13)
    with_holiday = Calendar(days_off=[date(2027, 1, 11).toordinal()])
    assert with_holiday.finish(date(2027, 1, 7), 5) == date(2027, 1, 14)


def test_t2_one_day_from_a_saturday() -> None:
    assert PLAIN.finish(date(2027, 1, 9), 1) == date(2027, 1, 11)


def test_t3_slip_counts_working_days_both_ways() -> None:
    assert PLAIN.days_between(date(2027, 2, 5), date(2027, 2, 9)) == 2
    assert PLAIN.days_between(date(2027, 2, 9), date(2027, 2, 5)) == -2
    assert PLAIN.days_between(date(2027, 2, 5), date(2027, 2, 7)) == 0


@given(calendars, near_days, st.integers(-60, 60))
def test_adding_days_agrees_with_a_walk(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.add_days(day, count) == walk(calendar, day, count)


@given(calendars, near_days, st.integers(1, 60))
def test_finishing_agrees_with_a_walk(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.finish(day, count) == walk(calendar, day - ONE, count)


@given(calendars, near_days, st.integers(0, 400))
def test_counting_agrees_with_a_walk(calendar: Calendar, day: date, length: int) -> None:
    end = day + length * ONE
    walked = [day + at * ONE for at in range(1, length + 1) if is_worked(calendar, day + at * ONE)]
    assert calendar.days_between(day, end) == len(walked)
    assert calendar.days_between(end, day) == -len(walked)
    assert calendar.list_days(day + ONE, end) == walked


@given(calendars, near_days)
def test_rolling_finds_the_nearest_working_day(calendar: Calendar, day: date) -> None:
    later, earlier = calendar.next_working(day), calendar.previous_working(day)
    assert is_worked(calendar, later) and is_worked(calendar, earlier)
    assert earlier <= day <= later
    assert (later == day) == (earlier == day) == is_worked(calendar, day) == calendar.is_working(day)
    assert not any(is_worked(calendar, earlier + at * ONE) for at in range(1, (later - earlier).days))


@given(calendars, near_days, st.integers(-60, 60))
def test_adding_and_counting_are_inverse(calendar: Calendar, day: date, count: int) -> None:
    start = calendar.next_working(day)
    assert calendar.days_between(start, calendar.add_days(start, count)) == count


@given(calendars, st.lists(st.dates(date(1950, 1, 1), date(2090, 12, 31)), min_size=2, max_size=8))
def test_answers_do_not_depend_on_what_was_asked_before(calendar: Calendar, days: list[date]) -> None:
    """The tables grow with the questions; a fresh calendar must say the same."""
    for day in days:
        fresh = Calendar(calendar.week, calendar.days_off)
        assert calendar.add_days(day, 7) == fresh.add_days(day, 7)
        assert calendar.add_days(day, -7) == Calendar(calendar.week, calendar.days_off).add_days(day, -7)
        assert calendar.days_between(days[0], day) == Calendar(calendar.week, calendar.days_off).days_between(
            days[0], day
        )


@given(st.integers(-9999, 9999))
def test_far_away_days_are_found(count: int) -> None:
    there = PLAIN.add_days(date(2027, 2, 24), count)
    assert PLAIN.days_between(date(2027, 2, 24), there) == count


def test_the_ends_of_the_calendar() -> None:
    """The year 1 and the year 9999 are as good as others; beyond them there is no day."""
    assert PLAIN.days_between(date.min, date.min + 6 * ONE) == 4
    assert PLAIN.days_between(date.max, date.max) == 0
    assert PLAIN.days_between(date.max - 7 * ONE, date.max) == 5
    assert PLAIN.add_days(date.min, 5) == date.min + 7 * ONE
    assert PLAIN.previous_working(date.max) == date.max
    with pytest.raises(NoWorkingDay):
        PLAIN.add_days(date.max, 1)
    with pytest.raises(NoWorkingDay):
        PLAIN.add_days(date.min, -1)


def test_a_calendar_without_working_days_says_so() -> None:
    """Never an endless search, never a date far away."""
    nobody = Calendar((False,) * 7)
    with pytest.raises(NoWorkingDay):
        nobody.next_working(date(2027, 2, 24))
    assert nobody.days_between(date(2027, 1, 1), date(2028, 1, 1)) == 0


def test_tables_tell_counts_and_days() -> None:
    first, counts, days = PLAIN.tables(date(2027, 2, 1).toordinal(), date(2027, 3, 1).toordinal())
    at = counts[date(2027, 2, 8).toordinal() - first]
    assert days[at] == date(2027, 2, 8).toordinal()
    assert at - counts[date(2027, 2, 1).toordinal() - first] == 5


def test_a_sheet_counts_from_its_first_day() -> None:
    """From Wed 24 Feb, seven days: worked are 0, 1, 2 and, after the weekend, 5 and 6."""
    first = date(2027, 2, 24).toordinal()
    assert PLAIN.sheet(first, first + 7) == ([0, 1, 2, 3, 3, 3, 4, 5], [0, 1, 2, 5, 6])


@given(calendars, st.frozensets(near_days, min_size=1, max_size=30), near_days, st.integers(1, 40))
def test_a_calendar_within_some_days_knows_no_others(
    calendar: Calendar, kept: frozenset[date], start: date, length: int
) -> None:
    narrow = calendar.within(day.toordinal() for day in kept)
    end = start + length * ONE
    assert narrow.list_days(start, end) == [day for day in calendar.list_days(start, end) if day in kept]
    assert narrow.is_working(start) == (start in kept and calendar.is_working(start))
    assert narrow == calendar.within(day.toordinal() for day in sorted(kept))
    assert narrow.within([]).days_between(start, end) == 0


def test_calendars_with_the_same_days_are_equal() -> None:
    assert PLAIN.without([5]) == Calendar(MONDAY_TO_FRIDAY, [5])
    assert hash(PLAIN.without([5])) == hash(Calendar(MONDAY_TO_FRIDAY, [5]))
    assert PLAIN.without([5]) != PLAIN


def shutdown(start: str, end: str, **fields: object) -> dict[str, object]:
    return {"id": start, "name": "N", "start": start, "end": end, "kind": "shutdown", **fields}


FREEZES = [
    shutdown("2027-03-03", "2027-03-04"),
    shutdown("2027-03-08", "2027-03-08", teams=["qa"]),
    shutdown("2027-03-09", "2027-03-09", projects=["PAY"]),
    shutdown("2027-03-10", "2027-03-10", kind="deploy"),
    shutdown("2027-03-11", "2027-03-11", lifted=True),
    shutdown("2090-01-01", "9999-12-31", teams=["x"]),
]
BOARD = Board(
    {
        "holidays": {"2027-03-01": {"id": "2027-03-01", "date": "2027-03-01", "name": "Day off"}},
        "freezes": {freeze["id"]: freeze for freeze in FREEZES},
        "teams": {
            "qa": {"id": "qa", "week": ["sun", "Monday", "tue", "wed", "thu"], "days_off": ["2027-03-02"]},
            "x": {"id": "x"},
        },
    }
)


def test_the_boards_calendar_has_holidays_and_shutdowns() -> None:
    calendar = calendar_of(BOARD)
    worked = calendar.list_days(date(2027, 2, 26), date(2027, 3, 11))
    assert [day.day for day in worked] == [26, 2, 5, 8, 9, 10, 11]


def test_a_team_has_its_week_and_its_own_days_off() -> None:
    worked = calendar_of(BOARD, "qa").list_days(date(2027, 2, 26), date(2027, 3, 9))
    assert [day.day for day in worked] == [28, 7, 9]
    assert calendar_of(BOARD, "nobody") == calendar_of(BOARD)


def test_a_shutdown_for_ever_ends_the_working_days() -> None:
    calendar = calendar_of(BOARD, "x")
    assert calendar.days_between(date(2089, 12, 23), date(2100, 1, 1)) == 5
    with pytest.raises(NoWorkingDay):
        calendar.next_working(date(2090, 1, 1))


@pytest.mark.parametrize(
    ("names", "worked"),
    [((), MONDAY_TO_FRIDAY), (("noday",), MONDAY_TO_FRIDAY), (("sat", "Sunday"), (False,) * 5 + (True, True))],
)
def test_a_week_is_read_from_names(names: tuple[str, ...], worked: tuple[bool, ...]) -> None:
    assert read_week(names) == worked
