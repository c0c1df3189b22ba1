"""What must hold of any forecast: more work, waits, holidays or freezes never make anything earlier, and so on."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from oracle import Oracle, all_ids
from plans import TODAY, make_plan
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.forecast import Forecast, _run_carefully, _spread_unknown, compute
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.order import Graph, order_by_release, order_by_stage
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage
from releaseboard.schedule.slack import compute_slack

CASES = 250
Dates = dict[str, tuple[int, int]]


def dates_of(plan: Plan) -> Dates:
    found = compute(compile_plan(plan))
    return {ident: (found.first_day(ident) or 0, found.last_day(ident) or 0) for ident in all_ids(plan)}


def plans(*, simple: bool = False, count: int = CASES) -> Iterator[tuple[int, Plan, Random]]:
    for seed in range(count):
        yield seed, make_plan(seed, simple), Random(seed)


def change_stages(plan: Plan, change: Callable[[PlannedStage], PlannedStage]) -> Plan:
    releases = tuple(release._replace(stages=tuple(map(change, release.stages))) for release in plan.releases)
    return plan._replace(releases=releases)


def pick_stage(plan: Plan, random: Random) -> PlannedStage | None:
    stages = [s for r in plan.releases if r.released is None for s in r.stages if s.finished is None]
    return random.choice(stages) if stages else None


def longer(stage: PlannedStage, days: int) -> PlannedStage:
    if stage.remaining is not None:
        return stage._replace(remaining=stage.remaining + days)
    return stage._replace(days=(stage.days or 0) + days)


def is_never_earlier(before: Dates, after: Dates) -> bool:
    return all(after[ident][1] >= last for ident, (_, last) in before.items())


def test_a_longer_stage_makes_nothing_earlier_and_a_shorter_one_nothing_later() -> None:
    for seed, plan, random in plans():
        stage = pick_stage(plan, random)
        if stage is None:
            continue
        more = random.randint(1, 6)
        long = change_stages(plan, lambda s, stage=stage, more=more: longer(s, more) if s.id == stage.id else s)
        assert is_never_earlier(dates_of(plan), dates_of(long)), seed


def test_one_more_dependency_makes_nothing_earlier() -> None:
    for seed, plan, random in plans():
        taker = pick_stage(plan, random)
        others = [r for r in plan.releases if taker is not None and not taker.id.startswith(r.id)]
        if taker is None or not others:
            continue
        giver = random.choice(others).id
        wait = Dependency("new", giver, taker.id, lag=random.choice([0, 1, 3]))
        graph = plan._replace(dependencies=(*plan.dependencies, wait))
        if any(s.team == "qa" for r in plan.releases for s in r.stages) and plan.lanes:
            continue  # the queue may contradict the new wait, and is left out then
        found = compute(compile_plan(graph))
        if found.net.dated < len(found.net.ids):
            continue  # it closes a loop
        assert is_never_earlier(dates_of(plan), dates_of(graph)), seed


def test_more_holidays_make_nothing_earlier() -> None:
    """But for a stage that a freeze may not split: a holiday on the frozen day makes it no freeze any more."""
    for seed, plan, random in plans(simple=True):
        if any(stage.whole is not None for release in plan.releases for stage in release.stages):
            continue
        days = [TODAY + random.randint(0, 30) for _ in range(3)]
        releases = tuple(
            r._replace(opens=r.opens.without(days), calendar=r.calendar.without(days)) for r in plan.releases
        )
        holiday = change_stages(
            plan._replace(releases=releases),
            lambda s, days=days: s._replace(calendar=s.calendar.without(days)),
        )
        assert is_never_earlier(dates_of(plan), dates_of(holiday)), seed


def test_without_freezes_nothing_is_later() -> None:
    for seed, plan, _ in plans(simple=True):

        def thaw(stage: PlannedStage) -> PlannedStage:
            return stage._replace(calendar=stage.whole, whole=None) if stage.whole is not None else stage

        assert is_never_earlier(dates_of(change_stages(plan, thaw)), dates_of(plan)), seed


def test_a_later_day_makes_nothing_earlier() -> None:
    """Of work that has not begun: what has begun counts its days, also while it waits."""
    for seed, plan, random in plans(simple=True):
        later = plan._replace(as_of=plan.as_of + random.randint(1, 9))
        assert is_never_earlier(dates_of(plan), dates_of(later)), seed


def test_more_lanes_make_nothing_later() -> None:
    for seed, plan, _ in plans(count=2 * CASES):
        if plan.lanes:
            wider = plan._replace(lanes=tuple(lanes._replace(lanes=lanes.lanes + 1) for lanes in plan.lanes))
            assert is_never_earlier(dates_of(wider), dates_of(plan)), seed


def test_the_order_of_records_does_not_matter() -> None:
    for seed, plan, random in plans():
        releases, dependencies = list(plan.releases), list(plan.dependencies)
        random.shuffle(releases)
        random.shuffle(dependencies)
        mixed = plan._replace(releases=tuple(releases), dependencies=tuple(dependencies))
        one, two = compute(compile_plan(plan)), compute(compile_plan(mixed))
        assert dates_of(plan) == dates_of(mixed), seed
        assert drivers_of(one) == drivers_of(two), seed


def drivers_of(found: Forecast) -> dict[str, str]:
    names = [*found.net.ids, ""]
    return {ident: names[driver] for ident, driver in zip(found.net.ids, found.driver, strict=True)}


def test_two_weeks_later_all_is_two_weeks_later() -> None:
    for seed, plan, _ in plans():
        assert dates_of(shift(plan, 14)) == {
            ident: (first + 14, last + 14) for ident, (first, last) in dates_of(plan).items()
        }, seed


def shift(plan: Plan, by: int) -> Plan:
    """The same plan, all its days later by so many."""

    def move(calendar: Calendar | None) -> Any:
        return calendar and Calendar(calendar.week, [day + by for day in calendar.days_off])

    def later(day: int | None) -> Any:
        return day + by if day else day

    def move_stage(stage: PlannedStage) -> PlannedStage:
        return stage._replace(
            calendar=move(stage.calendar), entry=move(stage.entry), whole=move(stage.whole), until=later(stage.until),
            started=later(stage.started), finished=later(stage.finished), not_before=later(stage.not_before),
        )  # fmt: skip

    def move_release(release: PlannedRelease) -> PlannedRelease:
        return release._replace(
            opens=move(release.opens), calendar=move(release.calendar), not_before=later(release.not_before),
            by=later(release.by), released=later(release.released),
        )  # fmt: skip

    moved = plan._replace(releases=tuple(map(move_release, plan.releases)), as_of=plan.as_of + by)
    return change_stages(moved, move_stage)._replace(events={name: later(day) for name, day in plan.events.items()})


def test_a_wait_that_others_imply_changes_nothing() -> None:
    """If B waits for A's last stage and C for B, then C waiting for that stage too says nothing new."""
    for seed, plan, _ in plans(simple=True):
        if len(plan.releases) < 3 or any(release.released for release in plan.releases):
            continue
        a, b, c = sorted(plan.releases)[:3]
        base = (
            Dependency("x1", a.stages[-1].id, b.stages[0].id),
            Dependency("x2", b.stages[-1].id, c.stages[0].id),
        )
        plain = plan._replace(dependencies=base, lanes=())
        implied = plain._replace(dependencies=(*base, Dependency("x3", a.stages[-1].id, c.stages[0].id)))
        assert dates_of(plain) == dates_of(implied), seed


def test_a_stage_in_two_parts_takes_as_long() -> None:
    for seed, plan, random in plans(simple=True):
        stage = pick_stage(plan, random)
        if stage is None or plan.lanes or stage.whole is not None or not stage.days or stage.days < 2:
            continue
        part = random.randint(1, stage.days - 1)
        halves = (
            stage._replace(id=f"{stage.id}a", days=part),
            stage._replace(days=stage.days - part, not_before=0, blocked=False, until=0),
        )
        split = tuple(
            release._replace(stages=tuple(h for s in release.stages for h in (halves if s.id == stage.id else (s,))))
            for release in plan.releases
        )
        if any(wait.taker == stage.id for wait in plan.dependencies):
            continue  # what it waits for would have to move to the first part
        before, after = dates_of(plan), dates_of(plan._replace(releases=split))
        assert {ident: last for ident, (_, last) in before.items()} == {
            ident: last for ident, (_, last) in after.items() if ident in before
        }, seed


def test_what_happens_as_forecast_leaves_the_forecast_alone() -> None:
    """Some days on, with all stages begun and finished as was foretold, the open dates are the same."""
    for seed, plan, random in plans(simple=True):
        if plan.lanes:
            continue
        found = dates_of(plan)
        day = TODAY + random.randint(1, 12)

        def happen(stage: PlannedStage, found: Dates = found, day: int = day) -> PlannedStage:
            if stage.id not in found or not stage.days or found[stage.id][0] >= day or stage.whole is not None:
                return stage
            first, last = found[stage.id]
            return stage._replace(started=first, finished=last if last < day else None, blocked=False, until=0)

        def go_out(release: PlannedRelease, found: Dates = found, day: int = day) -> PlannedRelease:
            out = found.get(release.id, (0, day))[1]
            is_over = all(s.finished is not None or not s.days for s in release.stages)
            return release._replace(released=out) if out < day and is_over else release

        later = change_stages(plan._replace(as_of=day), happen)
        later = later._replace(releases=tuple(map(go_out, later.releases)))
        if any(s.days == 0 or s.whole is not None for r in plan.releases for s in r.stages):
            continue
        after = dates_of(later)
        assert {ident: last for ident, (_, last) in after.items()} == {ident: found[ident][1] for ident in after}, seed


def test_a_stage_may_take_its_slack_without_moving_a_window() -> None:
    """Lengthening by no more than the slack keeps each release that was inside its window inside."""
    for seed, plan, random in plans(simple=True):
        stage = pick_stage(plan, random)
        found = compute(compile_plan(plan))
        room = compute_slack(found).of(stage.id) if stage is not None else None
        if stage is None or room is None or room <= 0 or stage.whole is not None:
            continue
        more = change_stages(plan, lambda s, stage=stage, room=room: longer(s, room) if s.id == stage.id else s)
        after = dates_of(more)
        for release in plan.releases:
            if release.by is not None and release.released is None and (found.last_day(release.id) or 0) <= release.by:
                assert after[release.id][1] <= release.by, seed


def test_the_careful_pass_says_the_same_as_the_quick_one() -> None:
    for seed, plan, _ in plans():
        net = compile_plan(plan)
        quick, careful = compute(net), Forecast(net)
        _run_carefully(net, careful)
        _spread_unknown(net, careful)
        assert (quick.start, quick.finish, quick.driver) == (careful.start, careful.finish, careful.driver), seed


def test_ordering_by_release_and_by_stage_lead_to_the_same_dates() -> None:
    for seed, plan, _ in plans():
        bare = plan._replace(lanes=())
        owner = {ident: at for at, r in enumerate(bare.releases) if not r.released for ident in all_ids_of(r)}
        waits: dict[str, list[Dependency]] = {}
        for wait in bare.dependencies:
            if wait.taker in owner:
                waits.setdefault(wait.taker, []).append(wait)
        graph = Graph(bare, owner, waits)
        quick, general = order_by_release(graph), order_by_stage(graph)
        assert quick is not None and sorted(quick.places) == sorted(general.places), seed
        oracle = Oracle(bare)
        assert dates_of(bare) == {i: (oracle.dates(i)[0], oracle.dates(i)[1] - 1) for i in all_ids(bare)}, seed


def all_ids_of(release: PlannedRelease) -> list[str]:
    return [*(stage.id for stage in release.stages if stage.finished is None), release.id]
