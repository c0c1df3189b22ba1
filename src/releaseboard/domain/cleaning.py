"""Plain values made fit to be shown: every text in them cleaned (text.py), however deep it stands.

A printable text of usual length needs no cleaning, and nearly all are; telling so is a tenth of the work of cleaning.
"""

from collections.abc import Mapping
from typing import Any

from releaseboard.text import MAX_LINE, clean_line, clean_text

LONG_TEXTS = frozenset({"notes", "progress", "blockers", "asks", "evidence", "text"})
_NUMBERS = (int, float)  # bool is one


def clean_name(name: str) -> str:
    """The name of a member, cleaned; the white space of a printable one is spaces."""
    return name if name.isprintable() and " " not in name and len(name) <= MAX_LINE else clean_line(name)


def clean_value(value: Any, field: str = "") -> Any:
    """A plain value with every text in it cleaned (text.py); numbers, None and booleans as they are."""
    if isinstance(value, str):
        if field in LONG_TEXTS:
            return clean_text(value)
        return value if value.isprintable() and len(value) <= MAX_LINE else clean_line(value)
    if value is None or isinstance(value, _NUMBERS):
        return value
    if isinstance(value, Mapping):
        return {clean_name(str(name)): clean_value(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_value(item) for item in value]
    return value
