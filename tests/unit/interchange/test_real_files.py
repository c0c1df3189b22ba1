"""Real files of other projects, imported by the one road, with the counts that lie beside them."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import PutRecords
from releaseboard.domain.links import find_any_loop
from releaseboard.errors import BadInput
from releaseboard.interchange.detect import read_any
from releaseboard.interchange.findings import Import

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TODAY = date(2026, 9, 1)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not there: {DATA}")

FILES = [
    # file, format, entries, releases, events, freezes
    ("nodejs/release-schedule.json", "nodejs", 27, 27, 64, 0),
    ("python/release-cycle.json", "python", 18, 18, 18, 0),
    ("python/python-releases-3.14-3.15.toml", "python", 45 + 2, 45, 6, 0),
    ("openstack/dalmatian_releases.csv", "csv", 488, 488, 0, 0),
    ("openstack/dalmatian_events.csv", "openstack-events", 226, 0, 226 - 9, 9),
    ("openstack/dalmatian/landed_dates.csv", "openstack-landed", 670, 488, 182, 0),
    ("openstack/dalmatian/schedule.yaml", "openstack-schedule", 27, 0, 40, 4),
    ("kubernetes/schedule.yaml", "kubernetes", 4 + 32 + 4 + 3, 32 + 4 + 1, 4 * 2 + 3, 0),
    ("kubernetes/release-1.30-README.md", "timeline", 39, 8, 24, 7),
    ("kubernetes/release-1.35-schedule.ics", "ics", 31, 0, 31 - 8, 8),
    ("debian/debian.csv", "distro-info", 22, 22, 33, 0),
    ("debian/ubuntu.csv", "distro-info", 45, 45, 71, 0),
    ("endoflife/django.md", "endoflife", 23, 23, 46, 0),
    ("jira/sling_versions_0-59.json", "jira", 60, 60, 0, 0),
]
IDS = [name.rpartition("/")[2] for name, *_ in FILES]


def read(name: str, **more: Any) -> Import:
    """A file of the folder."""
    return read_any(str(DATA / name), (DATA / name).read_bytes(), **{"today": TODAY, **more})


def put(name: str, **more: Any) -> Board:
    """A board of nothing else."""
    return make_board(read(name, **more).tables)


@pytest.mark.parametrize(("name", "form", "entries", "releases", "events", "freezes"), FILES, ids=IDS)
def test_every_file_comes_in_whole(
    name: str, form: str, entries: int, releases: int, events: int, freezes: int
) -> None:
    """No entry is left out, the counts agree, and the board is sound."""
    found = read(name)
    assert (found.format, len(found.verdicts), found.skipped) == (form, entries, ())
    board = make_board(found.tables)
    assert (len(board.releases), len(board.events), len(board.freezes)) == (releases, events, freezes)
    assert (board.problems, find_any_loop(board)) == ((), ())


@pytest.mark.parametrize("name", [name for name, *_ in FILES], ids=IDS)
def test_importing_it_again_changes_nothing(name: str) -> None:
    """Read for a board that has it, and put on it."""
    board = put(name)
    assert do(board, PutRecords(read(name, known=board).tables)) == board
    assert do(board, PutRecords(read(name).tables)) == board


@pytest.mark.parametrize("name", [name for name, *_ in FILES], ids=IDS)
def test_the_content_tells_the_format_too(name: str) -> None:
    """Under a name that says nothing."""
    data = (DATA / name).read_bytes()
    assert read_any("/tmp/unnamed", data, today=TODAY).format == read(name).format


def test_all_deliverables_come_in() -> None:
    """24 projects of OpenStack: versions, teams, candidates before finals; together and again."""
    board = Board()
    files = sorted((DATA / "openstack/dalmatian/deliverables").glob("*.yaml"))
    assert len(files) == 24
    for file in files:
        found = read_any(str(file), file.read_bytes(), known=board, today=TODAY)
        assert found.skipped == ()
        board = do(board, PutRecords(found.tables))
    final = board.release("nova-30.0.0")
    assert [board.label(link.predecessor) for link in board.waits_for(final.id)] == ["nova-30.0.0.0rc1"]
    assert (final.team, final.type, final.state) == ("nova", "major", "released")
    for file in files:
        again = read_any(str(file), file.read_bytes(), known=board, today=TODAY)
        assert do(board, PutRecords(again.tables)) == board


def test_node_lines_have_their_phases() -> None:
    """A line that is still ahead is planned for its start; the phases of support are events."""
    board = put("nodejs/release-schedule.json")
    states = Counter(release.state for release in board.releases.values())
    assert states == {"released": 26, "draft": 1}
    new, old = board.release("node-v27"), board.release("node-v22")
    assert (new.target, new.type, old.released_on, old.title) == (
        date(2027, 4, 22), "major", date(2024, 4, 24), "Node.js v22 Jod",
    )  # fmt: skip
    assert board.events["node-v22-maintenance"].date == date(2025, 10, 21)
    assert board.events["node-v22-end"].confidence == "expected"


def test_python_branches_and_releases() -> None:
    """A month is the whole month; each release waits for the one before; the manager is a person."""
    branches = put("python/release-cycle.json")
    assert branches.release("cpython-3.15").target == date(2026, 10, 1)
    end = branches.events["cpython-3.14-end"]
    assert (end.date, end.date_latest) == (date(2030, 10, 1), date(2030, 10, 31))
    assert branches.people[branches.release("cpython-3.13").rm].name == "Thomas Wouters"
    calendar = put("python/python-releases-3.14-3.15.toml")
    assert Counter(release.state for release in calendar.releases.values()) == {"released": 36, "draft": 9}
    assert len(calendar.links) == 43
    last = calendar.release("cpython-3.15.0-final")
    assert (last.target, last.type, last.state) == (date(2026, 10, 1), "minor", "draft")
    assert [calendar.label(link.predecessor) for link in calendar.waits_for(last.id)] == ["cpython-3.15.0-candidate-2"]
    assert calendar.events["cpython-3.15-feature-freeze"].date == date(2026, 5, 7)


def test_kubernetes_patches() -> None:
    """Deadlines make windows, a slip in a year is told and left out, CVE makes a security release."""
    found = read("kubernetes/schedule.yaml", today=date(2024, 10, 12))
    board = make_board(found.tables)
    assert Counter(release.state for release in board.releases.values()) == {"released": 32 + 1, "draft": 4}
    coming = board.release("kubernetes-1.30.6")
    assert coming.window is not None
    assert (coming.window.start, coming.target, coming.type) == (date(2024, 10, 11), date(2024, 10, 15), "patch")
    assert board.release("kubernetes-1.30.0").type == "minor"
    assert board.release("kubernetes-1.28.4").type == "security"
    slip = next(verdict for verdict in found.verdicts if verdict.key == "kubernetes-1.28.6")
    assert (slip.ok, slip.line) == (True, 114)
    assert "its deadline 2023-01-12 does not go with its release on 2024-01-17" in slip.reason
    assert board.release("kubernetes-1.28.6").window is None
    assert {event for event in board.events if "patches" in event} == {
        "kubernetes-patches-2024-10-15", "kubernetes-patches-2024-11-12", "kubernetes-patches-2024-12-10",
    }  # fmt: skip
    assert board.events["kubernetes-1.30-end-of-life"].date == date(2025, 6, 28)


def test_kubernetes_timeline() -> None:
    """Days in words, two zones, a range, links in cells; freezes last until the thaw; a wrong weekday is told."""
    found = read("kubernetes/release-1.30-README.md")
    board = make_board(found.tables)
    assert board.release("kubernetes-1.30.0").released_on == date(2024, 4, 17)
    assert board.release("kubernetes-1.30.0-alpha.1").released_on == date(2024, 1, 30)
    freeze = board.freezes["kubernetes-1.30-begin-code-freeze"]
    assert (freeze.start, freeze.end, freeze.kind, freeze.projects) == (
        date(2024, 3, 6), date(2024, 4, 16), "change", ("kubernetes",),
    )  # fmt: skip
    con = board.events["kubernetes-1.30-kubecon-eu"]
    assert (con.date, con.date_latest, con.kind) == (date(2024, 3, 19), date(2024, 3, 22), "conference")
    assert board.events["kubernetes-1.30-start-release-notes-draft"].date == date(2024, 1, 23)
    assert [verdict.reason for verdict in found.verdicts if verdict.reason] == [
        "2024-02-27 is a Tuesday, not a Wednesday"
    ]


def test_kubernetes_calendar() -> None:
    """A freeze that begins at a moment lasts until the thaw; the conference has all its days."""
    board = put("kubernetes/release-1.35-schedule.ics", project="kubernetes")
    freeze = board.freezes["k8s-v1.35-code-freeze-kubernetes.io"]
    assert (freeze.start, freeze.end, freeze.projects) == (date(2025, 11, 7), date(2025, 12, 17), ("kubernetes",))
    con = board.events["k8s-v1.35-kubecon-kubernetes.io"]
    assert (con.date, con.date_latest, con.kind, con.confidence) == (
        date(2025, 11, 10), date(2025, 11, 13), "conference", "confirmed",
    )  # fmt: skip


def test_distributions() -> None:
    """Short rows, a version with LTS behind it, series without a version."""
    debian, ubuntu = put("debian/debian.csv"), put("debian/ubuntu.csv")
    assert debian.release("debian-13").released_on == date(2025, 8, 9)
    assert {release.key for release in debian.releases.values() if release.state == "draft"} == {
        "debian-14", "debian-15", "debian-sid", "debian-experimental",
    }  # fmt: skip
    assert debian.events["debian-13-eol-lts"].date == date(2030, 6, 30)
    lts, coming = ubuntu.release("ubuntu-24.04"), ubuntu.release("ubuntu-26.10")
    assert (lts.tags, lts.title, lts.released_on) == (("lts",), "Ubuntu 24.04 LTS Noble Numbat", date(2024, 4, 25))
    assert (coming.state, coming.target) == ("draft", date(2026, 10, 15))
    assert ubuntu.events["ubuntu-24.04-eol-esm"].date == date(2034, 4, 25)


def test_jira_versions() -> None:
    """A version without a day, one with a start, names that hold more than a number."""
    board = put("jira/sling_versions_0-59.json")
    assert Counter(release.state for release in board.releases.values()) == {"released": 59, "draft": 1}
    started = next(release for release in board.releases.values() if release.version == "Tenant 1.1.2")
    assert started.window is not None
    assert (started.start, started.window.end, started.type) == (date(2017, 1, 17), date(2018, 9, 2), "patch")
    assert board.release("12310710-Scripting-JST-2.0.8").target is None
    named = put("jira/sling_versions_0-59.json", project="SLING")
    assert named.release("SLING-Servlets-Resolver-2.0.6").application == "Servlets Resolver"


def test_events_and_weeks_of_openstack_are_the_same() -> None:
    """The weeks, imported after the table of events, say nothing new; deadlines fall on Thursdays."""
    board = put("openstack/dalmatian_events.csv")
    assert board.events["d-1"].date == date(2024, 5, 16)
    assert board.freezes["d-cinder-spec-freeze"].projects == ("cinder",)
    assert board.events["e-election-voting"].date != board.events["e-election-voting-2024-09-16"].date
    after = do(board, PutRecords(read("openstack/dalmatian/schedule.yaml", known=board).tables))
    assert after == board
    landed = do(board, PutRecords(read("openstack/dalmatian/landed_dates.csv", known=board).tables))
    assert len(landed.events) == len(board.events)


@pytest.mark.parametrize(
    "name",
    ["README.md", "checklists/kubernetes-cut-release.md", "checklists/pep-0101-releasing-python.rst",
     "openstack/dalmatian/schedule.rst", "openstack/dalmatian_expected.json"],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(name: str) -> None:
    """In one line, with what will do."""
    with pytest.raises(BadInput) as caught:
        read(name)
    assert name in caught.value.message
    assert caught.value.hint
