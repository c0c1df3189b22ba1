"""What is asked of a board where others must say yes: gates, exceptions, dependencies, outside dates.

As in coordination.py; `gate` is a stage's id or name, or the gate's own name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias


class VoteGate(NamedTuple):
    """One person's go, no_go or abstain; `person` '' is whoever asks. A vote after a no starts a new round."""

    key: str
    gate: str
    vote: str
    note: str = ""
    person: str = ""


class AnswerCriterion(NamedTuple):
    """Whether one criterion holds (go, no_go; '' takes it back), and what shows it."""

    key: str
    gate: str
    criterion: str
    answer: str
    evidence: str = ""


class PlanGate(NamedTuple):
    """The day a gate is to be decided; None: at the stage's end."""

    key: str
    gate: str
    due: date | None
    reason: str = ""


class DecideGate(NamedTuple):
    """pass, conditional, fail, waive or pending. `conditions`: {text, owner, due} each; `due`: the next try."""

    key: str
    gate: str
    state: str
    reason: str = ""
    conditions: Sequence[Mapping[str, Any]] = ()
    due: date | None = None


class MeetCondition(NamedTuple):
    """A condition of a conditional go (its id, or the beginning of its text) is met, or is not after all."""

    key: str
    gate: str
    condition: str
    done: bool = True


class RequestException(NamedTuple):
    """Asks leave to ignore a freeze (its id), or with `about` gate a gate, for one release."""

    key: str
    freeze_or_gate: str
    days: int
    reason: str
    risk_if_late: str = ""
    risk_if_cut: str = ""
    about: str = "freeze"


class DecideException(NamedTuple):
    """approved or rejected, once and for all; `until` the last day it may be used."""

    key: str
    freeze_or_gate: str
    state: str
    reason: str
    until: date | None = None
    about: str = "freeze"


class AgreeLink(NamedTuple):
    """Where the agreement of a dependency stands; refused and waived need a reason. Dates None stay as they are."""

    link_id: str
    agreement: str
    reason: str = ""
    needed_by: date | None = None
    promised_by: date | None = None


class EditLink(NamedTuple):
    """Fields of a dependency but its two ends and its agreement."""

    link_id: str
    fields: Mapping[str, Any]
    reason: str = ""


class ConfirmExternal(NamedTuple):
    """They were asked, about an external or event: `day` None is the one they said before."""

    id: str
    day: date | None = None
    confidence: str = "confirmed"
    next_check_on: date | None = None
    on: date | None = None
    evidence: str = ""
    reason: str = ""


class SetExternal(NamedTuple):
    """Fields of an external, without having asked them."""

    id: str
    fields: Mapping[str, Any]
    reason: str = ""


class MeetExternal(NamedTuple):
    """It is there (met), not needed any more (dropped, with a reason), or open again."""

    id: str
    state: str = "met"
    evidence: str = ""
    reason: str = ""


class SampleBacklog(NamedTuple):
    """A count of open requests; a second one on the same day stands in place of the first."""

    id: str
    open: int
    opened: int | None = None
    closed: int | None = None
    on: date | None = None
    reason: str = ""


Approval: TypeAlias = (
    VoteGate | AnswerCriterion | PlanGate | DecideGate | MeetCondition | RequestException | DecideException | AgreeLink
    | EditLink | ConfirmExternal | SetExternal | MeetExternal | SampleBacklog
)  # fmt: skip
