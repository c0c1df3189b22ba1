"""Text that people typed: cleaned on entry and on load, measured in terminal cells.

A title on a shared board is one teammate writing to another's terminal, so control, escape and bidirectional-override
characters never pass. Widths are our own small function because rich costs `status` 40 ms.
"""

import unicodedata

MAX_LINE = 500  # characters of a one-line field; more is cut with an ellipsis
MAX_TEXT = 65_536  # characters of a long text (storage.md: field value 64 KB)

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u00ad\u200b\u2028\u2029\u2060\ufeff\ufff9\ufffa\ufffb")
_JOINER = "\u200d"
_EMOJI_LOOK = "\ufe0f"


def _is_kept(char: str) -> bool:
    if char in _BIDI or char in _INVISIBLE:
        return False
    return unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn") and not "\U000e0000" <= char <= "\U000e0fff"


def clean_line(value: str, limit: int = MAX_LINE) -> str:
    """One line without control, escape, bidi or invisible characters.

    Args:
        value: anything typed or loaded.
        limit: the most characters to keep; a longer text ends in an ellipsis.

    Returns:
        The text with runs of white space as one space; may be empty.
    """
    if not value.isprintable():
        value = "".join(" " if char in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029" else char for char in value)
        value = "".join(char for char in _without_escapes(value) if _is_kept(char))
    value = " ".join(value.split())
    return value if len(value) <= limit else value[: limit - 1].rstrip() + "…"


def clean_text(value: str, limit: int = MAX_TEXT) -> str:
    """Several lines, each cleaned like `clean_line` but with its inner spacing kept; at most `limit` characters."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c for c in _without_escapes(line.replace("\t", "    ")) if _is_kept(c)).rstrip() for line in lines)
    text = "\n".join(kept).strip("\n")
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _without_escapes(value: str) -> str:
    """Drop whole escape sequences, so that the tail of a colour code does not stay behind as litter."""
    if "\x1b" not in value and "\x9b" not in value and "\x9d" not in value:
        return value
    import re  # noqa: PLC0415 - escape sequences are rare; the status path stays lean

    sequence = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]"
    return re.sub(sequence, "", value)


def cell_width(text: str) -> int:
    """Terminal cells that `text` takes: 2 for East Asian wide and emoji, 0 for combining marks."""
    if text.isascii():
        return len(text)
    width = 0
    last = 0
    joined = False
    for char in text:
        if char == _JOINER:
            joined = True
        elif char == _EMOJI_LOOK:
            width += 2 - last if last == 1 else 0
            last = 2 if last == 1 else last
        elif joined:
            joined = False
        elif not unicodedata.combining(char) and unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            last = 2 if unicodedata.east_asian_width(char) in "WF" else 1
            width += last
    return width


def cut_cells(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in an ellipsis where something was cut off; `width` 0 gives ''."""
    if width <= 0:
        return ""
    if cell_width(text) <= width:
        return text
    kept = ""
    used = 0
    for char in text:
        used += cell_width(char)
        if used > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def pad_cells(text: str, width: int, *, right: bool = False) -> str:
    """`text` cut or padded with spaces to exactly `width` cells; `right` puts it at the right edge."""
    text = cut_cells(text, width)
    fill = " " * (width - cell_width(text))
    return fill + text if right else text + fill
