"""Any file that can be imported, told by its name and, where that says nothing, by what is in it."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.errors import BadInput

from .calendarreader import read_calendar
from .csvfile import read_table
from .csvtext import decode, peek_columns, read_sheet
from .documents import Document, find_json_lines, read_json_text, read_toml
from .findings import Import, Progress, Source
from .jira import is_github_milestones, is_jira_versions, read_github_milestones, read_jira_versions
from .jsonfile import is_board, read_board
from .kubernetes import is_patch_schedule, read_patch_schedule
from .lifecycles import (
    is_distro_table,
    is_endoflife_page,
    is_node_schedule,
    is_python_branches,
    read_distro_table,
    read_endoflife_page,
    read_node_schedule,
    read_python_branches,
)
from .openstack import (
    is_deliverable,
    is_event_table,
    is_landed_table,
    is_week_schedule,
    read_deliverable,
    read_event_table,
    read_landed_table,
    read_week_schedule,
)
from .planreader import read_plan_file
from .pythonreleases import is_python_calendar, read_python_calendar
from .timeline import is_timeline, read_timeline
from .yamltext import read_yaml

KINDS = {
    ".toml": "toml", ".csv": "csv", ".tsv": "csv", ".json": "json", ".ics": "ics", ".ical": "ics", ".yaml": "yaml",
    ".yml": "yaml", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
FORMS = ("toml", "csv", "json", "ics", "yaml", "markdown")  # what `form` may be
UNDERSTOOD = {
    "json": "a board, versions of Jira, milestones of GitHub, or the release schedule of Node.js or Python",
    "yaml": "a patch schedule of Kubernetes, weeks or deliverables of OpenStack, or a page of endoflife.date",
    "markdown": "a release timeline (a table of What and When), or a page of endoflife.date",
}

Reader = Callable[[Document, Source], Import]
_JSON: tuple[tuple[Callable[[Any], bool], Reader], ...] = (
    (is_jira_versions, read_jira_versions), (is_github_milestones, read_github_milestones),
    (is_node_schedule, read_node_schedule), (is_python_branches, read_python_branches),
)  # fmt: skip
_YAML: tuple[tuple[Callable[[Any], bool], Reader], ...] = (
    (is_patch_schedule, read_patch_schedule), (is_endoflife_page, read_endoflife_page),
    (is_week_schedule, read_week_schedule), (is_deliverable, read_deliverable),
)  # fmt: skip
_TABLES = (
    (is_distro_table, read_distro_table), (is_event_table, read_event_table), (is_landed_table, read_landed_table),
)  # fmt: skip
_NEVER = (".rst", ".html", ".htm", ".pdf", ".xlsx", ".xls", ".ods", ".docx", ".xml", ".zip")
_TOML_KEY = re.compile(r"""[\w."'-]+\s*=""")
_YAML_KEY = re.compile(r"(?:- )?[\w./-]+:(?: |$)|- ")
_PYTHON_CALENDAR = re.compile(r"""^\[\[release\.["']""", re.MULTILINE)


def read_any(
    path: str,
    data: bytes,
    known: Board | None = None,
    today: date | None = None,
    encoding: str = "",
    mapping: Mapping[str, str] | None = None,
    form: str = "",
    project: str = "",
    progress: Progress | None = None,
) -> Import:
    """The records in a file.

    Args:
        path: where it is, or what it is called; its ending tells the format.
        data: its bytes.
        known: the board it will be put on (csvfile.py).
        today: days after it are still ahead, actual dates in a table can't be; None: every day is over. A plan file's
            dates are never relative.
        encoding: of a table or text; '' finds it out.
        mapping: column of a table to field.
        form: one of `FORMS` when it is known; '' finds it out.
        project: what a schedule or calendar is of, where the file does not say it, or says it otherwise: the project
            of its releases, and the only one that its freezes and windows are for.
        progress: told how many entries are read (findings.py).

    Raises:
        BadInput: the file can't be read, or is of no kind that can be imported.
    """
    if not data.strip():
        raise BadInput(f"{path} is empty", "there is nothing to import")
    ending = os.path.splitext(path)[1].lower()
    if ending in _NEVER and not form:
        raise BadInput(f"{path}: {ending} files can't be imported", "save it as .csv, .json, .toml, .ics, .yaml or .md")
    kind = form or KINDS.get(ending, "") or guess_format(data, encoding, path)
    if mapping and kind != "csv":
        raise BadInput(f"{path} is {kind.upper()}: columns are mapped in tables only", "leave --map out")
    if kind not in FORMS:
        raise BadInput(f"there is no format {kind!r}", f"one of: {', '.join(FORMS)}")
    text = decode(data, path, encoding)
    source = Source(path, known or Board(), today, project, progress)
    if kind == "csv":
        return _read_table(text, source, mapping or {})
    return _READERS[kind](text, source)


def guess_format(data: bytes, encoding: str, name: str) -> str:
    """One of `FORMS`, by the first line that says something. Raises BadInput when none does."""
    text = decode(data, name, encoding)
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    if first.startswith("{") or first == "[" or first.startswith(("[{", "[ {")):
        return "json"
    if is_timeline(text):
        return "markdown"
    if first.startswith("[") or _TOML_KEY.match(first):
        return "toml"
    if first == "---" or _YAML_KEY.match(first):
        return "yaml" if first != "---" or not _split_page(text) else "markdown"
    if any(mark in first for mark in (",", ";", "\t")):
        return "csv"
    raise BadInput(
        f"{name} is neither a plan file (TOML) nor a table (CSV) nor JSON nor a calendar",
        "name it .toml, .csv, .json, .ics, .yaml or .md",
    )


def _read_json(text: str, source: Source) -> Import:
    value = read_json_text(text, source.name)
    if is_board(value):
        return read_board(Document(value, find_json_lines(text.removeprefix("\ufeff"))), source)
    for fits, read in _JSON:
        if fits(value):
            return read(Document(value, find_json_lines(text.removeprefix("\ufeff"))), source)
    raise BadInput(f"{source.name}: this JSON is nothing that can be imported", f"such as {UNDERSTOOD['json']}")


def _read_toml(text: str, source: Source) -> Import:
    if _PYTHON_CALENDAR.search(text):
        document = read_toml(text, source.name)
        if is_python_calendar(document.value):
            return read_python_calendar(document, source)
    return read_plan_file(text, source)


def _read_yaml(text: str, source: Source, first: int = 1, kind: str = "yaml") -> Import:
    document = read_yaml(text, source.name, first)
    for fits, read in _YAML:
        if fits(document.value):
            return read(document, source)
    what = "YAML" if kind == "yaml" else "page"
    raise BadInput(f"{source.name}: this {what} is nothing that can be imported", f"such as {UNDERSTOOD[kind]}")


def _read_markdown(text: str, source: Source) -> Import:
    if is_timeline(text):
        return read_timeline(text, source)
    head = _split_page(text)
    if not head:
        raise BadInput(f"{source.name}: this page is nothing that can be imported", f"such as {UNDERSTOOD['markdown']}")
    return _read_yaml(head, source, 2, "markdown")


def _split_page(text: str) -> str:
    """The lines between two `---` at the top of a page; '' when there are none."""
    first, _, rest = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n")
    head, end, _ = rest.partition("\n---\n")
    return head if first.strip() == "---" and end else ""


def _read_table(text: str, source: Source, mapping: Mapping[str, str]) -> Import:
    columns = peek_columns(text)
    if "project" not in columns and not mapping:
        for fits, read in _TABLES:
            if fits(columns):
                return read(read_sheet(text, source.name, columns, (), {}).rows, source)
    return read_table(text, source, mapping)


_READERS: dict[str, Callable[[str, Source], Import]] = {
    "toml": _read_toml, "json": _read_json, "ics": read_calendar, "yaml": _read_yaml, "markdown": _read_markdown,
}  # fmt: skip
