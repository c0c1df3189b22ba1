"""Slack by brute force: so many more working days keep every window that is met now, one more does not."""

from typing import Any

from plans import make_plan
from releaseboard.schedule.forecast import Forecast, compute, list_givers
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.plan import Plan, PlannedStage
from releaseboard.schedule.slack import compute_slack

CASES = 700
MANY = 40


def lengthen(plan: Plan, found: Forecast, stage: PlannedStage, more: int) -> Plan:
    """The plan with a stage that has so many working days more left."""
    left = found.net.days[found.net.index[stage.id]]
    field: dict[str, Any] = {"remaining": left + more} if stage.started else {"days": left + more}
    releases = tuple(
        release._replace(stages=tuple(s._replace(**field) if s.id == stage.id else s for s in release.stages))
        for release in plan.releases
    )
    return plan._replace(releases=releases)


def list_met(plan: Plan, found: Forecast) -> set[str]:
    """The releases that go out inside their windows."""
    return {
        release.id
        for release in plan.releases
        if release.released is None and release.by is not None and (found.last_day(release.id) or 0) <= release.by
    }


def list_held_up(found: Forecast, ident: str) -> set[str]:
    """All stages and releases that wait for this stage, at any distance, by lanes too."""
    held = {found.net.index[ident]}
    for node in range(len(found.net.ids)):
        if held.intersection([*list_givers(found.net, node), found.lane_before.get(node, -1)]):
            held.add(node)
    return {found.net.ids[node] for node in held}


def open_stages(plan: Plan) -> list[PlannedStage]:
    """Stages that are not over, but for those whose end is not moved day by day: unsplit ones, and finish to finish."""
    tied = {wait.taker for wait in plan.dependencies if wait.type == "FF"}
    return [
        stage
        for release in plan.releases
        if release.released is None
        for stage in release.stages
        if stage.finished is None and stage.whole is None and stage.id not in tied
    ]


def test_slack_is_what_a_stage_may_take_and_no_more() -> None:
    checked = 0
    for seed in range(CASES):
        plan = make_plan(seed)
        if any(lanes.lanes > 1 for lanes in plan.lanes):
            continue
        found = compute(compile_plan(plan))
        slack = compute_slack(found)
        met = list_met(plan, found)
        limited = {r.id for r in plan.releases if r.by is not None and r.released is None}
        for stage in open_stages(plan):
            room = slack.of(stage.id)
            where = f"seed {seed} {stage.id} slack {room}"

            def after(more: int, plan: Plan = plan, found: Forecast = found, stage: PlannedStage = stage) -> set[str]:
                longer = lengthen(plan, found, stage, more)
                return list_met(longer, compute(compile_plan(longer)))

            if room is None:
                assert met <= after(MANY), where
            elif room >= 0:
                assert met <= after(room), where
                if limited & list_held_up(found, stage.id) <= met:
                    assert not met <= after(room + 1), where
                    checked += 1
    assert checked > CASES / 2


def test_slack_below_zero_says_that_a_window_is_missed_already() -> None:
    for seed in range(CASES):
        plan = make_plan(seed)
        found = compute(compile_plan(plan))
        slack = compute_slack(found)
        limited = {r.id for r in plan.releases if r.released is None and r.by is not None}
        missed = limited - list_met(plan, found)
        tight = {stage.id for stage in open_stages(plan) if (slack.of(stage.id) or 0) < 0}
        assert bool(missed) >= bool(tight), seed
        for ident in limited:
            room = slack.of(ident)
            assert ident not in missed or (room is not None and room <= 0), f"seed {seed} {ident} {room}"


def test_with_several_lanes_slack_is_a_safe_lower_bound() -> None:
    checked = 0
    for seed in range(2 * CASES):
        plan = make_plan(seed)
        if all(lanes.lanes < 2 for lanes in plan.lanes):
            continue
        found = compute(compile_plan(plan))
        slack = compute_slack(found)
        met = list_met(plan, found)
        for stage in open_stages(plan):
            room = slack.of(stage.id)
            if room is not None and room >= 0:
                longer = lengthen(plan, found, stage, room)
                assert met <= list_met(longer, compute(compile_plan(longer))), f"seed {seed} {stage.id} {room}"
                checked += 1
    assert checked > 50
