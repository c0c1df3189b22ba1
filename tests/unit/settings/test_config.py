"""config.toml: what it says, its faults with file and line, and never a crash."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.errors import BadInput, ReleaseboardError
from releaseboard.settings.config import Config, config_of, get_value, list_fields, load_config
from releaseboard.settings.fields import FIELDS, View
from releaseboard.settings.keys import read_keymap
from releaseboard.settings.tomlfile import MAX_BYTES
from releaseboard.text import clean_line


def load(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(str(path), {"HOME": "/home/ana"})


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A missing file is no problem, and '' stands for having no home folder."""
    path = str(tmp_path / "config.toml")
    assert load_config(path) == Config(path)
    assert load_config("") == Config()


def test_without_a_file_nothing_dear_is_loaded(tmp_path: Path) -> None:
    """`status` asks for the configuration on each start."""
    code = (
        "import sys; from releaseboard.settings import config, paths; config.load_config(sys.argv[1]);"
        "print(*{'tomllib', 'tomli_w', 'json', 'difflib', 'pathlib', 'dataclasses'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "none.toml")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_defaults_are_those_of_the_table() -> None:
    """The reference page and `config get` are made from the table, the program reads the record."""
    assert {field.name: field.default for field in FIELDS} == {
        field.name: getattr(Config(), field.name) for field in FIELDS
    }


def test_a_full_file_is_read(tmp_path: Path) -> None:
    """Every field, keys and views among them."""
    config = load(
        tmp_path,
        """
        board = "boards/pay.json"
        user = "Ana Lima"
        theme = "Light"
        start_view = "history"
        panel = "Right"
        sort = "key"
        ascii = true
        mouse = false
        [keys]
        move_on = ["N", "right"]
        [views]
        2 = "health:red"
        [views.1]
        name = "Security"
        filter = "type:security"
        sort = "forecast"
        """,
    )
    assert config.problems == ()
    assert config.board == str(tmp_path / "boards" / "pay.json")
    assert (config.user, config.theme, config.start_view, config.panel) == ("Ana Lima", "light", "history", "right")
    assert (config.sort, config.ascii, config.mouse) == ("key", True, False)
    assert config.keys == {"move_on": ["N", "right"]}
    assert config.key_lines == {"move_on": 11}
    assert config.views == {1: View("Security", "type:security", "forecast"), 2: View(filter="health:red")}


def test_a_board_below_the_home_is_found(tmp_path: Path) -> None:
    """`~` is written by people, not expanded by a shell."""
    assert load(tmp_path, 'board = "~/boards/pay.json"').board == "/home/ana/boards/pay.json"


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('user = "a"\nthem = "light"', 2, "there is no field 'them'", "did you mean theme?"),
        ('panel = "left"', 1, "panel can't be 'left'", ""),
        ('sort = "helth"', 1, "sort can't be 'helth'", "did you mean health?"),
        ('ascii = "yes"', 1, "ascii needs true or false", "without quotes"),
        ('theme = "../dark"', 1, "theme can't be '../dark'", "a-z, 0-9 and -"),
        ('theme = ""', 1, "theme can't be ''", ""),
        ("theme = 3", 1, "theme needs a text", "in quotes"),
        ('keys = "n"', 1, "keys needs a table", "[keys]"),
        ('[views]\n11 = "a"', 2, "there is no view '11'", "1 to 9"),
        ("[views]\n1 = 4", 2, "views.1 needs a name and a filter", "health:red"),
        ('[views.1]\nfiltr = "a"', 2, "views.1: there is no field 'filtr'", "did you mean filter?"),
        ('[views.1]\nname = "x"\nsort = "ky"', 3, "views.1: sort can't be 'ky'", "did you mean key?"),
        ("[views.1]\nname = 1", 2, "views.1: name needs a text", ""),
        ('board = "a\\u001bb"', 1, "board holds a character that can't be shown", ""),
    ],
)
def test_a_bad_field_costs_that_field(tmp_path: Path, text: str, line: int, message: str, hint: str) -> None:
    """Its fault is told once with file, line and way out; the fields around it hold."""
    config = load(tmp_path, f"mouse = false\n{text}")
    (problem,) = config.problems
    assert (problem.file, problem.line, problem.message) == (config.path, line + 1, message)
    assert hint in problem.hint
    assert config.mouse is False
    assert config.panel == "bottom"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('theme = "light"\nuser = "x', 2, "is not valid TOML"),
        ('theme = "light"\ntheme = "dark"', 2, "is not valid TOML: cannot overwrite a value"),
        ("a = " + "[" * 5000, 0, "is not valid TOML: it is nested too deep"),
        ("a = " + "9" * 5000, 0, "is not valid TOML: a number in it is too long"),
    ],
)
def test_a_broken_file_costs_the_file(tmp_path: Path, text: str, line: int, said: str) -> None:
    """One problem, with its line where TOML gives one, and the defaults hold."""
    config = load(tmp_path, text)
    (problem,) = config.problems
    assert problem.line == line
    assert said in problem.message
    assert len(problem.message) < 200
    assert config == Config(config.path, problems=config.problems)


def test_bytes_that_are_not_text_are_told(tmp_path: Path) -> None:
    """A file in Latin-1 names the line, and a byte order mark does no harm."""
    path = tmp_path / "config.toml"
    path.write_bytes(b'theme = "light"\nuser = "Andr\xe9"\n')
    (problem,) = load_config(str(path)).problems
    assert (problem.line, problem.message) == (2, "is not UTF-8 text")
    path.write_bytes(b'\xef\xbb\xbftheme = "light"\r\n')
    assert load_config(str(path)).theme == "light"


@pytest.mark.parametrize("kind", ["folder", "huge", "pipe", "loop", "nul"])
def test_what_is_not_a_settings_file_is_told(tmp_path: Path, kind: str) -> None:
    """Nothing of this kind hangs or ends the program."""
    path = tmp_path / "config.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "huge":
        path.write_bytes(b"#" * (MAX_BYTES + 1))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    config = load_config(str(path) if kind != "nul" else "\0")
    assert len(config.problems) == (0 if kind == "nul" else 1)
    assert config.theme == "dark"


def test_get_reads_every_field(tmp_path: Path) -> None:
    """`config get FIELD` answers with the value in force."""
    config = load(tmp_path, 'ascii = true\n[keys]\nmove_on = "N"\n[views.1]\nname = "S"\nfilter = "type:security"')
    names = ("theme", "ascii", "mouse", "keys.move_on", "keys.quit", "views.1", "views.1.name", "views.2", "user")
    values = [get_value(config, name) for name in names]
    assert values == ["dark", "true", "true", "N", "q", "type:security", "S", "", ""]
    for wrong in ("them", "keys.mov_on", "keys", "views", "views.0", "views.1.x", "views..", "", "keys.a.b"):
        with pytest.raises(BadInput, match="there is no"):
            get_value(config, wrong)


def test_the_list_names_every_field(tmp_path: Path) -> None:
    """`config get` and the reference page show name, value, default, what is allowed, and help."""
    config = load(tmp_path, 'panel = "right"\n[keys]\nquit = ["Q", "x"]\n[views]\n1 = "health:red"')
    rows = {row.name: row for row in list_fields(config)}
    assert list(rows) == [*(field.name for field in FIELDS), "keys.quit", "views.1"]
    assert rows["panel"][1:4] == ("right", "bottom", "bottom | right | hidden")
    assert rows["mouse"][1:4] == ("true", "true", "true | false")
    assert rows["keys.quit"].value == "Q, x"
    assert rows["views.1"].value == "health:red"
    assert all(row.help for row in rows.values())


_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates()
_TREE = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from([*(field.name for field in FIELDS), "keys", "views"]) | st.text(max_size=8)
_TABLES = st.dictionaries(st.sampled_from(["1", "9", "move_on", "quit"]) | st.text(max_size=4), _TREE, max_size=4)


@given(st.dictionaries(_NAMES, _TREE | _TABLES, max_size=6))
def test_any_values_give_a_configuration(values: dict[str, Any]) -> None:
    """Whatever TOML can hold: a sound configuration and printable problems."""
    config = config_of("config.toml", values, lambda *names: 0)
    assert config.panel in ("bottom", "right", "hidden")
    assert all(number in range(1, 10) for number in config.views)
    assert all(str(problem) == clean_line(str(problem)) for problem in config.problems)
    assert list_fields(config)
    read_keymap(config.keys)


@given(st.text() | st.text(alphabet="[]=.\"'\n#{}, keysvw1theme\\"))
def test_any_text_gives_a_configuration(text: str) -> None:
    """Whatever stands in the file, as text."""
    from releaseboard.settings.tomlfile import parse_toml

    file = parse_toml("config.toml", text)
    config = config_of(file.path, file.values, file.line_of, file.problems)
    assert all(str(problem) == clean_line(str(problem)) for problem in config.problems)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in config.problems)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_configuration(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever stands in the file, as bytes."""
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(data)
    try:
        load_config(str(path))
    except ReleaseboardError:
        pytest.fail("reading must collect problems, not raise them")
