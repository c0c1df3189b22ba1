"""Where things are: the user's folders (XDG), the board file, and what is shipped with the program.

Stands on the road of `status`, so nothing but os.path is used. The environment and the current folder are arguments.
"""

import os
from collections.abc import Mapping

from releaseboard.errors import ReleaseboardError

BOARD_NAME = "releaseboard.json"
BOARD_VARIABLE = "RELEASEBOARD_BOARD"
CONFIG_NAME = "config.toml"
_APP = "releaseboard"


def home_folder(env: Mapping[str, str]) -> str:
    """The user's home as an absolute path: $HOME, else the account's; '' when there is none (a bare container)."""
    home = env.get("HOME", "")
    if os.path.isabs(home):
        return home
    try:
        import pwd  # noqa: PLC0415 - only accounts without a usable $HOME need it, and Windows has none

        home = pwd.getpwuid(os.getuid()).pw_dir
    except (ImportError, KeyError):
        home = env.get("USERPROFILE", "")
    return home if os.path.isabs(home) else ""


def _user_folder(env: Mapping[str, str], variable: str, *below_home: str) -> str:
    base = env.get(variable, "")
    if not os.path.isabs(base):  # the XDG base directory specification: relative values are to be ignored
        home = home_folder(env)
        if not home:
            return ""
        base = os.path.join(home, *below_home)
    return os.path.join(base, _APP)


def config_folder(env: Mapping[str, str]) -> str:
    """Folder of config.toml and of the user's themes; '' when there is no home. It need not exist."""
    return _user_folder(env, "XDG_CONFIG_HOME", ".config")


def state_folder(env: Mapping[str, str]) -> str:
    """Folder of what must outlive a restart (replicas, drafts, the last view); '' when there is no home."""
    return _user_folder(env, "XDG_STATE_HOME", ".local", "state")


def cache_folder(env: Mapping[str, str]) -> str:
    """Folder of what can be made again; '' when there is no home."""
    return _user_folder(env, "XDG_CACHE_HOME", ".cache")


def data_folder(env: Mapping[str, str]) -> str:
    """Folder of what the user keeps (texts written by `y`, demo boards); '' when there is no home."""
    return _user_folder(env, "XDG_DATA_HOME", ".local", "share")


def config_file(env: Mapping[str, str]) -> str:
    """Path of the user's config.toml; '' when there is no home. It need not exist."""
    folder = config_folder(env)
    return os.path.join(folder, CONFIG_NAME) if folder else ""


def absolute(path: str, folder: str, env: Mapping[str, str]) -> str:
    """`path` as an absolute path: `~/` is the home folder, a relative one stands in `folder`."""
    if path == "~" or path.startswith("~/"):
        home = home_folder(env)
        path = os.path.join(home, path[2:]) if home else path
    return os.path.normpath(os.path.join(folder, path))


def find_board(option: str, env: Mapping[str, str], config_board: str, cwd: str) -> str:
    """The board to open, looked up in the order of cli.md.

    Args:
        option: value of `-b/--board`; '' when not given.
        env: the environment; $RELEASEBOARD_BOARD and $HOME are read.
        config_board: `board` of config.toml; '' when not set.
        cwd: the current folder; '' when it is gone.

    Returns:
        The path, absolute where `cwd` is known. A board that was named (option, variable, config) is returned whether
        it exists or not; `releaseboard.json` of a folder only when it is there. '' when none is found.
    """
    for named in (option, env.get(BOARD_VARIABLE, ""), config_board):
        if named:
            return absolute(named, cwd, env)
    return _find_upwards(cwd) if os.path.isabs(cwd) else ""


def _find_upwards(folder: str) -> str:
    while True:
        path = os.path.join(folder, BOARD_NAME)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def shipped(name: str) -> str:
    """The folder `name` ('themes' or 'sample_data') that travels with the program, in a wheel or a source clone.

    Raises:
        ReleaseboardError: it is not there; the installation is incomplete.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    source = os.path.dirname(package)
    places = [os.path.join(package, name)]
    if os.path.basename(source) == "src":
        places.append(os.path.join(os.path.dirname(source), name))
    for place in places:
        if os.path.isdir(place):
            return place
    raise ReleaseboardError(
        f"the folder '{name}' that belongs to releaseboard is missing", "install it again: pip install releaseboard"
    )
