"""The README is under test: its commands run and print what it shows, its pictures and links are there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from house import ROOT
from keytable import key_table

README = (ROOT / "README.md").read_text(encoding="utf-8")
DAY = "2027-02-24"

# Shown in the README and tried by the test named beside each; here they would run for minutes or inside themselves.
TRIED_ELSEWHERE = {
    "make demo": "tests/system/test_bare_clone.py",
    "make test": ".ci/run",
    "pip install .": "tests/system/test_wheel.py",
    "uv run releaseboard demo": "tests/system/test_wheel.py",
}


class Example(NamedTuple):
    """One command of the README: its line, the exit code it names (`# exit 4`), the output shown below it."""

    command: str
    code: int
    shown: list[str]


def read_examples(text: str) -> list[Example]:
    """The commands of all ```console blocks, in order; a line that starts with `$ ` begins one."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *shown = part.rstrip().splitlines()
            command, _, note = first.partition("  # ")
            code = re.match(r"exit (\d+)", note)
            found.append(Example(command.strip(), int(code[1]) if code else 0, shown))
    return found


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Is `printed` what the README shows? A shown line of `...` stands for any lines; nothing shown claims nothing."""
    if not shown:
        return True
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "..." else re.escape(line.rstrip()) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


def test_every_command_runs_and_prints_what_is_shown(tmp_path: Path) -> None:
    """All examples, one after the other in one empty folder, on the day of the examples."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "RELEASEBOARD_TODAY": DAY}
    wrong = []
    for example in read_examples(README):
        if example.command in TRIED_ELSEWHERE:
            continue
        done = subprocess.run(
            ["sh", "-c", example.command], cwd=tmp_path, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode != example.code or not agrees(example.shown, done.stdout.splitlines()):
            wrong.append(f"$ {example.command}\n(exit {done.returncode}, {example.code} expected)\n{done.stdout}")
    assert not wrong, "\n".join(wrong)


def test_the_two_commands_come_first() -> None:
    """A reader finds `make demo` and `make test` before anything else to type."""
    assert [example.command for example in read_examples(README)[:2]] == ["make demo", "make test"]


@pytest.mark.parametrize("place", sorted(set(TRIED_ELSEWHERE.values())))
def test_what_is_tried_elsewhere_is_tried(place: str) -> None:
    """The files that are said to try the other commands do run them."""
    text = (ROOT / place).read_text(encoding="utf-8")
    for command in (command for command, where in TRIED_ELSEWHERE.items() if where == place):
        assert command.split()[-1].rstrip(".") in text


def test_links_and_pictures_lead_somewhere() -> None:
    """Every relative link and picture of the README, and of the pages in docs/, names a file that is there."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = page.read_text(encoding="utf-8")
        aims = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(r'src="([^"]+)"', text)
        missing = [aim for aim in aims if "://" not in aim and not (page.parent / aim).exists()]
        assert (page.name, missing) == (page.name, [])


def test_keys_are_those_of_the_registry() -> None:
    """The table of keys is what `make keys` writes from the registry of actions."""
    assert key_table() in README


def test_commands_are_all_named() -> None:
    """Each command of the command line stands in the README."""
    from releaseboard.cli.catalog import COMMANDS

    assert [name for name in COMMANDS if f"`{name}`" not in README] == []


def test_a_wrong_example_is_caught() -> None:
    """Output that differs from what is shown is seen; `...` and an empty showing allow what they stand for."""
    text = "```console\n$ tool one\na\n...\nz\n$ tool two  # exit 4\n```\n"
    assert read_examples(text) == [Example("tool one", 0, ["a", "...", "z"]), Example("tool two", 4, [])]
    assert agrees(["a", "...", "z"], ["a", "b", "c", "z"]) and agrees(["a", "...", "z"], ["a", "z"])
    assert agrees([], ["anything"])
    assert not agrees(["a", "z"], ["a", "b", "z"]) and not agrees(["a"], [])


def test_every_decision_is_in_the_list() -> None:
    """Each page of docs/decisions stands in its table of contents."""
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(folder.glob("0*.md")) if f"({page.name})" not in listed] == []
