"""What `status` loads, dearest first: `python -X importtime` summed by module, beyond what every Python loads."""

import os
import subprocess
import sys
import tempfile

from benchmarks.boards import clean_environment, make_board

ROUNDS = 5


def main() -> None:
    """Print one line a module: own microseconds (least of some rounds) and its name; then the sum."""
    with tempfile.TemporaryDirectory() as folder:
        board = make_board(os.path.join(folder, "board.json"), 40)
        env = clean_environment(folder)
        at_start = _time_imports(["-c", "pass"], env)
        loaded = _time_imports(["-m", "releaseboard", "-b", board, "status"], env)
    added = {name: took for name, took in loaded.items() if name not in at_start}
    for name, took in sorted(added.items(), key=lambda item: -item[1]):
        print(f"{took / 1000:8.2f} ms  {name}")
    print(f"{sum(added.values()) / 1000:8.2f} ms  in all, {len(added)} modules")


def _time_imports(arguments: list[str], env: dict[str, str]) -> dict[str, int]:
    """Own import time of each module in microseconds, the least of some rounds."""
    least: dict[str, int] = {}
    for _ in range(ROUNDS):
        command = [sys.executable, "-X", "importtime", *arguments]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        for line in done.stderr.splitlines():
            own, _, rest = line.removeprefix("import time:").partition("|")
            if own.strip().isdigit():
                name = rest.partition("|")[2].strip()
                least[name] = min(least.get(name, int(own)), int(own))
    return least


if __name__ == "__main__":
    main()
