"""`forecast` and `backtest`: the computed dates, what-ifs that write nothing, chances, and whether they held."""

import argparse
from collections.abc import Sequence

from releaseboard.domain.model import Release
from releaseboard.domain.records import find_record
from releaseboard.errors import BadInput
from releaseboard.reports import forecasts
from releaseboard.reports.chaintext import write_chain
from releaseboard.reports.insight import Insight
from releaseboard.reports.jsonview import view_release
from releaseboard.reports.layout import Style
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.odds import Odds
from releaseboard.schedule.outlook import Outlook, look_ahead
from releaseboard.schedule.whatif import Layer, parse_change

from .parser import Command, Parser
from .picking import add_filter, pick_releases
from .shell import Shell

Rows = Sequence[tuple[Release, Outlook]]


def _set_up(parser: Parser) -> None:
    parser.add_argument("keys", metavar="KEY", nargs="*", help="only these releases; one: with its stages")
    add_filter(parser)
    parser.add_argument(
        "--what-if", metavar="EXPR", action="append", default=[], dest="changes",
        help="KEY.stage=DAYS left, or KEY+DAYS later, KEY-DAYS earlier; may be given again; nothing is written",
    )  # fmt: skip
    parser.add_argument("--simulate", action="store_true", help="the chances, from what past releases took")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _forecast(args: argparse.Namespace, shell: Shell) -> int:
    if args.changes and args.simulate:
        raise BadInput("--what-if and --simulate don't go together", "ask for one, then for the other")
    board = shell.board
    changes = [parse_change(text, board) for text in args.changes]
    outlooks = look_ahead(board, shell.today)
    picked = pick_releases(shell, board, outlooks, args.keys, args.filter)
    is_asked = bool(args.keys or args.filter.strip())
    rows = [(release, outlooks[release.id]) for release in picked]
    rows = [row for row in rows if is_asked or row[0].id in outlooks.prospects.by_id]
    rows.sort(key=lambda row: (row[1].date is None, row[1].date or shell.today, row[0].key))
    layer = forecasts.ask_what_if(outlooks, changes) if changes else None
    if args.json:
        _print_json(args, shell, outlooks, rows, layer)
    elif layer is not None:
        chosen = {release.id for release, _ in rows}
        moved = forecasts.list_moved(board, layer, shell.calendar)
        kept = [one for one in moved if not is_asked or one.release.id in chosen]
        shell.out.lines(forecasts.write_moved(kept, shell.today, shell.out.width))
        shell.out.note("nothing was written: `replan`, `check-in` and `options` change the plan")
    elif not rows:
        shell.out.note("no release is ahead" if not is_asked else "no release fits")
    elif args.simulate:
        shell.out.lines(forecasts.write_odds(rows, _draw(outlooks), shell.today, shell.out.width))
    else:
        _print_rows(shell, outlooks, rows)
    return 0


def _draw(outlooks: Outlooks) -> dict[str, Odds]:
    from releaseboard.schedule.odds import draw_odds
    from releaseboard.schedule.simulate import STORED

    return draw_odds(outlooks, STORED)


def _print_rows(shell: Shell, outlooks: Outlooks, rows: Rows) -> None:
    out, board = shell.out, shell.board
    head, *lines = forecasts.write_forecast(board, rows, shell.today, out.width)
    out.result(out.paint(head, "dim"))
    for (_, seen), line in zip(rows, lines, strict=True):
        out.result(out.paint(line[:1], seen.health) + line[1:])
    if len(rows) == 1:
        release = rows[0][0]
        stages = forecasts.write_stage_dates(
            board, forecasts.list_stage_dates(outlooks, release), shell.today, out.width
        )
        out.lines(["", *stages] if stages else [])
        out.lines(write_chain(Insight(outlooks).explain(release), Style(out.width, out.paint)))


def _print_json(args: argparse.Namespace, shell: Shell, outlooks: Outlooks, rows: Rows, layer: Layer | None) -> None:
    insight = Insight(outlooks)
    odds = _draw(outlooks) if args.simulate else {}
    releases = []
    for release, seen in rows:
        stages = forecasts.view_stage_dates(forecasts.list_stage_dates(outlooks, release))
        found = view_release(shell.board, release, seen, insight) | {"stages": stages}
        if layer is not None:
            found |= forecasts.view_pair(outlooks, layer, release)
        if args.simulate:
            found["odds"] = forecasts.view_odds(odds[release.id]) if release.id in odds else None
        releases.append(found)
    shell.out.json({"today": shell.today.isoformat(), "what_if": args.changes, "releases": releases})


def _set_up_backtest(parser: Parser) -> None:
    parser.add_argument("--team", metavar="TEAM", default="", help="only releases of this team")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _backtest(args: argparse.Namespace, shell: Shell) -> int:
    from releaseboard.schedule.backtest import measure, measure_by_distance, replay_past

    board = shell.board
    if args.team:
        find_record(board, "teams", args.team)
    replays = replay_past(board, shell.today, team=args.team)
    found, groups = measure(replays), measure_by_distance(replays)
    if args.json:
        shell.out.json({**found._asdict(), "by_distance": {name: group._asdict() for name, group in groups.items()}})
        return 0
    if not found.cases:
        shell.out.note("not enough history: chances need five past releases before the ones that are replayed")
        return 0
    out = shell.out
    out.result(f"{found.releases} past releases, forecast again as of each of their weeks: {found.cases} cases")
    out.result(out.paint(f"{'said how far ahead':<20}{'cases':>7}{'by P50':>9}{'by P85':>9}", "dim"))
    for name, group in {**groups, "all": found}.items():
        shares = (f"{share:.0%}" if share is not None else "–" for share in (group.by_p50, group.by_p85))
        out.result(f"{name:<20}{group.cases:>7}" + "".join(f"{share:>9}" for share in shares))
    out.result("Chances that hold come near 50% and 85%; a lower share says that dates are promised too early.")
    return 0


COMMANDS = {
    "forecast": Command(
        "The computed dates: when each release goes out, one with its stages; what-ifs and chances.",
        "forecast --what-if 'PAY-4.2.test=3'",
        _set_up,
        _forecast,
    ),
    "backtest": Command(
        "Whether chances would have held: past releases forecast again as of each of their weeks.",
        "backtest",
        _set_up_backtest,
        _backtest,
    ),
}
