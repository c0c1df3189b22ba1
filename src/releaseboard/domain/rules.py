"""The rules of the board (domain.md 3.3, 3.4) as questions: what is missing, what forbids it, is the value allowed.

`require_*` raise; everything else answers. The families of `decide` ask here, so each rule stands once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from releaseboard.errors import BadInput, Refused, did_you_mean

from .board import Board
from .cleaning import LONG_TEXTS
from .fields import KINDS, split_path
from .model import Freeze, Release, Window
from .words import (
    CHANNELS,
    EXTERNAL_STATES,
    MILESTONE_KINDS,
    MUSTS,
    RACI,
    Agreement,
    Audience,
    Cause,
    Confidence,
    EventKind,
    ExceptionState,
    FreezeKind,
    GateState,
    LinkType,
    NoticeKind,
    NoticeState,
    NotifyWhen,
    Outcome,
    PredecessorKind,
    RaidKind,
    ReleaseType,
    ScopeState,
    Side,
    State,
    Strength,
    spoken,
)

ROLL_BACK_DAYS = 30  # domain.md 3.3
OVERRIDE_DAYS = 10  # working days a health override may last at most (domain.md 3.2)
LONGEST_KEY = 64  # characters

ALLOWED: dict[tuple[str, str], Iterable[str]] = {
    ("releases", "type"): ReleaseType,
    ("releases", "state"): State,
    ("releases", "outcome"): Outcome,
    ("links", "type"): LinkType,
    ("links", "strength"): Strength,
    ("links", "agreement"): Agreement,
    ("links", "predecessor_kind"): PredecessorKind,
    ("freezes", "kind"): FreezeKind,
    ("events", "kind"): EventKind,
    ("events", "confidence"): Confidence,
    ("externals", "confidence"): Confidence,
    ("people", "side"): Side,
    ("raid", "kind"): RaidKind,
    ("replans", "cause"): Cause,
    ("externals", "state"): EXTERNAL_STATES,
    ("stakeholders", "raci"): RACI,
    ("stakeholders", "audience"): Audience,
    ("stakeholders", "notify_when"): NotifyWhen,
    ("gate_results", "state"): GateState,
    ("exceptions", "state"): ExceptionState,
    ("notices", "audience"): Audience,
    ("notices", "kind"): NoticeKind,
    ("notices", "state"): NoticeState,
    ("notices", "channel"): CHANNELS,
    ("scope_items", "must"): MUSTS,
    ("scope_items", "state"): ScopeState,
    ("milestones", "kind"): MILESTONE_KINDS,
}
RANGES: dict[tuple[str, str], tuple[int, int]] = {
    ("releases", "priority"): (1, 4),
    ("releases", "check_in_every"): (1, 250),
    ("check_ins", "confidence"): (1, 5),
    ("stages", "default_days"): (1, 1000),
    ("stages", "wip_limit"): (0, 1000),
    ("teams", "people"): (0, 100_000),
    ("teams", "lanes"): (0, 1000),
    ("windows", "days"): (1, 366),
    ("links", "lag"): (-1000, 1000),
    ("stakeholders", "tolerance_days"): (0, 1000),
    ("exceptions", "days_asked"): (1, 366),
    ("allocations", "people"): (0, 100_000),
    ("allocations", "percent"): (0, 1000),
    ("type_policies", "notice_period_days"): (0, 1000),
    ("type_policies", "check_in_every"): (0, 250),
    ("type_policies", "review_due_days"): (0, 1000),
}
FORBIDDEN_IN_KEY = frozenset(" \t@|,;/\\\"'")


def require_word(word: str, words: Iterable[str], what: str) -> str:
    """The word as stored (hyphens and case forgiven). Raises BadInput with the allowed ones."""
    allowed = [str(known) for known in words]
    for known in allowed:
        if str(word).casefold().replace("-", "_") == known.casefold():
            return known
    near = did_you_mean(str(word), allowed)
    raise BadInput(f"{what} can't be {word!r}", near or f"one of: {', '.join(allowed)}")


def require_values(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with words as stored. Raises BadInput for an unknown word or a number out of its range."""
    checked = dict(values)
    for path, value in values.items():
        name = split_path(path)[0]
        if value is None:
            continue
        if (table, path) in ALLOWED and value != "":
            checked[path] = require_word(value, ALLOWED[table, path], f"{path} of {spoken(table)}")
        low, high = RANGES.get((table, path), (0, 0))
        if path.endswith(".planned_days"):
            low, high, name = 1, 1000, f"planned days of {split_path(path)[1]}"
        if high and not (isinstance(value, int) and not isinstance(value, bool) and low <= value <= high):
            raise BadInput(f"{spoken(name)} can't be {value!r}", f"a whole number from {low} to {high}")
    return checked


def require_known_fields(table: str, values: Mapping[str, Any]) -> None:
    """Raises BadInput for a field that the kind of record does not have."""
    known = set(KINDS[table].record._fields) - {"extra", "id"}
    for path in values:
        if split_path(path)[0] not in known and path != "id":
            hint = did_you_mean(path, known) or f"fields: {', '.join(sorted(known))}"
            raise BadInput(f"{spoken(table)} have no field {path!r}", hint)


def require_key(board: Board, key: str) -> str:
    """A new release's key, well formed and not taken. Raises BadInput or Refused."""
    key = key.strip()
    if not key or len(key) > LONGEST_KEY or FORBIDDEN_IN_KEY & set(key) or not key.isprintable():
        raise BadInput(f"{key[:70]!r} is no release key", "project and version with a hyphen between, such as PAY-4.2")
    taken = board.find_release(key)
    if taken is not None and not taken.archived:
        raise Refused(
            f"there is a release {taken.key} already", "a key is unique; archive the old one or choose another"
        )
    return key


def require_reason(reason: str, what: str) -> None:
    """Raises Refused when no reason was given."""
    if not reason.strip():
        raise Refused(f"{what} needs a reason", "say why in one line: it stands in the history and in reports")


def require_past(on: date, today: date, what: str) -> None:
    """Actual dates are never in the future (invariant 8). Raises Refused."""
    if on > today:
        raise Refused(f"{what} on {on.isoformat()} is in the future", f"today is {today.isoformat()}")


def require_target_in_window(key: str, window: Window | None, target: date | None) -> None:
    """Invariant 1. Raises Refused, naming both."""
    if window is not None and window.start > window.end:
        raise BadInput(
            f"{key}: the window ends before it starts ({window.start} … {window.end})", "write first..last day"
        )
    if window is not None and target is not None and not window.start <= target <= window.end:
        raise Refused(
            f"{key}: the target {target.isoformat()} is outside the window {window.start} … {window.end}",
            "move the window and the target together",
        )


def require_state(release: Release, states: tuple[str, ...], doing: str, hint: str = "") -> None:
    """Raises Refused when the release is in none of the states."""
    if release.state not in states:
        raise Refused(f"{release.key} is {spoken(release.state)}: it can't be {doing}", hint)


def missing_for_commit(release: Release) -> tuple[str, ...]:
    """What a draft still needs before it can be committed (domain.md 3.3), in the words of the form."""
    needed = {
        "a goal": release.goal, "a release manager": release.rm, "a project lead": release.lead,
        "a window": release.window, "a target": release.target, "a stage": release.stages,
    }  # fmt: skip
    return tuple(name for name, value in needed.items() if not value)


def freezes_on(board: Board, release: Release, day: date, kind: str = FreezeKind.DEPLOY) -> tuple[Freeze, ...]:
    """The freezes of this kind that hold this release on a day; () when it may go out."""
    policy = board.type_policies.get(release.type)
    return tuple(
        freeze
        for freeze in board.freezes.values()
        if freeze.kind == kind
        and not freeze.lifted
        and freeze.start <= day <= freeze.end
        and release.type not in freeze.exempt_types
        and (not freeze.projects or release.project in freeze.projects)
        and (not freeze.types or release.type in freeze.types)
        and (policy is None or freeze.id not in policy.exempt_freezes)
    )


def freeze_on(board: Board, release: Release, day: date, kind: str = FreezeKind.DEPLOY) -> Freeze | None:
    """The first freeze of this kind that holds this release on a day; None when it may go out."""
    return next(iter(freezes_on(board, release, day, kind)), None)


def may_roll_back(release: Release, on: date) -> bool:
    """Within 30 days of its release."""
    return release.released_on is not None and on <= release.released_on + timedelta(days=ROLL_BACK_DAYS)


def next_stage(release: Release, stage: str) -> str:
    """The release's own stage after this one; '' after the last."""
    own = [plan.stage for plan in release.stages]
    at = own.index(stage) + 1 if stage in own else 0
    return own[at] if at < len(own) else ""


def stage_before(release: Release, stage: str) -> str:
    """The release's own stage before this one; '' before the first."""
    own = [plan.stage for plan in release.stages]
    at = own.index(stage) if stage in own else len(own)
    return own[at - 1] if at > 0 else ""


def is_long_text(field: str) -> bool:
    """Whether a field holds several lines."""
    return field in LONG_TEXTS
