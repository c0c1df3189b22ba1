"""Files of other tools: what each entry means, and that a dirty one is left out whole, with its line and reason."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import MoveRelease, PutRecords, StartRelease
from releaseboard.errors import BadInput
from releaseboard.interchange.detect import FORMS, read_any
from releaseboard.interchange.findings import Import
from releaseboard.interchange.timeline import find_days
from releaseboard.interchange.versions import split_version, type_of

TODAY = date(2027, 2, 24)
JIRA = [
    {"name": "1.0", "released": True, "releaseDate": "2027-01-05", "projectId": 7, "description": "First"},
    {"name": "1.1", "released": False, "releaseDate": "2027-03-05", "startDate": "2027-02-01", "projectId": 7},
    {"name": "0.9", "released": True, "archived": True, "releaseDate": "2026-01-05", "projectId": 7},
    {"name": "2.0", "released": False, "projectId": 7, "description": {"type": "doc", "content": []}},
]
GITHUB = [
    {"title": "v1.0", "state": "closed", "due_on": "2027-01-04T08:00:00Z", "closed_at": "2027-01-06T17:12:00Z",
     "html_url": "https://github.com/acme/pay/milestone/1", "description": "First"},
    {"title": "v1.1.1", "state": "open", "due_on": "2027-03-05T08:00:00Z", "closed_at": None,
     "url": "https://api.github.com/repos/acme/pay/milestones/2"},
    {"title": "Someday", "state": "open", "due_on": None, "html_url": "https://github.com/acme/pay/milestone/3"},
]  # fmt: skip
PATCHES = """\
schedules:
- release: "1.30"
  releaseDate: "2027-01-01"
  endOfLifeDate: "2027-12-28"
  next:
    cherryPickDeadline: "2027-03-05"
    release: 1.30.2
    targetDate: "2027-03-09"
  previousPatches:
  - cherryPickDeadline: N/A
    note: fixes CVE-2027-1
    release: 1.30.1
    targetDate: "2027-02-03"
"""
TIMELINE = """\
# Acme Pay 3.1

| **What** | Who | **When** |
|----------|-----|----------|
| [Code Freeze](x#y) | Lead | 02:00 UTC Friday 5th March 2027 / 18:00 PDT Thursday 4th March 2027 |
| 3.1.0-rc.1 released | Lead | Monday 8th March 2027 |
| **Thaw** | | Monday 15th March 2027 |
| Pipes \\| stars | Lead | 2027-03-16 |
"""


def read(content: Any, path: str = "x.json", **more: Any) -> Import:
    """A file with this text, or this value as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    return read_any(path, text.encode(), **{"today": TODAY, **more})


def put(found: Import) -> Board:
    """A board of nothing else."""
    return make_board(found.tables)


def reasons(found: Import) -> dict[int, str]:
    """Line to reason, of what is left out."""
    return {verdict.line: verdict.reason for verdict in found.skipped}


@pytest.mark.parametrize(
    "pages", [JIRA, {"values": JIRA, "isLast": True}, [{"values": JIRA[:2]}, {"values": JIRA[2:]}]]
)
def test_jira_versions_are_releases(pages: Any) -> None:
    """Released, planned with a window from its start, archived, without a day; one list or pages of it."""
    board = put(read(pages))
    out, coming, old, someday = (board.release(f"7-{version}") for version in ("1.0", "1.1", "0.9", "2.0"))
    assert (out.state, out.released_on, out.notes, out.type) == ("released", date(2027, 1, 5), "First", "major")
    assert coming.window is not None
    assert (coming.target, coming.start, coming.window.start) == (
        date(2027, 3, 5), date(2027, 2, 1), date(2027, 2, 1),
    )  # fmt: skip
    assert (old.archived, someday.target, someday.notes) == (True, None, "")


def test_github_milestones_are_releases() -> None:
    """Closed is out on the day it was closed, open is planned for when it is due; the repository is the project."""
    board = put(read(GITHUB))
    out, coming, someday = (board.release(f"pay-{title}") for title in ("v1.0", "v1.1.1", "Someday"))
    assert (out.state, out.released_on, out.target) == ("released", date(2027, 1, 6), date(2027, 1, 4))
    assert (coming.state, coming.target, coming.type) == ("draft", date(2027, 3, 5), "patch")
    assert (someday.target, someday.type) == (None, "minor")
    assert read(GITHUB, project="PAY").tables["projects"] == [{"id": "PAY", "name": "PAY"}]


def test_entries_that_are_not_sound_are_left_out() -> None:
    """Each with its line, and nothing of it is taken."""
    dirty = [
        JIRA[0], {"name": "", "released": True, "projectId": 7}, {"name": "3", "released": True, "releaseDate": "soon",
        "projectId": 7}, {"name": "4", "released": False}, "text", JIRA[0], {"name": ["x"], "released": 1},
    ]  # fmt: skip
    text = "[\n" + ",\n".join(json.dumps(entry) for entry in dirty) + "\n]"
    found = read(text)
    said = reasons(found)
    assert sorted(said) == [3, 4, 5, 6, 7, 8]
    assert "it has no name" in said[3]
    assert "releaseDate is not a date: 'soon'" in said[4]
    assert "does not say its project (say what it is of: --project KEY)" in said[5]
    assert "stands in line 2 already" in said[7]
    assert set(put(found).releases) == set(put(read([JIRA[0]])).releases)


def test_a_release_with_a_bad_date_brings_no_events() -> None:
    """A line of a schedule comes whole or not at all."""
    lines = {"v1": {"start": "2026-01-01", "end": "2027-13-01"}, "v2": {"start": "2026-01-01", "end": "2028-01-01"}}
    found = read(lines)
    assert "end is not a date: '2027-13-01'" in reasons(found)[2]
    assert [event["id"] for event in found.tables["events"]] == ["node-v2-end"]
    assert [release["key"] for release in found.tables["releases"]] == ["node-v2"]


def test_what_is_said_to_be_out_on_a_day_ahead_is_planned() -> None:
    """A board as of a day before sees the release still coming."""
    found = read(JIRA[:1], today=date(2026, 12, 1))
    assert found.verdicts[0].reason == "said to be out on a day that is still ahead: planned for it"
    release = put(found).release("7-1.0")
    assert (release.state, release.target) == ("draft", date(2027, 1, 5))


def test_work_on_the_board_is_not_thrown_back() -> None:
    """A schedule that knows only dates leaves state and stage of a release that has begun."""
    board = put(read(JIRA))
    ready = {"goal": "g", "rm": "a", "lead": "b", "state": "committed"}
    board = do(
        board, PutRecords({"releases": [{"key": "7-1.1", **ready}]}), StartRelease("7-1.1"), MoveRelease("7-1.1")
    )
    moved = JIRA[1] | {"releaseDate": "2027-03-04"}
    after = do(board, PutRecords(read([moved], known=board).tables)).release("7-1.1")
    assert (after.state, after.stage, after.target) == ("in_progress", "build", date(2027, 3, 4))


def test_patches_have_windows_and_kinds() -> None:
    """From the deadline to the release; a CVE in the note; no deadline, no window."""
    board = put(read(PATCHES, "schedule.yaml"))
    coming, fix, first = (board.release(f"kubernetes-1.30.{number}") for number in (2, 1, 0))
    assert coming.window is not None
    assert (coming.window.start, coming.window.end) == (date(2027, 3, 5), date(2027, 3, 9))
    assert (fix.type, fix.window, fix.released_on) == ("security", None, date(2027, 2, 3))
    assert first.released_on == date(2027, 1, 1)
    bad = read(PATCHES.replace('"2027-03-09"', "spring"), "schedule.yaml")
    assert reasons(bad) == {5: "targetDate is not a date: 'spring' (such as 2027-03-02)"}


def test_a_timeline_is_read_from_its_table() -> None:
    """Freezes until the thaw, releases, events; under any name."""
    found = read(TIMELINE, "README")
    board = put(found)
    freeze = board.freezes["acme-pay-3.1-code-freeze"]
    assert (freeze.name, freeze.start, freeze.end) == ("Code Freeze", date(2027, 3, 5), date(2027, 3, 14))
    assert board.release("acme-pay-3.1.0-rc.1").target == date(2027, 3, 8)
    assert board.events["acme-pay-3.1-pipes-stars"].name == "Pipes | stars"
    bad = read(TIMELINE.replace("8th March 2027", "32nd March 2027").replace("2027-03-16", "soon"), "x.md")
    assert set(reasons(bad)) == {6, 8}


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Tuesday 23th January 2024", ("2024-01-23", "2024-01-23", "Tuesday")),
        (
            "02:00 UTC Wednesday 6th March 2024 / 18:00 PDT Tuesday 5th March 2024",
            ("2024-03-06", "2024-03-06", "Wednesday"),
        ),
        ("Tuesday 19th - Friday 22nd March 2024", ("2024-03-19", "2024-03-22", "Tuesday")),
        ("30th December 2023 - 2nd January 2024", ("2023-12-30", "2024-01-02", "")),
        ("1 Sept 2024", ("2024-09-01", "2024-09-01", "")),
    ],
)
def test_days_in_words(said: str, days: tuple[str, str, str]) -> None:
    """As people write them in tables."""
    start, end, weekday = find_days(said)
    assert (str(start), str(end), weekday) == days


@pytest.mark.parametrize("said", ["", "soon", "TBD", "5th", "March 2024", "31st February 2024", "9th - 2nd March 2024"])
def test_words_that_are_no_day(said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadInput):
        find_days(said)


@pytest.mark.parametrize(
    ("version", "kind", "parts"),
    [
        ("3.0.0", "major", ("", "3.0.0")), ("v22", "major", ("", "v22")), ("1.30", "minor", ("", "1.30")),
        ("2.4.10", "patch", ("", "2.4.10")), ("30.0.0.0rc1", "major", ("", "30.0.0.0rc1")), ("Soon", "", ("", "Soon")),
        ("Servlets Post 2.3.10", "patch", ("Servlets Post", "2.3.10")), ("Pay-4.2-rc.1", "minor", ("Pay", "4.2-rc.1")),
    ],
)  # fmt: skip
def test_versions_tell_their_type(version: str, kind: str, parts: tuple[str, str]) -> None:
    """By their first row of numbers."""
    assert (type_of(version), split_version(version)) == (kind, parts)


def test_pages_weeks_and_deliverables() -> None:
    """The smaller forms of YAML, each under its own name."""
    page = read("---\ntitle: Foo\nreleases:\n  - releaseCycle: '2'\n    releaseDate: 2026-01-01\n    eol: false\n"
                "    lts: true\n---\n# text\n", "foo.md")  # fmt: skip
    assert (page.format, put(page).release("Foo-2").tags, put(page).events) == ("endoflife", ("lts",), {})
    weeks = read("cycle:\n- start: '2027-03-01'\n  end: '2027-03-05'\n  x-project:\n  - e-1\n- start: soon\n", "s.yml")
    assert (weeks.format, list(put(weeks).events), set(reasons(weeks))) == ("openstack-schedule", ["e-1"], {6})
    parts = read("team: t\nreleases:\n- version: 1.0.0.0rc1\n- version: 1.0.0\n- version: 1-eol\n- x\n", "a/lib.yaml")
    assert (parts.format, len(put(parts).links), list(put(parts).events)) == ("openstack-deliverable", 1, ["lib-1-eol"])
    assert set(reasons(parts)) == {6}


@pytest.mark.parametrize(
    ("content", "path", "said"),
    [
        ({"a": 1}, "x.json", "x.json: this JSON is nothing that can be imported"),
        ([], "x.json", "x.json: this JSON is nothing that can be imported"),
        ("a: 1\n", "x.yaml", "x.yaml: this YAML is nothing that can be imported"),
        ("---\na: 1\n---\n", "x.md", "x.md: this page is nothing that can be imported"),
        ("# words\n", "x.md", "x.md: this page is nothing that can be imported"),
        ("a: &b 1\n", "x.yaml", "x.yaml:1: this line has an anchor"),
        ("x", "x.rst", "x.rst: .rst files can't be imported"),
    ],
)
def test_what_is_no_schedule_is_refused(content: Any, path: str, said: str) -> None:
    """With what would do."""
    with pytest.raises(BadInput) as caught:
        read(content, path)
    assert caught.value.message.startswith(said)
    assert caught.value.hint


def test_a_form_that_there_is_not_is_refused() -> None:
    """And each of the forms there are is known."""
    with pytest.raises(BadInput, match="there is no format 'xml'"):
        read([], form="xml")
    for form in FORMS:
        with pytest.raises(BadInput):
            read("\x00", form=form)


def test_progress_is_told_once_an_entry() -> None:
    """Every hundred and at the end, for other people's files too."""
    told: list[tuple[int, int]] = []
    read(
        [{"name": str(n), "released": False, "projectId": 7} for n in range(150)], progress=lambda *at: told.append(at)
    )
    assert told == [(100, 150), (150, 150)]


atoms = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), st.text(max_size=6),
    st.sampled_from(["2027-01-01", "2027-13-01", "1.0", "A b", "closed", "open", "\u200d", "@", "x" * 80]),
)  # fmt: skip
fields = st.sampled_from(
    ["name", "released", "releaseDate", "startDate", "projectId", "title", "state", "due_on", "closed_at", "html_url",
     "start", "end", "lts", "branch", "first_release", "end_of_life", "release_manager", "releaseCycle", "releaseDate",
     "eol", "version", "release", "next", "previousPatches", "targetDate", "cherryPickDeadline", "x-project"],
)  # fmt: skip
entries = st.recursive(
    atoms,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(fields, inner, max_size=5)),
    max_leaves=12,
)
SEEDS = (
    lambda entry: [JIRA[0], entry],
    lambda entry: [GITHUB[0], entry],
    lambda entry: {"v1": {"start": "2026-01-01"}, "v2": {"start": entry}},
    lambda entry: {"3.1": {"branch": "x", "first_release": entry}, "3.2": {"branch": entry, "first_release": ""}},
    lambda entry: {"schedules": [{"release": "1.1", "next": entry}, entry], "upcoming_releases": [entry]},
    lambda entry: {"title": entry, "releases": [{"releaseCycle": "1"}, entry]},
    lambda entry: {"cycle": [{"start": "2027-01-01", "x-project": entry}, entry]},
    lambda entry: {"team": "t", "releases": [{"version": "1"}, entry]},
)


@given(entries, st.sampled_from(SEEDS), st.sampled_from(["x.json", "x.yaml"]))
def test_whatever_stands_in_an_entry_makes_no_unsound_board(entry: Any, seed: Any, path: str) -> None:
    """Read or refused in one line; what is read can be put, and reading it again changes nothing."""
    value = seed(entry)
    if path == "x.yaml":
        yaml = pytest.importorskip("yaml")
        value = yaml.dump(value, allow_unicode=True)
    try:
        found = read(value, path)
    except BadInput as problem:
        assert "\n" not in str(problem)
        return
    if found.format == "json":
        return  # a board, whose records are checked when they are put
    board = put(found)
    assert board.problems == ()
    assert do(board, PutRecords(read(value, path, known=board).tables)) == board
