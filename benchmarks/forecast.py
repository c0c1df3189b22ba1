"""The forecast against a bare topological pass over the same edges, by size, by what-if; and beside TaskJuggler.

The floor is what no forecast can do without: each node's days added to the latest of its predecessors, plain Python,
no calendars, no reasons. TaskJuggler (`tj3`) gets a project whose rules both sides share; without it that part says so.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter

from benchmarks.ratios import Claim, Pair, median_ratio, report
from releaseboard.schedule.calendar import MONDAY_TO_FRIDAY, Calendar
from releaseboard.schedule.forecast import Forecast, compute, list_givers
from releaseboard.schedule.network import Network, compile_plan
from releaseboard.schedule.plan import Dependency, Plan, PlannedRelease, PlannedStage
from releaseboard.schedule.whatif import SetDays, WhatIf

TODAY = date(2027, 2, 24)
STAGES, LEVELS, SEED, PAIRS = 6, 8, 7, 30
FLOOR_MOST, LINEAR_MOST, WHAT_IF_MOST = 4.0, 1.5, 1 / 20
TASKS = 500


def make_plan(releases: int, links: int) -> Plan:
    """Releases of six stages with `links` waits, each for one of the level before: eight, two years."""
    random = Random(SEED)
    holidays = [(TODAY + timedelta(days=at)).toordinal() for at in (30, 37, 61)]
    site = Calendar(MONDAY_TO_FRIDAY, holidays)
    made = []
    for at in range(releases):
        stages = tuple(PlannedStage(f"R{at}.s{number}", random.randint(1, 9), site, "") for number in range(STAGES))
        made.append(PlannedRelease(f"R{at}", stages, site, site))
    waits = []
    size = releases // LEVELS
    for at in range(links):
        taker = random.randint(size, releases - 1)
        giver = random.randrange(size) + (taker // size - 1) * size
        waits.append(Dependency(f"L{at}", f"R{giver}", f"R{taker}.s{random.randint(0, STAGES - 1)}"))
    return Plan(TODAY.toordinal(), tuple(made), tuple(waits))


def pass_bare(days: Sequence[int], givers: Sequence[Sequence[int]]) -> list[int]:
    """The floor: the end of every node in topological order."""
    ends = [0] * len(days)
    for node, own in enumerate(givers):
        start = 0
        for giver in own:
            if ends[giver] > start:
                start = ends[giver]
        ends[node] = start + days[node]
    return ends


def _edges(net: Network) -> tuple[list[int], list[list[int]]]:
    return [max(0, days) for days in net.days], [sorted(set(list_givers(net, node))) for node in range(len(net.ids))]


def _time(work: object) -> float:
    began = perf_counter()
    work()  # type: ignore[operator]  # any callable without arguments
    return (perf_counter() - began) * 1000


def _claim_passes() -> list[Claim]:
    net = compile_plan(make_plan(1_000, 3_000))
    days, givers = _edges(net)
    pairs = [Pair(_time(lambda: pass_bare(days, givers)), _time(lambda: compute(net))) for _ in range(PAIRS)]
    ours, floor = median(pair.ours for pair in pairs), median(pair.floor for pair in pairs)
    note = f"{ours:.2f} against {floor:.2f} ms, {len(net.ids):,} nodes, {sum(map(len, givers)):,} edges"
    large = compile_plan(make_plan(10_000, 30_000))
    sizes = [Pair(10 * _time(lambda: compute(net)), _time(lambda: compute(large))) for _ in range(9)]
    linear = f"{median(pair.ours for pair in sizes):.1f} ms against ten times {ours:.2f}"
    return [
        Claim("1,000 releases, 3,000 links against a bare pass", median_ratio(pairs), FLOOR_MOST, "x", note),
        Claim("10,000 releases against ten times 1,000", median_ratio(sizes), LINEAR_MOST, "x", linear),
        _claim_what_if(compute(net), ours),
    ]


def _claim_what_if(base: Forecast, whole: float) -> Claim:
    """Each what-if once: a stage of every seventh release takes three days longer."""
    asked, took = WhatIf(base), []
    asked.ask([SetDays("R1.s1", 1)])  # what follows what is found once
    for at in range(0, 1_000, 7):
        change = SetDays(f"R{at}.s2", 12)
        took.append(_time(lambda change=change: asked.ask([change])))
    note = f"{median(took) * 1000:.0f} µs, the slowest {max(took) * 1000:.0f}, {len(took)} what-ifs"
    return Claim("a what-if against a full pass, median", median(took) / whole, WHAT_IF_MOST, "x", note)


# -- beside TaskJuggler ----------------------------------------------------------------------------------------------


def make_chain(tasks: int) -> Plan:
    """Tasks of one stage each, in one project: finish to start, weekdays of eight hours, three holidays."""
    random = Random(SEED)
    holidays = [(TODAY + timedelta(days=at)).toordinal() for at in (30, 37, 61)]
    site = Calendar(MONDAY_TO_FRIDAY, holidays)
    releases = tuple(
        PlannedRelease(f"R{at}", (PlannedStage(f"R{at}.work", random.randint(1, 9), site, ""),), site, site)
        for at in range(tasks)
    )
    waits = [
        Dependency(f"L{at}-{giver}", f"R{giver}.work", f"R{at}.work")
        for at in range(1, tasks)
        for giver in {max(0, at - random.randint(1, 12)) for _ in range(random.randint(1, 2))}
    ]
    return Plan(TODAY.toordinal(), releases, tuple(waits))


def write_project(plan: Plan) -> str:
    """The same plan in TaskJuggler's language. `length` counts working days of the project, as our stages do."""
    waits: dict[str, list[str]] = {}
    for wait in plan.dependencies:
        waits.setdefault(wait.taker.partition(".")[0], []).append(wait.giver.partition(".")[0])
    off = sorted({day for release in plan.releases for day in release.calendar.days_off})
    lines = [
        f'project p "P" {TODAY} +5y {{ timezone "UTC" dailyworkinghours 8 timingresolution 60min',
        "  workinghours mon - fri 9:00 - 17:00 workinghours sat, sun off }",
        *(f'leaves holiday "H" {date.fromordinal(day)}' for day in off),
    ]
    for release in plan.releases:
        (stage,) = release.stages
        after = f" depends {', '.join(waits[release.id])}" if release.id in waits else ""
        lines.append(f'task {release.id} "{release.id}" {{ length {stage.days}d{after} }}')
    lines.append('taskreport r "r" { formats csv columns id, end timeformat "%Y-%m-%d %H:%M" }')
    return "\n".join(lines) + "\n"


def _claim_taskjuggler() -> list[Claim]:
    if shutil.which("tj3") is None:
        print("  tj3 is not installed (Debian: tj3): not compared")
        return []
    plan = make_chain(TASKS)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "p.tjp")
        with open(path, "w", encoding="utf-8") as file:
            file.write(write_project(plan))
        began = perf_counter()
        done = subprocess.run(["tj3", "--silent", "--output-dir", folder, path], capture_output=True, text=True)
        theirs = perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"tj3: {done.stderr or done.stdout}")
        with open(os.path.join(folder, "r.csv"), encoding="utf-8") as file:
            ends = dict(re.findall(r'"?(R\d+)"?;"?(\d{4}-\d\d-\d\d)', file.read()))
    code = "from benchmarks.forecast import TASKS, make_chain; from releaseboard.schedule.forecast import compute; "
    code += "from releaseboard.schedule.network import compile_plan; compute(compile_plan(make_chain(TASKS)))"
    began = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    ours = perf_counter() - began
    found = compute(compile_plan(plan))
    same = sum(
        1 for release in plan.releases
        if (last := found.last_day(f"{release.id}.work")) and ends.get(release.id) == str(date.fromordinal(last))
    )  # fmt: skip
    note = f"{ours * 1000:.0f} against {theirs * 1000:.0f} ms"
    print("  shared rules: weekdays, holidays, finish to start, working days of a task; not shared and left out:")
    print("  resources and their effort, windows, freezes, links of other kinds (tj3 knows no freeze or window)")
    return [
        Claim(f"tasks of {TASKS} that end on another day than with tj3", float(TASKS - same), 0.0, "tasks"),
        Claim("whole process against tj3", ours / theirs, 1.0, "x", note),
    ]


def main() -> int:
    """Measure and report; 1 when a claim does not hold."""
    code = report("forecast", _claim_passes())
    return report("beside TaskJuggler", _claim_taskjuggler()) | code


if __name__ == "__main__":
    sys.exit(main())
