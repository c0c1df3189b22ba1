"""The registry's part for coordinating: its views, its actions, and which of the common ones act on its pages.

Plain rows, since actions.py makes actions of them: id, keys (two spaces between), label, help, views, title, needs,
place in the footer.
"""

from . import noticeactions, raidactions

VIEWS = {
    "today": "Today",
    **noticeactions.VIEWS,
    **raidactions.VIEWS,
    "metrics": "Metrics",
    "stage": "Metrics of a stage",
}
ALL = tuple(VIEWS)
PAGES = ("show_today", "show_metrics", *noticeactions.PAGES, *raidactions.PAGES)  # they open one of them, from anywhere
_RELEASES = ("board", "release", "today")
_PAGES = ("board", "release", "history", "timeline", "calendar", "graph", *ALL)
_EDIT = ("release", "writable")

_LISTS = ("today", "notices")  # lists that hold one's own or everybody's

NEEDS = {"line": "there is nothing here to act on: no line is chosen"}

Row = tuple[str, str, str, str, tuple[str, ...], str, tuple[str, ...], int]

ROWS: tuple[Row, ...] = (
    ("show_today", "g t", "today", "Show what needs you today, the most urgent first.", _PAGES, "Show what needs me",
     (), 0),
    ("open_line", "enter", "open", "Go to where this line is dealt with.",
     ("today", "notices", "people", "team", "metrics", "stage"), "", ("line",), 4),
    ("show_metrics", "g m", "metrics", "Show the numbers of the process: which stage to shorten, pace, slip.", _PAGES,
     "Show the metrics", (), 0),
    ("stage_shorter", "-", "shorter", "Ask what if the stage took a day less in all open releases.", ("stage",), "", (),
     5),
    ("stage_longer", "+", "longer", "Ask what if the stage took a day more in all open releases.", ("stage",), "", (),
     5),
    ("toggle_everyone", "0", "all / mine", "Show what is everybody's, or only what is yours.", _LISTS, "", (), 8),
    ("check_in", "c", "check-in", "Record what the lead said: days left, confidence, a note.", _RELEASES,
     "Record a check-in", _EDIT, 7),
    ("date_external", "v", "new date", "Record what a vendor or third party said: the day, how sure, when to ask next.",
     ("today",), "", ("line", "writable"), 7),
    *raidactions.make_rows(_PAGES),
    *noticeactions.make_rows(_PAGES),
)  # fmt: skip

_ON_A_LINE = ("show_why", "show_odds", "show_graph", "replan", "toggle_block", "close_release", "copy_key")
_ON_ALL = (
    "cursor_down", "cursor_up", "cursor_first", "cursor_last", "page_down", "page_up", "close_page", "show_board",
    "show_history", "show_timeline", "show_calendar", "show_help", "command_palette", "undo", "redo", "refresh",
    "choose_theme",
)  # fmt: skip
ALSO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_ON_ALL, ALL),
    **dict.fromkeys(_ON_A_LINE, ("today", "stage", *noticeactions.ON_A_RELEASE)),
    "choose_theme": tuple(view for view in ALL if view not in noticeactions.NO_THEMES),
    "assign_team": ("team",),
}
