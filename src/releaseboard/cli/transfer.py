"""`import` and `export`: data in and out."""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from releaseboard.domain.changes import Change
from releaseboard.domain.commands import PutRecords
from releaseboard.errors import BadInput, Refused
from releaseboard.reports.history import say_count

from .files import decode_text, read_bytes, write_text
from .parser import Command, OneOf, Parser
from .shell import Shell, pair_fields

if TYPE_CHECKING:
    from releaseboard.interchange.csvfile import Verdict
    from releaseboard.session import Outcome

FORMATS = ("csv", "json", "toml")
MOST_VERDICTS = 40  # rows told of when they come in; --dry-run tells of all


def _set_up_import(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a plan (TOML) or a table (CSV); - is standard input")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, row by row; write nothing")
    parser.add_argument("--as", dest="form", type=OneOf(("toml", "csv")), metavar="toml|csv",
                        help="what the file is; else told by its name and content")  # fmt: skip
    parser.add_argument("--map", metavar="COLUMN=FIELD", action="append", default=[], nargs="+",
                        help="a CSV column that is called otherwise, such as Component=project")  # fmt: skip
    parser.add_argument("--encoding", metavar="NAME", default="", help="of a CSV file; else found out")
    parser.add_argument("--skip-bad", action="store_true", help="leave out CSV rows that can't be read")
    parser.add_argument("--json", action="store_true", help="the verdicts and counts, for scripts")


def _import(args: argparse.Namespace, shell: Shell) -> int:
    data = read_bytes(args.file)
    verdicts: Sequence[Verdict] = ()
    if (args.form or guess_form(args.file, data)) == "toml":
        from releaseboard.interchange.planfile import read_plan

        tables = read_plan(decode_text(data, args.file), args.file, shell.today)
    else:
        from releaseboard.interchange.csvfile import read_releases

        mapping = pair_fields([word for words in args.map for word in words])
        plan = read_releases(data, args.file, args.encoding, mapping, shell.board, shell.today)
        tables, verdicts = plan.tables, plan.verdicts
        if not args.json:
            _print_verdicts(verdicts, plan.ignored, shell, is_whole=args.dry_run)
        if plan.skipped and not args.skip_bad and not args.dry_run:
            count = len(plan.skipped)
            rows = "1 row" if count == 1 else f"{count} rows"
            raise BadInput(f"{args.file}: {rows} of {len(verdicts)} can't be imported, so nothing was written",
                           "mend them, or leave them out with --skip-bad")  # fmt: skip
    outcome = _put(PutRecords(tables), args, shell)
    _print_outcome(outcome.changes, verdicts, args, shell)
    return 0


def _put(command: PutRecords, args: argparse.Namespace, shell: Shell) -> "Outcome":
    try:
        return shell.session.preview(command) if args.dry_run else shell.do(command)
    except (BadInput, Refused) as problem:  # a rule names the record; say in which file it stands
        raise type(problem)(f"{args.file}: {problem.message}", problem.hint) from None


def guess_form(name: str, data: bytes) -> str:
    """`toml` or `csv`, by the file's name, else by whether a line begins with a table's head such as `[[releases]]`."""
    ending = name.casefold().rpartition(".")[2]
    if ending == "toml":
        return "toml"
    if ending in ("csv", "tsv", "txt"):
        return "csv"
    if ending == "json":
        raise BadInput(f"{name}: JSON can't be imported", "a board is opened with -b; export it as toml to bring it in")
    return "toml" if any(line.lstrip().startswith(b"[") for line in data.splitlines()[:200]) else "csv"


def _print_verdicts(verdicts: Sequence["Verdict"], ignored: Sequence[str], shell: Shell, *, is_whole: bool) -> None:
    if ignored:
        shell.out.note(f"columns not read: {', '.join(ignored)} (--map COLUMN=FIELD names them)")
    shown = [verdict for verdict in verdicts if is_whole or not verdict.ok or verdict.reason]
    say = shell.out.result if is_whole else shell.out.note
    for verdict in shown if is_whole else shown[:MOST_VERDICTS]:
        text = f"line {verdict.line}: {'ok ' if verdict.ok else 'bad'} {verdict.key}".rstrip()
        say(f"{text}: {verdict.reason}" if verdict.reason else text)
    if not is_whole and len(shown) > MOST_VERDICTS:
        say(f"and {len(shown) - MOST_VERDICTS} more: --dry-run shows every row")


def count_changes(changes: Sequence[Change]) -> tuple[dict[str, int], dict[str, int]]:
    """How many records of each table came to be, and how many were changed."""
    added: dict[str, int] = {}
    changed: dict[str, int] = {}
    for change in changes:
        counts = added if change.is_creation else changed
        counts[change.entity] = counts.get(change.entity, 0) + 1
    return added, changed


def _print_outcome(
    changes: Sequence[Change], verdicts: Sequence["Verdict"], args: argparse.Namespace, shell: Shell
) -> None:
    added, changed = count_changes(changes)
    if args.json:
        rows = [verdict._asdict() for verdict in verdicts]
        shell.out.json({"dry_run": args.dry_run, "added": added, "changed": changed, "rows": rows})
        return
    would = "would be " if args.dry_run else ""
    for counts, what in ((added, "added"), (changed, "changed")):
        if counts:
            said = ", ".join(say_count(table, count) for table, count in counts.items())
            shell.out.done(f"{would}{what}: {said}")
    if not changes:
        shell.out.done("nothing to change: the board has all of it already")
    if args.dry_run:
        shell.out.note("nothing was written (--dry-run)")


def _set_up_export(parser: Parser) -> None:
    parser.add_argument("form", metavar="|".join(FORMATS), type=OneOf(FORMATS),
                        help="csv: one row a release; json: every record; toml: a plan file")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a file, in one step; else to standard output")


def _export(args: argparse.Namespace, shell: Shell) -> int:
    text = _write(args.form, shell)
    if not args.output:
        shell.out.result(text.rstrip("\n"))
        return 0
    write_text(args.output, text, shell.session.path)
    count = len(shell.board.releases)
    shell.out.done(f"{args.output}: {count} {'release' if count == 1 else 'releases'} written as {args.form}")
    return 0


def _write(form: str, shell: Shell) -> str:
    if form == "csv":
        from releaseboard.interchange.csvfile import write_releases

        return write_releases(shell.board)
    if form == "toml":
        from releaseboard.interchange.planfile import write_plan

        return write_plan(shell.board)
    from releaseboard.reports.boardjson import view_board

    view: dict[str, Any] = view_board(shell.board)
    return json.dumps(view, indent=2, ensure_ascii=False) + "\n"


COMMANDS = {
    "import": Command(
        "Bring in a plan (TOML) or a table of releases (CSV). Doing it again changes nothing.",
        "import plan.csv --dry-run",
        _set_up_import,
        _import,
    ),
    "export": Command(
        "Write the board: releases as CSV, every record as JSON, or a plan file as TOML.",
        "export toml -o plan.toml",
        _set_up_export,
        _export,
    ),
}
