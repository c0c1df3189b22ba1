"""`status` on 1,000 releases against `python -c pass`, both as whole processes (docs/decisions/0015).

Two looks are measured: one at a board that has not changed since the last, as a status bar takes it every few seconds,
and the first one after a change, which reads the board and works out its forecast.
"""

import os
import shutil
import sys
import tempfile
import time

from benchmarks.boards import clean_environment, make_board, own_command
from benchmarks.imports import list_dear, time_imports
from benchmarks.ratios import Claim, Pair, measure_pairs, median_ratio, ratio_claim, report, time_process

RELEASES = 1_000
PAIRS = 25
MOST_UNCHANGED = 5.0
MOST_FIRST = 20.0
FORMS = ("text", "line", "md", "json")
_LONGEST_WAIT = 30  # seconds until a board file is old enough for a look at it to be kept; 2.5 are enough


def main() -> int:
    """Measure and report; 1 when a claim does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        board = make_board(os.path.join(folder, "board.json"), RELEASES)
        env = clean_environment(folder)
        words = ["-b", board, "status"]
        kept = os.path.join(env["XDG_STATE_HOME"], "releaseboard", "glimpses")
        _wait_until_kept(words, kept, env)
        _require_short_way(words, env)
        again = {form: _against_pass([*words, "--format", form], env) for form in FORMS}
        claims = [
            ratio_claim(f"status, {RELEASES:,} releases, unchanged", again.pop("text"), MOST_UNCHANGED),
            _claim_imports("imports barred or over budget, unchanged", words, env),
            ratio_claim("status, the first look after a change", _against_pass(words, env, forget=kept), MOST_FIRST),
            _claim_imports("imports barred or over budget, first look", words, env, forget=kept),
        ]
        bare = _against_pass(["--version"], env)
        size = os.path.getsize(board)
    code = report(f"status (board file of {size / 1024:,.0f} KiB)", claims)
    for name, pairs in {**again, "--version alone": bare}.items():
        print(f"        for the record: {name} {median_ratio(pairs):.2f} x")
    return code


def _wait_until_kept(words: list[str], kept: str, env: dict[str, str]) -> None:
    """Look until every form of the look has been kept, which a file written just now is too young for."""
    until = time.monotonic() + _LONGEST_WAIT
    while not os.path.isdir(kept) or len(os.listdir(kept)) < 2:
        if time.monotonic() > until:
            raise RuntimeError(f"no look was kept within {_LONGEST_WAIT} s in {kept}")
        time.sleep(0.5)
        for form in ("text", "json"):
            time_process([own_command(), *words, "--format", form], env)


def _require_short_way(words: list[str], env: dict[str, str]) -> None:
    """What is to be measured as the look at an unchanged board must be one."""
    loaded = time_imports([own_command(), *words], env)
    if "releaseboard.session" in loaded:
        raise RuntimeError("a board that has not changed was opened")


def _against_pass(arguments: list[str], env: dict[str, str], forget: str = "") -> list[Pair]:
    """Pairs with `python -c pass`; `forget`: a folder to remove before each run."""
    command = [own_command(), *arguments]

    def ours() -> float:
        if forget:
            shutil.rmtree(forget)
        return time_process(command, env)

    return measure_pairs(lambda: time_process([sys.executable, "-c", "pass"], env), ours, PAIRS)


def _claim_imports(name: str, words: list[str], env: dict[str, str], forget: str = "") -> Claim:
    if forget:
        shutil.rmtree(forget)
    dear = list_dear([own_command(), *words], env)
    return Claim(name, len(dear), 0, "modules", ", ".join(dear))


if __name__ == "__main__":
    sys.exit(main())
