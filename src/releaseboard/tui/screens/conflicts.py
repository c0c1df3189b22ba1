"""Fields that two people set without knowing of each other: every value with its author, to keep, swap or replace."""

from typing import TYPE_CHECKING, Any

from releaseboard.domain.changes import Change
from releaseboard.domain.commands import SettleConflict
from releaseboard.domain.merge import Conflict
from releaseboard.domain.when import parse_date, parse_window
from releaseboard.errors import BadInput, ReleaseboardError
from releaseboard.reports.history import name_record, say_value

from .fields import Field, Form
from .form import FormScreen
from .history import when_text
from .picker import Picker, search_rows
from .rows import Row, text_row

if TYPE_CHECKING:
    from .base import Page

NEW = "new"


def open_conflicts(page: "Page") -> None:
    """A list of all conflicts, each value a row; choosing one settles its field."""
    conflicts = page.desk.session.find_conflicts()
    rows = [row for number, conflict in enumerate(conflicts) for row in _rows_of(page, number, conflict)]
    if not rows:
        page.say("there are no conflicts any more")
        return

    def take(chosen: str | None) -> None:
        if not chosen:
            return
        number, _, which = chosen.partition(":")
        if which == NEW:
            _ask_for_another(page, conflicts[int(number)])
        else:
            _settle(page, conflicts[int(number)], conflicts[int(number)].heads[int(which)].set)

    title = f"{len(conflicts)} field{'s' * (len(conflicts) != 1)} set by two people at once: which value stands?"
    page.app.push_screen(Picker(title, search_rows(rows), hint="a release, a person, a value"), take)


def _rows_of(page: "Page", number: int, conflict: Conflict) -> list[Row]:
    board = page.desk.board
    what = f"{name_record(board, conflict.entity, conflict.key)} {conflict.field}"
    rows = [text_row(what, "strong")]
    for place, head in enumerate(conflict.heads):
        said = say_value(head.set[conflict.field])
        stands = "stands now" if place == 0 else "take this one"
        rows.append(
            Row(f"{number}:{place}", ((f"  {said}", ""), (f"  {_author(page, head)}", "dim")), ((stands, "dim"),))
        )
    rows.append(Row(f"{number}:{NEW}", (("  another value …", ""),)))
    return rows


def _author(page: "Page", head: Change) -> str:
    reason = f", “{head.reason}”" if head.reason else ""
    return f"{page.desk.board.person_name(head.by)} on {head.host}, {when_text(head.at)}{reason}"


def _settle(page: "Page", conflict: Conflict, values: Any, *, is_new: bool = False) -> None:
    command = SettleConflict(conflict.entity, conflict.key, conflict.field, values[conflict.field], is_new)
    name = name_record(page.desk.board, conflict.entity, conflict.key)
    try:
        page.desk.do(command, said=f"{name} {conflict.field} is settled: {say_value(values[conflict.field])}")
    except ReleaseboardError as error:
        if is_new:
            raise
        page.say_error(error)
        return
    standing = page.desk.standing
    page.desk.standing = standing._replace(conflicts=max(0, standing.conflicts - 1))


def _ask_for_another(page: "Page", conflict: Conflict) -> None:
    heads = conflict.heads
    note = " · ".join(f"{say_value(head.set[conflict.field])} ({head.by})" for head in heads[:3])
    name = name_record(page.desk.board, conflict.entity, conflict.key)

    def submit(values: dict[str, Any]) -> None:
        typed = _read_like(page, heads[0].set[conflict.field], str(values["value"] or ""))
        _settle(page, conflict, {conflict.field: typed}, is_new=True)

    field = Field("value", "Value", hint="what shall stand", required=True)
    form = Form(f"settle {conflict.key} {conflict.field}", f"{name}: {conflict.field}", [field], submit, "value", note)
    page.app.push_screen(FormScreen(form, page.desk.kept))


def _read_like(page: "Page", sample: Any, typed: str) -> Any:
    """What was typed, in the form that the field has. Raises BadInput."""
    add_days = page.desk.session.calendar.add_days
    if isinstance(sample, dict) and {"start", "end"} <= set(sample):
        window = parse_window(typed, page.desk.today, add_days)
        return {"start": window.start.isoformat(), "end": window.end.isoformat()}
    if isinstance(sample, str) and len(sample) == 10 and sample[4:5] == sample[7:8] == "-":
        return parse_date(typed, page.desk.today, add_days).isoformat()
    if isinstance(sample, int) and not isinstance(sample, bool):
        if not typed.lstrip("-").isdecimal():
            raise BadInput(f"{typed!r} is not a whole number", "such as 5")
        return int(typed)
    if isinstance(sample, str):
        return typed
    raise BadInput("this field can't be typed here", "take one of the values, then edit the release")
