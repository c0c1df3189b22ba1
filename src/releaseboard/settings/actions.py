"""THE registry of actions: keys, footer, palette, help and the README's table are all read from it.

The id of an action is the name of its Textual action (`action_<id>` on the screen, widget or app where it acts) and
the name by which config.toml `[keys]` gives it another key. Kept free for what screens.md still brings: c check-in,
R reports, and g with r.
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import coordactions, raidactions, trialactions
from .keynames import read_keys


class Action(NamedTuple):
    """One thing a person can do on the full screen."""

    id: str
    keys: tuple[str, ...]  # as the full screen calls them, the first is shown; a sequence is "g b"; () = palette only
    label: str  # for the footer, at most 10 characters
    help: str  # one sentence
    group: str  # heading in the help, one of GROUPS
    views: tuple[str, ...]  # where it acts, names of VIEWS
    title: str = ""  # in the command palette; '' = not there (moving the cursor, answering a question)
    needs: tuple[str, ...] = ()  # what must be there for it to act, names of NEEDS
    show: int = 0  # place in the footer, 1 first; 0 = not in the footer
    call: str = ""  # the Textual action where it has a parameter, such as open_view(3); '' = the id
    fold: str = ""  # actions with the same fold share one line in help and README, such as 1..9; '' = its own line

    @property
    def action(self) -> str:
        """What a Textual binding calls."""
        return self.call or self.id


VIEWS = {
    "board": "Board",
    "panel": "Dependencies",  # the panel of the board or the Links tab while it has the focus; see INSIDE
    "release": "Release page",
    "history": "History",
    "help": "Help",
    "timeline": "Timeline",
    "calendar": "Calendar",
    "graph": "Dependency graph",
    "ripple": "Ripple preview",
    **coordactions.VIEWS,
    **trialactions.VIEWS,
    "picker": "Lists to choose from",
    "form": "Forms",
    "question": "Questions",
}
GROUPS = (
    "Move around",
    "Look",
    "Find and show",
    "Change releases",
    "Life cycle",
    "Links",
    "Coordinate",
    "What if",
    "Undo and history",
    "The board",
)
NEEDS = {  # what must be there -> what the status line says when it is not
    "release": "there is no release here: move the cursor onto one",
    "releases": "there is no release here: move the cursor onto one, or mark some",
    "link": "there is no link here: enter the dependencies and choose one",
    "group": "there is no change here: move the cursor onto one",
    "writable": "the board can't be written, so it can only be looked at",
    "undo": "there is nothing of yours to undo",
    "redo": "there is nothing to redo",
    "conflict": "there are no conflicts: nobody set the same field at the same time as somebody else",
    "jump": "there is no release to go back to: you have not jumped along a dependency",
    **coordactions.NEEDS,
    **trialactions.NEEDS,
}

INSIDE = {"panel": ("board", "release")}  # a part of a page: the page's keys act in it too, except those it has itself

_RELEASES = ("board", "release")
_PLANS = ("timeline", "calendar", "graph")
_PAGES = ("board", "release", "history", *_PLANS)
_LISTS = ("board", "panel", "release", "history", "help", *_PLANS, "ripple")
_ON_ONE = (*_RELEASES, "timeline", "graph")  # pages on which one release is chosen
_EDIT = ("release", "writable")
_EDIT_ALL = ("releases", "writable")


def _act(
    name: str, keys: str, label: str, help_text: str, views: tuple[str, ...], title: str = "",
    needs: tuple[str, ...] = (), show: int = 0, *, call: str = "", fold: str = "",
) -> Action:  # fmt: skip
    """An action without its group; `keys` are separated by two spaces, since a sequence holds one."""
    names = tuple(" ".join(read_keys(key)) for key in keys.split("  ") if key)
    return Action(name, names, label, help_text, "", views, title, needs, show, call, fold)


def _grouped(group: str, *actions: Action) -> tuple[Action, ...]:
    return tuple(action._replace(group=group) for action in actions)


_MOVING = _grouped(
    "Move around",
    _act("cursor_left", "h  left", "stage", "Go to the stage on the left.", ("board",), show=1),
    _act("cursor_right", "l  right", "stage", "Go to the stage on the right.", ("board",), show=1),
    _act("cursor_down", "j  down", "move", "Go down one line or card.", _LISTS, show=2),
    _act("cursor_up", "k  up", "move", "Go up one line or card.", _LISTS, show=2),
    _act("cursor_first", "home  g g", "first", "Go to the first line or card.", _LISTS),
    _act("cursor_last", "end  g e", "last", "Go to the last line or card.", _LISTS),
    _act("page_down", "pagedown  ctrl+d", "page down", "Go down one page.", _LISTS),
    _act("page_up", "pageup  ctrl+u", "page up", "Go up one page.", _LISTS),
    _act("open_release", "enter", "open", "Open the page of the release.", ("board", "timeline"), "Open the release",
         ("release",), 4),
    _act("follow_link", "enter", "jump", "Jump to the release on this line.", ("panel",), "", ("link",), 4),
    _act("go_earlier", "h  left", "scroll", "Go back in time.", ("timeline",), show=1),
    _act("go_later", "l  right", "scroll", "Go on in time.", ("timeline",), show=1),
    _act("zoom_in", "+", "zoom", "Show less time, in finer cells: months, weeks, days.", ("timeline",), show=3),
    _act("zoom_out", "-", "zoom", "Show more time, in coarser cells: days, weeks, months.", ("timeline",), show=3),
    _act("month_before", "h", "month", "Go to the month before.", ("calendar",), show=1),
    _act("month_after", "l", "month", "Go to the month after.", ("calendar",), show=1),
    _act("day_before", "left", "day", "Go to the day before.", ("calendar",)),
    _act("day_after", "right", "day", "Go to the day after.", ("calendar",)),
    _act("next_entry", "tab", "next", "Go to the next day that has something on it.", ("calendar",), show=3),
    _act("previous_entry", "shift+tab", "next", "Go to the last day before that has something on it.", ("calendar",),
         show=3),
    _act("go_today", ".", "today", "Go to today; on the timeline, once more goes to the release.",
         ("timeline", "calendar"), show=5),
    _act("open_day", "enter", "day", "List what is on the day.", ("calendar",), show=4),
    _act("follow_line", "enter", "jump", "Show the graph of the release on this line; on the first line, its page.",
         ("graph",), show=4),
    _act("open_change", "enter", "open", "Open the release that was changed.", ("history",), "", ("group",), 4),
    _act("jump_back", "o", "jump back", "Go back to the release you jumped from.", (*_RELEASES, "graph"),
         "Jump back to the release before", ("jump",)),
    _act("switch_pane", "tab", "panel", "Enter the dependency panel, or leave it.", ("board",),
         "Enter the dependency panel"),
    _act("next_tab", "tab  l  right", "tab", "Go to the next tab.", ("release",), show=1),
    _act("previous_tab", "shift+tab  h  left", "tab", "Go to the tab before.", ("release",), show=1),
    *(
        _act(f"tab_{n}", str(n), "tab", "Open that tab of the release page.", ("release",), call=f"open_tab({n})",
             fold="tabs")
        for n in range(1, 9)
    ),
    _act("next_release", "J", "release", "Open the release below this one on the board.", ("release",), show=3),
    _act("previous_release", "K", "release", "Open the release above this one on the board.", ("release",), show=3),
    _act("back_out", "escape", "back", "Back out: end a jump, a filter, the marks, or the panel's focus.", ("board",)),
    _act("close_page", "q  escape", "close", "Close this page and go back.", ("release", "history", "help", *_PLANS),
         show=90),
)  # fmt: skip

_LOOKING = _grouped(
    "Look",
    _act("show_board", "g b", "board", "Show the board.", _PAGES, "Show the board"),
    _act("show_history", "g h", "history", "Show who changed what, when and why.", _PAGES, "Show the history"),
    _act("show_timeline", "g l", "timeline", "Show the releases over time, with windows and freezes.", _PAGES,
         "Show the timeline"),
    _act("show_calendar", "g c", "calendar", "Show a month: what goes out, windows, freezes, events and gates.", _PAGES,
         "Show the calendar"),
    _act("show_graph", "g d", "graph", "Show all that the release waits for and holds up.", _ON_ONE,
         "Show the dependency graph", ("release",)),
    _act("show_news", "~", "news", "Show what others changed since you last looked.", ("board",),
         "Show what others changed"),
    _act("settle_conflicts", "=", "conflicts", "Settle fields that two people set at the same time.", ("board",),
         "Settle conflicts", ("conflict", "writable")),
    _act("show_why", "w", "why", "Say why the release has its date and colour, and whom to talk to.", _ON_ONE,
         "Why this date and colour?", ("release",), 6),
    _act("show_odds", "%", "chances", "Show how likely its dates are, from what past releases took.", _ON_ONE,
         "How likely are its dates?", ("release",)),
    _act("cycle_panel", "p", "panel", "Put the dependency panel at the bottom, at the right, or away.", ("board",),
         "Move or hide the dependency panel"),
    _act("deeper_links", "+", "deeper", "Show one more step of the dependencies.", (*_RELEASES, "graph"),
         "Show dependencies one step deeper"),
    _act("shallower_links", "-", "shallower", "Show one step of the dependencies less.", (*_RELEASES, "graph"),
         "Show dependencies one step less deep"),
    _act("choose_theme", "t", "theme", "Choose a theme; the screen shows each one as you move.", _PAGES,
         "Choose a theme"),
    _act("show_help", "?", "keys", "Show the keys of this view.", _PAGES, "Show the keys", show=95),
    _act("command_palette", ":  ctrl+p", "commands", "Find any command or release by typing a part of its name.",
         _PAGES, show=96),
)  # fmt: skip

_FINDING = _grouped(
    "Find and show",
    _act("find", "/", "find", "Filter as you type, with words or fields such as team:core.",
         ("board", "history", "help"), "Find releases", show=8),
    *(
        _act(f"view_{n}", str(n), "view", "Show that saved view.", ("board",), f"Show saved view {n}",
             call=f"open_view({n})", fold="views")
        for n in range(1, 10)
    ),
    _act("all_releases", "0", "all", "Show all releases again.", ("board",), "Show all releases"),
    _act("save_view", "V", "save view", "Keep the filter and the order as one of the views 1 to 9.", ("board",),
         "Save the filter as a view"),
    _act("cycle_sort", "s", "sort", "Sort by health, forecast, priority, key or age.", ("board",), "Sort differently"),
    _act("toggle_mark", "space", "mark", "Mark the release, or take the mark off; then one key acts on all marked.",
         ("board",), "Mark the release", ("release",)),
    _act("mark_column", "*", "mark all", "Mark all releases of this stage, or take the marks off.", ("board",),
         "Mark all releases of this stage"),
    _act("copy_key", "y", "copy key", "Copy the key of the release, or of all marked ones.", _RELEASES,
         "Copy the key", ("releases",)),
)  # fmt: skip

_CHANGING = _grouped(
    "Change releases",
    _act("move_back", "H", "move card", "Move the release back one stage, or all marked ones.", ("board",),
         "Move back one stage", _EDIT_ALL, 3),
    _act("move_on", "L", "move card", "Move the release on to the next stage, or all marked ones.", _RELEASES,
         "Move on to the next stage", _EDIT_ALL, 3),
    _act("choose_stage", "M", "move to", "Move the release to a stage you choose, or all marked ones.", _RELEASES,
         "Move to a stage…", _EDIT_ALL),
    _act("new_release", "n", "new", "Add a release.", ("board",), "New release", ("writable",), 5),
    _act("edit_release", "e", "edit", "Edit the release.", ("board", "release"), "Edit the release", _EDIT, 5),
    _act("replan", "m", "re-plan", "Move the date: a new target or window, the cause and the reason.", _ON_ONE,
         "Re-plan the release", _EDIT, 7),
    _act("toggle_block", "b", "block", "Say that the release is blocked and why, or that it is free again.", _ON_ONE,
         "Block or unblock the release", _EDIT_ALL, 7),
    _act("assign_team", "a", "team", "Give the release to a team, or all marked ones.", _RELEASES, "Assign a team",
         _EDIT_ALL),
)  # fmt: skip

_LIVING = _grouped(
    "Life cycle",
    _act("commit_release", "C", "commit", "Commit to the draft: it becomes part of the plan.", _RELEASES,
         "Commit to the release", _EDIT_ALL),
    _act("start_release", ">", "start", "Start the work on the release.", _RELEASES, "Start the release", _EDIT_ALL),
    _act("toggle_hold", "P", "hold", "Put the release on hold with a reason, or take it up again.", _RELEASES,
         "Hold or resume the release", _EDIT_ALL),
    _act("mark_released", "!", "released", "Mark the release as released: the day and how it went.", _RELEASES,
         "Mark as released", _EDIT),
    _act("roll_back", "B", "roll back", "Record that the release was rolled back, and why.", _RELEASES,
         "Roll back the release", _EDIT),
    _act("cancel_release", "X", "cancel", "Cancel the release with a reason; it stays in the history.", _RELEASES,
         "Cancel the release", _EDIT_ALL),
    _act("close_release", "Z", "close", "Close a released release: nothing is left to do.", _RELEASES,
         "Close the release", _EDIT_ALL),
    _act("toggle_archive", "A", "archive", "Take a finished release off the board, or put it back.", _RELEASES,
         "Archive the release, or bring it back", _EDIT_ALL),
)  # fmt: skip

_LINKING = _grouped(
    "Links",
    _act("add_link", "d", "add link", "Say what the release waits for.", _RELEASES, "Add a dependency", _EDIT, 7),
    _act("remove_link", "D", "cut link", "Remove a dependency: the one on this line, or one you choose.", _RELEASES,
         "Remove a dependency", _EDIT),
    _act("edit_link", "e", "edit link", "Edit the dependency on this line.", ("panel",), "", ("link", "writable"), 5),
)  # fmt: skip

_COORDINATING = _grouped("Coordinate", *(_act(*row) for row in coordactions.ROWS))
_TRYING = _grouped("What if", *(_act(*row) for row in trialactions.ROWS))

_UNDOING = _grouped(
    "Undo and history",
    _act("undo", "u", "undo", "Undo your last change.", _ON_ONE, "Undo your last change", ("writable", "undo"), 9),
    _act("redo", "U", "redo", "Do again what you undid last.", _PAGES, "Redo", ("writable", "redo")),
    _act("undo_group", "u", "undo this", "Undo the change on this line.", ("history",), "", ("group", "writable"), 9),
)

_BOARD = _grouped(
    "The board",
    _act("refresh", "ctrl+r", "refresh", "Take in now what others wrote.", _PAGES, "Refresh the board"),
    _act("quit", "q", "quit", "Quit; everything is saved already.", ("board",), "Quit"),
    _act("choose", "enter", "choose", "Take the line under the cursor.", ("picker",), show=1),
    _act("next_field", "tab  down", "next field", "Go to the next field.", ("form",), show=1),
    _act("previous_field", "shift+tab  up", "field", "Go to the field before.", ("form",)),
    _act("save_form", "enter", "save", "Save the form.", ("form",), show=2),
    _act("save_ripple", "y  enter", "save", "Save the change with all that it moves.", ("ripple",), show=1),
    _act("leave_ripple", "escape  n  q", "leave", "Leave everything as it was.", ("ripple",), show=2),
    _act("say_yes", "y  enter", "yes", "Yes, do it.", ("question",), show=1),
    _act("say_no", "n  escape  q", "no", "No, leave everything as it is.", ("question",), show=2),
    _act("leave", "escape", "leave", "Leave without changing anything.", ("picker", "form"), show=90),
)

ACTIONS: tuple[Action, ...] = tuple(
    action._replace(
        views=(
            *action.views, *coordactions.ALSO.get(action.id, ()), *trialactions.ALSO.get(action.id, ()),
            *raidactions.ALSO.get(action.id, ()),
        )
    )
    for action in (
        *_MOVING, *_LOOKING, *_FINDING, *_CHANGING, *_LIVING, *_LINKING, *_COORDINATING, *_TRYING, *_UNDOING, *_BOARD,
    )
)  # fmt: skip
BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def actions_of(view: str) -> Iterator[Action]:
    """The actions that act in `view`, in the order of the registry."""
    return (action for action in ACTIONS if view in action.views)
