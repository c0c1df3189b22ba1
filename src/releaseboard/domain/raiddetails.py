"""What only some kinds of RAID entry have: which fields, which words and numbers, and the options of a decision."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

from . import rules
from .cleaning import clean_value
from .fields import join_path
from .raid import Raid
from .words import LEVELS, RESPONSES, ROAM, Answer, Cause, RaidKind, Strategy

FIELDS: dict[str, tuple[str, ...]] = {
    RaidKind.RISK: ("probability", "impact_days", "trigger", "response", "roam", "became"),
    RaidKind.ISSUE: ("cause", "days_lost_est", "severity", "strategy"),
    RaidKind.DECISION: ("options", "chosen", "why", "decided_by", "decided_on", "needed_by", "strategy"),
    RaidKind.REQUEST: ("from", "to", "ask", "answer", "effect_on_forecast", "answered_on", "reported_back_on"),
}
SETTLED = ("became", "chosen", "decided_by", "decided_on", "answer", "answered_on", "reported_back_on")
_WORDS: dict[str, Iterable[str]] = {
    "probability": LEVELS, "response": RESPONSES, "roam": ROAM, "cause": Cause, "strategy": Strategy, "answer": Answer,
}  # fmt: skip
_RANGES = {"impact_days": (0, 10_000), "days_lost_est": (0, 10_000), "severity": (1, 4)}
_DATES = frozenset({"decided_on", "needed_by", "answered_on", "reported_back_on"})


def with_article(kind: str) -> str:
    """`a risk`, `an issue`."""
    return f"an {kind}" if kind == RaidKind.ISSUE else f"a {kind}"


def clean_details(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by `details.` paths, words as stored. Raises BadInput for one that the kind does not have."""
    return {join_path("details", name): _clean_detail(kind, name, value) for name, value in fields.items()}


def _clean_detail(kind: str, name: str, value: Any) -> Any:
    known = FIELDS.get(kind, ())
    if name not in known:
        hint = did_you_mean(name, known) or f"{with_article(kind)} has {', '.join(known)}"
        raise BadInput(f"{with_article(kind)} has no field {name!r}", hint)
    if value in (None, ""):
        return None
    if name in _WORDS:
        return rules.require_word(str(value), _WORDS[name], f"the {name} of {with_article(kind)}")
    if name in _RANGES:
        low, high = _RANGES[name]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadInput(f"{name} can't be {value!r}", f"a whole number from {low} to {high}")
    if name in _DATES:
        return _clean_date(name, value)
    return clean_options(value) if name == "options" else value


def _clean_date(name: str, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError:
        raise BadInput(f"{name} can't be {value!r}", "a day such as 2027-03-05") from None


def clean_options(options: Any) -> list[dict[str, Any]]:
    """The options of a decision, each {text, forecast, effects} with a text of its own. Raises BadInput."""
    if isinstance(options, str | Mapping):
        raise BadInput("options are a list", "each with a text")
    cleaned = [dict(clean_value({"text": option} if isinstance(option, str) else option)) for option in options]
    texts = [str(option.get("text") or "").strip() for option in cleaned]
    if not all(texts) or len(set(texts)) < len(texts):
        raise BadInput("each option needs a text of its own", "such as: move the window")
    for option in cleaned:
        if option.get("forecast"):
            option["forecast"] = _clean_date("forecast", option["forecast"])
    return cleaned


def list_options(entry: Raid) -> tuple[str, ...]:
    """The texts of a decision's options; () when it has none."""
    options = entry.details.get("options")
    if not isinstance(options, list | tuple):
        return ()
    return tuple(str(option.get("text") or "") for option in options if isinstance(option, Mapping))


def find_option(title: str, options: tuple[str, ...], chosen: str) -> str:
    """The option that was meant, by its text or number from 1; any text where there are none. Raises BadInput."""
    wanted = clean_line(chosen)
    if not wanted:
        raise BadInput(f"say what was chosen for {title!r}", ", ".join(options) or "in a few words")
    if not options:
        return wanted
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    for option in options:
        if option.casefold() == wanted.casefold():
            return option
    raise BadInput(f"{wanted!r} is none of the options of {title!r}", f"they are: {', '.join(options)}")
