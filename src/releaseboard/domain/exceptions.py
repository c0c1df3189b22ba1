"""Exceptions: leave for one release to ignore one freeze or gate, asked once and decided once (domain.md 3.2).

Its record id comes from what it is about, so that two people who ask at the same time ask for the same thing.
"""

from datetime import date

from releaseboard.errors import BadInput, Refused, UnknownKey, did_you_mean

from . import approvals, rules
from .board import Board
from .changes import Change, Context
from .drafting import create_record, day_of, name_id, set_fields
from .model import Release
from .raid import ReleaseException
from .words import OPEN_STATES, ExceptionState, spoken

Drafts = tuple[Change, ...]

ABOUT = ("freeze", "gate")


def exception_id(release: str, about: str, subject: str) -> str:
    """The record id of the only exception there can be for this release and freeze (or gate's stage)."""
    return name_id("x", release, about, subject)


def find_exception(board: Board, release: str, subject: str, about: str = "freeze") -> ReleaseException | None:
    """The exception of a release (by record id) for a freeze id or stage id; None when none was asked."""
    found = board.exceptions.get(exception_id(release, about, subject))
    if found is not None:
        return found
    for known in board.exceptions.values():  # one that came in another way, under an id of its own
        if (known.release, known.freeze_or_gate, known.about) == (release, subject, about):
            return known
    return None


def exception_state(exception: ReleaseException, today: date) -> str:
    """Its state on a day: what was approved and not used in time has expired."""
    is_late = exception.until is not None and exception.until < today
    return ExceptionState.EXPIRED.value if is_late and exception.state == ExceptionState.APPROVED else exception.state


def has_leave(board: Board, release: str, subject: str, day: date, about: str = "freeze") -> bool:
    """Whether a release may ignore a freeze (or gate) on a day."""
    found = find_exception(board, release, subject, about)
    return found is not None and exception_state(found, day) in (ExceptionState.APPROVED, ExceptionState.USED)


def request_exception(board: Board, command: approvals.RequestException, context: Context) -> Drafts:
    """Asked once; days, reason and risks stand for whoever decides."""
    release = board.release(command.key)
    rules.require_state(release, tuple(OPEN_STATES), "given an exception")
    about = rules.require_word(command.about, ABOUT, "what an exception is about")
    subject = find_subject(board, release, command.freeze_or_gate, about)
    rules.require_reason(command.reason, f"an exception for {release.key}")
    known = find_exception(board, release.id, subject, about)
    if known is not None:
        state = spoken(exception_state(known, context.today))
        raise Refused(
            f"{release.key}: the exception for {name_subject(board, subject, about)} was asked already and is {state}",
            "one is asked and decided once; move the release, or release out of rule with a reason",
        )
    plain = {
        "release": release.id, "freeze_or_gate": subject, "about": about, "state": ExceptionState.IN_REVIEW.value,
        "requested_by": context.by, "requested_on": context.today.isoformat(), "days_asked": command.days,
        "reason": command.reason, "risk_if_late": command.risk_if_late, "risk_if_cut": command.risk_if_cut,
    }  # fmt: skip
    plain = rules.require_values("exceptions", plain)
    return create_record(board, "exceptions", exception_id(release.id, about, subject), plain, command.reason)


def find_subject(board: Board, release: Release, text: str, about: str) -> str:
    """The id of the freeze that is meant (by id or name), or of the stage whose gate it is. Raises UnknownKey."""
    if about == "gate":
        stage = board.stage(text).id
        if release.stage_plan(stage) is None:
            raise UnknownKey(f"{release.key} has no stage {stage}")
        return stage
    fold = text.strip().casefold()
    for freeze in board.freezes.values():
        if fold in (freeze.id.casefold(), freeze.name.casefold()):
            return freeze.id
    raise UnknownKey(f"there is no freeze {text!r}", did_you_mean(text, board.freezes))


def name_subject(board: Board, subject: str, about: str) -> str:
    """What people call it: the name of the freeze, or the gate of a stage."""
    if about == "gate":
        return f"the gate of {board.stage_name(subject)}"
    freeze = board.freezes.get(subject)
    return f"the freeze {freeze.name!r}" if freeze is not None else f"the freeze {subject!r}"


def decide_exception(board: Board, command: approvals.DecideException, context: Context) -> Drafts:
    """Approved (with the last day it may be used) or rejected; final."""
    release = board.release(command.key)
    about = rules.require_word(command.about, ABOUT, "what an exception is about")
    subject = find_subject(board, release, command.freeze_or_gate, about)
    known = find_exception(board, release.id, subject, about)
    name = name_subject(board, subject, about)
    if known is None:
        raise Refused(f"{release.key}: nobody asked for an exception for {name}", "request it first")
    allowed = (ExceptionState.APPROVED, ExceptionState.REJECTED)
    state = rules.require_word(command.state, allowed, "the decision on an exception")
    if known.state != ExceptionState.IN_REVIEW:
        raise Refused(f"{release.key}: the exception for {name} is {spoken(known.state)}", "a decision is final")
    rules.require_reason(command.reason, f"deciding the exception of {release.key}")
    until = command.until if state == ExceptionState.APPROVED else None
    if until is not None and until < context.today:
        raise BadInput(f"{release.key}: {until} is past: nobody could use the exception", "give a later day")
    values = {
        "state": state, "decided_by": context.by, "decided_on": day_of(None, context), "decision": command.reason,
        "until": until,
    }  # fmt: skip
    return set_fields(board, "exceptions", known.id, values, command.reason)


def use_exception(board: Board, release: str, subject: str, about: str) -> Drafts:
    """Marks an approved exception as used."""
    known = find_exception(board, release, subject, about)
    if known is None or known.state != ExceptionState.APPROVED:
        return ()
    return set_fields(board, "exceptions", known.id, {"state": ExceptionState.USED.value})
