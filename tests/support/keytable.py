"""The README's table of keys, made from the registry of actions. Run as a script it writes the table there."""

from house import ROOT
from releaseboard.settings.actions import ACTIONS, GROUPS, VIEWS, Action
from releaseboard.settings.keynames import show_key

BEGIN = "<!-- keys: written by `make keys` from settings/actions.py -->"
END = "<!-- end of keys -->"


def key_table() -> str:
    """The block between the two marks: for each group a table of keys, where they act and what they do."""
    parts = [BEGIN]
    for group in GROUPS:
        parts += ["", f"**{group}**", "", "| key | does | in |", "| --- | --- | --- |"]
        parts += [_row(actions) for actions in _folded(group)]
    return "\n".join([*parts, "", END])


def _folded(group: str) -> list[list[Action]]:
    """The actions of a group, those that share a line (1..9) together."""
    rows: list[list[Action]] = []
    for action in (action for action in ACTIONS if action.group == group):
        if rows and action.fold and rows[-1][0].fold == action.fold:
            rows[-1].append(action)
        else:
            rows.append([action])
    return rows


def _row(actions: list[Action]) -> str:
    first, last = actions[0], actions[-1]
    shown = [_code(key) for key in first.keys]
    if last is not first:
        shown = [f"{_code(first.keys[0])} … {_code(last.keys[0])}"]
    keys = " ".join(shown) or "palette only"
    return f"| {keys} | {first.help} | {', '.join(VIEWS[view].partition(' (')[0] for view in first.views)} |"


def _code(key: str) -> str:
    """A key as code; a bar would end the cell."""
    return f"`{show_key(key)}`".replace("|", "\\|")


def write_readme() -> None:
    """Put the table into the README, between its marks."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    before, rest = text[: text.index(BEGIN)], text[text.index(END) + len(END) :]
    path.write_text(before + key_table() + rest, encoding="utf-8")


if __name__ == "__main__":
    write_readme()
