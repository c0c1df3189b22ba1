"""Where things are: the user's folders, the order in which the board is looked up, what is shipped."""

import os
from pathlib import Path

import pytest

from releaseboard.errors import ReleaseboardError
from releaseboard.settings import paths


def test_folders_follow_the_xdg_variables() -> None:
    """Each kind of folder has its own variable, and ours lies below it."""
    env = {
        "HOME": "/home/ana", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "/k",
        "XDG_DATA_HOME": "/d",
    }  # fmt: skip
    folders = [paths.config_folder(env), paths.state_folder(env), paths.cache_folder(env), paths.data_folder(env)]
    assert folders == ["/c/releaseboard", "/s/releaseboard", "/k/releaseboard", "/d/releaseboard"]


def test_folders_without_xdg_variables_stand_in_the_home() -> None:
    """The defaults of the XDG specification."""
    env = {"HOME": "/home/ana"}
    assert paths.config_file(env) == "/home/ana/.config/releaseboard/config.toml"
    assert paths.state_folder(env) == "/home/ana/.local/state/releaseboard"
    assert paths.cache_folder(env) == "/home/ana/.cache/releaseboard"
    assert paths.data_folder(env) == "/home/ana/.local/share/releaseboard"


@pytest.mark.parametrize("relative", ["", "conf", "./conf", "~/conf"])
def test_a_relative_xdg_value_is_ignored(relative: str) -> None:
    """The specification says so; a relative one would scatter settings over every folder one works in."""
    env = {"HOME": "/home/ana", "XDG_CONFIG_HOME": relative}
    assert paths.config_folder(env) == "/home/ana/.config/releaseboard"


@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_a_usable_home_the_accounts_is_taken(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """cron and containers start programs without HOME."""
    pwd = pytest.importorskip("pwd")
    monkeypatch.setattr(
        pwd, "getpwuid", lambda _: pwd.struct_passwd(("ana", "x", 1, 1, "", "/home/account", "/bin/sh"))
    )
    assert paths.home_folder({} if home is None else {"HOME": home}) == "/home/account"


def test_without_any_home_there_are_no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user id without an account: nothing is raised, and nothing is put into the current folder."""
    pwd = pytest.importorskip("pwd")

    def no_account(_: int) -> None:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", no_account)
    assert [paths.config_file({}), paths.state_folder({})] == ["", ""]
    assert paths.find_board("~/b.json", {}, "", "/w") == "/w/~/b.json"


def test_the_board_is_looked_up_in_the_order_of_the_contract(tmp_path: Path) -> None:
    """The option, the variable, the configuration, then releaseboard.json of this folder or a parent."""
    (tmp_path / "releaseboard.json").write_text("{}")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    env = {"RELEASEBOARD_BOARD": "/env.json", "HOME": "/home/ana"}
    assert paths.find_board("/option.json", env, "/config.json", str(deep)) == "/option.json"
    assert paths.find_board("", env, "/config.json", str(deep)) == "/env.json"
    assert paths.find_board("", {}, "/config.json", str(deep)) == "/config.json"
    assert paths.find_board("", {}, "", str(deep)) == str(tmp_path / "releaseboard.json")


def test_the_nearest_board_is_found_first(tmp_path: Path) -> None:
    """A board of this folder stands before one of a parent, and a folder of that name is no board."""
    inner = tmp_path / "a"
    (inner / "b" / "releaseboard.json").mkdir(parents=True)
    for folder in (tmp_path, inner):
        (folder / "releaseboard.json").write_text("{}")
    assert paths.find_board("", {}, "", str(inner / "b")) == str(inner / "releaseboard.json")


@pytest.mark.parametrize("cwd", ["", "/", "gone"])
def test_no_board_is_found_in_an_empty_or_missing_folder(cwd: str) -> None:
    """'' says that there is none; an unknown current folder is not searched."""
    assert paths.find_board("", {}, "", cwd) == ""


@pytest.mark.parametrize(
    ("named", "found"),
    [("b.json", "/w/b.json"), ("../b.json", "/b.json"), ("~/b.json", "/home/ana/b.json"), ("/x", "/x")],
)
def test_a_named_board_is_made_absolute(named: str, found: str) -> None:
    """A named board need not exist: what is wrong with it is said when it is opened."""
    assert paths.find_board(named, {"HOME": "/home/ana"}, "", "/w") == found


def test_themes_are_found_in_the_source_clone() -> None:
    """`make demo` runs from the clone, where themes stand beside src."""
    assert os.path.isfile(os.path.join(paths.shipped("themes"), "dark.toml"))


def test_shipped_files_are_found_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel the folder lies in the package, and a stray one beside site-packages is not taken."""
    package = tmp_path / "site-packages" / "releaseboard"
    (package / "themes").mkdir(parents=True)
    (tmp_path / "sample_data").mkdir()
    monkeypatch.setattr(paths, "__file__", str(package / "settings" / "paths.py"))
    assert paths.shipped("themes") == str(package / "themes")
    with pytest.raises(ReleaseboardError, match="'sample_data' that belongs to releaseboard is missing"):
        paths.shipped("sample_data")
