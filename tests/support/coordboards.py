"""A board in the middle of things for tests of coordinating: releases at work, gates, teams, people who must know."""

from datetime import date
from functools import cache
from typing import Any

from boards import READY_TO_COMMIT, TODAY, make_board, make_context
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.apply import apply
from releaseboard.domain.board import DEFAULT_STAGES, Board
from releaseboard.domain.decide import decide
from releaseboard.domain.fields import write_record

GATES = {
    "test": {"name": "exit test", "approvers": ["kim", "zoe"], "rule": "all"},
    "deploy": {"name": "go/no-go", "approvers": ["ana", "kim"], "rule": "any", "at": "entry"},
}
CRITERIA = {"test": {"exit": ["no open bugs", "load test passed"]}, "deploy": {"entry": ["roll-back rehearsed"]}}


def _stages() -> list[dict[str, object]]:
    plain = [write_record("stages", stage) for stage in DEFAULT_STAGES]
    return [
        {**stage, **CRITERIA.get(stage["id"], {}), **({"gate": GATES[stage["id"]]} if stage["id"] in GATES else {})}
        for stage in plain
    ]


@cache
def busy() -> Board:
    """PAY-4.2 in test (a gate at its exit), WEB-9.0 in build, PAY-4.1.1 (security) and SHOP-3 committed, MOB-7.0 draft.

    Two teams, a stakeholder of each kind, one vendor, one event, one backlog, a freeze of each kind that stops work.
    """
    plan = {"state": "committed", "title": "Refunds", "team": "core", **READY_TO_COMMIT}
    board = make_board(
        stages=_stages(),
        people=[{"id": "kim", "name": "Kim Berg"}, {"id": "zoe"}],
        teams=[
            {"id": "core", "people": 4, "lanes": 2, "queue": ["PAY-4.2.test", "SHOP-3.build", "WEB-9.0.test"]},
            {"id": "web", "people": 2},
        ],
        releases=[
            {**plan, "key": "PAY-4.2", "clients": ["Acme"]},
            {**plan, "key": "WEB-9.0", "title": "Shop", "priority": 1},
            {**plan, "key": "PAY-4.1.1", "type": "security", "title": "Patch"},
            {**plan, "key": "SHOP-3", "target": "2027-03-05"},
            {"key": "MOB-7.0", "title": "Only an idea"},
        ],
        links=[{"successor": "PAY-4.2", "predecessor": "WEB-9.0", "why": "its log-in"},
               {"successor": "SHOP-3", "predecessor": "sap", "why": "certified"}],
        stakeholders=[
            {"who": "board", "project": "PAY", "audience": "management", "tolerance_days": 3},
            {"who": "globex", "release": "PAY-4.2", "audience": "client", "notify_when": "window_missed"},
            {"who": "sap", "release": "SHOP-3", "audience": "vendor", "notify_when": "released"},
        ],
        externals=[{"id": "sap", "kind": "vendor_requirement", "vendor": "SAP", "next_check_on": "2027-02-23"}],
        events=[{"id": "os12", "name": "OS 12", "date": "2027-03-20"}],
        backlogs=[{"id": "support", "threshold": 10, "samples": [{"date": "2027-02-17", "open": 46}]}],
        freezes=[
            {"id": "quarter", "name": "Quarter end", "start": "2027-02-22", "end": "2027-02-26"},
            {"id": "calm", "name": "Calm weeks", "kind": "change", "start": "2027-02-22", "end": "2027-03-05",
             "projects": ["SHOP"]},
        ],
    )  # fmt: skip
    return act(
        board,
        *[c.MoveRelease("PAY-4.2")] * 3,
        *[c.MoveRelease("WEB-9.0")] * 2,
        co.AddScopeItem("PAY-4.2", "Reports", "M"),
        co.AddScopeItem("PAY-4.2", "Refund page", "5", "must"),
        co.RaiseEntry("issue", "Card tests fail", ["PAY-4.2"], {"cause": "defect", "days_lost_est": 3}),
        co.RaiseEntry("risk", "SAP may be slow", ["SHOP-3"], {"impact_days": 4, "probability": "high"}),
        co.RaiseEntry("decision", "Cut or wait?", ["PAY-4.2"], {"options": ["cut", "wait"]}),
        co.RaiseEntry("request", "Earlier, please", ["WEB-9.0"], {"from": "board", "ask": "two weeks"}),
    )


def act(board: Board, *asked: Any, today: date = TODAY) -> Board:
    """The board after these commands; new records get ids that no other has."""
    for command in asked:
        number = sum(len(docs) for docs in board.docs.values())
        board = apply(board, decide(board, command, make_context(f"{number}x", today)))
    return board


def entry(board: Board, kind: str) -> str:
    """The id of the first RAID entry of a kind."""
    return next(known.id for known in board.raid.values() if known.kind == kind)


def passed(board: Board, key: str = "PAY-4.2", gate: str = "test") -> Board:
    """The board with both votes and a pass at the gate at the exit of test."""
    votes = [ap.VoteGate(key, gate, "go", person=person) for person in ("kim", "zoe", "ana")]
    return act(board, *votes, ap.DecideGate(key, gate, "pass"))
