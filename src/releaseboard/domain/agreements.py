"""Dependencies as agreements of two sides: what should wait, who has not answered, whose promise comes too late."""

from datetime import date
from typing import NamedTuple

from .board import Board
from .links import find_loop, walk_upstream
from .model import Link, Release
from .words import ENDED_STATES, OPEN_STATES, Agreement, ReleaseType, State

PATCHES = frozenset({ReleaseType.SECURITY})
UPDATES = frozenset({ReleaseType.NEW_APP, ReleaseType.MAJOR, ReleaseType.MINOR, ReleaseType.PATCH, ReleaseType.VENDOR})
_FAR = 1_000  # deeper than any chain of releases


class Proposal(NamedTuple):
    """The update (by record id) should wait for the security patch of the same application."""

    successor: str
    predecessor: str
    why: str


class Unanswered(NamedTuple):
    """A dependency that waits for a word. `lacks`: answer, promise, or earlier promise."""

    link: Link
    lacks: str
    needed_by: date | None


def propose_waits(board: Board) -> tuple[Proposal, ...]:
    """Updates that do not wait, by any way, for an open security patch of their application (mission.md C24).

    A link that was refused or waived is an answer: it is not proposed again.
    """
    found = []
    open_ones = _open_releases(board)
    patches = [release for release in open_ones if release.type in PATCHES]
    for update in (release for release in open_ones if release.type in UPDATES):
        own = [patch for patch in patches if _is_same_application(update, patch)]
        before = {step.other for step in walk_upstream(board, update.id, _FAR)} if own else set()
        for patch in own:
            if patch.id not in before and not find_loop(board, Link("", update.id, patch.id)):
                why = f"the security patch {patch.key} of the same application goes first"
                found.append(Proposal(update.id, patch.id, why))
    return tuple(found)


def _open_releases(board: Board) -> list[Release]:
    open_ones = [known for known in board.releases.values() if known.state in OPEN_STATES and not known.archived]
    return sorted(open_ones, key=lambda release: release.key)


def _is_same_application(one: Release, other: Release) -> bool:
    """An empty application is the only one of its project."""
    if one.project != other.project or one.id == other.id:
        return False
    return one.application == other.application or not one.application or not other.application


def find_unanswered(board: Board) -> tuple[Unanswered, ...]:
    """Dependencies of open releases without answer, promise, or a promise in time; what is needed soonest first."""
    found = []
    for link in board.links.values():
        successor = board.releases.get(link.successor)
        if successor is None or successor.archived or successor.state not in OPEN_STATES - {State.DRAFT}:
            continue
        lacks = _lacking(board, link)
        if lacks:
            found.append(Unanswered(link, lacks, link.needed_by))
    return tuple(sorted(found, key=lambda each: (each.needed_by or date.max, each.link.id)))


def _lacking(board: Board, link: Link) -> str:
    if link.agreement in (Agreement.MET, Agreement.WAIVED, Agreement.REFUSED) or is_over(board, link):
        return ""
    if link.agreement == Agreement.PROPOSED:
        return "answer"
    if link.needed_by is not None and link.promised_by is None:
        return "promise"
    return "earlier promise" if is_promised_late(link) else ""


def is_promised_late(link: Link) -> bool:
    """Whether the giver's day is after the receiver's."""
    return link.needed_by is not None and link.promised_by is not None and link.promised_by > link.needed_by


def is_over(board: Board, link: Link) -> bool:
    """Whether what is waited for is there, or can't come any more."""
    release = board.releases.get(link.predecessor)
    if release is not None:
        return release.state in ENDED_STATES
    external = board.externals.get(link.predecessor)
    return external is not None and external.state != "open"
