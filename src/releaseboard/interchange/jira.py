"""Versions of a Jira project and milestones of a GitHub repository, as their JSON interfaces give them."""

from collections.abc import Iterator, Mapping
from typing import Any

from releaseboard.domain.words import State
from releaseboard.errors import BadInput
from releaseboard.text import clean_line

from .documents import Document
from .findings import Import, Source
from .gathering import Entry, Gathering, text_of
from .planlines import Path
from .versions import read_date, split_version, type_of

Member = tuple[Path, Mapping[str, Any]]
NEEDS_PROJECT = "say what it is of: --project KEY"


def _list_members(value: Any, path: Path = (), depth: int = 0) -> Iterator[Member]:
    """The entries of a list, of a page of a list (`{"values": […]}`), or of a list of either."""
    if isinstance(value, Mapping) and isinstance(value.get("values"), list):
        value, path = value["values"], (*path, "values")
    for number, member in enumerate(value if isinstance(value, list) else ()):
        here = (*path, number)
        is_page = isinstance(member, list) or (isinstance(member, Mapping) and isinstance(member.get("values"), list))
        if is_page and depth == 0:
            yield from _list_members(member, here, 1)
        else:
            yield here, member if isinstance(member, Mapping) else {}


def is_jira_versions(value: Any) -> bool:
    """`[{"name": …, "released": …, "projectId": …}, …]`, or pages of it."""
    members = [member for _, member in _list_members(value)]
    return any("name" in member and "released" in member for member in members)


def read_jira_versions(document: Document, source: Source) -> Import:
    """Each version is a release of the project it belongs to (its key where the file has one, else its number)."""
    members = list(_list_members(document.value))
    gathering = Gathering(source, "jira", len(members))
    for path, member in members:
        with gathering.take(document.line(*path)) as entry:
            entry.label = name = text_of(member, "name")
            if not name:
                raise BadInput("it is no version: it has no name", "each version has name and released")
            project = source.project or text_of(member, "project") or text_of(member, "projectId")
            if not project:
                raise BadInput(f"the version {name!r} does not say its project", NEEDS_PROJECT)
            _add_version(entry, project, name, member)
    return gathering.finish()


def _add_version(entry: Entry, project: str, name: str, member: Mapping[str, Any]) -> None:
    day = read_date(member.get("releaseDate"), "releaseDate")
    start = read_date(member.get("startDate"), "startDate")
    application, number = split_version(name)
    cells = {
        "type": type_of(number), "title": name,
        "application": application, "notes": _describe(member), "archived": "yes" if member.get("archived") else "",
    }  # fmt: skip
    if start is not None:
        cells["start"] = start.isoformat()
    if start is not None and day is not None and start <= day:
        cells["window"] = f"{start}..{day}"
    elif start is not None and day is not None:
        entry.remark = f"its start {start} is after its release day {day}: no window was made of them"
    if member.get("released") is True:
        entry.add_release(project, name, day, **cells, stage=State.RELEASED.value)
    else:
        entry.add_release(project, name, None, **cells, planned=day.isoformat() if day else "")


def _describe(member: Mapping[str, Any]) -> str:
    """The description where it is a text; newer interfaces give a document tree, which is left out."""
    description = member.get("description")
    return description if isinstance(description, str) else ""


def is_github_milestones(value: Any) -> bool:
    """`[{"title": …, "state": "open", "due_on": …}, …]`, or pages of it."""
    members = [member for _, member in _list_members(value)]
    return any("title" in member and "state" in member and "due_on" in member for member in members)


def read_github_milestones(document: Document, source: Source) -> Import:
    """Each milestone is a release of the repository: closed ones are out on the day they were closed."""
    members = list(_list_members(document.value))
    gathering = Gathering(source, "github", len(members))
    for path, member in members:
        with gathering.take(document.line(*path)) as entry:
            entry.label = title = text_of(member, "title")
            if not title:
                raise BadInput("it is no milestone: it has no title", "each milestone has title, state and due_on")
            project = source.project or _find_repository(member)
            if not project:
                raise BadInput(f"the milestone {title!r} does not say its repository", NEEDS_PROJECT)
            due = read_date(member.get("due_on"), "due_on")
            cells = {
                "type": type_of(split_version(title)[1]), "title": title, "notes": _describe(member),
                "planned": due.isoformat() if due else "",
            }  # fmt: skip
            closed = read_date(member.get("closed_at"), "closed_at")
            if text_of(member, "state") == "closed":
                entry.add_release(project, title, closed, **cells, stage=State.RELEASED.value)
            else:
                entry.add_release(project, title, None, **cells)
    return gathering.finish()


def _find_repository(member: Mapping[str, Any]) -> str:
    """The repository in `https://github.com/owner/name/milestone/7` or `https://api.github.com/repos/owner/name/…`."""
    for field in ("html_url", "url"):
        parts = text_of(member, field).split("/")
        for marker in ("milestone", "milestones"):
            if marker in parts[4:]:
                return clean_line(parts[parts.index(marker, 4) - 1])
    return ""
