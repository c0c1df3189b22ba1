"""For each action that changes a release, the command that asks whether it may be done; nothing is changed by asking.

A reason is filled in, because the screen asks for it; what the person will be asked for is no obstacle.
"""

from collections.abc import Callable, Mapping
from typing import Any

from releaseboard.domain import commands, coordination
from releaseboard.domain.model import Release
from releaseboard.domain.words import Cause, State

_REASON = "asked for in the form"

Probe = Callable[[Release], Any]


def _ask_block(release: Release) -> Any:
    if release.blocked is not None:
        return commands.UnblockRelease(release.key)
    return commands.BlockRelease(release.key, Cause.OTHER, _REASON)


def _ask_hold(release: Release) -> Any:
    if release.state == State.ON_HOLD:
        return commands.ResumeRelease(release.key)
    return commands.HoldRelease(release.key, _REASON)


def _ask_replan(release: Release) -> Any:
    """A plan that is as it was is refused too, so one stage is a day longer here."""
    stages = {plan.stage: plan.planned_days + 1 for plan in release.stages[:1]}
    return commands.Replan(release.key, Cause.OTHER, _REASON, stages=stages)


PROBES: Mapping[str, Probe] = {
    "move_on": lambda release: commands.MoveRelease(release.key, "next", reason=_REASON),
    "move_back": lambda release: commands.MoveRelease(release.key, "back", reason=_REASON),
    "commit_release": lambda release: commands.CommitRelease(release.key),
    "start_release": lambda release: commands.StartRelease(release.key),
    "toggle_hold": _ask_hold,
    "toggle_block": _ask_block,
    "replan": _ask_replan,
    "check_in": lambda release: coordination.CheckIn(release.key, progress=_REASON),
    "mark_released": lambda release: commands.MarkReleased(release.key, reason=_REASON),
    "roll_back": lambda release: commands.RollBack(release.key, _REASON),
    "cancel_release": lambda release: commands.CancelRelease(release.key, _REASON),
    "close_release": lambda release: commands.CloseRelease(release.key),
    "toggle_archive": lambda release: commands.ArchiveRelease(release.key, not release.archived),
}
