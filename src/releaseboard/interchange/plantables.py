"""What a plan file may hold: its tables, their keys and kinds (cli.md "The plan file"; fields as in domain.md 3.2)."""

from releaseboard.domain.words import (
    EXTERNAL_STATES,
    RACI,
    Agreement,
    Audience,
    Cause,
    Confidence,
    EventKind,
    Flow,
    FreezeKind,
    LinkType,
    NotifyWhen,
    Outcome,
    PredecessorKind,
    RaidKind,
    ReleaseType,
    Side,
    State,
    Strength,
)

from .plancoordination import COORDINATION
from .planshapes import (
    BASELINE,
    BLOCKED,
    CHECKED,
    MOST_DAYS,
    NAMES,
    PLAN_DATES,
    PRIORITY,
    RAID_DETAILS,
    REMAINING,
    SAMPLE,
    STAGE_ACTUAL,
    STAGE_DAYS,
    TYPES,
    WEEK,
    WINDOW,
    Table,
)
from .planvalues import DAY, FLAG, INSTANT, MEMBERS, NAME, PLAIN, TEXT, Kind, many, named, number, shape, word

BOARD = Table("board", {"name": TEXT, "timezone": TEXT, "thresholds": PLAIN})

# These keys of a release become its stages; the reader and the writer put them together and take them apart.
STAGE_KEYS: dict[str, Kind] = {
    "stage_days": STAGE_DAYS, "stage_team": named(NAME), "stage_actual": named(STAGE_ACTUAL), "remaining": REMAINING,
}  # fmt: skip

TABLES: dict[str, Table] = {
    "stages": Table(
        "stages",
        {"id": NAME, "name": TEXT, "days": number(1, MOST_DAYS), "order": number(0, 10_000),
         "wip_limit": number(0, MOST_DAYS), "contiguous": FLAG, "frozen_by": many(word(FreezeKind)),
         "entry": many(TEXT), "exit": many(TEXT), "gate": PLAIN},
        ("id",), {"days": "default_days"},
    ),
    "projects": Table(
        "projects",
        {"key": NAME, "name": TEXT, "department": TEXT, "lead": TEXT, "sponsor": TEXT, "team": TEXT,
         "state": word(("active", "paused", "retired")),
         "applications": many(shape({"key": NAME, "name": TEXT, "clients": NAMES}, ("key",)))},
        ("key",), {"key": "id", "team": "default_team"}, ("key",),
    ),
    "teams": Table(
        "teams",
        {"id": NAME, "name": TEXT, "department": TEXT, "people": number(0, 100_000), "lead": TEXT,
         "week": many(word(WEEK)), "days_off": many(DAY), "lanes": number(0, MOST_DAYS), "queue": NAMES},
        ("id",),
    ),
    "people": Table(
        "people",
        {"id": NAME, "name": TEXT, "side": word(Side), "org": TEXT, "contact": TEXT, "active": FLAG}, ("id",),
    ),
    "holidays": Table("holidays", {"date": DAY, "name": TEXT}, ("date",), {}, ("date",)),
    "freezes": Table(
        "freezes",
        {"id": NAME, "name": TEXT, "kind": word(FreezeKind), "start": DAY, "end": DAY, "projects": NAMES,
         "types": TYPES, "stages": NAMES, "teams": NAMES, "exempt_types": TYPES, "reason": TEXT, "owner": TEXT,
         "lifted": FLAG},
        ("id", "name", "start", "end"),
    ),
    "windows": Table(
        "windows",
        {"id": NAME, "name": TEXT, "rrule": NAME, "days": number(1, 366), "projects": NAMES, "types": TYPES,
         "until": DAY},
        ("id", "name", "rrule"),
    ),
    "events": Table(
        "events",
        {"id": NAME, "name": TEXT, "kind": word(EventKind), "date": DAY, "date_latest": DAY,
         "confidence": word(Confidence), "source": TEXT, **CHECKED},
        ("id", "name"),
    ),
    "externals": Table(
        "externals",
        {"id": NAME, "kind": word((PredecessorKind.THIRD_PARTY, PredecessorKind.VENDOR_REQUIREMENT)), "vendor": TEXT,
         "product": TEXT, "version": TEXT, "requirement": TEXT, "date_expected": DAY, "confidence": word(Confidence),
         "evidence": TEXT, **CHECKED, "contact": TEXT, "state": word(EXTERNAL_STATES)},
        ("id",),
    ),
    "backlogs": Table(
        "backlogs",
        {"id": NAME, "name": TEXT, "department": TEXT, "threshold": number(0, 10**9), "samples": many(SAMPLE)},
        ("id",),
    ),
    "releases": Table(
        "releases",
        {"key": NAME, "project": NAME, "application": TEXT, "version": TEXT, "title": TEXT, "goal": TEXT,
         "type": word(ReleaseType), "state": word(State), "flow": word(Flow), "stage": TEXT, "held_from": word(State),
         "state_reason": TEXT, "priority": PRIORITY, "rm": TEXT, "lead": TEXT, "team": TEXT, "train": TEXT,
         "clients": MEMBERS, "tags": MEMBERS, "window": WINDOW, "target": DAY, "start": DAY,
         **STAGE_KEYS,
         "blocked": BLOCKED, "event": shape({"id": NAME, "within": many(number(-1000, 1000))}, ("id",)),
         "baseline": BASELINE, "plan_revision": number(0, 10_000), "released_on": DAY, "outcome": word(Outcome),
         "out_of_rule": TEXT, "check_in_every": number(1, 250),
         "health_override": shape({"colour": word(("G", "A", "R")), "reason": TEXT, "by": TEXT, "until": DAY},
                                  ("colour", "reason", "by", "until")),
         "reworks": number(0, 10_000), "notes": TEXT, "archived": FLAG},
        ("key",), {}, ("key",),
    ),
    "dependencies": Table(
        "links",
        {"successor": NAME, "successor_stage": TEXT, "predecessor": NAME, "predecessor_kind": word(PredecessorKind),
         "point": TEXT, "type": word(LinkType), "lag": number(-1000, 1000), "lag_calendar_days": number(-1000, 1000),
         "strength": word(Strength), "needed_by": DAY, "promised_by": DAY, "agreement": word(Agreement),
         "waived": PLAIN, "why": TEXT},
        ("successor", "predecessor"), {}, ("successor", "successor_stage", "predecessor", "point", "type"),
    ),
    "raid": Table(
        "raid",
        {"kind": word(RaidKind), "title": NAME, "releases": MEMBERS, "stage": TEXT, "owner": TEXT, "raised_by": TEXT,
         "raised_on": DAY, "due": DAY, "state": TEXT, **RAID_DETAILS, "details": PLAIN,
         "links": MEMBERS},
        ("kind", "title"), {}, ("kind", "title"),
    ),
    "check_ins": Table(
        "check_ins",
        {"release": NAME, "date": DAY, "with": TEXT, "by": TEXT, "stage": TEXT, "remaining_days": number(0, MOST_DAYS),
         "confidence": number(1, 5), "progress": TEXT, "blockers": TEXT, "asks": TEXT, "next_on": DAY},
        ("release", "date"), {"with": "with_whom"}, ("release", "date", "with"),
    ),
    "stakeholders": Table(
        "stakeholders",
        {"who": NAME, "release": TEXT, "project": TEXT, "raci": word(RACI),
         "audience": word(Audience),
         "notify_when": word(NotifyWhen),
         "tolerance_days": number(0, 1000)},
        ("who",), {}, ("who", "release", "project"),
    ),
    "replans": Table(
        "replans",
        {"release": NAME, "at": INSTANT, "by": TEXT, "cause": word(Cause), "reason": NAME, "origin": TEXT,
         "from": PLAN_DATES, "to": PLAN_DATES, "own_days": number(-10_000, 10_000),
         "inherited_days": number(-10_000, 10_000)},
        ("release", "at", "by", "cause", "reason", "from", "to"), {"from": "before", "to": "after"},
        ("release", "at", "reason"),
    ),
    **COORDINATION,
}  # fmt: skip
