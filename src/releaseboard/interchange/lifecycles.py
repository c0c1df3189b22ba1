"""Support schedules: Node.js, Python branches, Debian and Ubuntu series, endoflife.date pages.

Each line of releases is one release, out or planned for its first day; the days on which a phase of support begins or
ends are events, because a window of the board is when a release may go out, not how long it is looked after.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from releaseboard.domain.words import EventKind, ReleaseType
from releaseboard.errors import BadInput
from releaseboard.text import clean_line

from .csvtext import Row
from .documents import Document
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id, text_of
from .versions import read_date, read_span, type_of

NODE_PHASES = {"alpha": "alpha", "lts": "LTS begins", "maintenance": "maintenance begins", "end": "end of life"}
SUPPORT = {
    "eol": "end of life", "eol_lts": "end of LTS", "eol_elts": "end of extended LTS",
    "eol_server": "end of life, server", "eol_esm": "end of ESM", "eol_legacy": "end of legacy support",
}  # fmt: skip
DISTRO_COLUMNS = ("version", "codename", "series", "created", "release", *SUPPORT)
PAGE_PHASES = {"eoas": "end of active support", "eol": "end of life", "eoes": "end of extended support"}


def is_node_schedule(value: Any) -> bool:
    """`{"v22": {"start": …, "end": …}, …}`."""
    return _is_table_of(value, lambda key, line: key.startswith("v") and "start" in line)


def read_node_schedule(document: Document, source: Source) -> Import:
    """The release lines of Node.js."""
    gathering = Gathering(source, "nodejs", len(document.value))
    project = source.project or "node"
    for key, line in document.value.items():
        with gathering.take(document.line(key), f"{project}-{key}") as entry:
            codename = text_of(line, "codename")
            start = read_date(line.get("start"), "start")
            kind = type_of(key)
            entry.add_release(project, key, start, type=kind, title=f"Node.js {key} {codename}".strip())
            for phase, words in NODE_PHASES.items():
                _add_phase(entry, (project, key), phase, f"Node.js {key}: {words}", line.get(phase))
    return gathering.finish()


def is_python_branches(value: Any) -> bool:
    """`{"3.14": {"branch": …, "first_release": …}, …}`."""
    return _is_table_of(value, lambda key, line: "first_release" in line and "branch" in line)


def read_python_branches(document: Document, source: Source) -> Import:
    """The branches of CPython."""
    gathering = Gathering(source, "python", len(document.value))
    project = source.project or "cpython"
    for key, branch in document.value.items():
        with gathering.take(document.line(key), f"{project}-{key}") as entry:
            span = read_span(branch.get("first_release"), "first_release")
            manager = text_of(branch, "release_manager")
            status = text_of(branch, "status")
            entry.add_release(
                project, key, span[1] if span else None, type=type_of(key), title=f"Python {key}",
                rm=entry.add_person(manager) if manager else "", notes=f"status={status}" if status else "",
            )  # fmt: skip
            _add_phase(entry, (project, key), "end", f"Python {key}: end of life", branch.get("end_of_life"))
    return gathering.finish()


def is_distro_table(columns: Sequence[str]) -> bool:
    """The columns of distro-info-data."""
    return {"version", "codename", "series", "release", "eol"} <= set(columns)


def read_distro_table(rows: Sequence[Row], source: Source) -> Import:
    """The series of a distribution; which one is the file's name (debian.csv), where `project` does not say it."""
    gathering = Gathering(source, "distro-info", len(rows))
    project = source.project or os.path.splitext(os.path.basename(source.name))[0].casefold()
    for row in rows:
        cells = row.cells
        number, _, support = cells.get("version", "").partition(" ")
        version = clean_line(number or cells.get("series", ""))
        with gathering.take(row.line, f"{project}-{version}") as entry:
            codename = cells.get("codename", "")
            entry.add_release(
                project, version, read_date(cells.get("release"), "release"), type=ReleaseType.MAJOR.value,
                title=f"{project.capitalize()} {cells.get('version', '')} {codename}", tags=support.casefold(),
            )  # fmt: skip
            for column, words in SUPPORT.items():
                name = f"{project.capitalize()} {version} {codename}: {words}"
                _add_phase(entry, (project, version), column, name, cells.get(column), EventKind.OS_UPDATE)
    return gathering.finish()


def is_endoflife_page(value: Any) -> bool:
    """The front matter of a page of endoflife.date."""
    releases = value.get("releases") if isinstance(value, Mapping) else None
    return isinstance(releases, list) and any(isinstance(one, Mapping) and "releaseCycle" in one for one in releases)


def read_endoflife_page(document: Document, source: Source) -> Import:
    """The release cycles of one product."""
    page = document.value
    gathering = Gathering(source, "endoflife", len(page["releases"]))
    title = text_of(page, "title")
    project = source.project or text_of(page, "permalink").strip("/") or title
    for number, cycle in enumerate(page["releases"]):
        with gathering.take(document.line("releases", number)) as entry:
            if not isinstance(cycle, Mapping):
                raise BadInput("this is not a release cycle", "releaseCycle, releaseDate, eol …")
            version = text_of(cycle, "releaseCycle")
            entry.label = f"{project}-{version}"
            latest = text_of(cycle, "latest")
            entry.add_release(
                project, version, read_date(cycle.get("releaseDate"), "releaseDate"), type=type_of(version),
                title=f"{title} {version}", tags="lts" if text_of(cycle, "lts") not in ("", "false") else "",
                notes=f"latest={latest}" if latest else "",
            )  # fmt: skip
            for field, words in PAGE_PHASES.items():
                if text_of(cycle, field) not in ("", "true", "false"):
                    _add_phase(entry, (project, version), field, f"{title} {version}: {words}", cycle[field])
    return gathering.finish()


def _is_table_of(value: Any, fits: Callable[[str, Mapping[str, Any]], bool]) -> bool:
    if not isinstance(value, Mapping) or not value:
        return False
    return all(isinstance(line, Mapping) and fits(str(key), line) for key, line in value.items())


def _add_phase(
    entry: Entry, names: tuple[str, str], phase: str, words: str, when: Any, kind: str = EventKind.APP_UPDATE
) -> None:
    """The event of a phase; none when nobody says when."""
    span = read_span(when, phase)
    if span is not None:
        entry.add_event(make_id(*names, phase.replace("_", "-")), clean_line(words), span[0], span[1], kind=str(kind))
