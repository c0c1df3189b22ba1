"""A fault in a file of the user's: collected and told once, because a bad file costs that file and not the session."""

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong in a settings file, where, and how to mend it."""

    file: str  # path
    line: int  # 1 is the first; 0 = not known
    message: str  # one line
    hint: str = ""  # one line; '' = none

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{place}: {self.message}" if place else self.message
        return f"{said} ({self.hint})" if self.hint else said
