"""After an edit only what is downstream is computed again, and all is as if everything had been."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from randomboards import TODAY, make_board, make_link, make_release, near
from releaseboard.domain.board import Board
from releaseboard.schedule import prospects
from releaseboard.schedule.appraisal import appraise
from releaseboard.schedule.prospects import foresee
from releaseboard.schedule.renewal import find_changed, renew

CASES = 400


def without_lanes(board: Board) -> Board:
    teams = {ident: {**doc, "lanes": 0} for ident, doc in board.docs["teams"].items()}
    return Board({**board.docs, "teams": teams})


def edit(board: Board, random: Random) -> Board:
    """One edit of any kind that does not touch everything."""
    count = len(board.docs["releases"])
    at = random.randrange(count)
    kind = random.choice(["release", "delete", "link", "unlink", "check_in", "raid", "external", "event", "backlog"])
    puts: dict[str, Any] = {}
    if kind == "release":
        puts = {f"r{at}": make_release(random, at)}
    elif kind == "delete":
        puts = {f"r{at}": {**board.docs["releases"].get(f"r{at}", {"id": f"r{at}", "key": "X"}), "deleted": True}}
    elif kind == "link":
        number = random.randint(0, 20)
        puts = {f"l{number}": make_link(random, number, count)}
    elif kind == "unlink" and board.docs["links"]:
        puts = {random.choice(list(board.docs["links"])): None}
    elif kind == "check_in":
        puts = {
            "c": {"id": "c", "release": f"r{at}", "date": near(random, -9, 0), "remaining_days": random.randint(1, 9)}
        }
    elif kind == "raid":
        puts = {"i": {"id": "i", "kind": "issue", "title": "T", "releases": {f"r{at}": True}}}
    elif kind == "external":
        puts = {"sap": {"id": "sap", "vendor": "SAP", "date_expected": near(random, -3, 30)}}
    elif kind == "event":
        puts = {"os": {"id": "os", "name": "OS", "date": near(random, -3, 30)}}
    elif kind == "backlog":
        puts = {"sr": {"id": "sr", "name": "SR", "threshold": random.randint(0, 40),
                       "samples": [{"date": "2027-02-22", "open": 30, "closed": 9}]}}  # fmt: skip
    table = {"release": "releases", "delete": "releases", "link": "links", "unlink": "links", "check_in": "check_ins",
             "raid": "raid", "external": "externals", "event": "events", "backlog": "backlogs"}[kind]  # fmt: skip
    return board.changed(table, puts)


def test_a_renewed_forecast_is_the_whole_one() -> None:
    """Four edits in a row on each of 400 random boards, each compared with computing all anew."""
    for seed in range(CASES):
        random = Random(seed)
        board = without_lanes(make_board(seed))
        outlooks = appraise(foresee(board, TODAY))
        for step in range(4):
            board = edit(board, random)
            renewed = renew(outlooks, board)
            anew = appraise(foresee(board, TODAY))
            where = f"seed {seed} step {step}"
            assert renewed is not None, where
            assert renewed.prospects.by_id == anew.prospects.by_id, where
            assert list(renewed) == list(anew) and renewed == anew, where
            outlooks = renewed


def test_slips_and_explanations_of_a_renewed_forecast_see_the_whole_board() -> None:
    for seed in range(40):
        random = Random(seed)
        board = without_lanes(make_board(seed))
        outlooks = appraise(foresee(board, TODAY))
        board = edit(board, random)
        renewed, anew = renew(outlooks, board), appraise(foresee(board, TODAY))
        assert renewed is not None
        slips = {ident: renewed.slips().find(release) for ident, release in board.releases.items()}
        assert slips == {ident: anew.slips().find(release) for ident, release in board.releases.items()}
        assert renewed.whole().by_id == anew.whole().by_id


def test_only_what_is_downstream_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 60 releases in a row of pairs, an edit of one looks at two."""
    docs: dict[str, dict[str, Any]] = {
        f"r{at}": {
            "id": f"r{at}", "key": f"P-{at}", "state": "committed", "stages": {"build": {"planned_days": 3}},
            "target": (TODAY + timedelta(days=9)).isoformat(),
        }
        for at in range(60)
    }  # fmt: skip
    links = {
        f"l{at}": {"id": f"l{at}", "successor": f"r{at + 1}", "predecessor": f"r{at}", "why": "x"}
        for at in range(0, 60, 2)
    }
    board = Board({"releases": docs, "links": links})
    outlooks = appraise(foresee(board, TODAY))
    seen: list[int] = []
    whole = prospects.compile_plan
    monkeypatch.setattr(prospects, "compile_plan", lambda plan: seen.append(len(plan.releases)) or whole(plan))
    longer = {**docs["r10"], "stages": {"build": {"planned_days": 30}}}
    renewed = renew(outlooks, board.changed("releases", {"r10": longer}))
    assert renewed is not None
    assert seen == [1]
    assert {ident for ident in renewed if renewed[ident] is not outlooks[ident]} == {"r10", "r11"}


@pytest.mark.parametrize("table", ["holidays", "teams", "freezes", "stages"])
def test_some_edits_touch_everything(table: str) -> None:
    board = without_lanes(make_board(3))
    outlooks = appraise(foresee(board, TODAY))
    record = {"id": "n", "name": "N", "date": "2027-03-01", "start": "2027-03-01", "end": "2027-03-02"}
    assert renew(outlooks, board.changed(table, {"n": record})) is None
    assert renew(outlooks, board) is outlooks


def test_a_team_with_lanes_ties_all_together() -> None:
    board = make_board(3).changed("teams", {"core": {"id": "core", "lanes": 1}})
    assert find_changed(board, board.changed("releases", {})) is None
    assert date.fromordinal(foresee(board, TODAY).days.today) == TODAY
