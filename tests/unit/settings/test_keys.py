"""Keys in force: the user's over the registry's, with every fault named and the rest kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaseboard.errors import BadInput
from releaseboard.settings.actions import ACTIONS, BY_ID, VIEWS
from releaseboard.settings.keys import (
    DEFAULT_KEYMAP,
    NEEDED,
    check_override,
    find_clash,
    footer_of,
    read_keymap,
    table_of_keys,
)
from releaseboard.text import clean_line


def test_without_own_keys_the_registry_holds() -> None:
    """The keys of an empty configuration are those of the registry."""
    assert read_keymap({}) == (DEFAULT_KEYMAP, ())


def test_own_keys_replace_those_of_the_registry() -> None:
    """A key, a list of keys, a sequence, or none."""
    keymap, problems = read_keymap(
        {"move_on": "N", "find": ["f", "/"], "show_news": "g ~", "toggle_archive": [], "refresh": "F"}
    )
    assert problems == ()
    assert keymap.of("move_on") == ("N",)
    assert keymap.singles("find") == "f,slash"
    assert keymap.sequences("board")["tilde"].id == "show_news"
    assert keymap.singles("show_news") == ""
    assert keymap.shown("toggle_archive") == ""
    assert keymap.action_for("board", "L") is None


def test_two_keys_can_be_swapped() -> None:
    """All overrides are laid over the registry before clashes are looked for."""
    keymap, problems = read_keymap({"add_link": "D", "remove_link": "d"})
    assert problems == ()
    assert (keymap.of("add_link"), keymap.of("remove_link")) == (("D",), ("d",))


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"move_onn": "N"}, "there is no action 'move_onn' (did you mean move_on"),
        ({"move_on": "alt+l"}, "the key 'alt+l' can't be relied on"),
        ({"move_on": "nonsense"}, "there is no key 'nonsense'"),
        ({"move_on": 3}, "move_on needs a key or a list of keys"),
        ({"move_on": [3]}, "move_on needs a key or a list of keys"),
        ({"move_on": "n"}, "move_on can't have the key n: in the view 'Board' it is new_release (move_on keeps L)"),
        ({"move_on": "g b"}, "move_on can't have the key gb: in the view 'Board' it is show_board"),
        ({"move_on": "g"}, "it begins sequences such as gb"),
        ({"save_form": "s"}, "save_form can't have the key s: it is typed into the text field there"),
        ({"quit": []}, "quit must have a key"),
        ({"edit_link": "L"}, "in the view 'Dependencies' it is move_on"),
        ({"undo_group": "q"}, "in the view 'History' it is close_page"),
    ],
)
def test_a_bad_line_costs_that_line(overrides: dict[str, object], said: str) -> None:
    """The fault is told by name, with the line, and the action keeps the key it had."""
    keymap, problems = read_keymap({**overrides, "refresh": "F"}, "config.toml", lambda name: 7)
    assert keymap == DEFAULT_KEYMAP._replace(keys={**DEFAULT_KEYMAP.keys, "refresh": ("F",)})
    (problem,) = problems
    assert said in str(problem)
    assert str(problem).startswith("config.toml:7: ")


def test_of_two_own_keys_that_clash_the_first_stays() -> None:
    """And the one that had to go is told with the name of the other."""
    keymap, problems = read_keymap({"find": "f", "new_release": "f"})
    assert (keymap.of("find"), keymap.of("new_release")) == (("f",), ("n",))
    assert "new_release can't have the key f: in the view 'Board' it is find" in str(*problems)


def test_a_key_taken_back_by_a_dropped_line_is_not_given_twice() -> None:
    """`quit = n` needs n to be free; when new_release's own line falls away, so does quit's."""
    keymap, problems = read_keymap({"new_release": "alt+n", "quit": "n"})
    assert keymap == DEFAULT_KEYMAP
    assert len(problems) == 2


def test_one_key_may_do_different_things_in_different_views() -> None:
    """The history's u and the board's need not move together."""
    keymap, problems = read_keymap({"undo_group": "x", "open_change": "o"})
    assert problems == ()
    assert keymap.of("open_change") == ("o",)


def test_a_part_of_a_page_hides_only_what_it_has_itself() -> None:
    """In the dependency panel Enter jumps and e edits the link; the board's other keys still act."""
    ids = [action.id for action in DEFAULT_KEYMAP.acting("panel", "board")]
    assert "open_release" not in ids
    assert "edit_release" not in ids
    assert ids.count("cursor_down") == 1
    found = DEFAULT_KEYMAP.action_for("panel", "L", "board")
    assert found
    assert found.id == "move_on"


@pytest.mark.parametrize("view", VIEWS)
def test_the_footer_names_the_keys_of_its_view(view: str) -> None:
    """Every entry belongs to an action that acts there, and each action stands once."""
    entries = footer_of(view)
    ids = [name for entry in entries for name in entry.ids]
    assert entries
    assert len(ids) == len(set(ids))
    assert all(view in BY_ID[name].views for name in ids)


def test_the_footer_joins_pairs_and_follows_own_keys() -> None:
    """h and l are one entry; another key shows at once, and an action without a key is not there."""
    assert (footer_of("board")[0].keys, footer_of("board")[0].label) == ("h/l", "stage")
    keymap, _ = read_keymap({"new_release": "N", "find": []})
    shown = {entry.label: entry.keys for entry in footer_of("board", keymap)}
    assert shown["new"] == "N"
    assert "find" not in shown


def test_the_table_of_keys_holds_every_action_once() -> None:
    """The help and the README are complete; 1 to 9 share a line."""
    rows = table_of_keys()
    ids = [name for row in rows for name in row.ids]
    assert sorted(ids) == sorted(action.id for action in ACTIONS)
    assert any(row.keys == "1 … 9" for row in rows)


def test_a_moved_key_leaves_its_shared_line() -> None:
    """Otherwise the help would go on naming the old one."""
    keymap, _ = read_keymap({"view_3": "v"})
    keys = [row.keys for row in table_of_keys(keymap, "board") if row.help == BY_ID["view_3"].help]
    assert sorted(keys) == ["1 … 9", "v"]


def test_an_override_is_checked_beside_the_others() -> None:
    """`config set keys.…` refuses what loading would leave out."""
    check_override({"new_release": "N"}, "quit", ["n"])
    with pytest.raises(BadInput, match="it is new_release"):
        check_override({"nonsense": 4}, "quit", ["n"])


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["g b", "n", "L", "enter", "ctrl+r"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([action.id for action in ACTIONS]) | st.text(max_size=12), _VALUES, max_size=12))
def test_any_keys_give_a_sound_keymap(overrides: dict[str, object]) -> None:
    """Whatever stands in [keys]: no clash, every way out has its key, and each line left out is told."""
    keymap, problems = read_keymap(overrides)
    assert find_clash(keymap.keys) is None
    assert all(keymap.of(name) for name in NEEDED)
    assert set(keymap.keys) == set(BY_ID)
    taken = [name for name in overrides if name in BY_ID and keymap.of(name) != BY_ID[name].keys]
    assert len(taken) + len(problems) <= len(overrides)
    assert all(problem.message == clean_line(problem.message) for problem in problems)
