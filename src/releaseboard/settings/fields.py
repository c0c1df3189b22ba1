"""The fields of config.toml: one table from which reading, `config get|set` and the reference page come."""

from collections.abc import Callable
from typing import NamedTuple

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

SORTS = ("health", "forecast", "priority", "key", "age")
START_VIEWS = ("board", "today", "history")
PANELS = ("bottom", "right", "hidden")
VIEW_NUMBERS = tuple(str(n) for n in range(1, 10))
VIEW_FIELDS = ("name", "filter", "sort")
NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")  # of a theme
MAX_FILTER = 500  # characters


class Field(NamedTuple):
    """One plain field of config.toml."""

    name: str
    kind: str  # 'text', 'choice', 'switch' (true or false), 'path', 'name' (a-z 0-9 -)
    default: str | bool
    allowed: tuple[str, ...]  # of a choice; () for the others
    help: str


FIELDS = (
    Field("board", "path", "", (), "Board to open when neither -b nor $RELEASEBOARD_BOARD names one."),
    Field("user", "text", "", (), "Your name in the history; left out: your login."),
    Field("theme", "name", "dark", (), "Theme of the full screen; `releaseboard themes` lists them."),
    Field("start_view", "choice", "board", START_VIEWS, "What the full screen shows first."),
    Field("panel", "choice", "bottom", PANELS, "Where the dependency panel stands."),
    Field("sort", "choice", "health", SORTS, "Order of the releases of a stage."),
    Field("ascii", "switch", False, (), "Draw with plain ASCII signs, for terminals and fonts without others."),
    Field("mouse", "switch", True, (), "Use the mouse; false leaves it to the terminal, to select and copy text."),
)
BY_NAME = {field.name: field for field in FIELDS}
TABLES = {
    "keys": "Your own keys: `keys.<action> = \"key\"`, a list of keys, or [] for none; `?` names the actions.",
    "views": "Saved views 1 to 9: `views.<n>` with name, filter and sort.",
}  # fmt: skip
TOP = (*BY_NAME, *TABLES)


def read_value(field: Field, value: object) -> str | bool:
    """The value of a field as it stands in the file, checked.

    Raises:
        BadInput: another type, or not one of the allowed words; the hint says what would do.
    """
    if field.kind == "switch":
        if not isinstance(value, bool):
            raise BadInput(f"{field.name} needs true or false", f"write {field.name} = true, without quotes")
        return value
    if not isinstance(value, str):
        raise BadInput(f"{field.name} needs a text", f'write {field.name} = "…", in quotes')
    text = value if field.kind == "path" else clean_line(value)
    if field.kind == "path" and not text.isprintable():
        raise BadInput(f"{field.name} holds a character that can't be shown", "write a plain path")
    if field.kind == "choice":
        return read_choice(field.name, text, field.allowed)
    return _read_name(field, text) if field.kind == "name" else text


def _read_name(field: Field, text: str) -> str:
    name = text.casefold()
    if not name or not NAME_CHARACTERS.issuperset(name):
        raise BadInput(f"{field.name} can't be '{clean_line(text, 40)}'", "a name is made of a-z, 0-9 and -")
    return name


def read_choice(name: str, text: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, in any case.

    Raises:
        BadInput: another word.
    """
    if text.casefold() in allowed:
        return text.casefold()
    raise BadInput(
        f"{name} can't be '{clean_line(text, 40)}'", did_you_mean(text, allowed) or f"one of {', '.join(allowed)}"
    )


def read_switch(name: str, text: str) -> bool:
    """`true`, `yes`, `on`, `1` and their opposites, as typed at the command line.

    Raises:
        BadInput: another word.
    """
    word = text.strip().casefold()
    if word in ("true", "yes", "on", "1"):
        return True
    if word in ("false", "no", "off", "0"):
        return False
    raise BadInput(f"{name} can't be '{clean_line(text, 40)}'", "write true or false")


class View(NamedTuple):
    """A saved view of the board."""

    name: str = ""  # '' = shown by its filter
    filter: str = ""  # filter expression (cli.md); '' = all releases
    sort: str = ""  # one of SORTS; '' = as it is


def read_view(number: str, value: object, tell: Callable[[str, str, tuple[str, ...]], None]) -> View | None:
    """A saved view from `[views.1]`, or from a bare filter `1 = "health:red"`.

    Args:
        number: what stands for it under `[views]`.
        value: what it is.
        tell: called with message, hint and the names of the field for each fault.

    Returns:
        The view with what could be read, or None when nothing could.
    """
    place = ("views", number)
    if number not in VIEW_NUMBERS:
        tell(f"there is no view '{clean_line(number, 40)}'", "views are numbered 1 to 9", place)
        return None
    if isinstance(value, str):
        value = {"filter": value}
    if not isinstance(value, dict):
        tell(f"views.{number} needs a name and a filter", f'such as {number} = "health:red"', place)
        return None
    read: dict[str, str] = {}
    for name, text in value.items():
        try:
            read[_known_view_field(name)] = read_view_field(name, text)
        except BadInput as error:
            tell(f"views.{number}: {error.message}", error.hint, (*place, name))
    return View(**read)


def _known_view_field(name: str) -> str:
    if name not in VIEW_FIELDS:
        known = did_you_mean(name, VIEW_FIELDS) or f"known are: {', '.join(VIEW_FIELDS)}"
        raise BadInput(f"there is no field '{clean_line(name, 40)}'", known)
    return name


def read_view_field(name: str, text: object) -> str:
    """`name`, `filter` or `sort` of a saved view, checked; '' only where the file says so.

    Raises:
        BadInput: an unknown field, not a text, or an unknown order.
    """
    _known_view_field(name)
    if not isinstance(text, str):
        raise BadInput(f"{name} needs a text", f'write {name} = "…", in quotes')
    text = clean_line(text, MAX_FILTER if name == "filter" else 40)
    return read_choice(name, text, SORTS) if name == "sort" and text else text
