"""The keys in force: the registry's, with the user's own from config.toml `[keys]` over them, checked.

Textual takes an unknown action, a nonsense key or a clash without a word (textual-facts.md 7.2), so all of it is found
here. One bad line costs that line: its action keeps the key it had.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from releaseboard.errors import BadInput, did_you_mean
from releaseboard.text import clean_line

from .actions import ACTIONS, BY_ID, GROUPS, INSIDE, VIEWS, Action, actions_of
from .keynames import PREFIX, is_typed, read_keys, show_key
from .problems import Problem

# Without these one can't find, or leave, anything; they always keep a key.
NEEDED = frozenset({"show_help", "command_palette", "back_out", "close_page", "quit", "choose", "save_form", "say_yes",
                    "say_no", "leave"})  # fmt: skip
_TYPED_VIEWS = ("form", "picker")  # a text field has the focus there, and letters belong to it


class Keymap(NamedTuple):
    """Which keys do what. Every action of the registry is in it; () = no key, only in the palette."""

    keys: Mapping[str, tuple[str, ...]]

    def of(self, action_id: str) -> tuple[str, ...]:
        """Keys of an action as the full screen calls them; a sequence is two names joined by a space."""
        return self.keys[action_id]

    def shown(self, action_id: str) -> str:
        """The first key as people read it: `H`, `Enter`, `gb`; '' when it has none."""
        return next((show_key(key) for key in self.keys[action_id]), "")

    def all_shown(self, action_id: str) -> str:
        """All keys as people read them: `h ←`; '' when it has none."""
        return " ".join(show_key(key) for key in self.keys[action_id])

    def singles(self, action_id: str) -> str:
        """The single keys as a Textual binding takes them, `h,left`; '' when it has none."""
        return ",".join(key for key in self.keys[action_id] if " " not in key)

    def sequences(self, view: str) -> dict[str, Action]:
        """Second key -> action, for what is reached by `g` and a key in `view`."""
        found = ((key.partition(" ")[2], action) for action in actions_of(view) for key in self.keys[action.id])
        return {second: action for second, action in found if second}

    def action_for(self, view: str, key: str, page: str = "") -> Action | None:
        """The action of `key` (a sequence: two names joined by a space) in `view`; None when it does nothing there.

        Where `view` is a part of a page (INSIDE), `page` names that page.
        """
        return next((action for action in self.acting(view, page) if key in self.keys[action.id]), None)

    def acting(self, view: str, page: str = "") -> tuple[Action, ...]:
        """The actions of `view`, and behind them those of the `page` around it whose keys it leaves free."""
        own = tuple(actions_of(view))
        hidden = {key for action in own for key in self.keys[action.id]}
        ids = {action.id for action in own}
        around = actions_of(page) if page else ()
        return own + tuple(a for a in around if a.id not in ids and not hidden.issuperset(self.keys[a.id] or (None,)))


DEFAULT_KEYMAP = Keymap({action.id: action.keys for action in ACTIONS})


class Clash(NamedTuple):
    """Two actions on one key in one view."""

    view: str
    key: str
    first: str  # action id
    second: str


def read_keymap(
    overrides: Mapping[str, object], file: str = "", line_of: Callable[[str], int] | None = None
) -> tuple[Keymap, tuple[Problem, ...]]:
    """The keys in force.

    Args:
        overrides: action id -> a key, a list of keys, or an empty list for none, as read from `[keys]`.
        file: path they come from, for the problems.
        line_of: line of an action's override in that file.

    Returns:
        A sound keymap, and what was wrong with the overrides that were left out.
    """
    own: dict[str, tuple[str, ...]] = {}
    problems = []

    def tell(action_id: str, message: str, hint: str) -> None:
        line = line_of(action_id) if line_of else 0
        problems.append(Problem(file, line, clean_line(message), clean_line(hint)))

    for action_id, value in overrides.items():
        try:
            own[action_id] = read_override(action_id, value)
        except BadInput as error:
            tell(action_id, error.message, error.hint)
    for dropped, clash in _drop_clashing(own):
        tell(
            dropped, describe_clash(dropped, clash), f"{dropped} keeps {DEFAULT_KEYMAP.all_shown(dropped) or 'no key'}"
        )
    return Keymap({**DEFAULT_KEYMAP.keys, **own}), tuple(problems)


def read_override(action_id: str, value: object) -> tuple[str, ...]:
    """One line of `[keys]` as key names, checked by itself (clashes are a matter of all lines together).

    Raises:
        BadInput: unknown action, not a key, a key that can't be used, or no key for an action that needs one.
    """
    action = BY_ID.get(action_id)
    if action is None:
        hint = did_you_mean(action_id, BY_ID) or "? shows the keys, releaseboard config get keys the names of actions"
        raise BadInput(f"there is no action '{clean_line(action_id, 40)}'", hint)
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
        raise BadInput(f"{action_id} needs a key or a list of keys", f'such as {action_id} = "{_example(action)}"')
    keys = tuple(dict.fromkeys(" ".join(read_keys(key)) for key in written))
    if not keys and action_id in NEEDED:
        raise BadInput(f"{action_id} must have a key", "nobody could find the way out without it")
    for key in keys:
        if key == PREFIX:
            raise BadInput(
                f"{action_id} can't have the key {PREFIX}: it begins sequences such as gb", "take another key"
            )
        view = next((view for view in _TYPED_VIEWS if view in action.views and is_typed(key)), "")
        if view:
            raise BadInput(
                f"{action_id} can't have the key {show_key(key)}: it is typed into the text field there",
                "take a key such as enter, escape, tab or ctrl+e",
            )
    return keys


def _example(action: Action) -> str:
    return action.keys[0] if action.keys else "ctrl+e"


def find_clash(keys: Mapping[str, tuple[str, ...]]) -> Clash | None:
    """The first clash among `keys` (action id -> keys), in the order of VIEWS; None when there is none.

    A part of a page (INSIDE) may hide a key of that page only where the registry means it to, such as Enter.
    """
    for view in VIEWS:
        taken: dict[str, str] = {}
        for action in actions_of(view):
            for key in keys[action.id]:
                if key in taken:
                    return Clash(view, key, taken[key], action.id)
                taken[key] = action.id
        for page in INSIDE.get(view, ()):
            for action in actions_of(page):
                for key in keys[action.id]:
                    other = taken.get(key, action.id)
                    if other != action.id and set(BY_ID[other].keys).isdisjoint(action.keys):
                        return Clash(view, key, other, action.id)
    return None


def _drop_clashing(own: dict[str, tuple[str, ...]]) -> list[tuple[str, Clash]]:
    """Take overrides out of `own` until nothing clashes; of two overrides the later goes. What went, and why."""
    order = list(own)
    dropped = []
    while clash := find_clash({**DEFAULT_KEYMAP.keys, **own}):
        action_id = max((each for each in (clash.first, clash.second) if each in own), key=order.index)
        del own[action_id]
        dropped.append((action_id, clash))
    return dropped


def check_override(overrides: Mapping[str, object], action_id: str, written: list[str]) -> None:
    """May `action_id` get these keys beside the other overrides?

    Raises:
        BadInput: as `read_override`, or the keys clash.
    """
    keys = read_override(action_id, written)
    own: dict[str, tuple[str, ...]] = {}
    for other, value in overrides.items():
        try:
            own[other] = read_override(other, value)
        except BadInput:  # its own fault, told on loading
            continue
    own.pop(action_id, None)
    own[action_id] = keys  # the last, so of two that clash this one goes
    for dropped, clash in _drop_clashing(own):
        if dropped == action_id:
            other = clash.second if action_id == clash.first else clash.first
            raise BadInput(describe_clash(action_id, clash), f"give {other} another key first")


def describe_clash(action_id: str, clash: Clash) -> str:
    """Why `action_id` did not get its key."""
    other = clash.second if action_id == clash.first else clash.first
    return f"{action_id} can't have the key {show_key(clash.key)}: in the view '{VIEWS[clash.view]}' it is {other}"


class KeyRow(NamedTuple):
    """One line of the help or of the README's table."""

    group: str
    keys: str  # as people read them: 'h ←', '1 … 9'; '' = palette only
    help: str
    views: tuple[str, ...]  # names of VIEWS
    ids: tuple[str, ...]  # the actions on this line


def table_of_keys(keymap: Keymap = DEFAULT_KEYMAP, view: str = "") -> tuple[KeyRow, ...]:
    """What the help and the README show, by group; actions with the same fold share a line. `view` '': all views."""
    rows: dict[str, KeyRow] = {}
    for action in sorted(ACTIONS, key=lambda action: GROUPS.index(action.group)):
        if view and view not in action.views:
            continue
        name = action.fold if action.fold and keymap.keys[action.id] == action.keys else action.id
        keys = keymap.all_shown(action.id)
        if name in rows:
            before = rows[name]
            first = before.keys.partition(" ")[0]
            rows[name] = before._replace(keys=f"{first} … {keys}", ids=(*before.ids, action.id))
        else:
            rows[name] = KeyRow(action.group, keys, action.help, action.views, (action.id,))
    return tuple(rows.values())


class FootKey(NamedTuple):
    """One entry of the footer."""

    keys: str  # 'H/L', '?'
    label: str
    ids: tuple[str, ...]


def footer_of(view: str, keymap: Keymap = DEFAULT_KEYMAP, page: str = "") -> tuple[FootKey, ...]:
    """The footer of `view` (with what acts there of the `page` around it); neighbours with one label: `h/l stage`."""
    entries: list[FootKey] = []
    shown = (action for action in keymap.acting(view, page) if action.show and keymap.keys[action.id])
    for action in sorted(shown, key=lambda action: action.show):
        key = keymap.shown(action.id)
        if entries and entries[-1].label == action.label:
            last = entries[-1]
            entries[-1] = FootKey(f"{last.keys}/{key}", last.label, (*last.ids, action.id))
        else:
            entries.append(FootKey(key, action.label, (action.id,)))
    return tuple(entries)
