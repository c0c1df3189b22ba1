"""`completion`: scripts that complete commands, their options and words, and the KEYs of the board."""

import argparse
from collections.abc import Mapping
from typing import NamedTuple

from releaseboard.errors import ReleaseboardError

from .catalog import COMMANDS as CATALOG
from .parser import Command, OneOf, Parser, make_parser
from .shell import Shell

SHELLS = ("bash", "zsh", "fish")
KEYS = "keys"  # what the scripts ask us for
KEY_NAMES = ("key", "keys", "successor", "predecessor")


class Offer(NamedTuple):
    """What can follow one command: its options, the words of each option, and whether keys do."""

    name: str
    summary: str
    options: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]
    takes_keys: bool


def list_offers(commands: Mapping[str, Command]) -> list[Offer]:
    """What can follow each of these commands, in the order of the table of commands."""
    offers = []
    for entry in CATALOG.values():
        for name, command in commands.items():
            if name == entry.name or name.startswith(f"{entry.name} "):
                summary = entry.summary if name == entry.name else command.about.partition(".")[0]
                offers.append(_make_offer(name, summary, make_parser(name, command)))
    return offers


def _make_offer(name: str, summary: str, parser: Parser) -> Offer:
    options, words = [], []
    takes_keys = False
    for action in parser._actions:  # argparse has no public way to list what it was given
        long = [option for option in action.option_strings if option.startswith("--")]
        if long:
            options.append((long[0], (action.help or "").partition(";")[0]))
            if isinstance(action.type, OneOf):
                words.append((long[0], action.type.words))
        elif action.dest in KEY_NAMES:
            takes_keys = True
        elif isinstance(action.type, OneOf):
            words.append(("", action.type.words))
    return Offer(name, summary, tuple(options), tuple(words), takes_keys)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "’").replace("`", "") + "'"


def write_bash(offers: list[Offer]) -> str:
    """A script for bash ≥ 4."""
    cases = "\n".join(
        f"    {_quote(offer.name)}) opts='{' '.join(option for option, _ in offer.options)}'"
        f" keys={int(offer.takes_keys)} words='{' '.join(_words_after(offer, ''))}' ;;"
        for offer in offers
    )
    values = "\n".join(
        f"    {_quote(f'{offer.name} {option}')}) COMPREPLY=($(compgen -W '{' '.join(words)}' -- \"$cur\")); return ;;"
        for offer in offers
        for option, words in offer.words
        if option
    )
    families = "\n".join(f"    {name}) words='{' '.join(actions)}' ;;" for name, actions in _families(offers).items())
    return _BASH.format(cases=cases, values=values, families=families, names=" ".join(CATALOG))


def _words_after(offer: Offer, option: str) -> tuple[str, ...]:
    return next((words for name, words in offer.words if name == option), ())


def _families(offers: list[Offer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for offer in offers:
        name, space, action = offer.name.partition(" ")
        if space:
            found.setdefault(name, []).append(action)
    return found


_BASH = """# releaseboard completion for bash: put `eval "$(releaseboard completion bash)"` into ~/.bashrc
_releaseboard() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} cmd= sub= board=() i w
  local opts= keys=0 words=
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    w=${{COMP_WORDS[i]}}
    case $w in
      -b|--board) board=(-b "${{COMP_WORDS[i+1]}}"); ((i++)) ;;
      --today|--user) ((i++)) ;;
      -*) ;;
      *) if [[ -z $cmd ]]; then cmd=$w; elif [[ -z $sub ]]; then sub=$w; fi ;;
    esac
  done
  case $prev in -b|--board|-o|--from) COMPREPLY=($(compgen -f -- "$cur")); return ;; esac
  if [[ -z $cmd ]]; then
    COMPREPLY=($(compgen -W '{names} --board --today --user --version --help' -- "$cur")); return
  fi
  case $cmd in
{families}
  esac
  if [[ -n $words ]]; then
    if [[ -z $sub ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); return; fi
    cmd="$cmd $sub"; words=
  fi
  case "$cmd $prev" in
{values}
  esac
  case $cmd in
{cases}
  esac
  case $cmd in import|init) COMPREPLY=($(compgen -f -- "$cur")) ;; esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$opts" -- "$cur")); return; fi
  ((keys)) && words="$words $(releaseboard "${{board[@]}}" completion keys 2>/dev/null)"
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o bashdefault -o default -F _releaseboard releaseboard
"""


def write_zsh(offers: list[Offer]) -> str:
    """A script for zsh: the bash one through zsh's own bridge, so that both offer the same."""
    head = '# releaseboard completion for zsh: put `eval "$(releaseboard completion zsh)"` into ~/.zshrc\n'
    return (
        f"{head}autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n{write_bash(offers)}"
    )


def write_fish(offers: list[Offer]) -> str:
    """A script for fish."""
    lines = [
        "# for fish: releaseboard completion fish > ~/.config/fish/completions/releaseboard.fish",
        "complete -c releaseboard -f",
        "complete -c releaseboard -n __fish_use_subcommand -s b -l board -r -F -d 'the board file'",
    ]
    lines += [
        f"complete -c releaseboard -n __fish_use_subcommand -a {entry.name} -d {_quote(entry.summary)}"
        for entry in CATALOG.values()
    ]
    for offer in offers:
        name, space, action = offer.name.partition(" ")
        here = f'"__fish_seen_subcommand_from {name}"'
        if space:
            lines.append(f"complete -c releaseboard -n {here} -a {action} -d {_quote(offer.summary)}")
            here = f'"__fish_seen_subcommand_from {name}; and __fish_seen_subcommand_from {action}"'
        if offer.takes_keys:
            lines.append(f"complete -c releaseboard -n {here} -a '(releaseboard completion keys 2>/dev/null)'")
        for option, text in offer.options:
            words = _words_after(offer, option)
            values = f" -x -a {_quote(' '.join(words))}" if words else ""
            lines.append(f"complete -c releaseboard -n {here} -l {option[2:]} -d {_quote(text)}{values}")
    return "\n".join(lines) + "\n"


WRITERS = {"bash": write_bash, "zsh": write_zsh, "fish": write_fish}


def _set_up(parser: Parser) -> None:
    parser.add_argument("shell", type=OneOf((*SHELLS, KEYS)), metavar="bash|zsh|fish", help="which shell")


def _run(args: argparse.Namespace, shell: Shell) -> int:
    if args.shell == KEYS:
        try:
            keys = [release.key for release in shell.board.releases.values() if not release.archived]
        except ReleaseboardError:
            return 0  # someone who presses Tab wants no error
        shell.out.result("\n".join(sorted(keys)))
        return 0
    shell.out.result(WRITERS[args.shell](list_offers(shell.list_commands())).rstrip("\n"))
    return 0


COMMANDS = {
    "completion": Command(
        "A completion script: commands, options and the KEYs of the board.",
        "completion bash",
        _set_up,
        _run,
    )
}
