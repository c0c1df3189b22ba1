"""`status` as Markdown, for a wiki, a chat or a mail. What people typed is escaped: it is data, never markup."""

from collections.abc import Sequence
from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.when import format_date, format_day

from .layout import near_date
from .phrases import say_coming, say_days, say_decision, say_forecast, say_on_time, say_place
from .summary import Row, Since, Summary, find_recent

_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#"})
_HEALTH = {"R": "Red", "A": "Amber", "G": "Green", "-": "No plan"}


def escape(text: str) -> str:
    """Text from people with everything escaped that Markdown could read as markup."""
    if ";" in text:  # only then could an ampersand begin a character reference
        text = text.replace("&", "&amp;")
    return text.translate(_MARKUP)


def write_markdown(board: Board, summary: Summary, since: Since | None = None) -> list[str]:
    """The whole status, every open release in a table."""
    counts = ", ".join(f"{summary.counts[letter]} {_HEALTH[letter].lower()}" for letter in "RAG")
    lines = [f"# {escape(summary.board)}: {format_date(summary.today)}", "", f"**{counts}**"]
    if since is not None:
        was = ", ".join(f"{since.counts[letter]} {_HEALTH[letter].lower()}" for letter in "RAG")
        lines[-1] += f" (on {format_day(since.day)}: {was})"
    lines.append("")
    rows = [row for row in summary.rows if row.is_open]
    lines += _write_table(board, rows, summary.today) if rows else ["No open releases.", ""]
    lines += _write_reasons(rows)
    lines += _write_list("Next", [f"{format_day(item.date)}: {escape(say_coming(item))}" for item in summary.coming])
    lines += _write_list("To decide", [escape(say_decision(item, summary.today)) for item in summary.decisions])
    lines += _write_list("Released", [_say_released(row) for row in find_recent(summary.rows, summary.today)])
    if summary.agreed.of or summary.original.of:
        lines += [f"On time: {say_on_time(summary)}", ""]
    return lines[:-1]


def _write_table(board: Board, rows: Sequence[Row], today: date) -> list[str]:
    lines = [
        "| | Release | Title | Stage | Target | Forecast | Slip | Slack |",
        "|---|---|---|---|---|---|---:|---:|",
    ]
    for row in rows:
        cells = (
            row.outlook.health + ("?" if row.outlook.stale else ""), escape(row.release.key),
            escape(row.release.title), escape(say_place(board, row.release)), near_date(row.release.target, today),
            say_forecast(row.release, row.outlook, today), say_days(row.outlook.slip), say_days(row.outlook.slack),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _write_reasons(rows: Sequence[Row]) -> list[str]:
    texts = [
        f"**{escape(row.release.key)}** ({row.outlook.health}): "
        + escape("; ".join(f"{reason.rule} {reason.text}".strip() for reason in row.outlook.reasons))
        for row in rows
        if row.outlook.health in ("R", "A") and row.outlook.reasons
    ]
    return _write_list("Red and amber", texts)


def _write_list(title: str, texts: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {text}" for text in texts), ""] if texts else []


def _say_released(row: Row) -> str:
    day = format_day(row.release.released_on) if row.release.released_on else ""
    return f"{escape(row.release.key)} {escape(row.release.title)}".rstrip() + f", {day}"
