"""The registry of actions: complete, without clashes, and within what the footer and the help can show."""

from collections import Counter

import pytest

from releaseboard.settings.actions import ACTIONS, BY_ID, GROUPS, INSIDE, NEEDS, VIEWS, Action, actions_of
from releaseboard.settings.keynames import read_keys
from releaseboard.settings.keys import DEFAULT_KEYMAP, find_clash

BARRED = ("alt+", "ctrl+s", "ctrl+q", "ctrl+shift")


def test_ids_are_told_apart() -> None:
    """An id names one action, in the code and in config.toml."""
    assert [name for name, count in Counter(action.id for action in ACTIONS).items() if count > 1] == []
    assert all(action.id.isidentifier() for action in ACTIONS)


def test_no_key_has_two_actions_in_a_view() -> None:
    """The registry itself is sound before anyone changes a key."""
    assert find_clash(DEFAULT_KEYMAP.keys) is None


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_is_described(action: Action) -> None:
    """A label that fits the footer, one sentence of help, known group, views and needs."""
    assert 0 < len(action.label) <= 10
    assert action.help.endswith(".")
    assert action.help[0].isupper()
    assert len(action.help) <= 90
    assert action.group in GROUPS
    assert action.views
    assert set(action.views) <= VIEWS.keys()
    assert set(action.needs) <= NEEDS.keys()
    assert not action.title.endswith(".")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_has_a_plain_key(action: Action) -> None:
    """Nothing rests on keys that terminals over ssh do not send, and all are written as the full screen calls them."""
    assert action.keys
    for key in action.keys:
        assert not key.startswith(BARRED)
        assert " ".join(read_keys(key)) == key


def test_keys_of_the_design_do_what_it_says() -> None:
    """screens.md names these keys for the board."""
    wanted = {
        "h": "cursor_left", "j": "cursor_down", "k": "cursor_up", "l": "cursor_right", "enter": "open_release",
        "H": "move_back", "L": "move_on", "n": "new_release", "e": "edit_release", "space": "toggle_mark",
        "slash": "find", "1": "view_1", "9": "view_9", "0": "all_releases", "y": "copy_key", "t": "choose_theme",
        "q": "quit", "u": "undo", "U": "redo", "p": "cycle_panel", "tab": "switch_pane", "o": "jump_back",
        "colon": "command_palette", "ctrl+p": "command_palette", "question_mark": "show_help", "tilde": "show_news",
        "w": "show_why", "m": "replan", "b": "toggle_block", "d": "add_link", "a": "assign_team",
        "exclamation_mark": "mark_released", "plus": "deeper_links", "s": "cycle_sort", "g b": "show_board",
        "g h": "show_history", "i": "raise_issue", "r": "raise_request", "G": "open_sheet", "g i": "show_raid",
    }  # fmt: skip
    found = {key: DEFAULT_KEYMAP.action_for("board", key) for key in wanted}
    assert {key: action.id if action else "" for key, action in found.items()} == wanted


def test_keys_for_what_is_still_to_come_are_free() -> None:
    """screens.md has given them away already; an action here would have to move, and with it people's fingers."""
    coming = ["R", "g r"]
    assert [key for view in VIEWS for key in coming if DEFAULT_KEYMAP.action_for(view, key)] == []


def test_every_page_can_be_left() -> None:
    """Esc backs out of everything."""
    for view in VIEWS:
        pages = INSIDE.get(view, ("",))
        assert all(DEFAULT_KEYMAP.action_for(view, "escape", page) for page in pages), view


def test_changing_actions_need_a_board_that_can_be_written() -> None:
    """On a read-only board each of them says why, before a form is opened for nothing."""
    groups = ("Change releases", "Life cycle", "Links", "Undo and history")
    assert [action.id for action in ACTIONS if action.group in groups and "writable" not in action.needs] == []


def test_what_acts_on_a_release_is_in_the_palette() -> None:
    """Every action is in the palette, but for moving the cursor, lines of other lists, and answers."""
    left_out = {action.id for action in ACTIONS if not action.title}
    groups = {BY_ID[name].group for name in left_out}
    assert groups == {"Move around", "Look", "Links", "Coordinate", "What if", "Undo and history", "The board"}
    assert left_out & {"move_on", "edit_release", "quit", "undo", "replan", "show_help"} == set()


def test_folded_actions_call_one_action_with_a_number() -> None:
    """1 to 9 open the saved views on the board, 1 to 8 the tabs on the release page."""
    assert BY_ID["view_3"].action == "open_view(3)"
    assert BY_ID["tab_8"].action == "open_tab(8)"
    assert BY_ID["quit"].action == "quit"
    assert len([action for action in actions_of("board") if action.fold == "views"]) == 9
