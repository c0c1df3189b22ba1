"""`metrics`: numbers about the process itself, and which stage to shorten."""

import argparse

from releaseboard.domain.words import ReleaseType
from releaseboard.errors import BadInput
from releaseboard.reports.layout import Style
from releaseboard.reports.metrics import measure
from releaseboard.reports.metricsjson import view_metrics, view_stage
from releaseboard.reports.metricstext import write_metrics
from releaseboard.reports.stageview import write_stage

from .parser import Command, OneOf, Parser
from .shell import Shell

TYPES = tuple(kind.value for kind in ReleaseType)
MOST_DAYS = 99


def _set_up(parser: Parser) -> None:
    parser.add_argument("--type", type=OneOf(TYPES), metavar="TYPE", help=f"only releases of it: {', '.join(TYPES)}")
    parser.add_argument("--since", metavar="DATE", help="only what was released from that day on")
    parser.add_argument("--stage", metavar="STAGE", help="the late releases that this stage alone would have saved")
    parser.add_argument("--days", metavar="N",
                        help="what if the stage took N days more (-N: less) in all open releases")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="for scripts")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    since = shell.read_date_or_none(args.since)
    if since is not None and since > shell.today:
        raise BadInput(f"--since {since} is still to come", "what was released is measured: name a past day")
    if args.days is not None and args.stage is None:
        raise BadInput("--days says nothing by itself", "such as: releaseboard metrics --stage test --days -2")
    days = _read_days(args.days) if args.days is not None else 0
    stage = board.stage(args.stage) if args.stage is not None else None
    found = measure(board, shell.session.history(), shell.today, kind=args.type or "", since=since)
    style = Style(shell.out.width, shell.out.paint)
    if stage is None:
        if args.json:
            shell.out.json(view_metrics(found))
        else:
            shell.out.lines(write_metrics(found, style))
        return 0
    gain = None
    if days:
        from releaseboard.schedule.gain import look_ahead_gain
        from releaseboard.schedule.prospects import foresee

        gain = look_ahead_gain(foresee(board, shell.today, whole=True), stage.id, days)
    if args.json:
        shell.out.json(view_stage(found, stage.id, gain))
    else:
        shell.out.lines(write_stage(found, stage.id, stage.name, gain, style))
    return 0


def _read_days(text: str) -> int:
    digits = text.strip().removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:4]) <= MOST_DAYS and len(digits) < 4):
        raise BadInput(f"--days can't be {text[:20]!r}", "working days, such as -2 for two less or 3 for three more")
    return -int(digits) if text.strip().startswith("-") else int(digits)


COMMANDS = {
    "metrics": Command(
        "Stage times, slip, pace and more; which stage to shorten. With --stage and --days a what-if.",
        "metrics --type minor --since 2026-07-01", _set_up, _run,
    )
}  # fmt: skip
