"""What `status` loads, dearest first: `python -X importtime` summed by module, beyond what every Python loads."""

import os
import tempfile

from benchmarks.boards import clean_environment, make_board
from benchmarks.imports import time_imports

ROUNDS = 5


def main() -> None:
    """Print one line a module: own microseconds (least of some rounds) and its name; then the sum."""
    with tempfile.TemporaryDirectory() as folder:
        board = make_board(os.path.join(folder, "board.json"), 40)
        env = clean_environment(folder)
        at_start = _least_times(["-c", "pass"], env)
        loaded = _least_times(["-m", "releaseboard", "-b", board, "status"], env)
    added = {name: took for name, took in loaded.items() if name not in at_start}
    for name, took in sorted(added.items(), key=lambda item: -item[1]):
        print(f"{took / 1000:8.2f} ms  {name}")
    print(f"{sum(added.values()) / 1000:8.2f} ms  in all, {len(added)} modules")


def _least_times(arguments: list[str], env: dict[str, str]) -> dict[str, int]:
    """Own import time of each module in microseconds, the least of some rounds."""
    least: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, took in time_imports(arguments, env).items():
            least[name] = min(least.get(name, took), took)
    return least


if __name__ == "__main__":
    main()
