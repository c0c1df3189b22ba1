"""A release timeline in Markdown, as Kubernetes writes them: a table of What and When, the version in the heading."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from releaseboard.errors import BadInput
from releaseboard.text import clean_line

from .calendarkinds import begins_freeze, event_kind, freeze_kind, is_freeze, is_thaw
from .findings import Import, Source
from .gathering import Entry, Gathering, make_id
from .versions import split_version, type_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HEADING = re.compile(r"^# +(\S.*)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}\s*(?:[AaPp][Mm]\b)?\s*(?:[A-Z]{2,5}\b)?")
_DAY = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,6}day),?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s+(?P<month>[A-Za-z]{3,9})\.?)?(?:,?\s+(?P<year>\d{4}))?(?![\w.])"
)
_RELEASED = re.compile(r"v?(\d+\.\d+[\w.+-]*) released\b", re.IGNORECASE)


class _Row:
    """One row of the table: line, title, and the days it names with a remark on them."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.title = cells.get("what", "")
        self.when = cells.get("when", "")
        self.who = cells.get("who", "")


def is_timeline(text: str) -> bool:
    """Whether there is a table with What and When."""
    return any(_is_head(line) for line in text.splitlines())


def read_timeline(text: str, source: Source) -> Import:
    """Freezes up to the thaw, releases by the version in their titles, all else as events."""
    rows = list(_list_rows(text))
    heading = _HEADING.search(text)
    named, series = split_version(clean_line(heading[1])) if heading else ("", "")
    stem = os.path.splitext(os.path.basename(source.name))[0]
    project = source.project or (named or series).casefold() or stem.casefold()
    gathering = Gathering(source, "timeline", len(rows))
    thaw = _find_thaw(rows)
    for row in rows:
        with gathering.take(row.line, row.title) as entry:
            start, end = _read_days(entry, row.when)
            released = _RELEASED.match(row.title)
            if released is not None:
                version = released[1]
                entry.add_release(project, version, start, type=type_of(version), tags=series if named else "")
                continue
            ident = gathering.name_once(make_id(project, series if named else "", row.title), start)
            if not is_freeze(row.title):
                entry.add_event(ident, row.title, start, end, kind=event_kind(row.title))
                continue
            last = max(end, thaw - timedelta(days=1)) if thaw and begins_freeze(row.title) else end
            entry.add(
                "freezes", ident, name=row.title, kind=freeze_kind(row.title), start=start, end=last,
                projects=[make_project_id(source, project)], owner=row.who,
            )  # fmt: skip
    return gathering.finish()


def make_project_id(source: Source, project: str) -> str:
    """The id under which the board has a project, or will have it."""
    return next((ident for ident in source.known.projects if ident.casefold() == project.casefold()), project)


def _find_thaw(rows: list[_Row]) -> date | None:
    for row in rows:
        if is_thaw(row.title):
            try:
                return find_days(row.when)[0]
            except BadInput:
                return None
    return None


def _is_head(line: str) -> bool:
    return {"what", "when"} <= {cell.casefold() for cell in _split_cells(line)}


def _list_rows(text: str) -> Iterator[_Row]:
    """The rows of each table with What and When."""
    names: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("|"):
            names = []
        elif _is_head(line):
            names = [cell.casefold() for cell in _split_cells(line)]
        elif names and not set(line.strip()) <= set("|-: "):
            yield _Row(number, dict(zip(names, _split_cells(line), strict=False)))


def _split_cells(line: str) -> list[str]:
    """The cells of a row as plain texts: without stars, and links by their words."""
    if not line.lstrip().startswith("|"):
        return []
    inner = line.strip().removeprefix("|").replace("\\|", "\x00")
    cells = (cell.replace("\x00", "|").replace("*", "") for cell in inner.split("|"))
    return [clean_line(_LINK.sub(lambda match: match[1], cell)) for cell in cells]


def _read_days(entry: Entry, when: str) -> tuple[date, date]:
    start, end, weekday = find_days(when)
    if weekday and WEEKDAYS[start.weekday()].casefold() != weekday.casefold():
        entry.remark = f"{start} is a {WEEKDAYS[start.weekday()]}, not a {weekday.capitalize()}"
    return start, end


def find_days(when: str) -> tuple[date, date, str]:
    """First and last day of a text such as `02:00 UTC Friday 9th February 2024 / 18:00 PDT …` (the first zone counts),
    `Tuesday 19th - Friday 22nd March 2024` or `2024-02-09`, and the weekday said of the first.

    Raises:
        BadInput: no day with month and year can be found.
    """
    said = _CLOCK.sub(" ", when.partition(" / ")[0])
    try:
        day = date.fromisoformat(said.strip())
        return day, day, ""
    except ValueError:
        pass
    found = list(_DAY.finditer(said))
    month = year = ""
    days: list[date] = []
    for match in reversed(found):
        month, year = match["month"] or month, match["year"] or year
        if not year or month[:3].casefold() not in MONTHS:
            break
        try:
            days.insert(0, date(int(year), MONTHS.index(month[:3].casefold()) + 1, int(match["day"])))
        except ValueError:
            raise BadInput(f"there is no such day: {when[:60]!r}", "such as Friday 9th February 2024") from None
    if not days or len(days) != len(found) or days[-1] < days[0]:
        raise BadInput(f"no day can be read in {when[:60]!r}", "such as Friday 9th February 2024")
    return days[0], days[-1], found[0]["weekday"] or ""
