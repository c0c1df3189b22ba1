"""The full screen on a pty of 120 x 36: first frame, cursor key and card move, against floors of the same run.

The floors: the blank Textual app with Header and Footer (blank.py), and a bare Line-API board of as many cards
(sketch.py). First frame: from the start of the process until the first release's key has been sent. Key: from the
key to the last byte before 150 ms of silence.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from statistics import median

from benchmarks.blank import READY
from benchmarks.boards import KEY, clean_environment, make_board, own_command
from benchmarks.ratios import Claim, Pair, measure_pairs, ratio_claim, report
from benchmarks.terminal import Answer, Terminal
from releaseboard.session import Session

HERE = os.path.dirname(os.path.abspath(__file__))
FRAMES = 9  # pairs of fresh processes
KEYS = "jjjjkkkk" * 5
MOVE_QUIET = 1.0  # seconds: long enough for the write in the background to be reported on the screen
MOVES = 6
MOST_TRIES = 20  # a card that is on hold, or at the work-in-progress limit, can't be moved

FIRST_FRAME_MOST = 1.5  # 1,000 releases against the blank app
LARGE_FRAME_MOST = 1.3  # 5,000 against 1,000
LARGE_KEY_MOST = 1.3  # 5,000 against 50
SKETCH_MOST = 2.0  # ours against the bare board
KEY_BYTES_MOST = 2_000
MOVE_BYTES_MOST = 12_000


def main() -> int:
    """Measure and report; 1 when a claim does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        env = clean_environment(folder)
        boards = {count: make_board(os.path.join(folder, f"{count}.json"), count) for count in (50, 1_000, 5_000)}
        commands = {count: [own_command(), "-b", path] for count, path in boards.items()}
        code = report("first frame", _claim_frames(commands, env))
        code |= report("cursor key", _claim_keys(commands, env))
        code |= report("card move", _claim_moves(boards[5_000], commands[5_000], env))
    return code


def _claim_frames(commands: dict[int, list[str]], env: dict[str, str]) -> list[Claim]:
    blank = _first_frame([sys.executable, os.path.join(HERE, "blank.py")], READY, env)
    middle, large = (_first_frame(commands[count], KEY, env) for count in (1_000, 5_000))
    return [
        ratio_claim("1,000 releases against the blank app", measure_pairs(blank, middle, FRAMES), FIRST_FRAME_MOST),
        ratio_claim("5,000 releases against 1,000", measure_pairs(middle, large, FRAMES), LARGE_FRAME_MOST),
    ]


def _first_frame(command: list[str], marker: bytes, env: dict[str, str]) -> Callable[[], float]:
    def measure() -> float:
        with Terminal(command, env) as terminal:
            return terminal.wait_for(marker)

    return measure


def _claim_keys(commands: dict[int, list[str]], env: dict[str, str]) -> list[Claim]:
    small, large = _press_both(commands[50], commands[5_000], env)
    sketch_command = [sys.executable, os.path.join(HERE, "sketch.py"), "5000"]
    sketch, ours = _press_both(sketch_command, commands[5_000], env)
    sizes = [answer.size for answer in large]
    return [
        ratio_claim("5,000 releases against 50", _pair_ms(small, large), LARGE_KEY_MOST),
        ratio_claim("5,000 releases against the bare board", _pair_ms(sketch, ours), SKETCH_MOST),
        _claim_first_change(sketch, ours),
        Claim("bytes per key, median", median(sizes), KEY_BYTES_MOST, "B", f"{min(sizes):,} to {max(sizes):,}"),
        _claim_bytes(sketch, ours),
    ]


def _press_both(floor: list[str], ours: list[str], env: dict[str, str]) -> tuple[list[Answer], list[Answer]]:
    """The same keys in two programs that run side by side, in turn."""
    with Terminal(floor, env) as first, Terminal(ours, env) as second:
        for terminal in (first, second):
            terminal.wait_for(KEY)
            terminal.settle()
            terminal.press("j")
        answers = [(first.press(key), second.press(key)) for key in KEYS]
    unanswered = sum(1 for pair in answers for answer in pair if not answer.size)
    if unanswered:
        raise RuntimeError(f"{unanswered} of {2 * len(KEYS)} keys changed nothing on the screen")
    return [pair[0] for pair in answers], [pair[1] for pair in answers]


def _pair_ms(floor: list[Answer], ours: list[Answer]) -> list[Pair]:
    return [Pair(one.ms, other.ms) for one, other in zip(floor, ours, strict=True)]


def _claim_first_change(floor: list[Answer], ours: list[Answer]) -> Claim:
    """When the eye sees the first of it: the cursor itself, before what follows it."""
    pairs = [Pair(one.first_ms, other.first_ms) for one, other in zip(floor, ours, strict=True)]
    return ratio_claim("the same, until the cursor has moved", pairs, SKETCH_MOST)


def _claim_bytes(floor: list[Answer], ours: list[Answer]) -> Claim:
    pairs = [Pair(one.size, other.size) for one, other in zip(floor, ours, strict=True)]
    return ratio_claim("bytes per key against the bare board", pairs, SKETCH_MOST, "B")


def _claim_moves(board: str, command: list[str], env: dict[str, str]) -> list[Claim]:
    """Move cards of the second stage on; only those count that the board's history then tells of.

    The first move is not counted: it reads the history. The cursor goes with the card, so `h` brings it back.
    """
    moves: list[Answer] = []
    with Terminal(command, env) as terminal:
        terminal.wait_for(KEY)
        terminal.settle()
        terminal.press("l")
        first = terminal.press("L", 3.0)
        terminal.press("h")
        moved = _count_moves(board)
        for _ in range(MOST_TRIES):
            answer = terminal.press("L", MOVE_QUIET)
            before, moved = moved, _count_moves(board)
            if moved > before:
                moves.append(answer)
            terminal.press("h" if moved > before else "j")
            if len(moves) == MOVES:
                break
        shown = terminal.text(len(terminal.seen) - 2_000)
    if len(moves) < MOVES:
        raise RuntimeError(f"only {len(moves)} cards could be moved in {MOST_TRIES} tries; last: {shown!r}")
    sizes = [answer.size for answer in moves]
    seen_after = f"seen after {median(answer.first_ms for answer in moves):.0f} ms, the first {first.first_ms:.0f} ms"
    note = f"{min(sizes):,} to {max(sizes):,}, {MOVES} moves; {seen_after}"
    return [Claim("bytes per move on 5,000, median", median(sizes), MOVE_BYTES_MOST, "B", note)]


def _count_moves(board: str) -> int:
    changes = (change for change in Session.open(board).history() if change.entity == "releases")
    return sum(1 for change in changes if "stage" in change.set and "id" not in change.set)


if __name__ == "__main__":
    sys.exit(main())
