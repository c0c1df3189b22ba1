"""`check-in`: what the lead of a release said; days left move the forecast at once."""

import argparse

from releaseboard.domain.coordination import CheckIn
from releaseboard.errors import BadInput
from releaseboard.reports.ripple import find_ripple, view_ripple, write_ripple

from .parser import Command, Parser, whole_number
from .shell import Shell

LEAST_SURE, MOST_SURE = 1, 5


def _confidence(text: str) -> int:
    """An argparse type: 1 (a guess) to 5 (sure)."""
    number = whole_number(text)
    if not LEAST_SURE <= number <= MOST_SURE:
        raise argparse.ArgumentTypeError(f"can't be {number}; 1 (a guess) to 5 (sure)")
    return number


def _set_up(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the release; an unambiguous beginning will do")
    parser.add_argument("--remaining", type=whole_number, metavar="N", help="working days left of the stage under way")
    parser.add_argument("--confidence", type=_confidence, metavar="1-5", help="1 is a guess, 5 is sure")
    parser.add_argument("--progress", metavar="TEXT", help="what was done")
    parser.add_argument("--blockers", metavar="TEXT", help="what stands in the way")
    parser.add_argument("--asks", metavar="TEXT", help="what they ask of you")
    parser.add_argument("--with", dest="with_whom", metavar="PERSON", help="else the project lead")
    parser.add_argument("--on", metavar="DATE", help="the day of the talk; today when left out")
    parser.add_argument("--next", dest="next_on", metavar="DATE", help="the day of the next talk")
    parser.add_argument("--json", action="store_true", help="the moved dates, for scripts")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    before = shell.board
    release = before.release(args.key)
    said = (args.remaining, args.confidence, args.progress, args.blockers, args.asks, args.next_on)
    if all(part is None for part in said):
        raise BadInput(f"nothing was said about {release.key}", "such as --remaining 4 --confidence 3")
    command = CheckIn(
        release.key, args.remaining, args.confidence or 0, args.progress or "", args.blockers or "", args.asks or "",
        shell.read_date_or_none(args.next_on), args.with_whom or "", shell.read_date_or_none(args.on),
    )  # fmt: skip
    outcome = shell.do(command)
    ripple = find_ripple(before, outcome.board, shell.today)
    if args.json:
        shell.out.json({"key": release.key, **view_ripple(ripple)})
        return 0
    shell.out.done(_say(command, shell, is_news=bool(outcome.changes)))
    if not shell.out.quiet:
        shell.out.lines(write_ripple(ripple, shell.out.width))
    return 0


def _say(command: CheckIn, shell: Shell, *, is_news: bool) -> str:
    """One line: who said how much is left."""
    release = shell.board.release(command.key)
    if not is_news:
        return f"{release.key}: nothing new, that was said already"
    parts = []
    if command.remaining is not None:
        left = "1 day" if command.remaining == 1 else f"{command.remaining} days"
        parts.append(f"{shell.board.stage_name(release.stage)} has {left} left")
    if command.confidence:
        parts.append(f"confidence {command.confidence} of {MOST_SURE}")
    if command.next_on is not None:
        parts.append(f"next talk {shell.echo(command.next_on)}")
    whom = command.with_whom or release.lead
    who = f" with {shell.board.person_name(whom)}" if whom else ""
    return f"{release.key} checked in{who}" + (f": {'; '.join(parts)}" if parts else "")


COMMANDS = {
    "check-in": Command(
        "What the project lead said. Days left move the forecast at once; said again that day, it stands instead.",
        "check-in PAY-4.2 --remaining 4 --confidence 3 --blockers 'test data late' --next fri",
        _set_up,
        _run,
    )
}
