"""Names of keys: what people may write, what the full screen gets, what is refused and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from releaseboard.errors import BadInput
from releaseboard.settings.keynames import NAMED, is_typed, key_name, read_keys, show_key


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"), ("question_mark", "question_mark"), ("H", "H"), ("h", "h"), (" ", "space"),
        ("Space", "space"), ("Esc", "escape"), ("PgDn", "pagedown"), ("Ctrl+R", "ctrl+r"), ("ctrl+shift", None),
        ("shift+a", "A"), ("Shift+Tab", "shift+tab"), ("shift+1", None), ("+", "plus"), (",", "comma"), ("ä", "ä"),
        ("Return", "enter"), ("tilde", "tilde"), ("shift+ß", None),
    ],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(written: str, name: str | None) -> None:
    """Signs, long names and any case give one name; None stands for a refusal."""
    if name is None:
        with pytest.raises(BadInput):
            key_name(written)
    else:
        assert key_name(written) == name


@pytest.mark.parametrize(
    "written",
    ["alt+x", "f1", "F12", "ctrl+s", "ctrl+q", "ctrl+m", "ctrl+i", "ctrl+shift+a", "super+k", "ctrl+f5", "ctrl+?"],
)
def test_keys_that_ssh_does_not_carry_are_refused(written: str) -> None:
    """screens.md: nothing may rest on Alt, function keys, Ctrl-S or Ctrl-Q."""
    with pytest.raises(BadInput) as caught:
        key_name(written)
    assert caught.value.hint


def test_a_misspelt_key_is_answered_with_the_nearest() -> None:
    """The hint helps where a guess is possible."""
    with pytest.raises(BadInput) as caught:
        key_name("pagedwn")
    assert "pagedown" in caught.value.hint


def test_all_signs_are_called_as_textual_calls_them() -> None:
    """Our own table of names agrees with the installed Textual for every sign of ASCII."""
    for code in range(32, 127):
        assert key_name(chr(code)) == _character_to_key(chr(code))


def test_sequences_begin_with_g() -> None:
    """`g b` is two keys; another first key would make a plain key wait."""
    assert read_keys("g b") == ("g", "b")
    assert read_keys("g ?") == ("g", "question_mark")
    for wrong in ("z b", "g b c", "g esc", "", "  "):
        with pytest.raises(BadInput):
            read_keys(wrong)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("question_mark", "?"), ("g b", "gb"), ("ctrl+r", "Ctrl+R"), ("enter", "Enter"), ("H", "H"), ("left", "←"),
     ("shift+tab", "Shift+Tab"), ("pageup", "PgUp"), ("space", "Space")],
)  # fmt: skip
def test_keys_are_shown_as_they_are_printed_on_keyboards(name: str, shown: str) -> None:
    """Help, footer and palette show this."""
    assert show_key(name) == shown


def test_typed_keys_are_told_from_the_others() -> None:
    """Letters and signs go into a field that has the focus."""
    assert all(is_typed(key) for key in ("a", "question_mark", "space", "ä"))
    assert not any(is_typed(key) for key in NAMED - {"space"} | {"ctrl+e"})


@given(st.text(max_size=20))
def test_any_text_is_a_key_or_bad_input(written: str) -> None:
    """Nothing but our own error comes out, and what is a key stays that key when read again."""
    try:
        names = read_keys(written)
    except BadInput:
        return
    assert read_keys(" ".join(names)) == names
