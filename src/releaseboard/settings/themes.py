"""Themes: TOML files of the program and of the user, checked on load; a bad one costs only itself.

    title = "Dark"
    dark = true                   # false: dark text on a light background
    ansi = false                  # true: only the terminal's own 16 colours
    [colours]                     # REQUIRED and OPTIONAL below
    [variables]                   # OWN below, or a theme variable of Textual; what is left out follows from the colours

The name of a theme is that of its file. A user's theme replaces a shipped one of the same name.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from releaseboard.errors import BadInput, ReleaseboardError, did_you_mean
from releaseboard.text import clean_line

from .colours import blend, read_colour, read_style
from .fields import NAME_CHARACTERS
from .paths import shipped
from .problems import Problem
from .tomlfile import TomlFile, read_toml

DEFAULT_THEME = "dark"
ANSI_THEME = "ansi"
FOLDER = "themes"  # in the program and in the user's config folder
_SUFFIX = ".toml"

REQUIRED = ("foreground", "background", "accent", "success", "warning", "error")
OPTIONAL = {  # colour -> the one it follows
    "primary": "accent", "secondary": "foreground", "surface": "background", "panel": "background",
}  # fmt: skip
_FIELDS = ("title", "dark", "ansi", "colours", "variables")

OWN = {  # our variables, used by the style sheets as $name -> what they paint
    "health-green": "on track",
    "health-amber": "at risk",
    "health-red": "late or blocked",
    "cursor-background": "the card or line under the cursor",
    "cursor-foreground": "its text",
    "cursor-style": "its text style",
    "trail": "the cursor's line while the focus is elsewhere",
    "dim": "what is done or less important",
    "dim-style": "its text style",
    "rule": "thin lines",
    "band": "freezes and heads of columns",
}
_TEXTUAL = frozenset((
    "ansi-background", "ansi-foreground", "block-cursor-background", "block-cursor-blurred-background",
    "block-cursor-blurred-foreground", "block-cursor-blurred-text-style", "block-cursor-foreground",
    "block-cursor-text-style", "block-hover-background", "border", "border-blurred", "button-color-foreground",
    "button-focus-text-style", "button-foreground", "footer-background", "footer-description-background",
    "footer-description-foreground", "footer-foreground", "footer-item-background", "footer-key-background",
    "footer-key-foreground", "foreground-disabled", "foreground-muted", "input-cursor-background",
    "input-cursor-foreground", "input-cursor-text-style", "input-selection-background", "input-selection-foreground",
    "link-background", "link-background-hover", "link-color", "link-color-hover", "link-style", "link-style-hover",
    "screen-selection-background", "screen-selection-foreground", "scrollbar", "scrollbar-active",
    "scrollbar-background", "scrollbar-background-active", "scrollbar-background-hover", "scrollbar-corner-color",
    "scrollbar-hover", "text", "text-accent", "text-disabled", "text-error", "text-muted", "text-primary",
    "text-secondary", "text-success", "text-warning",
))  # fmt: skip
VARIABLES = frozenset(OWN) | _TEXTUAL


class Theme(NamedTuple):
    """A sound theme, every colour and every variable of ours filled in."""

    name: str  # a-z 0-9 -
    title: str  # for people
    dark: bool
    ansi: bool  # only the terminal's 16 colours
    colours: Mapping[str, str]  # REQUIRED and OPTIONAL names -> colour
    variables: Mapping[str, str]  # OWN names, and those of Textual that follow from them -> colour or text style
    path: str = ""


class Themes(NamedTuple):
    """All themes that could be read, by name in the order to list them, and what was wrong."""

    themes: Mapping[str, Theme]
    problems: tuple[Problem, ...] = ()

    def find(self, name: str) -> Theme:
        """The theme called `name`.

        Raises:
            BadInput: there is none of that name; the hint names the nearest.
        """
        theme = self.themes.get(name.strip().casefold())
        if theme is None:
            raise _unknown_theme(name, self.themes)
        return theme


def _unknown_theme(name: str, known: Iterable[str]) -> BadInput:
    hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
    return BadInput(f"there is no theme '{clean_line(name, 40)}'", hint)


def load_themes(config_folder: str = "") -> Themes:
    """The shipped themes and those in `themes/` of the user's config folder ('' = only the shipped ones)."""
    themes: dict[str, Theme] = {}
    folders, problems = _folders(config_folder)
    for folder in folders:
        for name in list_names(folder):
            theme, found = read_theme(os.path.join(folder, name + _SUFFIX))
            problems.extend(found)
            if theme:
                themes[theme.name] = theme
    first = (DEFAULT_THEME,) if DEFAULT_THEME in themes else ()
    order = (*first, *sorted(name for name in themes if name not in first))
    return Themes({name: themes[name] for name in order}, tuple(problems))


def _folders(config_folder: str) -> tuple[list[str], list[Problem]]:
    folders, problems = [], []
    try:
        folders.append(shipped(FOLDER))
    except ReleaseboardError as error:
        problems.append(Problem("", 0, error.message, error.hint))
    if config_folder:
        folders.append(os.path.join(config_folder, FOLDER))
    return folders, problems


def check_name(name: str, config_folder: str = "") -> str:
    """`name` as a theme is called, found by the names of the files alone.

    Raises:
        BadInput: there is no such file; the hint names the nearest.
    """
    folders, _ = _folders(config_folder)
    known = sorted({each for folder in folders for each in list_names(folder)})
    if name.strip().casefold() not in known:
        raise _unknown_theme(name, known)
    return name.strip().casefold()


def list_names(folder: str) -> list[str]:
    """Names of the theme files in `folder`, sorted; none when the folder is missing or can't be read."""
    try:
        files = os.listdir(folder)
    except (OSError, ValueError):
        return []
    return sorted(file.removesuffix(_SUFFIX) for file in files if file.endswith(_SUFFIX) and not file.startswith("."))


def read_theme(path: str) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme in `path`, or None when it can't be used; and what is wrong with it."""
    name = os.path.basename(path).removesuffix(_SUFFIX)
    file = read_toml(path)
    if file.problems:
        return None, file.problems
    if not name or not NAME_CHARACTERS.issuperset(name):
        return None, (Problem(path, 0, f"'{clean_line(name, 40)}' can't be the name of a theme", "use a-z, 0-9 and -"),)
    reader = _Reader(file)
    reader.check_names(file.values, _FIELDS)
    ansi = reader.read_switch("ansi", False)
    dark = reader.read_switch("dark", True)
    title = reader.read_title(name)
    colours = reader.read_colours(ansi)
    if colours is None:
        return None, tuple(reader.problems)
    variables = reader.read_variables(ansi)
    filled = {**(_follow_ansi(colours) if ansi else _follow_rgb(colours)), **variables}
    filled = {**_follow_own(colours, filled), **filled}
    if ansi and not {"ansi-background", "ansi-foreground"} <= variables.keys():
        reader.tell("a 16-colour theme needs ansi-background and ansi-foreground", "such as ansi_black and ansi_white",
                    "variables")  # fmt: skip
        return None, tuple(reader.problems)
    return Theme(name, title, dark, ansi, colours, filled, path), tuple(reader.problems)


class _Reader:
    """Reads the fields of one theme file and collects what is wrong with them."""

    def __init__(self, file: TomlFile) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def tell(self, message: str, hint: str, *names: str) -> None:
        self.problems.append(self.file.problem(message, hint, *names))

    def check_names(self, values: Mapping[str, Any], known: tuple[str, ...], *table: str) -> None:
        for name in values:
            if name not in known:
                hint = did_you_mean(name, known) or f"known are: {', '.join(known[:12])}"
                self.tell(f"there is no field '{clean_line(name, 40)}'", hint, *table, name)

    def read_switch(self, name: str, default: bool) -> bool:
        value = self.file.values.get(name, default)
        if not isinstance(value, bool):
            self.tell(f"{name} needs true or false", "", name)
            return default
        return value

    def read_title(self, name: str) -> str:
        value = self.file.values.get("title", name)
        if not isinstance(value, str):
            self.tell("title needs a text", f'such as title = "{name}"', "title")
            return name
        return clean_line(value, 40) or name

    def read_table(self, name: str) -> Mapping[str, Any]:
        value = self.file.values.get(name, {})
        if not isinstance(value, dict):
            self.tell(f"{name} needs a table of names and colours", f"such as [{name}]", name)
            return {}
        return value

    def read_colours(self, ansi: bool) -> dict[str, str] | None:
        """All colours, or None when a required one is missing or wrong."""
        table = self.read_table("colours")
        self.check_names(table, (*REQUIRED, *OPTIONAL), "colours")
        colours = self.read_each(
            table, (*REQUIRED, *OPTIONAL), "colours", lambda _, value: read_colour(value, ansi=ansi)
        )
        missing = [name for name in REQUIRED if name not in table]
        if missing:
            self.tell(f"the theme has no colour {', '.join(missing)}", "write it under [colours]", "colours")
        if any(name not in colours for name in REQUIRED):
            return None
        return {**colours, **{name: colours[after] for name, after in OPTIONAL.items() if name not in colours}}

    def read_variables(self, ansi: bool) -> dict[str, str]:
        table = self.read_table("variables")
        self.check_names(table, (*OWN, *sorted(_TEXTUAL)), "variables")

        def read(name: str, value: object) -> str:
            return read_style(value) if name.endswith("style") else read_colour(value, ansi=ansi)

        return self.read_each(table, (*OWN, *_TEXTUAL), "variables", read)

    def read_each(
        self, table: Mapping[str, Any], known: tuple[str, ...], place: str, read: Callable[[str, object], str]
    ) -> dict[str, str]:
        values = {}
        for name in table:
            if name not in known:
                continue
            try:
                values[name] = read(name, table[name])
            except BadInput as error:
                self.tell(f"{name}: {error.message}", error.hint, place, name)
        return values


def _follow_rgb(colours: Mapping[str, str]) -> dict[str, str]:
    """Our variables where a theme of free colours leaves them out: mixed from its background and text."""
    background, foreground = colours["background"], colours["foreground"]
    return {
        "health-green": colours["success"],
        "health-amber": colours["warning"],
        "health-red": colours["error"],
        "cursor-background": blend(background, colours["accent"], 0.25),
        "cursor-foreground": foreground,
        "cursor-style": "none",
        "trail": blend(background, foreground, 0.1),
        "dim": blend(background, foreground, 0.65),
        "dim-style": "none",
        "rule": blend(background, foreground, 0.25),
        "band": blend(background, foreground, 0.06),
    }


def _follow_ansi(colours: Mapping[str, str]) -> dict[str, str]:
    """The same for the terminal's 16 colours, of which nothing can be mixed."""
    return {
        "health-green": colours["success"],
        "health-amber": colours["warning"],
        "health-red": colours["error"],
        "cursor-background": "ansi_blue",
        "cursor-foreground": "ansi_bright_white",
        "cursor-style": "bold",
        "trail": "ansi_default",
        "dim": "ansi_default",  # bright black can't be seen at all in some palettes; the style makes it dim
        "dim-style": "dim",
        "rule": "ansi_bright_black",
        "band": "ansi_default",
    }


def _follow_own(colours: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Textual's variables that follow from ours, so that its own widgets look like the rest."""
    return {
        "text-muted": own["dim"],
        "border": colours["accent"],
        "border-blurred": own["rule"],
        "block-cursor-background": own["cursor-background"],
        "block-cursor-foreground": own["cursor-foreground"],
        "block-cursor-text-style": own["cursor-style"],
        "block-cursor-blurred-background": own["trail"],
        "block-cursor-blurred-foreground": colours["foreground"],
        "footer-key-foreground": colours["accent"],
        "link-color": colours["accent"],
        "scrollbar": own["rule"],
        "scrollbar-hover": own["dim"] if not own["dim"].startswith("ansi") else own["rule"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["background"],
        "scrollbar-background-hover": colours["background"],
        "scrollbar-background-active": colours["background"],
        "scrollbar-corner-color": colours["background"],
    }
