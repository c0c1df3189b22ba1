"""What the board shows, as plain values: columns of release ids, cards made only for those on screen, the cursor.

Pure: no drawing and no clock. A `BoardModel` never changes; moving the cursor gives a new one that shares the columns,
so a key costs the same on 50 releases and on 5,000. Equal parts compare equal, which is how the widgets know what to
leave alone.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.words import MOVING_STATES, OPEN_STATES, RELEASED_COLUMN, State

if TYPE_CHECKING:
    from releaseboard.schedule.outlook import Outlook

SORTS = ("health", "date", "priority", "key", "age")  # the order in which `s` goes through them
_HEALTH_ORDER = {"R": 0, "A": 1, "G": 2}
_SHORT_TYPES = {"new_app": "new", "security": "sec", "hotfix": "hot", "vendor": "vend"}

Keep = Callable[[Release, "Outlook | None"], bool]


class Column(NamedTuple):
    """One column of the board.

    `ids` are the releases shown, in order (after the filter); `total` is all that stand here, filter or not; `working`
    those that count for the limit (in progress or ready); `limit` 0 means none.
    """

    id: str
    name: str
    ids: tuple[str, ...]
    total: int = 0
    working: int = 0
    limit: int = 0

    @property
    def is_over(self) -> bool:
        """More work in the stage than its limit allows."""
        return 0 < self.limit < self.working


class Card(NamedTuple):
    """What one card says, without how it looks.

    `standing` is one of draft committed working waiting blocked held released rolled_back; `health` G A R or -;
    `day` the forecast (released: the day it was), None when there is none; `slack` in working days, None when not
    known; `fact` the one most important fact, '' when there is nothing to say; `title` what the release is called.
    """

    id: str
    key: str
    type: str
    standing: str
    health: str = "-"
    is_stale: bool = False
    day: date | None = None
    slack: int | None = None
    fact: str = ""
    title: str = ""


HERE, NEWS = "here", "news"
NO_SIGNS: Mapping[str, str] = {}


class BoardModel:
    """The board as shown: columns, cursor, marks.

    Attributes:
        columns: one per stage in order, and `Released` last.
        cursor: record id of the release under the cursor; '' when nothing is shown.
        marks: record ids of the marked releases.
        sort: one of SORTS.
        today: the day the dates are read against.
        signs: record id → HERE (somebody else stands on it) or NEWS (changed by somebody else, not looked at yet).
    """

    __slots__ = ("_cards", "_places", "board", "columns", "cursor", "marks", "outlooks", "signs", "sort", "today")

    def __init__(
        self,
        board: Board,
        outlooks: Mapping[str, "Outlook"],
        columns: tuple[Column, ...],
        *,
        today: date,
        sort: str = "health",
        cursor: str = "",
        marks: frozenset[str] = frozenset(),
        signs: Mapping[str, str] = NO_SIGNS,
        shared: "BoardModel | None" = None,
    ) -> None:
        self.signs = signs
        self.board, self.outlooks, self.columns = board, outlooks, columns
        self.today, self.sort, self.cursor, self.marks = today, sort, cursor, marks
        self._cards: dict[str, tuple[Release, Outlook | None, Card]] = shared._cards if shared is not None else {}
        self._places: dict[str, tuple[int, int]] = {}
        if shared is not None and shared.columns is columns:
            self._places = shared._places
        else:
            for at, column in enumerate(columns):
                for row, ident in enumerate(column.ids):
                    self._places[ident] = (at, row)

    def card(self, ident: str) -> Card:
        """The card of a release, made when first asked and kept while its release and outlook stay the same."""
        release, outlook = self.board.releases[ident], self.outlooks.get(ident)
        kept = self._cards.get(ident)
        if kept is not None and kept[0] is release and (kept[1] is outlook or kept[1] == outlook):
            return kept[2]
        card = make_card(release, outlook)
        self._cards[ident] = (release, outlook, card)
        return card

    def place(self, ident: str) -> tuple[int, int] | None:
        """Column and row of a release; None when it is not shown."""
        return self._places.get(ident)

    @property
    def shown(self) -> int:
        """How many releases are shown."""
        return len(self._places)

    def at(self, column: int, row: int) -> "BoardModel":
        """The cursor on the row nearest to `row` of a column; unchanged when the column is empty or not there."""
        if not 0 <= column < len(self.columns) or not self.columns[column].ids:
            return self
        ids = self.columns[column].ids
        return self.on(ids[max(0, min(row, len(ids) - 1))])

    def on(self, ident: str) -> "BoardModel":
        """The cursor on a release; unchanged when it is not shown."""
        if ident == self.cursor or ident not in self._places:
            return self
        return self._with(cursor=ident)

    def beside(self, step: int) -> int | None:
        """The next column with cards to the left (`step` < 0) or right; None when there is none."""
        place = self._places.get(self.cursor)
        at = (place[0] if place else -1) + step
        while 0 <= at < len(self.columns):
            if self.columns[at].ids:
                return at
            at += step
        return None

    def moved(self, dx: int, dy: int) -> "BoardModel":
        """The cursor moved by columns (empty ones are passed over) or rows; it stops at the edges."""
        place = self._places.get(self.cursor)
        if place is None:
            return self
        column, row = place
        model = self
        if dx:
            target = self.beside(1 if dx > 0 else -1)
            return self if target is None else self.at(target, row)
        return model.at(column, row + dy)

    def marked(self, ident: str) -> "BoardModel":
        """The mark of a release turned on or off."""
        return self._with(marks=self.marks ^ {ident})

    def with_marks(self, marks: Iterable[str]) -> "BoardModel":
        """These marks, as far as the releases are on the board."""
        return self._with(marks=frozenset(ident for ident in marks if ident in self.board.releases))

    def _with(self, cursor: str | None = None, marks: frozenset[str] | None = None) -> "BoardModel":
        return BoardModel(
            self.board, self.outlooks, self.columns, today=self.today, sort=self.sort,
            cursor=self.cursor if cursor is None else cursor, marks=self.marks if marks is None else marks,
            signs=self.signs, shared=self,
        )  # fmt: skip


def build_board_model(
    board: Board,
    outlooks: Mapping[str, "Outlook"],
    *,
    today: date,
    keep: Keep | None = None,
    sort: str = "health",
    marks: Iterable[str] = (),
    cursor: str = "",
    signs: Mapping[str, str] = NO_SIGNS,
    previous: BoardModel | None = None,
) -> BoardModel:
    """The board as shown now.

    Args:
        board: the releases and stages.
        outlooks: forecasts by release id; a release without one is shown without a date.
        today: the day the dates are read against.
        keep: the filter; None shows all.
        sort: one of SORTS.
        marks: ids of marked releases; those no longer on the board are dropped.
        cursor: the release to stand on; '' keeps the cursor of `previous` (the next nearest when it is gone).
        signs: as in BoardModel.
        previous: the model shown before; its cards are used again where nothing changed.
    """
    stacks: dict[str, list[Release]] = {stage: [] for stage in board.stage_ids}
    stacks[RELEASED_COLUMN] = []
    for release in board.releases.values():
        where = board.column_of(release)
        if where:
            stacks[where].append(release)
    limits = {stage.id: stage.wip_limit for stage in board.stages}
    columns = []
    for ident, stack in stacks.items():
        kept = stack if keep is None else [release for release in stack if keep(release, outlooks.get(release.id))]
        sort_releases(kept, ident, sort, outlooks)
        working = sum(1 for release in stack if release.state in MOVING_STATES)
        ids = tuple([release.id for release in kept])
        columns.append(Column(ident, board.stage_name(ident), ids, len(stack), working, limits.get(ident, 0)))
    model = BoardModel(board, outlooks, tuple(columns), today=today, sort=sort, signs=signs, shared=previous)
    model = model.with_marks(marks) if marks else model
    return _with_cursor(model, cursor, previous)


def sort_releases(releases: list[Release], column: str, sort: str, outlooks: Mapping[str, "Outlook"]) -> None:
    """Order in place; what is released stands newest first unless sorted by key."""
    if sort == "key":
        releases.sort(key=lambda release: natural_key(release.key))
        return
    releases.sort(key=lambda release: release.key)
    if column == RELEASED_COLUMN:
        releases.sort(key=lambda release: release.released_on or date.min, reverse=True)
        return
    if sort == "priority":
        releases.sort(key=lambda release: (release.priority, _date_of(release, outlooks)))
    elif sort == "age":
        releases.sort(key=_entered_on)
    elif sort == "date":
        releases.sort(key=lambda release: _date_of(release, outlooks))
    else:
        releases.sort(key=lambda release: (_health_rank(release, outlooks), _date_of(release, outlooks)))


def _health_rank(release: Release, outlooks: Mapping[str, "Outlook"]) -> int:
    outlook = outlooks.get(release.id)
    return _HEALTH_ORDER.get(outlook.health, 3) if outlook is not None else 3


def _date_of(release: Release, outlooks: Mapping[str, "Outlook"]) -> date:
    outlook = outlooks.get(release.id)
    return (outlook.date if outlook is not None else release.target) or date.max


def _entered_on(release: Release) -> date:
    """The day the release entered its stage: oldest first; what has not started comes last."""
    plan = release.stage_plan(release.stage) if release.stage else None
    return plan.started if plan is not None and plan.started is not None else date.max


def natural_key(key: str) -> tuple[tuple[int, str], ...]:
    """A sort key in which PAY-4.10 comes after PAY-4.9."""
    parts: list[tuple[int, str]] = []
    word = ""
    for char in key.casefold() + "\0":
        if word and char.isdecimal() != word[0].isdecimal():
            parts.append((int(word), "") if word[0].isdecimal() else (-1, word))
            word = ""
        word += char
    return tuple(parts)


def _with_cursor(model: BoardModel, cursor: str, previous: BoardModel | None) -> BoardModel:
    """Stand on `cursor`, else where the cursor was, else on what is nearest to that, else on the first card."""
    for wanted in (cursor, previous.cursor if previous is not None else ""):
        if wanted and model.place(wanted) is not None:
            return model.on(wanted)
    old = previous.place(previous.cursor) if previous is not None else None
    if previous is not None and old is not None:
        ids = previous.columns[old[0]].ids
        for neighbour in (*ids[old[1] + 1 :], *reversed(ids[: old[1]])):
            if model.place(neighbour) is not None:
                return model.on(neighbour)
    for column in model.columns:
        if column.ids:
            return model.on(column.ids[0])
    return model


def make_card(release: Release, outlook: "Outlook | None") -> Card:
    """What the card of a release says."""
    short = _SHORT_TYPES.get(release.type, release.type)
    standing = _standing_of(release)
    if outlook is None:
        return Card(
            release.id, release.key, short, standing, day=release.released_on or release.target, title=release.title
        )
    return Card(
        release.id, release.key, short, standing, outlook.health, outlook.stale, outlook.date, outlook.slack,
        outlook.fact, release.title,
    )  # fmt: skip


def _standing_of(release: Release) -> str:
    if release.state in MOVING_STATES:
        return str(release.flow) if release.blocked is None else "blocked"
    fixed = {State.ON_HOLD: "held", State.CLOSED: "released"}
    return str(fixed.get(State(release.state), release.state)) if release.state in _STATES else "draft"


_STATES = frozenset(State)


class HeaderModel(NamedTuple):
    """The line above the board.

    `counts` are open releases by health letter; `extra` is what stands after them (`on time 9/11`), '' for nothing.
    """

    name: str
    today: date
    counts: Mapping[str, int]
    extra: str = ""


def build_header(board: Board, outlooks: Mapping[str, "Outlook"], today: date, extra: str = "") -> HeaderModel:
    """The header for a board: counts of what is not yet released, cancelled or archived."""
    counts: dict[str, int] = {}
    for release in board.releases.values():
        if release.state in OPEN_STATES and not release.archived:
            outlook = outlooks.get(release.id)
            letter = outlook.health if outlook is not None else "-"
            counts[letter] = counts.get(letter, 0) + 1
    return HeaderModel(board.info.name, today, counts, extra)
