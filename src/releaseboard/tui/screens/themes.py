"""The list of themes; the screen shows each one as the cursor comes to it, and Esc brings the old one back."""

import os
from collections.abc import Callable
from typing import Any

from textual.app import App

from releaseboard.errors import ReleaseboardError
from releaseboard.settings.configedit import set_value
from releaseboard.tui import theming
from releaseboard.tui.desk import Desk

from .picker import Picker, search_rows
from .rows import Row


def open_themes(app: App[Any], desk: Desk, say: Callable[..., None]) -> None:
    """Ask for a theme, keep it in the user's config."""
    found = theming.load_all(os.path.dirname(desk.config.path))
    before = app.theme
    for theme in found.themes.values():
        made = theming.to_textual(theme)
        if made is not None:
            app.register_theme(made)
    rows = [Row(name, ((theme.title, ""),), ((name, "dim"),)) for name, theme in found.themes.items()]

    def preview(name: str) -> None:
        if name and name != app.theme:
            app.theme = name

    def keep(name: str | None) -> None:
        app.theme = name or before
        if not name or name == before:
            return
        desk.config = desk.config._replace(theme=name)
        try:
            set_value(desk.config.path, "theme", name)
        except ReleaseboardError as error:
            say(f"theme {name}, until you quit: {error.message}", kind="warning")
        else:
            say(f"theme {name}, kept in your settings")

    for problem in found.problems:
        say(str(problem), kind="warning")
    app.push_screen(Picker("Theme", search_rows(rows), start=before, on_highlight=preview), keep)
