"""Five hundred dirty tables, five hundred dirty calendars: no traceback, nothing half imported, the same each run."""

import random
from collections.abc import Callable
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

TODAY = date(2027, 2, 24)
COUNT = 500

ROWS = [
    "project,version,type,stage,planned,actual,depends_on,notes,window,stage_days",
    "PAY,4.1,patch,released,2027-02-01,2027-02-03,,,,",
    'PAY,4.2,minor,build,2027-03-02,,PAY@4.1,"two\nlines, a comma",2027-03-01..2027-03-05,plan=2 build=7',
    "WEB,9.0,major,planned,2027-04-01,,PAY@4.2|PAY@4.1,team=Blue; series=q2,,",
    "MOB,7,minor,,,,WEB@9.0,,,",
]
ENTRIES = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN",
    "BEGIN:VEVENT", "UID:f@x", "SUMMARY:Year-end freeze", "DTSTART;VALUE=DATE:20271220", "DTEND;VALUE=DATE:20280103",
    "RRULE:FREQ=YEARLY;COUNT=3", "END:VEVENT",
    "BEGIN:VEVENT", "UID:e@x", "SUMMARY:KubeCon\\, EU", "DTSTART;TZID=Europe/Oslo:20270302T090000", "DURATION:P3D",
    "DESCRIPTION:long\\n text", " that goes on", "END:VEVENT",
    "BEGIN:VEVENT", "UID:w@x", "SUMMARY:Release window", "DTSTART:20270105", "RRULE:FREQ=WEEKLY;BYDAY=TU", "END:VEVENT",
    "END:VCALENDAR",
]  # fmt: skip
LITTER = [
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b"'", b",", b";", b"\t", b"|", b"@", b"..", b"=",
    b"\\", b":", b"\x1b[31m", "\u202e\u200d\U0001f680".encode(), "\u00fc".encode("latin-1"), b"99999999999", b"-1",
    b"2027-13-45", b"20270230", b"FREQ=SECONDLY", b"INTERVAL=0", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR",
    b"A" * 700, b"PAY@4.2", b"released", b"=cmd|'/c calc'!A1", b" " * 90, b"\\n", b"\x85", b"UNTIL=20270101",
]  # fmt: skip


def spoil(data: bytes, chance: random.Random) -> bytes:
    """Some of what people and programs do to files: litter, losses, lines twice or in another order, a file cut off."""
    for _ in range(chance.randint(1, 6)):
        lines = data.split(b"\n")
        at, line = chance.randrange(len(data) + 1), chance.randrange(len(lines))
        match chance.randrange(8):
            case 0 | 1 | 2:
                data = data[:at] + chance.choice(LITTER) + data[at:]
            case 3:
                data = data[:at] + data[at + chance.randint(1, 12) :]
            case 4:
                data = b"\n".join([*lines[:line], lines[line], *lines[line:]])
            case 5:
                data = b"\n".join([*lines[:line], *lines[line + 1 :]])
            case 6:
                data = data[:at] if chance.random() < 0.3 else data[:at] + bytes([chance.randrange(256)]) + data[at:]
            case 7:
                other = chance.randrange(len(lines))
                lines[line], lines[other] = lines[other], lines[line]
                data = b"\n".join(lines)
    return data


def read(name: str, data: bytes, known: Board) -> Import | None:
    """What is in a file; None when it is refused, in one line that names it."""
    try:
        return read_any(name, data, known=known, today=TODAY)
    except BadInput as problem:
        assert name in problem.message
        assert problem.message.isprintable()
        return None


def count_releases(found: Import, after: Board, before: Board) -> None:
    """A sound row is a release of the board, one that is left out brought none."""
    keys = {verdict.key for verdict in found.verdicts if verdict.ok}
    assert {release.key for release in after.releases.values()} == keys | {r.key for r in before.releases.values()}


def count_entries(found: Import, after: Board, before: Board) -> None:
    """Records come from entries that are sound, and from no others."""
    bad = {verdict.line for verdict in found.skipped}
    assert len(bad) == len(found.skipped)
    if not any(verdict.ok for verdict in found.verdicts):
        assert after == before


@pytest.mark.parametrize(
    ("name", "clean", "prove"),
    [
        ("dirty.csv", "\n".join(ROWS).encode(), count_releases),
        ("dirty.ics", "\r\n".join(ENTRIES).encode(), count_entries),
    ],
    ids=["csv", "ics"],
)
@pytest.mark.parametrize("is_known", [False, True], ids=["on an empty board", "on a board that has it"])
def test_dirty_files_leave_a_sound_board(name: str, clean: bytes, prove: Callable[..., None], is_known: bool) -> None:
    """Refused whole, or every sound entry whole and no other; putting the same again changes nothing."""
    chance = random.Random(20270224)
    empty = make_board(board=[{"name": "B"}])
    first: Any = read_any(name, clean, known=empty, today=TODAY)
    assert first.skipped == ()
    before = do(empty, PutRecords(first.tables)) if is_known else empty
    refused = dirty = 0
    for _ in range(COUNT // 2):
        data = spoil(clean, chance)
        found = read(name, data, before)
        if found is None:
            refused += 1
            continue
        dirty += bool(found.skipped)
        assert all(verdict.reason and verdict.line >= 1 for verdict in found.skipped)
        after = do(before, PutRecords(found.tables), today=TODAY)
        assert (after.problems, find_any_loop(after)) == ((), ())
        prove(found, after, before)
        again = read(name, data, after)
        assert again is not None
        assert do(after, PutRecords(again.tables), today=TODAY) == after
    assert 0 < refused < COUNT // 2
    assert dirty > 20
