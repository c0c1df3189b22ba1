"""Releases from a CSV table and back: one row a release, a verdict on each row, sound rows as plain records (cli.md).

What a row means:
- `project`, `version`: needed. The key is `<project>-<version>`; blanks and signs that no key may hold become hyphens.
  Upper and lower case are one. Two different rows that come to one key (`a-b` `c` and `a` `b-c`): the first keeps it,
  the later gets `+2` behind it. A release that the board has under another key is found by project and version.
- `type`: a release type; empty is minor.
- `stage`: a state (`released`, `cancelled`, `committed` …; `planned` is a draft) or a stage of the board, which is then
  in progress. Empty: released when there is an actual date, else a draft.
- `planned` is the target, `actual` the day it was released. A date names its year.
- `depends_on`: `project@version` (or a key), joined by `|`; each becomes a link.
- `notes` are kept. In notes written as `name=value; name=value`, `team=` is the team (a `team` column goes before it)
  and `series=` a tag.
- `title`, `goal`, `rm`, `lead`, `team`, `priority`, `application`, `start`: as on the release. `window` is
  `first..last`; `tags` and `clients` are joined by `|`; `stage_days` is `plan=3 build=10`; `archived` is yes or no.

A release that the board has already keeps what an empty cell says nothing about, its state too.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.words import MOVING_STATES, PredecessorKind, State

from .csvcells import slug
from .csvlinks import read_links
from .csvrows import Draft, RowReader
from .csvtext import Row, decode, read_sheet
from .findings import Import, Progress, Source, Verdict
from .records import Tables

__all__ = ["COLUMNS", "MORE_COLUMNS", "NEEDED", "Verdict", "read_releases", "read_rows", "read_table", "write_releases"]

NEEDED = ("project", "version")
COLUMNS = (*NEEDED, "type", "stage", "planned", "actual", "depends_on", "notes")
NORMAL = 3  # the priority that goes without saying
MORE_COLUMNS = (
    "title", "goal", "rm", "lead", "team", "priority", "application", "start", "window", "tags", "clients",
    "stage_days",
)  # fmt: skip
FIELDS = (*COLUMNS, *MORE_COLUMNS, "archived")


def read_releases(
    data: bytes,
    name: str,
    encoding: str = "",
    mapping: Mapping[str, str] | None = None,
    known: Board | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Import:
    """The releases of a CSV file, without the rows that are not sound and those that wait for such a row.

    Args:
        data: the file's bytes.
        name: the file's name, for errors.
        encoding: '' finds it out (UTF-8, UTF-16, byte order marks).
        mapping: column of the file to field, such as `{"Component": "project"}`.
        known: the board it will be put on: its releases may be waited for, its stages and spellings count.
        today: an actual date after it is not sound; None: any day will do.
        progress: told how many rows are read.

    Raises:
        BadInput: the file as a whole can't be read.
    """
    source = Source(name, known or Board(), today, "", progress)
    return read_table(decode(data, name, encoding), source, mapping or {})


def read_table(text: str, source: Source, mapping: Mapping[str, str]) -> Import:
    """The same of a text."""
    sheet = read_sheet(text, source.name, FIELDS, NEEDED, mapping)
    tables, verdicts = read_rows(sheet.rows, source)
    return Import("csv", tables, verdicts, sheet.ignored)


def read_rows(rows: Sequence[Row], source: Source) -> tuple[Tables, tuple[Verdict, ...]]:
    """The sound rows as records, and the verdict on each row."""
    reader = RowReader(source)
    drafts = reader.read(rows)
    links = read_links(drafts, reader)
    verdicts = tuple(Verdict(row.line, not row.problem, row.key, row.problem or row.remark) for row in drafts)
    return _make_tables(reader, drafts, links), verdicts


def _make_tables(reader: RowReader, drafts: list[Draft], links: list[dict[str, Any]]) -> Tables:
    releases = [draft.release for draft in drafts if not draft.problem]
    tables: Tables = {}
    for table, field, made in (("teams", "team", reader.teams), ("projects", "project", reader.projects)):
        used = {release.get(field) for release in releases}
        tables[table] = [{"id": ident, "name": given} for ident, given in made.items() if ident in used]
    tables |= {"releases": releases, "links": links}
    return {table: records for table, records in tables.items() if records}


def write_releases(board: Board) -> str:
    """All releases that are not archived as CSV (UTF-8, comma, CRLF as RFC 4180 has it), sorted by key.

    Importing it on the same board changes nothing; on an empty one it gives what these columns can hold.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*COLUMNS, *MORE_COLUMNS))
    shown = (release for release in board.releases.values() if not release.archived)
    for release in sorted(shown, key=lambda release: release.key.casefold()):
        writer.writerow(_write_row(board, release))
    return out.getvalue()


def _write_row(board: Board, release: Release) -> list[str]:
    stage = release.stage if release.state in MOVING_STATES and release.state != State.READY else release.state
    waits = (link for link in board.waits_for(release.id) if link.predecessor_kind == PredecessorKind.RELEASE)
    before = (board.releases[link.predecessor] for link in waits if link.predecessor in board.releases)
    named = {f"{_spell(board, 'projects', other.project)}@{other.version}" for other in before if not other.archived}
    planned, actual = (day.isoformat() if day else "" for day in (release.target, release.released_on))
    priority = "" if release.priority == NORMAL else str(release.priority)
    window = f"{release.window.start}..{release.window.end}" if release.window else ""
    stages = (plan for plan in release.stages if plan.stage in board.stage_ids)
    days = " ".join(f"{plan.stage}={plan.planned_days}" for plan in stages)
    return [
        _spell(board, "projects", release.project), release.version, release.type, stage, planned, actual,
        "|".join(sorted(named)), release.notes, release.title, release.goal, release.rm, release.lead,
        _spell(board, "teams", release.team), priority, release.application,
        release.start.isoformat() if release.start else "", window, "|".join(sorted(release.tags)),
        "|".join(sorted(release.clients)), days,
    ]  # fmt: skip


def _spell(board: Board, table: str, ident: str) -> str:
    """The given name of a project or team where its id comes from the name, else the id."""
    record = board.table(table).get(ident)
    return record.name if record is not None and slug(record.name) == ident else ident
