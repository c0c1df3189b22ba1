"""The release calendar of CPython (python-releases.toml): each alpha, beta, candidate and final of each version."""

from collections.abc import Mapping
from typing import Any

from releaseboard.domain.words import EventKind, State
from releaseboard.errors import BadInput

from .documents import Document
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id, text_of
from .versions import read_date, type_of

PHASES = {
    "feature-freeze": "feature freeze", "end-of-bugfix": "end of bug fixes", "end-of-life": "end of life",
}  # fmt: skip


def is_python_calendar(value: Any) -> bool:
    """`[metadata."3.14"]` and `[[release."3.14"]]`."""
    return isinstance(value, Mapping) and all(isinstance(value.get(name), Mapping) for name in ("metadata", "release"))


def read_python_calendar(document: Document, source: Source) -> Import:
    """Each release waits for the one before it in its version; the phases of a version are events."""
    metadata, releases = document.value["metadata"], document.value["release"]
    lists = {version: listed for version, listed in releases.items() if isinstance(listed, list)}
    gathering = Gathering(source, "python", len(metadata) + sum(map(len, lists.values())))
    project = source.project or "cpython"
    managers: dict[str, str] = {}
    for version, about in metadata.items():
        with gathering.take(document.line("metadata", version), f"Python {version}") as entry:
            managers[version] = _add_version(entry, project, version, about)
    for version, listed in lists.items():
        before = ""
        for number, release in enumerate(listed):
            with gathering.take(document.line("release", version, number)) as entry:
                before = _add_release(entry, project, release, before, tags=version, rm=managers.get(version, ""))
    return gathering.finish()


def _add_version(entry: Entry, project: str, version: str, about: Any) -> str:
    """The phases of a version as events; the login of its release manager."""
    if not isinstance(about, Mapping):
        raise BadInput(f"what is said about {version!r} is no table", f'[metadata."{version}"]')
    for field, words in PHASES.items():
        day = read_date(about.get(field), field)
        if day is not None:
            ident = make_id(project, version, field)
            entry.add_event(ident, f"Python {version}: {words}", day, kind=EventKind.APP_UPDATE.value)
    manager = text_of(about, "release-manager")
    return entry.add_person(manager) if manager else ""


def _add_release(entry: Entry, project: str, release: Any, before: str, **cells: str) -> str:
    """One release, which waits for the one before; its name."""
    stage = text_of(release, "stage") if isinstance(release, Mapping) else ""
    if not stage:
        raise BadInput("it does not say which release it is", 'stage = "3.14.0 beta 1"')
    entry.label = f"{project} {stage}"
    day = read_date(release.get("date"), "date")
    cells |= {"type": type_of(stage), "title": f"Python {stage}"}
    if before:
        cells["depends_on"] = f"{project}@{before}"
    if text_of(release, "state") == "actual":
        entry.add_release(project, stage, day, **cells, stage=State.RELEASED.value)
    else:
        entry.add_release(project, stage, None, **cells, planned=day.isoformat() if day else "")
    return stage
