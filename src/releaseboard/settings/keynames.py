"""Names of keys: how people write and read them, how the full screen calls them, and which ones must not be used.

People write `?`, `H`, `space`, `ctrl+r` and `g b` (two keys, one after the other). The full screen's names are those of
Textual 8.2 (`question_mark`, `H`, `space`, `ctrl+r`); both are accepted in config.toml.
"""

from releaseboard.errors import BadInput, did_you_mean

PREFIX = "g"  # first key of every two-key sequence (screens.md: other views)

_CHARACTERS = {
    "!": "exclamation_mark", '"': "quotation_mark", "#": "number_sign", "$": "dollar_sign", "%": "percent_sign",
    "&": "ampersand", "'": "apostrophe", "(": "left_parenthesis", ")": "right_parenthesis", "*": "asterisk",
    "+": "plus", ",": "comma", "-": "minus", ".": "full_stop", "/": "slash", ":": "colon", ";": "semicolon",
    "<": "less_than_sign", "=": "equals_sign", ">": "greater_than_sign", "?": "question_mark", "@": "at",
    "[": "left_square_bracket", "\\": "backslash", "]": "right_square_bracket", "^": "circumflex_accent",
    "_": "underscore", "`": "grave_accent", "{": "left_curly_bracket", "|": "vertical_line",
    "}": "right_curly_bracket", "~": "tilde", " ": "space",
}  # fmt: skip
_SIGNS = {name: char for char, name in _CHARACTERS.items() if char != " "}
_OTHER_NAMES = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup",
    "page_down": "pagedown", "del": "delete", "ins": "insert", "spacebar": "space", "dot": "full_stop",
}  # fmt: skip
_SHOWN = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc",
    "shift+tab": "Shift+Tab",
}  # fmt: skip
NAMED = frozenset((
    "enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown", "left",
    "right", "up", "down",
))  # fmt: skip
_SHIFTED = frozenset(("tab", "left", "right", "up", "down", "home", "end"))
_NEVER = {  # key -> why it never reaches us, or does something else
    "ctrl+s": "it freezes many terminals",
    "ctrl+q": "it un-freezes terminals and ends the program",
    "ctrl+z": "it puts the program to sleep",
    "ctrl+c": "it interrupts the program",
    "ctrl+i": "terminals send it for Tab",
    "ctrl+m": "terminals send it for Enter",
    "ctrl+j": "terminals send it for Enter",
    "ctrl+h": "terminals send it for Backspace",
    "ctrl+b": "it is the prefix of tmux",
}


def key_name(written: str) -> str:
    """One key as the full screen calls it.

    Args:
        written: what a person wrote: `?`, `question_mark`, `Ctrl+R`, `shift+a`, `PgDn`.

    Raises:
        BadInput: it is not the name of a key, or one that can't be relied on over ssh (screens.md, ground rules).
    """
    key = written if written in _CHARACTERS else written.strip()
    if len(key) == 1:
        if key in _CHARACTERS:
            return _CHARACTERS[key]
        if key.isprintable() and not key.isspace():
            return key
    *modifiers, last = key.split("+") if len(key) > 1 and not key.endswith("+") else [key]
    modifiers = [modifier.strip().casefold() for modifier in modifiers]
    last = last.strip()
    last = last.casefold() if len(last) > 1 else last
    last = _OTHER_NAMES.get(last, last)
    last = _CHARACTERS.get(last, last)
    if not modifiers and (last in NAMED or last in _SIGNS):
        return last
    if modifiers == ["shift"]:
        return _shifted(last, written)
    if modifiers == ["ctrl"] and len(last) == 1 and last.isascii() and last.isalpha():
        return _controlled(last.casefold())
    raise _unusable(written, modifiers, last)


def _shifted(last: str, written: str) -> str:
    if last in _SHIFTED:
        return f"shift+{last}"
    if len(last) == len(last.upper()) == 1 and last.isalpha():  # ß has no capital of one letter
        return last.upper()
    raise BadInput(f"Shift does not go with the key '{written}'", "write the character itself, such as ! or H")


def _controlled(letter: str) -> str:
    key = f"ctrl+{letter}"
    if key in _NEVER:
        raise BadInput(f"{show_key(key)} can't be used: {_NEVER[key]}", "use a plain letter, or another Ctrl+letter")
    return key


def _unusable(written: str, modifiers: list[str], last: str) -> BadInput:
    function = last[:1] == "f" and last[1:].isdigit()
    if function or set(modifiers) & {"alt", "meta", "option", "super", "cmd", "hyper"} or "ctrl" in modifiers:
        return BadInput(
            f"the key '{written}' can't be relied on: many terminals do not send it",
            "use a plain letter, a sign, or Ctrl+letter",
        )
    hint = did_you_mean(last, NAMED | _SIGNS.keys())
    return BadInput(f"there is no key '{written}'", hint or "write a character such as ?, or space, enter, ctrl+r")


def read_keys(written: str) -> tuple[str, ...]:
    """One or two keys as the full screen calls them: `?` gives one, `g b` two.

    Raises:
        BadInput: no key, more than two, or a sequence that does not begin with `g` and a plain second key.
    """
    if written == " ":
        return ("space",)
    parts = written.split()
    if len(parts) == 1:
        return (key_name(parts[0]),)
    if len(parts) == 2 and parts[0] == PREFIX:
        second = key_name(parts[1])
        if second == "escape":
            raise BadInput("'g Esc' can't be used: Esc backs out of g", "choose another second key")
        return (PREFIX, second)
    if not parts:
        raise BadInput("a key is missing", "write a character such as ?, or space, enter, ctrl+r, g b")
    raise BadInput(f"'{written}' is not a key", f"two-key sequences begin with {PREFIX}, such as g b")


def is_typed(key: str) -> bool:
    """Does pressing `key` put a character into a text field?"""
    return len(key) == 1 or key in _SIGNS or key == "space"


def show_key(key: str) -> str:
    """A key, or a sequence joined by a space, as people read it: `?`, `Enter`, `Ctrl+R`, `gb`."""
    parts = key.split(" ")
    if len(parts) > 1:
        return "".join(show_key(part) for part in parts)
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _SIGNS.get(key, key if len(key) == 1 else "+".join(part.capitalize() for part in key.split("+")))
