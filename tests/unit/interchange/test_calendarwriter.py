"""Calendars that the board writes: valid for another library, stable, and nothing new for the board that wrote them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import CancelRelease, PutRecords
from releaseboard.domain.words import Confidence, EventKind, FreezeKind, State
from releaseboard.errors import BadInput
from releaseboard.interchange.calendarwriter import write_calendar
from releaseboard.interchange.detect import read_any
from releaseboard.interchange.samples import load_sample

TODAY = date(2027, 2, 24)
NOW = datetime(2027, 2, 24, 11, 15, 3, tzinfo=UTC)


def write(board: Board, **more: Any) -> str:
    """The board's calendar."""
    return write_calendar(board, TODAY, NOW, **more)


def parse(text: str) -> Any:
    """What another library makes of it, without an error anywhere."""
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(text)
    calendar.validate()
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return calendar


def titles(text: str) -> dict[str, tuple[date, date]]:
    """Title to first and last day, as the other library has them."""
    days = {str(event["SUMMARY"]): (event.start, event.end) for event in parse(text).events}
    return {title: (start, end - timedelta(days=1)) for title, (start, end) in days.items()}


@pytest.fixture(scope="module")
def sample() -> Board:
    """The sample board."""
    return make_board(load_sample(today=TODAY))


def test_lines_are_as_the_standard_has_them(sample: Board) -> None:
    """CRLF, at most 75 octets, no line that begins with a blank but those that go on; each entry has what it must."""
    text = write(sample)
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == text.count("\r\nUID:") == text.count("DTSTAMP:")


def test_another_library_reads_every_day(sample: Board) -> None:
    """Targets, windows, gates, milestones, freezes, events and recurring windows; unique ids; names with all signs."""
    calendar = parse(write(sample))
    kinds = [str(event["X-RELEASEBOARD-KIND"]) for event in calendar.events]
    assert set(kinds) == {"target", "release-window", "gate", "milestone", "freeze", "event", "window"}
    assert kinds.count("freeze") == len(sample.freezes)
    uids = [str(event["UID"]) for event in calendar.events]
    assert len(set(uids)) == len(uids)
    days = titles(write(sample))
    update = sample.release("PAY-4.2")
    assert update.target is not None and update.window is not None
    assert days["PAY-4.2 target"] == (update.target, update.target)
    assert days["PAY-4.2 release window"] == (update.window.start, update.window.end)
    assert days["ID-5.10 go/no-go"][0] == date(2027, 2, 25)
    assert days["MOB-7.0 Build handed to the store"][0] == date(2027, 3, 10)
    assert str(calendar["X-WR-CALNAME"]) == "Harbour & Lark releases"


def test_recurring_windows_come_again_where_the_board_has_them(sample: Board) -> None:
    """The rule that is written gives the days that the board counts with."""
    pytest.importorskip("icalendar")
    from dateutil.rrule import rrulestr

    from releaseboard.schedule.windows import expand_rule

    written = {str(event["X-RELEASEBOARD-ID"]): event for event in parse(write(sample)).events if "RRULE" in event}
    assert set(written) == set(sample.windows)
    rules = [*sample.windows.values()]
    odd = {"id": "odd", "name": "Odd", "rrule": "DTSTART:20270105 RRULE:FREQ=WEEKLY;INTERVAL=2;BYHOUR=9", "days": 2,
           "until": "2027-06-30"}  # fmt: skip
    board = make_board(windows=[odd], board=[{"name": "B"}])
    (event,) = parse(write(board)).events
    for rule, found in [*((rule, written[rule.id]) for rule in rules), (board.windows["odd"], event)]:
        text = found["RRULE"].to_ical().decode()
        start = datetime.combine(found.start, datetime.min.time())
        ours = [window.start for window in expand_rule(rule, date(2027, 2, 1), date(2027, 9, 1))]
        theirs = rrulestr(text, dtstart=start).between(datetime(2027, 2, 1), datetime(2027, 9, 1), inc=True)
        assert [day.date() for day in theirs] == [day for day in ours if day >= date(2027, 2, 1)]
        assert (found.end - found.start).days == rule.days


def test_ids_stay_when_days_move(sample: Board) -> None:
    """A calendar program finds its entry again; what is out moves to its day, what is cancelled says so."""
    moved = do(
        sample, PutRecords({"releases": [{"key": "PAY-4.2", "target": "2027-03-11"}]}), CancelRelease("MOB-7.0", "x")
    )

    def by_uid(board: Board) -> dict[str, Any]:
        return {str(event["UID"]): event for event in parse(write(board)).events}

    before, after = by_uid(sample), by_uid(moved)
    (uid,) = [uid for uid, event in before.items() if event["SUMMARY"] == "PAY-4.2 target"]
    assert (before[uid].start, after[uid].start) == (date(2027, 3, 9), date(2027, 3, 11))
    (uid,) = [uid for uid, event in before.items() if event["SUMMARY"] == "MOB-7.0 target"]
    assert (str(before[uid]["STATUS"]), str(after[uid]["STATUS"])) == ("CONFIRMED", "CANCELLED")
    out = do(sample, PutRecords({"releases": [{"key": "PAY-4.2", "state": "released", "released_on": "2027-02-23"}]}))
    (uid,) = [uid for uid, event in before.items() if event["SUMMARY"] == "PAY-4.2 target"]
    assert (str(by_uid(out)[uid]["SUMMARY"]), by_uid(out)[uid].start) == ("PAY-4.2 released", date(2027, 2, 23))


def test_only_some_releases(sample: Board) -> None:
    """For one team or client; freezes stay, since they hold everybody."""
    only = {sample.release("PAY-4.2").id}
    days = titles(write(sample, only=only))
    assert {title.partition(" ")[0] for title in days if "target" in title} == {"PAY-4.2"}
    assert "Quarter close" in days


def test_the_board_learns_nothing_from_its_own_calendar(sample: Board) -> None:
    """Imported where it was written, nothing changes; days of releases are told as its own."""
    data = write(sample).encode()
    found = read_any("own.ics", data, known=sample, today=TODAY)
    assert found.skipped == ()
    assert {verdict.reason for verdict in found.verdicts} == {"", "a day of the board itself"}
    assert do(sample, PutRecords(found.tables)) == sample


def test_another_board_takes_it_as_somebody_elses(sample: Board) -> None:
    """Freezes with their kinds, targets and events as events, recurring windows as windows; again changes nothing."""
    data = write(sample).encode()
    other = make_board(board=[{"id": "elsewhere", "name": "Other"}])
    found = read_any("theirs.ics", data, known=other, today=TODAY)
    assert found.skipped == ()
    after = do(other, PutRecords(found.tables))
    assert {freeze.kind for freeze in after.freezes.values()} == {"deploy", "change", "shutdown"}
    assert len(after.windows) == len(sample.windows)
    assert "PAY-4.2 target" in {event.name for event in after.events.values()}
    assert do(after, PutRecords(read_any("theirs.ics", data, known=after, today=TODAY).tables)) == after


def test_a_board_without_days_makes_no_calendar() -> None:
    """A calendar without entries is none (RFC 5545, 3.6)."""
    with pytest.raises(BadInput, match="no day to put into a calendar"):
        write(make_board(releases=[{"key": "A-1"}]))


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
ids = st.text('abc;,:"\\üß🚀', min_size=1, max_size=5)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Releases, freezes and events with any names."""
    day = draw(days)
    freezes = [
        {"id": ident, "name": f"x{draw(texts)}", "start": str(day),
         "end": str(day + timedelta(draw(st.integers(0, 40)))),
         "kind": draw(st.sampled_from([*FreezeKind])).value, "lifted": draw(st.booleans()), "reason": draw(texts)}
        for ident in draw(st.sets(ids, max_size=2))
    ]  # fmt: skip
    events = [
        {"id": ident, "name": f"x{draw(texts)}", "date": str(day), "kind": draw(st.sampled_from([*EventKind])).value,
         "confidence": draw(st.sampled_from([*Confidence])).value,
         "date_latest": draw(st.sampled_from([None, str(day + timedelta(3))]))}
        for ident in draw(st.sets(ids, max_size=2))
    ]  # fmt: skip
    state = draw(st.sampled_from([State.DRAFT, State.COMMITTED, State.RELEASED, State.CANCELLED]))
    release = {"key": "A-1", "title": draw(texts), "goal": draw(texts), "target": str(day), "state": state.value,
               "released_on": str(day) if state == State.RELEASED else None}  # fmt: skip
    return make_board(board=[{"name": draw(texts)}], releases=[release], freezes=freezes, events=events)


@given(boards())
def test_any_words_make_a_valid_calendar(board: Board) -> None:
    """Whatever people typed, the other library reads the same words, and the board learns nothing from them."""
    text = write(board)
    said = {str(event["UID"]): str(event["SUMMARY"]) for event in parse(text).events}
    for kind, records in (("freeze", board.freezes), ("event", board.events)):
        for record in records.values():
            assert said[f"{kind}-{record.id}@board.releaseboard"] == record.name
    back = read_any("own.ics", text.encode(), known=board, today=TODAY)
    assert back.skipped == ()
    assert do(board, PutRecords(back.tables)) == board
