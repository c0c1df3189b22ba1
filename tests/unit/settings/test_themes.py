"""Themes: the shipped ones read well for everyone, and a bad one costs only itself."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.theme import Theme as TextualTheme

from releaseboard.errors import BadInput
from releaseboard.settings import themes
from releaseboard.settings.colours import ANSI_NAMES, blend, contrast, is_hex, read_colour, read_style, rgb
from releaseboard.settings.themes import OWN, REQUIRED, VARIABLES, Theme, check_name, load_themes, read_theme
from releaseboard.text import clean_line

SHIPPED = load_themes()
MIXED = [theme for theme in SHIPPED.themes.values() if not theme.ansi]
HEALTH = ("health-green", "health-amber", "health-red")
GROUNDS = ("background", "surface", "cursor-background", "trail", "band")
TEXTS = ("foreground", "accent", "dim", "cursor-foreground", *HEALTH)

SOUND = """
title = "Mine"
[colours]
foreground = "#eee"
background = "#111111"
accent = "#6cb6e8"
success = "#7fc08a"
warning = "#e3b557"
error = "#f2857b"
"""

# Full loss of one kind of cone in linear RGB: Machado, Oliveira, Fernandes 2009, table 1, severity 1.0.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = (part / 255 for part in rgb(colour))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(colour: str, blindness: str) -> list[float]:
    """The colour as linear RGB, as people with that blindness see it ('' = all cones)."""
    light = linear(colour)
    if not blindness:
        return light
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in BLINDNESS[blindness]]


def lab(light: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear sRGB under D65."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, blindness: str = "") -> float:
    """How far apart two colours look (CIE 1976); 2.3 is just noticeable."""
    a, b = lab(seen(one, blindness)), lab(seen(other, blindness))
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


def colour(theme: Theme, name: str) -> str:
    return {**theme.colours, **theme.variables}[name]


def test_five_themes_are_shipped_and_sound() -> None:
    """A dark one (the default, listed first), light, high contrast, colour-blind safe, 16 colours; no problems."""
    assert SHIPPED.problems == ()
    assert list(SHIPPED.themes) == ["dark", "ansi", "colour-blind-safe", "high-contrast", "light"]
    assert [name for name, theme in SHIPPED.themes.items() if theme.ansi] == ["ansi"]
    assert [name for name, theme in SHIPPED.themes.items() if not theme.dark] == ["light"]


@pytest.mark.parametrize("theme", MIXED, ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme) -> None:
    """WCAG 2.2: 4.5:1 for text on every ground it stands on, also under the cursor; 7:1 in the high-contrast theme."""
    least = 7.0 if theme.name == "high-contrast" else 4.5
    poor = {
        (text, ground): round(contrast(colour(theme, text), colour(theme, ground)), 2)
        for text, ground in itertools.product(TEXTS, GROUNDS)
        if contrast(colour(theme, text), colour(theme, ground)) < least
    }
    assert poor == {}


@pytest.mark.parametrize("theme", MIXED, ids=lambda theme: theme.name)
def test_the_cursor_can_be_seen(theme: Theme) -> None:
    """Its ground is told from the page and from the trail it leaves in a part without focus."""
    cursor, page, trail = (colour(theme, name) for name in ("cursor-background", "background", "trail"))
    assert difference(cursor, page) >= 10
    assert difference(cursor, trail) >= 7


@pytest.mark.parametrize("theme", MIXED, ids=lambda theme: theme.name)
def test_health_colours_are_told_apart(theme: Theme) -> None:
    """Three colours that nobody with all cones mistakes for each other, for text, or for the accent."""
    for one, other in itertools.combinations((*HEALTH, "accent", "foreground"), 2):
        assert difference(colour(theme, one), colour(theme, other)) >= 20, (one, other)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_safe_theme_keeps_health_apart_for_everyone(blindness: str) -> None:
    """With any one kind of cone missing the three stay at least as far apart as in the other themes."""
    theme = SHIPPED.themes["colour-blind-safe"]
    for one, other in itertools.combinations(HEALTH, 2):
        assert difference(colour(theme, one), colour(theme, other), blindness) >= 30, (one, other)


def test_the_measure_finds_an_unsafe_theme() -> None:
    """The default's green and amber come close without the green cones, which is why there is a safe theme."""
    theme = SHIPPED.themes["dark"]
    pairs = itertools.combinations(HEALTH, 2)
    assert min(difference(colour(theme, a), colour(theme, b), "deuteranopia") for a, b in pairs) < 30


def test_the_16_colour_theme_has_only_the_terminals_colours() -> None:
    """A mixed colour would be sent as 24 bits, which is what this theme is there to avoid."""
    theme = SHIPPED.themes["ansi"]
    assert all(value in ANSI_NAMES for value in theme.colours.values())
    assert all(value in ANSI_NAMES for name, value in theme.variables.items() if not name.endswith("style"))
    assert len({theme.variables[name] for name in HEALTH}) == 3


@pytest.mark.parametrize("theme", SHIPPED.themes.values(), ids=lambda theme: theme.name)
def test_textual_takes_the_theme(theme: Theme) -> None:
    """It generates every colour, and every value of a variable that is a colour is one for Textual too."""
    made = TextualTheme(
        theme.name, dark=theme.dark, ansi=theme.ansi, variables=dict(theme.variables), **theme.colours
    ).to_color_system()  # fmt: skip
    assert made.generate()
    for name, value in theme.variables.items():
        if not name.endswith("style"):
            Color.parse(value)


def test_our_list_of_textual_variables_is_textuals() -> None:
    """A theme may set these, and no theme can set one that the installed Textual does not know."""
    known: set[str] = set()
    for name in ("textual-dark", "ansi-dark"):
        known |= BUILTIN_THEMES[name].to_color_system().generate().keys()
    assert VARIABLES - OWN.keys() - known == set()


@pytest.mark.parametrize("name", OWN)
def test_each_variable_of_ours_is_always_there(tmp_path: Path, name: str) -> None:
    """A style sheet may use $name with any theme: a missing one would end the program."""
    path = tmp_path / "mine.toml"
    path.write_text(SOUND)
    least, problems = read_theme(str(path))
    assert problems == ()
    assert least
    for theme in (least, *SHIPPED.themes.values()):
        assert theme.variables[name]


def test_a_least_theme_is_filled_in(tmp_path: Path) -> None:
    """Six colours make a theme; the rest follows from them."""
    path = tmp_path / "mine.toml"
    path.write_text(SOUND)
    theme, _ = read_theme(str(path))
    assert theme
    assert (theme.name, theme.title, theme.dark, theme.ansi) == ("mine", "Mine", True, False)
    assert theme.colours["primary"] == theme.colours["accent"]
    assert theme.variables["health-red"] == "#f2857b"
    assert theme.variables["text-muted"] == theme.variables["dim"]
    assert contrast(theme.variables["dim"], "#111111") >= 4.5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('error = "#f2857b"', "", "the theme has no colour error"),
        ('"#f2857b"', '"#f2857"', "error: '#f2857' is not a colour"),
        ('"#f2857b"', '"red"', "error: 'red' is not a colour"),
        ('"#f2857b"', "7", "error: '7' is not a colour"),
        ('"#f2857b"', '"ansi_red"', "error: 'ansi_red' is not a colour"),
        ("[colours]", "[colors]", "there is no field 'colors' (did you mean colours?)"),
        ("[colours]", "colours = 3\n[x]", "colours needs a table"),
        ("[colours]", "[colours", "is not valid TOML"),
        ('title = "Mine"', "ansi = true", "foreground: '#eee' is not one of the 16 colours"),
    ],
)
def test_a_theme_that_cannot_be_used_is_left_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Its file and line are named, and the others are there."""
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "mine.toml").write_text(SOUND.replace(old, new))
    found = load_themes(str(tmp_path))
    assert found.themes == SHIPPED.themes
    assert said in "\n".join(str(problem) for problem in found.problems)
    assert all(problem.file == str(folder / "mine.toml") for problem in found.problems)


@pytest.mark.parametrize(
    ("added", "said", "line"),
    [
        ('[variables]\nhealth-gren = "#fff"', "there is no field 'health-gren' (did you mean health-green", 11),
        ('[variables]\nrule = "#12"', "rule: '#12' is not a colour", 11),
        ('[variables]\ncursor-style = "bald"', "cursor-style: 'bald' is not a text style (did you mean bold?)", 11),
        ('[variables]\ncursor-style = ""', "cursor-style: '' is not a text style", 11),
        ('surface = "#fffffff"', "surface: '#fffffff' is not a colour", 10),
        ("[variables]\n[odd]", "there is no field 'odd'", 11),
    ],
)
def test_a_small_fault_costs_only_itself(tmp_path: Path, added: str, said: str, line: int) -> None:
    """The theme can be used; what was wrong falls back to what follows from its colours."""
    path = tmp_path / "mine.toml"
    path.write_text(SOUND + added)
    theme, (problem,) = read_theme(str(path))
    assert said in str(problem)
    assert problem.line == line
    assert theme
    assert set(OWN) <= theme.variables.keys()
    assert theme.colours["surface"] == "#111111"


@pytest.mark.parametrize("line", ["dark = 1", 'dark = "no"', "title = 3", "ansi = 0"])
def test_a_field_of_another_type_is_told(tmp_path: Path, line: str) -> None:
    """And its default holds."""
    path = tmp_path / "mine.toml"
    path.write_text(SOUND.replace('title = "Mine"', line))
    theme, (problem,) = read_theme(str(path))
    assert problem.line == 2
    assert theme
    assert (theme.title, theme.dark, theme.ansi) == ("mine", True, False)


def test_a_16_colour_theme_must_say_what_its_default_is(tmp_path: Path) -> None:
    """Textual ends the program on one that does not."""
    path = tmp_path / "mine.toml"
    names = "\n".join(f'{name} = "ansi_{"default" if "ground" in name else "red"}"' for name in REQUIRED)
    path.write_text(f"ansi = true\n[colours]\n{names}\n")
    theme, (problem,) = read_theme(str(path))
    assert theme is None
    assert "needs ansi-background and ansi-foreground" in problem.message
    path.write_text(path.read_text() + '[variables]\nansi-background = "ansi_black"\nansi-foreground = "ansi_white"\n')
    theme, problems = read_theme(str(path))
    assert theme
    assert problems == ()


def test_a_users_theme_replaces_a_shipped_one(tmp_path: Path) -> None:
    """The same name, so that a colour of the default can be changed; and new ones stand beside the shipped."""
    folder = tmp_path / "themes"
    folder.mkdir()
    for name in ("dark", "mine", ".draft", "no theme"):
        (folder / f"{name}.toml").write_text(SOUND)
    found = load_themes(str(tmp_path))
    assert list(found.themes) == ["dark", "ansi", "colour-blind-safe", "high-contrast", "light", "mine"]
    assert found.themes["dark"].title == "Mine"
    assert "can't be the name of a theme" in str(*found.problems)


def test_an_unknown_theme_is_answered_with_the_nearest() -> None:
    """For `--theme`, the configuration and `config set`."""
    assert SHIPPED.find(" Dark ").name == "dark"
    assert check_name("LIGHT") == "light"
    for find in (SHIPPED.find, check_name):
        with pytest.raises(BadInput) as caught:
            find("lihgt")
        assert caught.value.hint == "did you mean light?"


def test_missing_shipped_themes_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A broken installation: one problem, not a crash."""
    monkeypatch.setattr("releaseboard.settings.paths.__file__", str(tmp_path / "a" / "b" / "paths.py"))
    found = themes.load_themes()
    assert found.themes == {}
    assert "the folder 'themes' that belongs to releaseboard is missing" in str(*found.problems)


def test_contrast_and_mixing_are_those_of_the_books() -> None:
    """WCAG's own corners: black on white is 21, and #767676 is the lightest grey that passes on white."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < 4.5
    assert blend("#000000", "#fff", 0.5) == "#808080"
    assert blend("#123456", "#ffffff", 0) == "#123456"


@given(st.text(max_size=10) | st.from_regex(r"#[0-9a-fA-F]{2,8}", fullmatch=True) | st.integers(), st.booleans())
def test_any_colour_is_one_or_bad_input(value: object, ansi: bool) -> None:
    """What we take, Textual takes."""
    try:
        read = read_colour(value, ansi=ansi)
    except BadInput:
        return
    assert is_hex(read) != ansi
    Color.parse(read)


@given(st.text(max_size=12) | st.lists(st.sampled_from(["bold", "dim", "none", "x"])).map(" ".join))
def test_any_style_is_one_or_bad_input(value: str) -> None:
    """What we take is made of known words."""
    try:
        assert read_style(value).split()
    except BadInput:
        assert set(value.casefold().split()) - {"bold", "dim", "none"} or not value.split()


_PART = st.sampled_from(
    ["[colours]", "[variables]", 'foreground = "#fff"', 'rule = "#123"', "ansi = true", "x = 1", "[", SOUND]
)


@given(st.lists(_PART | st.text(max_size=10), max_size=6).map("\n".join))
def test_any_theme_file_is_a_theme_or_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in it."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8")
    theme, problems = read_theme(str(path))
    assert theme or problems
    assert all(str(problem) == clean_line(str(problem)) for problem in problems)
