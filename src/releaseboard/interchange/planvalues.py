"""Kinds of values in a plan file: each reads one TOML value into its plain form (domain/fields.py) and back.

Dates are TOML dates or `"2027-03-02"`. In the sample boards, and only there, a date may be told from the day the sample
is made, as a text:

    "today"        that day               "today+12"    12 calendar days later        "today-10"    10 earlier
    "today+12wd"   12 working days (Mon-Fri) later; "today+0wd" is today or the Monday after a weekend
    "week+2 tue"   the Tuesday of the week (Mon-Sun) two weeks after this one; "week fri" is this week's Friday
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from releaseboard.domain.when import shift_weekdays
from releaseboard.errors import did_you_mean

from .planlines import Path

Reader = Callable[[Any, "Reading"], Any]
Writer = Callable[[Any], Any]

MOST_AMOUNT = 10**12
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = re.compile(r"(?:today(?:([+-]\d{1,4})(wd)?)?|week(?:([+-]\d{1,3}))? (mon|tue|wed|thu|fri|sat|sun))", re.A)


class Unfit(Exception):
    """A value that can't stand where it stands.

    Args:
        text: what is wrong, without the place.
        hint: what would do.
        path: what leads to the value from where its reader started.
    """

    def __init__(self, text: str, hint: str = "", path: Path = ()) -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.path = path


class Reading(NamedTuple):
    """How a file is read: where we are in it, and the day that relative dates count from (None: they are refused)."""

    path: Path = ()
    today: date | None = None

    def inside(self, *path: str | int) -> "Reading":
        """The same, further in."""
        return self._replace(path=(*self.path, *path))

    def unfit(self, text: str, hint: str = "") -> Unfit:
        """An error at this place."""
        return Unfit(text, hint, self.path)


class Kind(NamedTuple):
    """One kind of value: `read` gives the plain form or raises Unfit, `write` gives a value for tomli_w."""

    read: Reader
    write: Writer


def _show(value: Any) -> str:
    shown = value if isinstance(value, str) else str(value)
    return repr(shown if len(shown) <= 40 else shown[:39] + "…")


def read_text(value: Any, reading: Reading) -> str:
    """Any text."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise reading.unfit(f"{value} is a number, a text is needed", f'write it in quotes: "{value}"')
    raise reading.unfit(f"a text is needed, not {_show(value)}", "write it in quotes")


def read_name(value: Any, reading: Reading) -> str:
    """A text that says something: an id, a name."""
    text = read_text(value, reading).strip()
    if not text:
        raise reading.unfit("it can't be empty", "give it a name")
    return text


def read_flag(value: Any, reading: Reading) -> bool:
    """true or false."""
    if isinstance(value, bool):
        return value
    raise reading.unfit(f"{_show(value)} is neither true nor false", "write true or false, without quotes")


def read_day(value: Any, reading: Reading) -> str:
    """A date, as `YYYY-MM-DD`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        relative = _RELATIVE.fullmatch(" ".join(value.split()).lower())
        if relative is not None:
            return _resolve(relative, value, reading).isoformat()
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            pass
    raise reading.unfit(f"{_show(value)} is not a date", "write it as 2027-03-02, without quotes")


def _resolve(match: re.Match[str], value: str, reading: Reading) -> date:
    if reading.today is None:
        raise reading.unfit(
            f"{_show(value)}: only sample boards count dates from today", "write the day, such as 2027-03-02"
        )
    count, workdays, weeks, weekday = match.groups()
    try:
        if weekday:
            monday = reading.today - timedelta(days=reading.today.weekday())
            return monday + timedelta(weeks=int(weeks or 0), days=DAYS.index(weekday))
        if workdays:
            first = shift_weekdays(shift_weekdays(reading.today, -1), 1)  # a Saturday counts from its Monday
            return shift_weekdays(max(first, reading.today), int(count))
        return reading.today + timedelta(days=int(count or 0))
    except OverflowError:
        raise reading.unfit(f"{_show(value)} is outside the calendar") from None


def read_instant(value: Any, reading: Reading) -> str:
    """A moment as ISO text; a date alone stands for nine o'clock UTC of that day."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if "T" in value or " " in value.strip():
                return value
    return f"{read_day(value, reading)}T09:00:00+00:00"


def _same(value: Any) -> Any:
    return value


def _write_day(value: Any) -> Any:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value


TEXT = Kind(read_text, _same)
NAME = Kind(read_name, _same)
FLAG = Kind(read_flag, _same)
DAY = Kind(read_day, _write_day)
INSTANT = Kind(read_instant, _same)


def _read_amount(value: Any, reading: Reading) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > MOST_AMOUNT or value != value:
        raise reading.unfit(f"{_show(value)} is not a number", "write it without quotes, such as 2.5")
    return value


AMOUNT = Kind(_read_amount, _same)  # a measured number, whole or not


def number(low: int, high: int) -> Kind:
    """Whole numbers from `low` to `high`."""

    def read_number(value: Any, reading: Reading) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise reading.unfit(f"{_show(value)} is not a whole number from {low} to {high}", "write it without quotes")
        return value

    return Kind(read_number, _same)


def word(words: type[StrEnum] | Collection[str]) -> Kind:
    """One of some words, upper or lower case, hyphens forgiven."""
    allowed = {str(known).casefold(): str(known) for known in words}

    def read_word(value: Any, reading: Reading) -> str:
        text = read_text(value, reading)
        fold = text.strip().casefold()
        found = allowed.get(fold) or allowed.get(fold.replace("-", "_"))
        if found is None:
            near = did_you_mean(text, allowed.values())
            raise reading.unfit(f"{_show(text)} is not allowed here", near or f"one of: {', '.join(allowed.values())}")
        return found

    return Kind(read_word, _same)


def many(kind: Kind) -> Kind:
    """An array of one kind of value."""

    def read_many(value: Any, reading: Reading) -> list[Any]:
        if not isinstance(value, list):
            raise reading.unfit(f"a list is needed, not {_show(value)}", "write it in brackets: [ … ]")
        return [kind.read(item, reading.inside(at)) for at, item in enumerate(value)]

    return Kind(read_many, lambda value: [kind.write(item) for item in value])


def _write_members(value: Any) -> Any:
    return sorted(name for name, is_in in value.items() if is_in) if isinstance(value, Mapping) else value


# An array of names here, a set in the record: `["a", "b"]` and `{"a": true, "b": true}`.
MEMBERS = Kind(lambda value, reading: dict.fromkeys(many(NAME).read(value, reading), True), _write_members)


def named(kind: Kind) -> Kind:
    """An inline table whose keys are free, such as stage ids."""

    def read_named(value: Any, reading: Reading) -> dict[str, Any]:
        table = require_table(value, reading)
        return {name: kind.read(item, reading.inside(name)) for name, item in table.items()}

    return Kind(read_named, lambda value: {name: kind.write(item) for name, item in value.items()})


def shape(
    kinds: Mapping[str, Kind],
    required: Collection[str] = (),
    renamed: Mapping[str, str] | None = None,
    usual: Mapping[str, Any] | None = None,
) -> Kind:
    """A table with these keys and no others.

    Args:
        kinds: key in the file to kind of value.
        required: keys that must be there.
        renamed: key in the file to field of the record, where they differ.
        usual: values that go without saying, left out of the plain form as the board leaves them out.
    """
    to_field = renamed or {}
    to_key = {field: key for key, field in to_field.items()}

    def read_shape(value: Any, reading: Reading) -> dict[str, Any]:
        table = require_table(value, reading)
        found: dict[str, Any] = {}
        for name, item in table.items():
            if name not in kinds:
                hint = did_you_mean(name, kinds) or f"keys: {', '.join(kinds)}"
                raise Unfit(f"there is no key {_show(name)} here", hint, (*reading.path, name))
            plain = kinds[name].read(item, reading.inside(name))
            if usual is None or usual.get(name) != plain:
                found[to_field.get(name, name)] = plain
        for name in required:
            if name not in table:
                raise reading.unfit(f"{name} is missing", f"needed: {', '.join(required)}")
        return found

    def write_shape(value: Any) -> dict[str, Any]:
        keys = ((to_key.get(name, name), item) for name, item in value.items())
        keys = ((key, item) for key, item in keys if item is not None and (item != "" or key in required))
        known = {key: kinds[key].write(item) for key, item in keys if key in kinds}
        return {key: known[key] for key in kinds if key in known}

    return Kind(read_shape, write_shape)


def require_table(value: Any, reading: Reading) -> Mapping[str, Any]:
    """The value when it is a table, else Unfit."""
    if not isinstance(value, Mapping):
        raise reading.unfit(f"named values are needed, not {_show(value)}", "write it in braces: {start = 2027-03-01}")
    return value


def _read_plain(value: Any, reading: Reading) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _read_plain(item, reading.inside(name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_read_plain(item, reading.inside(at)) for at, item in enumerate(value)]
    if isinstance(value, str | int | bool):
        return value
    raise reading.unfit(f"{_show(value)} can't be kept on a board", "write a whole number or a text")


# Whatever a file can hold, dates as texts: settings and details that have no shape of their own here.
PLAIN = Kind(_read_plain, _same)
