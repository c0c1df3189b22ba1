"""Why a release has its date and colour: a text over the page that is worked out anew whenever the board changes."""

from collections.abc import Callable, Sequence

from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.slip import SlipFinder
from releaseboard.schedule.why import Explainer
from releaseboard.tui.desk import Desk
from releaseboard.tui.glyphs import spell
from releaseboard.tui.panelmodel import describe_place
from releaseboard.tui.whymodel import Told, write_why

from .rows import Row


def tell_release(desk: Desk, release_id: str) -> Told | None:
    """All there is to say about a release now; None when it is gone."""
    release = desk.find(release_id)
    if release is None:
        return None
    board, outlooks, outlook = desk.board, desk.outlooks, desk.outlook_of(release_id)
    place = describe_place(board, release)
    if not isinstance(outlooks, Outlooks) or outlooks.prospects.board is not board:
        return Told(release, place, outlook, None, None, "", {})  # a large board, not yet computed anew
    explainer = Explainer(outlooks.whole())
    why = explainer.explain(release)
    slip = SlipFinder(outlooks.whole()).find(release)
    origin = board.label(slip.origin) if slip is not None and slip.origin else ""
    subjects = {part.subject for part in why.ledger.segments} if why.ledger is not None else set()
    index = explainer.net.index
    names = {ident: explainer.speak(index[ident]) for ident in subjects if ident in index}
    return Told(release, place, outlook, why, slip, origin, names)


def why_writer(desk: Desk, release_id: str) -> Callable[[int], Sequence[Row]]:
    """What a `TextPage` is filled with: rows for a width."""

    def write(width: int) -> Sequence[Row]:
        told = tell_release(desk, release_id)
        if told is None:
            return [Row("", (("this release is not on the board any more", ""),))]
        return [
            Row("", tuple((spell(text, desk.glyphs), role) for text, role in words))
            for words in write_why(told, width)
        ]  # fmt: skip

    return write
