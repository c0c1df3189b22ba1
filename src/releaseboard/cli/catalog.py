"""The table of commands: name, module, one line of help. Only the module of the asked command is ever imported."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One command; `module` below `releaseboard.cli`; a name of two words is an action on a kind of record."""

    name: str
    module: str
    summary: str


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("Look", (
        Entry("status", "status", "the quick snapshot: red and amber with reasons, what is next"),
        Entry("list", "listing", "one row a release"),
        Entry("show", "showing", "everything about one release"),
        Entry("why", "showing", "why a release has its colour and its date"),
        Entry("forecast", "forecasting", "the computed dates, what-ifs and chances"),
        Entry("backtest", "forecasting", "how many past releases landed by their P50 and P85"),
        Entry("history", "history", "who changed what, when and why"),
        Entry("metrics", "metrics", "numbers about the process: stage times, slip, pace; which stage to shorten"),
    )),
    ("Plan", (
        Entry("add", "editing", "a new release, as a draft"),
        Entry("set", "editing", "edit fields of a release"),
        Entry("replan", "replanning", "move the plan of a committed release, with cause and reason"),
        Entry("depend", "linking", "a release waits for another, or for something outside"),
        Entry("undepend", "linking", "take such a link away"),
        Entry("archive", "lifecycle", "put a release out of sight, or bring it back"),
    )),
    ("Work", (
        Entry("commit", "lifecycle", "promise a draft: its plan becomes the baseline"),
        Entry("start", "lifecycle", "begin work on a committed release"),
        Entry("move", "lifecycle", "finish a stage and go to another"),
        Entry("block", "lifecycle", "work stands still, and why"),
        Entry("unblock", "lifecycle", "work goes on"),
        Entry("hold", "lifecycle", "put aside for now"),
        Entry("resume", "lifecycle", "back from hold"),
        Entry("cancel", "lifecycle", "give up a release"),
        Entry("release", "lifecycle", "it is out"),
        Entry("rollback", "lifecycle", "a released version was taken back"),
        Entry("close", "lifecycle", "reviewed and done"),
        Entry("undo", "history", "take back your last action, or a named one"),
    )),
    ("Coordinate", (
        Entry("check-in", "checkins", "what the project lead said: days left, confidence, blockers"),
        Entry("raise", "raising", "a new risk, issue, decision or request"),
        Entry("raid", "raidlog", "the log of risks, issues, decisions and requests: list, show, set"),
        Entry("resolve", "raidlog", "an entry of the log is over: closed, decided, answered"),
        Entry("options", "choosing", "what could be done about an issue, side by side; apply one"),
        Entry("gate", "gating", "a vote, a criterion or the decision at a gate"),
        Entry("gonogo", "gating", "the go/no-go sheet of a release"),
        Entry("exception", "leaves", "leave to ignore a freeze or gate: ask, decide, list"),
        Entry("notices", "noticing", "who has been told which date, and who is owed a notice"),
        Entry("notice", "noticing", "the text for an audience; note that it was sent"),
    )),
    ("Calendar and world outside", (
        Entry("freeze", "calendar", "days when a class of work is not allowed: add, lift, set, remove, list"),
        Entry("window", "calendar", "recurring release windows: add, set, remove, list"),
        Entry("holiday", "calendar", "days on which nobody works: add, remove, list"),
        Entry("event", "outside", "outside dates: add, move, set, remove, list"),
        Entry("external", "outside", "third parties and vendor requirements: add, set, confirm, met, remove, list"),
        Entry("backlog", "outside", "service requests that releases wait for: add, sample, set, remove, list"),
        Entry("person", "people", "people: add, set, remove, list"),
        Entry("team", "people", "teams: add, set, remove, list"),
        Entry("project", "people", "projects: add, set, remove, list"),
    )),
    ("Boards and the tool", (
        Entry("init", "boards", "make a new board file"),
        Entry("demo", "boards", "open a throw-away copy of the sample board"),
        Entry("import", "transfer", "bring in a plan (TOML) or a table (CSV)"),
        Entry("export", "transfer", "write the board as csv, json or toml"),
        Entry("sync", "sharing", "meet the shared board now"),
        Entry("who", "sharing", "who has the board open, and on which release"),
        Entry("doctor", "sharing", "check the board and all around it; mend it, go back to a backup"),
        Entry("config", "tool", "show or change your settings: get, set, path"),
        Entry("themes", "tool", "list the colour themes"),
        Entry("completion", "completion", "a completion script for bash, zsh or fish"),
    )),
)  # fmt: skip

COMMANDS: dict[str, Entry] = {entry.name: entry for _, group in GROUPS for entry in group}
