"""The words of the field (domain.md 3.1, 3.2): the allowed values, in the order in which people list them.

Records hold plain strings, so that a value written by a newer version survives; these names are what our own code
compares with.
"""

from .vocabulary import Words


class State(Words):
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


class Flow(Words):
    """What the work is doing, only while in progress or ready."""

    WORKING = "working"
    WAITING = "waiting"
    BLOCKED = "blocked"


class ReleaseType(Words):
    """What kind of delivery it is."""

    NEW_APP = "new_app"
    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    SECURITY = "security"
    HOTFIX = "hotfix"
    VENDOR = "vendor"


class Cause(Words):
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


class LinkType(Words):
    """FS finish to start, SS start to start, FF finish to finish, same_stage: not enter a stage before it is left."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SAME_STAGE = "same_stage"


class Strength(Words):
    """hard moves the forecast, soft only warns."""

    HARD = "hard"
    SOFT = "soft"


class Agreement(Words):
    """A dependency is an agreement between a giver and a receiver."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    MET = "met"
    WAIVED = "waived"


class PredecessorKind(Words):
    """What a release can wait for."""

    RELEASE = "release"
    THIRD_PARTY = "third_party"
    VENDOR_REQUIREMENT = "vendor_requirement"
    EVENT = "event"
    BACKLOG = "backlog"
    MILESTONE = "milestone"


class Outcome(Words):
    """How a release went once it was out."""

    SUCCESS = "success"
    SUCCESS_WITH_ISSUES = "success_with_issues"
    ROLLED_BACK = "rolled_back"


class FreezeKind(Words):
    """deploy: no release day; change: no new work enters; shutdown: nobody works."""

    DEPLOY = "deploy"
    CHANGE = "change"
    SHUTDOWN = "shutdown"


class Confidence(Words):
    """How sure an outside date is."""

    CONFIRMED = "confirmed"
    EXPECTED = "expected"
    RUMOURED = "rumoured"
    UNKNOWN = "unknown"


class EventKind(Words):
    """What kind of outside fact a date belongs to."""

    OS_UPDATE = "os_update"
    APP_UPDATE = "app_update"
    VENDOR = "vendor"
    REGULATORY = "regulatory"
    FISCAL = "fiscal"
    CONFERENCE = "conference"
    OTHER = "other"


class Side(Words):
    """Where a person stands."""

    MANAGEMENT = "management"
    TEAM = "team"
    VENDOR = "vendor"
    CLIENT = "client"
    PARTNER = "partner"
    RM = "rm"


class RaidKind(Words):
    """One log, four kinds."""

    RISK = "risk"
    ISSUE = "issue"
    DECISION = "decision"
    REQUEST = "request"


class Strategy(Words):
    """What can be done about an issue; one issue may use several (domain.md 3.2)."""

    DIVERT_RESOURCES = "divert_resources"
    DEFER_SCOPE = "defer_scope"
    DELAY_PART = "delay_part"
    MOVE_DATE = "move_date"
    SWAP_ORDER = "swap_order"
    WAIVE = "waive"
    ADD_PEOPLE = "add_people"
    ACCEPT = "accept"


class Answer(Words):
    """What a team said to a request."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTERED = "countered"


class GateState(Words):
    """Where the decision at a stage's exit or entry stands."""

    PENDING = "pending"
    PASSED = "passed"
    CONDITIONAL = "conditional"
    FAILED = "failed"
    WAIVED = "waived"


class Vote(Words):
    """What one person says at a gate."""

    GO = "go"
    NO_GO = "no_go"
    ABSTAIN = "abstain"


class ExceptionState(Words):
    """Where the permission to ignore one freeze or gate stands."""

    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    USED = "used"
    EXPIRED = "expired"


class Audience(Words):
    """Who is spoken to: it decides the wording and what is hidden."""

    MANAGEMENT = "management"
    VENDOR = "vendor"
    CLIENT = "client"
    TEAM = "team"
    PARTNER = "partner"


class NotifyWhen(Words):
    """What a stakeholder wants to be told of."""

    ANY_CHANGE = "any_change"
    OVER_N_DAYS = "over_N_days"
    WINDOW_MISSED = "window_missed"
    RELEASED = "released"


class NoticeKind(Words):
    """What a notice tells."""

    DELAY = "delay"
    RECOVERED = "recovered"
    CANCELLED = "cancelled"
    RELEASED = "released"
    FREEZE = "freeze"
    HEADS_UP = "heads_up"


class NoticeState(Words):
    """A draft may be edited; what was sent may not (invariant 18)."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


class ScopeState(Words):
    """Whether a scope item is still in its release."""

    IN = "in"
    DEFERRED = "deferred"
    DROPPED = "dropped"
    DONE = "done"


# Words that are only checked and shown, in the order in which people list them.
RACI = ("R", "A", "C", "I")
CHANNELS = ("email", "chat", "call", "meeting")
LEVELS = ("low", "med", "high")
RESPONSES = ("avoid", "reduce", "transfer", "accept")
ROAM = ("resolved", "owned", "accepted", "mitigated")
MUSTS = ("must", "should", "could")
SIZES = ("S", "M", "L")
MILESTONE_KINDS = ("deadline", "cut", "review", "freeze_start", "meeting")
EXTERNAL_STATES = ("open", "met", "dropped")

# The states of each kind of RAID entry; the first is where it begins (domain.md 3.2).
RAID_STATES: dict[str, tuple[str, ...]] = {
    RaidKind.RISK: ("open", "mitigating", "closed", "became_issue"),
    RaidKind.ISSUE: ("open", "acting", "resolved", "closed"),
    RaidKind.DECISION: ("open", "decided", "superseded"),
    RaidKind.REQUEST: ("new", "passed_on", "answered", "done", "declined"),
}
OVER_RAID_STATES = frozenset({"closed", "became_issue", "resolved", "decided", "superseded", "done", "declined"})

PRIORITIES = {1: "critical", 2: "high", 3: "normal", 4: "low"}

OPEN_STATES = frozenset({State.DRAFT, State.COMMITTED, State.IN_PROGRESS, State.READY, State.ON_HOLD})
MOVING_STATES = frozenset({State.IN_PROGRESS, State.READY})
OUT_STATES = frozenset({State.RELEASED, State.CLOSED})
ENDED_STATES = frozenset({State.RELEASED, State.CLOSED, State.CANCELLED, State.ROLLED_BACK})

RELEASED_COLUMN = "released"  # id of the last column of the board, which is not a stage


def spoken(word: str) -> str:
    """A stored word as people read it: `in_progress` → `in progress`."""
    return word.replace("_", " ")
