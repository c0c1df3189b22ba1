"""The core's words, made to fit the screen: a hint that names a command line names the key here."""

import re
from collections.abc import Callable

from releaseboard.errors import ReleaseboardError

_COMMAND = re.compile(r"`releaseboard ([a-z-]+)[^`]*`(?:, or \S+ on the board)?")

# Command of the command line → the action that does the same here.
_SAME_HERE = {
    "commit": "commit_release", "start": "start_release", "set": "edit_release", "resume": "toggle_hold",
    "release": "mark_released", "replan": "replan", "history": "show_history", "list": "command_palette",
    "unblock": "toggle_block", "move": "choose_stage", "add": "new_release", "undo": "undo",
}  # fmt: skip


def to_keys(text: str, key_of: Callable[[str], str]) -> str:
    """`commit it first: `releaseboard commit PAY-4.2`` as `commit it first: press C`; the rest as it is."""

    def name_key(found: re.Match[str]) -> str:
        action = _SAME_HERE.get(found.group(1))
        return f"press {key_of(action)}" if action else found.group(0).strip("`")

    return _COMMAND.sub(name_key, text)


def tell_error(error: ReleaseboardError, key_of: Callable[[str], str]) -> str:
    """Message and way out in one line."""
    hint = to_keys(error.hint, key_of)
    return f"{error.message}: {hint}" if hint else error.message


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 release`, `3 releases`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
