"""The themes of settings as Textual themes. Textual takes a bad one without a word and dies when it is chosen, so each
is tried before it is registered (textual-facts.md 7.1)."""

import os
from collections.abc import Mapping

from textual.color import ColorParseError
from textual.theme import Theme as TextualTheme

from releaseboard.settings.problems import Problem
from releaseboard.settings.themes import DEFAULT_THEME, FOLDER, Theme, Themes, load_themes, read_theme

# What the style sheets name and no theme gives, should even the shipped themes be missing.
FALLBACK: Mapping[str, str] = {
    "health-green": "#5fbf77", "health-amber": "#e5b567", "health-red": "#f07178", "cursor-background": "#2f4f6f",
    "cursor-foreground": "#ffffff", "cursor-style": "none", "trail": "#333333", "dim": "#9a9a9a", "dim-style": "none",
    "rule": "#555555", "band": "#222222",
}  # fmt: skip


def to_textual(theme: Theme) -> TextualTheme | None:
    """A theme as Textual takes it; None when Textual can't make its colours."""
    colours = theme.colours
    made = TextualTheme(
        name=theme.name, primary=colours["primary"], secondary=colours["secondary"], warning=colours["warning"],
        error=colours["error"], success=colours["success"], accent=colours["accent"],
        foreground=colours["foreground"], background=colours["background"], surface=colours["surface"],
        panel=colours["panel"], dark=theme.dark, ansi=theme.ansi, variables=dict(theme.variables),
    )  # fmt: skip
    try:
        made.to_color_system().generate()
    except (ColorParseError, ValueError):
        return None
    return made


def load_theme(name: str, config_folder: str) -> tuple[Theme | None, tuple[Problem, ...]]:
    """One theme by name, the user's before the shipped one: the first frame needs no other.

    Returns:
        The theme (None when there is none, or none that can be used), and what is wrong with its file.
    """
    problems: tuple[Problem, ...] = ()
    for folder in _folders(config_folder):
        path = os.path.join(folder, f"{name}.toml")
        if os.path.isfile(path):
            theme, found = read_theme(path)
            problems += found
            if theme is not None and to_textual(theme) is not None:
                return theme, problems
    return None, problems


def _folders(config_folder: str) -> list[str]:
    from releaseboard.settings.paths import shipped  # noqa: PLC0415 - raises where the installation is incomplete

    own = [os.path.join(config_folder, FOLDER)] if config_folder else []
    return [*own, shipped(FOLDER)]


def load_all(config_folder: str) -> Themes:
    """All themes that Textual can draw, and the problems of the others."""
    found = load_themes(config_folder)
    sound = {name: theme for name, theme in found.themes.items() if to_textual(theme) is not None}
    told = ("its colours can't be used", "compare it with a shipped theme")
    broken = (Problem(theme.path, 0, *told) for name, theme in found.themes.items() if name not in sound)
    return Themes(sound, (*found.problems, *broken))


def wants_no_animation(env: Mapping[str, str]) -> bool:
    """Over ssh each step of an animation is sent; nothing here needs one."""
    return "TEXTUAL_ANIMATIONS" not in env or any(env.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


__all__ = ["DEFAULT_THEME", "FALLBACK", "load_all", "load_theme", "to_textual", "wants_no_animation"]
