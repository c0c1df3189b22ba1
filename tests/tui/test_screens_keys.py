"""The registry is the one truth: every action is there, every key is pressed, help, palette and footer agree."""

from collections.abc import Callable, Iterator

import pytest

from releaseboard.session import Session
from releaseboard.settings.actions import ACTIONS, BY_ID, GROUPS, VIEWS, Action, actions_of
from releaseboard.settings.keys import DEFAULT_KEYMAP, table_of_keys
from releaseboard.tui.app import ReleaseboardApp
from releaseboard.tui.bindings import NO_KEY, OF_THE_APP, bindings_for, call_of, find_action, textual_keymap
from releaseboard.tui.palette import commands_of, palette_rows
from releaseboard.tui.screens.board import BoardScreen
from releaseboard.tui.screens.calendar import CalendarScreen
from releaseboard.tui.screens.entry import EntryScreen
from releaseboard.tui.screens.form import FormScreen
from releaseboard.tui.screens.graph import GraphScreen
from releaseboard.tui.screens.help import HelpScreen
from releaseboard.tui.screens.history import HistoryScreen
from releaseboard.tui.screens.metrics import MetricsScreen, StageScreen
from releaseboard.tui.screens.notices import NoticesScreen
from releaseboard.tui.screens.people import PeopleScreen
from releaseboard.tui.screens.picker import Picker
from releaseboard.tui.screens.question import Question
from releaseboard.tui.screens.raid import RaidScreen
from releaseboard.tui.screens.release import ReleaseScreen
from releaseboard.tui.screens.ripple import RippleScreen
from releaseboard.tui.screens.sheet import SheetScreen
from releaseboard.tui.screens.strategies import StrategiesScreen
from releaseboard.tui.screens.teampage import TeamScreen
from releaseboard.tui.screens.texts import TextsScreen
from releaseboard.tui.screens.timeline import TimelineScreen
from releaseboard.tui.screens.today import TodayScreen
from releaseboard.tui.screens.whatif import WhatIfScreen

pytestmark = pytest.mark.tui

PAGES = {
    "board": BoardScreen, "panel": BoardScreen, "release": ReleaseScreen, "history": HistoryScreen, "help": HelpScreen,
    "notices": NoticesScreen, "people": PeopleScreen, "team": TeamScreen, "text": TextsScreen,
    "today": TodayScreen, "metrics": MetricsScreen, "stage": StageScreen, "picker": Picker,
    "form": FormScreen, "question": Question,
    "timeline": TimelineScreen, "calendar": CalendarScreen, "graph": GraphScreen, "ripple": RippleScreen,
    "whatif": WhatIfScreen,
    "raid": RaidScreen, "entry": EntryScreen, "strategies": StrategiesScreen, "sheet": SheetScreen,
}  # fmt: skip
# How to come to a view from the board, and the keys that would leave it or that only take a form's text.
WAYS = {
    "board": (), "panel": ("tab",), "release": ("enter",), "history": ("g", "h"), "help": ("question_mark",),
    "notices": ("g", "n"), "people": ("g", "p"), "team": ("g", "p", "enter"), "text": ("S",),
    "today": ("g", "t"), "metrics": ("g", "m"), "stage": ("g", "m", "enter"),
    "picker": ("t",), "form": ("m",), "question": (),
    "timeline": ("g", "l"), "calendar": ("g", "c"), "graph": ("g", "d"), "ripple": ("b", "t", "x", "enter"),
    "whatif": ("W", "W"),
    "raid": ("i", "x", "enter", "g", "i"), "entry": ("i", "x", "enter", "g", "i", "enter"),
    "strategies": ("i", "x", "enter", "x"), "sheet": ("G",),
}  # fmt: skip


def test_every_action_is_somewhere() -> None:
    """Each action has its method on every page it acts on, or on the app."""
    for action in ACTIONS:
        name = f"action_{action.action.partition('(')[0]}"
        for view in action.views:
            owner = ReleaseboardApp if action.id in OF_THE_APP else PAGES[view]
            assert callable(getattr(owner, name, None)), f"{owner.__name__} has no {name}"


def test_every_view_is_bound() -> None:
    """The bindings of a page are those of its views, each under the id of its action."""
    for view, page in PAGES.items():
        bound = {binding.id for binding in page.BINDINGS if binding.id}
        assert {action.id for action in actions_of(view)} <= bound


def test_calls_lead_back_to_their_action() -> None:
    """Textual's name and parameters of each action find it again."""
    for action in ACTIONS:
        name, _, rest = action.action.partition("(")
        parameters = (int(rest.rstrip(")")),) if rest else ()
        assert find_action(name, parameters) is action
    assert find_action("focus_next", ()) is None
    assert call_of(BY_ID["undo"]) == "app.undo"


def test_a_keymap_for_textual_holds_only_what_differs() -> None:
    """An action without a key gets a name that no key has, since an empty one would leave the old key in force."""
    assert textual_keymap(DEFAULT_KEYMAP) == {}
    other = DEFAULT_KEYMAP._replace(keys={**DEFAULT_KEYMAP.keys, "find": (), "undo": ("ctrl+e", "x")})
    assert textual_keymap(other) == {"find": NO_KEY, "undo": "ctrl+e,x"}
    assert next(binding for binding in bindings_for("board") if binding.id == "show_board").key == "g b"


async def test_help_palette_and_footer_say_what_the_registry_says(open_board) -> None:
    """The help has each key of the view, the palette each titled command with its key, the footer only known keys."""
    async with open_board(size=(120, 36)) as hand:
        titled = {action.id for action in ACTIONS if action.title}
        listed = {row.id.removeprefix("do "): row for row in palette_rows(hand.board, "")}
        assert set(listed) == titled == {action.id for action in commands_of(hand.board)}
        for ident, row in listed.items():
            assert row.right[0][0] == DEFAULT_KEYMAP.all_shown(ident)
        shown = {hint.key for hint in hand.board.footer.hints}
        keys = {part for action in actions_of("board") for part in DEFAULT_KEYMAP.all_shown(action.id).split(" ")}
        assert {part for hint in shown for part in (hint.split("/") if len(hint) > 1 else [hint])} <= keys
        await hand.press("question_mark")
        text = hand.rows()
        for row in table_of_keys(view="board"):
            assert row.help in text
            assert row.keys in text
        for group in {action.group for action in actions_of("board")}:
            assert group in GROUPS
            assert group in text


def pressed_keys(view: str) -> Iterator[tuple[Action, str]]:
    """Every key of every action whose first view this is, so that each is pressed once."""
    for action in actions_of(view):
        if action.views[0] == view:
            for key in DEFAULT_KEYMAP.of(action.id):
                yield action, key


async def start_again(hand, session: Session) -> None:
    """The board of a fresh session, without filter, marks or pages on it."""
    while len(hand.app.screen_stack) > 1:
        hand.app.pop_screen()
    board = hand.board
    for field in board.query("#find"):
        await field.remove()
    hand.app.desk.trial = None
    hand.app.desk.session = session
    hand.app.desk.kept.clear()
    hand.app._exit = False
    board.query_text, board.board_query, board.sort, board.depth = "", None, "health", 2
    board._set_marks(frozenset())
    board.board_view.focus()
    board.show_board()
    board.say("")
    await hand.go_to("WEB-9.0")


def picture(hand) -> tuple[object, ...]:
    """What a key can change: pages, words, cursor, board, settings of the view."""
    board = hand.board
    return (
        [type(screen).__name__ for screen in hand.app.screen_stack], hand.text(), board.model.cursor,
        board.model.marks, board.sort, board.query_text, board.panel_place, board.depth, hand.session.board,
        getattr(hand.app.screen.focused, "id", None), board.view, hand.app.return_value, hand.app._exit,
    )  # fmt: skip


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "question"])
async def test_no_key_does_nothing_without_a_word(open_board, new_session: Callable[..., Session], view: str) -> None:
    """Each key of a view changes what is seen, or says why it can't; one that only moves may be at its end."""
    silent = []
    async with open_board(size=(100, 30)) as hand:
        for action, key in pressed_keys(view):
            await start_again(hand, new_session())
            await hand.press(*WAYS[view])
            before = picture(hand)
            await hand.press(*key.split(" "))
            if picture(hand) == before and not hand.said and not action.id.startswith(("cursor_", "page_")):
                silent.append((action.id, key))
    assert silent == []


async def test_the_keys_of_a_question(open_board) -> None:
    """y and Enter say yes; n, Esc and q say no."""
    for key, answer in (("y", True), ("enter", True), ("n", False), ("escape", False), ("q", False)):
        async with open_board() as hand:
            told: list[bool | None] = []
            hand.app.push_screen(Question("It burns.", "Let it?"), told.append)
            await hand.pilot.pause()
            await hand.press(key)
            assert told == [answer]
