"""One stage looked at closely: the late releases it alone would have saved, and what another length would do now."""

from collections.abc import Sequence
from datetime import date

from releaseboard.schedule.flow import Run
from releaseboard.schedule.gain import Gain, Moved
from releaseboard.schedule.rescue import Late

from .advice import say_advice
from .layout import Column, Style, lay_table, near_date, wrap_cells
from .metrics import Metrics
from .phrases import say_days

MODEL = (
    "Computed by the forecast: in every open release that has the stage still to do, its planned or remaining days"
    " change, at least one stays; drafts and what is on hold are left out."
)
_LATE = (
    Column("release", least=12), Column("late", right=True), Column("plan", right=True), Column("took", right=True),
    Column("window's end"), Column("went out"), Column("would have"),
)  # fmt: skip
_MOVED = (
    Column("release", least=12), Column("forecast now"), Column("then"), Column("gained", right=True), Column(""),
)  # fmt: skip


def list_saved(found: Metrics, stage: str) -> list[tuple[Late, Run, date]]:
    """The late releases that a stage alone would have saved, its run in each, and the day it would have gone out."""
    runs = {run.release: run for run in found.runs if run.stage == stage}
    return [
        (item, runs[item.release.id], date.fromordinal(item.rescued_by[stage]))
        for item in found.rescues.late
        if stage in item.rescued_by
    ]


def say_saved(found: Metrics, stage: str, name: str) -> str:
    """How many late releases the stage alone would have saved, in words."""
    count = len(list_saved(found, stage))
    if not found.finished or not found.stages:
        return say_advice(found)
    if not any(run.stage == stage for run in found.runs):
        return f"No finished release tells when {name} started and finished."
    if not found.late:
        return "No release was late."
    if not count:
        return f"{name} alone would have saved none of {found.late} late release{'' if found.late == 1 else 's'}."
    return f"Had only {name} kept its plan, {count} of {found.late} late would have met their window:"


def lay_saved(found: Metrics, stage: str, width: int) -> tuple[str, list[str]]:
    """Head and lines of the table of those releases."""
    today = found.scope.today
    cells = [
        (late.release.key, say_days(late.days), str(run.planned), str(run.took), near_date(late.window.end, today),
         near_date(late.release.released_on, today), near_date(then, today))
        for late, run, then in list_saved(found, stage)
    ]  # fmt: skip
    return lay_table(_LATE, cells, width, ("plan", "took", "went out", "window's end"))


def say_gain(gain: Gain, name: str) -> str:
    """What the what-if comes to, in one sentence."""
    count, days = abs(gain.days), "day" if abs(gain.days) == 1 else "days"
    what = f"If {name} took {count} {days} {'less' if gain.days < 0 else 'more'}"
    if not gain.cut:
        why = "no open release has it still to do, with days to spare" if gain.days < 0 else "no open release has it"
        return f"{what}: nothing changes, {why}."
    where = f"in the {gain.cut} open releases" if gain.cut > 1 else "in the one open release"
    if not gain.moved:
        return f"{what} {where} that have it still to do: no date moves: something else sets each of them."
    total = gain.total
    moved = "1 release moves" if len(gain.moved) == 1 else f"{len(gain.moved)} releases move"
    sum_of = f"{abs(total)} working day{'' if abs(total) == 1 else 's'} {'gained' if total > 0 else 'lost'} in all"
    return (
        f"{what} {where} that {'have' if gain.cut > 1 else 'has'} it still to do: {moved}, {sum_of}{_say_hits(gain)}."
    )


def _say_hits(gain: Gain) -> str:
    into = sum(1 for item in gain.moved if item.saved)
    out = sum(1 for item in gain.moved if item.saved is False)
    parts = [f"{into} back in the window" if into else "", f"{out} out of the window" if out else ""]
    return "".join(f", {part}" for part in parts if part)


def lay_gain(gain: Gain, today: date, width: int) -> tuple[str, list[str]]:
    """Head and lines of the table of releases that move."""
    return lay_table(_MOVED, [_moved_cells(item, today) for item in gain.moved], width, ("", "gained"))


def _moved_cells(item: Moved, today: date) -> Sequence[str]:
    saved = {True: "back in its window", False: "out of its window", None: ""}[item.saved]
    before, after = (near_date(date.fromordinal(day), today) for day in (item.before, item.after))
    return item.release.key, before, after, say_days(item.gained), saved


def write_stage(found: Metrics, stage: str, name: str, gain: Gain | None, style: Style) -> list[str]:
    """One stage: its rescued releases, and the what-if where one was asked."""
    width, paint = style
    if gain is None:
        lines = wrap_cells(say_saved(found, stage, name), width)
        if list_saved(found, stage):
            head, rows = lay_saved(found, stage, width)
            lines += [paint(head, "dim"), *rows]
        return lines
    lines = wrap_cells(say_gain(gain, name), width)
    if gain.moved:
        head, rows = lay_gain(gain, found.scope.today, width)
        lines += [paint(head, "dim"), *rows]
    return [*lines, *(paint(line, "dim") for line in wrap_cells(MODEL, width) if gain.cut)]
