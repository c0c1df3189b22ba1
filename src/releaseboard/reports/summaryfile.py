"""A summary as bytes and back: JSON, the lines of releases as lists, days as `YYYY-MM-DD`."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from .summary import Coming, Decision, Line, OnTime, Summary


def write_summary(summary: Summary) -> bytes:
    """The bytes of a summary; equal summaries have equal bytes. The first line holds what is short."""
    short = summary._replace(lines=(), recent=(), coming=(), decisions=())
    long = (summary.lines, summary.recent, summary.coming, summary.decisions)
    return "\n".join(_encode(part) for part in (short, long)).encode("ascii")


_encode = json.JSONEncoder(default=lambda value: _write_date(value), separators=(",", ":")).encode


def _write_date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a summary")


def read_summary(data: bytes, *, counts_only: bool = False) -> Summary | None:
    """The summary in some bytes; None when they hold none. `counts_only`: without its lines and dates."""
    first, _, second = data.partition(b"\n")
    try:
        short = _read_short(json.loads(first))
        return short if counts_only else _add_long(short, json.loads(second))
    except (ValueError, TypeError, RecursionError):
        return None


def _read_short(plain: list[Any]) -> Summary:
    found = Summary(*plain)
    return found._replace(
        today=date.fromisoformat(plain[1]), lines=(), recent=(), coming=(), decisions=(),
        original=OnTime(*found.original), agreed=OnTime(*found.agreed),
    )  # fmt: skip


def _add_long(short: Summary, plain: list[Any]) -> Summary:
    lines, recent, coming, decisions = plain
    return short._replace(
        lines=_read_lines(lines),
        recent=_read_lines(recent),
        coming=tuple(Coming(date.fromisoformat(day), *rest) for day, *rest in coming),
        decisions=tuple(
            Decision(ident, title, _read_date(by), owner, tuple(keys)) for ident, title, by, owner, keys in decisions
        ),
    )


def _read_lines(plain: Iterable[list[Any]]) -> tuple[Line, ...]:
    return tuple(_read_line(*item) for item in plain)


def _read_line(
    key: str, title: str, place: str, rest: str, health: str, stale: bool, reasons: list[str], target: str | None,
    forecast: str | None, is_bound: bool, slip: int | None, slack: int | None, out: str | None, is_open: bool,
) -> Line:  # fmt: skip
    return Line(
        key, title, place, rest, health, stale, tuple(reasons), _read_date(target), _read_date(forecast), is_bound,
        slip, slack, _read_date(out), is_open,
    )  # fmt: skip


def _read_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
