"""`metrics` as lines of text: the sentence, the table of stages, and one line for each other number."""

from collections.abc import Sequence

from releaseboard.domain.words import spoken
from releaseboard.schedule.history import FEWEST, percentile

from .advice import say_advice, say_samples, say_scope, say_share, say_waiting
from .layout import Column, Style, lay_table, wrap_cells
from .metrics import Metrics, StageLine
from .phrases import say_rate
from .summary import OnTime

LABEL = 10  # cells of the label in front of a line
MOST = 5  # releases named on one line
COLUMNS = (
    Column("stage", least=6), Column("runs", right=True), Column("plan", right=True), Column("P50", right=True),
    Column("P85", right=True), Column("slip", right=True), Column("share", right=True), Column("wait", right=True),
    Column("rework", right=True), Column("driving", right=True), Column("rescues", right=True),
)  # fmt: skip
DROP = ("runs", "rework", "driving", "wait", "share", "slip")  # on a narrow terminal, first to last
LEGEND = (
    "Working days. slip: days taken for each planned. share: of all days over plan. wait: waiting or blocked."
    " driving: it set the date of the release. rescues: late releases that had met their window, had only this"
    " stage kept its plan."
)


def write_metrics(found: Metrics, style: Style) -> list[str]:
    """Everything, at most as wide as the style says."""
    width, paint = style
    lines = [paint(line, "bold") for line in wrap_cells(write_title(found), width)]
    for sentence in (say_advice(found), say_waiting(found), say_samples(found)):
        lines += wrap_cells(sentence, width) if sentence else []
    if found.stages:
        head, rows = lay_table(COLUMNS, [stage_cells(line, found) for line in found.stages], width, DROP)
        lines += ["", paint(head, "dim"), *rows, ""]
        lines += [paint(line, "dim") for line in wrap_cells(LEGEND, width)]
    pairs = list_numbers(found)
    if pairs:
        lines.append("")
    for label, text in pairs:
        lines += wrap_cells(text, width, " " * LABEL, f"{label:<{LABEL}}")
    return lines


def write_title(found: Metrics) -> str:
    """`Metrics: 63 finished minor releases since Mon 04 Jan 2027`."""
    count = len(found.finished)
    return f"Metrics: {count} finished {say_scope(found.scope, count)}"


def stage_cells(line: StageLine, found: Metrics) -> tuple[str, ...]:
    """One stage under COLUMNS; '–' where there are too few samples."""
    times = line.times
    return (
        line.name, str(times.runs), _number(times.planned), _number(times.p50), _number(times.p85),
        f"{times.slip_factor:.2f}", say_share(times.slip_share), say_share(times.waiting_share)
        if found.knows_waiting else "", say_share(line.rework) if _knows_rework(found) else "",
        say_share(line.critical / found.timed), str(line.rescues) if found.agreed.of else "",
    )  # fmt: skip


def _knows_rework(found: Metrics) -> bool:
    return any(line.entries.backs for line in found.stages)


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def list_numbers(found: Metrics) -> list[tuple[str, str]]:
    """The other numbers: label and text; a number that nothing is known of is left out, or says how many it needs."""
    pairs = [
        ("On time", _say_on_time(found)), ("Late", _say_late(found)), ("Pace", _say_pace(found)),
        ("Window", _say_windows(found)), ("Ageing", _say_ageing(found)), ("Blocked", _say_blocked(found)),
        ("Gates", f"{say_rate(found.gates)} passed at the first decision" if found.gates.of else ""),
        ("DORA", _say_dora(found)), ("Forecasts", _say_forecasts(found)), ("Notices", _say_notices(found)),
    ]  # fmt: skip
    return [(label, text) for label, text in pairs if text]


def _say_on_time(found: Metrics) -> str:
    parts = []
    if found.agreed.of:
        worst = found.worst
        then = ""
        if worst is not None and worst.rescues:
            held = OnTime(found.agreed.met + worst.rescues, found.agreed.of)
            then = f", {say_rate(held)} had {worst.name} kept its plan"
        parts.append(f"{say_rate(found.agreed)} in the agreed window{then}")
    if found.original.of:
        parts.append(f"{say_rate(found.original)} in the first window")
    return "; ".join(parts)


def _say_late(found: Metrics) -> str:
    """The last few late releases, and what would have saved each."""
    named = []
    names = {line.times.stage: line.name for line in found.stages}
    for item in reversed(found.rescues.late[-MOST:]):
        saving = " or ".join(names[stage] for stage in item.rescued_by)
        named.append(f"{item.release.key} by {item.days}" + (f" (saved by {saving})" if saving else ""))
    more = found.late - len(named)
    if more and named:
        named.append(f"and {more} more")
    return ", ".join(named)


def _say_pace(found: Metrics) -> str:
    pace = found.pace
    if not pace.released:
        return ""
    weeks = round(pace.weeks)
    text = f"{pace.per_week:.1f} released a week over {weeks} week{'' if weeks == 1 else 's'}; {pace.open} at work"
    if pace.expected_open is None:
        return f"{text}; cycle times: {len(pace.cycle)} of {FEWEST} needed"
    return (
        f"{text}, {pace.expected_open:.0f} would fit this pace and cycle time (Little's law); start to release"
        f" P50 {pace.cycle_p50}, P85 {pace.cycle_p85} days"
    )


def _say_windows(found: Metrics) -> str:
    if not found.windows:
        return ""
    new = _say_percentiles(found.new_windows)
    return f"commit or start to release {_say_percentiles(found.windows)}" + (
        f"; new applications {new}" if found.new_windows else ""
    )


def _say_percentiles(values: Sequence[int]) -> str:
    p50, p85 = percentile(values, 0.5), percentile(values, 0.85)
    if p50 is None or p85 is None:
        return f"{len(values)} of {FEWEST} needed"
    return f"P50 {p50}, P85 {p85} days"


def _say_ageing(found: Metrics) -> str:
    """The releases whose stage takes longer than its P85."""
    names = {line.times.stage: line.name for line in found.stages}
    old = [
        f"{item.release.key} {item.age} days in {names[item.stage]}, P85 {item.usual}"
        for item in found.aged
        if item.is_old
    ]
    if not old:
        return f"none of {len(found.aged)} at work is over its stage's P85" if found.aged and found.stages else ""
    more = f" and {len(old) - MOST} more" if len(old) > MOST else ""
    return "; ".join(old[:MOST]) + more


def _say_blocked(found: Metrics) -> str:
    listed = ", ".join(f"{spoken(cause)} {days}" for cause, days in found.causes.items())
    return f"{listed} (working days, blocks that still stand included)" if listed else ""


def _say_dora(found: Metrics) -> str:
    dora = found.dora
    if not dora.released:
        return ""
    parts = [f"{dora.per_week:.1f} releases a week"]
    if dora.lead:
        lead = dora.lead_p50
        parts.append(f"lead time {_few(dora.lead) if lead is None else f'P50 {lead} days'}")
    parts.append(f"failed {say_rate(OnTime(dora.failed, dora.released))}")
    if dora.recovery_mean is not None:
        parts.append(f"fixed after {dora.recovery_mean:.1f} days")
    parts.append(f"hotfixes {say_rate(OnTime(dora.hotfixes, dora.released))}")
    return ", ".join(parts)


def _few(values: Sequence[int]) -> str:
    return f"{len(values)} of {FEWEST} needed"


def _say_forecasts(found: Metrics) -> str:
    """How good forecasts were 20 working days before the release."""
    errors, bias = found.quality.errors, found.quality.bias
    if not errors:
        return ""
    if bias is None or found.quality.mean_error is None:
        return f"20 days before: {_few(errors)}"
    way = "too early" if bias < 0 else "too late"
    leaning = f"{abs(bias):.1f} {way} on the whole" if round(bias, 1) else "neither early nor late on the whole"
    return f"20 days before the release off by {found.quality.mean_error:.1f} days, {leaning} ({len(errors)} releases)"


def _say_notices(found: Metrics) -> str:
    if not found.notices:
        return ""
    mean = sum(found.notices) / len(found.notices)
    return (
        f"told {mean:.1f} days after the re-plan ({len(found.notices)} notice{'s' if len(found.notices) > 1 else ''})"
    )
