"""`status --format line`: the counts alone, for a prompt, a status bar or a chat."""

from .layout import Style
from .summary import Summary


def write_line(summary: Summary, style: Style) -> str:
    """`G 6 A 3 R 2`."""
    return " ".join(style.paint(f"{letter} {summary.counts[letter]}", letter) for letter in "GAR")
