"""`add` and `set`: a new draft, and the plain fields of a release."""

import argparse
from typing import Any

from releaseboard.domain.commands import AddRelease, EditFields
from releaseboard.domain.model import Release
from releaseboard.domain.rules import missing_for_commit
from releaseboard.domain.words import State, spoken
from releaseboard.errors import BadInput
from releaseboard.reports.history import say_change
from releaseboard.reports.showtext import say_count, say_window

from .parser import Command, Parser, whole_number
from .shell import Shell, pair_fields
from .values import read_fields

OPTIONS = (
    ("--type", "TYPE", "major, minor, patch, security, hotfix, vendor or new_app"),
    ("--title", "TEXT", "what it is"),
    ("--goal", "TEXT", "why it matters, in one line"),
    ("--rm", "PERSON", "the release manager"),
    ("--lead", "PERSON", "the project lead"),
    ("--team", "TEAM", "who works on it"),
    ("--window", "A..B", "first and last day it may go out"),
    ("--target", "DATE", "the day that is promised"),
    ("--start", "DATE", "when its first stage is planned to start"),
    ("--train", "KEY", "the release that it goes out with"),
    ("--tags", "A,B", "tags"),
    ("--clients", "A,B", "clients"),
    ("--notes", "TEXT", "anything else"),
)


def _add_options(parser: Parser) -> None:
    for option, metavar, text in OPTIONS:
        parser.add_argument(option, metavar=metavar, help=text)
    parser.add_argument("--priority", type=whole_number, metavar="1-4", help="1 critical, 2 high, 3 normal, 4 low")
    parser.add_argument("--stage", metavar="STAGE=DAYS", action="append", default=[], nargs="+",
                        help="its stages with working days, such as build=10 test=5; left out: the "
                             "board's own set")  # fmt: skip


def _read_options(args: argparse.Namespace, shell: Shell, release: Release | None) -> dict[str, Any]:
    pairs = {option[2:]: getattr(args, option[2:]) for option, _, _ in OPTIONS}
    given = {name: value for name, value in pairs.items() if value is not None}
    if args.priority is not None:
        given["priority"] = str(args.priority)
    days = " ".join(word for group in args.stage for word in group)
    if days:
        given["stage_days"] = days
    return read_fields(shell, "releases", given, release)


def _set_up_add(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="project and version, such as PAY-4.2")
    _add_options(parser)


def _add(args: argparse.Namespace, shell: Shell) -> int:
    projects = set(shell.board.projects)
    outcome = shell.do(AddRelease(args.key, _read_options(args, shell, None)))
    board = outcome.board
    release = board.release(args.key)
    for project in board.projects.keys() - projects:
        shell.out.done(f"project {project} is new on this board")
    days = sum(plan.planned_days for plan in release.stages)
    stages = ", ".join(f"{board.stage_name(plan.stage)} {plan.planned_days}" for plan in release.stages)
    shell.out.done(f"{release.key} added as a draft: {spoken(release.type)}, {say_count(days)} of work ({stages})")
    _echo_dates(release, shell)
    missing = missing_for_commit(release)
    if missing:
        shell.out.done(f"  before it can be committed it needs {', '.join(missing)}")
    return 0


def _echo_dates(release: Release, shell: Shell) -> None:
    if release.window is not None:
        shell.out.done(f"  window {say_window(release.window)}")
    if release.target is not None:
        shell.out.done(f"  target {shell.echo(release.target)}")


def _set_up_set(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("fields", metavar="FIELD=VALUE", nargs="*",
                        help="a field with its value; `tags+=q1` adds one, an empty value takes a field away; "
                             "`remaining=4` are the days left of the active stage")  # fmt: skip
    _add_options(parser)
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _set(args: argparse.Namespace, shell: Shell) -> int:
    release = shell.board.release(args.key)
    fields = read_fields(shell, "releases", pair_fields(args.fields), release)
    fields |= _read_options(args, shell, release)
    if not fields:
        raise BadInput("nothing to set", f"such as: releaseboard set {release.key} title='Faster refunds'")
    outcome = shell.do(EditFields(release.key, fields, args.reason))
    if not outcome.changes:
        shell.out.done(f"{release.key}: nothing to change, it is like that already")
        return 0
    for change in outcome.changes:
        shell.out.lines(say_change(outcome.board, change)) if not shell.out.quiet else None
    after = outcome.board.releases[release.id]
    if after.state == State.DRAFT and after.target != release.target and after.target is not None:
        shell.out.done(f"  target {shell.echo(after.target)}")
    return 0


COMMANDS = {
    "add": Command(
        "A new release, as a draft. Nothing but the key is required; a missing project is made with it.",
        "add PAY-4.2 --type minor --title 'Faster refunds' --window '1 mar..5 mar' --target '2 mar'",
        _set_up_add,
        _add,
    ),
    "set": Command(
        "Edit fields of a release. What was promised on commit (window, target, days) moves by `replan`.",
        "set PAY-4.2 goal='Refunds in two days' lead=kim rm=ana",
        _set_up_set,
        _set,
    ),
}
