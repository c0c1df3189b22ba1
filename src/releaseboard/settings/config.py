"""config.toml: read without dying, and changed one field at a time.

Where there is no config.toml nothing but this module is loaded (`status` asks it for the board and the user). The keys
are handed on as they stand: `keys.read_keymap` checks them, and only the full screen needs it.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

from .fields import BY_NAME, FIELDS, TABLES, TOP, VIEW_NUMBERS, View, read_value, read_view
from .problems import Problem


class Config(NamedTuple):
    """What config.toml says, with the defaults where it says nothing or nothing sound."""

    path: str = ""  # '' = there is no place for one (no home folder)
    board: str = ""  # absolute; '' = not set
    user: str = ""  # '' = the login
    theme: str = "dark"  # may name a theme that is not there: themes.Themes.find says so
    start_view: str = "board"
    panel: str = "bottom"
    sort: str = "health"
    ascii: bool = False
    mouse: bool = True
    keys: Mapping[str, object] = {}  # action id -> as written; for keys.read_keymap
    key_lines: Mapping[str, int] = {}  # action id -> its line in the file, for the same
    views: Mapping[int, View] = {}  # 1 to 9
    problems: tuple[Problem, ...] = ()


def load_config(path: str, env: Mapping[str, str] = os.environ) -> Config:
    """The configuration in `path`; a missing file or '' gives the defaults. Never raises for what the file holds."""
    if not path or not os.path.lexists(path):
        return Config(path)
    from .tomlfile import read_toml  # noqa: PLC0415 - only who has a config.toml pays for reading one

    file = read_toml(path)
    config = config_of(path, file.values, file.line_of, file.problems)
    if not config.board:
        return config
    from .paths import absolute  # noqa: PLC0415 - as above

    return config._replace(board=absolute(config.board, os.path.dirname(path), env))


def config_of(
    path: str, values: Mapping[str, Any], line_of: Callable[..., int], found: tuple[Problem, ...] = ()
) -> Config:
    """The configuration that `values` of config.toml make; `board` is as written.

    Args:
        path: the file they come from, for the problems.
        values: as TOML gives them.
        line_of: called with the names of a field, gives its line or 0.
        found: problems there were already.
    """
    problems = list(found)

    def tell(message: str, hint: str, names: tuple[str, ...]) -> None:
        problems.append(Problem(path, line_of(*names), clean_line(message), clean_line(hint)))

    plain: dict[str, Any] = {}
    for name, value in values.items():
        if name in BY_NAME:
            try:
                plain[name] = read_value(BY_NAME[name], value)
            except BadInput as error:
                tell(error.message, error.hint, (name,))
        elif name not in TABLES:
            tell(f"there is no field '{clean_line(name, 40)}'", did_you_mean(name, TOP) or _known(), (name,))
        elif not isinstance(value, dict):
            tell(f"{name} needs a table", f"write [{name}] on a line of its own, the fields below it", (name,))
    keys, views = (_table(values, name) for name in ("keys", "views"))
    read = {number: read_view(number, value, tell) for number, value in views.items()}
    return Config(
        path, **plain, keys=keys, key_lines={name: line_of("keys", name) for name in keys},
        views={int(number): view for number, view in sorted(read.items()) if view}, problems=tuple(problems),
    )  # fmt: skip


def _known() -> str:
    return f"known are: {', '.join(TOP)}"


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def get_value(config: Config, field: str) -> str:
    """What `config get FIELD` prints: the value in force, as text; '' when it is not set.

    Args:
        config: as loaded.
        field: `theme`, `keys.move_on`, `views.1`, `views.1.name`.

    Raises:
        BadInput: there is no such field.
    """
    parts = field.split(".")
    if field in BY_NAME:
        value = getattr(config, field)
        return str(value).casefold() if isinstance(value, bool) else str(value)
    if parts[0] == "keys" and len(parts) == 2:
        from .keys import read_keymap  # noqa: PLC0415 - the registry is large, and only this field needs it

        keymap, _ = read_keymap(config.keys)
        if parts[1] in keymap.keys:
            return keymap.all_shown(parts[1])
        raise BadInput(f"there is no action '{clean_line(parts[1], 40)}'", did_you_mean(parts[1], keymap.keys))
    if parts[0] == "views" and len(parts) in (2, 3) and parts[1] in VIEW_NUMBERS:
        view = config.views.get(int(parts[1]), View())
        name = parts[2] if len(parts) == 3 else "filter"
        if name in View._fields:
            return str(getattr(view, name))
    raise unknown_field(field)


def unknown_field(field: str) -> BadInput:
    """The error for a field that config.toml does not have."""
    known = (*BY_NAME, "keys.<action>", *(f"views.{n}" for n in range(1, 10)))
    hint = did_you_mean(field, known) or f"there are: {', '.join((*BY_NAME, 'keys.<action>', 'views.1 … views.9'))}"
    return BadInput(f"there is no field '{clean_line(field, 40)}'", hint)


class FieldRow(NamedTuple):
    """One line of `config get` and of the reference page."""

    name: str
    value: str  # in force
    default: str
    allowed: str  # 'bottom | right | hidden', 'true | false', '' = any text
    help: str


def list_fields(config: Config) -> tuple[FieldRow, ...]:
    """All fields with their values: the plain ones, then the user's keys and the saved views that are set."""
    rows = []
    for field in FIELDS:
        default = str(field.default).casefold() if isinstance(field.default, bool) else field.default
        allowed = "true | false" if field.kind == "switch" else " | ".join(field.allowed)
        rows.append(FieldRow(field.name, get_value(config, field.name), default, allowed, field.help))
    for action_id, written in config.keys.items():
        shown = ", ".join(str(key) for key in written) if isinstance(written, list) else str(written)
        rows.append(FieldRow(f"keys.{clean_line(action_id)}", clean_line(shown), "", "", TABLES["keys"]))
    for number, view in config.views.items():
        rows.append(FieldRow(f"views.{number}", view.filter, "", "", view.name or TABLES["views"]))
    return tuple(rows)
