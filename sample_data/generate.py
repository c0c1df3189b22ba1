"""Make a board file of any size, invented with a seed: `python sample_data/generate.py 1000 large.json [SEED]`."""

import sys

from releaseboard.interchange.generator import make_tables
from releaseboard.session import Session

__all__ = ["main", "make_tables"]


def main(arguments: list[str]) -> int:
    """COUNT FILE [SEED]; refuses to overwrite a file."""
    if len(arguments) not in (2, 3) or not all(number.isdigit() for number in (arguments[0], *arguments[2:])):
        print("usage: generate.py COUNT FILE [SEED]", file=sys.stderr)
        return 2
    count, path = int(arguments[0]), arguments[1]
    seed = int(arguments[2]) if arguments[2:] else 1
    Session.create(path, name=f"{count} releases", plan=make_tables(count, seed))
    print(f"{path}: {count} releases")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
