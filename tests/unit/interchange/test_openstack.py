"""The real releases of a whole series of OpenStack, imported (the table lies beside the repository, see its README)."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boards import make_board
from releaseboard.domain.board import Board
from releaseboard.domain.links import find_any_loop
from releaseboard.interchange.csvfile import read_releases, write_releases
from releaseboard.interchange.findings import Import
from releaseboard.session import Session
from releaseboard.store.memory import MemoryStore

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "openstack"
TABLE = FOLDER / "dalmatian_releases.csv"
TODAY = date(2027, 2, 24)

pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason=f"the real data is not there: {TABLE}")


@pytest.fixture(scope="module")
def plan() -> Import:
    """The table, read."""
    return read_releases(TABLE.read_bytes(), TABLE.name, today=TODAY)


@pytest.fixture(scope="module")
def board(plan: Import) -> Board:
    """A board of nothing else."""
    return make_board(plan.tables)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What was counted without us."""
    counts: dict[str, Any] = json.loads((FOLDER / "dalmatian_expected.json").read_text())
    return counts[TABLE.name]


def test_every_row_is_sound(plan: Import, expected: dict[str, Any]) -> None:
    """No row is left out, none needs a remark."""
    assert [verdict for verdict in plan.verdicts if not verdict.ok or verdict.reason] == []
    assert len({verdict.key.casefold() for verdict in plan.verdicts}) == expected["unique"]


def test_the_counts_agree(board: Board, expected: dict[str, Any]) -> None:
    """Releases, projects, types, states, dates, links: as counted from the table."""
    releases = list(board.releases.values())
    assert len(releases) == expected["rows"]
    assert len(board.projects) == expected["projects"]
    assert Counter(release.type for release in releases) == expected["type"]
    assert Counter(release.state for release in releases) == expected["stage"]
    assert sum(release.target is not None for release in releases) == expected["with_planned"]
    assert sum(release.released_on is not None for release in releases) == expected["with_actual"]
    assert len(board.links) == expected["edges"]
    crossing = [
        link for link in board.links.values()
        if board.releases[link.successor].project != board.releases[link.predecessor].project
    ]  # fmt: skip
    assert len(crossing) == expected["cross_project_edges"]
    days = sorted(release.released_on for release in releases if release.released_on)
    assert [days[0].isoformat(), days[-1].isoformat()] == [expected["first_date"], expected["last_date"]]
    top = Counter(release.project for release in releases)
    assert [[name, top[name]] for name, _ in expected["top_projects"]] == expected["top_projects"]


def test_it_has_teams_and_no_loop(board: Board) -> None:
    """The teams in the notes are teams of the board; nothing waits for itself."""
    assert find_any_loop(board) == ()
    assert board.release("nova-30.0.0").team == "nova"
    assert {release.team for release in board.releases.values()} <= {*board.teams, ""}
    assert board.problems == ()


def test_importing_it_again_changes_nothing(plan: Import) -> None:
    """On a session: the same file once more, and our own export, come to no change at all."""
    from releaseboard.domain.commands import PutRecords

    session = Session.create_in(MemoryStore(), today=TODAY, user="ana", host="here")
    assert session.do(PutRecords(plan.tables)).changes
    assert session.do(PutRecords(plan.tables)).changes == ()
    again = read_releases(TABLE.read_bytes(), TABLE.name, known=session.board)
    assert session.do(PutRecords(again.tables)).changes == ()
    export = read_releases(write_releases(session.board).encode(), "export.csv", known=session.board)
    assert session.do(PutRecords(export.tables)).changes == ()


def test_the_export_makes_the_same_board(board: Board) -> None:
    """Written as a table and read on an empty board, nothing is lost."""
    assert make_board(read_releases(write_releases(board).encode(), "export.csv").tables) == board
