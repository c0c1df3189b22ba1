"""What-if: only what is downstream is computed again, and the answer is that of a full forecast."""

from datetime import date
from random import Random

import pytest

from payboard import board, link, release
from plans import TODAY, make_plan
from releaseboard.domain.board import Board
from releaseboard.errors import BadInput
from releaseboard.schedule.forecast import compute
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage
from releaseboard.schedule.prospects import foresee
from releaseboard.schedule.whatif import (
    Change,
    MoveBy,
    NotBefore,
    SetDays,
    WhatIf,
    change_network,
    parse_change,
    read_changes,
)

CASES = 800


def draw_change(random: Random, plan: Plan) -> Change:
    stages = [stage.id for item in plan.releases for stage in item.stages]
    names = [item.id for item in plan.releases]
    return random.choice(
        [
            SetDays(random.choice(stages), random.randint(0, 15)),
            MoveBy(random.choice(names), random.randint(-6, 9)),
            NotBefore(random.choice(stages + names), TODAY + random.randint(0, 40)),
        ]
    )


def test_a_what_if_says_what_a_full_forecast_says() -> None:
    """On 800 random plans, one to three changes each."""
    for seed in range(CASES):
        plan, random = make_plan(seed), Random(seed)
        base = compute(compile_plan(plan))
        changes = [draw_change(random, plan) for _ in range(random.randint(1, 3))]
        layer = WhatIf(base).ask(changes)
        full = compute(change_network(base.net, read_changes(base, changes)))
        for ident in base.net.ids:
            assert layer.last_day(ident) == full.last_day(ident), f"seed {seed} {ident} {changes}"


def test_without_changes_nothing_moves() -> None:
    for seed in range(50):
        base = compute(compile_plan(make_plan(seed)))
        assert WhatIf(base).ask([]).moved() == {}
        assert WhatIf(base).ask([SetDays("nobody.build", 3), MoveBy("nobody", 2), NotBefore("nobody", 1)]).moved() == {}


def make_wide_plan(count: int) -> Plan:
    """Many releases of which each tenth waits for the one before."""
    like = make_plan(0).releases[0].opens
    releases = tuple(
        PlannedRelease(f"R{at}", (PlannedStage(f"R{at}.a", 3, like), PlannedStage(f"R{at}.b", 2, like)), like, like)
        for at in range(count)
    )
    waits = tuple(Dependency(f"d{at}", f"R{at - 1}", f"R{at}.a") for at in range(1, count, 10))
    return Plan(TODAY, releases, waits)


def test_a_small_question_on_a_large_board_looks_at_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2,000 nodes five change: the stage, its successor and its release, and the two behind them."""
    base = compute(compile_plan(make_wide_plan(700)))
    asked = WhatIf(base)
    monkeypatch.setattr(asked, "_ask_whole", None)
    layer = asked.ask([SetDays("R10.a", 9)])
    assert set(layer.finish) == {base.net.index[name] for name in ("R10.a", "R10.b", "R10", "R11.a", "R11.b", "R11")}
    assert set(layer.moved()) == {"R10", "R11"}


def test_a_question_about_everything_runs_the_whole_pass() -> None:
    base = compute(compile_plan(make_wide_plan(200)))
    changes = [SetDays(f"R{at}.a", 9) for at in range(200)]
    assert len(WhatIf(base).ask(changes).moved()) == 200


def patched() -> Board:
    """T12 with a window that is open early."""
    window = {"start": "2027-02-22", "end": "2027-03-05"}
    patch = release("PAY-4.1.1", days={"deploy": 1}, start="2027-02-25", target="2027-02-25", window=window)
    return board(release("PAY-4.2", window=window), patch, links=[link("pay-4.2", "pay-4.1.1", lag=2)])


def test_t29_a_shorter_test_wins_nothing_while_the_patch_drives() -> None:
    made = patched()
    asked = WhatIf(foresee(made, date(2027, 2, 1), whole=True).found)
    shorter, earlier = parse_change("PAY-4.2.test=3", made), parse_change("PAY-4.1.1-2", made)
    assert asked.ask([shorter]).last_day("pay-4.2") == date(2027, 3, 2).toordinal()
    both = asked.ask([shorter, earlier])
    assert both.last_day("pay-4.1.1") == date(2027, 2, 23).toordinal()
    assert both.last_day("pay-4.2") == date(2027, 2, 26).toordinal()


def test_g20_a_release_later_moves_what_waits_for_it() -> None:
    made = patched()
    asked = WhatIf(foresee(made, date(2027, 2, 1), whole=True).found)
    moved = asked.ask([parse_change("pay-4.1.1+3", made)]).moved()
    assert {ident: date.fromordinal(after) for ident, (_, after) in moved.items()} == {
        "pay-4.1.1": date(2027, 3, 2), "pay-4.2": date(2027, 3, 5),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "PAY-4.2", "PAY-4.2=3", "PAY-4.2.test", "PAY-4.2.test=x", "PAY-4.2+x", "+3",
                                  "NO-1+3", "PAY-4.2.nope=3", "PAY-4.2+9999"])  # fmt: skip
def test_what_is_no_what_if_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_change(text, patched())
