"""The registry's part for the RAID log, strategies and gates: rows as in coordactions.py."""

VIEWS = {
    "raid": "RAID log",
    "entry": "Entry of the log",
    "strategies": "Strategies",
    "sheet": "Go/no-go sheet",
}
PAGES = ("show_raid",)
_RAISING = ("board", "release", "today", "raid", "entry")
_ENTRIES = ("raid", "entry")
_LINE = ("line", "writable")

Row = tuple[str, str, str, str, tuple[str, ...], str, tuple[str, ...], int]


def make_rows(pages: tuple[str, ...]) -> tuple[Row, ...]:
    """The actions; `pages` are the views from which the log can be opened."""
    return (
        ("show_raid", "g i", "RAID log", "Show the RAID log: issues, risks, decisions and requests.", pages,
         "Show the RAID log", (), 0),
        ("raise_issue", "i", "issue", "Log an issue: days lost, owner, cause; you see what it moves first.", _RAISING,
         "Raise an issue", ("writable",), 7),
        ("raise_entry", "I", "raise", "Raise a risk, a decision, a request or an issue.", _RAISING,
         "Raise a risk, a decision or a request…", ("writable",), 0),
        ("raise_request", "r", "request", "Note what management asks: from whom, for whom, and what.", _RAISING,
         "Note a request from management", ("writable",), 0),
        ("compare_strategies", "x", "options", "Compare what could be done about an issue, side by side.", _RAISING,
         "Compare strategies for an issue", (), 6),
        ("open_sheet", "G", "go/no-go", "Open the go/no-go sheet of the release.", _RAISING,
         "Open the go/no-go sheet", ("release",), 0),
        ("settle_entry", "s", "settle", "Settle it: resolve, close, decide, answer or report back.", _ENTRIES,
         "Resolve, decide or answer the entry", _LINE, 5),
        ("accept_entry", "a", "accept", "Accept it: the risk as it is, or what is requested.", _ENTRIES,
         "Accept the risk or request", _LINE, 8),
        ("become_issue", "b", "is issue", "The risk has come true: make an issue of it, with a link both ways.",
         _ENTRIES, "Make an issue of the risk", _LINE, 0),
        ("pass_on", "p", "pass on", "Pass the request on to a team or a lead.", _ENTRIES, "Pass the request on", _LINE,
         0),
        ("move_entry", "M", "state", "Give the entry another state: acting, mitigating, open again, superseded.",
         _ENTRIES, "Give the entry another state…", _LINE, 0),
        ("edit_entry", "e", "edit", "Edit the entry.", _ENTRIES, "Edit the entry", _LINE, 5),
        ("toggle_over", "0", "open / all", "Show only what is open, or also what is over.", ("raid",), "", (), 8),
        ("apply_strategy", "a", "apply", "Do this: the decision and all its changes, as one action.", ("strategies",),
         "", _LINE, 3),
        ("answer_go", "y", "go", "Say go on this line, and go to the next one.", ("sheet",), "", _LINE, 3),
        ("answer_no", "n", "no go", "Say no go on this line, with a note.", ("sheet",), "", _LINE, 3),
        ("note_line", "e  enter", "note", "Say what shows it: a note or evidence on this line.", ("sheet",), "", _LINE,
         4),
        ("decide_gate", "D", "decide", "Decide the gate: go, go with a condition, no go, or waived.", ("sheet",),
         "Decide the gate", _LINE, 5),
    )  # fmt: skip


# Actions of other parts of the registry that act on these pages too.
ALSO: dict[str, tuple[str, ...]] = {
    "open_line": ("release", "raid", "entry", "strategies"),
    "show_why": tuple(VIEWS),
    "show_odds": tuple(VIEWS),
    "find": ("raid",),
}
