"""Boards around PAY-4.2, the release of the worked examples of forecast.md 4.5."""

from typing import Any

from releaseboard.domain.board import Board

STAGES = {"plan": 3, "build": 10, "test": 5, "accept": 3, "deploy": 1}
BASE = {
    "start": "2027-02-01", "window": {"start": "2027-03-01", "end": "2027-03-05"}, "target": "2027-03-02",
    "state": "committed", "team": "core", "lead": "kim", "rm": "ana",
}  # fmt: skip
IN_BUILD = {
    "state": "in_progress", "stage": "build",
    "actual": {"plan": {"started": "2027-02-01", "finished": "2027-02-03"}, "build": {"started": "2027-02-04"}},
}  # fmt: skip


def release(key: str, **given: Any) -> dict[str, Any]:
    """A release with the base of PAY-4.2; `days` are its stage days, `actual` what has happened to them."""
    fields = {**BASE, **given}
    days, actual = fields.pop("days", STAGES), fields.pop("actual", {})
    stages = {stage: {"planned_days": count, **actual.get(stage, {})} for stage, count in days.items()}
    return {"id": key.lower(), "key": key, "project": "PAY", "stages": stages, **fields}


def board(*releases: dict[str, Any], today: str = "2027-02-01", **tables: Any) -> Board:
    """A board on which all leads have been asked today."""
    fresh = {doc["id"]: {"id": doc["id"], "release": doc["id"], "date": today} for doc in releases}
    named = {name: {doc["id"]: doc for doc in docs} for name, docs in tables.items()}
    found = Board({"releases": {doc["id"]: doc for doc in releases}, "check_ins": fresh, **named})
    assert not found.problems
    return found


def link(successor: str, predecessor: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{successor}-{predecessor}", "successor": successor, "predecessor": predecessor, "why": "x", **fields,
    }  # fmt: skip
