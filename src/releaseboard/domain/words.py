"""The words of the field (domain.md 3.1, 3.2): the allowed values, in the order in which people list them.

Records hold plain strings, so that a value written by a newer version survives; these names are what our own code
compares with.
"""

from enum import StrEnum


class State(StrEnum):
    """Life-cycle state of a release (domain.md 3.3)."""

    DRAFT = "draft"
    COMMITTED = "committed"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    RELEASED = "released"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    ROLLED_BACK = "rolled_back"


class Flow(StrEnum):
    """What the work is doing, only while in progress or ready."""

    WORKING = "working"
    WAITING = "waiting"
    BLOCKED = "blocked"


class ReleaseType(StrEnum):
    """What kind of delivery it is."""

    NEW_APP = "new_app"
    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    SECURITY = "security"
    HOTFIX = "hotfix"
    VENDOR = "vendor"


class Cause(StrEnum):
    """Why something slipped: one list for issues, blocks and re-plans."""

    INTERNAL_DEPENDENCY = "internal_dependency"
    THIRD_PARTY = "third_party"
    VENDOR_REQUIREMENT = "vendor_requirement"
    BACKLOG = "backlog"
    SCOPE_GROWTH = "scope_growth"
    DEFECT = "defect"
    PEOPLE = "people"
    ENVIRONMENT = "environment"
    APPROVAL = "approval"
    FREEZE_OR_WINDOW = "freeze_or_window"
    EXTERNAL_EVENT = "external_event"
    ESTIMATE = "estimate"
    SECURITY = "security"
    OTHER = "other"


class LinkType(StrEnum):
    """FS finish to start, SS start to start, FF finish to finish, same_stage: not enter a stage before it is left."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SAME_STAGE = "same_stage"


class Strength(StrEnum):
    """hard moves the forecast, soft only warns."""

    HARD = "hard"
    SOFT = "soft"


class Agreement(StrEnum):
    """A dependency is an agreement between a giver and a receiver."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    MET = "met"
    WAIVED = "waived"


class PredecessorKind(StrEnum):
    """What a release can wait for."""

    RELEASE = "release"
    THIRD_PARTY = "third_party"
    VENDOR_REQUIREMENT = "vendor_requirement"
    EVENT = "event"
    BACKLOG = "backlog"
    MILESTONE = "milestone"


class Outcome(StrEnum):
    """How a release went once it was out."""

    SUCCESS = "success"
    SUCCESS_WITH_ISSUES = "success_with_issues"
    ROLLED_BACK = "rolled_back"


class FreezeKind(StrEnum):
    """deploy: no release day; change: no new work enters; shutdown: nobody works."""

    DEPLOY = "deploy"
    CHANGE = "change"
    SHUTDOWN = "shutdown"


class Confidence(StrEnum):
    """How sure an outside date is."""

    CONFIRMED = "confirmed"
    EXPECTED = "expected"
    RUMOURED = "rumoured"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What kind of outside fact a date belongs to."""

    OS_UPDATE = "os_update"
    APP_UPDATE = "app_update"
    VENDOR = "vendor"
    REGULATORY = "regulatory"
    FISCAL = "fiscal"
    CONFERENCE = "conference"
    OTHER = "other"


class Side(StrEnum):
    """Where a person stands."""

    MANAGEMENT = "management"
    TEAM = "team"
    VENDOR = "vendor"
    CLIENT = "client"
    PARTNER = "partner"
    RM = "rm"


class RaidKind(StrEnum):
    """One log, four kinds."""

    RISK = "risk"
    ISSUE = "issue"
    DECISION = "decision"
    REQUEST = "request"


PRIORITIES = {1: "critical", 2: "high", 3: "normal", 4: "low"}

OPEN_STATES = frozenset({State.DRAFT, State.COMMITTED, State.IN_PROGRESS, State.READY, State.ON_HOLD})
MOVING_STATES = frozenset({State.IN_PROGRESS, State.READY})
OUT_STATES = frozenset({State.RELEASED, State.CLOSED})
ENDED_STATES = frozenset({State.RELEASED, State.CLOSED, State.CANCELLED, State.ROLLED_BACK})

RELEASED_COLUMN = "released"  # id of the last column of the board, which is not a stage


def spoken(word: str) -> str:
    """A stored word as people read it: `in_progress` → `in progress`."""
    return word.replace("_", " ")
