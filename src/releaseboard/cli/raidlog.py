"""`raid` and `resolve`: the log of risks, issues, decisions and requests."""

import argparse
from typing import Any

from releaseboard.domain import coordination as co
from releaseboard.domain.raid import Raid
from releaseboard.domain.raidlog import state_of
from releaseboard.domain.words import Answer, RaidKind, spoken
from releaseboard.errors import BadInput
from releaseboard.reports.history import say_change
from releaseboard.reports.layout import Style
from releaseboard.reports.raidtext import sort_entries, view_entry, write_entry, write_log

from .parser import Command, OneOf, Parser
from .raidfinding import find_named
from .shell import Shell, pair_fields
from .values import read_value

_ENTRY = "its id, or the beginning of its title"
_NUMBERS = frozenset({"impact_days", "days_lost_est", "severity"})
_DATES = frozenset({"due", "needed_by", "raised_on"})


def _set_up_list(parser: Parser) -> None:
    kinds = [kind.value for kind in RaidKind]
    parser.add_argument("--kind", type=OneOf(kinds), metavar="KIND", help=", ".join(kinds))
    parser.add_argument("--release", metavar="KEY", help="only what is about this release")
    parser.add_argument("--all", dest="whole", action="store_true", help="also what is over")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _list(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    release = board.release(args.release).id if args.release is not None else ""
    entries = sort_entries(board, kind=args.kind or "", release=release, whole=args.whole)
    if args.json:
        shell.out.json({"raid": [view_entry(board, entry) for entry in entries]})
    elif not entries:
        shell.out.note("nothing open in the log: releaseboard raise issue 'Card tests fail' --release KEY")
    else:
        head, lines = write_log(board, entries, shell.today, shell.out.width)
        shell.out.result(shell.out.paint(head, "dim"))
        shell.out.lines(lines)
    return 0


def _set_up_show(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help=_ENTRY)
    parser.add_argument("--json", action="store_true", help="for scripts")


def _show(args: argparse.Namespace, shell: Shell) -> int:
    entry = find_named(shell.board, args.id)
    if args.json:
        shell.out.json(view_entry(shell.board, entry))
    else:
        shell.out.lines(write_entry(shell.board, entry, Style(shell.out.width, shell.out.paint)))
    return 0


def _set_up_set(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help=_ENTRY)
    parser.add_argument("fields", metavar="FIELD=VALUE", nargs="+", help="such as owner=kim due=fri days_lost_est=4")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")


def _set(args: argparse.Namespace, shell: Shell) -> int:
    entry = find_named(shell.board, args.id)
    fields: dict[str, Any] = {}
    for typed, text in pair_fields(args.fields).items():
        name = typed.replace("-", "_")
        if name == "releases":
            fields[name] = [shell.board.release(key.strip()).key for key in text.split(",") if key.strip()]
        elif name in _NUMBERS:
            fields[name] = read_value(shell, "stakeholders", "tolerance_days", text) if text else None
        elif name in _DATES:
            fields[name] = shell.read_date(text).isoformat() if text else None
        else:
            fields[name] = text or None
    _tell(shell, shell.do(co.EditEntry(entry.id, fields, args.reason)), entry)
    return 0


def _tell(shell: Shell, outcome: Any, entry: Raid) -> None:
    if not outcome.changes:
        shell.out.done(f"{entry.id}: nothing to change, it is like that already")
    for change in outcome.changes:
        for line in say_change(outcome.board, change):
            shell.out.done(line)


def _set_up_resolve(parser: Parser) -> None:
    answers = [answer.value for answer in Answer]
    parser.add_argument("id", metavar="ID", help=_ENTRY)
    parser.add_argument("--reason", metavar="TEXT", default="", help="why; a decision needs it")
    parser.add_argument("--on", metavar="DATE", help="when it was decided or answered; today when left out")
    parser.add_argument("--choose", metavar="OPTION", help="of a decision: what was chosen, by number or text")
    parser.add_argument("--instead", metavar="ID", help="of a decision: the later one that stands in its place")
    parser.add_argument("--became-issue", action="store_true", help="of a risk: it has come true")
    parser.add_argument("--pass-on", metavar="WHO", help="of a request: to a team or lead")
    parser.add_argument("--answer", type=OneOf(answers), metavar="WORD", help=f"of a request: {', '.join(answers)}")
    parser.add_argument("--effect", metavar="TEXT", default="", help="with --answer: what it does to the forecast")
    parser.add_argument(
        "--state", metavar="STATE", help="of a risk or issue: mitigating, acting, closed, or open again"
    )


def _resolve(args: argparse.Namespace, shell: Shell) -> int:
    entry = find_named(shell.board, args.id)
    outcome = shell.do(_read_resolution(args, shell, entry))
    for change in outcome.changes:
        after = outcome.board.raid.get(change.key)
        if after is not None and ("state" in change.set or "id" in change.set):
            shell.out.done(f"{after.kind} {after.id} is {spoken(state_of(after))}: {after.title}")
    return 0


def _read_resolution(args: argparse.Namespace, shell: Shell, entry: Raid) -> Any:
    """The one command that the options ask for. Raises BadInput for two ways at once."""
    on = shell.read_date_or_none(args.on)
    ways = [name for name in ("choose", "instead", "became_issue", "pass_on", "answer", "state") if getattr(args, name)]
    if len(ways) > 1:
        named = " and ".join(f"--{way.replace('_', '-')}" for way in ways)
        raise BadInput(f"{named} can't go together", "one way out at a time")
    way = ways[0] if ways else ""
    if way == "instead":
        later = find_named(shell.board, args.instead, (RaidKind.DECISION,))
        return co.SupersedeDecision(entry.id, later.id, args.reason)
    made: dict[str, Any] = {
        "choose": co.DecideEntry(entry.id, args.choose or "", args.reason, on),
        "became_issue": co.BecomeIssue(entry.id),
        "pass_on": co.PassOn(entry.id, args.pass_on or "", args.reason),
        "answer": co.AnswerRequest(entry.id, args.answer or "", args.effect, on, args.reason),
        "state": co.AdvanceEntry(entry.id, args.state or "", args.reason),
        "": co.ResolveEntry(entry.id, args.reason, on),
    }
    return made[way]


COMMANDS = {
    "raid list": Command("What is open in the log; issues first, then by due day.", "raid list --release PAY-4.2",
                         _set_up_list, _list),
    "raid show": Command("One entry with all that is known of it.", "raid show Defer", _set_up_show, _show),
    "raid set": Command("Change fields of an entry; its state goes by `resolve`.", "raid set Defer owner=kim due=fri",
                        _set_up_set, _set),
    "resolve": Command(
        "An entry is over: a risk closed, an issue resolved, a decision taken, a request answered or reported back.",
        "resolve Defer --choose 'defer it' --reason 'the window matters more'", _set_up_resolve, _resolve,
    ),
}  # fmt: skip
