"""One release as text: `show` tells everything about it, `why` its colour and its date."""

from collections.abc import Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.changes import Change
from releaseboard.domain.model import Link, Release, Window
from releaseboard.domain.when import format_date, format_day
from releaseboard.domain.words import PRIORITIES, PredecessorKind, spoken
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.outlook import Outlook
from releaseboard.text import cut_cells

from .history import group_changes, say_group
from .jsonview import stage_state
from .layout import Column, Style, lay_table, wrap_cells
from .phrases import say_days, say_distance
from .places import say_place, say_state
from .survey import is_open_ended

LABEL = 11  # cells of the labels on the left
LAST_CHANGES = 5

_STAGES = (
    Column("stage", least=8), Column("planned", right=True), Column("started"), Column("finished"), Column("state"),
    Column("team", least=6),
)  # fmt: skip


def write_release(
    board: Board, release: Release, outlook: Outlook, today: date, calendar: Calendar, style: Style
) -> list[str]:
    """Everything about one release but its history."""
    letter = style.paint(outlook.health + ("?" if outlook.stale else ""), outlook.health)
    head = f"{release.key}  {release.title}".rstrip()
    lines = [style.paint(cut_cells(head, style.width), "bold"), f"{letter}  {say_state(board, release)}", ""]
    lines += _write_facts(board, release, style)
    lines += _write_dates(board, release, outlook, today, calendar, style)
    lines += ["", *_write_stages(board, release, today, calendar, style)]
    lines += write_links(board, release, style)
    if release.notes:
        lines += ["", style.paint("Notes", "bold")]
        lines += [line for text in release.notes.split("\n") for line in wrap_cells(text, style.width, "  ")]
    return lines


def _fact(label: str, text: str, style: Style) -> list[str]:
    if not text:
        return []
    return wrap_cells(text, style.width, " " * (LABEL + 2), f"  {label:<{LABEL}}")


def _write_facts(board: Board, release: Release, style: Style) -> list[str]:
    project = board.projects.get(release.project)
    named = f" ({project.name})" if project is not None and project.name not in ("", release.project) else ""
    people = [
        f"{board.person_name(login)}{what}"
        for login, what in ((release.rm, ", release manager"), (release.lead, ", project lead"))
        if login
    ]
    priority = PRIORITIES.get(release.priority, str(release.priority))
    return [
        *_fact("goal", release.goal, style),
        *_fact("what", f"{spoken(release.type)} release of {release.project}{named}, {priority} priority", style),
        *_fact("people", "; ".join(people), style),
        *_fact("team", _name_team(board, release.team), style),
        *_fact("train", board.label(release.train) if release.train else "", style),
        *_fact("clients", ", ".join(release.clients), style),
        *_fact("tags", ", ".join(release.tags), style),
    ]


def _name_team(board: Board, team: str) -> str:
    known = board.teams.get(team)
    return known.name if known is not None and known.name else team


def _write_dates(
    board: Board, release: Release, outlook: Outlook, today: date, calendar: Calendar, style: Style
) -> list[str]:
    lines = _fact("window", say_window(release.window), style)
    if release.released_on is not None:
        outcome = f", {spoken(release.outcome)}" if release.outcome else ""
        lines += _fact("target", format_date(release.target) if release.target else "", style)
        lines += _fact("released", f"{format_date(release.released_on)}{outcome}", style)
        lines += _fact("out of rule", release.out_of_rule, style)
    else:
        lines += _fact("target", _say_day(release.target, today, calendar), style)
        slip = f"; slip {say_days(outlook.slip)}" if outlook.slip else ""
        slack = f"; slack {say_days(outlook.slack)}" if outlook.slack is not None else ""
        lines += _fact("forecast", _say_forecast(release, outlook, today, calendar, slip + slack), style)
    if release.baseline is not None and release.plan_revision:
        first = release.baseline.target
        times = "once" if release.plan_revision == 1 else f"{release.plan_revision} times"
        lines += _fact("promised", f"{format_date(first) if first else 'no day'}; re-planned {times} since", style)
    for at, reason in enumerate(outlook.reasons):
        lines += _fact("why" if not at else "", f"{reason.rule} {reason.text}".strip(), style)
    lines += _write_standstill(release, board, style)
    return lines


def _say_forecast(release: Release, outlook: Outlook, today: date, calendar: Calendar, rest: str) -> str:
    is_bound = is_open_ended(release, outlook)
    if outlook.date is None:
        return "no date: something it waits for has none" if is_bound else ""
    bound = "not before " if is_bound else ""
    return f"{bound}{_say_day(outlook.date, today, calendar)}{rest}"


def _write_standstill(release: Release, board: Board, style: Style) -> list[str]:
    lines = []
    block = release.blocked
    if block is not None:
        until = f"until {format_date(block.expected_unblock)}" if block.expected_unblock else "nobody knows until when"
        waiting = f", waiting on {board.person_name(block.waiting_on)}" if block.waiting_on else ""
        text = f"since {format_day(block.since)}, {until}: {block.reason} ({spoken(block.cause)}{waiting})"
        lines += _fact("blocked", text, style)
    if release.state_reason:
        lines += _fact(spoken(release.state), release.state_reason, style)
    if release.reworks:
        lines += _fact("rework", f"went back {release.reworks} {'time' if release.reworks == 1 else 'times'}", style)
    return lines


def _say_day(day: date | None, today: date, calendar: Calendar) -> str:
    return f"{format_date(day)}, {say_distance(calendar.days_between(today, day))}" if day is not None else ""


def say_window(window: Window | None) -> str:
    """First and last day with weekday; '' for None."""
    if window is None:
        return ""
    if window.start == window.end:
        return f"{format_date(window.start)} only"
    return f"{format_date(window.start)} to {format_date(window.end)}"


def _write_stages(board: Board, release: Release, today: date, calendar: Calendar, style: Style) -> list[str]:
    if not release.stages:
        return ["  no stages"]
    rows = []
    for plan in release.stages:
        state = stage_state(release, plan)
        spent = ""
        if plan.started is not None and state in ("active", "done"):
            spent = say_count(calendar.days_between(plan.started, plan.finished or today) + 1)
        left = f", {plan.remaining.get('days')} left" if plan.remaining and state == "active" else ""
        rows.append((
            board.stage_name(plan.stage), say_count(plan.planned_days),
            format_day(plan.started) if plan.started else "", format_day(plan.finished) if plan.finished else "",
            f"{state} {spent}".strip() + left, _name_team(board, plan.team),
        ))  # fmt: skip
    head, lines = lay_table(_STAGES, rows, style.width - 2)
    return [style.paint(f"  {head}", "dim"), *(f"  {line}" for line in lines)]


def say_count(days: int) -> str:
    """`1 day`, `5 days`."""
    return "1 day" if days == 1 else f"{days} days"


def write_links(board: Board, release: Release, style: Style) -> list[str]:
    """What the release waits for and what it holds up."""
    lines: list[str] = []
    for title, links, is_ahead in (
        ("Waits for", board.waits_for(release.id), False),
        ("Holds up", board.holds_up(release.id), True),
    ):
        if links:
            lines += ["", style.paint(title, "bold")]
            for link in sorted(links, key=lambda link: board.label(link.successor if is_ahead else link.predecessor)):
                lines += wrap_cells(say_link(board, link, is_ahead=is_ahead), style.width, "      ", "  ")
    return lines


def say_link(board: Board, link: Link, *, is_ahead: bool) -> str:
    """One link seen from one end: the other end, where that stands, and what was agreed."""
    other = link.successor if is_ahead else link.predecessor
    release = board.releases.get(other)
    at = link.successor_stage if is_ahead else link.point
    name = board.label(other) + (f".{at}" if at else "")
    parts = [f"{name} ({_say_other(board, other, release, link)})"]
    mine = link.point if is_ahead else link.successor_stage
    if mine:
        parts.append(f"{'after' if is_ahead else 'before'} {board.stage_name(mine)}")
    if link.type != "FS":
        parts.append(spoken(link.type))
    if link.lag:
        parts.append(f"lag {say_days(link.lag)}")
    if link.lag_calendar_days:
        parts.append(f"lag {say_days(link.lag_calendar_days)} calendar days")
    if link.strength != "hard":
        parts.append(str(link.strength))
    if link.agreement != "proposed":
        parts.append(str(link.agreement))
    if link.needed_by:
        parts.append(f"needed by {format_day(link.needed_by)}")
    if link.promised_by:
        parts.append(f"promised by {format_day(link.promised_by)}")
    return ", ".join(parts) + (f": {link.why}" if link.why else "")


def _say_other(board: Board, ident: str, release: Release | None, link: Link) -> str:
    if release is not None:
        if release.released_on is not None:
            return f"released {format_day(release.released_on)}"
        return say_place(board, release) + (f", target {format_day(release.target)}" if release.target else "")
    event, external = board.events.get(ident), board.externals.get(ident)
    if external is not None:
        day = external.date_expected
        return f"{spoken(external.kind)}, {external.state}, " + (format_day(day) if day else "no date")
    if event is not None:
        return "event, " + (format_day(event.date) if event.date else "no date")
    return "backlog" if link.predecessor_kind == PredecessorKind.BACKLOG else "not on this board"


def write_last_changes(board: Board, changes: Sequence[Change], style: Style) -> list[str]:
    """The last few actions on one release, latest last; () gives nothing."""
    lines = []
    for group in group_changes(changes)[-LAST_CHANGES:]:
        what = "; ".join(say_group(board, group.changes))
        lines.append(cut_cells(f"  {group.changes[0].at[:10]} {group.changes[0].by}: {what}", style.width))
    return ["", style.paint("Last changes", "bold"), *lines] if lines else []


def write_why(
    board: Board, release: Release, outlook: Outlook, today: date, calendar: Calendar, style: Style
) -> list[str]:
    """Colour with its rules, the date with its slack, and what the release waits for."""
    letter = style.paint(outlook.health, outlook.health)
    lines = [f"{letter}  {style.paint(release.key, 'bold')}  {say_state(board, release)}"]
    for sentence in _say_why_date(release, outlook, today, calendar):
        lines += wrap_cells(sentence, style.width, "  ")
    lines += ["", style.paint("Rules that hold", "bold")]
    for reason in outlook.reasons:
        lines += wrap_cells(reason.text, style.width, "       ", f"  {reason.rule:<4} ")
    if not outlook.reasons:
        lines += ["  none"]
    return lines + write_links(board, release, style)


def _say_why_date(release: Release, outlook: Outlook, today: date, calendar: Calendar) -> list[str]:
    if release.released_on is not None:
        return [f"It is out since {format_date(release.released_on)}."]
    if outlook.date is None:
        return ["It has no date: no target, and nothing to count one from."]
    source = {"target": "the target of the plan", "computed": "counted from its stages"}.get(outlook.source, "")
    bound = "not before " if is_open_ended(release, outlook) else ""
    said = [bound + _say_day(outlook.date, today, calendar) + (f": {source}" if source else "")]
    if outlook.slip:
        late = "after" if outlook.slip > 0 else "before"
        said.append(f"{_say_working(outlook.slip)} {late} the target, {format_date(release.target or outlook.date)}")
    if outlook.slack is not None:
        said.append(f"{_say_slack(outlook.slack)}, {say_window(release.window)}")
    return said


def _say_working(days: int) -> str:
    return f"{abs(days)} working {'day' if abs(days) == 1 else 'days'}"


def _say_slack(slack: int) -> str:
    if slack < 0:
        return f"{_say_working(slack)} after the window"
    return f"{_say_working(slack)} of slack in the window" if slack else "no slack left in the window"
