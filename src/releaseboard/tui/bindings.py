"""The registry's actions as Textual bindings, each under its own id so that the user's keymap can give it other keys.

A sequence such as `g b` is a binding with a key that no terminal sends; the screen puts the two presses together.
"""

from textual.binding import Binding

from releaseboard.settings import coordactions, trialactions
from releaseboard.settings.actions import BY_ID, Action, actions_of
from releaseboard.settings.keynames import PREFIX, show_key
from releaseboard.settings.keys import DEFAULT_KEYMAP, Keymap

# Actions that lead from page to page or concern the whole program; the others act on the screen they are pressed on.
OF_THE_APP = frozenset(
    (
        "show_board",
        "show_history",
        "show_timeline",
        "show_calendar",
        "show_graph",
        *coordactions.PAGES,
        *trialactions.PAGES,
        "show_help",
        "choose_theme",
        "command_palette",
        "refresh",
        "quit",
        "undo",
        "redo",
    )
)
NO_KEY = "no-key"  # an empty string would leave the old key in force (textual-facts.md 7.2)


def call_of(action: Action) -> str:
    """What Textual runs for an action."""
    return f"app.{action.action}" if action.id in OF_THE_APP else action.action


def bindings_for(*views: str) -> list[Binding]:
    """The bindings of a screen: all actions of its views, with the keys of the registry."""
    actions = {action.id: action for view in views for action in actions_of(view)}
    return [
        Binding(",".join(action.keys) or NO_KEY, call_of(action), action.label, show=bool(action.show), id=action.id)
        for action in actions.values()
    ]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """What differs from the registry, as `App.set_keymap` takes it."""
    return {
        ident: ",".join(keys) or NO_KEY
        for ident, keys in keymap.keys.items()
        if keys != DEFAULT_KEYMAP.keys[ident] and ident in BY_ID
    }


_BY_CALL = {action.action: action for action in BY_ID.values()}


def find_action(name: str, parameters: tuple[object, ...]) -> Action | None:
    """The registry's action behind a Textual action with its parameters; None for one of Textual's own."""
    call = f"{name}({', '.join(map(repr, parameters))})" if parameters else name
    return _BY_CALL.get(call)


def sequences_of(keymap: Keymap, view: str, page: str = "") -> dict[str, Action]:
    """Second key → action, for what is reached by the prefix key in a view and the page around it."""
    return {**(keymap.sequences(page) if page else {}), **keymap.sequences(view)}


def tell_sequences(keymap: Keymap, view: str, page: str = "") -> str:
    """What may follow the prefix key, for the status line: `g  b board · h history`."""
    found = sequences_of(keymap, view, page)
    return f"{PREFIX}  " + " · ".join(f"{show_key(key)} {action.label}" for key, action in found.items())
