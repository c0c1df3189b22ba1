"""What lies ahead of each release, by record id."""

from datetime import date
from typing import TYPE_CHECKING

from releaseboard.domain.board import Board

from .standing import FACT_CELLS, Outlook, Reason

if TYPE_CHECKING:
    from .appraisal import Outlooks


def look_ahead(board: Board, today: date) -> "Outlooks":
    """The outlook of every release, by record id."""
    from .appraisal import appraise  # noqa: PLC0415 - who only shows a kept outlook does not pay for the engine
    from .prospects import foresee  # noqa: PLC0415 - the same

    return appraise(foresee(board, today))


__all__ = ["FACT_CELLS", "Outlook", "Reason", "look_ahead"]
