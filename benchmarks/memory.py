"""Memory of one session on 1,000 releases against the blank Textual app: at most 1.5 times its PSS.

PSS counts a page that several processes share in parts. The programs run one at a time, so that neither is made to look
small by the other.
"""

import os
import sys
import tempfile
from statistics import median

from benchmarks.blank import READY
from benchmarks.boards import KEY, clean_environment, make_board, own_command
from benchmarks.ratios import Claim, report
from benchmarks.terminal import Terminal

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASES = 1_000
ROUNDS = 5
MOST = 1.5
WALK = "jjjjljjjjhkkkk"


def main() -> int:
    """Measure and report; 1 when a claim does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        board = make_board(os.path.join(folder, "board.json"), RELEASES)
        env = clean_environment(folder)
        blank, ours = [], []
        for _ in range(ROUNDS):
            blank.append(_measure([sys.executable, os.path.join(HERE, "blank.py")], READY, env))
            ours.append(_measure([own_command(), "-b", board], KEY, env))
    claims = []
    for at, when in enumerate(("after the first frame", f"after {len(WALK)} keys")):
        floor, mine = median(one[at] for one in blank), median(one[at] for one in ours)
        note = f"PSS {mine / 1024:.1f} MiB against {floor / 1024:.1f}, {ROUNDS} rounds"
        claims.append(Claim(f"{RELEASES:,} releases against the blank app, {when}", mine / floor, MOST, "x", note))
    return report("memory", claims)


def _measure(command: list[str], marker: bytes, env: dict[str, str]) -> tuple[int, int]:
    """PSS in KiB after the first frame and after some keys."""
    with Terminal(command, env) as terminal:
        terminal.wait_for(marker)
        terminal.settle()
        first = terminal.proportional_memory()
        for key in WALK:
            terminal.press(key, 0.05)
        return first, terminal.proportional_memory()


if __name__ == "__main__":
    sys.exit(main())
