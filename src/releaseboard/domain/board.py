"""The board: plain documents as they stand in the file, read as records when asked, look-ups computed once.

A board never changes: `changed` gives a new one that shares what stayed the same (docs/decisions/0005).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from releaseboard.errors import BadInput, UnknownKey, did_you_mean

from .doclines import Table, put_docs
from .fields import KINDS, Plain, read_record
from .model import (
    BoardInfo,
    Event,
    External,
    Freeze,
    Holiday,
    Link,
    Person,
    Project,
    Release,
    Stage,
    Team,
    WindowRule,
)
from .raid import (
    Allocation,
    Backlog,
    CheckIn,
    GateResult,
    Milestone,
    Notice,
    ProcessChange,
    Raid,
    ReleaseException,
    Replan,
    Scenario,
    ScopeItem,
    Stakeholder,
    TypePolicy,
)
from .words import ENDED_STATES, MOVING_STATES, RELEASED_COLUMN, State

Docs = dict[str, Table]
T = TypeVar("T")

DEFAULT_STAGES = (
    Stage("plan", "Plan", 1, 3),
    Stage("build", "Build", 2, 10),
    Stage("test", "Test", 3, 5),
    Stage("accept", "Accept", 4, 3),
    Stage("deploy", "Deploy", 5, 1, contiguous=True, frozen_by=("deploy",)),
)
UNSORTED = 10_000  # where a stage of a release stands that the board does not have


class Board:
    """One state of a board.

    Attributes:
        docs: `{table: {record id: plain document}}`, with the deleted ones (`"deleted": true`); never change it.
    """

    __slots__ = ("_cache", "_records", "_unread", "docs")

    def __init__(self, docs: Docs | None = None) -> None:
        self.docs: Docs = docs if docs is not None else {}
        self._records: dict[str, dict[str, Any]] = {}
        self._unread: dict[str, dict[str, str]] = {}
        self._cache: dict[str, Any] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Board) and dict(self.live()) == dict(other.live())

    __hash__ = None  # type: ignore[assignment]  # two equal boards may hold different dicts

    def live(self) -> Iterator[tuple[str, dict[str, Plain]]]:
        """Each table that has records, without the deleted ones."""
        for table, docs in self.docs.items():
            alive = {key: doc for key, doc in docs.items() if not doc.get("deleted")}
            if alive:
                yield table, alive

    def table(self, table: str) -> Mapping[str, Any]:
        """The records of a table by id, without the deleted ones; empty when the board has none."""
        records = self._records.get(table)
        if records is None:
            records = self._records[table] = self._read(table, self.docs.get(table, {}))
        return records

    def _read(self, table: str, docs: Mapping[str, Plain]) -> dict[str, Any]:
        records: dict[str, Any] = {}
        unread: dict[str, str] = {}
        order = {stage.id: at for at, stage in enumerate(self.stages)} if table == "releases" else {}
        for key, doc in docs.items():
            if doc.get("deleted"):
                continue
            try:
                records[key] = read_record(table, _with_stages_in_order(doc, order) if order else doc)
            except BadInput as problem:
                unread[key] = problem.message
        if unread:
            self._unread[table] = unread
        return records

    def changed(self, table: str, puts: Mapping[str, Plain | None]) -> "Board":
        """A board with these documents put (None: taken out) and all else shared."""
        docs = put_docs(self.docs.get(table, {}), puts)
        board = Board({**self.docs, table: docs})
        board._records = {name: records for name, records in self._records.items() if name != table}
        board._unread = {name: dict(unread) for name, unread in self._unread.items()}
        if table == "stages":
            board._records.pop("releases", None)
        board._keep_records(self, table, puts, docs)
        return board

    def _keep_records(
        self, old: "Board", table: str, puts: Mapping[str, Plain | None], docs: Mapping[str, Plain]
    ) -> None:
        """Read only what was put, and keep the look-ups that rest on other tables."""
        records = old._records.get(table)
        if records is not None and table in KINDS and len(puts) < len(docs):
            unread = {key: text for key, text in self._unread.pop(table, {}).items() if key not in puts}
            kept = dict(records)
            for key in puts:
                kept.pop(key, None)
            fresh = self._read(table, {key: docs[key] for key in puts if key in docs})
            for key in puts:
                if key in fresh:
                    kept[key] = fresh[key]
            self._records[table] = kept
            unread.update(self._unread.get(table, {}))
            self._unread[table] = unread
        kept_caches = {"links": ("by_key", "stages"), "releases": ("stages", "to", "from")}.get(table, ())
        self._cache = {name: old._cache[name] for name in kept_caches if name in old._cache}

    @property
    def problems(self) -> tuple[str, ...]:
        """Records that could not be read, each as table, id and field; they stay in the file untouched."""
        for table in KINDS:
            self.table(table)
        return tuple(text for unread in self._unread.values() for text in unread.values())

    def _once(self, name: str, make: Callable[[], T]) -> T:
        if name not in self._cache:
            self._cache[name] = make()
        value: T = self._cache[name]
        return value

    def group(self, table: str, *fields: str) -> Mapping[tuple[Any, ...], tuple[Any, ...]]:
        """The records of a table by the values of these fields, computed once: `group("notices", "release")[(id,)]`."""
        return self._once(f"{table} by {fields}", lambda: _group_records(self.table(table).values(), fields))

    @property
    def info(self) -> BoardInfo:
        """What the board says about itself."""
        for record in self.table("board").values():
            return record  # type: ignore[no-any-return]  # the table holds BoardInfo records
        return BoardInfo("")

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The columns in order; the default set when the board names none."""
        return self._once(
            "stages", lambda: tuple(sorted(self.table("stages").values(), key=_by_order)) or DEFAULT_STAGES
        )

    @property
    def stage_ids(self) -> tuple[str, ...]:
        """The ids of the stages in order."""
        return tuple(stage.id for stage in self.stages)

    releases: Mapping[str, Release] = property(lambda self: self.table("releases"))  # type: ignore[assignment]  # one line a table
    projects: Mapping[str, Project] = property(lambda self: self.table("projects"))  # type: ignore[assignment]  # as above
    people: Mapping[str, Person] = property(lambda self: self.table("people"))  # type: ignore[assignment]  # as above
    teams: Mapping[str, Team] = property(lambda self: self.table("teams"))  # type: ignore[assignment]  # as above
    links: Mapping[str, Link] = property(lambda self: self.table("links"))  # type: ignore[assignment]  # as above
    holidays: Mapping[str, Holiday] = property(lambda self: self.table("holidays"))  # type: ignore[assignment]  # as above
    freezes: Mapping[str, Freeze] = property(lambda self: self.table("freezes"))  # type: ignore[assignment]  # as above
    windows: Mapping[str, WindowRule] = property(lambda self: self.table("windows"))  # type: ignore[assignment]  # as above
    events: Mapping[str, Event] = property(lambda self: self.table("events"))  # type: ignore[assignment]  # as above
    externals: Mapping[str, External] = property(lambda self: self.table("externals"))  # type: ignore[assignment]  # as above
    raid: Mapping[str, Raid] = property(lambda self: self.table("raid"))  # type: ignore[assignment]  # as above
    check_ins: Mapping[str, CheckIn] = property(lambda self: self.table("check_ins"))  # type: ignore[assignment]  # as above
    backlogs: Mapping[str, Backlog] = property(lambda self: self.table("backlogs"))  # type: ignore[assignment]  # as above
    stakeholders: Mapping[str, Stakeholder] = property(lambda self: self.table("stakeholders"))  # type: ignore[assignment]  # as above
    replans: Mapping[str, Replan] = property(lambda self: self.table("replans"))  # type: ignore[assignment]  # as above
    gate_results: Mapping[str, GateResult] = property(lambda self: self.table("gate_results"))  # type: ignore[assignment]  # as above
    exceptions: Mapping[str, ReleaseException] = property(lambda self: self.table("exceptions"))  # type: ignore[assignment]  # as above
    notices: Mapping[str, Notice] = property(lambda self: self.table("notices"))  # type: ignore[assignment]  # as above
    allocations: Mapping[str, Allocation] = property(lambda self: self.table("allocations"))  # type: ignore[assignment]  # as above
    scope_items: Mapping[str, ScopeItem] = property(lambda self: self.table("scope_items"))  # type: ignore[assignment]  # as above
    milestones: Mapping[str, Milestone] = property(lambda self: self.table("milestones"))  # type: ignore[assignment]  # as above
    process_changes: Mapping[str, ProcessChange] = property(lambda self: self.table("process_changes"))  # type: ignore[assignment]  # as above
    scenarios: Mapping[str, Scenario] = property(lambda self: self.table("scenarios"))  # type: ignore[assignment]  # as above
    type_policies: Mapping[str, TypePolicy] = property(lambda self: self.table("type_policies"))  # type: ignore[assignment]  # as above

    def _by_key(self) -> dict[str, str]:
        """Folded natural key → release id; an archived release gives way to one that is not."""
        found: dict[str, str] = {}
        for record in self.releases.values():
            fold = record.key.casefold()
            if fold not in found or not record.archived:
                found[fold] = record.id
        return found

    def find_release(self, key: str) -> Release | None:
        """The release of exactly this natural key, upper or lower case; None when there is none."""
        found = self._once("by_key", self._by_key).get(key.strip().casefold())
        return self.releases[found] if found else None

    def release(self, key: str) -> Release:
        """The release of this natural key, or of the one key that begins with it.

        Raises:
            UnknownKey: none, or several; the nearest keys are the hint.
        """
        exact = self.find_release(key)
        if exact is not None:
            return exact
        fold = key.strip().casefold()
        keys = self._once("by_key", self._by_key)
        starts = [ident for known, ident in keys.items() if fold and known.startswith(fold)]
        if len(starts) == 1:
            return self.releases[starts[0]]
        if starts:
            names = sorted(self.releases[ident].key for ident in starts)
            more = f" and {len(names) - 4} more" if len(names) > 4 else ""
            raise UnknownKey(f"{key!r} fits {len(names)} releases", f"say which: {', '.join(names[:4])}{more}")
        hint = did_you_mean(key, (record.key for record in self.releases.values()))
        raise UnknownKey(f"there is no release {key!r} on this board", hint or "`releaseboard list` shows all keys")

    def stage(self, stage: str) -> Stage:
        """The stage of this id or name, upper or lower case. Raises UnknownKey."""
        fold = stage.strip().casefold()
        for known in self.stages:
            if fold in (known.id.casefold(), known.name.casefold()):
                return known
        raise UnknownKey(f"there is no stage {stage!r}", f"the stages are {', '.join(self.stage_ids)}")

    def stage_name(self, stage: str) -> str:
        """A stage's name as people read it; the id itself when the board does not have it."""
        if stage == RELEASED_COLUMN:
            return "Released"
        return next((known.name for known in self.stages if known.id == stage), stage)

    def waits_for(self, release: str) -> tuple[Link, ...]:
        """The links whose successor is this release (by record id)."""
        return self._once("to", lambda: _group_links(self.links, "successor")).get(release, ())

    def holds_up(self, record: str) -> tuple[Link, ...]:
        """The links whose predecessor is this record (by record id)."""
        return self._once("from", lambda: _group_links(self.links, "predecessor")).get(record, ())

    def label(self, record: str) -> str:
        """What people call a release, external, event or backlog; the id itself when the board does not have it."""
        release = self.releases.get(record)
        if release is not None:
            return release.key
        for table in ("externals", "events", "backlogs"):
            found = self.table(table).get(record)
            if found is not None:
                return found.name or record
        return record

    def person_name(self, login: str) -> str:
        """A person's name; the login when the board does not know more."""
        person = self.people.get(login)
        return person.name if person is not None and person.name else login

    def column_of(self, release: Release) -> str:
        """The column a card stands in: a stage id, `released`, or '' when it is not shown (cancelled, archived)."""
        if release.archived or release.state == State.CANCELLED:
            return ""
        if release.state in ENDED_STATES:
            return RELEASED_COLUMN
        known = self.stage_ids
        if release.stage in known and (release.state in MOVING_STATES or release.state == State.ON_HOLD):
            return release.stage
        return known[0]


def _by_order(stage: Stage) -> tuple[int, str]:
    return (stage.order, stage.id)


def _with_stages_in_order(doc: Plain, order: Mapping[str, int]) -> Plain:
    """A release's document with its stages as the board orders them; those that it does not have are the last."""
    stages = doc.get("stages")
    if not isinstance(stages, dict) or len(stages) < 2:
        return doc
    names = sorted(stages, key=lambda name: order.get(name, UNSORTED))
    return {**doc, "stages": {name: stages[name] for name in names}}


def _group_records(records: Iterable[Any], fields: tuple[str, ...]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for record in records:
        groups.setdefault(tuple(getattr(record, field) for field in fields), []).append(record)
    return {key: tuple(group) for key, group in groups.items()}


def _group_links(links: Mapping[str, Link], field: str) -> dict[str, tuple[Link, ...]]:
    groups: dict[str, list[Link]] = {}
    for link in links.values():
        groups.setdefault(getattr(link, field), []).append(link)
    return {key: tuple(group) for key, group in groups.items()}
