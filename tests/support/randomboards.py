"""Small random boards, the same for the same seed: states, freezes, windows, teams, links and blocks of all kinds."""

from datetime import date, timedelta
from random import Random
from typing import Any

from releaseboard.domain.board import Board

TODAY = date(2027, 2, 24)
STAGES = ["plan", "build", "test", "accept", "deploy"]
STATES = ["draft", "committed", *["in_progress"] * 3, "ready", "on_hold", "released", "cancelled"]
TYPES = ["major", "minor", "security"]


def near(random: Random, low: int, high: int) -> str:
    return (TODAY + timedelta(days=random.randint(low, high))).isoformat()


def make_release(random: Random, at: int) -> dict[str, Any]:
    state = random.choice(STATES)
    own = [stage for stage in STAGES if random.random() < 0.7]
    here = random.randrange(len(own)) if own and state in ("in_progress", "on_hold") else 0
    stages: dict[str, Any] = {}
    for number, stage in enumerate(own):
        plan: dict[str, Any] = {"planned_days": random.randint(1, 8)}
        if random.random() < 0.2:
            plan["team"] = random.choice(["qa", "ops"])
        if number < here and state == "in_progress":
            plan |= {"started": near(random, -40, -30), "finished": near(random, -20, 0)}
        elif number == here and state == "in_progress" and random.random() < 0.8:
            plan["started"] = near(random, -10, 0)
            if random.random() < 0.3:
                plan["remaining"] = {"days": random.randint(0, 9), "as_of": near(random, -9, 0), "by": "kim"}
        elif random.random() < 0.1:
            plan["skipped"] = {"reason": "x", "by": "kim"}
        stages[stage] = plan
    start = TODAY + timedelta(days=random.randint(-5, 40))
    doc: dict[str, Any] = {
        "id": f"r{at}", "key": f"P{at % 3}-{at}", "project": f"P{at % 3}", "type": random.choice(TYPES), "state": state,
        "stages": stages, "team": random.choice(["", "core", "qa"]), "lead": "kim", "rm": "ana",
    }  # fmt: skip
    if state in ("in_progress", "ready", "on_hold") and own:
        doc["stage"] = own[here] if state != "ready" else own[-1]
    if random.random() < 0.8:
        doc |= {"window": {"start": start.isoformat(), "end": (start + timedelta(days=7)).isoformat()}}
        doc["target"] = (start + timedelta(days=random.randint(0, 7))).isoformat()
    if random.random() < 0.3:
        doc["start"] = near(random, -10, 20)
    if state == "released":
        doc["released_on"] = near(random, -20, 0)
    if state == "in_progress" and random.random() < 0.2:
        doc["blocked"] = {"since": near(random, -9, 0), "reason": "r", "cause": "people"}
        if random.random() < 0.5:
            doc["blocked"]["expected_unblock"] = near(random, -3, 12)
    if random.random() < 0.1:
        doc["event"] = {"id": random.choice(["os", "later"]), "within": [0, 5]}
    return doc


def make_link(random: Random, at: int, count: int) -> dict[str, Any]:
    """A link from an earlier release to a later one, or on something outside."""
    low, high = sorted(random.sample(range(count), 2))
    kind = random.choice(["FS", "FS", "FS", "SS", "FF", "same_stage"])
    link: dict[str, Any] = {
        "id": f"l{at}", "successor": f"r{high}", "predecessor": f"r{low}", "type": kind, "why": "x",
        "lag": random.choice([0, 0, 2, -1]), "strength": random.choice(["hard", "hard", "soft"]),
    }  # fmt: skip
    if random.random() < 0.4 or kind == "same_stage":
        link["successor_stage"] = random.choice(STAGES)
    if random.random() < 0.3:
        link["point"] = random.choice(STAGES)
    if random.random() < 0.15:
        link["agreement"] = random.choice(["met", "waived", "refused"])
    if random.random() < 0.25:
        kind, ident = random.choice([("third_party", "sap"), ("event", "os"), ("event", "later"), ("backlog", "sr")])
        link |= {"predecessor": ident, "predecessor_kind": kind, "type": "FS"}
        if random.random() < 0.3:
            link["promised_by"] = near(random, -5, 20)
    return link


def make_board(seed: int) -> Board:
    """The board of this seed."""
    random = Random(seed)
    count = random.randint(2, 8)
    tables: dict[str, list[dict[str, Any]]] = {
        "releases": [make_release(random, at) for at in range(count)],
        "links": [make_link(random, at, count) for at in range(random.randint(0, count))],
        "holidays": [{"id": day, "date": day} for day in {near(random, -10, 40) for _ in range(3)}],
        "teams": [
            {"id": "qa", "days_off": [near(random, 0, 20)], "lanes": random.choice([0, 0, 0, 1, 2])},
            {"id": "ops", "week": ["sun", "mon", "tue", "wed", "thu"]},
            {"id": "core"},
        ],
        "events": [{"id": "os", "name": "OS", "date": near(random, -3, 30)}, {"id": "later", "name": "Later"}],
        "externals": [{"id": "sap", "vendor": "SAP", "date_expected": near(random, -3, 30)}],
        "backlogs": [
            {"id": "sr", "name": "SR", "threshold": 5, "samples": [{"date": "2027-02-22", "open": 30, "closed": 12}]}
        ],
    }  # fmt: skip
    for kind in ("deploy", "shutdown", "change"):
        if random.random() < 0.4:
            first = TODAY + timedelta(days=random.randint(0, 25))
            freeze = {"id": kind, "name": kind, "kind": kind, "start": first.isoformat()}
            freeze["end"] = (first + timedelta(days=random.randint(0, 8))).isoformat()
            scope = {"stages": ["test"], "projects": ["P1"], "teams": ["qa"]}
            name = random.choice(["", "", *scope])
            tables.setdefault("freezes", []).append({**freeze, **({name: scope[name]} if name else {})})
    if random.random() < 0.3:
        rule = {"id": "w", "name": "Tue/Thu", "rrule": "FREQ=WEEKLY;BYDAY=TU,TH", "types": ["minor"]}
        tables["windows"] = [rule]
    return Board({table: {doc["id"]: doc for doc in docs} for table, docs in tables.items()})
