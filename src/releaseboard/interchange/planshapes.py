"""Shapes that several tables of a plan file share, and what a table is (cli.md "The plan file")."""

from collections.abc import Mapping
from typing import NamedTuple

from releaseboard.domain.words import LEVELS, PRIORITIES, RESPONSES, ROAM, Cause, ReleaseType

from .planvalues import DAY, INSTANT, NAME, PLAIN, TEXT, Kind, many, named, number, shape, word

MOST_DAYS = 1000  # working days of one stage (domain/rules.py)
PRIORITY = number(min(PRIORITIES), max(PRIORITIES))
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = many(NAME)
TYPES = many(word(ReleaseType))
STAGE_DAYS = named(number(1, MOST_DAYS))

WINDOW = shape(
    {"start": DAY, "end": DAY, "source": word(("fixed", "recurring", "event")), "source_id": TEXT},
    ("start", "end"),
    usual={"source": "fixed", "source_id": ""},
)
REMAINING = shape({"days": number(0, MOST_DAYS), "as_of": DAY, "by": TEXT}, ("days", "as_of"))
PLAN_DATES = shape({"window": WINDOW, "target": DAY, "stages": STAGE_DAYS})
BASELINE = shape({"window": WINDOW, "target": DAY, "stages": STAGE_DAYS, "committed_at": INSTANT, "committed_by": TEXT})
BLOCKED = shape(
    {"since": DAY, "cause": word(Cause), "reason": TEXT, "until": DAY, "waiting_on": TEXT},
    ("since", "cause", "reason"),
    {"until": "expected_unblock"},
)
STAGE_ACTUAL = shape({"started": DAY, "finished": DAY, "skipped": PLAIN, "remaining": REMAINING})
SAMPLE = shape({"date": DAY, "open": number(0, 10**9), "opened": number(0, 10**9), "closed": number(0, 10**9)},
               ("date", "open"))  # fmt: skip
RAID_DETAILS: dict[str, Kind] = {
    "probability": word(LEVELS), "impact_days": number(0, 10_000), "trigger": TEXT,
    "response": word(RESPONSES),
    "roam": word(ROAM),
    "cause": word(Cause), "days_lost_est": number(0, 10_000), "severity": number(1, 4), "strategy": TEXT,
    "options": many(shape({"text": TEXT, "forecast": DAY, "effects": TEXT}, ("text",))),
    "chosen": TEXT, "why": TEXT, "decided_by": TEXT, "decided_on": DAY, "needed_by": DAY,
    "from": TEXT, "to": TEXT, "ask": TEXT, "answer": TEXT, "effect_on_forecast": TEXT, "answered_on": DAY,
    "reported_back_on": DAY, "became": TEXT,
}  # fmt: skip
CHECKED: dict[str, Kind] = {"last_confirmed_on": DAY, "next_check_on": DAY}


class Table(NamedTuple):
    """One `[[table]]` of a plan file.

    Attributes:
        record: the board's table that it fills.
        kinds: its keys, in the order in which they are written.
        required: keys that each entry must have.
        renamed: key to field of the record, where they differ.
        names: the keys that tell an entry from the others in an error, and that no two entries may share.
    """

    record: str
    kinds: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    renamed: Mapping[str, str] = {}
    names: tuple[str, ...] = ("id",)
