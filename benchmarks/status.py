"""`status` on 1,000 releases against `python -c pass`, both as whole processes: at most 5 times its wall time."""

import os
import sys
import tempfile

from benchmarks.boards import clean_environment, make_board, own_command
from benchmarks.ratios import Pair, measure_pairs, median_ratio, ratio_claim, report, time_process

RELEASES = 1_000
PAIRS = 25
MOST = 5.0


def main() -> int:
    """Measure and report; 1 when the claim does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        board = make_board(os.path.join(folder, "board.json"), RELEASES)
        env = clean_environment(folder)
        forms = {
            form: _against_pass(["-b", board, "status", "--format", form], env) for form in ("text", "line", "json")
        }
        bare = _against_pass(["--version"], env)
        size = os.path.getsize(board)
    claim = ratio_claim(f"status, {RELEASES:,} releases, against python -c pass", forms.pop("text"), MOST)
    code = report(f"status (board file of {size / 1024:,.0f} KiB)", [claim])
    for name, pairs in {**forms, "--version alone": bare}.items():
        print(f"        for the record: {name} {median_ratio(pairs):.2f} x")
    return code


def _against_pass(arguments: list[str], env: dict[str, str]) -> list[Pair]:
    command = [own_command(), *arguments]
    return measure_pairs(
        lambda: time_process([sys.executable, "-c", "pass"], env), lambda: time_process(command, env), PAIRS
    )


if __name__ == "__main__":
    sys.exit(main())
