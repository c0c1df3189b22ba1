"""Where a release stands, in words."""

from releaseboard.domain.board import Board
from releaseboard.domain.model import Release
from releaseboard.domain.words import State, spoken


def say_place(board: Board, release: Release) -> str:
    """Where a release stands: its stage while work goes on in it, else its state."""
    if release.state == State.IN_PROGRESS and release.stage:
        return board.stage_name(release.stage)
    return spoken(release.state)


def say_state(board: Board, release: Release) -> str:
    """State, stage and flow in one phrase: `in progress, Build, blocked`."""
    parts = [spoken(release.state)]
    if release.stage and release.state in (State.IN_PROGRESS, State.ON_HOLD):
        parts.append(board.stage_name(release.stage))
    if release.blocked is not None:
        parts.append("blocked")
    if release.archived:
        parts.append("archived")
    return ", ".join(part for part in parts if part)
