"""Rows of a CSV table read as releases: each row is sound, or has a problem that is named."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.records import LONGEST_ID
from releaseboard.domain.rules import LONGEST_KEY
from releaseboard.domain.words import ENDED_STATES, State
from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line, clean_text

from .csvcells import read_day, read_flag, read_names, read_priority, read_stage_days, read_type, read_window, slug
from .csvtext import Row
from .findings import Source

SURPLUS_HINT = "is a quote missing, or the delimiter in a text?"
HOLDING_STATES = frozenset({State.IN_PROGRESS, State.READY, State.ON_HOLD})  # they keep the stage that the board knows
PLANNED = "planned"  # how tables say that a release is not begun
TEXTS = ("title", "goal", "rm", "lead", "notes", "application")

_PAIR = re.compile(r"\s*([A-Za-z_]+)\s*=\s*([^;]*?)\s*(?:;|$)")


class Draft:
    """One row on its way: a release and its links, or a problem."""

    def __init__(self, row: Row) -> None:
        self.line = row.line
        self.cells = row.cells
        self.key = ""
        self.state = ""
        self.release: dict[str, Any] = {}
        self.problem = ""
        self.remark = ""


class RowReader:
    """Reads the rows of one file.

    Args:
        source: the file: the board they will be put on, today (actual dates after it are refused), who is told how far.

    Attributes:
        projects, teams: id to given name, of those that the board does not have.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.board: Board = source.known
        board = self.board
        self.projects: dict[str, str] = {}
        self.teams: dict[str, str] = {}
        self._spelling = {ident.casefold(): ident for ident in board.projects}
        self._team_spelling = {ident.casefold(): ident for ident in board.teams}
        self._on_board = {
            (release.project.casefold(), release.version.casefold()): release.key for release in board.releases.values()
        }
        self._taken: dict[str, Draft] = {}
        self._by_pair: dict[tuple[str, str], Draft] = {}

    def read(self, rows: Sequence[Row]) -> list[Draft]:
        """A draft for each row; what a row waits for is not looked at here."""
        drafts = [Draft(row) for row in rows]
        for number, (draft, row) in enumerate(zip(drafts, rows, strict=True), 1):
            try:
                if row.surplus:
                    raise BadInput(f"{row.surplus} more values than columns", SURPLUS_HINT)
                self._read_row(draft)
            except BadInput as problem:
                draft.problem = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
            self.source.tell(number, len(rows))
        return drafts

    def find_key(self, name: str) -> str:
        """The key of `project@version`, or of a key, in the file or on the board; '' when it is in neither."""
        project, at, version = name.rpartition("@")
        pair = (slug(clean_line(project)).casefold(), version.strip().casefold())
        if at and pair in self._by_pair:
            return self._by_pair[pair].key
        if at:
            return self._on_board.get(pair, "")
        if name.casefold() in self._taken:
            return self._taken[name.casefold()].key
        found = self.board.find_release(name)
        return found.key if found is not None else ""

    def known_names(self) -> list[str]:
        """`project@version` of every row, for a hint."""
        return [f"{draft.cells['project']}@{draft.cells['version']}" for draft in self._taken.values()]

    def _read_row(self, draft: Draft) -> None:
        """The release of one row. Raises BadInput."""
        cells = draft.cells
        names = {field: clean_line(cells.get(field, "")) for field in ("project", "version")}
        for field, value in names.items():
            if not value:
                raise BadInput(f"{field} is missing", "each release has a project and a version")
        self._claim_key(draft, names["project"], names["version"])
        project = self._id_of(names["project"], self._spelling, self.projects)
        release: dict[str, Any] = {"key": draft.key, "project": project, "version": names["version"]}
        if "type" in cells:
            release["type"] = read_type(cells["type"])
        release |= self._read_stage(draft, cells)
        release |= self._read_plan(draft, cells)
        for field in TEXTS:
            text = (clean_text if field == "notes" else clean_line)(cells.get(field, "")).strip()
            if text:
                release[field] = text
        for field in ("tags", "clients"):
            if field in cells:
                release[field] = read_names(cells[field])
        if "priority" in cells:
            release["priority"] = read_priority(cells["priority"])
        if "archived" in cells:
            release["archived"] = read_flag(cells["archived"], "archived")
        release |= self._read_notes(cells, release.get("tags", {}))
        draft.release = self._without_same(release)

    def _read_plan(self, draft: Draft, cells: Mapping[str, str]) -> dict[str, Any]:
        """Target, start and window; those of an open release must go together, with what the board has of them too."""
        there = self.board.find_release(draft.key)
        target = read_day(cells["planned"], "planned") if "planned" in cells else None
        window = read_window(cells["window"]) if "window" in cells else None
        if draft.state not in ENDED_STATES:
            _require_together(there, target, window)
        fields: dict[str, Any] = {}
        if target is not None:
            fields["target"] = target.isoformat()
        if "start" in cells:
            fields["start"] = read_day(cells["start"], "start").isoformat()
        if window is not None:
            fields["window"] = {"start": window[0].isoformat(), "end": window[1].isoformat()}
            if there is not None and there.window is not None and (there.window.start, there.window.end) == window:
                del fields["window"]  # where it comes from (a rule, an event) stays said
        return fields

    def _without_same(self, release: dict[str, Any]) -> dict[str, Any]:
        """Without what the board's release of that key says already, be it only by default."""
        there = self.board.find_release(release["key"])
        if there is None:
            return release
        fields = ("type", "state", "stage", "priority", "archived")
        same = {name for name in fields if (release.get(name) or "") == getattr(there, name)}
        return {name: value for name, value in release.items() if name not in same}

    def _claim_key(self, draft: Draft, project: str, version: str) -> None:
        """Give the row its key. Raises BadInput for a row that was there before, or a key that is too long."""
        pair = (slug(project).casefold(), version.casefold())
        if pair in self._by_pair:
            raise BadInput(
                f"{project} {version} stands in line {self._by_pair[pair].line} already", "keep one of the two"
            )
        wanted = slug(f"{project}-{version}")
        on_board = self._on_board.get(pair)
        key = on_board or wanted
        count = 1
        while not on_board and (key.casefold() in self._taken or self.board.find_release(key) is not None):
            count += 1
            key = f"{wanted}+{count}"
        if len(key) > LONGEST_KEY:
            raise BadInput(f"the key {wanted[:40]}… is longer than {LONGEST_KEY} signs", "shorten project or version")
        if count > 1:
            draft.remark = f"{wanted} is taken by another project and version: this one is {key}"
        draft.key = key
        self._taken[key.casefold()] = draft
        self._by_pair[pair] = draft

    def _id_of(self, given: str, spelling: dict[str, str], made: dict[str, str]) -> str:
        """The id of a project or team: as the board or an earlier row spells it, else made of the given name."""
        ident = slug(given)
        if not ident or len(ident) > LONGEST_ID:
            raise BadInput(f"no id can be made of {given[:40]!r}", f"a name of 1 to {LONGEST_ID} letters and digits")
        if ident.casefold() not in spelling:
            spelling[ident.casefold()] = ident
            made[ident] = given
        return spelling[ident.casefold()]

    def _read_stage(self, draft: Draft, cells: Mapping[str, str]) -> dict[str, Any]:
        """State, stage, release day, and for a new release its stages, from `stage` and `actual`."""
        actual = read_day(cells["actual"], "actual") if "actual" in cells else None
        if actual is not None and not self.source.is_over(actual):
            raise BadInput(f"the actual date {actual} is in the future", f"today is {self.source.today}")
        there = self.board.find_release(draft.key)
        days = read_stage_days(cells.get("stage_days", ""), self.board.stage_ids)
        planned = {stage: {"planned_days": count} for stage, count in days.items()}
        if there is not None and actual is None and "stage" not in cells:
            draft.state = there.state
            return {"stages": planned} if planned else {}
        state, stage = self._find_state(cells.get("stage", ""), actual)
        draft.state = state
        is_new = there is None
        fields: dict[str, Any] = {"state": state}
        if state == State.READY and is_new:
            stage = self.board.stage_ids[-1]
        elif state == State.IN_PROGRESS and not stage and (there is None or not there.stage):
            stage = next((known for known in self.board.stage_ids if not days or known in days), "")
        if stage or state not in HOLDING_STATES:
            fields["stage"] = stage
        if state in ENDED_STATES and state != State.CANCELLED:
            fields["released_on"] = actual.isoformat() if actual else None
            is_dated = actual is not None or (there is not None and there.released_on is not None)
            draft.remark = draft.remark or ("" if is_dated else "released, but nobody says when")
        elif actual is not None:
            draft.remark = draft.remark or f"its actual date is left out: it is not released but {stage or state}"
        if is_new and (stage or state in ENDED_STATES):
            fields["stages"] = self._stages_until(stage, days, is_over=state == State.READY)
        if planned and not (is_new and stage):
            fields["stages"] = planned
        return fields

    def _find_state(self, text: str, actual: date | None) -> tuple[str, str]:
        fold = "_".join(text.casefold().replace("-", " ").split())
        if not fold:
            return (State.RELEASED.value if actual else State.DRAFT.value), ""
        if fold == PLANNED:
            return State.DRAFT.value, ""
        for stage in self.board.stages:
            if text.casefold() in (stage.id.casefold(), stage.name.casefold()):
                return State.IN_PROGRESS.value, stage.id
        for state in State:
            if fold == state.value:
                return state.value, ""
        known = [PLANNED, *self.board.stage_ids, *(state.value for state in State)]
        raise BadInput(f"there is no stage {text[:40]!r}", did_you_mean(text, known) or f"one of: {', '.join(known)}")

    def _stages_until(self, here: str, days: Mapping[str, int], *, is_over: bool) -> dict[str, Any]:
        """The stages, those before `here` skipped, and `here` too when it is over; none where `here` is ''.

        `days` tells which stages and how long; empty: the board's own.
        """
        ids = self.board.stage_ids
        behind = ids[: ids.index(here) + is_over] if here else ()
        skipped = {"skipped": {"reason": "it was over before the import"}}
        usual = {stage.id: stage.default_days for stage in self.board.stages}
        planned = {**days, here: days.get(here, usual[here])} if days and here else usual
        return {
            stage: {"planned_days": planned[stage], **(skipped if stage in behind else {})}
            for stage in (ids if here else ())
            if stage in planned
        }

    def _read_notes(self, cells: Mapping[str, str], tags: Mapping[str, bool]) -> dict[str, Any]:
        """Team and tag, from the `team` column and from notes written as `name=value; name=value`."""
        pairs = {name.casefold(): value for name, value in _PAIR.findall(cells.get("notes", ""))}
        found: dict[str, Any] = {}
        team = clean_line(cells.get("team", "") or pairs.get("team", ""))
        if team:
            found["team"] = self._id_of(team, self._team_spelling, self.teams)
        series = slug(clean_line(pairs.get("series", "")))
        if series:
            found["tags"] = {**tags, series: True}
        return found


def _require_together(there: Release | None, target: date | None, window: tuple[date, date] | None) -> None:
    """Raises BadInput for a target outside the window, of an open release; what the row leaves out is the board's."""
    if there is not None:
        target = target or there.target
        if window is None and there.window is not None:
            window = there.window.start, there.window.end
    if target is not None and window is not None and not window[0] <= target <= window[1]:
        raise BadInput(
            f"the planned date {target} is outside the window {window[0]}..{window[1]}", "move both together"
        )
