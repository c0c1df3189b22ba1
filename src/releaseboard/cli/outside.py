"""`event`, `external`, `backlog`: the world outside that releases wait for."""

import argparse
from typing import Any

from releaseboard.domain.fields import write_value
from releaseboard.domain.records import find_record
from releaseboard.domain.words import Confidence, EventKind

from .parser import Command, OneOf, Parser, whole_number
from .records import Extra, Fields, Kind, edit_record, make_commands
from .shell import Shell

CONFIDENCES = tuple(word.value for word in Confidence)
_CHECKED = (
    ("confidence", ", ".join(CONFIDENCES)), ("last_confirmed_on", "day of the last word"),
    ("next_check_on", "day to ask again"),
)  # fmt: skip


def _read_date(shell: Shell, text: str) -> Fields:
    return {"date": write_value(shell.read_date(text))}


EVENT = Kind(
    "event", "events", "short name, such as os12",
    (
        ("name", "what people call it"), ("kind", ", ".join(kind.value for kind in EventKind)),
        ("date_latest", "the latest day it may be"), ("source", "where the date is from"), *_CHECKED,
    ),
    ("name", "date", "date_latest", "confidence", "next_check_on"),
    {"add": "add os12 '16 mar' --name 'OS 12' --kind os_update --confidence expected",
     "set": "set os12 confidence=confirmed", "remove": "remove os12"},
    (Extra("date", "DATE", "the day, when it is known", _read_date, is_required=False),),
    noun="outside date, such as an OS update or a conference",
)  # fmt: skip
EXTERNAL = Kind(
    "external", "externals", "short name, such as sap-cert",
    (
        ("kind", "third_party or vendor_requirement"), ("vendor", "who"), ("product", "of what"),
        ("version", "version"), ("requirement", "what is required"), ("date_expected", "when it is expected"),
        ("evidence", "what the date rests on"), ("contact", "whom to ask"), *_CHECKED,
    ),
    ("name", "date_expected", "confidence", "state", "next_check_on"),
    {"add": "add sap-cert --kind vendor_requirement --vendor SAP --product certificate --date-expected '12 mar'",
     "set": "set sap-cert contact='partner desk'", "remove": "remove sap-cert"},
    noun="third party or vendor requirement that releases wait for",
)  # fmt: skip
BACKLOG = Kind(
    "backlog", "backlogs", "short name, such as support",
    (("name", "what people call it"), ("department", "whose it is"), ("threshold", "clear at this many open")),
    ("name", "department", "threshold"),
    {"add": "add support --name 'Support queue' --threshold 10", "set": "set support threshold=15",
     "remove": "remove support"},
    noun="backlog: service requests that must be down to a threshold first",
)  # fmt: skip


def _id(parser: Parser, word: str) -> None:
    parser.add_argument("id", metavar="ID", help=f"the {word}")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _set_up_move(parser: Parser) -> None:
    _id(parser, "event")
    parser.add_argument("date", metavar="DATE", help="the new day")


def _move_event(args: argparse.Namespace, shell: Shell) -> int:
    return edit_record("events", args.id, _read_date(shell, args.date), shell, args.reason)


def _set_up_confirm(parser: Parser) -> None:
    _id(parser, "external")
    parser.add_argument("--date", metavar="DATE", help="the day they say now, when it has changed")
    parser.add_argument("--confidence", type=OneOf(CONFIDENCES), default="confirmed", metavar="WORD",
                        help=f"{', '.join(CONFIDENCES)}; confirmed if left out")  # fmt: skip
    parser.add_argument("--next-check", metavar="DATE", help="day to ask again")


def _confirm(args: argparse.Namespace, shell: Shell) -> int:
    fields: Fields = {"last_confirmed_on": shell.today.isoformat(), "confidence": args.confidence}
    for name, text in (("date_expected", args.date), ("next_check_on", args.next_check)):
        if text is not None:
            fields[name] = shell.read_date(text).isoformat()
    return edit_record("externals", args.id, fields, shell, args.reason)


def _met(args: argparse.Namespace, shell: Shell) -> int:
    return edit_record("externals", args.id, {"state": "met"}, shell, args.reason)


def _set_up_sample(parser: Parser) -> None:
    _id(parser, "backlog")
    parser.add_argument("open", metavar="OPEN", type=whole_number, help="how many are open now")
    parser.add_argument("--opened", type=whole_number, metavar="N", help="how many came since the last count")
    parser.add_argument("--closed", type=whole_number, metavar="N", help="how many were closed since")
    parser.add_argument("--on", metavar="DATE", help="the day of the count; today when left out")


def _sample(args: argparse.Namespace, shell: Shell) -> int:
    backlog = find_record(shell.board, "backlogs", args.id)
    day = (shell.read_date_or_none(args.on) or shell.today).isoformat()
    counts = {"open": args.open, "opened": args.opened, "closed": args.closed}
    sample: dict[str, Any] = {"date": day, **{name: count for name, count in counts.items() if count is not None}}
    kept = [dict(item) for item in backlog.samples if item.get("date") != day]
    samples = sorted([*kept, sample], key=lambda item: str(item.get("date")))
    shell.do(_edit_samples(backlog.id, samples, args.reason))
    rest = f", {args.open - backlog.threshold} above the threshold" if args.open > backlog.threshold else ", clear"
    shell.out.done(f"backlog {backlog.id}: {args.open} open on {shell.echo(shell.read_date(day))}{rest}")
    return 0


def _edit_samples(ident: str, samples: list[dict[str, Any]], reason: str) -> Any:
    from releaseboard.domain.commands import EditRecord

    return EditRecord("backlogs", ident, {"samples": samples}, reason)


COMMANDS = {
    **make_commands(EVENT),
    "event move": Command(
        "An outside date has moved.", "event move os12 '25 mar' --reason 'vendor blog of 3 March'",
        _set_up_move, _move_event,
    ),
    **make_commands(EXTERNAL),
    "external confirm": Command(
        "They have confirmed their date, today.", "external confirm sap-cert --date '12 mar' --next-check '+5'",
        _set_up_confirm, _confirm,
    ),
    "external met": Command(
        "It is there: nothing waits for it any more.", "external met sap-cert",
        lambda parser: _id(parser, "external"), _met,
    ),
    **make_commands(BACKLOG),
    "backlog sample": Command(
        "How many service requests are open today.", "backlog sample support 46 --opened 12 --closed 9",
        _set_up_sample, _sample,
    ),
}  # fmt: skip
