"""The patch schedule of Kubernetes (schedule.yaml): releases with their cherry-pick deadlines, support as events."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from releaseboard.domain.words import EventKind, ReleaseType
from releaseboard.errors import BadInput

from .documents import Document
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id, text_of
from .planlines import Path
from .versions import read_date, type_of

PHASES = {"maintenanceModeStartDate": "maintenance mode", "endOfLifeDate": "end of life"}
NOT_GIVEN = ("", "N/A")
LONGEST_WINDOW = timedelta(days=120)  # a deadline further ahead of its release has another year than was meant


def is_patch_schedule(value: Any) -> bool:
    """`schedules:` with `release` and `next` or `previousPatches`."""
    schedules = value.get("schedules") if isinstance(value, Mapping) else None
    return isinstance(schedules, list) and any(isinstance(one, Mapping) and "release" in one for one in schedules)


def read_patch_schedule(document: Document, source: Source) -> Import:
    """All patch releases, events for those that have no version yet, and how long each minor is supported."""
    schedules = document.value["schedules"]
    upcoming = document.value.get("upcoming_releases")
    coming = upcoming if isinstance(upcoming, list) else []
    patches = [_list_patches(minor, ("schedules", at)) for at, minor in enumerate(schedules)]
    gathering = Gathering(source, "kubernetes", len(schedules) + len(coming) + sum(map(len, patches)))
    project = source.project or "kubernetes"
    for number, (minor, listed) in enumerate(zip(schedules, patches, strict=True)):
        series = ""
        with gathering.take(document.line("schedules", number)) as entry:
            series = _add_minor(entry, project, minor, listed)
        for path, patch in listed:
            with gathering.take(document.line(*path)) as entry:
                _add_patch(entry, project, series, patch)
    for number, one in enumerate(coming):
        with gathering.take(document.line("upcoming_releases", number)) as entry:
            day = read_date(one.get("targetDate"), "targetDate") if isinstance(one, Mapping) else None
            if day is None:
                raise BadInput("it has no targetDate", "such as 2027-03-02")
            ident = make_id(project, "patches", day.isoformat())
            entry.add_event(ident, f"{project.capitalize()} patch releases", day, kind=EventKind.APP_UPDATE.value)
    return gathering.finish()


def _list_patches(minor: Any, path: Path) -> list[tuple[Path, Any]]:
    """The patches of a minor release, oldest first as far as the file has them in order."""
    if not isinstance(minor, Mapping):
        return []
    previous = minor.get("previousPatches")
    found = (
        [((*path, "previousPatches", at), patch) for at, patch in enumerate(previous)]
        if isinstance(previous, list)
        else []
    )
    found.reverse()
    if minor.get("next"):
        found.append(((*path, "next"), minor["next"]))
    return found


def _add_minor(entry: Entry, project: str, minor: Any, patches: list[tuple[Path, Any]]) -> str:
    """How long a minor is supported, and its first release where the patches do not have it; its number."""
    series = text_of(minor, "release") if isinstance(minor, Mapping) else ""
    if not series:
        raise BadInput("it does not say which release it is", 'release: "1.30"')
    entry.label = f"{project}-{series}"
    for field, words in PHASES.items():
        day = read_date(minor.get(field), field)
        if day is not None:
            ident = make_id(project, series, words)
            entry.add_event(ident, f"{project.capitalize()} {series}: {words}", day, kind=EventKind.APP_UPDATE.value)
    first = f"{series}.0"
    is_listed = any(isinstance(patch, Mapping) and patch.get("release") == first for _, patch in patches)
    if not is_listed:
        day = read_date(minor.get("releaseDate"), "releaseDate")
        entry.add_release(project, first, day, type=type_of(first), tags=series)
    return series


def _add_patch(entry: Entry, project: str, series: str, patch: Any) -> None:
    version = text_of(patch, "release") if isinstance(patch, Mapping) else ""
    if not version:
        raise BadInput("it does not say which release it is", "release: 1.30.1")
    entry.label = f"{project}-{version}"
    target = read_date(patch.get("targetDate"), "targetDate")
    note = text_of(patch, "note")
    kind = ReleaseType.SECURITY.value if "CVE" in note else type_of(version)
    window = _find_window(entry, patch, target)
    cells = {"type": kind, "tags": series, "notes": note, "window": window}
    if target is not None:
        cells["planned"] = target.isoformat()
    entry.add_release(project, version, target, **cells)


def _find_window(entry: Entry, patch: Mapping[str, Any], target: date | None) -> str:
    """From the cherry-pick deadline to the release; '' where there is none or where its year can't be right."""
    if text_of(patch, "cherryPickDeadline") in NOT_GIVEN:
        return ""
    deadline = read_date(patch["cherryPickDeadline"], "cherryPickDeadline")
    if deadline is None or target is None:
        return ""
    if not target - LONGEST_WINDOW <= deadline <= target:
        entry.remark = f"its deadline {deadline} does not go with its release on {target}: no window was made of them"
        return ""
    return f"{deadline}..{target}"
