"""The chances: constant history is no chance, and each of the nine rules of forecast-engine.md has its test."""

import subprocess
import sys
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from payboard import IN_BUILD, board, release
from plans import TODAY, make_plan
from releaseboard.schedule.backtest import measure, measure_by_distance, replay_past
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.forecast import compute
from releaseboard.schedule.history import Row, choose_rows, list_rows
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.odds import draw_odds, find_rank, level, read_odds
from releaseboard.schedule.outlook import look_ahead
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage
from releaseboard.schedule.simulate import Trials, simulate

np = pytest.importorskip("numpy")
PLAIN = Calendar()
DAY = date(2026, 1, 5)


def rows_of(ratios: list[float], stages: tuple[str, ...] = ("a", "b")) -> list[Row]:
    """Past releases, a week apart, whose stages took such shares of their plans."""
    return [
        Row("minor", DAY + timedelta(days=7 * at), dict.fromkeys(stages, ratio), ratio)
        for at, ratio in enumerate(ratios)
    ]


def one(*days: int, started: int | None = None, calendar: Calendar = PLAIN) -> Plan:
    """One release R of stages a, b, …; the first has begun `started` days ago."""
    stages = [PlannedStage(f"R.{'abcd'[at]}", count, PLAIN) for at, count in enumerate(days)]
    if started is not None:
        stages[0] = stages[0]._replace(started=TODAY - started)
    return Plan(TODAY, (PlannedRelease("R", tuple(stages), calendar, PLAIN),))


def run(plan: Plan, rows: list[Row], trials: int = 2_000, **more: Any) -> Trials:
    return simulate(compute(compile_plan(plan)), {release.id: rows for release in plan.releases}, trials, **more)


def test_without_chance_every_trial_is_the_forecast() -> None:
    """With all past ratios 1, on 300 random plans: P50 = P85 = forecast, with lanes, bonds, freezes and all."""
    for seed in range(300):
        plan = make_plan(seed)
        found = compute(compile_plan(plan))
        rows = rows_of([1.0] * 12, ("s0", "s1", "s2", "s3"))
        done = simulate(found, {item.id: rows for item in plan.releases}, 3)
        for ident, days in done.days.items():
            assert set(days.tolist()) == {found.last_day(ident)}, f"seed {seed} {ident}"


def test_without_history_it_goes_as_planned() -> None:
    plan = one(5, 3)
    found = compute(compile_plan(plan))
    assert set(run(plan, rows_of([2.0] * 4)).days["R"].tolist()) == {found.last_day("R")}


def test_rule_1_what_has_begun_is_drawn_from_what_took_longer() -> None:
    """Planned 10, 8 working days gone: of pasts of 6, 9, 12 and 15 days only 9, 12 and 15 can still come: 1, 4, 7."""
    gone = 12  # days, eight of them worked
    done = run(one(10, started=gone), rows_of([0.6, 0.6, 0.9, 0.9, 1.2, 1.2, 1.5, 1.5, 0.6, 0.6], ("a",)))
    assert PLAIN.count_ordinals(TODAY - gone - 1, TODAY - 1) == 8
    left = {PLAIN.count_ordinals(TODAY - 1, int(day)) for day in done.days["R"]}
    assert left == {1, 4, 7}
    shares = [float((done.days["R"] == day).mean()) for day in sorted(set(done.days["R"].tolist()))]
    assert all(0.28 < share < 0.39 for share in shares)


def test_rule_1_beyond_history_is_said_and_not_invented() -> None:
    plan = one(4, started=20)
    done = run(plan, rows_of([1.0, 1.1, 1.2, 0.9, 1.0, 1.0, 1.0], ("a",)))
    assert done.draws["R"].is_beyond
    found = compute(compile_plan(plan))
    assert set(done.days["R"].tolist()) == {found.last_day("R")}
    assert any("beyond history" in note for note in read_odds(done, "R", done.days["R"]).notes)


def test_rule_2_past_releases_are_drawn_whole() -> None:
    """Ten rows, half of them twice as slow in all stages: a trial is fast in both stages or slow in both."""
    plan = one(10, 10)
    done = run(plan, rows_of([1.0] * 5 + [2.0] * 5))
    spans = {PLAIN.count_ordinals(TODAY - 1, int(day)) for day in done.days["R"]}
    assert spans == {20, 40}
    apart = run(plan, rows_of([1.0] * 4 + [2.0] * 4))
    assert {PLAIN.count_ordinals(TODAY - 1, int(day)) for day in apart.days["R"]} == {20, 30, 40}


def test_rule_3_few_samples_widen_the_rank_and_give_no_p95() -> None:
    assert level(0.85, 5) == 1.0
    assert level(0.5, 5) == 0.6
    assert level(0.85, 60) == pytest.approx(52 / 60)
    plan = one(10)
    few = run(plan, rows_of([1.0, 1.1, 1.2, 1.3, 1.4], ("a",)))
    odds = read_odds(few, "R", few.days["R"])
    assert (odds.p95, odds.samples) == (None, 5)
    assert any("P95 has no support" in note for note in odds.notes)
    assert odds.p85 == date.fromordinal(int(few.days["R"].max()))
    none = run(plan, rows_of([1.0] * 4, ("a",)))
    assert read_odds(none, "R", none.days["R"]).p50 is None


def test_rule_4_windows_are_met_inside_each_trial() -> None:
    """Out only on Tuesdays: every drawn day is one; the spikes are the weeks."""
    tuesdays = Calendar((False, True, False, False, False, False, False))
    done = run(one(10, calendar=tuesdays), rows_of([0.8, 1.0, 1.2, 1.6, 2.0] * 3, ("a",)))
    assert {date.fromordinal(int(day)).weekday() for day in done.days["R"]} == {1}
    odds = read_odds(done, "R", done.days["R"], end=int(np.sort(done.days["R"])[0]))
    assert odds.spikes[0].first.weekday() == 1
    assert odds.in_window == pytest.approx(odds.spikes[0].share)
    assert sum(spike.share for spike in odds.spikes) <= 1.0 + 1e-9


def test_rule_5_the_same_seed_draws_the_same() -> None:
    plan, rows = one(10, 5), rows_of([0.5, 1.0, 1.5, 2.0, 0.8, 1.2, 1.1, 0.9, 1.3, 1.7])
    one_run, same, other = run(plan, rows), run(plan, rows), run(plan, rows, seed=1)
    assert (one_run.days["R"] == same.days["R"]).all()
    assert not (one_run.days["R"] == other.days["R"]).all()
    longer = plan._replace(releases=(*plan.releases, PlannedRelease("S", (), PLAIN, PLAIN)))
    assert (run(longer, rows).days["R"] == one_run.days["R"]).all()


def join() -> Plan:
    """R waits for P and Q, which take as long by plan."""
    parts = tuple(PlannedRelease(name, (PlannedStage(f"{name}.a", 10, PLAIN),), PLAIN, PLAIN) for name in "PQ")
    end = PlannedRelease("R", (PlannedStage("R.a", 1, PLAIN),), PLAIN, PLAIN)
    waits = tuple(Dependency(f"d{name}", name, "R.a") for name in "PQ")
    return Plan(TODAY, (*parts, end), waits)


def test_rule_6_critical_is_what_drove_in_so_many_trials() -> None:
    done = run(join(), rows_of([0.5, 0.8, 1.0, 1.2, 1.5] * 3, ("a",)), critical_for="R")
    assert done.critical["R"] == done.critical["R.a"] == 1.0
    assert done.critical["P"] + done.critical["Q"] == pytest.approx(1.0)
    assert 0.3 < done.critical["P"] < 0.7


def test_rule_7_where_paths_join_the_middle_is_later_than_the_forecast() -> None:
    plan = join()
    done = run(plan, rows_of([0.5, 0.8, 1.0, 1.2, 1.5] * 3, ("a",)))
    forecast = compute(compile_plan(plan)).last_day("R")
    odds = read_odds(done, "R", done.days["R"], forecast=forecast)
    assert odds.p50 is not None and forecast is not None and odds.p50.toordinal() > forecast
    assert any("after the forecast" in note for note in odds.notes)


def test_rule_8_releases_of_one_day_count_once_and_old_ones_not_at_all() -> None:
    """Nine slow releases of one coordinated day are one experience beside nine quick days."""
    slow = [Row("minor", DAY, {"a": 2.0}, 2.0) for _ in range(9)]
    quick = [*rows_of([1.0] * 9, ("a",))[1:], Row("minor", DAY + timedelta(days=900), {"a": 1.0}, 1.0)]
    done = run(one(10), slow + quick, trials=10_000)
    share = float((done.days["R"] > TODAY + 20).mean())
    assert 0.07 < share < 0.13
    docs = [
        release(f"OLD-{at}", days={"build": 5}, state="released",
                released_on=(DAY + timedelta(days=at)).isoformat(),
                actual={"build": {"started": "2026-01-01", "finished": "2026-01-05"}})
        for at in range(80)
    ]  # fmt: skip
    assert len(list_rows(board(*docs).releases.values(), PLAIN)) == 60


def test_rows_of_the_type_come_first_and_few_are_none() -> None:
    rows = rows_of([1.0] * 5) + [row._replace(type="major") for row in rows_of([2.0] * 3)]
    assert {row.type for row in choose_rows(rows, "minor")} == {"minor"}
    assert len(choose_rows(rows, "major")) == 8
    assert choose_rows(rows[:4], "minor") == []


def test_a_date_past_the_tables_is_no_date() -> None:
    done = run(one(900), rows_of([1.0, 1.0, 1.0, 3.0, 3.0, 3.0], ("a",)))
    assert read_odds(done, "R", done.days["R"]).p85 is None
    assert find_rank(np.array([1, 2, 3]), 0.5, last=10) == date.fromordinal(2)


def past_board(seed: int, count: int = 40) -> Any:
    """A year of releases that took 0.6 to 1.8 of their plan, and one on its way."""
    random = Random(seed)
    docs = []
    for at in range(count):
        start = date(2026, 1, 5) + timedelta(days=9 * at)
        days = {"build": 10, "test": 5}
        actual: dict[str, Any] = {}
        day = start
        for stage, planned in days.items():
            end = PLAIN.finish(day, max(1, round(planned * random.choice([0.6, 0.8, 1.0, 1.0, 1.2, 1.4, 1.8]))))
            actual[stage] = {"started": day.isoformat(), "finished": end.isoformat()}
            day = end + timedelta(days=1)
        out = actual["test"]["finished"]
        docs.append(
            release(f"OLD-{at}", days=days, actual=actual, state="released", released_on=out, window=None,
                    baseline={"stages": days})
        )  # fmt: skip
    return board(*docs, release("PAY-4.2", **IN_BUILD), today="2027-02-12")


def test_a_board_gives_the_odds_of_what_is_ahead() -> None:
    odds = draw_odds(look_ahead(past_board(1), date(2027, 2, 12)))
    assert set(odds) == {"pay-4.2"}
    pay = odds["pay-4.2"]
    assert pay.p50 is not None and pay.p85 is not None and pay.p95 is not None
    assert pay.p50 <= pay.p85 <= pay.p95
    assert pay.in_window is not None and pay.by_target is not None
    assert 0 <= pay.by_target <= pay.in_window <= 1


def test_rule_9_the_backtest_says_how_often_it_held() -> None:
    """Of what the same process went on doing, about half lands by P50 and at least eight of ten by P85."""
    replays = replay_past(past_board(2), date(2027, 2, 12), trials=400)
    found = measure(replays)
    assert found.releases > 25 and found.cases > found.releases
    assert found.by_p50 is not None and 0.35 < found.by_p50 < 0.8
    assert found.by_p85 is not None and found.by_p85 > 0.75
    parts = measure_by_distance(replays)
    assert sum(part.cases for part in parts.values()) == found.cases
    assert all(replay.as_of < replay.actual for replay in replays)
    assert replay_past(board(release("PAY-4.2")), date(2027, 2, 12)) == []
    assert measure([]) == (0, 0, None, None)


def test_only_a_simulation_loads_numpy() -> None:
    code = (
        "import sys, releaseboard.schedule.outlook, releaseboard.schedule.odds, releaseboard.schedule.backtest;"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
