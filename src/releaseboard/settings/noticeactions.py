"""The registry's part for notices, people and teams, and texts: rows as in coordactions.py."""

VIEWS = {
    "notices": "Notices",
    "people": "People and teams",
    "team": "One team or person",
    "text": "Texts",
}
PAGES = ("show_notices", "show_people", "show_snapshot")
_LINE = ("line", "writable")

Row = tuple[str, str, str, str, tuple[str, ...], str, tuple[str, ...], int]


def make_rows(pages: tuple[str, ...]) -> tuple[Row, ...]:
    """The actions; `pages` are the views from which the pages can be opened."""
    return (
        ("show_notices", "g n", "notices", "Show who is owed a notice, and who has been told which date.", pages,
         "Show the notices", (), 0),
        ("show_people", "g p", "people", "Show people and teams, and the load of each team by week.", pages,
         "Show people and teams", (), 0),
        ("show_snapshot", "S", "snapshot", "Copy the status as text for a chat, write it to a file, and show it.",
         pages, "Snapshot for a chat", (), 0),
        ("mark_line", "space", "mark", "Mark the notice, or take the mark off; then one key acts on all marked.",
         ("notices",), "", ("line",), 3),
        ("mark_lines", "*", "mark all", "Mark all notices that are owed, or take the marks off.", ("notices",), "",
         ("line",), 3),
        ("write_texts", "t", "texts", "Write the texts, one for each audience: shown, copied and in a file.",
         ("notices",), "Write the texts of the notices", ("line",), 3),
        ("mark_sent", "s", "sent", "Note that they were told, and by which channel: all marked ones as one change.",
         ("notices", "text"), "Note notices as sent", _LINE, 3),
        ("acknowledge", "a", "answered", "Note who has answered: the notice is acknowledged.", ("notices",),
         "Note an answer to a notice", _LINE, 8),
        ("edit_notice", "e", "own words", "Say cause, effect and what is done in your words; kept as a draft.",
         ("notices",), "Write a notice in your words", _LINE, 8),
        ("copy_text", "y", "copy", "Copy the text under the cursor; it is in its file too.", ("text",), "",
         ("line",), 5),
    )  # fmt: skip


ON_A_RELEASE = ("notices", "team")  # pages on which a line has a release
NO_THEMES = ("notices",)  # pages on which the theme's key writes texts
