"""`config set`: one field changes, everything else in the file stays, and nothing half-written is ever there."""

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.errors import BadInput, ReleaseboardError
from releaseboard.settings.config import get_value, load_config
from releaseboard.settings.configedit import edit_text, save_view, set_value
from releaseboard.settings.fields import View


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "config.toml"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_first_value_makes_the_file(path: Path) -> None:
    """Folder and file are made, for their owner alone."""
    assert set_value(str(path), "theme", "Light") == "light"
    assert path.read_text() == 'theme = "light"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["config.toml"]


@pytest.mark.parametrize(
    ("field", "typed", "echoed", "read"),
    [
        ("user", "Ana Lima", "Ana Lima", "Ana Lima"), ("ascii", "Yes", "true", "true"),
        ("mouse", "off", "false", "false"),
        ("panel", "RIGHT", "right", "right"), ("keys.move_on", "N, right_parenthesis", "N, right_parenthesis", "N )"),
        ("keys.find", ",", ",", ","), ("keys.refresh", "none", "none", ""),
        ("views.3", "health:red", "health:red", "health:red"),
        ("views.3.name", 'Say "hi" \\ #1', 'Say "hi" \\ #1', 'Say "hi" \\ #1'), ("views.9.sort", "Key", "key", "key"),
        ("keys.show_news", "g ~", "g ~", "g~"), ("user", "  A\x1b[31m B\n", "A B", "A B"),
    ],
)  # fmt: skip
def test_what_is_set_is_read_back(path: Path, field: str, typed: str, echoed: str, read: str) -> None:
    """Each kind of field goes round, and nothing in the file is a problem afterwards."""
    assert set_value(str(path), field, typed) == echoed
    config = load_config(str(path))
    assert config.problems == ()
    assert get_value(config, field) == read


def test_a_board_is_kept_as_an_absolute_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was typed in one folder and must be found from all."""
    monkeypatch.chdir(path.parent.parent)
    set_value(str(path), "board", "pay.json")
    assert load_config(str(path)).board == str(path.parent.parent / "pay.json")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("them", "x", "there is no field 'them' (did you mean theme?)"),
        ("theme", "lihgt", "there is no theme 'lihgt' (did you mean light?)"),
        ("panel", "left", "panel can't be 'left' (one of bottom, right, hidden)"),
        ("ascii", "maybe", "ascii can't be 'maybe' (write true or false)"),
        ("keys.mov_on", "N", "there is no action 'mov_on' (did you mean move_on"),
        ("keys.move_on", "n", "it is new_release (give new_release another key first)"),
        ("keys.move_on", "f5", "the key 'f5' can't be relied on"),
        ("keys.quit", "none", "quit must have a key"),
        ("views.0", "x", "there is no field 'views.0'"),
        ("views.1.sort", "x", "sort can't be 'x'"),
        ("keys", "x", "there is no field 'keys'"),
        ("", "x", "there is no field ''"),
    ],
)
def test_a_bad_value_is_refused(path: Path, field: str, typed: str, said: str) -> None:
    """And nothing is written, not even the folder."""
    with pytest.raises(BadInput) as caught:
        set_value(str(path), field, typed)
    assert said in str(caught.value)
    assert not path.parent.exists()


def test_comments_and_unknown_fields_stay(path: Path) -> None:
    """The user's own file is edited, not rewritten."""
    before = (
        '# mine\ntheme = "dark"   # calm # really\nnewer = 1\n\n[keys]  # hands\nundo = "z"\n\n[odd.table]\nx = 1\n'
    )
    write(path, before)
    set_value(str(path), "theme", "light")
    set_value(str(path), "user", "Ana")
    set_value(str(path), "keys.redo", "F")
    assert path.read_text() == (
        '# mine\ntheme = "light"   # calm # really\nnewer = 1\nuser = "Ana"\n\n'
        '[keys]  # hands\nundo = "z"\nredo = "F"\n\n[odd.table]\nx = 1\n'
    )


def test_an_empty_value_takes_the_field_out(path: Path) -> None:
    """Then the default holds again; taking out what is not there changes nothing."""
    write(path, 'user = "x"\ntheme = "light"\n[keys]\nundo = "z"\n')
    for field in ("theme", "keys.undo", "panel", "views.1", "views.1.name", "keys.redo"):
        assert set_value(str(path), field, "") == ""
    assert path.read_text() == 'user = "x"\n[keys]\n'


@pytest.mark.parametrize(
    "text",
    [
        '[views]\n1 = "health:red"\n',
        'views = {1 = "health:red"}\n',
        'views.1.filter = "health:red"\n',
        '[views.1]\nfilter = """\nhealth:red"""\n',
        '["views"."1"]\n"filter" = "health:red"',
    ],
)
def test_any_way_of_writing_a_field_can_be_edited(path: Path, text: str) -> None:
    """Where the line can't be edited the file is written anew from its values."""
    write(path, f"newer = 1\n{text}")
    set_value(str(path), "views.1.sort", "key")
    set_value(str(path), "views.1.name", "Red")
    config = load_config(str(path))
    assert config.views == {1: View("Red", "health:red", "key")}
    assert tomllib.loads(path.read_text())["newer"] == 1
    set_value(str(path), "views.1", "health:amber")
    assert load_config(str(path)).views == {1: View("Red", "health:amber", "key")}


def test_a_view_is_saved_as_a_whole(path: Path) -> None:
    """The full screen's `V`; what the view leaves open is taken out."""
    save_view(str(path), 4, View("Security", "type:security", "key"))
    save_view(str(path), 4, View("", "type:major"))
    assert load_config(str(path)).views == {4: View("", "type:major", "")}
    for number in (0, 10):
        with pytest.raises(BadInput, match="there is no view"):
            save_view(str(path), number, View())


def test_a_broken_file_is_left_alone(path: Path) -> None:
    """Writing over it would lose what the user meant to have in it."""
    write(path, 'theme = "light\nuser = "x"\n')
    with pytest.raises(BadInput) as caught:
        set_value(str(path), "user", "y")
    assert "config.toml:1: is not valid TOML" in str(caught.value)
    assert path.read_text() == 'theme = "light\nuser = "x"\n'


def test_mode_and_link_are_kept(path: Path, tmp_path: Path) -> None:
    """A config.toml linked into dotfiles, readable by a group, stays that."""
    target = tmp_path / "dotfiles.toml"
    target.write_text('theme = "dark"\n')
    target.chmod(0o640)
    path.parent.mkdir()
    path.symlink_to(target)
    set_value(str(path), "theme", "light")
    assert path.is_symlink()
    assert target.read_text() == 'theme = "light"\n'
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_failed_write_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the old file is whole, the draft is gone, and the message says so."""
    write(path, 'theme = "dark"\n')

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReleaseboardError, match="can't be written: No space left on device"):
        set_value(str(path), "theme", "light")
    assert path.read_text() == 'theme = "dark"\n'
    assert os.listdir(path.parent) == ["config.toml"]


def test_without_a_place_for_it_nothing_is_set() -> None:
    """No home folder: said before anything is tried."""
    with pytest.raises(BadInput, match="no home folder"):
        set_value("", "theme", "light")


def test_a_user_theme_may_be_chosen(path: Path) -> None:
    """Themes of the user's folder count beside the shipped ones."""
    (path.parent / "themes").mkdir(parents=True)
    (path.parent / "themes" / "mine.toml").write_text("")
    assert set_value(str(path), "theme", "mine") == "mine"


_LINES = st.lists(
    st.sampled_from(
        ["", "# note", "[keys]", "[views.1]", "[odd]", 'user = "a"', 'theme = "b" # c', 'name = "#"', "x = ["]
    )
    | st.sampled_from(["1,", "]", '"""']),
    max_size=8,
)


@given(_LINES, st.sampled_from([("user",), ("keys", "undo"), ("views", "1", "name")]), st.text(max_size=10))
def test_setting_a_field_changes_that_field_alone(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], names: tuple[str, ...], text: str
) -> None:
    """Whatever the file: refused and left alone, or only the one field differs afterwards."""
    path = tmp_path_factory.getbasetemp() / "edit.toml"
    before = "\n".join(lines)
    path.write_text(before)
    try:
        set_value(str(path), ".".join(names), text)
    except BadInput:
        assert path.read_text() == before
        return
    old, new = tomllib.loads(before), tomllib.loads(path.read_text())
    assert without(old, names) == without(new, names)


def without(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """`values` without the field at `names`, and without the tables that are empty then."""
    kept = {key: value for key, value in values.items() if (key,) != names}
    inner = {
        key: without(value, names[1:] if key == "".join(names[:1]) else ())
        for key, value in kept.items()
        if _is_table(value)
    }
    return {key: inner.get(key, value) for key, value in kept.items() if inner.get(key) != {}}


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def test_a_quoted_sign_is_no_comment() -> None:
    """The comment behind a value is told from a # within it."""
    assert edit_text('user = "a#b" # c\n', ("user",), "x") == 'user = "x" # c\n'
    assert edit_text('user = "a#b"\n', ("user",), "x") == 'user = "x"\n'
