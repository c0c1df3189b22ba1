"""`status` as Markdown, for a wiki, a chat or a mail. What people typed is escaped: it is data, never markup."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from releaseboard.domain.when import format_date, format_day

from .layout import near_date
from .phrases import say_coming, say_days, say_decision, say_forecast, say_on_time
from .summary import Line, Summary

if TYPE_CHECKING:
    from .since import Since

_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#"})
_HEALTH = {"R": "Red", "A": "Amber", "G": "Green", "-": "No plan"}


def escape(text: str) -> str:
    """Text from people with everything escaped that Markdown could read as markup."""
    if ";" in text:  # only then could an ampersand begin a character reference
        text = text.replace("&", "&amp;")
    return text.translate(_MARKUP)


def write_markdown(summary: Summary, since: "Since | None" = None) -> list[str]:
    """The whole status, every open release in a table."""
    counts = ", ".join(f"{summary.counts[letter]} {_HEALTH[letter].lower()}" for letter in "RAG")
    lines = [f"# {escape(summary.board)}: {format_date(summary.today)}", "", f"**{counts}**"]
    if since is not None:
        was = ", ".join(f"{since.counts[letter]} {_HEALTH[letter].lower()}" for letter in "RAG")
        lines[-1] += f" (on {format_day(since.day)}: {was})"
    lines.append("")
    still = [line for line in summary.lines if line.is_open]
    lines += _write_table(still, summary.today) if still else ["No open releases.", ""]
    lines += _write_reasons(still)
    lines += _write_list("Next", [f"{format_day(item.date)}: {escape(say_coming(item))}" for item in summary.coming])
    lines += _write_list("To decide", [escape(say_decision(item, summary.today)) for item in summary.decisions])
    lines += _write_list("Released", [_say_released(line) for line in summary.recent])
    if summary.agreed.of or summary.original.of:
        lines += [f"On time: {say_on_time(summary)}", ""]
    return lines[:-1]


def _write_table(found: Sequence[Line], today: date) -> list[str]:
    lines = [
        "| | Release | Title | Stage | Target | Forecast | Slip | Slack |",
        "|---|---|---|---|---|---|---:|---:|",
    ]
    for line in found:
        cells = (
            line.health + ("?" if line.stale else ""), escape(line.key), escape(line.title), escape(line.place),
            near_date(line.target, today), say_forecast(line.out, line.forecast, today, is_bound=line.is_bound),
            say_days(line.slip), say_days(line.slack),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _write_reasons(found: Sequence[Line]) -> list[str]:
    texts = [
        f"**{escape(line.key)}** ({line.health}): {escape('; '.join(line.reasons))}"
        for line in found
        if line.health in ("R", "A") and line.reasons
    ]
    return _write_list("Red and amber", texts)


def _write_list(title: str, texts: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {text}" for text in texts), ""] if texts else []


def _say_released(line: Line) -> str:
    day = format_day(line.out) if line.out else ""
    return f"{escape(line.key)} {escape(line.title)}".rstrip() + f", {day}"
