"""A list of words behaves as the `StrEnum` for which type checkers take it."""

import copy
import json
import pickle
from enum import StrEnum

import pytest

from releaseboard.domain import words
from releaseboard.domain.vocabulary import Words

LISTS = [found for found in vars(words).values() if isinstance(found, type) and found is not Words]


class Light(Words):
    """As we write it."""

    ON_HOLD = "on_hold"
    OUT = "released"


class Full(StrEnum):
    """The same as an enum."""

    ON_HOLD = "on_hold"
    OUT = "released"


def test_a_list_is_used_like_an_enum() -> None:
    """Order, members, names, values, look-ups by value and by name."""
    for kind in (Light, Full):
        assert [str(word) for word in kind] == ["on_hold", "released"]
        assert [word.name for word in kind] == ["ON_HOLD", "OUT"]
        assert [word.value for word in kind] == ["on_hold", "released"]
        assert (len(kind), kind("released"), kind["OUT"]) == (2, kind.OUT, kind.OUT)
        assert f"{kind.OUT}" == "released"
        assert {kind.OUT: 1}["released"] == 1  # type: ignore[index]  # an equal text finds a word
        with pytest.raises(ValueError, match="'gone' is not a valid"):
            kind("gone")
        with pytest.raises(KeyError):
            kind["GONE"]


def test_a_word_is_a_text() -> None:
    """It is written as one, and stays itself when copied or sent elsewhere."""
    assert json.dumps({Light.OUT: Light.ON_HOLD}) == '{"released": "on_hold"}'
    assert type(Light.OUT.value) is str
    assert type(str(Light.OUT)) is str
    for same in (copy.deepcopy(Light.OUT), pickle.loads(pickle.dumps(Light.OUT))):
        assert (same, same.name) == ("released", "OUT")
    assert "released" in Light
    assert "gone" not in Light


def test_every_list_has_its_words() -> None:
    """No list of the field is empty, and none has a word twice."""
    assert len(LISTS) > 20
    for kind in LISTS:
        assert len({str(word) for word in kind}) == len(list(kind)) > 1, kind
