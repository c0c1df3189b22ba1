"""Each day from the cause to the date has exactly one reason."""

from plans import make_plan
from releaseboard.schedule.driving import Driving
from releaseboard.schedule.forecast import compute
from releaseboard.schedule.ledger import PlainNames, write_ledger
from releaseboard.schedule.network import compile_plan

CASES = 1_500


def test_the_days_add_up_to_the_date() -> None:
    """Of each release of 1,500 random plans: no day twice, none left out, the last one is the release day."""
    for seed in range(CASES):
        net = compile_plan(make_plan(seed))
        found = compute(net)
        driving = Driving(found)
        for node, ident in enumerate(net.ids):
            if not net.is_release(node):
                continue
            ledger = write_ledger(driving, node, PlainNames())
            where = f"seed {seed} {ident}"
            assert ledger.end == (found.last_day(ident) or 0) + 1, where
            day = ledger.root
            for segment in ledger.segments:
                assert segment.first == day and segment.days > 0, where
                day += segment.days
            work = sum(segment.days for segment in ledger.segments if segment.kind == "work")
            assert work <= sum(net.days), where
