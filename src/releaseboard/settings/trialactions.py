"""The registry's part for what-ifs; plain rows, as in coordactions.py."""

from .coordactions import Row

VIEWS = {"whatif": "What if"}
PAGES = ("what_if",)
NEEDS = {
    "tried": "nothing was tried yet: edit releases first, nothing is saved",
}
_BEGUN_ON = ("board", "release", "timeline", "calendar", "graph", "today")

ROWS: tuple[Row, ...] = (
    ("what_if", "W", "what if", "Begin a what-if, where edits change nothing; inside of one: before and after.",
     _BEGUN_ON, "What if…", (), 0),
    ("apply_trial", "a", "apply", "Do all of it for real, as one action with the decision behind it.", ("whatif",),
     "", ("tried",), 1),
    ("keep_trial", "V", "keep", "Keep what was tried by name, to open or compare it later.", ("whatif",),
     "", ("tried",), 2),
    ("drop_trial", "x", "leave", "Leave the what-if: the board is as it was.", ("whatif",),
     "", (), 3),
    ("open_scenario", "enter", "open", "Open the kept scenario on this line, as it would be on the board of now.",
     ("whatif",), "", ("line",), 4),
)  # fmt: skip

_ON_ALL = (
    "cursor_down", "cursor_up", "cursor_first", "cursor_last", "page_down", "page_up", "close_page", "show_help",
    "command_palette", "undo", "redo", "choose_theme",
)  # fmt: skip
ALSO: dict[str, tuple[str, ...]] = dict.fromkeys(_ON_ALL, ("whatif",))
