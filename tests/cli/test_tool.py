"""`config`, `themes`, `completion`, help and version: the tool itself."""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateplan import GATES
from releaseboard import __version__
from releaseboard.cli.catalog import COMMANDS, GROUPS
from releaseboard.cli.completion import list_offers
from releaseboard.cli.main import list_commands
from releaseboard.cli.parser import Command, make_parser

Run = Callable[..., Any]
KEYS = ["HUB-2.3", "MOB-7.0", "PAY-4.1.1", "PAY-4.2", "SDK-5.0"]


def all_commands() -> list[tuple[str, Command]]:
    """Every command and action with its full name."""
    return list(list_commands().items())


def test_every_command_is_in_the_catalog_and_the_other_way_round() -> None:
    """What the table names can be called, and what a module offers is in the table."""
    first_words = {name.partition(" ")[0] for name, _ in all_commands()}
    assert first_words == set(COMMANDS)


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_help_of_every_command(run: Run, name: str, command: Command) -> None:
    """A usage line, what it does, a help text for each argument, and an example; nothing is wider than 100."""
    done = run(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: releaseboard {name}")
    assert command.about in done.out
    assert f"example:\n  releaseboard {name}" in done.out
    assert "options of every command" in done.out
    parser = make_parser(name, command)
    assert [action.dest for action in parser._actions if not action.help] == []
    assert run(*name.split(), "-h").out == done.out


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_example_of_every_command_can_be_read(name: str, command: Command) -> None:
    """An example's words are arguments that the command takes."""
    words = shlex.split(command.example)
    assert words[: len(name.split())] == name.split()
    assert make_parser(name, command).read(words[len(name.split()) :])


STAGES = {"build": {"planned_days": 10}, "deploy": {"planned_days": 1}}
STATE_OF_PAY: dict[str, dict[str, Any]] = {
    "commit": {"state": "draft", "stages": STAGES},
    "start": {"state": "committed", "stages": STAGES},
    "replan": {"state": "committed"},
    "resume": {"state": "on_hold", "held_from": "in_progress"},
    "unblock": {"flow": "blocked", "blocked": {"since": "2027-02-22", "cause": "people", "reason": "ill"}},
    "archive": {"state": "released", "released_on": "2027-02-22", "stage": ""},
    "rollback": {"state": "released", "released_on": "2027-02-22", "stage": ""},
    "close": {"state": "released", "released_on": "2027-02-22", "stage": ""},
}
BEFORE = {
    "undepend": [("depend", "PAY-4.2", "PAY-4.1.1", "--why", "x")],
    "undo": [("set", "MOB-7.0", "notes=x")],
    "options": [("raise", "issue", "Card tests fail", "--release", "PAY-4.2")],
    "gate": [("import", "gates.toml")],
    "exception decide": [("exception", "ask", "PAY-4.2", "fy", "--days", "2", "--reason", "the law changes")],
}


def prepare(name: str, example: str, make_board: Callable[..., str], run: Run) -> str:
    """A board on which the example of a command makes sense; its path."""
    if name in ("add", "external add", "event add", "backlog add", "person add", "team add", "project add"):
        return make_board(without=example.split()[len(name.split())])
    path = make_board(**STATE_OF_PAY.get(name, {}))
    Path("gates.toml").write_text(GATES)
    for words in BEFORE.get(name, []):
        assert run("-b", path, *words).code == 0
    word, _, action = name.partition(" ")
    if (word in ("freeze", "window", "holiday") and action not in ("add", "list")) or name == "project remove":
        added = list_commands()[f"{word} add"].example
        assert run("-b", path, *shlex.split(added)).code == 0
    return path


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_example_of_every_command_works(
    name: str, command: Command, make_board: Callable[..., str], run: Run
) -> None:
    """On a board that fits, each example does what it says."""
    path = prepare(name, command.example, make_board, run)
    Path("plan.csv").write_text("project,version\nnova,1.0\n")
    Path("plan.toml").write_text("[[releases]]\nkey = 'WEB-1.0'\n")
    finds_something = name == "doctor" or (name == "status" and "--exit-code" in command.example)
    expected = 1 if finds_something else 0  # the doctor: these boards are made by a clock that stands in 2027
    if name == "export":
        Path("plan.toml").unlink()
    done = run("-b", path, *shlex.split(command.example))
    assert done.code in (0, expected), done


def test_the_overall_help_lists_every_command(run: Run) -> None:
    """One line a command, an example, and the options of every command."""
    done = run("--help")
    for _, group in GROUPS:
        for entry in group:
            assert f"  {entry.name:<11} {entry.summary}" in done.out
    assert "--board FILE" in done.out
    assert "example:\n  releaseboard demo" in done.out
    assert run("-h").out == done.out


@pytest.mark.parametrize("name", sorted({name.partition(" ")[0] for name, _ in all_commands() if " " in name}))
def test_help_of_a_kind_of_record(run: Run, name: str) -> None:
    """`person --help` lists what can be done with people."""
    out = run(name, "--help").out
    for full, _ in all_commands():
        if full.startswith(f"{name} "):
            assert full in out


def test_version(run: Run) -> None:
    """Before or after a command."""
    assert run("--version").out == f"releaseboard {__version__}\n"
    assert run("status", "--version").out == f"releaseboard {__version__}\n"


@pytest.mark.parametrize(("words", "said"), [
    (("stauts",), "there is no command 'stauts' (did you mean status"),
    (("xyzzy",), "`releaseboard --help` lists them"),
    (("team.json",), "releaseboard -b team.json"),
    (("status", "--bogus"), "no option --bogus"),
    (("status", "-b"), "expected one argument"),
    (("status", "-b", ""), "--board is empty"),
    (("--today", "", "status"), "--today is empty"),
    (("--user=", "status"), "--user is empty"),
    (("export", "csv", "-o", ""), "--output is empty"),
])  # fmt: skip
def test_wrong_use(run: Run, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, one line, a way out."""
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_config_get_set_path(run: Run, clean_home: Path) -> None:
    """One field is changed, the others are shown as they are."""
    assert run("config", "path").out == f"{clean_home}/config/releaseboard/config.toml\n"
    assert run("config", "get", "theme").out == "dark\n"
    assert run("config", "set", "theme", "light").out == "theme = light\n"
    assert run("config", "get", "theme").out == "light\n"
    assert json.loads(run("config", "get", "--json").out)["theme"] == "light"
    assert "theme" in run("config").out
    assert run("config", "set", "theme", "").out == "theme is taken out: the default holds\n"
    assert run("config", "get", "theme").out == "dark\n"


@pytest.mark.parametrize(("words", "said"), [
    (("config", "get", "theem"), "did you mean theme?"),
    (("config", "set", "theem", "x"), "did you mean theme?"),
    (("config", "set", "theme", "drak"), "did you mean dark?"),
    (("config", "set", "keys.move_onn", "L"), "did you mean"),
    (("config", "set", "keys.move_on", "hyper+x"), "hyper"),
    (("config", "set", "mouse", "perhaps"), "true or false"),
    (("config", "set", "theme"), "needs VALUE"),
    (("config", "sett"), "did you mean set"),
])  # fmt: skip
def test_config_refuses(run: Run, words: tuple[str, ...], said: str) -> None:
    """Unknown theme, key or field: the nearest is named, the file is not touched."""
    done = run(*words)
    assert done.code == 2, done
    assert said in done.err
    assert not os.path.exists(run("config", "path").out.strip())


def test_a_bad_config_is_told_once_and_costs_only_itself(run: Run, board: str, clean_home: Path) -> None:
    """The command goes on with the defaults."""
    folder = clean_home / "config" / "releaseboard"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("theem = 'x'\n")
    done = run("-b", board, "list")
    assert done.code == 0
    done = run("themes")
    assert done.code == 0
    assert "config.toml:1: there is no field 'theem' (did you mean theme?)" in done.err
    assert "dark" in done.out


def test_the_config_names_the_board_and_the_user(run: Run, board: str) -> None:
    """With neither -b nor $RELEASEBOARD_BOARD the config's board is opened; edits are by the config's user."""
    run("config", "set", "board", board)
    run("config", "set", "user", "nneka")
    assert run("status").out.startswith("Payments Q1")
    run("set", "MOB-7.0", "notes=x")
    assert json.loads(run("history", "MOB-7.0", "--json").out)[-1]["who"] == "nneka"


def test_themes(run: Run, clean_home: Path) -> None:
    """The shipped ones, the user's own, the chosen one marked; a bad one costs only itself."""
    folder = clean_home / "config" / "releaseboard" / "themes"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text("colours = 3\n")
    run("config", "set", "theme", "light")
    done = run("themes")
    assert done.code == 0
    names = [line.split()[0] for line in done.out.replace("*", " ").splitlines()]
    assert {"dark", "light", "high-contrast", "colour-blind-safe", "ansi"} <= set(names)
    assert "* light" in done.out
    assert "broken.toml" in done.err
    found = json.loads(run("themes", "--json").out)
    assert found["theme"] == "light"
    assert {theme["name"] for theme in found["themes"]} == set(names)


def test_completion_offers_every_command_and_option() -> None:
    """Each command with each of its long options and the words of those that take some."""
    offers = {offer.name: offer for offer in list_offers(list_commands())}
    assert set(offers) == {name for name, _ in all_commands()}
    assert {"--format", "--filter", "--board"} <= {option for option, _ in offers["status"].options}
    assert ("--format", ("text", "md", "json", "line")) in offers["status"].words
    assert offers["show"].takes_keys
    assert not offers["init"].takes_keys


def test_completion_keys(run: Run, board: str) -> None:
    """The keys of the board for the shell to offer; no board is no error, for someone who presses Tab."""
    assert run("-b", board, "completion", "keys").out.split() == [
        "HUB-2.3",
        "MOB-7.0",
        "PAY-4.1.1",
        "PAY-4.2",
        "SDK-5.0",
    ]
    assert run("completion", "keys") == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_sound(run: Run, shell: str) -> None:
    """The script parses in its shell, where that is installed."""
    done = run("completion", shell)
    assert done.code == 0
    assert "status" in done.out
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    checked = subprocess.run([program, "-n"], input=done.out, text=True, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(("line", "offered"), [
    ("releaseboard sta", ["start", "status"]),
    ("releaseboard status --fo", ["--format"]),
    ("releaseboard status --format j", ["json"]),
    ("releaseboard person a", ["add"]),
    ("releaseboard -b BOARD show PA", ["PAY-4.1.1", "PAY-4.2"]),
    ("releaseboard completion z", ["zsh"]),
])  # fmt: skip
def test_completion_in_bash(run: Run, board: str, tmp_path: Path, line: str, offered: list[str]) -> None:
    """What bash would offer after a line."""
    import sys

    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    folder = tmp_path / "bin"
    folder.mkdir()
    wrapper = folder / "releaseboard"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -m releaseboard "$@"\n')
    wrapper.chmod(0o755)
    words = line.replace("BOARD", board).split()
    place = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}"
    said = "printf '%s\\n' \"${COMPREPLY[@]}\""
    script = run("completion", "bash").out + f"{place}; _releaseboard; {said}"
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], text=True, capture_output=True, check=False, env=env)
    assert done.stderr == ""
    assert sorted(done.stdout.split()) == offered
