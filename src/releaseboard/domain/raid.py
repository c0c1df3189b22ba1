"""Records of coordinating (domain.md 3.2): the log, check-ins, people who must know and what they were told, gates,
exceptions, who works on what, scope, and the register of process changes.

References are record ids; a person is a login. Instants are ISO-8601 text in UTC.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from .model import NOTHING, Day, Window


class Raid(NamedTuple):
    """One entry of the RAID log; what only some kinds have stands in `details` (probability, impact_days, cause …).

    `links` are the ids of entries it belongs with: a risk and the issue it became, an issue and what was decided.
    """

    id: str
    kind: str
    title: str
    releases: tuple[str, ...] = ()
    stage: str = ""
    owner: str = ""
    raised_by: str = ""
    raised_on: date | None = None
    due: date | None = None
    state: str = "open"
    details: Mapping[str, object] = NOTHING
    links: tuple[str, ...] = ()
    extra: Mapping[str, object] = NOTHING


class CheckIn(NamedTuple):
    """A recorded talk with a project lead. `remaining_days` of the active stage; `confidence` 1–5, 0 = not asked."""

    id: str
    release: str
    date: Day
    by: str = ""
    with_whom: str = ""
    stage: str = ""
    remaining_days: int | None = None
    confidence: int = 0
    progress: str = ""
    blockers: str = ""
    asks: str = ""
    next_on: Day | None = None
    extra: Mapping[str, object] = NOTHING


class Backlog(NamedTuple):
    """Service requests in a queue; each sample {date, open, opened, closed}; clear at `threshold` open."""

    id: str
    name: str = ""
    department: str = ""
    threshold: int = 0
    samples: tuple[Mapping[str, object], ...] = ()
    extra: Mapping[str, object] = NOTHING


class Stakeholder(NamedTuple):
    """Who must know about a release or project. `tolerance_days`: working days a date may move unsaid."""

    id: str
    who: str
    release: str = ""
    project: str = ""
    raci: str = "I"
    audience: str = "management"
    notify_when: str = "any_change"
    tolerance_days: int = 1
    extra: Mapping[str, object] = NOTHING


class PlanDates(NamedTuple):
    """What a re-plan moves: window, target, and the stage days that changed."""

    window: Window | None = None
    target: date | None = None
    stages: Mapping[str, int] = NOTHING


class Replan(NamedTuple):
    """One move of the plan after commit, with who, why and from what (invariant 3)."""

    id: str
    release: str
    cause: str
    reason: str
    by: str
    at: str
    before: PlanDates
    after: PlanDates
    origin: str = ""
    own_days: int | None = None
    inherited_days: int | None = None
    extra: Mapping[str, object] = NOTHING


class GateResult(NamedTuple):
    """How the gate of one stage went for one release.

    Attributes:
        votes: login → {vote go|no_go|abstain, note, at}.
        criteria: text of the criterion → {answer go|no_go, evidence, by, at}.
        conditions: id → {text, owner, due, done}; what a conditional go still asks for.
        due: the day it is to be decided; None where the stage's end decides.
        attempts: how often it was decided; first_state: how the first time, '' when never.
    """

    id: str
    release: str
    stage: str
    state: str = "pending"
    votes: Mapping[str, Mapping[str, object]] = NOTHING
    criteria: Mapping[str, Mapping[str, object]] = NOTHING
    conditions: Mapping[str, Mapping[str, object]] = NOTHING
    due: date | None = None
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    attempts: int = 0
    first_state: str = ""
    extra: Mapping[str, object] = NOTHING


class ReleaseException(NamedTuple):
    """Permission for one release to ignore one freeze (its id) or gate (its stage's id, with `about` gate).

    `days_asked` in days; `until` is the last day it may be used, None as long as the freeze lasts. `reason` is why it
    was asked, `decision` why it was decided so.
    """

    id: str
    release: str
    freeze_or_gate: str
    about: str = "freeze"
    state: str = "in_review"
    requested_by: str = ""
    requested_on: date | None = None
    days_asked: int = 0
    reason: str = ""
    risk_if_late: str = ""
    risk_if_cut: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    decision: str = ""
    until: date | None = None
    extra: Mapping[str, object] = NOTHING


class Notice(NamedTuple):
    """What one audience of a release was told about its date.

    `stakeholders` are the people and groups it went to, empty for the whole audience. `date_told` None: no date was
    named. `sent_on` is the board's day of sending. `follows` is the notice before it.
    """

    id: str
    release: str
    audience: str = "client"
    kind: str = "heads_up"
    stakeholders: tuple[str, ...] = ()
    date_told: Day | None = None
    window_told: Window | None = None
    cause_told: str = ""
    text: str = ""
    state: str = "draft"
    channel: str = ""
    drafted_by: str = ""
    drafted_at: str = ""
    sent_by: str = ""
    sent_at: str = ""
    sent_on: Day | None = None
    ack_by: str = ""
    ack_at: str = ""
    next_update_on: Day | None = None
    follows: str = ""
    extra: Mapping[str, object] = NOTHING


class Allocation(NamedTuple):
    """People of a team on a release, from `start` to `end` inclusive (None: until it is out).

    `people` is a number, `percent` a share of the team; both 0: the share was not said. `from_release` is the release
    of the same team that gave the people away.
    """

    id: str
    team: str
    release: str
    stage: str = ""
    people: int = 0
    percent: int = 0
    start: date | None = None
    end: date | None = None
    from_release: str = ""
    reason: str = ""
    by: str = ""
    extra: Mapping[str, object] = NOTHING


class ScopeItem(NamedTuple):
    """A coarse piece of a release, 3 to 20 of them. `size` S, M, L or a number of days, '' when nobody has said.

    A deferred item stays with its release; the later release has one of its own, which `came_from` it.
    """

    id: str
    release: str
    title: str
    size: str = ""
    must: str = "should"
    state: str = "in"
    deferred_to: str = ""
    came_from: str = ""
    by: str = ""
    reason: str = ""
    extra: Mapping[str, object] = NOTHING


class Milestone(NamedTuple):
    """A day of its own for a release or train: `date`, or `offset` from the target (`R-6w`, `T-10wd`).

    An offset moves with the target unless `fixed`. `done_on` None: still ahead.
    """

    id: str
    name: str
    release: str = ""
    train: str = ""
    who: str = ""
    date: Day | None = None
    offset: str = ""
    stage: str = ""
    kind: str = "deadline"
    done_on: Day | None = None
    evidence: str = ""
    fixed: bool = False
    extra: Mapping[str, object] = NOTHING


class ProcessChange(NamedTuple):
    """A change of how releases are made: `metric` over the releases before and after it; None is not measured yet."""

    id: str
    title: str
    hypothesis: str = ""
    metric: str = ""
    started_on: date | None = None
    before: float | None = None
    after: float | None = None
    verdict: str = ""
    extra: Mapping[str, object] = NOTHING


class Scenario(NamedTuple):
    """A named what-if: commands in plain form; `based_on_event` is the stamp of the last change it was made on."""

    id: str
    name: str
    by: str = ""
    created_at: str = ""
    based_on_event: str = ""
    changes: tuple[Mapping[str, object], ...] = ()
    note: str = ""
    extra: Mapping[str, object] = NOTHING


class TypePolicy(NamedTuple):
    """What holds for one release type, which is the record's id; 0 and empty leave it to the board.

    Attributes:
        stages: stage id → planned working days.
        gates: stage id → gate as in `Stage.gate`, instead of the stage's own.
        gates_waived: its gates need no decision; then a review is due sooner.
        notice_period_days: working days between a notice and the day it moves.
        check_in_every, review_due_days: working days; the review counts from the release.
        exempt_freezes: ids of freezes that do not hold this type.
    """

    id: str
    stages: Mapping[str, int] = NOTHING
    gates: Mapping[str, Mapping[str, object]] = NOTHING
    gates_waived: bool = False
    notice_period_days: int = 0
    check_in_every: int = 0
    review_due_days: int = 0
    exempt_freezes: tuple[str, ...] = ()
    frequency: str = ""
    extra: Mapping[str, object] = NOTHING
