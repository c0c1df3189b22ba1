"""What versions and dates of other people's files say: the release type behind a version, days and months."""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Any

from releaseboard.domain.words import ReleaseType
from releaseboard.errors import BadInput

_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9})*", re.ASCII)
_TRAILING = re.compile(r"^(?P<name>.*?\D)??[\s_-]*v?(?P<version>\d[\w.+-]*)$", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def type_of(version: str) -> str:
    """major for 3.0.0, minor for 3.1 and 3.1.0, patch for 3.1.4; '' without a number.

    A pre-release has the type of the final it leads to: only the first row of numbers counts.
    """
    match = _NUMBERS.search(version)
    if match is None:
        return ""
    numbers = [int(part) for part in match.group().split(".")]
    if any(numbers[2:]):
        return ReleaseType.PATCH.value
    return (ReleaseType.MINOR if any(numbers[1:2]) else ReleaseType.MAJOR).value


def split_version(name: str) -> tuple[str, str]:
    """What a version is called, in two: `XSS Protection API 1.0.0` is the API and its number; ('', name) if no number.

    `v1.30` and `1.30` are all version.
    """
    match = _TRAILING.match(name)
    if match is None or not match["name"]:
        return "", name
    return match["name"].strip(" -_"), match["version"]


def read_date(value: Any, field: str) -> date | None:
    """A day, `2027-03-02` with or without a time behind it; None when there is none.

    Raises:
        BadInput: it is something else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(re.split(r"[T ]", value.strip(), maxsplit=1)[0])
        except ValueError:
            pass
    raise BadInput(f"{field} is not a date: {str(value)[:40]!r}", "such as 2027-03-02")


def read_span(value: Any, field: str) -> tuple[date, date] | None:
    """First and last day of what may be a day or, where the day is not known yet, a month such as `2027-03`."""
    match = _MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        day = read_date(value, field)
        return (day, day) if day is not None else None
    year, month = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and year >= 1):
        raise BadInput(f"{field} is not a month: {value[:40]!r}", "such as 2027-03")
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
