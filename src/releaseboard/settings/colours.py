"""Colours of themes: what may be written, mixing two, and how well one reads on another.

Checked by ourselves, because a full-screen theme with a bad colour is registered without a word and ends the program
when it is chosen (textual-facts.md 7.1).
"""

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

_SIXTEEN = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI_NAMES = (
    "ansi_default",  # the terminal's own text or background colour
    *(f"ansi_{name}" for name in _SIXTEEN),
    *(f"ansi_bright_{name}" for name in _SIXTEEN),
)
TEXT_STYLES = ("none", "bold", "italic", "underline", "reverse", "dim", "strike")
_HEX = frozenset("0123456789abcdef")

Rgb = tuple[int, int, int]


def is_hex(value: str) -> bool:
    """Is it `#rgb` or `#rrggbb`?"""
    return value[:1] == "#" and len(value) in (4, 7) and _HEX.issuperset(value[1:].casefold())


def read_colour(value: object, *, ansi: bool) -> str:
    """A colour as the full screen takes it, in lower case.

    Args:
        value: what stands in the theme.
        ansi: a theme of the terminal's 16 colours takes their names only, the others `#rgb` and `#rrggbb` only: mixing
            them would give colours that neither kind of terminal shows as meant.

    Raises:
        BadInput: anything else.
    """
    written = value.strip().casefold() if isinstance(value, str) else ""
    if ansi:
        if written in ANSI_NAMES:
            return written
        near = did_you_mean(written.removeprefix("ansi_"), [name.removeprefix("ansi_") for name in ANSI_NAMES])
        hint = near.replace("did you mean ", "did you mean ansi_").replace(" or ", " or ansi_")
        raise BadInput(f"{_quote(value)} is not one of the 16 colours", hint or "write a name such as ansi_blue")
    if is_hex(written):
        return written
    raise BadInput(f"{_quote(value)} is not a colour", "write #rgb or #rrggbb, such as #6cb6e8")


def read_style(value: object) -> str:
    """A text style such as `bold` or `bold underline`.

    Raises:
        BadInput: an unknown word.
    """
    words = value.casefold().split() if isinstance(value, str) else []
    for word in words:
        if word not in TEXT_STYLES:
            raise BadInput(f"{_quote(word)} is not a text style", did_you_mean(word, TEXT_STYLES))
    if not words:
        raise BadInput(f"{_quote(value)} is not a text style", f"one or more of {', '.join(TEXT_STYLES)}")
    return " ".join(words)


def _quote(value: object) -> str:
    return f"'{clean_line(str(value), 40)}'"


def rgb(value: str) -> Rgb:
    """Red, green and blue, 0 to 255, of `#rgb` or `#rrggbb`."""
    digits = value[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def blend(below: str, above: str, share: float) -> str:
    """`below` with a `share` (0 to 1) of `above` in it, both `#rgb` or `#rrggbb`; gives `#rrggbb`."""
    mixed = (round(b + (a - b) * share) for b, a in zip(rgb(below), rgb(above), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3: text needs 4.5, or 7 for the strict level)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb(value))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
