"""What one cell of a table means: a type, a date, a window, a priority, names, days of stages. Each raises BadInput."""

import re
from collections.abc import Collection
from datetime import date

from releaseboard.domain.rules import FORBIDDEN_IN_KEY, RANGES
from releaseboard.domain.when import parse_date
from releaseboard.domain.words import PRIORITIES, ReleaseType
from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

MOST_DAYS = RANGES["stages", "default_days"][1]
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$", re.ASCII | re.DOTALL)
_FORBIDDEN = re.compile(f"[{re.escape(''.join(sorted(FORBIDDEN_IN_KEY)))}]+")
_STAGE_DAYS = re.compile(r"([^\s=]+)=(\d{1,4})", re.ASCII)
_FLAGS = {"": False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True, "x": True}


def slug(text: str) -> str:
    """A text as part of a key or id: signs that no key may hold become one hyphen, those that can't be seen go."""
    shown = text if text.isprintable() else "".join(sign for sign in text if sign.isprintable())
    return _FORBIDDEN.sub("-", shown).strip("-")


def read_type(text: str) -> str:
    """A release type, in any case, with blanks or hyphens."""
    fold = "_".join(text.casefold().replace("-", " ").split())
    known = [kind.value for kind in ReleaseType]
    if fold not in known:
        raise BadInput(f"there is no type {text[:40]!r}", did_you_mean(text, known) or f"one of: {', '.join(known)}")
    return fold


def read_day(text: str, field: str) -> date:
    """A date with its year; a time behind it is left out."""
    day = _TIME.sub("", text.strip())
    try:
        return date.fromisoformat(day)
    except ValueError:
        pass
    if not _YEAR.search(day):
        raise BadInput(f"the {field} date {text[:40]!r} is not a date with its year", "such as 2027-03-02")
    try:
        return parse_date(day, date(2000, 1, 1))  # the year is written, so no day to count from is needed
    except BadInput as problem:
        raise BadInput(f"the {field} date: {problem.message}", "such as 2027-03-02") from None


def read_window(text: str) -> tuple[date, date]:
    """First and last day, `2027-03-01..2027-03-05`; one day alone is both."""
    first, dots, last = text.partition("..")
    start = read_day(first, "window")
    end = read_day(last, "window") if dots else start
    if end < start:
        raise BadInput(f"the window ends before it starts ({start}..{end})", "first..last day")
    return start, end


def read_priority(text: str) -> int:
    """1 to 4, or its word."""
    by_word = {word: number for number, word in PRIORITIES.items()}
    number = by_word.get(text.casefold()) or (int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0)
    if number not in PRIORITIES:
        words = ", ".join(f"{number} {word}" for number, word in PRIORITIES.items())
        raise BadInput(f"there is no priority {text[:40]!r}", f"one of: {words}")
    return number


def read_names(text: str) -> dict[str, bool]:
    """Names joined by `|`, as the members of a set."""
    return {name: True for part in text.split("|") if (name := clean_line(part))}


def read_flag(text: str, field: str) -> bool:
    """yes or no."""
    if text.casefold() not in _FLAGS:
        raise BadInput(f"{field} is neither yes nor no: {text[:40]!r}", "yes or no")
    return _FLAGS[text.casefold()]


def read_stage_days(text: str, stages: Collection[str]) -> dict[str, int]:
    """Working days by stage id, `plan=3 build=10`."""
    found: dict[str, int] = {}
    for part in text.split():
        match = _STAGE_DAYS.fullmatch(part)
        if match is None or not 1 <= int(match[2]) <= MOST_DAYS:
            raise BadInput(f"{part[:40]!r} is not a stage and its days", f"such as build=10; at most {MOST_DAYS}")
        if match[1] not in stages:
            raise BadInput(f"there is no stage {match[1][:40]!r}", f"the stages are {', '.join(stages)}")
        found[match[1]] = int(match[2])
    return found
