"""Calendars of others: what becomes a freeze, an event, a holiday or a window, on which days, and what is left out."""

from datetime import date
from typing import Any

import pytest

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import PutRecords
from releaseboard.domain.links import find_any_loop
from releaseboard.errors import BadInput
from releaseboard.interchange.detect import read_any
from releaseboard.interchange.findings import Import
from releaseboard.interchange.icstext import fold, unfold

TODAY = date(2027, 2, 24)


def entry(*lines: str, uid: str = "a@x") -> str:
    """One VEVENT."""
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""))


def calendar(*entries: str, head: str = "") -> str:
    """A calendar of entries."""
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", head, *entries, "END:VCALENDAR", ""))


def read(*entries: str, **more: Any) -> Import:
    """A calendar file of these entries."""
    head = more.pop("head", "")
    return read_any("x.ics", calendar(*entries, head=head).encode(), **{"today": TODAY, **more})


def put(found: Import) -> Board:
    """A board of nothing else."""
    return make_board(found.tables, board=[{"name": "B", "timezone": "Europe/Oslo"}])


def days_of(*lines: str, **more: Any) -> tuple[date | None, date | None]:
    """The first and last day of one event."""
    zone = make_board(board=[{"name": "B", "timezone": "Europe/Oslo"}])
    (event,) = put(read(entry("SUMMARY:Demo", *lines), known=zone, **more)).events.values()
    return event.date, event.date_latest


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20270302"], ("2027-03-02", None)),
        (["DTSTART;VALUE=DATE:20270302", "DTEND;VALUE=DATE:20270303"], ("2027-03-02", None)),
        (["DTSTART:20270302", "DTEND:20270302"], ("2027-03-02", None)),
        (["DTSTART;VALUE=DATE:20270302", "DTEND;VALUE=DATE:20270305"], ("2027-03-02", "2027-03-04")),
        (["DTSTART;VALUE=DATE:20270302", "DURATION:P2W"], ("2027-03-02", "2027-03-15")),
        (["DTSTART:20270302T120000Z"], ("2027-03-02", None)),
        (["DTSTART:20270302T233000Z"], ("2027-03-03", None)),
        (["DTSTART;TZID=America/Los_Angeles:20270302T180000", "DURATION:PT1H"], ("2027-03-03", None)),
        (["DTSTART;TZID=Made Up:20270302T180000", "DTEND;TZID=Made Up:20270303T000000"], ("2027-03-02", None)),
        (["DTSTART;TZID=Europe/Oslo:20270302T220000", "DTEND;TZID=Europe/Oslo:20270304T060000"],
         ("2027-03-02", "2027-03-04")),
        (["DTSTART;VALUE=DATE:20270302", "DTEND:20270303T120000"], ("2027-03-02", None)),
    ],
)  # fmt: skip
def test_an_entry_has_its_days_on_the_clocks_of_the_board(lines: list[str], days: tuple[str, str | None]) -> None:
    """The day after the last one ends an entry; moments are told on the board's own clocks."""
    start, end = days_of(*lines)
    assert (str(start), end and str(end)) == days


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Year-end freeze", "deploy"), ("Black Friday blackout", "deploy"), ("Code Freeze", "change"),
        ("Docs freeze (final)", "change"), ("Office closed", "shutdown"), ("Christmas shutdown", "shutdown"),
        ("Change moratorium", "deploy"), ("Spec freeze", "change"),
    ],
)  # fmt: skip
def test_titles_that_speak_of_freezes_make_freezes(title: str, kind: str) -> None:
    """Of production unless the title speaks of code, texts or tests; shut down where nobody is there."""
    found = read(entry(f"SUMMARY:{title}", "DTSTART:20271220", "DTEND:20280103", "DESCRIPTION:Nobody\\, really"))
    (freeze,) = put(found).freezes.values()
    assert (freeze.name, freeze.kind, freeze.start, freeze.end) == (title, kind, date(2027, 12, 20), date(2028, 1, 2))
    assert freeze.reason == "Nobody, really"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("KubeCon EU", "conference"), ("Phone OS: iOS 21 beta", "os_update"), ("Quarter end", "fiscal"),
        ("GDPR audit", "regulatory"), ("Acme Pay 4.0 GA", "app_update"), ("Lunch", "other"), ("Freeze ends", "other"),
        ("Vendor certificate expires", "vendor"),
    ],
)  # fmt: skip
def test_all_else_is_an_event_of_some_kind(title: str, kind: str) -> None:
    """By the words in its title."""
    (event,) = put(read(entry(f"SUMMARY:{title}", "DTSTART:20270302"))).events.values()
    assert (event.name, event.kind, event.confidence, event.source) == (title, kind, "expected", "y")


def test_categories_and_status_are_heard() -> None:
    """A category of ours goes before the words; CONFIRMED and TENTATIVE are how sure it is."""
    found = read(
        entry("SUMMARY:Lunch", "DTSTART:20270302", "CATEGORIES:Food,Vendor", "STATUS:CONFIRMED", uid="1"),
        entry("SUMMARY:Dinner", "DTSTART:20270302", "CATEGORIES:Change freeze", "CATEGORIES:shutdown", uid="2"),
        entry("SUMMARY:Tea", "DTSTART:20270302", "STATUS:TENTATIVE", "URL:https://x.org/tea", uid="3"),
    )
    board = put(found)
    assert (board.events["1"].kind, board.events["1"].confidence) == ("vendor", "confirmed")
    assert board.freezes["2"].kind == "shutdown"
    assert (board.events["3"].confidence, board.events["3"].source) == ("rumoured", "https://x.org/tea")


def test_holiday_calendars_make_holidays() -> None:
    """Nobody works; one day may have two names, a long one is each of its days."""
    found = read(
        entry("SUMMARY:Easter", "DTSTART:20270328", "DTEND:20270330", uid="1"),
        entry("SUMMARY:Second name", "DTSTART:20270328", uid="2"),
        entry("SUMMARY:May Day", "DTSTART:20200501", "RRULE:FREQ=YEARLY", uid="3"),
        head="X-WR-CALNAME:Holidays in Norway",
    )
    assert found.skipped == ()
    assert sorted(put(found).holidays) == ["2027-03-28", "2027-03-29", "2027-05-01", "2028-05-01"]


def test_what_comes_again_comes_on_each_of_its_days() -> None:
    """Freezes for two years, without the days taken out, with those put in, and one that was moved."""
    monthly = entry(
        "SUMMARY:Month end freeze", "DTSTART;VALUE=DATE:20270129", "DTEND;VALUE=DATE:20270131",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", "EXDATE;VALUE=DATE:20270430", "RDATE;VALUE=DATE:20270615", uid="m",
    )  # fmt: skip
    moved = entry("SUMMARY:Month end freeze (moved)", "DTSTART:20270325", "RECURRENCE-ID;VALUE=DATE:20270326", uid="m")
    gone = entry("SUMMARY:No freeze", "DTSTART:20270528", "RECURRENCE-ID:20270528", "STATUS:CANCELLED", uid="m")
    found = read(monthly, moved, gone)
    assert found.skipped == ()
    assert {str(freeze.start): str(freeze.end) for freeze in put(found).freezes.values()} == {
        "2027-01-29": "2027-01-30", "2027-02-26": "2027-02-27", "2027-03-25": "2027-03-25", "2027-06-15": "2027-06-16",
    }  # fmt: skip
    assert found.verdicts[0].reason == "comes again: 3 days up to 2027-06-15"
    weekly = read(entry("SUMMARY:Vendor call", "DTSTART:20200102T100000Z", "RRULE:FREQ=WEEKLY"))
    assert len(weekly.tables["events"]) == 57
    old = read(entry("SUMMARY:Vendor call", "DTSTART:20200102", "RRULE:FREQ=WEEKLY;UNTIL=20210101"))
    assert (old.tables, old.verdicts[0].reason) == ({}, "comes again, but not in the time ahead")


def test_windows_that_come_again_are_recurring_windows() -> None:
    """With the day they count from where the rule needs it, and their end."""
    board = put(
        read(
            entry("SUMMARY:Release window", "DTSTART:20270105", "RRULE:FREQ=WEEKLY;BYDAY=TU", uid="plain"),
            entry("SUMMARY:Maintenance window", "DTSTART;TZID=UTC:20270105T220000", "DTEND;TZID=UTC:20270106T020000",
                  "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231T000000Z", uid="odd"),
            project="PAY",
        )
    )  # fmt: skip
    plain, odd = board.windows["plain"], board.windows["odd"]
    assert (plain.rrule, plain.days, plain.projects) == ("FREQ=WEEKLY;BYDAY=TU", 1, ("PAY",))
    assert (odd.rrule, odd.days, odd.until) == (
        "DTSTART:20270105 RRULE:FREQ=WEEKLY;INTERVAL=2", 2, date(2027, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART:20270302"], "it has no title (SUMMARY)"),
        (["SUMMARY:X"], "it has no start (DTSTART)"),
        (["SUMMARY:X", "DTSTART:tomorrow"], "DTSTART is not a date: 'tomorrow'"),
        (["SUMMARY:X", "DTSTART:20270231"], "DTSTART is not a date"),
        (["SUMMARY:X", "DTSTART:00010101"], "is too far away"),
        (["SUMMARY:X", "DTSTART:20270302", "DTEND:20270301"], "it ends before it starts (2027-03-01, 2027-03-02)"),
        (["SUMMARY:X", "DTSTART:20270302", "DTEND:21270301"], "more than ten years"),
        (["SUMMARY:X", "DTSTART:20270302", "DURATION:-P1D"], "DURATION can't be read"),
        (["SUMMARY:X", "DTSTART:20270302", "DURATION:P99999W"], "more than ten years"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=SECONDLY"], "its rule can't be used"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=DAILY;INTERVAL=0"], "its rule can't be used"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=WEEKLY;BYDAY=XX"], "its rule can't be read"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY"], "more than one rule"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:every day"], "its rule can't be read"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=MONTHLY;BYMONTHDAY=32"], "its rule never comes"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=DAILY;BYWEEKNO=9"], "its rule never comes"),
        (["SUMMARY:X", "DTSTART:20270302", "RRULE:FREQ=DAILY;BYMONTH=a"], "its rule never comes"),
        (["SUMMARY:Release window", "DTSTART:20270302", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "never comes"),
        (["SUMMARY:X", "DTSTART:20270302", "stray words"], "line 15 is no property: 'stray words'"),
        (["SUMMARY:X", "DTSTART:20270302"], "a-x stands in line 5 already"),
    ],
)
def test_an_unsound_entry_is_left_out(lines: list[str], reason: str) -> None:
    """With its line and why; the sound one stays."""
    uid = "a@x" if "stands in line" in reason else "b@x"
    found = read(entry("SUMMARY:Good", "DTSTART:20270301"), entry(*lines, uid=uid))
    (bad,) = found.skipped
    assert reason in bad.reason
    assert bad.line == 11
    assert [event.name for event in put(found).events.values()] == ["Good"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello\n", "x.ics:1: this is not a calendar"),
        ("BEGIN:VEVENT\nEND:VEVENT\n", "x.ics: this is not a calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\n", "x.ics:2: this 'VEVENT' is never closed"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "x.ics:3: 'VCALENDAR' ends here"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "x.ics:3: 'VCALENDAR' ends here"),
        ("BEGIN:A\n" * 40, "x.ics:21: components are nested too deep"),
        (b"\xff\xfe\x00", "x.ics:1: this is not UTF-16"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(text: str | bytes, said: str) -> None:
    """One that is cut off is not half a calendar."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadInput) as caught:
        read_any("x.ics", data)
    assert caught.value.message.startswith(said)


def test_what_is_no_entry_is_named() -> None:
    """Tasks and journals are not read, and it is said; zones are."""
    found = read("BEGIN:VTODO\r\nEND:VTODO\r\nBEGIN:VTODO\r\nEND:VTODO\r\nBEGIN:VTIMEZONE\r\nEND:VTIMEZONE")
    assert (found.tables, found.ignored) == ({}, ("VTODO (2)",))


def test_a_cancelled_entry_is_not_made_and_lifts_its_freeze() -> None:
    """What was imported before and is cancelled now."""
    freeze = ("SUMMARY:Freeze", "DTSTART:20270302")
    board = put(read(entry(*freeze), entry("SUMMARY:Demo", "DTSTART:20270302", uid="b")))
    late = [entry(*freeze, "STATUS:CANCELLED"), entry("SUMMARY:Demo", "DTSTART:20270302", "STATUS:CANCELLED", uid="b"),
            entry("SUMMARY:New", "DTSTART:20270302", "STATUS:CANCELLED", uid="c")]  # fmt: skip
    found = read(*late, known=board)
    assert [verdict.reason.partition(":")[2] for verdict in found.verdicts] == [
        " the freeze is lifted", " it stays on the board until somebody takes it off", " left out",
    ]  # fmt: skip
    after = do(board, PutRecords(found.tables))
    assert (after.freezes["a-x"].lifted, len(after.events)) == (True, 1)


def test_an_entry_that_moves_is_found_again() -> None:
    """By its UID; what people set on the board stays; days that are gone go."""
    first = (
        entry("SUMMARY:Freeze", "DTSTART:20270302"),
        entry("SUMMARY:Demo", "DTSTART:20270302", "DURATION:P3D", uid="b"),
    )
    board = put(read(*first))
    board = do(board, PutRecords({"freezes": [{"id": "a-x", "kind": "shutdown"}]}))
    moved = entry("SUMMARY:Freeze", "DTSTART:20270309"), entry("SUMMARY:Demo!", "DTSTART:20270310", uid="b")
    after = do(board, PutRecords(read(*moved, known=board).tables))
    assert (after.freezes["a-x"].start, after.freezes["a-x"].kind) == (date(2027, 3, 9), "shutdown")
    demo = after.events["b"]
    assert (demo.name, demo.date, demo.date_latest) == ("Demo!", date(2027, 3, 10), None)
    assert find_any_loop(after) == ()


def test_an_entry_without_uid_has_an_id_from_its_title_and_day() -> None:
    """And a UID that is too long for an id ends in a hash."""
    text = "BEGIN:VEVENT\r\nSUMMARY:Demo day\r\nDTSTART:20270302\r\nEND:VEVENT"
    assert list(put(read(text)).events) == ["demo-day-2027-03-02"]
    (ident,) = put(read(entry("SUMMARY:X", "DTSTART:20270302", uid="0400" * 30))).events
    assert len(ident) == 64


def test_lines_are_folded_and_unfolded_the_same() -> None:
    """Whole characters, at most 75 octets."""
    line = "SUMMARY:" + "ü🚀x" * 40
    folded = fold(line)
    assert max(len(part.encode()) for part in folded.split("\r\n")) <= 75
    assert [content for _, content in unfold(folded)] == [line]
