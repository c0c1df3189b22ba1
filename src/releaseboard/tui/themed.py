"""How an app of ours looks: the theme of the config, no colours where none are wanted, no animation over ssh."""

import os
from typing import TYPE_CHECKING, Any

from releaseboard.settings.config import Config
from releaseboard.settings.problems import Problem

from . import theming

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[Any]
else:
    _Base = object


class Themed(_Base):
    """Mixed in before `App`.

    Attributes:
        problems: what was wrong with the user's settings, to be told once.
    """

    problems: tuple[Problem, ...] = ()

    @staticmethod
    def look_settings() -> dict[str, Any]:
        """Arguments for App: with NO_COLOR set the terminal's own two colours are used, not shades of grey."""
        return {"ansi_color": True if "NO_COLOR" in os.environ else None}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for Textual's themes and before the first of ours."""
        return dict(theming.FALLBACK)

    def start_theme(self, config: Config) -> None:
        """The theme of the config, else the default; what is wrong with it is kept in `problems`."""
        if theming.wants_no_animation(os.environ):
            self.animation_level = "none"
        for name in dict.fromkeys((config.theme, theming.DEFAULT_THEME)):
            theme, problems = theming.load_theme(name, os.path.dirname(config.path))
            self.problems += problems
            made = theming.to_textual(theme) if theme is not None else None
            if made is not None:
                self.register_theme(made)
                self.theme = name
                return
            if not problems:
                self.problems += (Problem(config.path, 0, f"there is no theme '{name}'", "t shows them all"),)
