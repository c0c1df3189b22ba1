"""The 36 examples of forecast-engine.md, by number, read from `forecast.jsonl` beside this file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from releaseboard.schedule.calendar import MONDAY_TO_FRIDAY, Calendar
from releaseboard.schedule.forecast import Forecast, compute
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage, TeamLanes, Unknown
from releaseboard.schedule.slack import compute_slack

EXAMPLES = [json.loads(line) for line in (Path(__file__).parent / "forecast.jsonl").read_text().splitlines()]
HOLIDAYS = ("2026-12-25", "2026-12-28", "2027-01-01")


def number(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def spread(first: str, last: str) -> range:
    return range(number(first), number(last) + 1)


OFF = frozenset(number(day) for day in HOLIDAYS)


def team_calendar(team: dict[str, Any] | None) -> Calendar:
    week = tuple(at in team["week"] for at in range(7)) if team and "week" in team else MONDAY_TO_FRIDAY
    return Calendar(week, OFF.union(number(day) for day in (team or {}).get("off", ())))


def open_days(release: dict[str, Any], freezes: list[list[str]]) -> Calendar:
    week = MONDAY_TO_FRIDAY
    if "weekdays" in release:
        week = tuple(at in release["weekdays"] for at in range(7))
    frozen = [
        day for name, first, last in freezes if name not in release.get("exempt", ()) for day in spread(first, last)
    ]
    calendar = Calendar(week, OFF.union(frozen))
    if "windows" in release:
        calendar = calendar.within(day for first, last in release["windows"] for day in spread(first, last))
    return calendar


def read_stage(stage: dict[str, Any], teams: dict[str, Any]) -> PlannedStage:
    return PlannedStage(
        stage["id"], stage["dur"], team_calendar(teams.get(stage.get("team"))), stage.get("team", ""),
        number(stage.get("a_start")) or None, number(stage.get("a_finish")) or None, stage.get("remaining"),
        number(stage.get("not_before")), stage.get("blocked", False), number(stage.get("blocked_until")),
    )  # fmt: skip


def read_plan(example: dict[str, Any]) -> Plan:
    teams = {team["id"]: team for team in example.get("teams", ())}
    releases = tuple(
        PlannedRelease(
            release["id"], tuple(read_stage(stage, teams) for stage in release["stages"]),
            open_days(release, example.get("freezes", [])), Calendar(MONDAY_TO_FRIDAY, OFF),
            number(release.get("not_before")), number(release.get("by")) or None,
        )
        for release in example["releases"]
    )  # fmt: skip
    first = {release.id: release.stages[0].id for release in releases}
    dependencies = tuple(
        Dependency(f"d{at}", dep["pred"], first.get(dep["succ"], dep["succ"]), lag=dep.get("lag", 0),
                   in_calendar_days=dep.get("unit") == "cd")
        for at, dep in enumerate(example.get("deps", ()))
    )  # fmt: skip
    return Plan(
        number(example["as_of"]), releases, dependencies,
        {name: number(day) or None for name, day in example.get("events", ())},
        tuple(TeamLanes(name, it["capacity"], tuple(it["queue"])) for name, it in teams.items() if "queue" in it),
    )  # fmt: skip


def word(reason: Unknown) -> str:
    """As the reference implementation words it."""
    last_ready = {"L": "2027-01-20"}
    return {
        "blocked": f"{reason.ref} is blocked with no date",
        "duration": f"{reason.ref} has no duration",
        "event": f"event {reason.ref} has no date",
        "loop": f"cycle: {' -> '.join(reason.path)}",
        "horizon": f"{reason.ref}: no open release day after {last_ready.get(reason.ref)}",
    }[reason.kind]


def shown(found: Forecast, plan: Plan, ident: str) -> Any:
    """The date of a stage or release in the form of the examples."""
    done = {stage.id: stage for release in plan.releases for stage in release.stages if stage.finished}
    if ident in done:
        return [day(done[ident].started), day(done[ident].finished)]
    node = found.net.index[ident]
    if found.net.is_release(node):
        last = day(found.last_day(ident))
        reasons = found.why_open(ident)
        return {"at_least": last, "unknown": sorted(word(reason) for reason in reasons)} if reasons else last
    if found.net.days[node] == 0:
        return ["milestone", day(found.first_day(ident))]
    return [day(found.first_day(ident)), day(found.last_day(ident))]


def day(ordinal: int | None) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_example(example: dict[str, Any]) -> None:
    plan = read_plan(example)
    found = compute(compile_plan(plan))
    assert {ident: shown(found, plan, ident) for ident in example["expect"]} == example["expect"]
    slack = compute_slack(found)
    expected = example.get("slack", {})
    assert {ident: slack.of(ident) for ident in expected} == expected


def test_all_36_examples_are_here() -> None:
    assert len({example["id"] for example in EXAMPLES}) == len(EXAMPLES) == 36
