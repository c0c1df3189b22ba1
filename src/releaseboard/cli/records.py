"""What the commands on records share (`person add`, `freeze list` …): each kind is a table of its fields."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from releaseboard.domain.commands import AddRecord, EditRecord, RemoveRecord
from releaseboard.domain.fields import KINDS, write_record, write_value
from releaseboard.domain.records import find_record
from releaseboard.errors import BadInput
from releaseboard.reports.history import NOTHING, say_change, say_value
from releaseboard.reports.layout import Column, lay_table, near_date

from .parser import Command, Parser
from .shell import Shell, pair_fields
from .values import read_fields

Fields = dict[str, Any]

OTHER_NAMES = {"version": "--product-version"}  # --version is taken
NAMED = frozenset({"freezes", "windows", "events"})  # kinds that are called by their id when no name is given


class Extra(NamedTuple):
    """A word after the id: its place on the command line, and the fields it stands for."""

    name: str
    metavar: str
    help: str
    read: Callable[[Shell, str], Fields]
    is_required: bool = True


class Kind(NamedTuple):
    """One kind of record.

    Attributes:
        word: as it stands on the command line; table: where its records are kept.
        id_help: what its id is, such as `short name, such as core`.
        options: record field and help of each field with an option of its own.
        columns: record fields that `list` shows after the id.
        examples: `add`, `set` and `remove` without the word itself.
        extras: words after the id in `add`.
        noun: what it is in words, where the word itself says too little.
    """

    word: str
    table: str
    id_help: str
    options: Sequence[tuple[str, str]]
    columns: Sequence[str]
    examples: Mapping[str, str]
    extras: Sequence[Extra] = ()
    noun: str = ""


def make_commands(kind: Kind) -> dict[str, Command]:
    """`add`, `set`, `remove` and `list` of one kind."""
    word = kind.word
    made = {
        f"{word} add": Command(
            f"A new {kind.noun or word}.", f"{word} {kind.examples['add']}", _set_up_add(kind),
            lambda args, shell: _add(kind, args, shell),
        ),
        f"{word} set": Command(
            f"Change fields of a {word}.", f"{word} {kind.examples.get('set', '')}", _set_up_set(kind),
            lambda args, shell: _set(kind, args, shell),
        ),
        f"{word} remove": Command(
            f"Take a {word} off the board; the history keeps it.", f"{word} {kind.examples['remove']}",
            _set_up_remove, lambda args, shell: _remove(kind, args, shell),
        ),
        f"{word} list": Command(
            f"All of this kind: one row a {word}.", f"{word} list", _set_up_list,
            lambda args, shell: _list(kind, args, shell),
        ),
    }  # fmt: skip
    return made if "set" in kind.examples else {name: made[name] for name in made if not name.endswith(" set")}


def _add_options(parser: Parser, kind: Kind) -> None:
    taken = parser._option_string_actions
    for field, text in kind.options:
        option = OTHER_NAMES.get(field, f"--{field.replace('_', '-')}")
        if option not in taken:
            parser.add_argument(option, dest=field, metavar=_metavar(kind, field), help=text)


def _metavar(kind: Kind, field: str) -> str:
    annotation = KINDS[kind.table].record.__annotations__.get(field)
    if annotation in (date, date | None):
        return "DATE"
    if annotation in (int, int | None):
        return "N"
    return "A,B" if annotation in (tuple[str, ...], tuple[date, ...]) else "TEXT"


def _set_up_add(kind: Kind) -> Callable[[Parser], None]:
    def set_up(parser: Parser) -> None:
        parser.add_argument("id", metavar="ID", help=kind.id_help)
        for extra in kind.extras:
            parser.add_argument(extra.name, metavar=extra.metavar, help=extra.help,
                                nargs=None if extra.is_required else "?")  # fmt: skip
        _add_options(parser, kind)

    return set_up


def _set_up_set(kind: Kind) -> Callable[[Parser], None]:
    def set_up(parser: Parser) -> None:
        parser.add_argument("id", metavar="ID", help=f"the {kind.word}")
        parser.add_argument("fields", metavar="FIELD=VALUE", nargs="*", help="an empty value takes a field away")
        parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")
        _add_options(parser, kind)

    return set_up


def _set_up_remove(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="which one")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _set_up_list(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="for scripts")


def _read_options(kind: Kind, args: argparse.Namespace, shell: Shell) -> Fields:
    given = {field: getattr(args, field) for field, _ in kind.options if _is_given(args, field)}
    return read_fields(shell, kind.table, given)


def _is_given(args: argparse.Namespace, field: str) -> bool:
    return getattr(args, field, None) is not None and (field != "reason" or not hasattr(args, "fields"))


def _add(kind: Kind, args: argparse.Namespace, shell: Shell) -> int:
    ident = read_id(kind, args.id, shell)
    fields: Fields = {"id": ident}
    if kind.table in NAMED:
        fields["name"] = ident
    if kind.table == "holidays":
        fields["date"] = ident
    for extra in kind.extras:
        text = getattr(args, extra.name)
        if text is not None:
            fields |= extra.read(shell, text)
    fields |= _read_options(kind, args, shell)
    outcome = shell.do(AddRecord(kind.table, fields))
    ident = outcome.changes[0].key
    said = say_fields_of(kind, outcome.board.table(kind.table)[ident])
    shell.out.done(f"{kind.word} {ident} added" + (f": {said}" if said else ""))
    return 0


def say_fields_of(kind: Kind, record: Any) -> str:
    """The fields of a record that `list` shows, in one line."""
    said = ((field, say_value(write_value(getattr(record, field)))) for field in kind.columns)
    return ", ".join(f"{_head(field)} {text}" for field, text in said if text not in (NOTHING, "0", "no", record.id))


def _set(kind: Kind, args: argparse.Namespace, shell: Shell) -> int:
    fields = read_fields(shell, kind.table, pair_fields(args.fields)) | _read_options(kind, args, shell)
    if not fields:
        raise BadInput("nothing to set", f"such as: releaseboard {kind.word} {kind.examples['set']}")
    return edit_record(kind.table, args.id, fields, shell, args.reason)


def edit_record(table: str, ident: str, fields: Fields, shell: Shell, reason: str = "") -> int:
    """Change a record and say what changed."""
    outcome = shell.do(EditRecord(table, ident, fields, reason))
    if not outcome.changes:
        shell.out.done(f"{ident}: nothing to change, it is like that already")
    for change in outcome.changes:
        for line in say_change(outcome.board, change):
            shell.out.done(line)
    return 0


def _remove(kind: Kind, args: argparse.Namespace, shell: Shell) -> int:
    ident = find_record(shell.board, kind.table, read_id(kind, args.id, shell)).id
    shell.do(RemoveRecord(kind.table, ident, args.reason))
    shell.out.done(f"{kind.word} {ident} removed")
    return 0


def read_id(kind: Kind, text: str, shell: Shell) -> str:
    """An id as typed; a holiday's is its date, so any way to type a date will do."""
    return shell.read_date(text).isoformat() if kind.table == "holidays" else text


def _list(kind: Kind, args: argparse.Namespace, shell: Shell) -> int:
    records = sorted(shell.board.table(kind.table).values(), key=lambda record: str(record.id).casefold())
    if args.json:
        shell.out.json({kind.table: [write_record(kind.table, record) for record in records]})
        return 0
    if not records:
        shell.out.note(f"none yet: releaseboard {kind.word} {kind.examples['add']}")
        return 0
    columns = [Column(kind.word), *(Column(_head(field), least=_least(kind, field)) for field in kind.columns)]
    rows = [
        [str(record.id), *(_cell(getattr(record, field), shell.today) for field in kind.columns)] for record in records
    ]
    head, lines = lay_table(columns, rows, shell.out.width)
    shell.out.result(shell.out.paint(head, "dim"))
    shell.out.lines(lines)
    return 0


def _head(field: str) -> str:
    return {"date_expected": "expected", "date_latest": "latest", "next_check_on": "next check"}.get(
        field, field.replace("_", " ")
    )


def _least(kind: Kind, field: str) -> int:
    """Dates are never cut; texts may be."""
    annotation = KINDS[kind.table].record.__annotations__.get(field, str)
    return 0 if annotation in (date, date | None, int, bool) else 8


def _cell(value: Any, today: date) -> str:
    if isinstance(value, date):
        return near_date(value, today)
    if value in (None, "", (), 0, False):
        return ""
    return say_value(value if isinstance(value, bool) else write_value(value))
