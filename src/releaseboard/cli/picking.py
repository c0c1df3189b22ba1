"""Which releases a command speaks of: those named, those a filter lets through, or all that are not archived."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .parser import Parser
from .shell import Shell

if TYPE_CHECKING:
    from releaseboard.domain.board import Board
    from releaseboard.domain.model import Release
    from releaseboard.schedule.outlook import Outlook

FILTER_HELP = "such as 'project:PAY health:red due:<2w -type:hotfix refunds'; words match key, title, goal"


def add_filter(parser: Parser) -> None:
    """The option `--filter`."""
    parser.add_argument("--filter", metavar="EXPR", default="", help=FILTER_HELP)


def pick_releases(
    shell: Shell, board: "Board", outlooks: "Mapping[str, Outlook]", keys: Sequence[str], expression: str
) -> "list[Release]":
    """The named releases (archived ones too), or all others; then those that pass the filter.

    Raises:
        UnknownKey, BadInput: a key that is not there; a filter that can't be read.
    """
    if keys:
        found = {release.id: release for release in map(board.release, keys)}
        releases = list(found.values())
    else:
        releases = [release for release in board.releases.values() if not release.archived]
    if not expression.strip():
        return releases
    from releaseboard.domain.query import parse_query

    query = parse_query(expression, shell.today, shell.calendar.add_days)
    test = query.predicate(board)
    return [release for release in releases if test(release, outlooks.get(release.id))]
