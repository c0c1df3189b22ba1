"""`list`: one row a release, as a table, JSON or CSV."""

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from releaseboard.domain.board import Board
from releaseboard.errors import BadInput, did_you_mean
from releaseboard.reports.layout import Column, lay_table, near_date
from releaseboard.reports.phrases import say_days, say_forecast
from releaseboard.reports.places import say_place
from releaseboard.reports.survey import Row, is_open_ended, make_rows
from releaseboard.schedule.outlook import look_ahead

from .parser import Command, Parser
from .picking import add_filter, pick_releases
from .shell import Shell

FAR = date.max
SORTS: dict[str, Callable[[Row], Any]] = {
    "forecast": lambda row: row.outlook.date or FAR,
    "target": lambda row: row.release.target or FAR,
    "released": lambda row: row.release.released_on or FAR,
    "health": lambda row: "RAG-".find(row.outlook.health),
    "slack": lambda row: row.outlook.slack if row.outlook.slack is not None else 10_000,
    "slip": lambda row: row.outlook.slip if row.outlook.slip is not None else -10_000,
    "priority": lambda row: row.release.priority,
    "key": lambda row: natural_order(row.release.key),
    "project": lambda row: natural_order(row.release.project),
    "type": lambda row: row.release.type,
    "state": lambda row: row.release.state,
    "stage": lambda row: row.release.stage,
    "lead": lambda row: row.release.lead,
    "team": lambda row: row.release.team,
    "age": lambda row: _age_from(row),
}
_COLUMNS = (
    Column(" "), Column("release", least=12), Column("type"), Column("stage", least=9), Column("target"),
    Column("forecast"), Column("slack", right=True), Column("lead", least=8),
    Column("title", least=12),
)  # fmt: skip
DROP = ("lead", "type", "target", "title", "stage")  # on a narrow terminal, first to last
CSV_FIELDS = (
    "key", "project", "version", "type", "title", "state", "stage", "health", "window_start", "window_end", "target",
    "forecast", "slip", "slack", "released_on", "rm", "lead", "team", "priority",
)  # fmt: skip


def natural_order(text: str) -> list[tuple[int, int, str]]:
    """Numbers inside a key by their value: PAY-4.10 after PAY-4.9."""
    parts: list[tuple[int, int, str]] = []
    digits = word = ""
    for char in text.casefold() + "\0":
        if char.isdecimal():
            parts += [(1, 0, word)] if word else []
            digits, word = digits + char, ""
        else:
            parts += [(0, int(digits), "")] if digits else []
            digits, word = "", word + char
    return parts


def _age_from(row: Row) -> date:
    plan = row.release.stage_plan(row.release.stage)
    return plan.started if plan is not None and plan.started is not None else FAR


def sort_rows(rows: Sequence[Row], fields: str) -> list[Row]:
    """Rows by one or more fields (`project,-slip`); a `-` before a field turns it round. Raises BadInput."""
    ordered = list(rows)
    for field in reversed([name.strip().casefold() for name in fields.split(",") if name.strip()]):
        name = field.removeprefix("-")
        if name not in SORTS:
            raise BadInput(f"can't sort by {name!r}", did_you_mean(name, SORTS) or f"one of: {', '.join(SORTS)}")
        ordered.sort(key=SORTS[name], reverse=field.startswith("-"))
    return ordered


def _set_up(parser: Parser) -> None:
    parser.add_argument("keys", metavar="KEY", nargs="*", help="only these releases")
    add_filter(parser)
    parser.add_argument("--sort", metavar="FIELD", default="", help=f"{', '.join(SORTS)}; -FIELD turns it round")
    parser.add_argument("--all", action="store_true", help="released and cancelled ones too, in the table")
    parser.add_argument("--json", action="store_true", help="everything, for scripts")
    parser.add_argument("--csv", action="store_true", help="everything, for a spreadsheet")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    outlooks = look_ahead(board, shell.today)
    releases = pick_releases(shell, board, outlooks, args.keys, args.filter)
    rows = sort_rows(make_rows(board, outlooks, releases), args.sort)
    if args.json:
        from releaseboard.reports.insight import Insight
        from releaseboard.reports.jsonview import view_rows

        shell.out.json({"releases": view_rows(board, rows, Insight(outlooks))})
    elif args.csv:
        shell.out.result(write_csv(rows).rstrip("\n"))
    else:
        _print_table(board, rows, shell, is_whole=bool(args.all or args.keys or args.filter.strip()))
    return 0


def _print_table(board: Board, rows: Sequence[Row], shell: Shell, *, is_whole: bool) -> None:
    shown = [row for row in rows if is_whole or row.is_open]
    hidden = len(rows) - len(shown)
    out = shell.out
    if shown:
        cells = [_cells(board, row, shell.today) for row in shown]
        head, lines = lay_table(_COLUMNS, cells, out.width, DROP)
        out.result(out.paint(head, "dim"))
        for row, line in zip(shown, lines, strict=True):
            out.result(out.paint(line[:1], row.outlook.health) + line[1:])
    elif not rows:
        empty = not board.releases
        out.note("no releases yet: `releaseboard add PAY-1.0` adds one" if empty else "no release fits")
    if hidden:
        out.note(f"{hidden} released or cancelled not shown: --all shows them")


def _cells(board: Board, row: Row, today: date) -> tuple[str, ...]:
    release = row.release
    return (
        row.outlook.health + ("?" if row.outlook.stale else ""), release.key, release.type, say_place(board, release),
        near_date(release.target, today), _say_forecast(row, today),
        say_days(row.outlook.slack), board.person_name(release.lead), release.title,
    )  # fmt: skip


def _say_forecast(row: Row, today: date) -> str:
    is_bound = is_open_ended(row.release, row.outlook)
    return say_forecast(row.release.released_on, row.outlook.date, today, is_bound=is_bound)


def write_csv(rows: Sequence[Row]) -> str:
    """Comma-separated values with a head line; a text that a spreadsheet would run as a formula gets a quote."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_FIELDS)
    for row in rows:
        release, window = row.release, row.release.window
        cells = (
            release.key, release.project, release.version, release.type, release.title, release.state, release.stage,
            row.outlook.health, window.start if window else "", window.end if window else "", release.target or "",
            row.outlook.date or "", row.outlook.slip, row.outlook.slack, release.released_on or "", release.rm,
            release.lead, release.team, release.priority,
        )  # fmt: skip
        writer.writerow(["'" + cell if _is_formula(cell) else cell for cell in map(str_or_empty, cells)])
    return text.getvalue()


def str_or_empty(value: object) -> str:
    """None as an empty cell."""
    return "" if value is None else str(value)


def _is_formula(cell: str) -> bool:
    return cell[:1] in ("=", "+", "-", "@") and not cell[1:].isdecimal() and cell != "-"


COMMANDS = {
    "list": Command(
        "One row a release: open ones in the table, all of them in JSON and CSV.",
        "list --filter 'health:red,amber' --sort slack",
        _set_up,
        _run,
    )
}
