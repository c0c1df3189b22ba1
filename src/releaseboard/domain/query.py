"""The filter language, one for `--filter`, `/` on the screen and saved views (cli.md).

Words must all stand in key, title or goal. `field:value` looks at one field, commas are alternatives, `-` negates,
quotes hold spaces together. A value that a release of the board has exactly is meant exactly; else its beginning will
do (`lead:ki`), so a filter finds something while it is being typed. A field without a value asks whether there is any
(`blocked:`, `-lead:`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from releaseboard.errors import BadInput, did_you_mean

from .board import Board
from .model import Release
from .when import WorkDays, parse_date, shift_weekdays
from .words import OPEN_STATES, ReleaseType, State


class Seen(Protocol):
    """The part of a release's outlook that filters look at (schedule/outlook.py); read-only."""

    @property
    def slack(self) -> int | None: ...
    @property
    def health(self) -> str: ...
    @property
    def stale(self) -> bool: ...


Test = Callable[[Release, Seen | None], bool]
Bounds = tuple[int | None, int | None]  # lowest and highest, both included; None is open


class BadQuery(BadInput):
    """A filter that can't be read; `column` counts characters from 1."""

    def __init__(self, column: int, message: str, hint: str = "") -> None:
        super().__init__(f"column {column}: {message}", hint)
        self.column = column


class Term(NamedTuple):
    """One condition: `field` '' means words; `values` are folded; `bounds` (ordinals or days) for due and slack."""

    field: str
    values: tuple[str, ...]
    negated: bool = False
    bounds: tuple[Bounds, ...] = ()


_HEALTH = {"green": "G", "amber": "A", "yellow": "A", "red": "R", "none": "-", "-": "-"}
_STATES = {word.replace("_", "-"): str(word) for word in State}
_TYPES = {word.replace("_", "-"): str(word) for word in ReleaseType}
_CLOSED = {"health": _HEALTH, "state": _STATES, "type": _TYPES}

_VALUES: Mapping[str, Callable[[Board, Release], Iterable[str]]] = {
    "project": lambda board, release: (release.project,),
    "team": lambda board, release: {release.team, *(plan.team for plan in release.stages)},
    "stage": lambda board, release: (board.column_of(release),),
    "lead": lambda board, release: (release.lead,),
    "rm": lambda board, release: (release.rm,),
    "tag": lambda board, release: release.tags,
    "client": lambda board, release: release.clients,
}
FIELDS = ("project", "type", "team", "stage", "state", "health", "lead", "rm", "tag", "client", "due", "slack",
          "stale", "blocked")  # fmt: skip


class Query:
    """A filter that was read. Equal texts read on equal days are equal.

    Attributes:
        text: what was typed.
        terms: the conditions; all must hold.
    """

    __slots__ = ("_board", "_test", "terms", "text")

    def __init__(self, text: str, terms: tuple[Term, ...]) -> None:
        self.text = text
        self.terms = terms
        self._board: Board | None = None
        self._test: Test | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The plain words that must be found, folded: for marking them on the screen."""
        return tuple(value for term in self.terms if not term.field and not term.negated for value in term.values)

    @property
    def needs_outlook(self) -> bool:
        """Whether health, slack or staleness is asked, which only a forecast can tell."""
        return any(term.field in ("health", "slack", "stale") for term in self.terms)

    def predicate(self, board: Board) -> Test:
        """A fast test for the releases of this board; made once for a board and kept."""
        if self._test is None or self._board is not board:
            self._test = _all_of([_compile_term(term, board) for term in self.terms])
            self._board = board
        return self._test


def matches(query: Query, board: Board, release: Release, outlook: Seen | None = None) -> bool:
    """Whether a release passes; without an outlook no health, slack or staleness does."""
    return query.predicate(board)(release, outlook)


def parse_query(text: str, today: date, workdays: WorkDays | None = None) -> Query:
    """Read a filter.

    Args:
        text: what was typed; '' lets all through. A quote left open ends with the text.
        today: the day that `due:` counts from.
        workdays: the board's working-day arithmetic (see `parse_date`); None counts Mon-Fri.

    Raises:
        BadQuery: an unknown field, health, state or type, or no number or date where one is needed; with the column.
    """
    terms = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        column = at + 1
        negated = text[at] == "-"
        at, field, values = _read_term(text, at + negated)
        if field or any(values):
            terms.append(_make_term(column, field, values, negated, today, workdays or shift_weekdays))
    return Query(text, tuple(terms))


def _read_term(text: str, at: int) -> tuple[int, str, list[str]]:
    """The end of the term that begins at `at`, its field ('' for a word) and its alternatives with quotes taken off."""
    field = ""
    values = [""]
    is_quoted = False
    was_quoted = False
    while at < len(text):
        char = text[at]
        if char == '"':
            is_quoted = not is_quoted
            was_quoted = True
        elif char.isspace() and not is_quoted:
            break
        elif char == ":" and not is_quoted and not field and not was_quoted and values[-1].isalpha():
            field = ",".join(values).casefold()
            values = [""]
        elif char == "," and not is_quoted and field:
            values.append("")
        else:
            values[-1] += char
        at += 1
    return at, field, values


def _make_term(column: int, field: str, values: list[str], negated: bool, today: date, workdays: WorkDays) -> Term:
    if field and field not in FIELDS:
        hint = did_you_mean(field, FIELDS) or f"fields: {' '.join(FIELDS)}"
        raise BadQuery(column, f"there is no field {field[:30]!r}", f"{hint}; in quotes it is a plain word")
    kept = tuple(value.strip() for value in values if value.strip())
    try:
        if field == "due":
            return Term(field, kept, negated, tuple(_read_days(value, today, workdays) for value in kept))
        if field == "slack":
            return Term(field, kept, negated, tuple(_read_numbers(value) for value in kept))
    except BadInput as problem:
        raise BadQuery(column, f"{field}: {problem.message}", problem.hint) from None
    if field in _CLOSED:
        return Term(field, tuple(known for value in kept for known in _known(column, field, value)), negated)
    return Term(field, tuple(value.casefold() for value in kept), negated)


def _known(column: int, field: str, value: str) -> list[str]:
    """The members of a fixed set of words that the value stands for."""
    words = _CLOSED[field]
    folded = value.casefold().replace("_", "-").replace(" ", "-")
    if folded in words:
        return [words[folded]]
    found = [known for word, known in words.items() if word.startswith(folded)]
    if not found:
        hint = did_you_mean(folded, words) or f"{field}: {', '.join(words)}"
        raise BadQuery(column, f"there is no {field} {value[:30]!r}", hint)
    return found


def _split_comparison(value: str) -> tuple[str, str]:
    for sign in ("<=", ">=", "<", ">", "="):
        if value.startswith(sign):
            return sign, value[len(sign) :].strip()
    return "=", value


def _bounds(sign: str, low: int, high: int) -> Bounds:
    return {
        "=": (low, high), "<": (None, low - 1), "<=": (None, high), ">": (high + 1, None), ">=": (low, None),
    }[sign]  # fmt: skip


def _read_numbers(value: str) -> Bounds:
    """`<2`, `>=0`, `3`, `0..2`."""
    first, dots, last = value.partition("..")
    if dots:
        return _read_number(first), _read_number(last)
    sign, number = _split_comparison(value)
    return _bounds(sign, _read_number(number), _read_number(number))


def _read_number(text: str) -> int:
    digits = text.strip().removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        raise BadInput(f"{text.strip()[:30]!r} is not a number of working days", "slack:<2, slack:>=0 or slack:0..2")
    return -int(digits) if text.strip().startswith("-") else int(digits)


def _read_days(value: str, today: date, workdays: WorkDays) -> Bounds:
    """`<2w`, `<3d`, `<5` (working days), `fri`, `>5 mar`, `w10` (the whole week), `1 mar..5 mar`."""
    first, dots, last = value.partition("..")
    if dots:
        return _read_day(first, today, workdays)[0], _read_day(last, today, workdays)[1]
    sign, text = _split_comparison(value)
    return _bounds(sign, *_read_day(text, today, workdays))


def _read_day(text: str, today: date, workdays: WorkDays) -> tuple[int, int]:
    """First and last day, as ordinals, that a typed day or distance stands for."""
    text = text.strip().casefold()
    number = text[:-1] if text[-1:] in ("d", "w") else text
    is_count = number.isascii() and number.isdigit() and len(number) <= 4
    try:
        if is_count and text[-1] == "d":
            there = today + timedelta(days=int(number))
        else:
            there = parse_date(f"+{text}" if is_count else text, today, workdays)
    except OverflowError:
        raise BadInput(f"{text} is outside the calendar", "due:<2w") from None
    is_week = text[:1] == "w" and text[1:2].isdigit()
    return there.toordinal(), there.toordinal() + (6 if is_week else 0)


def _all_of(tests: list[Test]) -> Test:
    if not tests:
        return lambda release, seen: True
    if len(tests) == 1:
        return tests[0]
    return lambda release, seen: all(test(release, seen) for test in tests)


def _compile_term(term: Term, board: Board) -> Test:
    test = _compile_plain(term, board)
    return (lambda release, seen: not test(release, seen)) if term.negated else test


def _compile_plain(term: Term, board: Board) -> Test:
    field, values = term.field, term.values
    if not field:
        word = " ".join(values)
        return lambda release, seen: (
            word in release.key.casefold() or word in release.title.casefold() or word in release.goal.casefold()
        )
    if field == "due":
        return _compile_due(term)
    if field == "slack":
        bounds = term.bounds
        return lambda release, seen: seen is not None and seen.slack is not None and _is_within(seen.slack, bounds)
    if field == "health":
        colours = frozenset(values) or frozenset("GAR")
        return lambda release, seen: (seen.health if seen is not None else "-") in colours
    if field == "stale":
        return lambda release, seen: seen is not None and seen.stale
    if field == "blocked":
        return lambda release, seen: release.blocked is not None
    if field in ("state", "type"):
        allowed = frozenset(values)
        if field == "state":
            return lambda release, seen: not allowed or release.state in allowed
        return lambda release, seen: not allowed or release.type in allowed
    return _compile_field(field, values, board)


def _compile_due(term: Term) -> Test:
    """Due is the target, else the end of the window; what is out or cancelled is not due any more."""
    bounds = term.bounds

    def is_due(release: Release, seen: Seen | None) -> bool:
        day = release.target or (release.window.end if release.window else None)
        return day is not None and release.state in OPEN_STATES and _is_within(day.toordinal(), bounds)

    return is_due


def _is_within(number: int, bounds: tuple[Bounds, ...]) -> bool:
    return not bounds or any(
        (low is None or number >= low) and (high is None or number <= high) for low, high in bounds
    )


def _compile_field(field: str, values: tuple[str, ...], board: Board) -> Test:
    read = _VALUES[field]
    present = {value for release in board.releases.values() for value in read(board, release) if value}
    wanted = {found for value in values for found in _resolve(field, value, present, board)} if values else present
    if field == "project":
        return lambda release, seen: release.project in wanted
    return lambda release, seen: any(value in wanted for value in read(board, release))


def _resolve(field: str, value: str, present: Iterable[str], board: Board) -> list[str]:
    """The values among those present that are meant: the exact ones, else those that begin so."""
    labels = {item: _labels(field, item, board) for item in present}
    exact = [item for item, names in labels.items() if value in names]
    return exact or [item for item, names in labels.items() if any(name.startswith(value) for name in names)]


def _labels(field: str, value: str, board: Board) -> list[str]:
    """What people may call a value, folded: id, name, and for people each part of the name."""
    name = ""
    if field in ("lead", "rm"):
        name = board.person_name(value)
        return [value.casefold(), name.casefold(), *name.casefold().split()]
    if field == "stage":
        name = board.stage_name(value)
    elif field in ("team", "project"):
        record = board.table(f"{field}s").get(value)
        name = record.name if record is not None else ""
    return [value.casefold(), name.casefold()] if name else [value.casefold()]
