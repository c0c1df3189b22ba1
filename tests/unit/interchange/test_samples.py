"""The boards that ship: sound on every day of the week, and telling of everything the program knows."""

from datetime import date, timedelta

import pytest

from boards import do, make_board
from releaseboard.domain.board import Board
from releaseboard.domain.commands import PutRecords
from releaseboard.domain.links import find_any_loop
from releaseboard.domain.model import Release
from releaseboard.domain.rules import freeze_on
from releaseboard.domain.words import MOVING_STATES, OUT_STATES, Cause, LinkType, RaidKind, ReleaseType, State
from releaseboard.errors import BadInput
from releaseboard.interchange.generator import make_tables
from releaseboard.interchange.plantables import TABLES
from releaseboard.interchange.samples import list_samples, load_sample

WEDNESDAY = date(2027, 2, 24)
WEEK = [WEDNESDAY + timedelta(days=number) for number in range(7)]


def unsound(board: Board, today: date) -> list[str]:
    """What breaks a rule of domain.md 3.4 on this board, in words."""
    found = [f"{problem}" for problem in board.problems]
    for release in board.releases.values():
        found += [f"{release.key}: {text}" for text in _slips(release, today)]
        freeze = freeze_on(board, release, release.released_on) if release.released_on else None
        if freeze is not None and not release.out_of_rule:
            found.append(f"{release.key}: out in {freeze.id}")
        moves = [replan for replan in board.replans.values() if replan.release == release.id]
        if len(moves) != release.plan_revision:
            found.append(f"{release.key}: {len(moves)} re-plans, revision {release.plan_revision}")
        last = max(moves, key=lambda replan: replan.at, default=None)
        if last is not None and (last.after.window, last.after.target) != (release.window, release.target):
            found.append(f"{release.key}: the last re-plan does not lead to the plan")
    return found


def _slips(release: Release, today: date) -> list[str]:
    found: list[str] = []
    if release.window and release.target and not release.window.start <= release.target <= release.window.end:
        found.append("target outside window")
    first = release.baseline
    if first and first.window and first.target and not first.window.start <= first.target <= first.window.end:
        found.append("first target outside first window")
    if (first is None) != (release.state == State.DRAFT):
        found.append(f"baseline and state {release.state} disagree")
    if release.state in MOVING_STATES and (release.stage_plan(release.stage) is None or not release.rm):
        found.append("no stage or no release manager")
    if (release.state in (*OUT_STATES, State.ROLLED_BACK)) != (release.released_on is not None):
        found.append(f"{release.state} and released on {release.released_on}")
    before = date.min
    is_open = False
    for plan in release.stages:
        if plan.started is None and plan.finished is None:
            continue
        if is_open or plan.started is None or plan.started <= before:
            found.append(f"{plan.stage} began before the stage before it was over")
        is_open = plan.finished is None
        before = plan.finished or before
        if max(plan.started or today, plan.finished or today, release.released_on or today) > today:
            found.append(f"{plan.stage}: a day in the future")
        if plan.finished and plan.started and plan.finished < plan.started:
            found.append(f"{plan.stage} ended before it began")
    return found


@pytest.mark.parametrize("today", WEEK, ids=lambda day: f"{day:%a}")
def test_the_sample_keeps_the_rules_on_every_weekday(today: date) -> None:
    """Invariants 1, 2, 3, 5, 7, 8 and 13, whatever day the demo is made on."""
    board = make_board(load_sample(today=today))
    assert unsound(board, today) == []
    assert find_any_loop(board) == ()


def test_the_sample_tells_of_everything() -> None:
    """Each state, type, stage, kind of link, RAID entry and table is there; a year of history is over."""
    board = make_board(load_sample(today=WEDNESDAY))
    releases = list(board.releases.values())
    assert len(board.projects) == len(board.teams) == 8
    assert {release.state for release in releases} == set(State)
    assert {release.type for release in releases} == set(ReleaseType)
    assert {release.stage for release in releases if release.state == State.IN_PROGRESS} == set(board.stage_ids)
    assert {link.type for link in board.links.values()} == set(LinkType)
    assert {link.predecessor_kind for link in board.links.values()} == {
        "release", "third_party", "vendor_requirement", "event", "backlog",
    }  # fmt: skip
    assert {link.agreement for link in board.links.values()} == {"proposed", "agreed", "refused", "met", "waived"}
    assert {entry.kind for entry in board.raid.values()} == set(RaidKind)
    assert {freeze.kind for freeze in board.freezes.values()} == {"deploy", "change", "shutdown"}
    assert len({replan.cause for replan in board.replans.values()} & set(Cause)) >= 8
    made_in_the_app = {"scenarios"}
    assert {table.record for table in TABLES.values() if not board.table(table.record)} == made_in_the_app
    over = [release for release in releases if release.released_on and release.released_on < WEDNESDAY - timedelta(14)]
    assert len(over) >= 50
    assert min(day for release in over if (day := release.released_on)) < WEDNESDAY - timedelta(days=330)
    late = [
        release
        for release in over
        if release.window and release.released_on and release.released_on > release.window.end
    ]
    assert late


def test_an_update_waits_for_the_security_patch_of_its_application() -> None:
    """The story at the heart of the job."""
    board = make_board(load_sample(today=WEDNESDAY))
    update, patch = board.release("PAY-4.2"), board.release("PAY-4.1.1")
    assert (update.project, patch.type) == (patch.project, "security")
    assert patch.id in {link.predecessor for link in board.waits_for(update.id)}


def test_people_and_teams_that_are_named_are_there() -> None:
    """No release manager, lead, team, owner or stakeholder without a record."""
    board = make_board(load_sample(today=WEDNESDAY))
    people = {
        *(login for release in board.releases.values() for login in (release.rm, release.lead)),
        *(entry.owner for entry in board.raid.values()), *(entry.raised_by for entry in board.raid.values()),
        *(record.who for record in board.stakeholders.values()), *(team.lead for team in board.teams.values()),
        *(check_in.with_whom for check_in in board.check_ins.values()),
        *(record.contact for record in board.externals.values()),
        *(project.lead for project in board.projects.values()),
        *(who for gate in board.gate_results.values() for who in gate.votes),
        *(who for notice in board.notices.values() for who in notice.stakeholders),
        *(milestone.who for milestone in board.milestones.values()),
    }  # fmt: skip
    assert people - {""} <= set(board.people)
    teams = {*(r.team for r in board.releases.values()), *(p.team for r in board.releases.values() for p in r.stages)}
    assert teams - {""} <= set(board.teams)


def test_a_sample_made_again_is_the_same() -> None:
    """Putting it twice changes nothing."""
    tables = load_sample(today=WEDNESDAY)
    board = make_board(tables)
    assert do(board, PutRecords(tables)) == board


def test_a_sample_is_found_by_name() -> None:
    """An unknown name gets the nearest."""
    assert list_samples() == ("harbour",)
    with pytest.raises(BadInput, match="no sample board 'harbor'") as caught:
        load_sample("harbor", WEDNESDAY)
    assert caught.value.hint == "did you mean harbour?"


@pytest.mark.parametrize(("count", "seed", "today"), [(1, 1, WEEK[0]), (60, 2, WEEK[2]), (400, 3, WEEK[3])])
def test_an_invented_board_keeps_the_rules(count: int, seed: int, today: date) -> None:
    """As many releases as asked for, no loop, sound on any day, the same for the same seed."""
    tables = make_tables(count, seed, today)
    board = make_board(tables)
    assert len(board.releases) == count
    assert unsound(board, today) == []
    assert tables == make_tables(count, seed, today)
    assert count == 1 or tables != make_tables(count, seed + 1, today)


def test_an_invented_board_is_like_a_real_one() -> None:
    """About three links a release, every state, work in every stage."""
    board = make_board(make_tables(400, 1, WEDNESDAY))
    assert 2.5 < len(board.links) / 400 < 3.5
    assert {release.state for release in board.releases.values()} == set(State)
    assert {release.stage for release in board.releases.values()} >= set(board.stage_ids)
    assert 0.4 < sum(release.state in OUT_STATES for release in board.releases.values()) / 400 * 1.3 < 0.7
