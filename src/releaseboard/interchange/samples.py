"""The boards that ship with the program, made anew for the day they are asked for (sample_data/README.md)."""

import os
from datetime import date

from releaseboard.errors import BadInput, did_you_mean

from .planreader import read_plan
from .records import Tables

DEFAULT_SAMPLE = "harbour"

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CLONE = os.path.dirname(os.path.dirname(_PACKAGE))


def find_samples() -> str:
    """The folder `sample_data`: inside the installed package, or at the top of a source clone.

    Raises:
        BadInput: neither is there.
    """
    for parent in (_PACKAGE, _CLONE):
        folder = os.path.join(parent, "sample_data")
        if os.path.isdir(folder):
            return folder
    raise BadInput(f"the sample boards are missing beside {_PACKAGE}", "install releaseboard again")


def list_samples() -> tuple[str, ...]:
    """The names of the sample boards, sorted."""
    folder = find_samples()
    return tuple(sorted(name for name in os.listdir(folder) if os.path.isdir(os.path.join(folder, name))))


def load_sample(name: str = DEFAULT_SAMPLE, today: date | None = None) -> Tables:
    """The records of a sample board for `PutRecords` on an empty board.

    Args:
        name: a folder of `sample_data`; its plan files are read in the order of their names, as one.
        today: the day that the sample's dates count from; None is refused by a sample with such dates.

    Raises:
        BadInput: no such sample, or a file of it can't be read.
    """
    names = list_samples()
    if name not in names:
        hint = did_you_mean(name, names) or f"samples: {', '.join(names)}"
        raise BadInput(f"there is no sample board {name!r}", hint)
    folder = os.path.join(find_samples(), name)
    tables: Tables = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".toml"):
            with open(os.path.join(folder, file), encoding="utf-8") as stream:
                part = read_plan(stream.read(), file, today)
            for table, records in part.items():
                tables.setdefault(table, []).extend(records)
    return tables
