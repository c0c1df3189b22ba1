"""Claims about speed, bytes and memory as ratios to a floor that is measured in the same run.

Milliseconds of a shared machine say little; the ratio of two things measured right after each other says much. So each
measurement is taken in pairs, floor and ours in turn, and the median of the per-pair ratios is what is claimed.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Pair(NamedTuple):
    """One measurement of the floor and, right after or before it, one of ours; the same unit."""

    floor: float
    ours: float


class Claim(NamedTuple):
    """What is said to hold: a name, the measured value, the most it may be, and how both read."""

    name: str
    value: float
    limit: float
    unit: str = "x"
    note: str = ""

    @property
    def holds(self) -> bool:
        """Is the value within its limit? A limit itself is within."""
        return self.value <= self.limit

    def line(self) -> str:
        """The claim as one line: verdict, name, value, target, what it was measured from."""
        verdict = "ok  " if self.holds else "MISS"
        numbers = f"{_number(self.value, self.unit):>10}  at most {_number(self.limit, self.unit):>8}"
        return f"{verdict}  {self.name:<58} {numbers}  {self.note}".rstrip()


def _number(value: float, unit: str) -> str:
    if unit in ("B", "modules", "tasks"):
        return f"{value:,.0f} {unit}"
    return f"{value:.2f} {unit}"


def measure_pairs(floor: Callable[[], float], ours: Callable[[], float], count: int) -> list[Pair]:
    """Measure both in turn, `count` times after one unmeasured pair; every second pair the other way round."""
    floor()
    ours()
    pairs = []
    for turn in range(count):
        if turn % 2:
            second = ours()
            pairs.append(Pair(floor(), second))
        else:
            first = floor()
            pairs.append(Pair(first, ours()))
    return pairs


def median_ratio(pairs: Sequence[Pair]) -> float:
    """The median of ours / floor over the pairs."""
    return median(pair.ours / pair.floor for pair in pairs)


def ratio_claim(name: str, pairs: Sequence[Pair], limit: float, unit: str = "ms") -> Claim:
    """A claim on the median ratio; the note tells both medians, in `unit`, and the number of pairs."""
    floor, ours = (median(values) for values in zip(*pairs, strict=True))
    return Claim(name, median_ratio(pairs), limit, "x", f"{ours:.1f} against {floor:.1f} {unit}, {len(pairs)} pairs")


def time_process(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """Wall time of a whole process in milliseconds, its output thrown away.

    Raises:
        RuntimeError: it failed; the message is what it said on stderr.
    """
    began = perf_counter()
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took = (perf_counter() - began) * 1000
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return took


def report(title: str, claims: Sequence[Claim]) -> int:
    """Print the claims, one line each. Returns 1 when one of them does not hold, else 0."""
    print(title)
    for claim in claims:
        print("  " + claim.line())
    sys.stdout.flush()
    return 0 if all(claim.holds for claim in claims) else 1
