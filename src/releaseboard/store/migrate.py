"""From an older format of the board to ours, one step at a time; the board as it was is kept as a backup.

A step says what the documents become. What that changes goes into the history like any edit, made of the file alone, so
that two programs that migrate two copies of a board make the same changes and the copies still merge.
"""

from collections.abc import Callable

from . import layout
from .contract import Docs
from .image import Image

Step = Callable[[Docs], Docs]


def number_the_format(docs: Docs) -> Docs:
    """0 → 1: a board that was put together by a script says which format it has. Its documents get a history."""
    boards = {ident: {**info, "format": 1} for ident, info in docs.get("board", {}).items()}
    return {**docs, "board": boards}


STEPS: dict[int, Step] = {0: number_the_format}
"""Format -> the step to the next one."""


def find_format(image: Image) -> int:
    """The major format of a board; 0 when it does not say."""
    return layout.format_of({"board": dict(image.docs.get("board", {}))})


def migrate(image: Image) -> Image:
    """The image in our format, marked as changed from outside; itself when it has that already or a newer one."""
    found = find_format(image)
    docs = image.docs
    for step in range(found, layout.FORMAT):
        docs = STEPS[step](docs)
    return image if docs is image.docs else image._replace(docs=docs, outside=True, sound=False)
