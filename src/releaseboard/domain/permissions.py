"""Decisions about exceptions: leave to ignore one freeze or gate, asked once and decided once (domain.md 3.2).

The record id comes from what it is about, so that two people who ask at the same time ask for the same thing.
"""

from datetime import date

from releaseboard.errors import BadInput, Refused, UnknownKey, did_you_mean

from . import approvals, rules
from .barriers import find_barriers
from .board import Board
from .changes import Change, Context
from .drafting import create_record, day_of, name_id, set_fields
from .exceptions import exception_state, find_exception, name_subject
from .model import Release
from .words import OPEN_STATES, ExceptionState, spoken

Drafts = tuple[Change, ...]

ABOUT = ("freeze", "gate")


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
    return create_record(board, "exceptions", name_id("x", release.id, about, subject), plain, command.reason)


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


def use_leave(board: Board, release: Release, on: date) -> Drafts:
    """Marks the exceptions that a release on this day rests on as used."""
    drafts: Drafts = ()
    for barrier in find_barriers(board, release, on):
        known = find_exception(board, release.id, barrier.subject, barrier.about) if barrier.has_leave else None
        if known is not None and known.state == ExceptionState.APPROVED:
            drafts += set_fields(board, "exceptions", known.id, {"state": ExceptionState.USED.value})
    return drafts
