"""Texts of the reports as rows: the same words as on the command line, headings and health in their roles."""

from collections.abc import Callable

from releaseboard.reports.layout import Style

from .rows import Row, text_row

_ROLES = {"bold": "strong", "dim": "dim", "G": "green", "A": "amber", "R": "red"}


def rows_of(write: Callable[[Style], list[str]], width: int) -> list[Row]:
    """Rows from a writer of lines.

    Args:
        write: is given the style to write with.
        width: cells a line may take.
    """
    painted: dict[str, str] = {}

    def note(text: str, style: str) -> str:
        painted.setdefault(text, _ROLES.get(style, ""))
        return text

    lines = write(Style(width, note))
    return [_row(line, painted) for line in lines]


def _row(line: str, painted: dict[str, str]) -> Row:
    role = painted.get(line, painted.get(line.strip(), ""))
    if role:
        return text_row(line, role)
    head, gap, rest = line.partition("  ")
    if gap and head in painted and len(head) <= 2:
        return Row("", ((head, painted[head]), (gap + rest, "")))
    if line.startswith("  ") and not line.startswith("   ") and len(line) > 13 and line[12:14].isspace():
        return Row("", ((line[:13], "dim"), (line[13:], "")))  # the label of a fact
    return text_row(line)
