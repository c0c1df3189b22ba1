"""The worked example of texts.md 6.2 as a plan file: five finished releases, planned and actual days by stage."""

from collections.abc import Mapping, Sequence
from datetime import date

from releaseboard.schedule.calendar import Calendar

STAGES = ("plan", "build", "test", "accept", "deploy")
NAMES = ("Plan", "Build", "Test", "UAT", "Deploy")
TODAY = date(2027, 2, 24)
# release -> (planned, actual) working days of Plan, Build, Test, UAT, Deploy; working days between plan and window end
EXAMPLE: Mapping[str, tuple[tuple[tuple[int, int], ...], int]] = {
    "A-1.0": (((3, 3), (10, 12), (5, 9), (3, 3), (1, 1)), 2),
    "B-1.0": (((3, 4), (8, 8), (5, 8), (3, 4), (1, 1)), 3),
    "C-1.0": (((2, 2), (6, 7), (4, 4), (2, 2), (1, 1)), 2),
    "D-1.0": (((3, 3), (10, 10), (5, 10), (3, 5), (1, 1)), 3),
    "E-1.0": (((3, 3), (12, 15), (5, 6), (3, 3), (1, 1)), 3),
}
FIRST = date(2026, 3, 2)
APART = 30  # working days between the starts of two releases


def write_plan(keys: Sequence[str] = tuple(EXAMPLE), rest: str = "") -> str:
    """The plan file of some of the five; each stage starts on the working day after the one before was finished."""
    parts = ['[board]\nname = "Five releases"\n']
    parts += [f'[[stages]]\nid = "{stage}"\nname = "{name}"\n' for stage, name in zip(STAGES, NAMES, strict=True)]
    for at, key in enumerate(EXAMPLE):
        if key in keys:
            days, buffer = EXAMPLE[key]
            parts.append(_write_release(key, days, buffer, Calendar().add_days(FIRST, APART * at)))
    return "\n".join([*parts, rest])


def _write_release(key: str, days: Sequence[tuple[int, int]], buffer: int, start: date) -> str:
    calendar = Calendar()
    target = calendar.finish(start, sum(planned for planned, _ in days))
    actual = []
    begin = out = start
    for stage, (_, took) in zip(STAGES, days, strict=True):
        out = calendar.finish(begin, took)
        actual.append(f"{stage} = {{started = {begin}, finished = {out}}}")
        begin = calendar.add_days(out, 1)
    planned_days = ", ".join(f"{stage} = {planned}" for stage, (planned, _) in zip(STAGES, days, strict=True))
    return f"""[[releases]]
key = "{key}"
state = "released"
goal = "One more"
rm = "ana"
lead = "kim"
window = {{start = {target}, end = {calendar.add_days(target, buffer)}}}
target = {target}
stage_days = {{{planned_days}}}
stage_actual = {{{", ".join(actual)}}}
released_on = {out}
outcome = "success"
"""
