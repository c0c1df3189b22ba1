"""What a command loads, and what `status` must never load."""

import subprocess
import sys
from collections.abc import Sequence

# Dear, and never needed to print a board: the first four cost more than everything else together.
BARRED = frozenset({"textual", "rich", "asyncio", "markdown_it"})
# Our own budget (docs/decisions 0002 and 0003): each costs 2 to 25 ms, or leads to one that does.
OVER_BUDGET = frozenset(
    {
        *("csv", "dataclasses", "dateutil", "decimal", "difflib", "email", "hashlib", "inspect", "logging", "pathlib"),
        *("platform", "random", "secrets", "shutil", "sqlite3", "statistics", "subprocess", "tempfile", "threading"),
        *("tinydb", "tomli_w", "tomllib", "typing_extensions", "urllib", "uuid", "zoneinfo"),
    }
)


def time_imports(arguments: Sequence[str], env: dict[str, str] | None = None) -> dict[str, int]:
    """The modules that a Python process loads, each with its own time in microseconds.

    Args:
        arguments: of the Python that is running.
        env: its environment; None: ours.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    found = {}
    for line in done.stderr.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        if own.strip().isdigit():
            found[rest.partition("|")[2].strip()] = int(own)
    return found


def list_dear(arguments: Sequence[str], env: dict[str, str] | None = None) -> list[str]:
    """What a Python process loads of the barred and the dear, beyond what any Python does."""
    at_start = time_imports(["-c", "pass"], env).keys()
    packages = {name.partition(".")[0] for name in time_imports(arguments, env).keys() - at_start}
    return sorted(packages & (BARRED | OVER_BUDGET))
