"""What an issue's days lost do to the plan: they come on top of what is left of the stage that is worked on."""

from datetime import date

from releaseboard.domain.board import Board
from releaseboard.domain.coordination import EstimateStage
from releaseboard.domain.model import Release, StagePlan
from releaseboard.domain.words import MOVING_STATES, Cause
from releaseboard.schedule.windows import OpenDays

from .levers import count_left


def find_stage(release: Release) -> StagePlan | None:
    """The stage that is worked on; None where there is none: its days are planned, and a plan moves by a re-plan."""
    plan = release.stage_plan(release.stage) if release.state in MOVING_STATES and release.stage else None
    return plan if plan is not None and not plan.is_over else None


def add_days_lost(
    board: Board, release: Release, days: int, reason: str, today: date, cause: str = ""
) -> EstimateStage | None:
    """The command that adds `days` (working days, from 1) to what is left; None for a release that is not worked on.

    Args:
        board: as it is before.
        release: of that board.
        days: what the issue costs.
        reason: for the history.
        today: the day it is noted.
        cause: one of Cause; '' is other.
    """
    plan = find_stage(release)
    if plan is None or days < 1:
        return None
    left = count_left(release, plan, OpenDays(board, today))
    return EstimateStage(release.key, plan.stage, left + days, cause or Cause.OTHER.value, reason)
