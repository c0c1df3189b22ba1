"""What is asked of a board while coordinating, imperative; each may be refused (decide.py).

As in commands.py: `key` is a release's natural key, `fields` are plain values, a date None means today (or not known,
where that makes sense), an empty text means not given, `id` is a record id. Where others must say yes: approvals.py.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from .model import NOTHING, Window


class CheckIn(NamedTuple):
    """What the lead said. `remaining` working days of the active stage; `confidence` 1–5, 0 = not asked."""

    key: str
    remaining: int | None = None
    confidence: int = 0
    progress: str = ""
    blockers: str = ""
    asks: str = ""
    next_on: date | None = None
    with_whom: str = ""
    on: date | None = None


class RaiseEntry(NamedTuple):
    """A new risk, issue, decision or request about releases; `fields` of the entry and of its kind."""

    kind: str
    title: str
    keys: Sequence[str] = ()
    fields: Mapping[str, Any] = NOTHING


class EditEntry(NamedTuple):
    """Fields of an entry but its state; `releases.<key>` True or None puts it on a release or takes it off."""

    id: str
    fields: Mapping[str, Any]
    reason: str = ""


class AdvanceEntry(NamedTuple):
    """To a state that needs nothing else: mitigating, acting, closed, or open again (with a reason)."""

    id: str
    state: str
    reason: str = ""


class ResolveEntry(NamedTuple):
    """Over: a risk is closed, an issue resolved, an answered request reported back."""

    id: str
    reason: str = ""
    on: date | None = None


class BecomeIssue(NamedTuple):
    """A risk has come true: an issue with a link both ways; `fields` as for a new issue."""

    id: str
    fields: Mapping[str, Any] = NOTHING


class DecideEntry(NamedTuple):
    """A decision is taken. `chosen`: the text of an option, or its number from 1."""

    id: str
    chosen: str
    why: str
    on: date | None = None


class SupersedeDecision(NamedTuple):
    """A later decision (`by`: its id) stands in its place."""

    id: str
    by: str
    reason: str = ""


class PassOn(NamedTuple):
    """A request from management goes to a team or lead."""

    id: str
    to: str
    reason: str = ""


class AnswerRequest(NamedTuple):
    """Accepted, declined or countered; `effect` on the forecast in a few words."""

    id: str
    answer: str
    effect: str = ""
    on: date | None = None
    reason: str = ""


class ReportBack(NamedTuple):
    """Management has been told the answer: the request is done, or declined."""

    id: str
    on: date | None = None


class EstimateStage(NamedTuple):
    """Working `days` left of a stage: reported where it is worked on, else its plan (by a re-plan once promised)."""

    key: str
    stage: str
    days: int
    cause: str = "estimate"
    reason: str = ""


class SwapOrder(NamedTuple):
    """Two releases change places in the queues of their teams, or else their priorities."""

    key: str
    other: str
    reason: str


class ApplyStrategy(NamedTuple):
    """What is done about an issue: one decision, and the `steps` (other commands) that it comes to.

    `options` are what was compared, each {text, forecast, effects}; `chosen` the text of one, '' names the strategy.
    """

    issue: str
    strategy: str
    reason: str
    steps: Sequence[Any] = ()
    options: Sequence[Mapping[str, Any]] = ()
    chosen: str = ""


class AssignTeam(NamedTuple):
    """A team takes a release (or one stage of it) from a day on, in place of the one before it."""

    key: str
    team: str
    reason: str = ""
    start: date | None = None
    stage: str = ""
    people: int = 0
    percent: int = 0


class Allocate(NamedTuple):
    """People of a team for a release; `from_key`: the release that gives them away. `end` None: until it is out."""

    key: str
    team: str
    reason: str
    people: int = 0
    percent: int = 0
    start: date | None = None
    end: date | None = None
    stage: str = ""
    from_key: str = ""


class EndAllocation(NamedTuple):
    """`on` is the last day."""

    id: str
    on: date | None = None
    reason: str = ""


class AddScopeItem(NamedTuple):
    """A coarse piece of a release. `size` S, M, L or a number of days."""

    key: str
    title: str
    size: str = ""
    must: str = "should"


class EditScopeItem(NamedTuple):
    """title, size or must."""

    id: str
    fields: Mapping[str, Any]
    reason: str = ""


class DeferItems(NamedTuple):
    """Scope items (ids) leave their release for a named later one, where they are in."""

    items: Sequence[str]
    to: str
    reason: str


class SetScopeState(NamedTuple):
    """in, dropped (with a reason) or done."""

    items: Sequence[str]
    state: str
    reason: str = ""


class RecordNotice(NamedTuple):
    """What an audience is told: a draft, or with a `channel` sent now. `stakeholders` () is the whole audience."""

    key: str
    audience: str
    kind: str
    stakeholders: Sequence[str] = ()
    date_told: date | None = None
    window_told: Window | None = None
    cause_told: str = ""
    text: str = ""
    next_update_on: date | None = None
    channel: str = ""


class EditNotice(NamedTuple):
    """Fields of a draft."""

    id: str
    fields: Mapping[str, Any]


class SendNotice(NamedTuple):
    """A draft has been sent, by email, chat, call or meeting; from now on it stays as it is."""

    id: str
    channel: str


class AcknowledgeNotice(NamedTuple):
    """Someone of those it went to has answered; `by` '' takes the only one there is."""

    id: str
    by: str = ""


class KeepScenario(NamedTuple):
    """A what-if by name: the commands it consists of. A scenario that has the name gets these steps."""

    name: str
    steps: Sequence[Any]
    note: str = ""


class ApplyScenario(NamedTuple):
    """A what-if comes true: one decision, and all `steps` (other commands) as one action."""

    title: str
    reason: str
    steps: Sequence[Any]


Coordination: TypeAlias = (
    CheckIn | RaiseEntry | EditEntry | AdvanceEntry | ResolveEntry | BecomeIssue | DecideEntry | SupersedeDecision
    | PassOn | AnswerRequest | ReportBack | EstimateStage | SwapOrder | ApplyStrategy | AssignTeam | Allocate
    | EndAllocation | AddScopeItem | EditScopeItem | DeferItems | SetScopeState | RecordNotice | EditNotice
    | SendNotice | AcknowledgeNotice | KeepScenario | ApplyScenario
)  # fmt: skip
