"""The release calendar of OpenStack: the table of events, the table of landed versions, the weeks, the deliverables."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.words import EventKind, FreezeKind, State
from releaseboard.errors import BadInput

from .csvtext import Row
from .documents import Document
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id, text_of
from .versions import read_date, type_of

EVENT_COLUMNS = ("series", "event", "kind", "title", "scope", "week", "start", "end", "thursday")
LANDED_COLUMNS = ("series", "deliverable", "version", "merged", "latest", "commit")
DUE_ON_THURSDAY = frozenset({"milestone", "deadline"})  # the schedule's own rule for its deadlines
FREEZE = "freeze"
_TAG = re.compile(r".*-(eol|last|eom)$")


def is_event_table(columns: Sequence[str]) -> bool:
    """series, event, kind, title, …, start, end."""
    return {"series", "event", "kind", "start", "end"} <= set(columns)


def read_event_table(rows: Sequence[Row], source: Source) -> Import:
    """Freezes of some projects or all, and all else as events; one that comes again in another week is another."""
    gathering = Gathering(source, "openstack-events", len(rows))
    for row in rows:
        cells = row.cells
        with gathering.take(row.line, cells.get("event", "")) as entry:
            start = read_date(cells.get("start"), "start")
            end = read_date(cells.get("end"), "end") or start
            if start is None or end is None or not cells.get("event"):
                raise BadInput("an event has a name and a start", f"columns: {','.join(EVENT_COLUMNS)}")
            kind = cells.get("kind", "")
            due = read_date(cells.get("thursday"), "thursday") if kind in DUE_ON_THURSDAY else None
            title = cells.get("title") or cells["event"]
            is_own = cells.get("scope") == "project-specific"
            _add_day(
                entry,
                gathering.name_once(make_id(cells["event"]), start),
                title,
                kind == FREEZE,
                (due or start, due or end),
                is_own,
            )
    return gathering.finish()


def _add_day(entry: Entry, ident: str, title: str, is_freeze: bool, days: tuple[date, date], is_own: bool) -> None:
    start, end = days
    if not is_freeze:
        kind = EventKind.CONFERENCE if "PTG" in title or "Summit" in title else EventKind.OTHER
        entry.add_event(ident, title, start, end, kind=kind.value)
        return
    project = (title.split(maxsplit=1) or [""])[0].casefold() if is_own else ""
    projects = [project] if project else [entry.source.project] if entry.source.project else None
    entry.add("freezes", ident, name=title, kind=FreezeKind.CHANGE.value, start=start, end=end, projects=projects)


def is_landed_table(columns: Sequence[str]) -> bool:
    """series, deliverable, version, merged."""
    return {"series", "deliverable", "version", "merged"} <= set(columns)


def read_landed_table(rows: Sequence[Row], source: Source) -> Import:
    """Versions as releases on the day they landed; tags that close a series (`2024.2-eol`) as events."""
    gathering = Gathering(source, "openstack-landed", len(rows))
    for row in rows:
        cells = row.cells
        project, version = cells.get("deliverable", ""), cells.get("version", "")
        with gathering.take(row.line, f"{project}-{version}") as entry:
            day = read_date(cells.get("merged"), "merged")
            if _TAG.fullmatch(version) and day is not None:
                title = f"{project} {version}"
                entry.add_event(make_id(title), title, day, kind=EventKind.OTHER.value)
            else:
                entry.add_release(project, version, day, type=type_of(version), tags=cells.get("series", ""))
    return gathering.finish()


def is_week_schedule(value: Any) -> bool:
    """`cycle:` with weeks that have `start` and `end`."""
    cycle = value.get("cycle") if isinstance(value, Mapping) else None
    return isinstance(cycle, list) and any(isinstance(week, Mapping) and "start" in week for week in cycle)


def read_week_schedule(document: Document, source: Source) -> Import:
    """The events of each week by their ids; the names that the board has for them stay."""
    cycle = document.value["cycle"]
    gathering = Gathering(source, "openstack-schedule", len(cycle))
    for number, week in enumerate(cycle):
        with gathering.take(document.line("cycle", number)) as entry:
            if not isinstance(week, Mapping):
                raise BadInput("this is not a week", "start, end, name, x-project, project-specific")
            start, end = (read_date(week.get(field), field) for field in ("start", "end"))
            if start is None:
                raise BadInput("the week has no start", "such as 2027-03-01")
            entry.label = text_of(week, "name") or start.isoformat()
            for scope in ("x-project", "project-specific"):
                for event in _list_texts(week.get(scope), scope):
                    _add_week_event(
                        entry, gathering.name_once(make_id(event), start), event, (start, end or start), scope
                    )
    return gathering.finish()


def _add_week_event(entry: Entry, ident: str, event: str, days: tuple[date, date], scope: str) -> None:
    known = entry.source.known
    if ident in known.freezes:
        return
    if ident in known.events:
        if known.events[ident].date is None:
            entry.add("events", ident, date=days[0])
        return
    is_own = scope == "project-specific"
    words = event.split("-")
    is_freeze = "freeze" in event
    title = " ".join(words[1:] if is_own and len(words) > 2 else words)
    _add_day(entry, ident, title, is_freeze, days, is_own)


def _list_texts(value: Any, field: str) -> Iterable[str]:
    if value in (None, ""):
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise BadInput(f"{field} is not a list of events", "- d-1")
    return value


def is_deliverable(value: Any) -> bool:
    """`team:` and `releases:` with versions."""
    releases = value.get("releases") if isinstance(value, Mapping) else None
    is_list = isinstance(releases, list) and any(isinstance(one, Mapping) and "version" in one for one in releases)
    return is_list and isinstance(value, Mapping) and "team" in value


def read_deliverable(document: Document, source: Source) -> Import:
    """The versions of one project, whose name is that of the file; it does not say on which days they were out."""
    releases = document.value["releases"]
    gathering = Gathering(source, "openstack-deliverable", len(releases))
    project = source.project or os.path.splitext(os.path.basename(source.name))[0]
    candidate = ""
    for number, one in enumerate(releases):
        with gathering.take(document.line("releases", number)) as entry:
            version = text_of(one, "version") if isinstance(one, Mapping) else ""
            entry.label = f"{project}-{version}"
            if not version:
                raise BadInput("it has no version", "- version: 30.0.0")
            if _TAG.fullmatch(version):
                entry.add("events", make_id(f"{project} {version}"), name=f"{project} {version}")
                continue
            cells = {"type": type_of(version), "team": text_of(document.value, "team")}
            is_candidate = "rc" in version
            if candidate:
                cells["depends_on"] = f"{project}@{candidate}"
            entry.add_release(project, version, None, **cells, stage=State.RELEASED.value)
            candidate = version if is_candidate else ""
    return gathering.finish()
