"""Entries of a file that is not ours, on their way to records: each is taken whole or left out, with a verdict.

Releases go the way of the rows of a table (csvrows.py), so that there is one set of rules for what a row means.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any

from releaseboard.domain.records import LONGEST_ID
from releaseboard.errors import BadInput
from releaseboard.text import clean_line, clean_text

from .csvfile import read_rows
from .csvtext import Row
from .findings import Import, Source, Verdict
from .records import Plain, Tables

AHEAD_AGAIN = "said to be out on a day that is still ahead: planned for it"
SHARED = frozenset({"people", "holidays"})  # several entries may name one
_HASH = 8  # signs of a hash at the end of an id that would be too long
_NOT_IN_ID = re.compile(r"[^\w.+-]+|_")


class Entry:
    """One entry of the file.

    Attributes:
        line: where it begins. label: its key or id for the verdict, '' until there is one. remark: what to know of it.
    """

    def __init__(self, source: Source, line: int, label: str) -> None:
        self.source = source
        self.line = line
        self.label = label
        self.remark = ""
        self.problem = ""
        self.row: Row | None = None
        self.records: list[tuple[str, Plain]] = []

    def add_release(self, project: str, version: str, out: date | None = None, **cells: str) -> None:
        """The release of this entry (one at most).

        Args:
            project: its project as the file calls it.
            version: its version.
            out: the day it is out or planned for; None is not known.
            cells: further cells as in a table (csvfile.py); without `stage`, it is released when `out` is over.
        """
        given = {"project": project, "version": version, **cells}
        if out is not None:
            is_out = self.source.is_over(out) and given.get("stage", "released") == "released"
            if is_out:
                given["actual"] = out.isoformat()
            elif not given.get("planned"):
                given["planned"] = out.isoformat()
            if given.get("stage") == "released" and not is_out:
                del given["stage"]
                self.remark = AHEAD_AGAIN
        self.row = Row(self.line, {name: text for name, value in given.items() if (text := clean_text(value).strip())})

    def add(self, table: str, ident: str, **fields: Any) -> None:
        """A record of another kind; fields that are None or '' say nothing. Raises BadInput without an id."""
        if not ident:
            raise BadInput("it has no name to make an id of", "give it a name")
        said = {name: value for name, value in fields.items() if value is not None and value != ""}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
        self.records.append((table, {"id": ident, **plain}))
        self.label = self.label or ident

    def add_event(
        self, ident: str, name: str | None, day: date, until: date | None = None, **fields: str | None
    ) -> None:
        """An event; what is over is confirmed. `until`: the latest it may be, or its last day."""
        confidence = "confirmed" if self.source.is_over(day) else None
        latest = until if until is not None and until > day else None
        said = {"name": name, "date": day, "date_latest": latest, "confidence": confidence, **fields}
        self.add("events", ident, **said)
        known = self.source.known.events.get(ident)
        if known is not None and known.date_latest is not None and latest is None:
            self.records[-1][1]["date_latest"] = ""  # says that there is none any more

    def add_person(self, name: str) -> str:
        """The login of a person who is named; they are on the board, or will be."""
        spoken = clean_line(name)
        for login, person in self.source.known.people.items():
            if spoken.casefold() in (person.name.casefold(), login.casefold()):
                return login
        login = make_id(spoken)
        if login:
            self.records.append(("people", {"id": login, "name": spoken}))
        return login


class Gathering:
    """All entries of one file.

    Args:
        source: the file.
        form: the format it is in.
        total: how many entries there are, for the progress.
    """

    def __init__(self, source: Source, form: str, total: int) -> None:
        self.source = source
        self.form = form
        self.total = total
        self.entries: list[Entry] = []
        self._ids: set[str] = set()
        self.ignored: list[str] = []

    @contextmanager
    def take(self, line: int, label: str = "") -> Iterator[Entry]:
        """One entry; when BadInput is raised inside, all of it is left out for that reason."""
        entry = Entry(self.source, line, label)
        self.entries.append(entry)
        try:
            yield entry
        except BadInput as problem:
            entry.problem = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
        self.source.tell(len(self.entries), self.total)

    def name_once(self, ident: str, day: date) -> str:
        """The id, with its day behind it when an earlier entry has it already."""
        found = ident if ident not in self._ids else make_id(ident, day.isoformat())
        self._ids.add(found)
        return found

    def finish(self) -> Import:
        """The sound entries as records, a verdict on each entry."""
        self._refuse_twins()
        rows = [entry.row for entry in self.entries if entry.row is not None and not entry.problem]
        tables, said = read_rows(rows, self.source._replace(progress=None))
        by_row = dict(zip(map(id, rows), said, strict=True))
        others: dict[str, dict[str, Plain]] = {}
        verdicts = []
        for entry in self.entries:
            verdict = _judge(entry, by_row.get(id(entry.row)))
            verdicts.append(verdict)
            for table, plain in entry.records if verdict.ok else ():
                others.setdefault(table, {}).setdefault(plain["id"], plain)
        merged: Tables = {table: list(records.values()) for table, records in others.items()}
        return Import(self.form, merged | tables, tuple(verdicts), tuple(self.ignored))

    def _refuse_twins(self) -> None:
        """The second of two entries that come to one record is left out."""
        first: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            for table, plain in entry.records if not entry.problem else ():
                place = (table, plain["id"])
                if first.setdefault(place, entry) is not entry and table not in SHARED:
                    entry.problem = f"{plain['id']} stands in line {first[place].line} already (keep one of the two)"


def _judge(entry: Entry, said: Verdict | None) -> Verdict:
    if entry.problem:
        return Verdict(entry.line, False, entry.label, entry.problem)
    if said is None:
        return Verdict(entry.line, True, entry.label, entry.remark)
    return Verdict(entry.line, said.ok, said.key, said.reason if not said.ok else entry.remark or said.reason)


def make_id(*parts: str) -> str:
    """An id in small letters and digits from texts, '' from nothing; a long or odd one ends in a hash of the whole."""
    whole = " ".join(clean_line(part) for part in parts if part).casefold()
    ident = _NOT_IN_ID.sub("-", whole).strip("-._")
    if len(ident) <= LONGEST_ID and (ident or not whole):
        return ident
    return f"{ident[: LONGEST_ID - _HASH - 1]}-{sha256(whole.encode()).hexdigest()[:_HASH]}".strip("-")


def text_of(entry: Mapping[str, Any], field: str) -> str:
    """A text of an entry, cleaned to one line; '' when it is not there. Raises BadInput when it is no text."""
    value = entry.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput(f"{field} is not a text", "write it in quotes")
    return clean_line(str(value))
