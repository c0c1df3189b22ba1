"""Texts that leave the screen: always to a file, and to the terminal's clipboard (OSC 52), which may not take them."""

import os
import re
from typing import TYPE_CHECKING

from releaseboard.errors import ReleaseboardError
from releaseboard.settings.paths import data_folder, home_folder
from releaseboard.settings.tomlfile import replace_file

if TYPE_CHECKING:
    from textual.app import App

FOLDER = "texts"
_ODD = re.compile(r"[^\w.-]+")
_MOST = 80  # characters of a name


def name_file(*parts: str) -> str:
    """A file name of these parts, without what a file system or a shell minds: `notice-PAY-4.2-client-Acme.txt`."""
    name = "-".join(_ODD.sub("_", part).strip("._-") for part in parts if part)
    return f"{name[:_MOST]}.txt"


def keep_text(name: str, text: str) -> str:
    """Write a text into the user's folder of texts, for its owner alone; an older one of the name is replaced.

    Returns:
        The path as people write it, with `~`.

    Raises:
        ReleaseboardError: there is no home folder, or it can't be written.
    """
    folder = data_folder(os.environ)
    if not folder:
        raise ReleaseboardError("the text is in no file: there is no home folder", "set HOME or XDG_DATA_HOME")
    path = os.path.join(folder, FOLDER, name)
    replace_file(path, text if text.endswith("\n") else f"{text}\n")
    home = home_folder(os.environ)
    return f"~{path[len(home) :]}" if home and path.startswith(home + os.sep) else path


def hand_over(app: "App[int]", name: str, text: str) -> str:
    """Copy a text and keep it in a file; what was done, in words. Raises as `keep_text`; it is copied then too."""
    app.copy_to_clipboard(text)
    return f"copied, and in {keep_text(name, text)}"
