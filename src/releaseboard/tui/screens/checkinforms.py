"""The forms for what others said: the lead about the days left, a vendor or third party about a date."""

from datetime import date
from typing import Any

from releaseboard.domain import approvals, coordination
from releaseboard.domain.model import Release
from releaseboard.domain.when import format_day
from releaseboard.domain.words import MOVING_STATES, Confidence, spoken
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, DateField, Field, Form, NumberField, Option, lettered
from .fieldsources import days_of

_SURE = (("1", "1 no idea"), ("2", "2 doubtful"), ("3", "3 maybe"), ("4", "4 likely"), ("5", "5 sure"))
SURE = tuple(Option(value, label, value) for value, label in _SURE)
CONFIDENCES = lettered((word.value, spoken(word)) for word in Confidence)


def check_in_form(desk: Desk, release: Release) -> Form:
    """Days left of the stage, how sure, a note; then what stands in the way, what is asked, and when to ask again."""
    moving = release.state in MOVING_STATES and bool(release.stage)

    def submit(values: dict[str, Any]) -> None:
        command = coordination.CheckIn(
            release.key, values.get("remaining"), int(values["confidence"] or 0), values["progress"] or "",
            values["blockers"] or "", values["asks"] or "", values["next_on"],
        )  # fmt: skip
        desk.do(command, said=f"check-in on {release.key} recorded")

    left = NumberField("remaining", "Days left", "", f"working days left of {desk.board.stage_name(release.stage)}",
                       high=1000, unit="working days")  # fmt: skip
    fields = (
        *((left,) if moving else ()),
        ChoiceField("confidence", "How sure", "", "1 no idea … 5 sure", options=SURE),
        Field("progress", "Note", "", "what the lead said, one line"),
        Field("blockers", "In the way", "", "what could stop it"),
        Field("asks", "Asks", "", "what the lead needs from you or others"),
        DateField("next_on", "Next talk", "", days=days_of(desk)),
    )
    lead = desk.board.person_name(release.lead) or "the lead"
    return Form(f"check-in {release.key}", f"Check-in on {release.key} with {lead}", fields, submit, "progress",
                describe_last(desk, release))  # fmt: skip


def describe_last(desk: Desk, release: Release) -> str:
    """What was said last time; '' when nobody has asked yet."""
    said = [known for known in desk.board.check_ins.values() if known.release == release.id]
    if not said:
        return "nobody has asked yet"
    last = max(said, key=lambda known: known.date)
    days = f"{last.remaining_days} days left" if last.remaining_days is not None else ""
    sure = f"confidence {last.confidence}" if last.confidence else ""
    parts = [part for part in (days, sure, last.progress, last.blockers) if part]
    return f"{format_day(last.date)}: {', '.join(parts) or 'nothing noted'}"


def external_form(desk: Desk, ident: str) -> Form:
    """They were asked: the day they name, how sure it is, when to ask again."""
    name, day, confidence = _read_outside(desk, ident)

    def submit(values: dict[str, Any]) -> None:
        command = approvals.ConfirmExternal(
            ident, values["day"], values["confidence"] or Confidence.CONFIRMED, values["next_on"],
            evidence=values["evidence"] or "",
        )  # fmt: skip
        desk.do(command, said=f"{name}: recorded")

    days = days_of(desk)
    fields = (
        DateField("day", "Day", "", "empty: the day they said before", days=days),
        ChoiceField("confidence", "How sure", str(confidence), options=CONFIDENCES),
        DateField("next_on", "Ask again", "+5", days=days),
        Field("evidence", "Evidence", "", "a mail, a link, a name"),
    )
    note = f"now {format_day(day)}, {spoken(confidence)}" if day else f"no date yet, {spoken(confidence)}"
    return Form(f"outside {ident}", f"What did they say about {name}?", fields, submit, "day", note)


def _read_outside(desk: Desk, ident: str) -> tuple[str, date | None, str]:
    external = desk.board.externals.get(ident)
    if external is not None:
        return external.name, external.date_expected, external.confidence
    event = desk.board.events[ident]
    return event.name, event.date, event.confidence
