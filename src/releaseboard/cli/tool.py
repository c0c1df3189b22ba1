"""`config` and `themes`: the tool itself."""

import argparse

from releaseboard.reports.layout import Column, lay_table
from releaseboard.settings.config import get_value, list_fields
from releaseboard.settings.paths import config_file, config_folder

from .parser import Command, Parser
from .shell import Shell


def _set_up_get(parser: Parser) -> None:
    parser.add_argument("field", metavar="FIELD", nargs="?", default="", help="one field; left out: all of them")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _get(args: argparse.Namespace, shell: Shell) -> int:
    config = shell.config
    if args.field:
        value = get_value(config, args.field)
        shell.out.json({args.field: value}) if args.json else shell.out.result(value)
        return 0
    rows = list_fields(config)
    if args.json:
        shell.out.json({row.name: row.value for row in rows})
        return 0
    cells = [(row.name, row.value or "–", row.help) for row in rows]
    head, lines = lay_table((Column("field"), Column("value", least=8), Column("", least=10)), cells, shell.out.width)
    shell.out.result(shell.out.paint(head, "dim"))
    shell.out.lines(lines)
    return 0


def _set_up_set(parser: Parser) -> None:
    parser.add_argument("field", metavar="FIELD", help="such as theme, board or keys.move_on")
    parser.add_argument("value", metavar="VALUE", help="'' takes the field out: the default holds again")


def _set(args: argparse.Namespace, shell: Shell) -> int:
    from releaseboard.settings.configedit import set_value

    written = set_value(config_file(shell.environ), args.field, args.value)
    shell.out.done(f"{args.field} = {written}" if written else f"{args.field} is taken out: the default holds")
    return 0


def _path(args: argparse.Namespace, shell: Shell) -> int:
    shell.out.result(config_file(shell.environ))
    return 0


def _themes(args: argparse.Namespace, shell: Shell) -> int:
    from releaseboard.settings.themes import load_themes

    found = load_themes(config_folder(shell.environ))
    for problem in found.problems:
        shell.out.note(f"releaseboard: note: {problem}")
    chosen = shell.config.theme
    if args.json:
        shell.out.json({"theme": chosen, "themes": [
            {"name": theme.name, "title": theme.title, "dark": theme.dark, "ansi": theme.ansi, "path": theme.path}
            for theme in found.themes.values()]})  # fmt: skip
        return 0
    for theme in found.themes.values():
        mark = "*" if theme.name == chosen else " "
        kind = "16 colours" if theme.ansi else "dark" if theme.dark else "light"
        shell.out.result(f"{mark} {theme.name:<20} {kind:<11} {theme.title}")
    if chosen not in found.themes:
        shell.out.note(f"your config asks for theme {chosen!r}, which is not there; dark is used")
    shell.out.note("`releaseboard config set theme NAME` chooses one; `t` in the full screen shows them live")
    return 0


def _set_up_themes(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="for scripts")


def _no_arguments(parser: Parser) -> None:
    """Nothing but the options of every command."""


COMMANDS = {
    "config get": Command("Show your settings, or one of them.", "config get theme", _set_up_get, _get),
    "config set": Command("Change one of your settings; the rest of the file stays as it is.",
                          "config set theme light", _set_up_set, _set),
    "config path": Command("Where your settings are kept.", "config path", _no_arguments, _path),
    "themes": Command("The colour themes: those of the program and your own.", "themes", _set_up_themes, _themes),
}  # fmt: skip
