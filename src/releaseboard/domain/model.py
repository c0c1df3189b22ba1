"""The records (domain.md 3.2), frozen. Dates are `datetime.date`, days are working days, None means not known.

NamedTuples, not dataclasses: 25 dataclasses cost `status` 35 ms more at start (docs/decisions/0002). `extra` keeps the
fields that a newer version wrote; the codec writes them back untouched.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from .words import Agreement, Confidence, FreezeKind, LinkType, PredecessorKind, ReleaseType, State, Strength

NOTHING: Mapping[str, Any] = MappingProxyType({})
Day: TypeAlias = date  # fields that are called `date` hide the class inside their record


class BoardInfo(NamedTuple):
    """The one record about the board itself."""

    id: str
    name: str = "Release board"
    format: int = 1
    timezone: str = "UTC"
    thresholds: Mapping[str, object] = NOTHING
    extra: Mapping[str, object] = NOTHING


class Stage(NamedTuple):
    """A column. `order` sorts, `wip_limit` 0 means none, `default_days` ≥ 1; `contiguous`: not split by a freeze."""

    id: str
    name: str
    order: int = 0
    default_days: int = 5
    wip_limit: int = 0
    contiguous: bool = False
    frozen_by: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()
    gate: Mapping[str, object] | None = None
    extra: Mapping[str, object] = NOTHING


class Project(NamedTuple):
    """What is released. The record's id is its key (short, unique, e.g. PAY)."""

    id: str
    name: str = ""
    department: str = ""
    lead: str = ""
    sponsor: str = ""
    default_team: str = ""
    state: str = "active"
    applications: tuple[Mapping[str, object], ...] = ()
    extra: Mapping[str, object] = NOTHING


class Window(NamedTuple):
    """First and last allowed release day, inclusive."""

    start: date
    end: date
    source: str = "fixed"
    source_id: str = ""


class StagePlan(NamedTuple):
    """One stage of one release. `planned_days` ≥ 1; `remaining` {days, as_of, by} is what the lead said last."""

    stage: str
    planned_days: int = 1
    team: str = ""
    started: date | None = None
    finished: date | None = None
    remaining: Mapping[str, object] | None = None
    skipped: Mapping[str, object] | None = None

    @property
    def is_over(self) -> bool:
        """Finished or skipped."""
        return self.finished is not None or self.skipped is not None


class Baseline(NamedTuple):
    """What was first committed; never changes (invariant 2)."""

    window: Window | None
    target: date | None
    stages: Mapping[str, int]
    committed_at: str
    committed_by: str


class Block(NamedTuple):
    """Why work stands still since `since`; `expected_unblock` None means nobody knows."""

    since: date
    reason: str
    cause: str
    waiting_on: str = ""
    expected_unblock: date | None = None


class HealthOverride(NamedTuple):
    """A colour set by hand, with reason and end; the computed colour is shown beside it."""

    colour: str
    reason: str
    by: str
    until: date


class Release(NamedTuple):
    """One planned delivery of an application version to its users.

    `stage` is a stage id only while in progress or ready, else ''. `priority` 1 critical … 4 low. `start` is the
    planned start of the first stage (not before). `reworks` counts moves to the left. `held_from` is the state to come
    back to. `out_of_rule` is the typed reason of a release on a frozen day (invariant 13).
    """

    id: str
    key: str
    project: str = ""
    application: str = ""
    version: str = ""
    title: str = ""
    goal: str = ""
    type: str = ReleaseType.MINOR
    state: str = State.DRAFT
    flow: str = "working"
    stage: str = ""
    stages: tuple[StagePlan, ...] = ()
    priority: int = 3
    rm: str = ""
    lead: str = ""
    team: str = ""
    train: str = ""
    start: date | None = None
    window: Window | None = None
    target: date | None = None
    event: Mapping[str, object] | None = None
    baseline: Baseline | None = None
    plan_revision: int = 0
    blocked: Block | None = None
    released_on: date | None = None
    outcome: str = ""
    out_of_rule: str = ""
    clients: tuple[str, ...] = ()
    check_in_every: int = 5
    health_override: HealthOverride | None = None
    held_from: str = ""
    state_reason: str = ""
    reworks: int = 0
    notes: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    extra: Mapping[str, object] = NOTHING

    def stage_plan(self, stage: str) -> StagePlan | None:
        """This release's own plan for a stage; None when it does not have that stage."""
        for plan in self.stages:
            if plan.stage == stage:
                return plan
        return None


class Link(NamedTuple):
    """Successor waits for predecessor. `successor` is a release id; `predecessor` a release id, or the id of an
    external, event or backlog. `lag` in working days, may be negative (`lag_calendar_days` where those were agreed).
    An empty `successor_stage` means its last stage; an empty `point` means `released`.
    """

    id: str
    successor: str
    predecessor: str
    successor_stage: str = ""
    predecessor_kind: str = PredecessorKind.RELEASE
    point: str = ""
    type: str = LinkType.FS
    lag: int = 0
    lag_calendar_days: int = 0
    strength: str = Strength.HARD
    needed_by: date | None = None
    promised_by: date | None = None
    agreement: str = Agreement.PROPOSED
    waived: Mapping[str, object] | None = None
    why: str = ""
    extra: Mapping[str, object] = NOTHING


class Person(NamedTuple):
    """The record's id is the login."""

    id: str
    name: str = ""
    side: str = "team"
    org: str = ""
    contact: str = ""
    active: bool = True
    extra: Mapping[str, object] = NOTHING


class Team(NamedTuple):
    """`people` is a number; `week` the working days (() = the board's); `lanes` stages at once, 0 = no limit."""

    id: str
    name: str = ""
    department: str = ""
    lead: str = ""
    people: int = 0
    week: tuple[str, ...] = ()
    days_off: tuple[date, ...] = ()
    lanes: int = 0
    queue: tuple[str, ...] = ()
    extra: Mapping[str, object] = NOTHING


class Holiday(NamedTuple):
    """A day on which nobody works."""

    id: str
    date: Day
    name: str = ""
    extra: Mapping[str, object] = NOTHING


class Freeze(NamedTuple):
    """Days, both ends inclusive, when a class of work is not allowed; empty scopes mean all."""

    id: str
    name: str
    start: date
    end: date
    kind: str = FreezeKind.DEPLOY
    projects: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    exempt_types: tuple[str, ...] = (ReleaseType.SECURITY, ReleaseType.HOTFIX)
    reason: str = ""
    owner: str = ""
    lifted: bool = False
    extra: Mapping[str, object] = NOTHING


class WindowRule(NamedTuple):
    """A recurring window: RFC 5545 `rrule`, each `days` long."""

    id: str
    name: str
    rrule: str
    days: int = 1
    projects: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    until: date | None = None
    extra: Mapping[str, object] = NOTHING


class Event(NamedTuple):
    """An outside dated fact; `date` None means not known yet."""

    id: str
    name: str
    kind: str = "other"
    date: Day | None = None
    date_latest: Day | None = None
    confidence: str = Confidence.EXPECTED
    source: str = ""
    last_confirmed_on: Day | None = None
    next_check_on: Day | None = None
    extra: Mapping[str, object] = NOTHING


class External(NamedTuple):
    """A third party or a vendor requirement that releases wait for; `date_expected` None means not known."""

    id: str
    kind: str = "third_party"
    vendor: str = ""
    product: str = ""
    version: str = ""
    requirement: str = ""
    date_expected: date | None = None
    confidence: str = Confidence.EXPECTED
    evidence: str = ""
    last_confirmed_on: date | None = None
    next_check_on: date | None = None
    contact: str = ""
    state: str = "open"
    extra: Mapping[str, object] = NOTHING

    @property
    def name(self) -> str:
        """Vendor and product as people say them; the id when neither is given."""
        return " ".join(part for part in (self.vendor, self.product, self.version) if part) or self.id
