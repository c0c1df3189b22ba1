"""Import: whole records put onto a board, found again by their natural keys, all or nothing (cli.md, plan file).

Putting the same records again changes nothing. Records of an import may be in any state, but the board that comes out
keeps the invariants: targets in windows, links between known ends, no twin, no loop.
"""

from collections.abc import Mapping
from typing import Any

from releaseboard.errors import BadInput, Refused, ReleaseboardError, did_you_mean

from . import commands, rules
from .apply import apply
from .board import Board
from .changes import Change, Context
from .cleaning import clean_value
from .drafting import create_record, name_id, set_fields, to_paths
from .fields import KINDS, flatten, write_value
from .linking import clean_link
from .links import find_any_loop, name_loop
from .notices import find_draft
from .planning import split_key
from .readers import read_members
from .records import RANDOM_IDS, RELEASE_FIELDS, require_id, require_readable
from .words import ENDED_STATES, PredecessorKind, State

Plain = Mapping[str, Any]

ORDER = (
    "board", "stages", "people", "teams", "projects", "holidays", "freezes", "windows", "events", "externals",
    "backlogs", "type_policies", "releases", "links", "raid", "check_ins", "stakeholders", "replans", "gate_results",
    "exceptions", "notices", "allocations", "scope_items", "milestones", "process_changes", "scenarios",
)  # fmt: skip
NATURAL = {
    "raid": ("kind", "title"),
    "check_ins": ("release", "date", "with_whom"),
    "stakeholders": ("who", "release", "project"),
    "replans": ("release", "at", "reason"),
    "links": ("successor", "predecessor", "successor_stage", "point", "type"),
    "gate_results": ("release", "stage"),
    "exceptions": ("release", "about", "freeze_or_gate"),
    "notices": ("release", "audience", "kind", "stakeholders", "date_told", "drafted_at"),
    "allocations": ("team", "release", "stage", "start", "from_release"),
    "scope_items": ("release", "title"),
    "milestones": ("release", "train", "name"),
    "process_changes": ("title",),
    "scenarios": ("name",),
}
DEFAULTS = {  # so that a left out word and a written one are one record
    ("links", "type"): "FS", ("exceptions", "about"): "freeze", ("notices", "audience"): "client",
    ("notices", "kind"): "heads_up",
}  # fmt: skip


class _Import:
    """The drafts so far and the look-ups that finding records again needs."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.drafts: list[Change] = []
        self.release_ids = {release.key.casefold(): release.id for release in board.releases.values()}
        self.known: dict[str, dict[tuple[str, ...], str]] = {}
        self.made: dict[tuple[str, str], Change] = {}
        self.staged = board  # the board as far as stages go: those of the import count when it brings some

    def natural_ids(self, table: str) -> dict[tuple[str, ...], str]:
        """Natural key → record id of what the board has."""
        if table not in self.known:
            docs = self.board.docs.get(table, {})
            alive = {ident: doc for ident, doc in docs.items() if not doc.get("deleted")}
            self.known[table] = {_natural_key(table, doc): ident for ident, doc in alive.items()}
        return self.known[table]

    def put(self, table: str, ident: str, plain: Plain) -> None:
        """Drafts for one record: made, or set where it differs."""
        doc = self.board.docs.get(table, {}).get(ident)
        if doc is None or doc.get("deleted"):
            fresh = create_record(self.board, table, ident, plain)
        else:
            fresh = set_fields(self.board, table, ident, to_paths(table, plain))
            if fresh and table == "notices":
                find_draft(self.board, ident, "changed by an import")
        self.drafts.extend(fresh)
        self.made.update({change.place: change for change in fresh})
        if table == "stages":
            self.staged = apply(self.staged, fresh)


def put_records(board: Board, command: commands.PutRecords, context: Context) -> tuple[Change, ...]:
    """Drafts for all records of an import.

    Raises:
        BadInput: a record can't be used or the board would break a rule; the record is named, nothing is changed.
    """
    unknown = [table for table in command.tables if table not in ORDER]
    if unknown:
        raise BadInput(f"there is no kind of record {unknown[0]!r}", did_you_mean(unknown[0], ORDER))
    work = _Import(board)
    for table in ORDER:
        for number, record in enumerate(command.tables.get(table, ()), 1):
            try:
                _put_record(work, table, record)
            except ReleaseboardError as problem:
                name = record.get("key") or record.get("id") or record.get("title") or f"number {number}"
                raise BadInput(f"{table} {clean_value(str(name))}: {problem.message}", problem.hint) from None
    after = apply(board, work.drafts)
    _require_sound(after, work.drafts)
    return tuple(work.drafts)


def _put_record(work: _Import, table: str, record: Plain) -> None:
    plain = {name: write_value(value) for name, value in record.items() if value is not None}
    if table == "board":
        ident = str(plain.pop("id", "") or "board")
        work.put(table, work.board.info.id or ident, plain)
        return
    rules.require_known_fields(table, plain)
    if table == "releases":
        _put_release(work, plain)
    elif table == "links":
        _put_link(work, plain)
    elif table in RANDOM_IDS:
        _put_by_nature(work, table, _with_release_ids(work, plain))
    else:
        ident = str(plain.pop("id", "") or (plain.get("date") if table == "holidays" else "") or "")
        require_id(table, ident)
        work.put(table, ident, rules.require_values(table, plain))


def _put_release(work: _Import, plain: dict[str, Any]) -> None:
    key = str(plain.get("key") or "")
    ident = work.release_ids.get(key.casefold(), "")
    if not ident:
        rules.require_key(work.board, key)
        project = str(plain.get("project") or split_key(work.board, key)[0])
        if not plain.get("version"):
            is_own = key.casefold().startswith(project.casefold() + "-")
            plain["version"] = key[len(project) + 1 :] if is_own else split_key(work.board, key)[1]
        plain["project"] = project
        ident = _fresh_id(work, "releases", "r", key.casefold())
        work.release_ids[key.casefold()] = ident
        if "stages" not in plain:
            plain["stages"] = {stage.id: {"planned_days": stage.default_days} for stage in work.staged.stages}
        _give_baseline(plain)
    _put_missing_project(work, str(plain.get("project") or ""))
    for stage in plain.get("stages") or {}:
        work.staged.stage(stage)
    if plain.get("train"):
        plain["train"] = _release_id(work, plain["train"])
    values = rules.require_values("releases", flatten("releases", plain))
    work.put("releases", ident, {**plain, **{name: values[name] for name in values if name in plain}})


def _fresh_id(work: _Import, table: str, prefix: str, *nature: str) -> str:
    """The id that this natural key always gets; another when something else lies there under a changed key."""
    ident = name_id(prefix, *nature)
    doc = work.board.docs.get(table, {}).get(ident)
    return name_id(prefix, *nature, "again") if doc and not doc.get("deleted") else ident


def _give_baseline(plain: dict[str, Any]) -> None:
    """What was under way before it came onto this board is measured against the plan it came with."""
    if plain.get("state") in (None, "", State.DRAFT) or plain.get("baseline"):
        return
    if plain.get("window") or plain.get("target"):
        days = {stage: plan.get("planned_days", 1) for stage, plan in (plain.get("stages") or {}).items() if plan}
        dates = {name: plain[name] for name in ("window", "target") if plain.get(name)}
        plain["baseline"] = {**dates, "stages": days}


def _put_missing_project(work: _Import, project: str) -> None:
    if not project or project in work.board.projects:
        return
    if ("projects", project) not in work.made:
        work.put("projects", project, {"name": project})


def _release_id(work: _Import, key: Any) -> str:
    found = work.release_ids.get(str(key).casefold())
    if found is None:
        raise BadInput(f"there is no release {key!r}", did_you_mean(str(key), work.release_ids))
    return found


def _with_release_ids(work: _Import, plain: dict[str, Any]) -> dict[str, Any]:
    for name in RELEASE_FIELDS:
        if plain.get(name):
            plain[name] = _release_id(work, plain[name])
    if plain.get("releases"):
        plain["releases"] = {_release_id(work, key): True for key in plain["releases"]}
    return plain


def _put_link(work: _Import, plain: dict[str, Any]) -> None:
    plain.pop("id", None)
    plain["successor"] = _release_id(work, plain.get("successor") or "")
    predecessor = str(plain.get("predecessor") or "")
    kind = plain.get("predecessor_kind")
    if kind in (None, "", PredecessorKind.RELEASE) and predecessor.casefold() in work.release_ids:
        plain["predecessor"] = work.release_ids[predecessor.casefold()]
        plain["predecessor_kind"] = None
    else:
        plain["predecessor_kind"] = _kind_of(work, predecessor)
    if plain["successor"] == plain["predecessor"]:
        raise BadInput("a release can't wait for itself")
    _put_by_nature(work, "links", clean_link(work.staged, plain))


def _kind_of(work: _Import, predecessor: str) -> str:
    for table in ("externals", "events", "backlogs"):
        record = work.board.table(table).get(predecessor)
        made = work.made.get((table, predecessor))
        if record is not None or made is not None:
            if table != "externals":
                return PredecessorKind[table[:-1].upper()].value
            fresh = made.set.get("kind") if made is not None else None
            return str(fresh or getattr(record, "kind", "") or PredecessorKind.THIRD_PARTY.value)
    raise BadInput(
        f"there is no release, event, external or backlog {predecessor!r}", did_you_mean(predecessor, work.release_ids)
    )


def _natural_key(table: str, plain: Plain) -> tuple[str, ...]:
    return tuple(_say(plain.get(name) or DEFAULTS.get((table, name), "")) for name in NATURAL[table])


def _say(value: Any) -> str:
    """A part of a natural key as text; a set by its members."""
    return ",".join(sorted(read_members(value))) if isinstance(value, Mapping | list) else str(value)


def _put_by_nature(work: _Import, table: str, plain: dict[str, Any]) -> None:
    plain.pop("id", None)
    plain = rules.require_values(table, plain)
    nature = tuple(str(clean_value(part)) for part in _natural_key(table, plain))
    known = work.natural_ids(table)
    ident = known.get(nature)
    if ident is None:
        ident = known[nature] = _fresh_id(work, table, RANDOM_IDS.get(table, table[0]), *nature)
    elif (table, ident) in work.made and work.made[table, ident].is_creation:
        raise BadInput("it stands twice in the import", "keep one of the two")
    work.put(table, ident, plain)


def _require_sound(after: Board, drafts: list[Change]) -> None:
    touched = {change.place for change in drafts}
    for table, ident in sorted(touched):
        if table in KINDS:
            require_readable(after, table, ident)
    for release in after.releases.values():
        if ("releases", release.id) in touched and release.state not in ENDED_STATES:
            try:
                rules.require_target_in_window(release.key, release.window, release.target)
            except Refused as problem:
                raise BadInput(problem.message, problem.hint) from None
    if any(table == "links" for table, _ in touched):
        loop = find_any_loop(after)
        if loop:
            raise BadInput(f"the links close a loop: {name_loop(after, loop)}", "take one of these links out")
