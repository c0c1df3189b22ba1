"""`freeze`, `window`, `holiday`: when things may go out, and when nobody works."""

import argparse

from releaseboard.domain.fields import write_value
from releaseboard.domain.words import FreezeKind

from .parser import Command, Parser
from .records import Extra, Fields, Kind, edit_record, make_commands
from .shell import Shell


def _read_days(shell: Shell, text: str) -> Fields:
    window = shell.read_window(text)
    return {"start": write_value(window.start), "end": write_value(window.end)}


def _read_day(shell: Shell, text: str) -> Fields:
    return {"date": write_value(shell.read_date(text))}


_SCOPE = (("projects", "only these projects"), ("types", "only these release types"))

FREEZE = Kind(
    "freeze", "freezes", "short name, such as year-end",
    (
        ("name", "what people call it"), ("kind", f"{', '.join(kind.value for kind in FreezeKind)}; else deploy"),
        *_SCOPE, ("stages", "only these stages"), ("teams", "only these teams"),
        ("exempt_types", "release types that it does not hold; security,hotfix if left out"),
        ("reason", "why there is a freeze"), ("owner", "who decides about exceptions"),
    ),
    ("name", "kind", "start", "end", "projects", "types", "lifted"),
    {"add": "add year-end '20 dec..3 jan' --name 'Year end' --kind deploy", "set": "set year-end end=2027-01-05",
     "remove": "remove year-end"},
    (Extra("days", "A..B", "first and last day, both frozen", _read_days),),
    noun="freeze: days when a class of work is not allowed",
)  # fmt: skip
WINDOW = Kind(
    "window", "windows", "short name, such as tuesdays",
    (
        ("name", "what people call it"), ("rrule", "RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU,TH"),
        ("days", "how many days each one lasts"), *_SCOPE, ("until", "the last day of the rule"),
    ),
    ("name", "rrule", "days", "projects", "types", "until"),
    {"add": "add tuesdays --name 'Tuesday window' --rrule 'FREQ=WEEKLY;BYDAY=TU'", "set": "set tuesdays days=2",
     "remove": "remove tuesdays"},
    noun="recurring release window",
)  # fmt: skip
HOLIDAY = Kind(
    "holiday", "holidays", "the date",
    (("name", "what people call it"),),
    ("name",),
    {"add": "add 2027-12-27 --name 'Boxing Day observed'", "remove": "remove 2027-12-27"},
    noun="day on which nobody works",
)  # fmt: skip


def _set_up_lift(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the freeze")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _lift(args: argparse.Namespace, shell: Shell) -> int:
    return edit_record("freezes", args.id, {"lifted": True}, shell, args.reason)


COMMANDS = {
    **make_commands(FREEZE),
    "freeze lift": Command(
        "A freeze no longer holds; it stays in the list.", "freeze lift year-end --reason 'books closed early'",
        _set_up_lift, _lift,
    ),
    **make_commands(WINDOW),
    **make_commands(HOLIDAY),
}  # fmt: skip
