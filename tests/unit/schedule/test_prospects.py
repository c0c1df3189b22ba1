"""Dates found on the spot are those of the network, whatever the board."""

from randomboards import TODAY, make_board
from releaseboard.schedule.appraisal import appraise
from releaseboard.schedule.prospects import foresee

CASES = 600


def test_what_waits_for_nothing_needs_no_network() -> None:
    """Each of 600 random boards looks the same when all its releases go through the network; most need not."""
    spared = 0
    for seed in range(CASES):
        board = make_board(seed)
        assert not board.problems, (seed, board.problems)
        quick, whole = foresee(board, TODAY), foresee(board, TODAY, whole=True)
        assert quick.by_id == whole.by_id, seed
        assert appraise(quick) == appraise(whole), seed
        spared += len(quick.by_id) - sum(quick.found.net.is_release(at) for at in range(len(quick.found.net.ids)))
    assert spared > CASES
