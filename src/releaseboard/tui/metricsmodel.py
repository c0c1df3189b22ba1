"""The rows of the metrics page and of the page of one stage: tables, and plots drawn with bars of text."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.when import format_short
from releaseboard.reports.advice import say_advice, say_samples, say_waiting
from releaseboard.reports.layout import Column, lay_table, wrap_cells
from releaseboard.reports.metrics import Metrics, StageLine
from releaseboard.reports.metricstext import COLUMNS, DROP, LABEL, LEGEND, list_numbers, stage_cells
from releaseboard.reports.stageview import MODEL, lay_gain, lay_saved, list_saved, say_gain, say_saved
from releaseboard.schedule.gain import Gain
from releaseboard.text import cell_width, pad_cells

from .glyphs import Glyphs, spell
from .screens.rows import Row, text_row

BAR = 20  # cells of a bar that stands for the most
WEEKS = 10  # of the plot of work in progress
MOST_BARS = 14  # of the plot of stage times


def metrics_rows(found: Metrics, board: Board, width: int, glyphs: Glyphs) -> list[Row]:
    """The sentence, the stages to choose from, the other numbers, and the work in progress week by week."""
    rows = []
    for sentence, role in ((say_advice(found), "strong"), (say_waiting(found), ""), (say_samples(found), "dim")):
        rows += [text_row(line, role) for line in _wrap(sentence, width, glyphs)]
    rows += [text_row(""), *_stage_rows(found, board, width, glyphs)]
    rows += [text_row(line, "dim") for line in _wrap(LEGEND, width, glyphs)] if found.stages else []
    numbers = list_numbers(found)
    rows += [text_row("")] if numbers else []
    for label, text in numbers:
        lines = wrap_cells(spell(text, glyphs), width, " " * LABEL, f"{label:<{LABEL}}")
        rows += [text_row(line) for line in lines]
    return rows + _flow_rows(found, board, width, glyphs)


def _wrap(text: str, width: int, glyphs: Glyphs) -> list[str]:
    return wrap_cells(spell(text, glyphs), width) if text else []


def _stage_rows(found: Metrics, board: Board, width: int, glyphs: Glyphs) -> list[Row]:
    """A heading, and one row a stage with a bar for its share of the slip; stages that were never timed have dashes."""
    timed = {line.times.stage: line for line in found.stages}
    stages = [*board.stage_ids, *(stage for stage in timed if stage not in board.stage_ids)]
    cells = [_cells(timed.get(stage), board.stage_name(stage), found) for stage in stages]
    head, lines = lay_table(COLUMNS, cells, max(20, width - BAR - 4), DROP)
    across = max(map(cell_width, [head, *lines]))
    rows = [text_row(f"{pad_cells(head, across)}  slip by stage", "dim")]
    for stage, line in zip(stages, lines, strict=True):
        times = timed[stage].times if stage in timed else None
        share = times.slip_share if times is not None else None
        is_worst = found.worst is not None and found.worst.times.stage == stage
        part = (f"{spell(pad_cells(line, across), glyphs)}  ", "strong" if is_worst else "")
        rows.append(Row(stage, (part, (draw_bar(share or 0.0, glyphs), "amber" if is_worst else "dim"))))
    return rows


def _cells(line: StageLine | None, name: str, found: Metrics) -> Sequence[str]:
    return stage_cells(line, found) if line is not None else (name, "0", *("–" * 5), "", "", "", "")


def draw_bar(share: float, glyphs: Glyphs) -> str:
    """A bar for 0 to 1; what is more than nothing has one cell at least."""
    cells = round(share * BAR)
    return glyphs.bar_now * (max(1, cells) if share > 0 else 0)


def _flow_rows(found: Metrics, board: Board, width: int, glyphs: Glyphs) -> list[Row]:
    """How many releases stood in each stage at the end of the last weeks, how many were out, all at work as a bar."""
    weeks = found.flow[-WEEKS:]
    most = max((sum(week.stages.values()) for week in weeks), default=0)
    if not most:
        return []
    stages = [stage for stage in board.stage_ids if any(stage in week.stages for week in weeks)]
    columns = [
        Column("day"), *(Column(board.stage_name(stage), right=True, least=3) for stage in stages),
        Column("out", right=True),
    ]  # fmt: skip
    out = weeks[0].released
    cells = [
        (format_short(week.day), *(str(week.stages.get(stage, 0)) for stage in stages), str(week.released - out))
        for week in weeks
    ]
    head, lines = lay_table(columns, cells, max(20, width - BAR - 4))
    across = max(map(cell_width, [head, *lines]))
    rows = [text_row(""), text_row(f"{pad_cells(head, across)}  at work, week by week", "dim")]
    for week, line in zip(weeks, lines, strict=True):
        total = sum(week.stages.values())
        bar = draw_bar(total / most, glyphs)
        rows.append(Row("", ((f"{pad_cells(line, across)}  ", ""), (f"{bar} {total}", "accent"))))
    return rows


def stage_rows(found: Metrics, stage: str, name: str, gain: Gain | None, width: int, glyphs: Glyphs) -> list[Row]:
    """How long a stage took as bars, the late releases it alone would have saved, and the what-if that is asked."""
    rows = _what_if_rows(gain, name, found.scope.today, width, glyphs) if gain is not None else []
    rows += [text_row(line, "strong") for line in _wrap(say_saved(found, stage, name), width, glyphs)]
    saved = list_saved(found, stage)
    if saved:
        head, lines = lay_saved(found, stage, width)
        rows.append(text_row(head, "dim"))
        for (late, _, _), line in zip(saved, lines, strict=True):
            rows.append(Row(f"late {late.release.id}", ((spell(line, glyphs), ""),)))
    return rows + _time_rows(found, stage, name, glyphs)


def _what_if_rows(gain: Gain, name: str, today: date, width: int, glyphs: Glyphs) -> list[Row]:
    rows = [text_row(line, "strong") for line in _wrap(say_gain(gain, name), width, glyphs)]
    if gain.moved:
        head, lines = lay_gain(gain, today, width)
        rows.append(text_row(head, "dim"))
        for item, line in zip(gain.moved, lines, strict=True):
            rows.append(Row(f"moved {item.release.id}", ((line, ""),)))
    rows += [text_row(line, "dim") for line in _wrap(MODEL, width, glyphs) if gain.cut]
    return [*rows, text_row("")]


def _time_rows(found: Metrics, stage: str, name: str, glyphs: Glyphs) -> list[Row]:
    """How many finished releases took how many working days, as bars; P50 and P85 marked."""
    line = next((item for item in found.stages if item.times.stage == stage), None)
    if line is None:
        return []
    took = Counter(run.took for run in found.runs if run.stage == stage)
    first, last = min(took), max(took)
    step = -(-(last - first + 1) // MOST_BARS)
    groups = [(day, min(last, day + step - 1)) for day in range(first, last + 1, step)]
    counts = [sum(took[day] for day in range(low, high + 1)) for low, high in groups]
    rows = [text_row(""), text_row(f"{name}: working days taken, by number of releases", "dim")]
    for (low, high), count in zip(groups, counts, strict=True):
        marks = [
            word
            for word, day in (("plan", line.times.planned), ("P50", line.times.p50), ("P85", line.times.p85))
            if day is not None and low <= day <= high
        ]
        days = f"{low}" if low == high else f"{low} to {high}"
        bar = draw_bar(count / max(counts), glyphs)
        rows.append(Row("", ((f"{days:>9}  ", ""), (bar, "accent"), (f" {count}", ""),
                             (f"  {', '.join(marks)}" if marks else "", "dim"))))  # fmt: skip
    return rows
