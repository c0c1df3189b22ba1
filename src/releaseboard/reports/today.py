"""What needs somebody today: one ranked list, each line with its reason and the action that deals with it.

The worst kind comes first (KINDS); within a kind what has been due longest, then priority, then the key.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from releaseboard.domain.agreements import find_unanswered
from releaseboard.domain.board import Board
from releaseboard.domain.gates import review_days
from releaseboard.domain.milestones import list_ahead
from releaseboard.domain.model import Release
from releaseboard.domain.notify import Owed, find_owed
from releaseboard.domain.raid import Raid
from releaseboard.domain.raidlog import is_over, state_of
from releaseboard.domain.when import format_day
from releaseboard.domain.words import MOVING_STATES, OPEN_STATES, Confidence, RaidKind, State, spoken
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.calendar import Calendar
from releaseboard.schedule.lint import lint
from releaseboard.schedule.outlook import Outlook

AHEAD = 5  # working days before its day from which a decision, entry or milestone is shown
KINDS = (
    "red", "gate", "notice", "decision", "request", "check_in", "outside", "entry", "answer", "exception",
    "milestone", "review", "plan",
)  # fmt: skip
_RANK = {kind: at for at, kind in enumerate(KINDS)}
_GATE_RULES = ("R4", "A9")


class Need(NamedTuple):
    """One thing that needs somebody.

    Attributes:
        kind: one of KINDS.
        about: record id of what it is about: a release (red, gate, notice, check_in, review, plan), an external or
            event (outside), an entry of the log (decision, request, entry), a link (answer), an exception, a milestone.
        release: record id of the release it concerns; '' for none.
        name: key of that release, or what the thing is called.
        text: why it is here.
        day: the day it is due; None when it has none.
        action: id of the action that deals with it.
    """

    kind: str
    about: str
    release: str
    name: str
    text: str
    day: date | None
    action: str


class _View(NamedTuple):
    """What the finders look at."""

    board: Board
    outlooks: Mapping[str, Outlook]
    today: date
    calendar: Calendar

    def is_near(self, day: date) -> bool:
        """Due, or due soon."""
        return day <= self.today or self.calendar.days_between(self.today, day) <= AHEAD

    def releases(self) -> Iterator[tuple[Release, Outlook]]:
        for release in self.board.releases.values():
            if not release.archived and release.id in self.outlooks:
                yield release, self.outlooks[release.id]


def list_needs(
    board: Board, outlooks: Mapping[str, Outlook], today: date, calendar: Calendar, user: str = ""
) -> tuple[Need, ...]:
    """All that needs somebody today, the most urgent first.

    Args:
        board: the board.
        outlooks: by release id; a release without one is passed over.
        today: the day it is asked on.
        calendar: counts working days.
        user: only what concerns the releases this person manages or entries they own; '' is everybody's.
    """
    view = _View(board, outlooks, today, calendar)
    finders = (_find_red, _find_gates, _find_notices, _find_entries, _find_check_ins, _find_outside, _find_answers,
               _find_exceptions, _find_milestones, _find_reviews, _find_oddities)  # fmt: skip
    found = [need for finder in finders for need in finder(view)]
    if user:
        found = [need for need in found if is_of(board, need, user)]
    return tuple(sorted(found, key=lambda need: _order(board, need)))


def is_of(board: Board, need: Need, user: str) -> bool:
    """Whether it concerns somebody: manager of the release (or of nobody's), owner of the entry."""
    entry = board.raid.get(need.about)
    if entry is not None and (user == entry.owner or not (entry.owner or entry.releases)):
        return True
    release = board.releases.get(need.release)
    return release is None or release.rm in (user, "")


def _order(board: Board, need: Need) -> tuple[int, date, int, str, str]:
    release = board.releases.get(need.release)
    priority = release.priority if release is not None else 3
    return (_RANK[need.kind], need.day or date.max, priority, need.name, need.about)


def _find_red(view: _View) -> Iterator[Need]:
    for release, outlook in view.releases():
        if outlook.health != "R":
            continue
        own = [reason for reason in outlook.reasons if reason.rule not in _GATE_RULES]
        if own or not outlook.reasons:
            text = own[0].text if own else "red"
            yield Need("red", release.id, release.id, release.key, text, release.target, "show_why")


def _find_gates(view: _View) -> Iterator[Need]:
    for release, outlook in view.releases():
        for reason in outlook.reasons:
            if reason.rule in _GATE_RULES:
                yield Need("gate", release.id, release.id, release.key, reason.text, None, "open_sheet")


def forecast_dates(board: Board, outlooks: Mapping[str, Outlook]) -> dict[str, date | None]:
    """The days to tell: of each open release its forecast, None where nobody knows one."""
    return {
        ident: None if outlook.open_ended else outlook.date
        for ident, outlook in outlooks.items()
        if (release := board.releases.get(ident)) is not None and release.state in OPEN_STATES
    }


def list_owed(board: Board, outlooks: Mapping[str, Outlook], today: date, calendar: Calendar) -> tuple[Owed, ...]:
    """The notices owed today by the forecast."""
    return find_owed(board, forecast_dates(board, outlooks), today, calendar.days_between)


def _find_notices(view: _View) -> Iterator[Need]:
    by_release: dict[str, list[Owed]] = {}
    for owed in list_owed(view.board, view.outlooks, view.today, view.calendar):
        by_release.setdefault(owed.release, []).append(owed)
    for ident, group in by_release.items():
        names = ", ".join(owed.stakeholder.who for owed in group[:3])
        more = f" and {len(group) - 3} more" if len(group) > 3 else ""
        first = group[0]
        told = f", told {format_day(first.told)}" if first.told else ""
        now = f", now {format_day(first.now)}" if first.now else ""
        short = ", short notice" if any(owed.is_short for owed in group) else ""
        text = f"{spoken(first.kind)} notice owed to {names}{more}{told}{now}{short}"
        yield Need("notice", ident, ident, view.board.label(ident), text, first.told, "show_notices")


def _find_entries(view: _View) -> Iterator[Need]:
    for entry in view.board.raid.values():
        if is_over(entry):
            continue
        if entry.kind == RaidKind.DECISION:
            yield from _need_of(view, "decision", entry, _needed_by(entry), "decide", always=True)
        elif entry.kind == RaidKind.REQUEST:
            doing = {"new": "pass it on or answer", "passed_on": "get the answer", "answered": "report back"}
            yield from _need_of(view, "request", entry, entry.due, doing[state_of(entry)], always=True)
        else:
            yield from _need_of(view, "entry", entry, entry.due, entry.kind)


def _needed_by(entry: Raid) -> date | None:
    try:
        return date.fromisoformat(str(entry.details.get("needed_by") or ""))
    except ValueError:
        return entry.due


def _need_of(
    view: _View, kind: str, entry: Raid, day: date | None, doing: str, *, always: bool = False
) -> Iterator[Need]:
    if not (view.is_near(day) if day is not None else always):
        return
    release = entry.releases[0] if entry.releases else ""
    name = view.board.label(release) if release else "board"
    yield Need(kind, entry.id, release, name, f"{doing}: {entry.title}{_say_due(view, day)}", day, "show_raid")


def _say_due(view: _View, day: date | None) -> str:
    if day is None:
        return ""
    return f", overdue since {format_day(day)}" if day < view.today else f", by {format_day(day)}"


def _find_check_ins(view: _View) -> Iterator[Need]:
    last: dict[str, tuple[date, date | None]] = {}
    for said in view.board.check_ins.values():
        last[said.release] = max(last.get(said.release, (date.min, None)), (said.date, said.next_on), key=_first)
    for release, outlook in view.releases():
        if release.state not in MOVING_STATES:
            continue
        lead = view.board.person_name(release.lead) or "the lead"
        agreed = last.get(release.id, (date.min, None))[1]
        stale = next((reason.text for reason in outlook.reasons if reason.rule == "A7"), "")
        if agreed is not None and agreed <= view.today:
            text = f"check-in with {lead} was set for {format_day(agreed)}"
            yield Need("check_in", release.id, release.id, release.key, text, agreed, "check_in")
        elif stale:
            yield Need("check_in", release.id, release.id, release.key, f"{stale}: ask {lead}", None, "check_in")


def _first(pair: tuple[date, date | None]) -> date:
    return pair[0]


def _find_outside(view: _View) -> Iterator[Need]:
    outside = [
        *((known.id, known.name, known.date_expected, known.confidence, known.next_check_on)
          for known in view.board.externals.values() if known.state == "open"),
        *((event.id, event.name, event.date, event.confidence, event.next_check_on)
          for event in view.board.events.values() if event.date is None or event.date >= view.today),
    ]  # fmt: skip
    for ident, name, day, confidence, check in outside:
        waiting = _waiting_for(view.board, ident)
        if check is not None and check <= view.today:
            text = f"ask again: {name}, the check was set for {format_day(check)}"
        elif day is not None and day < view.today and waiting:
            text = f"ask: {name} was expected on {format_day(day)}"
        elif waiting and check is None and (day is None or confidence == Confidence.UNKNOWN):
            text = f"ask for a day: {name} has no date that anybody stands by"
        else:
            continue
        key = view.board.label(waiting[0]) if waiting else "board"
        more = f" ({len(waiting)} releases wait)" if len(waiting) > 1 else ""
        yield Need("outside", ident, waiting[0] if waiting else "", key, text + more, check or day, "date_external")


def _waiting_for(board: Board, ident: str) -> list[str]:
    """Open releases that wait for something outside, by priority and key."""
    found = [board.releases[link.successor] for link in board.holds_up(ident) if link.successor in board.releases]
    is_open = [release for release in found if release.state in OPEN_STATES and not release.archived]
    return [release.id for release in sorted(is_open, key=lambda each: (each.priority, each.key))]


def _find_answers(view: _View) -> Iterator[Need]:
    for lacking in find_unanswered(view.board):
        link = lacking.link
        if lacking.needed_by is None or not view.is_near(lacking.needed_by):
            continue
        text = f"get an {lacking.lacks}" if lacking.lacks[0] in "ae" else f"get a {lacking.lacks}"
        by = f", needed by {format_day(lacking.needed_by)}"
        text = f"{text} for {view.board.label(link.predecessor)}{by}"
        key = view.board.label(link.successor)
        yield Need("answer", link.id, link.successor, key, text, lacking.needed_by, "open_need")


def _find_exceptions(view: _View) -> Iterator[Need]:
    for asked in view.board.exceptions.values():
        release = view.board.releases.get(asked.release)
        if asked.state == "in_review" and release is not None and release.state in OPEN_STATES:
            text = f"decide the exception for {asked.freeze_or_gate}: {asked.reason}"
            yield Need("exception", asked.id, release.id, release.key, text, asked.requested_on, "open_need")


def _find_milestones(view: _View) -> Iterator[Need]:
    for day, milestone in list_ahead(view.board, view.calendar.add_days):
        if view.is_near(day):
            release = milestone.release or milestone.train
            name = view.board.label(release) if release else "board"
            text = f"{milestone.name}{_say_due(view, day)}"
            yield Need("milestone", milestone.id, release, name, text, day, "open_need")


def _find_reviews(view: _View) -> Iterator[Need]:
    long_ago = view.today - timedelta(days=365)
    for release in view.board.releases.values():
        out = release.released_on
        if release.archived or release.state != State.RELEASED or out is None or out < long_ago:
            continue
        due = view.calendar.add_days(out, review_days(view.board, release))
        if view.is_near(due):
            text = f"review{_say_due(view, due)}, then close it"
            yield Need("review", release.id, release.id, release.key, text, due, "close_release")


def _find_oddities(view: _View) -> Iterator[Need]:
    """What a careful release manager would ask about the plan (schedule/lint.py), one line a release."""
    if not isinstance(view.outlooks, Outlooks):
        return  # the forecast is not there yet
    remarks: dict[str, list[str]] = {}
    for remark in lint(view.outlooks):
        remarks.setdefault(remark.release, []).append(remark.text)
    for ident, texts in remarks.items():
        release = view.board.releases[ident]
        if not release.archived:
            more = f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""
            yield Need("plan", ident, ident, release.key, texts[0] + more, release.target, "replan")
