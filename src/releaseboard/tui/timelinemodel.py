"""What the timeline shows, as plain values: one row a release, its stages as bars, what waits for what. Pure.

Rows are made when they come into view and kept while board and forecast stay the same.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Link, Release
from releaseboard.domain.words import OUT_STATES, FreezeKind, LinkType

from .viewmodel import Keep, sort_releases

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook
    from releaseboard.schedule.prospects import Prospects

MOST_MEASURED = 300  # rows looked at to find the zoom to begin with
Span = tuple[int, int]  # first and last day, as ordinals


class Bar(NamedTuple):
    """One stage. `kind` is done, now or next; `first` and `last` its days, as they were or as they are forecast."""

    stage: str
    letter: str
    kind: str
    first: int
    last: int


class TimeRow(NamedTuple):
    """One release.

    `out` is the day it went or will go out, None when nobody can say; `is_open`: that day is a lower bound. `target`
    and `window` as agreed. `freezes` are the days on which it may not go out, by freeze.
    """

    id: str
    key: str
    title: str
    health: str
    is_stale: bool
    is_released: bool
    is_blocked: bool
    is_late: bool
    is_open: bool
    bars: tuple[Bar, ...]
    out: int | None
    target: int | None
    window: Span | None
    freezes: tuple[Span, ...]

    @property
    def span(self) -> Span | None:
        """From its first day to its last; None for a release without any date."""
        days = [day for bar in self.bars for day in (bar.first, bar.last)]
        days += [day for day in (self.out, self.target, *(self.window or ())) if day is not None]
        return (min(days), max(days)) if days else None


class Tie(NamedTuple):
    """How a row hangs together with the chosen one.

    `is_up`: the chosen one waits for it. `span`: the days between the end of the one and the start of the other, where
    there are some; what lies between is room.
    """

    is_up: bool
    span: Span | None


class TimelineModel:
    """All rows, and the one under the cursor.

    Attributes:
        ids: record ids in order.
        cursor: the chosen one; '' when there is none.
        letters: stage id → its letter.
        today: as ordinal.
    """

    def __init__(
        self, board: Board, outlooks: "Mapping[str, Outlook]", ids: tuple[str, ...], today: date, cursor: str = "",
        shared: "TimelineModel | None" = None,
    ) -> None:  # fmt: skip
        self.board, self.outlooks, self.ids, self.day = board, outlooks, ids, today
        self.today = today.toordinal()
        same = shared is not None and shared.board is board and shared.outlooks is outlooks
        self._rows: dict[str, TimeRow] = shared._rows if shared is not None and same else {}
        is_placed = shared is not None and shared.ids is ids
        self._places: dict[str, int] = (
            shared._places if shared is not None and is_placed else {ident: at for at, ident in enumerate(ids)}
        )
        self.letters: dict[str, str] = shared.letters if shared is not None and same else name_letters(board)
        self.cursor = cursor if cursor in self._places else (ids[0] if ids else "")

    @property
    def place(self) -> int:
        """The row of the cursor, -1 for none."""
        return self._places.get(self.cursor, -1)

    def on(self, ident: str) -> "TimelineModel":
        """The cursor on a release; unchanged when it is not shown."""
        if ident == self.cursor or ident not in self._places:
            return self
        return TimelineModel(self.board, self.outlooks, self.ids, self.day, ident, self)

    def moved(self, step: int) -> "TimelineModel":
        """The cursor by rows; it stops at the ends."""
        return self.on(self.ids[max(0, min(self.place + step, len(self.ids) - 1))]) if self.ids else self

    @cached_property
    def _whole(self) -> "Prospects | None":
        whole: Callable[[], Prospects] | None = getattr(self.outlooks, "whole", None)
        return whole() if whole is not None else None

    def row(self, ident: str) -> TimeRow:
        """The row of a release."""
        found = self._rows.get(ident)
        if found is None:
            found = self._rows[ident] = self._make_row(self.board.releases[ident])
        return found

    def _make_row(self, release: Release) -> TimeRow:
        outlook = self.outlooks.get(release.id)
        is_out = release.state in OUT_STATES
        day = release.released_on or (outlook.date if outlook is not None else release.target)
        window = (release.window.start.toordinal(), release.window.end.toordinal()) if release.window else None
        whole = self._whole
        prospect = whole.by_id.get(release.id) if whole is not None else None
        if prospect is not None and prospect.window is not None:
            window = prospect.window
        out = day.toordinal() if day is not None else None
        return TimeRow(
            release.id, release.key, release.title,
            outlook.health if outlook is not None else "-", outlook.stale if outlook is not None else False,
            is_out, release.blocked is not None and not is_out,
            out is not None and window is not None and out > window[1],
            outlook.open_ended if outlook is not None else False,
            tuple(self._list_bars(release)), out, release.target.toordinal() if release.target else None, window,
            self._list_freezes(release),
        )  # fmt: skip

    def _list_bars(self, release: Release) -> Iterable[Bar]:
        """Stages that are over as they were, the others as they are forecast; those without dates are left out."""
        whole = self._whole
        for plan in release.stages:
            letter = self.letters.get(plan.stage, "?")
            if plan.skipped is not None:
                continue
            if plan.finished is not None:
                first = plan.started or plan.finished
                yield Bar(plan.stage, letter, "done", first.toordinal(), plan.finished.toordinal())
                continue
            node = whole.found.net.index.get(f"{release.id}.{plan.stage}") if whole is not None else None
            if whole is None or node is None:
                continue
            start, last = whole.found.start[node], whole.found.finish[node]
            if start is None or last is None:
                continue
            base = whole.found.net.base
            first_day = min(start + base, plan.started.toordinal()) if plan.started is not None else start + base
            kind = "now" if plan.started is not None and release.stage == plan.stage else "next"
            yield Bar(plan.stage, letter, kind, first_day, max(first_day, last - 1 + base))

    def _list_freezes(self, release: Release) -> tuple[Span, ...]:
        whole = self._whole
        if whole is None or release.state in OUT_STATES:
            return ()
        closed = [*whole.days.release(release).freezes]
        closed += [freeze for freeze in whole.days.freezes if freeze.kind == FreezeKind.SHUTDOWN]
        return tuple(sorted({(freeze.start.toordinal(), freeze.end.toordinal()) for freeze in closed}))

    @cached_property
    def freezes(self) -> tuple[tuple[str, Span], ...]:
        """All freezes of the board that are not lifted, by first day, with their names."""
        found = [freeze for freeze in self.board.freezes.values() if not freeze.lifted]
        found.sort(key=lambda freeze: (freeze.start, freeze.name))
        return tuple((freeze.name or freeze.id, (freeze.start.toordinal(), freeze.end.toordinal())) for freeze in found)

    @cached_property
    def ties(self) -> Mapping[str, Tie]:
        """The releases that the chosen one waits for or holds up, by id."""
        found = {link.successor: self._tie(link, is_up=False) for link in self.board.holds_up(self.cursor)}
        found |= {link.predecessor: self._tie(link, is_up=True) for link in self.board.waits_for(self.cursor)}
        return {ident: tie for ident, tie in found.items() if tie is not None}

    def _tie(self, link: Link, *, is_up: bool) -> Tie | None:
        releases = self.board.releases
        if link.predecessor not in releases or link.successor not in releases:
            return None
        giver, taker = self.row(link.predecessor), self.row(link.successor)
        given = find_bar(giver, link.point)
        taken = find_bar(taker, link.successor_stage) or (taker.bars[-1] if taker.bars else None)
        end = (given.first if link.type == LinkType.SS else given.last) if given is not None else giver.out
        start = taken.first if taken is not None else taker.out
        if link.type == LinkType.FF and taken is not None:
            start = taken.last
        is_ahead = end is not None and start is not None and end < start and not giver.is_released
        return Tie(is_up, (end, start) if is_ahead and end is not None and start is not None else None)

    def find_span(self) -> Span:
        """The days that the rows take, those that are still to go out before all others; today is always in it."""
        rows = [self.row(ident) for ident in self.ids[:MOST_MEASURED]]
        ahead = [row.span for row in rows if not row.is_released and row.span is not None]
        spans = ahead or [row.span for row in rows if row.span is not None]
        today = () if spans and not ahead else (self.today,)
        firsts, lasts = [span[0] for span in spans], [span[1] for span in spans]
        return min((*firsts, *today), default=self.today), max((*lasts, *today), default=self.today)


def find_bar(row: TimeRow, stage: str) -> Bar | None:
    """The bar of a stage; None when it has none."""
    return next((bar for bar in row.bars if bar.stage == stage), None) if stage else None


def name_letters(board: Board) -> dict[str, str]:
    """One letter for each stage, different ones as far as letters go: of its name, else of the alphabet, else `?`."""
    found: dict[str, str] = {}
    for stage in board.stages:
        name = [char for char in (stage.name or stage.id).upper() if char.isascii() and char.isalnum()]
        taken = set(found.values())
        spare = [*name, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        found[stage.id] = next((char for char in spare if char not in taken), "?")
    return found


def list_rows(board: Board, outlooks: "Mapping[str, Outlook]", keep: Keep | None, sort: str) -> tuple[str, ...]:
    """The ids of the releases that stand on the board, after its filter, in its order."""
    shown = [release for release in board.releases.values() if board.column_of(release)]
    if keep is not None:
        shown = [release for release in shown if keep(release, outlooks.get(release.id))]
    sort_releases(shown, "", sort, outlooks)
    return tuple(release.id for release in shown)
