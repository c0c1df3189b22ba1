"""`raise risk|issue|decision|request`: a new entry of the RAID log."""

import argparse
from collections.abc import Callable
from typing import Any, NamedTuple

from releaseboard.domain.coordination import RaiseEntry
from releaseboard.domain.words import LEVELS, RESPONSES, ROAM, Cause, RaidKind

from .parser import Command, OneOf, Parser, whole_number
from .shell import Shell


class Option(NamedTuple):
    """An option of one kind; `read` None for a date."""

    flag: str
    field: str
    metavar: str
    help: str
    read: Callable[[str], Any] | None = str


_CAUSES = tuple(cause.value for cause in Cause)
OPTIONS: dict[str, tuple[Option, ...]] = {
    RaidKind.RISK: (
        Option("--probability", "probability", "LEVEL", ", ".join(LEVELS), OneOf(LEVELS)),
        Option("--impact", "impact_days", "DAYS", "working days it would cost", whole_number),
        Option("--trigger", "trigger", "TEXT", "how it would show"),
        Option("--response", "response", "WORD", ", ".join(RESPONSES), OneOf(RESPONSES)),
        Option("--roam", "roam", "WORD", ", ".join(ROAM), OneOf(ROAM)),
    ),
    RaidKind.ISSUE: (
        Option("--cause", "cause", "CAUSE", ", ".join(_CAUSES), OneOf(_CAUSES)),
        Option("--days-lost", "days_lost_est", "DAYS", "working days it costs, as far as known", whole_number),
        Option("--severity", "severity", "1-4", "1 is worst", whole_number),
    ),
    RaidKind.DECISION: (
        Option("--option", "options", "TEXT", "what could be chosen; give it once for each"),
        Option("--needed-by", "needed_by", "DATE", "when it has to be taken", None),
    ),
    RaidKind.REQUEST: (
        Option("--from", "from", "PERSON", "who of management asks"),
        Option("--to", "to", "WHO", "the team or lead it is for"),
        Option("--ask", "ask", "TEXT", "what is asked"),
    ),
}
EXAMPLES = {
    RaidKind.RISK: "'SAP may be slow' --release PAY-4.2 --probability high --impact 4",
    RaidKind.ISSUE: "'Card tests fail' --release PAY-4.2 --cause defect --days-lost 3 --owner kim",
    RaidKind.DECISION: "'Cut or wait?' --release PAY-4.2 --option cut --option wait --needed-by fri",
    RaidKind.REQUEST: "'A week earlier' --release MOB-7.0 --from ana --ask 'out before the fair'",
}


def _set_up(kind: str) -> Callable[[Parser], None]:
    def set_up(parser: Parser) -> None:
        parser.add_argument("title", metavar="TITLE", help="one line that says what it is about")
        parser.add_argument("--release", metavar="KEY", action="append", default=[],
                            help="the release it is about; give it once for each")  # fmt: skip
        parser.add_argument("--stage", metavar="STAGE", help="the stage it is about")
        parser.add_argument("--owner", metavar="PERSON", help="who sees to it")
        parser.add_argument("--due", metavar="DATE", help="until when")
        for option in OPTIONS[kind]:
            parser.add_argument(
                option.flag, dest=f"detail_{option.field}", metavar=option.metavar, help=option.help,
                type=option.read or str, action="append" if option.field == "options" else "store",
            )  # fmt: skip

    return set_up


def _run(kind: str) -> Callable[[argparse.Namespace, Shell], int]:
    def run(args: argparse.Namespace, shell: Shell) -> int:
        fields: dict[str, Any] = {name: getattr(args, name) for name in ("stage", "owner") if getattr(args, name)}
        if args.due is not None:
            fields["due"] = shell.read_date(args.due).isoformat()
        for option in OPTIONS[kind]:
            value = getattr(args, f"detail_{option.field}")
            if value is not None:
                fields[option.field] = value if option.read is not None else shell.read_date(value).isoformat()
        outcome = shell.do(RaiseEntry(kind, args.title, args.release, fields))
        entry = outcome.board.raid[outcome.changes[0].key]
        about = ", ".join(outcome.board.label(ident) for ident in entry.releases)
        due = f", due {shell.echo(entry.due)}" if entry.due else ""
        shell.out.done(f"{kind} {entry.id} raised: {entry.title}" + (f" ({about})" if about else "") + due)
        return 0

    return run


COMMANDS = {
    f"raise {kind.value}": Command(
        f"A new {kind.value} in the RAID log.", f"raise {kind.value} {EXAMPLES[kind]}", _set_up(kind), _run(kind)
    )
    for kind in RaidKind
}
