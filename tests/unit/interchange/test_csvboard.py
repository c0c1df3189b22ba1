"""Tables as a way to carry a board: what a table can hold comes back equal; what a row leaves out stays as it is."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import MoveRelease, PutRecords
from releaseboard.domain.fields import KINDS
from releaseboard.domain.words import PRIORITIES, ReleaseType, State
from releaseboard.interchange.csvfile import COLUMNS, MORE_COLUMNS, read_releases, write_releases
from releaseboard.interchange.findings import Import

TODAY = date(2027, 2, 24)
HEAD = "project,version,stage,planned,window,start,tags,clients,stage_days,archived,application\n"


def read(text: str, **more: Any) -> Import:
    """The plan in a CSV text."""
    return read_releases(text.encode(), "t.csv", **more)


def write_table(rows: list[dict[str, str]]) -> str:
    """A CSV text with every column."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*COLUMNS, *MORE_COLUMNS))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_row_tells_of_window_stages_and_names() -> None:
    """What a release has besides its dates."""
    text = (
        HEAD + "A,1,build,2027-03-02,2027-03-01..2027-03-05,2027-02-01,q1|vip,Acme|Blue,plan=2 build=7 test=1,no,Core\n"
    )
    release = make_board(read(text).tables).release("A-1")
    assert release.window is not None
    assert (release.window.start, release.window.end) == (date(2027, 3, 1), date(2027, 3, 5))
    assert (release.start, release.application, release.archived) == (date(2027, 2, 1), "Core", False)
    assert (release.tags, release.clients) == (("q1", "vip"), ("Acme", "Blue"))
    assert [(plan.stage, plan.planned_days, plan.is_over) for plan in release.stages] == [
        ("plan", 2, True), ("build", 7, False), ("test", 1, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,1,,2027-03-09,2027-03-01..2027-03-05,,,,,,", "the planned date 2027-03-09 is outside the window"),
        ("A,1,,,2027-03-05..2027-03-01,,,,,,", "the window ends before it starts"),
        ("A,1,,,monday,,,,,,", "the window date 'monday' is not a date with its year"),
        ("A,1,,,,,,,build,,", "'build' is not a stage and its days"),
        ("A,1,,,,,,,build=0,,", "'build=0' is not a stage and its days"),
        ("A,1,,,,,,,dig=3,,", "there is no stage 'dig'"),
        ("A,1,,,,,,,,perhaps,", "archived is neither yes nor no"),
    ],
)
def test_an_unsound_cell_is_named(row: str, reason: str) -> None:
    """The row is left out with its reason, and the rest can be put."""
    plan = read(f"{HEAD}OK,1,,,,,,,,,\n{row}\n")
    assert reason in plan.skipped[0].reason
    assert set(make_board(plan.tables).releases) == set(make_board(read(f"{HEAD}OK,1,,,,,,,,,\n").tables).releases)


def test_a_target_outside_the_window_that_the_board_has_is_left_out() -> None:
    """A row that names one of the two goes with the other as it is."""
    board = make_board(read(f"{HEAD}A,1,,2027-03-02,2027-03-01..2027-03-05,,,,,,\n").tables)
    late = read("project,version,planned\nA,1,2027-04-01\n", known=board)
    assert "is outside the window 2027-03-01..2027-03-05" in late.skipped[0].reason
    early = read("project,version,window\nA,1,2027-02-01..2027-02-05\n", known=board)
    assert "the planned date 2027-03-02 is outside the window" in early.skipped[0].reason
    over = read("project,version,planned,actual\nA,1,2027-04-01,2027-02-01\n", known=board)
    assert over.skipped == ()


def test_an_empty_cell_leaves_a_release_as_it_is() -> None:
    """A release that has moved on is not thrown back by a table that does not say where it stands."""
    board = do(make_board(read("project,version,stage\nA,1,build\n").tables), MoveRelease("A-1"))
    again = do(board, PutRecords(read("project,version,title\nA,1,New\n", known=board).tables))
    release = again.release("A-1")
    assert (release.state, release.stage, release.title) == ("in_progress", "test", "New")
    started = do(board, PutRecords(read("project,version,stage\nA,1,planned\n", known=board).tables))
    assert started.release("A-1").state == "draft"


def test_progress_is_told() -> None:
    """Every hundred rows and at the end."""
    told: list[tuple[int, int]] = []
    read("project,version\n" + "".join(f"A,{n}\n" for n in range(250)), progress=lambda *done: told.append(done))
    assert told == [(100, 250), (200, 250), (250, 250)]


days = st.dates(date(2020, 1, 1), date(2027, 2, 24))
words = st.text("abc ü'\"\n=;|@", max_size=8)
names = st.text("abcü", min_size=1, max_size=5)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of a table that are sound, with most of what a row can hold."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        day = draw(days)
        row = {
            "project": draw(st.sampled_from(["A", "B b", "ü"])), "version": str(number),
            "type": draw(st.sampled_from(["", *ReleaseType])),
            "stage": draw(st.sampled_from(["build", "Test", *State])),
            "planned": draw(st.sampled_from(["", str(day)])), "actual": draw(st.sampled_from(["", str(day)])),
            "depends_on": "|".join(draw(st.lists(st.sampled_from([f"{r['project']}@{r['version']}" for r in found]))))
            if found else "",
            "notes": draw(words), "title": draw(words), "goal": draw(words), "rm": draw(names), "lead": draw(names),
            "team": draw(st.sampled_from(["", "Blue Team", "core"])),
            "priority": draw(st.sampled_from(["", *map(str, PRIORITIES), *PRIORITIES.values()])),
            "application": draw(words), "start": draw(st.sampled_from(["", str(day - timedelta(9))])),
            "window": draw(st.sampled_from(["", f"{day - timedelta(2)}..{day + timedelta(2)}"])),
            "tags": draw(st.sampled_from(["", "q1", "q1|x"])), "clients": draw(st.sampled_from(["", "Acme|Blue Co"])),
            "stage_days": draw(st.sampled_from(["", "plan=1 build=7 test=2", "deploy=3"])),
        }  # fmt: skip
        found.append(row)
    return found


def same_records(one: Board, other: Board) -> bool:
    """Equal in every table."""
    return all(dict(one.table(table)) == dict(other.table(table)) for table in KINDS)


@given(rows())
def test_what_a_table_holds_comes_back_equal(table: list[dict[str, str]]) -> None:
    """A board made from a table, written as a table and read on nothing, is the same board; on its own it is still."""
    plan = read(write_table(table), today=TODAY)
    assert plan.skipped == ()
    board = make_board(plan.tables)
    text = write_releases(board)
    assert same_records(make_board(read(text, today=TODAY).tables), board)
    assert do(board, PutRecords(read(text, known=board, today=TODAY).tables)) == board
    assert do(board, PutRecords(read(write_table(table), known=board, today=TODAY).tables)) == board
