"""The JSON of the command line (cli.md): keys are a contract with scripts; add to them, rename nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release, StagePlan, Window
from releaseboard.domain.words import MOVING_STATES
from releaseboard.schedule.outlook import Outlook

from .insight import Insight
from .phrases import say_coming, say_decision
from .summary import OnTime, Summary
from .survey import Row, is_open_ended

if TYPE_CHECKING:
    from .since import Since

Plain = dict[str, Any]


def view_date(day: date | None) -> str | None:
    """`2027-03-05` or null."""
    return day.isoformat() if day is not None else None


def view_window(window: Window | None) -> Plain | None:
    """Start and end, or null."""
    return {"start": window.start.isoformat(), "end": window.end.isoformat()} if window is not None else None


def view_release(board: Board, release: Release, outlook: Outlook, insight: Insight) -> Plain:
    """One release as `status`, `list` and `show` give it."""
    return {
        "key": release.key, "project": release.project, "version": release.version, "type": release.type,
        "title": release.title, "state": release.state, "stage": release.stage or None,
        "flow": release.flow if release.state in MOVING_STATES else None,
        "health": outlook.health, "stale": outlook.stale,
        "reasons": [{"rule": reason.rule, "text": reason.text} for reason in outlook.reasons],
        "window": view_window(release.window), "target": view_date(release.target),
        "forecast": view_date(outlook.date), "open_ended": is_open_ended(release, outlook),
        "slip": outlook.slip, "slack": outlook.slack, **insight.view(release),
        "released_on": view_date(release.released_on),
        "outcome": release.outcome or None, "rm": release.rm or None, "lead": release.lead or None,
        "team": release.team or None, "priority": release.priority, "tags": list(release.tags),
    }  # fmt: skip


def view_status(
    board: Board, summary: Summary, rows: Iterable[Row], insight: Insight, since: "Since | None" = None
) -> Plain:
    """The whole status; `rows` are all releases that were summed up. `synced` is left for whoever prints it."""
    found: Plain = {
        "board": summary.board, "today": summary.today.isoformat(), "synced": {},
        "counts": dict(summary.counts), "releases": view_rows(board, rows, insight),
        "next": [
            {"date": item.date.isoformat(), "kind": item.kind, "ref": item.ref, "text": say_coming(item)}
            for item in summary.coming
        ],
        "decide": [
            {"id": item.id, "title": item.title, "by": view_date(item.by), "owner": item.owner or None,
             "releases": list(item.releases), "text": say_decision(item, summary.today)}
            for item in summary.decisions
        ],
        "owed": [],
        "on_time": {"original": _view_rate(summary.original), "agreed": _view_rate(summary.agreed),
                    "streak": summary.streak},
        "unread": summary.unread,
    }  # fmt: skip
    if since is not None:
        found["since"] = {
            "date": since.day.isoformat(), "counts": dict(since.counts),
            "changed": [{"key": move.key, "before": dict(move.was), "after": dict(move.now)} for move in since.moves],
        }  # fmt: skip
    return found


def _view_rate(rate: OnTime) -> list[int]:
    return [rate.met, rate.of]


def view_rows(board: Board, rows: Iterable[Row], insight: Insight) -> list[Plain]:
    """Several releases."""
    return [view_release(board, row.release, row.outlook, insight) for row in rows]


def view_whole_release(
    board: Board, release: Release, outlook: Outlook, insight: Insight, history: Sequence[Plain] = ()
) -> Plain:
    """Everything about one release: `show --json`."""
    block = release.blocked
    base = release.baseline
    return {
        **view_release(board, release, outlook, insight),
        "goal": release.goal, "start": view_date(release.start), "train": release.train or None,
        "clients": list(release.clients), "notes": release.notes, "plan_revision": release.plan_revision,
        "reworks": release.reworks, "archived": release.archived, "state_reason": release.state_reason or None,
        "out_of_rule": release.out_of_rule or None,
        "blocked": None if block is None else {
            "since": view_date(block.since), "cause": block.cause, "reason": block.reason,
            "waiting_on": block.waiting_on or None, "until": view_date(block.expected_unblock)},
        "baseline": None if base is None else {
            "window": view_window(base.window), "target": view_date(base.target), "stages": dict(base.stages),
            "committed_at": base.committed_at, "committed_by": base.committed_by},
        "stages": [view_stage(release, plan) for plan in release.stages],
        "waits_for": [view_link(board, link) for link in board.waits_for(release.id)],
        "holds_up": [view_link(board, link) for link in board.holds_up(release.id)],
        "history": list(history),
    }  # fmt: skip


def stage_state(release: Release, plan: StagePlan) -> str:
    """`done`, `skipped`, `active` or `ahead`."""
    if plan.skipped is not None:
        return "skipped"
    if plan.finished is not None:
        return "done"
    return "active" if plan.started is not None or plan.stage == release.stage else "ahead"


def view_stage(release: Release, plan: StagePlan) -> Plain:
    """One stage of a release; `start` and `finish` are what happened, null where it has not."""
    return {
        "stage": plan.stage, "planned": plan.planned_days, "start": view_date(plan.started),
        "finish": view_date(plan.finished), "state": stage_state(release, plan),
        "team": plan.team or release.team or None, "remaining": dict(plan.remaining) if plan.remaining else None,
    }  # fmt: skip


def view_link(board: Board, link: Link) -> Plain:
    """One dependency, both ends by the names that people use."""
    return {
        "id": link.id, "successor": board.label(link.successor), "successor_stage": link.successor_stage or None,
        "kind": link.predecessor_kind, "predecessor": _name_predecessor(board, link),
        "point": link.point or None, "type": link.type, "lag": link.lag, "lag_calendar_days": link.lag_calendar_days,
        "strength": link.strength, "needed_by": view_date(link.needed_by), "promised_by": view_date(link.promised_by),
        "agreement": link.agreement, "why": link.why,
    }  # fmt: skip


def _name_predecessor(board: Board, link: Link) -> str:
    release = board.releases.get(link.predecessor)
    return release.key if release is not None else link.predecessor
