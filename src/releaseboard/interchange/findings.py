"""What every reader of a file gives: plain records for `PutRecords`, and a verdict on each entry of the file."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeAlias

from releaseboard.domain.board import Board

from .records import Tables

Progress: TypeAlias = Callable[[int, int], None]  # entries done, entries in all; the last call has both the same
STEP = 100  # entries between two calls of a progress callback


class Verdict(NamedTuple):
    """What becomes of one entry: the line it begins on (from 1), its key or id ('' for none), a remark or reason."""

    line: int
    ok: bool
    key: str = ""
    reason: str = ""


class Import(NamedTuple):
    """What a file holds.

    Attributes:
        format: one of `detect.FORMS`.
        tables: the sound entries as records.
        verdicts: one for each entry in the order of the file; () where a file is taken whole or not at all.
        ignored: columns or parts of the file that were not read, by name.
    """

    format: str
    tables: Tables
    verdicts: tuple[Verdict, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def skipped(self) -> tuple[Verdict, ...]:
        """The verdicts on the entries that are left out."""
        return tuple(verdict for verdict in self.verdicts if not verdict.ok)


class Source(NamedTuple):
    """A file that is read, and for whom.

    Attributes:
        name: the file's name or path, for errors.
        known: the board it will be put on.
        today: days after it are still ahead; None: every day is over.
        project: what the file is about, where it does not say so itself; '' leaves it to the reader.
        progress: told how far it is; None tells nobody.
    """

    name: str
    known: Board
    today: date | None = None
    project: str = ""
    progress: Progress | None = None

    def is_over(self, day: date) -> bool:
        """Whether the day is today or past."""
        return self.today is None or day <= self.today

    def tell(self, done: int, total: int) -> None:
        """Tell the progress, every hundred entries and at the end."""
        if self.progress is not None and (done == total or done % STEP == 0):
            self.progress(done, total)
