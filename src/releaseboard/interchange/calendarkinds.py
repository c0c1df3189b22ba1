"""What an entry of somebody's calendar is, told by the words in its title and categories."""

import re
from collections.abc import Sequence

from releaseboard.domain.words import EventKind, FreezeKind

_FREEZE = re.compile(r"freeze|frozen|black-?\s?out|moratorium|change stop|no[- ]deploy|no[- ]change|lock-?down", re.I)
_THAW = re.compile(r"\bthaw|unfreeze|freeze\s+(?:is\s+)?(?:over|ends?|ended|lifted)\b|\bend of\b.*freeze", re.I)
_BEGINNING = re.compile(r"freeze(?:\s*\([^)]*\))?\W*$", re.I)
_SHUTDOWN = re.compile(r"shut-?\s?down|(?:office|company|plant|site)s?\s+closed|company holiday|office closure", re.I)
_OF_CODE = re.compile(
    r"code|feature|docs?\b|documentation|test|enhancement|string|spec\b|membership|requirement|translation|blog|scope"
    r"|readiness|design|content|\bAPI\b|dependenc|merge|branch|import",
    re.I,
)
_HOLIDAY = re.compile(r"\bholidays?\b|feiertag|jours? fériés?|festivos|helligdag|pyhäpäiv", re.I)
_WINDOW = re.compile(
    r"\b(?:maintenance|release|deploy(?:ment)?|change|patch(?:ing)?|service)\s+(?:window|slot|night)s?\b", re.I
)
_EVENTS: tuple[tuple[EventKind, str], ...] = (
    (EventKind.CONFERENCE, r"conference|\bsummit\b|\w*con\b|meetup|\bexpo\b|\bPTG\b|hackathon|keynote"),
    (EventKind.REGULATORY, r"regulat|compliance|\baudit|\blaw\b|directive|\bPSD\d|GDPR|\bDORA\b"),
    (EventKind.FISCAL, r"fiscal|(?:quarter|year|month|half)[ -]?(?:end|close)|book close|earnings|budget"),
    (EventKind.OS_UPDATE, r"\b(?:iOS|iPadOS|macOS|Android|Windows|Ubuntu|Debian|RHEL|patch tuesday)\b"),
    (EventKind.VENDOR, r"vendor|supplier|partner|certificat"),
    (EventKind.APP_UPDATE, r"releas|\bGA\b|general availability|version|\bupdate|upgrade|end of life|\bEOL\b"),
)


def is_freeze(title: str, categories: Sequence[str] = ()) -> bool:
    """Whether it speaks of a freeze or a shutdown, and not of its end."""
    words = " ".join((title, *categories))
    return bool(_FREEZE.search(words) or _SHUTDOWN.search(words)) and not is_thaw(title)


def is_thaw(title: str) -> bool:
    """Whether freezes end here."""
    return _THAW.search(title) is not None


def begins_freeze(title: str) -> bool:
    """Whether it names the freeze itself (`Code Freeze`, `Docs freeze (final)`), not a call or warning about one."""
    return _BEGINNING.search(title) is not None


def freeze_kind(title: str, categories: Sequence[str] = ()) -> str:
    """shutdown when nobody is there, change when code, texts or tests are frozen, else deploy."""
    words = " ".join((title, *categories))
    for kind in FreezeKind:
        if kind.value in {category.strip().casefold() for category in categories}:
            return kind.value
    if _SHUTDOWN.search(words):
        return FreezeKind.SHUTDOWN.value
    return FreezeKind.CHANGE.value if _OF_CODE.search(title) else FreezeKind.DEPLOY.value


def event_kind(title: str, categories: Sequence[str] = ()) -> str:
    """The kind of an event: its category where that is one of ours, else by its words."""
    given = {category.strip().casefold().replace(" ", "_") for category in categories}
    known = next((kind for kind in EventKind if kind.value in given), None)
    words = " ".join((title, *categories))
    return (known or next((kind for kind, said in _EVENTS if re.search(said, words, re.I)), EventKind.OTHER)).value


def is_holiday(calendar: str, categories: Sequence[str]) -> bool:
    """Whether nobody works: the entry's categories or the calendar's name say so."""
    return _HOLIDAY.search(calendar) is not None or any(_HOLIDAY.search(category) for category in categories)


def is_window(title: str, categories: Sequence[str] = ()) -> bool:
    """Whether it is a time in which releases may go out."""
    return any(_WINDOW.search(words) for words in (title, *categories))
