"""What each tab of a release's page says. Pure: from the board to rows."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from releaseboard.domain.gates import list_gates
from releaseboard.domain.links import Step, walk_downstream, walk_upstream
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_date, format_day
from releaseboard.domain.words import spoken
from releaseboard.reports.history import group_changes
from releaseboard.reports.showtext import say_link, say_window, write_release
from releaseboard.tui.desk import Desk
from releaseboard.tui.wording import count_of

from .history import history_row
from .rows import Row, text_row
from .sheetrows import list_sheet_rows
from .textrows import rows_of

Write = Callable[[Desk, Release, int, int], list[Row]]


class Tab(NamedTuple):
    """`write(desk, release, width in cells, depth of the links)` gives the rows."""

    title: str
    write: Write


def _fact(label: str, text: str) -> Row:
    return Row("", ((f"  {label:<14} ", "dim"), (text or "–", "")))


def write_overview(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """Everything at a glance, in the words of `releaseboard show`."""
    outlook = desk.outlook_of(release.id)
    rows = rows_of(
        lambda style: write_release(desk.board, release, outlook, desk.today, desk.session.calendar, style), width
    )
    return rows[1:]  # the title stands above the page


def write_plan(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """The plan against what was first promised, each re-plan with its reason, and the stages as they went."""
    base = release.baseline
    rows = [
        text_row("Plan", "strong"),
        _fact("window", say_window(release.window)),
        _fact("target", format_date(release.target) if release.target else ""),
        _fact("start", format_date(release.start) if release.start else ""),
        text_row(""), text_row("First promised", "strong"),
    ]  # fmt: skip
    if base is None:
        rows.append(
            text_row(f"  nothing yet: {desk.key_of('commit_release')} commits the draft and sets the baseline", "dim")
        )
    else:
        rows += [
            _fact("window", say_window(base.window)),
            _fact("target", format_date(base.target) if base.target else ""),
            _fact("on", f"{_say_instant(base.committed_at)} by {desk.board.person_name(base.committed_by)}"),
        ]
    rows += [text_row(""), text_row("Stages", "strong"), *_stage_rows(desk, release)]
    replans = [replan for replan in desk.board.replans.values() if replan.release == release.id]
    rows += [text_row(""), text_row(f"Re-plans {len(replans)}", "strong")]
    for replan in sorted(replans, key=lambda replan: replan.at):
        moved = f"{_say_target(replan.before)} → {_say_target(replan.after)}"
        rows.append(Row("", ((f"  {replan.at[:10]} {replan.by:<10} ", "dim"), (moved, ""),
                             (f"  {spoken(replan.cause)}: {replan.reason}", "dim"))))  # fmt: skip
    return rows


def _say_instant(at: str) -> str:
    """The day of an ISO instant with its weekday; as it stands when it is none."""
    try:
        return format_date(date.fromisoformat(at[:10]))
    except ValueError:
        return at[:10]


def _say_target(dates: object) -> str:
    target = getattr(dates, "target", None)
    return format_day(target) if target else "–"


def _stage_rows(desk: Desk, release: Release) -> list[Row]:
    rows = [
        text_row(f"  {'stage':<12}{'planned':>8}{'was':>6}  {'started':<12}{'finished':<12}{'left':>5}  team", "dim")
    ]
    was = release.baseline.stages if release.baseline is not None else {}
    for plan in release.stages:
        left = plan.remaining.get("days", "") if plan.remaining else ""
        text = (
            f"  {desk.board.stage_name(plan.stage)[:11]:<12}{plan.planned_days:>8}{was.get(plan.stage, ''):>6}  "
            f"{_say_day(plan.started):<12}{_say_day(plan.finished):<12}{left:>5}  {plan.team or release.team}"
        )
        role = "dim" if plan.is_over else "strong" if plan.stage == release.stage else ""
        reason = f"  skipped: {plan.skipped.get('reason', '')}" if plan.skipped else ""
        rows.append(Row("", ((text, role), (reason, "dim"))))
    return rows


def _say_day(day: object) -> str:
    return format_day(day) if day else ""  # type: ignore[arg-type]  # a date or None, as the record holds it


def write_links(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """Both sides as trees; each line is a link that can be followed, edited and removed."""
    up, down = walk_upstream(desk.board, release.id, depth), walk_downstream(desk.board, release.id, depth)
    rows = [text_row("Waits for", "strong"), *_link_rows(desk, up, is_ahead=False), text_row("")]
    rows += [text_row("Holds up", "strong"), *_link_rows(desk, down, is_ahead=True)]
    if not up and not down:
        rows += [text_row(""), text_row(f"{desk.key_of('add_link')} says what it waits for", "dim")]
    return rows


def _link_rows(desk: Desk, steps: tuple[Step, ...], *, is_ahead: bool) -> list[Row]:
    rows = []
    for step in steps:
        outlook = desk.outlooks.get(step.other)
        letter = outlook.health if outlook is not None else " "
        role = {"G": "green", "A": "amber", "R": "red"}.get(letter, "dim")
        text = say_link(desk.board, step.link, is_ahead=is_ahead)
        rows.append(Row(f"{step.link.id} {step.other}", (("  " * step.depth, ""), (f"{letter} ", role), (text, ""))))
    return rows or [text_row("  nothing", "dim")]


def write_log(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """Its risks, issues, decisions and requests."""
    entries = [entry for entry in desk.board.raid.values() if release.id in entry.releases]
    rows: list[Row] = []
    for kind in ("issue", "risk", "decision", "request"):
        found = [entry for entry in entries if entry.kind == kind]
        if found:
            rows += [text_row(""), text_row(f"{kind.capitalize()}s", "strong")] if rows else [
                text_row(f"{kind.capitalize()}s", "strong")]  # fmt: skip
        for entry in sorted(found, key=lambda entry: entry.state in ("closed", "resolved", "done")):
            due = f"due {format_day(entry.due)}" if entry.due else ""
            about = " · ".join(part for part in (spoken(entry.state), desk.board.person_name(entry.owner), due) if part)
            rows.append(Row(entry.id, ((f"  {entry.title}", ""), (f"  {about}", "dim"))))
            details = ", ".join(f"{spoken(str(name))} {spoken(str(value))}" for name, value in entry.details.items()
                                if isinstance(value, str | int))  # fmt: skip
            rows += [text_row(f"      {details}", "dim")] if details else []
    return rows or [text_row(f"  nothing in the log: {desk.key_of('raise_issue')} logs an issue", "dim")]


def write_gates(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """What must hold before each stage is left."""
    gates = list_gates(desk.board, release)
    rows = [row._replace(id="") for row in list_sheet_rows(desk.board, gates, width)]
    if gates:
        rows += [text_row(""), text_row(f"{desk.key_of('open_sheet')} answers and decides", "dim")]
    decided = {gate.stage for gate in gates}
    for plan in release.stages:
        stage = next((stage for stage in desk.board.stages if stage.id == plan.stage), None)
        if stage is None or stage.id in decided or not (stage.exit or stage.entry):
            continue
        rows += [text_row("")] if rows else []
        rows.append(Row("", ((stage.name, "strong"), ("  passed" if plan.is_over else "", "dim"))))
        rows += [text_row(f"  before it begins: {text}") for text in stage.entry]
        rows += [text_row(f"  before it is left: {text}") for text in stage.exit]
    return rows or [text_row("  the stages of this board have no gates or criteria", "dim")]


# When somebody wants to be told, in words; {} is how many working days a date may move unsaid.
NOTIFY = {
    "any_change": "any change of a date", "over_N_days": "a date that moves by more than {}",
    "over_n_days": "a date that moves by more than {}", "window_missed": "a missed window",
    "released": "the release itself",
}  # fmt: skip


def write_notices(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """Who must be told when a date of it moves."""
    board = desk.board
    told = [each for each in board.stakeholders.values() if each.release == release.id or
            (each.project and each.project == release.project)]  # fmt: skip
    rows = [text_row("Who must know", "strong")]
    for each in told:
        when = NOTIFY.get(each.notify_when, spoken(each.notify_when))
        about = f"{each.raci}  {each.audience:<12}{when.format(count_of(each.tolerance_days, 'working day'))}"
        rows.append(Row("", ((f"  {board.person_name(each.who):<24} ", ""), (about, "dim"))))
    clients = ", ".join(release.clients)
    return [*rows, *([_fact("clients", clients)] if clients else [])] if told or clients else [
        *rows, text_row("  nobody is named yet", "dim")]  # fmt: skip


def write_check_ins(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """What the lead said, the latest first."""
    found = sorted((each for each in desk.board.check_ins.values() if each.release == release.id),
                   key=lambda each: each.date, reverse=True)  # fmt: skip
    rows: list[Row] = []
    for each in found:
        left = f"{each.remaining_days} days left" if each.remaining_days is not None else ""
        sure = f"confidence {each.confidence}/5" if each.confidence else ""
        head = " · ".join(
            part for part in (format_day(each.date), desk.board.person_name(each.with_whom), left, sure) if part
        )
        rows.append(text_row(head, "strong"))
        for label, text in (("progress", each.progress), ("blockers", each.blockers), ("asks", each.asks)):
            rows += [_fact(label, line) for line in text.split("\n") if line]
    every = count_of(release.check_in_every, "working day")
    return rows or [text_row(f"  no check-in yet; one is due every {every}", "dim")]


def write_history(desk: Desk, release: Release, width: int, depth: int) -> list[Row]:
    """Every action on it, the latest first."""
    groups = group_changes(desk.session.history(release.key))
    return [history_row(desk, group) for group in reversed(groups)] or [text_row("nothing has been changed yet", "dim")]


LINKS = Tab("Links", write_links)
LOG = Tab("Log", write_log)
HISTORY = Tab("History", write_history)
TABS = (
    Tab("Overview", write_overview), Tab("Plan", write_plan), LINKS, LOG, Tab("Gates", write_gates),
    Tab("Notices", write_notices), Tab("Check-ins", write_check_ins), HISTORY,
)  # fmt: skip
