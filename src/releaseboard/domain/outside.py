"""Decisions about the world outside: dates that were asked after, what is there, counts of open service requests."""

from datetime import date
from typing import Any

from releaseboard.errors import BadInput, UnknownKey, did_you_mean

from . import approvals, commands, rules
from .board import Board
from .changes import Change, Context
from .drafting import set_fields
from .records import edit_record, find_record
from .words import EXTERNAL_STATES

Drafts = tuple[Change, ...]


def find_outside(board: Board, ident: str) -> tuple[str, Any]:
    """Table and record of an external or event, by id or name, upper or lower case. Raises UnknownKey."""
    fold = ident.strip().casefold()
    for table in ("externals", "events"):
        for record in board.table(table).values():
            if fold in (record.id.casefold(), record.name.casefold()):
                return table, record
    known = [*board.externals, *board.events]
    raise UnknownKey(f"there is no external or event {ident!r}", did_you_mean(ident, known))


def confirm_external(board: Board, command: approvals.ConfirmExternal, context: Context) -> Drafts:
    """What they said today; a check that was due has been made, the next one is asked for or not."""
    table, record = find_outside(board, command.id)
    on = command.on or context.today
    rules.require_past(on, context.today, "a confirmation")
    if command.next_check_on is not None and command.next_check_on <= on:
        raise BadInput(f"{record.name}: the next check {command.next_check_on} is not after this one", "a later day")
    values: dict[str, Any] = {"last_confirmed_on": on, "confidence": command.confidence}
    if command.day is not None:
        values["date_expected" if table == "externals" else "date"] = command.day
    if command.evidence:
        values["evidence" if table == "externals" else "source"] = command.evidence
    if command.next_check_on is not None:
        values["next_check_on"] = command.next_check_on
    elif record.next_check_on is not None and record.next_check_on <= on:
        values["next_check_on"] = None
    return set_fields(board, table, record.id, rules.require_values(table, values), command.reason)


def set_external(board: Board, command: approvals.SetExternal, context: Context) -> Drafts:
    """Fields of an external as we know or guess them."""
    return edit_record(board, commands.EditRecord("externals", command.id, command.fields, command.reason), context)


def meet_external(board: Board, command: approvals.MeetExternal, context: Context) -> Drafts:
    """Nothing waits for it any more, or (open) again."""
    record = find_record(board, "externals", command.id)
    state = rules.require_word(command.state, EXTERNAL_STATES, "the state of an external")
    if state == "dropped":
        rules.require_reason(command.reason, f"dropping {record.name}")
    values: dict[str, Any] = {"state": state}
    if command.evidence:
        values["evidence"] = command.evidence
    if state == "met":
        values["last_confirmed_on"] = context.today
    if state != "open":
        values["next_check_on"] = None
    return set_fields(board, "externals", record.id, values, command.reason)


def sample_backlog(board: Board, command: approvals.SampleBacklog, context: Context) -> Drafts:
    """The counts of one day, in the order of days."""
    backlog = find_record(board, "backlogs", command.id)
    on = command.on or context.today
    rules.require_past(on, context.today, "a count")
    counts = {"open": command.open, "opened": command.opened, "closed": command.closed}
    for name, count in counts.items():
        if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 0):
            raise BadInput(f"{backlog.name or backlog.id}: {name} can't be {count!r}", "a number from 0")
    sample = {"date": on.isoformat(), **{name: count for name, count in counts.items() if count is not None}}
    kept = [dict(known) for known in backlog.samples if _day_of(known) != on]
    samples = sorted([*kept, sample], key=lambda known: str(known.get("date")))
    return set_fields(board, "backlogs", backlog.id, {"samples": samples}, command.reason)


def _day_of(sample: Any) -> date | None:
    try:
        return date.fromisoformat(str(sample.get("date")))
    except ValueError:
        return None
