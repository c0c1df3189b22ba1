"""The order of stages: loops are named, queues that contradict the dependencies are left out, and said."""

from plans import TODAY
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.forecast import Forecast, compute
from releaseboard.schedule.network import compile_plan
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage, TeamLanes, Unknown

PLAIN = Calendar()


def alone(name: str, days: int = 3, *, turn: int = 0, priority: int = 3, started: int | None = None) -> PlannedRelease:
    """A release of one stage for the team QA."""
    stage = PlannedStage(f"{name}.t", days, PLAIN, "QA", started, turn=turn)
    return PlannedRelease(name, (stage,), PLAIN, PLAIN, turn=(priority, 0))


def foretell(*releases: PlannedRelease, waits: tuple[Dependency, ...] = (), queue: tuple[str, ...] = ()) -> Forecast:
    return compute(compile_plan(Plan(TODAY, releases, waits, lanes=(TeamLanes("QA", 1, queue),))))


def sequence(found: Forecast) -> list[str]:
    """The stages in the order in which they begin."""
    stages = [ident for ident in found.net.ids if "." in ident]
    return sorted(stages, key=lambda ident: found.first_day(ident) or 0)


def test_a_queue_nobody_has_set_goes_by_the_plan_then_by_priority() -> None:
    """What is meant to begin first is first; an important release of next quarter does not keep the lane from it."""
    found = foretell(alone("A", turn=TODAY + 60, priority=1), alone("B", turn=TODAY + 5), alone("C", turn=TODAY + 2))
    assert sequence(found) == ["C.t", "B.t", "A.t"]
    same_day = foretell(alone("A", priority=3), alone("B", priority=1), alone("C", priority=1))
    assert sequence(same_day) == ["B.t", "C.t", "A.t"]


def test_what_has_begun_comes_before_the_queue_and_what_it_does_not_name_after() -> None:
    found = foretell(
        alone("A"), alone("B"), alone("C", started=TODAY - 1), alone("D"), queue=("D.t", "B.t", "gone.t", "D.t")
    )  # fmt: skip
    assert sequence(found) == ["C.t", "D.t", "B.t", "A.t"]


def test_many_begun_and_many_waiting_keep_apart() -> None:
    begun = [alone(f"S{at}", started=TODAY - 1) for at in range(4)]
    waiting = [alone(f"W{at}") for at in range(4)]
    found = foretell(*waiting, *begun)
    assert {ident[0] for ident in sequence(found)[:4]} == {"S"}
    assert found.net.problems == ()


def test_a_queue_that_contradicts_a_dependency_is_left_out_and_said() -> None:
    wait = Dependency("d", "A", "B.t")
    found = foretell(alone("A"), alone("B"), waits=(wait,), queue=("B.t", "A.t"))
    assert [(problem.team, problem.giver, problem.taker) for problem in found.net.problems] == [("QA", "B.t", "A.t")]
    assert sequence(found) == ["A.t", "B.t"]
    assert not found.unknown
    behind_a_gate = foretell(alone("A", started=TODAY - 1), alone("B"), waits=(Dependency("d", "B", "A.t"),))
    assert [problem.team for problem in behind_a_gate.net.problems] == ["QA"]
    assert not behind_a_gate.unknown


def test_two_loops_are_each_named_once_from_their_smallest_id() -> None:
    names = "ABCDEF"
    releases = tuple(PlannedRelease(name, (PlannedStage(f"{name}.t", 1, PLAIN),), PLAIN, PLAIN) for name in names)
    pairs = [("A", "B"), ("B", "A"), ("C", "D"), ("D", "C"), ("D", "E")]
    waits = tuple(Dependency(f"d{at}", giver, f"{taker}.t") for at, (giver, taker) in enumerate(pairs))
    found = compute(compile_plan(Plan(TODAY, releases, waits)))
    one = Unknown("loop", "A", ("A", "B.t", "B", "A.t", "A"))
    two = Unknown("loop", "C", ("C", "D.t", "D", "C.t", "C"))
    assert found.why_open("A") == found.why_open("B") == {one}
    assert found.why_open("C") == found.why_open("E") == {two}
    assert found.last_day("E") is None
    assert found.last_day("F") == TODAY


def test_releases_that_wait_for_each_others_stages_are_no_loop() -> None:
    """B's test waits for A's build, A's test for B's build."""
    releases = tuple(
        PlannedRelease(
            name, (PlannedStage(f"{name}.build", 2, PLAIN), PlannedStage(f"{name}.test", 1, PLAIN)), PLAIN, PLAIN
        )
        for name in "AB"
    )
    waits = (Dependency("d1", "A.build", "B.test"), Dependency("d2", "B.build", "A.test"))
    found = compute(compile_plan(Plan(TODAY, releases, waits)))
    assert not found.unknown
    assert found.last_day("A") == found.last_day("B") == TODAY + 2
