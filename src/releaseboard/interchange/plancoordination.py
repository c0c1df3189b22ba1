"""Tables of a plan file about coordinating: gates, exceptions, notices, people lent, scope, milestones."""

from releaseboard.domain.rules import RANGES
from releaseboard.domain.words import (
    CHANNELS,
    MILESTONE_KINDS,
    MUSTS,
    Audience,
    ExceptionState,
    GateState,
    NoticeKind,
    NoticeState,
    ReleaseType,
    ScopeState,
    Vote,
)

from .planshapes import MOST_DAYS, NAMES, STAGE_DAYS, WINDOW, Table
from .planvalues import AMOUNT, DAY, FLAG, INSTANT, MEMBERS, NAME, PLAIN, TEXT, many, named, number, shape, word

_VOTES = named(shape({"vote": word(Vote), "note": TEXT, "at": INSTANT}, ("vote",)))
_CRITERIA = named(
    shape({"answer": word((Vote.GO, Vote.NO_GO)), "evidence": TEXT, "by": TEXT, "at": INSTANT}, ("answer",))
)
_CONDITIONS = named(shape({"text": TEXT, "owner": TEXT, "due": DAY, "done": PLAIN}, ("text",)))

COORDINATION: dict[str, Table] = {
    "gate_results": Table(
        "gate_results",
        {"release": NAME, "stage": NAME, "state": word(GateState), "votes": _VOTES, "criteria": _CRITERIA,
         "conditions": _CONDITIONS, "due": DAY, "decided_by": TEXT, "decided_at": INSTANT, "reason": TEXT,
         "attempts": number(0, 10_000), "first_state": word(GateState)},
        ("release", "stage"), {}, ("release", "stage"),
    ),
    "exceptions": Table(
        "exceptions",
        {"release": NAME, "freeze_or_gate": NAME, "about": word(("freeze", "gate")), "state": word(ExceptionState),
         "requested_by": TEXT, "requested_on": DAY, "days_asked": number(*RANGES["exceptions", "days_asked"]),
         "reason": TEXT, "risk_if_late": TEXT, "risk_if_cut": TEXT, "decided_by": TEXT, "decided_on": DAY,
         "decision": TEXT, "until": DAY},
        ("release", "freeze_or_gate"), {}, ("release", "about", "freeze_or_gate"),
    ),
    "notices": Table(
        "notices",
        {"release": NAME, "audience": word(Audience), "kind": word(NoticeKind), "stakeholders": MEMBERS,
         "date_told": DAY, "window_told": WINDOW, "cause_told": TEXT, "text": TEXT, "state": word(NoticeState),
         "channel": word(CHANNELS), "drafted_by": TEXT, "drafted_at": INSTANT, "sent_by": TEXT, "sent_at": INSTANT,
         "sent_on": DAY, "ack_by": TEXT, "ack_at": INSTANT, "next_update_on": DAY, "follows": TEXT},
        ("release",), {},
        ("release", "audience", "kind", "stakeholders", "date_told", "drafted_at"),
    ),
    "allocations": Table(
        "allocations",
        {"team": NAME, "release": NAME, "stage": TEXT, "people": number(0, 100_000), "percent": number(0, 1000),
         "start": DAY, "end": DAY, "from_release": TEXT, "reason": TEXT, "by": TEXT},
        ("team", "release"), {}, ("team", "release", "stage", "start", "from_release"),
    ),
    "scope_items": Table(
        "scope_items",
        {"release": NAME, "title": NAME, "size": TEXT, "must": word(MUSTS), "state": word(ScopeState),
         "deferred_to": TEXT, "came_from": TEXT, "by": TEXT, "reason": TEXT},
        ("release", "title"), {}, ("release", "title"),
    ),
    "milestones": Table(
        "milestones",
        {"name": NAME, "release": TEXT, "train": TEXT, "who": TEXT, "date": DAY, "offset": TEXT, "stage": TEXT,
         "kind": word(MILESTONE_KINDS), "done_on": DAY, "evidence": TEXT, "fixed": FLAG},
        ("name",), {}, ("release", "train", "name"),
    ),
    "process_changes": Table(
        "process_changes",
        {"title": NAME, "hypothesis": TEXT, "metric": TEXT, "started_on": DAY, "before": AMOUNT, "after": AMOUNT,
         "verdict": TEXT},
        ("title",), {}, ("title",),
    ),
    "scenarios": Table(
        "scenarios",
        {"name": NAME, "by": TEXT, "created_at": INSTANT, "based_on_event": TEXT, "changes": many(PLAIN), "note": TEXT},
        ("name",), {}, ("name",),
    ),
    "type_policies": Table(
        "type_policies",
        {"type": word(ReleaseType), "stages": STAGE_DAYS, "gates": named(PLAIN), "gates_waived": FLAG,
         "notice_period_days": number(0, MOST_DAYS), "check_in_every": number(0, 250),
         "review_due_days": number(0, MOST_DAYS), "exempt_freezes": NAMES, "frequency": TEXT},
        ("type",), {"type": "id"}, ("type",),
    ),
}  # fmt: skip
