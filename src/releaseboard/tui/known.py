"""The dates of the board as it is now, for pages that must not tell those of the board before."""

from releaseboard.schedule.appraisal import Outlooks

from .desk import Desk


def known_outlooks(desk: Desk) -> Outlooks | None:
    """The outlooks of the board that is shown; None while those of a large board are still worked out."""
    outlooks = desk.outlooks
    return outlooks if desk.foresight.is_current and isinstance(outlooks, Outlooks) else None
