"""Records of coordinating: the RAID log, check-ins, backlogs, stakeholders, re-plans (domain.md 3.2)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from .model import NOTHING, Day, Window


class Raid(NamedTuple):
    """One entry of the RAID log; what only some kinds have stands in `details` (probability, impact_days, cause …)."""

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
