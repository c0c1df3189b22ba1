"""Arguments: the options that every command has, one parser for the asked command, errors in our own words."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from releaseboard.errors import BadInput, did_you_mean

argparse._ = str  # type: ignore[attr-defined]  # our words are English; asking for a translation costs 2 ms a start

WITH_VALUE = {"-b": "board", "--board": "board", "--today": "today", "--user": "user"}


class Command(NamedTuple):
    """How a command is asked for and done.

    Attributes:
        about: what it does, for its help.
        example: a line that works, without the leading `releaseboard`.
        set_up: adds its arguments to a parser.
        run: does it; takes the arguments and the shell, gives the exit code.
    """

    about: str
    example: str
    set_up: Callable[["Parser"], None]
    run: Callable[[argparse.Namespace, Any], int]


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help 80 columns wide; argparse would import shutil on every `add_argument` to ask the terminal."""

    def __init__(self, prog: str, **_: Any) -> None:
        super().__init__(prog, max_help_position=26, width=80)


class Parser(argparse.ArgumentParser):
    """A parser that raises our errors, never exits on them, and takes values that begin with a dash."""

    def __init__(self, command: str, about: str = "", example: str = "") -> None:
        super().__init__(
            prog=f"releaseboard {command}".rstrip(), description=about, add_help=False, allow_abbrev=False,
            formatter_class=_Formatter, epilog=f"example:\n  releaseboard {example}" if example else None,
        )  # fmt: skip
        self._positionals.title = "arguments"
        if sys.version_info >= (3, 14):
            self.color = False  # plain help everywhere; the colours would import dataclasses

    def shorten_usage(self) -> None:
        """One line of usage: what is required, and that there are options."""
        needed = [f"{action.option_strings[0]} {action.metavar}" for action in self._actions if action.required
                  and action.option_strings]  # fmt: skip
        words = [_show_word(action) for action in self._actions if not action.option_strings]
        self.usage = " ".join([self.prog, *words, *needed, "[options]"])

    def error(self, message: str) -> NoReturn:
        """Raise BadInput instead of printing the usage and leaving."""
        missing = "the following arguments are required: "
        if message.startswith(missing):
            message = f"{self.prog} needs {message.removeprefix(missing)}"
        elif message.startswith("argument "):
            message = message.removeprefix("argument ").replace(": ", " ", 1)
        raise BadInput(message, f"`{self.prog} --help` shows how")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments that `words` give. Raises BadInput."""
        joined = self._join_dashed(words)
        parse = self.parse_known_args if "--" in joined else self.parse_known_intermixed_args
        found, unknown = parse(joined)
        if unknown:
            self._refuse(unknown[0])
        return found

    def _refuse(self, word: str) -> NoReturn:
        name = word.partition("=")[0]
        if word.startswith("-"):
            hint = did_you_mean(name, [known for known in self._option_string_actions if known.startswith("--")])
            raise BadInput(f"{self.prog} has no option {name}", hint or f"`{self.prog} --help` lists them")
        raise BadInput(f"{self.prog} has no use for {word!r}", f"`{self.prog} --help` shows how")

    def _join_dashed(self, words: Sequence[str]) -> list[str]:
        """`--filter -type:major` as one word: argparse would take the value for an option."""
        joined: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                return [*joined, word, *rest]
            action = self._option_string_actions.get(word)
            if action is not None and word.startswith("--") and action.nargs is None:
                value = next(rest, None)
                if value is not None and value.startswith("-") and value not in self._option_string_actions:
                    joined.append(f"{word}={value}")
                    continue
                joined.append(word)
                if value is not None:
                    joined.append(value)
            else:
                joined.append(word)
        return joined


def make_parser(name: str, command: Command) -> Parser:
    """The parser of one command, with the options of every command at its end."""
    parser = Parser(name, command.about, command.example)
    command.set_up(parser)
    add_globals(parser)
    parser.shorten_usage()
    return parser


def _show_word(action: argparse.Action) -> str:
    shown = str(action.metavar)
    return {"?": f"[{shown}]", "*": f"[{shown} …]"}.get(str(action.nargs), shown)


def add_globals(parser: argparse.ArgumentParser) -> None:
    """The options of every command (cli.md)."""
    group = parser.add_argument_group("options of every command")
    group.add_argument("-b", "--board", metavar="FILE", help="the board file; else $RELEASEBOARD_BOARD, your config, "
                       "or releaseboard.json here or above")  # fmt: skip
    group.add_argument("--today", metavar="DATE", help="work as of that day")
    group.add_argument("--user", metavar="NAME", help="your name for the history")
    group.add_argument("--local", action="store_true", help="read the local copy, do not touch the shared file")
    group.add_argument("-q", "--quiet", action="store_true", help="say only what was asked for")
    group.add_argument("--no-color", action="store_true", help="no colour")
    group.add_argument("--debug", action="store_true", help="show the traceback of an error")
    group.add_argument("--version", action="store_true", help="show the version")
    group.add_argument("-h", "--help", action="store_true", help="show this help")


def require_filled(args: argparse.Namespace) -> None:
    """Raises BadInput for `-b ''` and the like: in a script a variable was empty, and another board would be taken."""
    for name in ("board", "today", "user", "output"):
        if getattr(args, name, None) == "":
            raise BadInput(f"--{name} is empty", "leave it away, or give it a value")


def split_command(words: Sequence[str]) -> tuple[str, list[str]]:
    """The first word that is not a global option (or the value of one), and all the other words.

    Returns:
        ('', words) when there is no such word.
    """
    at = 0
    while at < len(words):
        word = words[at]
        if not word.startswith("-") or word == "-":
            return word, [*words[:at], *words[at + 1 :]]
        at += 2 if word in WITH_VALUE else 1
    return "", list(words)


class OneOf:
    """An argparse type for a word from a list, upper or lower case, `-` as good as `_`."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._by_fold = {word.casefold().replace("-", "_"): word for word in self.words}

    def __call__(self, text: str) -> str:
        """The word as we write it. Raises ArgumentTypeError with what was meant, or all there is."""
        found = self._by_fold.get(text.strip().casefold().replace("-", "_"))
        if found is None:
            hint = did_you_mean(text, self.words) or f"one of: {', '.join(self.words)}"
            raise argparse.ArgumentTypeError(f"can't be {text!r}; {hint}")
        return found


def whole_number(text: str) -> int:
    """An argparse type for a whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
