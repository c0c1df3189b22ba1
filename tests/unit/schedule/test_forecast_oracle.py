"""The engine against a slow second forecast that walks from day to day, on small random plans."""

from oracle import Oracle, all_ids
from plans import make_plan
from releaseboard.schedule.forecast import compute
from releaseboard.schedule.network import compile_plan

CASES = 2_000


def test_every_date_agrees_with_a_walk_over_the_days() -> None:
    """Starts and finishes of all stages and releases of 2,000 random plans."""
    for seed in range(CASES):
        plan = make_plan(seed)
        oracle = Oracle(plan)
        found = compute(compile_plan(plan))
        ids = all_ids(plan)
        assert sorted(ids) == sorted(found.net.ids), seed
        seen = {ident: (found.first_day(ident), found.last_day(ident) + 1) for ident in ids}
        assert seen == {ident: oracle.dates(ident) for ident in ids}, f"seed {seed}"
        assert not found.net.problems, seed
