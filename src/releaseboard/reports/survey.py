"""The summary of a board worked out: which releases are in need, what lies ahead and is to decide, how punctual it was.

Also the rules that other reports share: what is on time, what is only a lower bound, in which order releases stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release, Window
from releaseboard.domain.words import ENDED_STATES, OPEN_STATES, OUT_STATES, State, spoken
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.outlook import Outlook

from .places import say_place
from .summary import LETTERS, Coming, Decision, Line, OnTime, Summary

COMING_DAYS = 14  # calendar days that "next" looks ahead
RECENT_DAYS = 14  # calendar days that "released" looks back
AGREED_BEFORE = 10  # working days before a release whose window counts as agreed (forecast.md 4.4)

_WORST_FIRST = {"R": 0, "A": 1, "G": 2, "-": 3}


class Row(NamedTuple):
    """One release and what can be said about its date."""

    release: Release
    outlook: Outlook

    @property
    def is_open(self) -> bool:
        """Not released, closed, cancelled or rolled back."""
        return self.release.state not in ENDED_STATES


def is_open_ended(release: Release, outlook: Outlook) -> bool:
    """Whether the date is only a lower bound, or missing where there should be one.

    The forecast's outlook says so itself; the plan's does not, there it is an open release with a target and no date.
    """
    told: bool | None = getattr(outlook, "open_ended", None)
    if told is not None:
        return told
    return release.state in OPEN_STATES and release.target is not None and outlook.date is None


def make_rows(board: Board, outlooks: Mapping[str, Outlook], releases: Iterable[Release]) -> tuple[Row, ...]:
    """Rows in the order of need: red, amber, green, the rest; the nearest date first."""
    rows = [Row(release, outlooks[release.id]) for release in releases if release.id in outlooks]
    rows.sort(key=_by_need)
    return tuple(rows)


def _by_need(row: Row) -> tuple[int, bool, date, str]:
    found = row.outlook.date or date.max
    return (_WORST_FIRST.get(row.outlook.health, 3), not row.is_open, found, row.release.key)


def count_health(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows have each letter, all letters named."""
    counts = dict.fromkeys(LETTERS, 0)
    for row in rows:
        counts[row.outlook.health] = counts.get(row.outlook.health, 0) + 1
    return counts


def summarize(
    board: Board, outlooks: Mapping[str, Outlook], releases: Iterable[Release], today: date, calendar: Calendar,
    *, is_part: bool = False,
) -> Summary:  # fmt: skip
    """The summary of these releases; `is_part`: they were picked out, so what is about others is left out."""
    rows = make_rows(board, outlooks, releases)
    still = [row for row in rows if row.is_open]
    shown = {row.release.id for row in rows}
    original, agreed, streak = judge_on_time(board, [row.release for row in rows], calendar)
    return Summary(
        board.info.name, today, count_health(rows), len(rows), len(rows) - len(still),
        tuple(_make_line(board, row) for row in (rows if is_part else still)),
        tuple(_make_line(board, row) for row in find_recent(rows, today)),
        find_coming(board, rows, today, is_part=is_part), find_decisions(board, shown, is_part=is_part),
        original, agreed, streak, len(board.problems),
    )  # fmt: skip


def _make_line(board: Board, row: Row) -> Line:
    release, outlook = row
    return Line(
        release.key, release.title, say_place(board, release), _name_rest(release), outlook.health, outlook.stale,
        tuple(f"{reason.rule} {reason.text}".strip() for reason in outlook.reasons),
        release.target, outlook.date, is_open_ended(release, outlook), outlook.slip, outlook.slack,
        release.released_on, row.is_open,
    )  # fmt: skip


def _name_rest(release: Release) -> str:
    return spoken(release.state) if release.state in (State.DRAFT, State.ON_HOLD) else ""


def find_coming(
    board: Board, rows: Sequence[Row], today: date, days: int = COMING_DAYS, *, is_part: bool = False
) -> tuple[Coming, ...]:
    """The dates from today to `days` ahead, soonest first: targets of these rows, freezes, events, promises."""
    last = today + timedelta(days=days)
    shown = {row.release.id for row in rows}
    waited = {link.predecessor for row in rows for link in board.waits_for(row.release.id)} if is_part else set()
    found = [
        Coming(row.release.target, "target", row.release.key, row.release.title)
        for row in rows
        if row.release.target is not None and row.is_open and row.release.state != State.ON_HOLD
    ]
    for freeze in board.freezes.values():
        if not freeze.lifted and not is_part:
            found.append(Coming(freeze.start, "freeze_starts", freeze.id, freeze.name))
            found.append(Coming(freeze.end, "freeze_ends", freeze.id, freeze.name))
    found += [
        Coming(item.date, "event", item.id, item.name)
        for item in board.events.values()
        if item.date and (not is_part or item.id in waited)
    ]
    found += [
        Coming(item.date_expected, "external", item.id, item.name)
        for item in board.externals.values()
        if item.date_expected and item.state == "open" and (not is_part or item.id in waited)
    ]
    found += [
        Coming(item.due, "raid", item.id, item.title)
        for item in board.raid.values()
        if item.due and item.state not in _SETTLED and not (is_part and shown.isdisjoint(item.releases))
    ]
    return tuple(sorted(item for item in found if today <= item.date <= last))


_SETTLED = frozenset({"closed", "resolved", "decided", "superseded", "done", "declined", "became_issue", "answered"})


def find_decisions(board: Board, releases: Iterable[str], *, is_part: bool = False) -> tuple[Decision, ...]:
    """The open decisions about these releases (record ids), or (unless `is_part`) about none, soonest first."""
    shown = set(releases)
    found = []
    for item in board.raid.values():
        if (
            item.kind != "decision"
            or item.state != "open"
            or (shown.isdisjoint(item.releases) and (item.releases or is_part))
        ):
            continue
        needed = item.details.get("needed_by")
        by = date.fromisoformat(needed) if isinstance(needed, str) and _is_date(needed) else item.due
        keys = tuple(board.label(release) for release in item.releases)
        found.append(Decision(item.id, item.title, by, item.owner, keys))
    return tuple(sorted(found, key=_by_date))


def _by_date(item: Decision) -> tuple[date, str]:
    return (item.by or date.max, item.title)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def find_recent(rows: Iterable[Row], today: date, days: int = RECENT_DAYS) -> tuple[Row, ...]:
    """What went out in the last `days`, latest first."""
    first = today - timedelta(days=days)
    out = [row for row in rows if row.release.released_on and first <= row.release.released_on <= today]
    return tuple(sorted(out, key=lambda row: (row.release.released_on or first, row.release.key), reverse=True))


def judge_on_time(board: Board, releases: Sequence[Release], calendar: Calendar) -> tuple[OnTime, OnTime, int]:
    """Original and agreed rate of what was released, and the streak of the agreed one (forecast.md 4.4)."""
    moves = _moves_by_release(board)
    out = [
        item for item in releases if item.released_on and (item.state in OUT_STATES or item.state == State.ROLLED_BACK)
    ]
    out.sort(key=lambda item: (item.released_on or date.min, item.key))
    original: list[bool] = []
    agreed: list[bool] = []
    for item in out:
        day = item.released_on or date.min
        first = item.baseline.window if item.baseline else None
        if first is not None:
            original.append(is_inside(day, first))
        window = _agreed_window(item, moves.get(item.id, ()), calendar)
        if window is not None:
            agreed.append(is_inside(day, window))
    streak = 0
    for met in reversed(agreed):
        if not met:
            break
        streak += 1
    return OnTime(sum(original), len(original)), OnTime(sum(agreed), len(agreed)), streak


def is_inside(day: date, window: Window) -> bool:
    """On one of the window's days, both ends included."""
    return window.start <= day <= window.end


def list_agreed_windows(board: Board, releases: Iterable[Release], calendar: Calendar) -> dict[str, Window]:
    """The windows that releases which are out had to meet: those in force 10 working days before, by record id."""
    moves = _moves_by_release(board)
    found = {item.id: _agreed_window(item, moves.get(item.id, ()), calendar) for item in releases if item.released_on}
    return {ident: window for ident, window in found.items() if window is not None}


def _moves_by_release(board: Board) -> dict[str, list[tuple[str, Window]]]:
    """Per release: when a re-plan moved its window, and the window that stood before; earliest first."""
    moves: dict[str, list[tuple[str, Window]]] = {}
    for replan in board.replans.values():
        if replan.before.window is not None and replan.after.window is not None:
            moves.setdefault(replan.release, []).append((replan.at, replan.before.window))
    for group in moves.values():
        group.sort(key=lambda move: move[0])
    return moves


def _agreed_window(release: Release, moves: Sequence[tuple[str, Window]], calendar: Calendar) -> Window | None:
    """The window in force 10 working days before the release: what stood before the first later move."""
    if moves and release.released_on is not None:
        cut = calendar.add_days(release.released_on, -AGREED_BEFORE).isoformat()
        for at, before in moves:
            if at[:10] > cut:
                return before
    return release.window
