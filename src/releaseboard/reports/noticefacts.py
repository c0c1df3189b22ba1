"""The facts that a notice may tell, each worked out only when the audience may have it (texts.md 5.3, 5.4)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.links import walk_downstream
from releaseboard.domain.model import Release
from releaseboard.domain.notify import list_stakeholders
from releaseboard.domain.raidlog import is_over
from releaseboard.domain.when import format_date, format_day
from releaseboard.domain.words import Audience, Cause, RaidKind, spoken
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.why import Explainer

from .audiences import Rules, neutral_cause
from .phrases import say_days

_FAR = 1_000
ROLE = "your release manager"


class Case(NamedTuple):
    """What a notice is about.

    Attributes:
        kind: delay, recovered, cancelled, released, freeze or heads_up.
        told: the day they count on. now: the day to tell; None when nobody knows.
        days: working days between them.
        recipients: who it goes to; () is the whole audience.
    """

    board: Board
    release: Release
    outlooks: Outlooks
    audience: str
    rules: Rules
    kind: str
    told: date | None
    now: date | None
    days: int | None
    recipients: tuple[str, ...]


class Typed(NamedTuple):
    """What was written by hand, '' where the board's own words do."""

    cause: str = ""
    effect: str = ""
    doing: str = ""
    next_update: date | None = None


def name_release(board: Board, release: Release) -> str:
    """What people outside call it: application and version."""
    project = board.projects.get(release.project)
    name = project.name if project is not None and project.name else release.project
    for application in project.applications if project is not None else ():
        if application.get("key") == release.application and application.get("name"):
            name = str(application["name"])
    return " ".join(part for part in (name, release.version) if part) or release.key


def gather_facts(case: Case, typed: Typed) -> dict[str, str]:
    """The facts that the audience may have, by name; those without anything to say are left out."""
    finders: dict[str, Callable[[], str]] = {
        "what": lambda: name_release(case.board, case.release), "key": lambda: case.release.key,
        "title": lambda: case.release.title, "confidence": lambda: _find_confidence(case),
        "cause": lambda: typed.cause or _find_cause(case), "effect": lambda: typed.effect or _find_effect(case),
        "doing": lambda: typed.doing or (_find_doing(case) if case.rules.names else ""),
        "knock_on": lambda: _find_knock_on(case), "own_knock_on": lambda: _find_own_knock_on(case),
        "options": lambda: _find_options(case), "health": lambda: case.outlooks[case.release.id].health,
        "slack": lambda: _find_slack(case), "stages": lambda: _find_stages(case), "waits": lambda: _find_waits(case),
        "needs": lambda: _find_needs(case), "contact": lambda: _find_contact(case),
        "next_update": lambda: format_date(typed.next_update) if typed.next_update else "",
    }  # fmt: skip
    found = {name: find() for name, find in finders.items() if name in case.rules.facts}
    return {name: text for name, text in found.items() if text}


def find_category(case: Case) -> str:
    """The cause of the delay: of the block, the last re-plan, an open issue, or of what it waits for."""
    release, board = case.release, case.board
    if release.blocked is not None:
        return str(release.blocked.cause)
    moves = [move for move in board.replans.values() if move.release == release.id]
    if moves:
        return max(moves, key=lambda move: move.at).cause
    for entry in board.raid.values():
        if entry.kind == RaidKind.ISSUE and release.id in entry.releases and not is_over(entry):
            return str(entry.details.get("cause") or Cause.OTHER.value)
    slip = case.outlooks.slips().find(release)
    return Cause.INTERNAL_DEPENDENCY.value if slip is not None and slip.inherited > 0 else Cause.ESTIMATE.value


def _find_cause(case: Case) -> str:
    if case.kind not in ("delay", "heads_up") or (case.days is not None and case.days <= 0):
        return ""
    category = find_category(case)
    if case.rules.cause == "neutral":
        return neutral_cause(category)
    slip = case.outlooks.slips().find(case.release)
    origin = case.board.label(slip.origin) if slip is not None and slip.origin else ""
    text = spoken(category) + (f", from {origin}" if origin else "")
    if case.rules.cause == "full":
        text += f". {Explainer(case.outlooks.whole()).explain(case.release).sentence}"
    return text


def _find_effect(case: Case) -> str:
    if case.kind == "cancelled":
        return "please do not plan with it any more"
    if case.kind == "released":
        return ""
    if case.now is None:
        return "please keep your plans open until we can name a day"
    if is_hidden(case) or case.told is None or case.told == case.now:
        return ""
    return f"please plan with {format_day(case.now)} instead of {format_day(case.told)}"


def is_hidden(case: Case) -> bool:
    """Whether the date is earlier than what they count on, and they are told the window instead."""
    return (
        case.rules.early == "window" and case.release.window is not None and case.kind in ("recovered", "heads_up")
        and case.now is not None and case.told is not None and case.now < case.told
    )  # fmt: skip


def _find_doing(case: Case) -> str:
    decided = [
        entry for entry in case.board.raid.values()
        if entry.kind == RaidKind.DECISION and case.release.id in entry.releases and entry.details.get("strategy")
    ]  # fmt: skip
    return "; ".join(str(entry.details.get("chosen")) for entry in sorted(decided, key=lambda each: each.title))


def _find_confidence(case: Case) -> str:
    if case.outlooks[case.release.id].open_ended and case.now is None:
        return "not sure: it waits for something without a date"
    talks = [talk for talk in case.board.check_ins.values() if talk.release == case.release.id and talk.confidence]
    last = max(talks, key=lambda talk: talk.date, default=None)
    return f"{last.confidence} of 5 on {format_day(last.date)}" if last is not None else ""


def _list_moved(case: Case) -> Iterable[tuple[Release, int]]:
    """Open releases downstream that are late, with their working days."""
    seen = set()
    for step in walk_downstream(case.board, case.release.id, _FAR):
        other = case.board.releases.get(step.other)
        outlook = case.outlooks.get(step.other)
        if other is None or outlook is None or other.id in seen or not outlook.slip or outlook.slip < 0:
            continue
        seen.add(other.id)
        if other.released_on is None:
            yield other, outlook.slip


def _find_knock_on(case: Case) -> str:
    return ", ".join(f"{other.key} {say_days(days)}" for other, days in _list_moved(case))


def _find_own_knock_on(case: Case) -> str:
    """What else moves for those it goes to: only releases that all of them have as clients."""
    readers = {who.casefold() for who in case.recipients or _list_readers(case.board, case.release, case.audience)}
    found = [
        name_release(case.board, other)
        for other, _ in _list_moved(case)
        if readers and readers <= {who.casefold() for who in _list_readers(case.board, other, case.audience)}
    ]
    return ", ".join(dict.fromkeys(found))


def _list_readers(board: Board, release: Release, audience: str) -> tuple[str, ...]:
    return tuple(each.who for each in list_stakeholders(board, release) if each.audience == audience)


def _find_options(case: Case) -> str:
    open_ones = [
        entry for entry in case.board.raid.values()
        if entry.kind == RaidKind.DECISION and case.release.id in entry.releases and not is_over(entry)
    ]  # fmt: skip
    return "; ".join(
        entry.title + (f" by {format_day(entry.due)}" if entry.due else "")
        for entry in sorted(open_ones, key=lambda each: (each.due or date.max, each.title))
    )


def _find_slack(case: Case) -> str:
    slack = case.outlooks[case.release.id].slack
    if slack is None:
        return ""
    days = f"{abs(slack)} working {'day' if abs(slack) == 1 else 'days'}"
    return f"{days} past the window" if slack < 0 else f"{days} to the end of the window"


def _find_stages(case: Case) -> str:
    found = case.outlooks.whole().found
    said = []
    for plan in case.release.stages:
        ident = f"{case.release.id}.{plan.stage}"
        day = found.last_day(ident) if ident in found.net.index else None
        if day is not None:
            said.append(f"{case.board.stage_name(plan.stage)} to {format_day(date.fromordinal(day))}")
    return ", ".join(said)


def _find_waits(case: Case) -> str:
    links = [link for link in case.board.waits_for(case.release.id) if link.agreement not in ("met", "waived")]
    return ", ".join(
        case.board.label(link.predecessor) + (f" by {format_day(link.needed_by)}" if link.needed_by else "")
        for link in links
    )


def _find_needs(case: Case) -> str:
    """What we wait for from those it goes to, and when they said it comes."""
    readers = case.recipients or _list_readers(case.board, case.release, case.audience)
    if len(readers) != 1 or case.audience not in (Audience.VENDOR, Audience.PARTNER):
        return ""
    said = []
    for link in case.board.waits_for(case.release.id):
        external = case.board.externals.get(link.predecessor)
        if external is None or external.state != "open" or external.vendor.casefold() != readers[0].casefold():
            continue
        what = " ".join(part for part in (external.product, external.version) if part) or external.requirement
        by = f", needed by {format_day(link.needed_by)}" if link.needed_by else ""
        promised = link.promised_by or external.date_expected
        said.append(f"{what or 'your part'}{by}" + (f", promised for {format_day(promised)}" if promised else ""))
    return "; ".join(said)


def _find_contact(case: Case) -> str:
    if case.rules.contact == "role" or not case.release.rm:
        return ROLE
    person = case.board.people.get(case.release.rm)
    name = case.board.person_name(case.release.rm)
    return f"{name}, {person.contact}" if person is not None and person.contact else name
