"""Status as text and Markdown, the words of changes, ripples, and what has become of a board."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from boards import NOW, TODAY, make_board, payments
from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.commands import CommitRelease, EditFields, MarkReleased, Replan, StartRelease
from releaseboard.reports.history import (
    group_changes,
    say_change,
    say_count,
    say_fields,
    say_group,
    say_value,
    view_history,
)
from releaseboard.reports.layout import Style
from releaseboard.reports.line import write_line
from releaseboard.reports.markdown import escape, write_markdown
from releaseboard.reports.phrases import say_forecast
from releaseboard.reports.ripple import find_ripple, view_ripple, write_ripple
from releaseboard.reports.since import board_on, compare_with
from releaseboard.reports.statustext import write_status
from releaseboard.reports.summary import Summary
from releaseboard.reports.survey import summarize
from releaseboard.schedule.calendar import calendar_of
from releaseboard.schedule.outlook import look_ahead
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore
from releaseboard.text import cell_width

STAGES = {"build": {"planned_days": 3}}


def summary_of(board: Board) -> Summary:
    """The summary of all releases of a board."""
    releases = list(board.releases.values())
    return summarize(board, look_ahead(board, TODAY), releases, TODAY, calendar_of(board))


def crowd(count: int) -> Board:
    """Many late releases with long names."""
    return make_board(releases=[
        {"key": f"PROJECT-WITH-A-LONG-NAME-{number}.0", "state": "committed", "title": "Long " * 30, "stages": STAGES,
         "window": {"start": "2027-02-01", "end": "2027-02-05"}, "target": "2027-02-05"}
        for number in range(count)
    ])  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("count", [1, 30])
def test_status_keeps_to_width_and_height(width: int, count: int) -> None:
    """However many releases there are, status stays a glance; every line fits."""
    board = crowd(count)
    lines = write_status(summary_of(board), Style(width))
    assert len(lines) <= 24
    assert max(map(cell_width, lines)) <= width


def test_status_says_what_it_leaves_out() -> None:
    """The rest is counted, and the way to see it is named."""
    board = crowd(30)
    text = "\n".join(write_status(summary_of(board), Style()))
    assert "and 24 more red: releaseboard list --filter health:red" in text


def test_status_paints_letters_only() -> None:
    """Colour is a help: without the paint the text is the same."""
    board = crowd(2)
    found = summary_of(board)
    painted = write_status(found, Style(80, lambda text, style: f"<{style}>{text}</>"))
    plain = "\n".join(painted)
    for style in ("R", "A", "G", "dim", "bold"):
        plain = plain.replace(f"<{style}>", "")
    assert plain.replace("</>", "").split("\n") == write_status(found, Style())
    assert any(line.startswith("<R>R</>") for line in painted)


def test_line() -> None:
    """Three counts."""
    assert write_line(summary_of(crowd(2)), Style()) == "G 0 A 0 R 2"


@pytest.mark.parametrize(("typed", "written"), [
    ("a|b", r"a\|b"), ("*x* _y_ `z`", r"\*x\* \_y\_ \`z\`"), ("<b>", r"\<b\>"), ("[a](b)", r"\[a\](b)"),
    ("R & D", "R & D"), ("&lt;", "&amp;lt;"), ("# no", r"\# no"),
])  # fmt: skip
def test_markdown_escapes_what_people_type(typed: str, written: str) -> None:
    """A title is data, never markup."""
    assert escape(typed) == written


def test_markdown_table_survives_a_pipe_in_a_title() -> None:
    """Every row has the same number of cells."""
    board = make_board(releases=[{"key": "A-1", "title": "a|b\\|c", "target": "2027-03-01"}])
    rows = [line for line in write_markdown(summary_of(board)) if line.startswith("|")]
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in rows} == {9}


def change(**fields: Any) -> Change:
    """A change of release r1."""
    return Change("2027-02-24T10:00:00.000Z-0000-aaaaaaaa", "releases", "r1", **fields)


@pytest.mark.parametrize(("path", "was", "now", "said"), [
    ("title", None, "Refunds", "title: Refunds"),
    ("title", "Old", "New", "title: Old → New"),
    ("title", "Old", None, "title: Old → –"),
    ("target", "2027-03-02", "2027-03-05", "target: Tue 02 Mar 2027 → Fri 05 Mar 2027"),
    ("window", None, {"start": "2027-03-01", "end": "2027-03-05"}, "window: Mon 01 Mar 2027 to Fri 05 Mar 2027"),
    ("stages.build.planned_days", 10, 12, "Build planned days: 10 → 12"),
    ("stages.build.remaining", None, {"days": 4, "as_of": "2027-02-24", "by": "kim"},
     "Build remaining: 4 as of Wed 24 Feb 2027 (kim)"),
    ("state", "in_progress", "on_hold", "state: in progress → on hold"),
    ("stage", "build", "test", "stage: Build → Test"),
    ("tags.q1", None, True, "tags +q1"),
    ("tags.a~1b", True, None, "tags -a.b"),
    ("archived", None, True, "archived: yes"),
    ("title", "\x1b[31mred", "x", "title: red → x"),
])  # fmt: skip
def test_words_of_a_change(path: str, was: Any, now: Any, said: str) -> None:
    """Field by field, old and new, in words."""
    assert say_fields(Board(), change(set={path: now}, was={} if was is None else {path: was})) == [said]


def test_what_follows_by_rule_is_left_out() -> None:
    """Nobody typed the baseline or the count of re-plans."""
    assert say_fields(Board(), change(set={"state": "committed", "baseline": {"target": "x"}, "plan_revision": 1,
                                           "flow": "working"})) == ["state: committed"]  # fmt: skip


def test_new_and_deleted_records_are_named() -> None:
    """Releases by key, links by their ends; many of a kind in one line."""
    board = make_board(releases=[{"key": "A-1"}, {"key": "A-2"}],
                       links=[{"successor": "A-2", "predecessor": "A-1", "why": "x"}])  # fmt: skip
    (link,) = board.links
    made = Change("1", "links", link, {"id": link, "why": "x"})
    assert say_change(board, made) == ["link A-2 after A-1 added"]
    assert say_change(board, made._replace(set={"deleted": True})) == ["link A-2 after A-1 taken away"]
    ids = list(board.releases)
    group = [Change(str(at), "releases", ident, {"id": ident}) for at, ident in enumerate(ids)]
    assert say_group(board, group) == ["2 releases added: A-1, A-2"]
    assert [len(found.changes) for found in group_changes([made._replace(group="g"), *group])] == [1, 1, 1]


@pytest.mark.parametrize(("table", "count", "said"), [
    ("releases", 1, "1 release"), ("people", 2, "2 people"), ("check_ins", 3, "3 check-ins"),
    ("raid", 1, "1 log entry"),
    ("raid", 2, "2 log entries"), ("unknown", 2, "2 unknown"),
])  # fmt: skip
def test_counts_in_words(table: str, count: int, said: str) -> None:
    """One and many."""
    assert say_count(table, count) == said


@pytest.mark.parametrize(("value", "said"), [
    (None, "–"), ("", "–"), (True, "yes"), (False, "no"), (0, "0"), ("2027-02-30", "2027-02-30"), ([], "–"),
    (["a", "b"], "a, b"), ({"days": 4, "by": ""}, "days 4"), ("x" * 300, "x" * 199 + "…"),
])  # fmt: skip
def test_values_in_words(value: Any, said: str) -> None:
    """Dates with weekday, nothing as a dash, long texts cut."""
    assert say_value(value) == said


def test_history_entries_are_one_a_field() -> None:
    """With the natural key, and the record's id beside it."""
    board = make_board(releases=[{"key": "A-1"}])
    (ident,) = board.releases
    entries = view_history(board, [Change("1", "releases", ident, {"title": "x", "goal": "y"}, {"title": "w"})])
    assert [(entry["key"], entry["field"], entry["before"], entry["after"]) for entry in entries] == [
        ("A-1", "title", "w", "x"), ("A-1", "goal", None, "y"),
    ]  # fmt: skip


def test_ripple_of_a_replan() -> None:
    """Only what changes, with days, colour and window."""
    session = Session.create_in(MemoryStore(), plan={"releases": [
        {"key": "A-1", "state": "committed", "window": {"start": "2027-03-01", "end": "2027-03-05"},
         "target": "2027-03-02", "stages": STAGES},
        {"key": "A-2"},
    ]}, today=TODAY, user="ana", clock=lambda: NOW)  # fmt: skip
    after = session.preview(Replan("A-1", "estimate", "slow", stages={"build": 9})).board
    waves = find_ripple(session.board, after, TODAY)
    assert [(wave.key, wave.before.health, wave.after.health) for wave in waves] == [("A-1", "G", "R")]
    (viewed,) = view_ripple(waves)["changed"]
    assert (viewed["before"]["in_window"], viewed["after"]["in_window"]) == (True, False)
    text = write_ripple(waves, 80)
    assert "met → missed" in text[1]
    assert write_ripple((), 80) == ["No forecast or colour changes."]


@pytest.mark.parametrize(("day", "is_bound", "said"), [
    (date(2027, 3, 10), False, "Wed 10 Mar"), (date(2027, 3, 10), True, "≥ Wed 10 Mar"), (None, True, "no date"),
    (None, False, "–"),
])  # fmt: skip
def test_a_forecast_may_be_a_lower_bound(day: date | None, is_bound: bool, said: str) -> None:
    """Nobody reads a bound for a promise."""
    assert say_forecast(None, day, TODAY, is_bound=is_bound) == said
    assert say_forecast(date(2027, 3, 3), day, TODAY, is_bound=is_bound) == "out Wed 03 Mar"


def test_a_past_day_is_folded_from_the_history() -> None:
    """The board as it was at the end of that day, and what moved since."""
    clock = [NOW]
    session = Session.create_in(MemoryStore(), plan={"releases": [{"key": "A-1"}, {"key": "A-2"}]}, today=TODAY,
                                user="ana", clock=lambda: clock[0])  # fmt: skip
    clock[0] = NOW + timedelta(days=3)
    session.do(EditFields("A-1", {"target": "2027-03-09"}))
    history = session.history()
    assert board_on(history, TODAY).release("A-1").target is None
    assert board_on(history, TODAY + timedelta(days=3)).release("A-1").target == date(2027, 3, 9)
    assert not board_on(history, TODAY - timedelta(days=1)).releases
    board = session.board
    found = compare_with(TODAY, history, board, look_ahead(board, TODAY), list(board.releases.values()))
    assert [move.key for move in found.moves] == ["A-1"]
    assert (found.moves[0].was["target"], found.moves[0].now["target"]) == ("", "Tue 09 Mar")
    assert found.counts == {"G": 0, "A": 0, "R": 0, "-": 2}


def test_show_texts_of_a_whole_life() -> None:
    """Every state of a release can be shown, before and after it is out."""
    from releaseboard.reports.showtext import write_release, write_why

    board = payments()
    session = Session.create_in(MemoryStore(), plan={"releases": [
        {"key": "A-1", "goal": "g", "rm": "ana", "lead": "kim", "target": "2027-03-02", "stages": STAGES,
         "window": {"start": "2027-03-01", "end": "2027-03-05"}},
    ]}, today=TODAY, user="ana", clock=lambda: datetime(2027, 2, 24, tzinfo=UTC))  # fmt: skip
    for command in (None, CommitRelease("A-1"), StartRelease("A-1"), MarkReleased("A-1", reason="early")):
        if command is not None:
            session.do(command)
        board = session.board
        release = board.release("A-1")
        outlook = look_ahead(board, TODAY)[release.id]
        for write in (write_release, write_why):
            lines = write(board, release, outlook, TODAY, calendar_of(board), Style(60))
            assert "A-1" in "\n".join(lines)
            assert max(map(cell_width, lines)) <= 60
    assert "It is out since Wed 24 Feb 2027." in "\n".join(lines)
