"""Arguments: globals anywhere, values that begin with a dash, errors in our words, one module a command."""

import subprocess
import sys

import pytest

from releaseboard.cli.parser import OneOf, Parser, add_globals, split_command, whole_number
from releaseboard.cli.shell import pair_fields
from releaseboard.errors import BadInput


@pytest.fixture
def parser() -> Parser:
    """A parser with a key, a filter, a switch and the globals."""
    made = Parser("list", "Lists.", "list --filter x")
    made.add_argument("keys", metavar="KEY", nargs="*")
    made.add_argument("--filter", default="")
    made.add_argument("--json", action="store_true")
    made.add_argument("--format", type=OneOf(("text", "same_stage")), default="text")
    add_globals(made)
    return made


@pytest.mark.parametrize(("words", "name", "rest"), [
    ((), "", []),
    (("status",), "status", []),
    (("-b", "x.json", "status", "--json"), "status", ["-b", "x.json", "--json"]),
    (("--board=x.json", "status"), "status", ["--board=x.json"]),
    (("--today", "fri", "-q", "show", "A-1"), "show", ["--today", "fri", "-q", "A-1"]),
    (("--help",), "", ["--help"]),
    (("-b", "x"), "", ["-b", "x"]),
    (("import", "-"), "import", ["-"]),
])  # fmt: skip
def test_the_first_word_is_the_command(words: tuple[str, ...], name: str, rest: list[str]) -> None:
    """Global options and their values are passed over."""
    assert split_command(words) == (name, rest)


@pytest.mark.parametrize("words", [
    ("--filter", "-type:major"), ("--filter=-type:major",), ("A-1", "--filter", "-type:major", "A-2"),
])  # fmt: skip
def test_a_value_may_begin_with_a_dash(parser: Parser, words: tuple[str, ...]) -> None:
    """A filter that negates is a value, not an option."""
    assert parser.read(words).filter == "-type:major"


def test_keys_and_options_in_any_order(parser: Parser) -> None:
    """Keys before and after options are all taken."""
    found = parser.read(["A-1", "--json", "A-2", "-b", "x.json"])
    assert (found.keys, found.json, found.board) == (["A-1", "A-2"], True, "x.json")


def test_after_two_dashes_all_are_words(parser: Parser) -> None:
    """`--` ends the options."""
    assert parser.read(["--json", "--", "-x"]).keys == ["-x"]


@pytest.mark.parametrize(("words", "said"), [
    (["--jsno"], "releaseboard list has no option --jsno"),
    (["--fi", "x"], "has no option --fi"),
    (["--format", "txet"], "did you mean text?"),
    (["--filter"], "expected one argument"),
])  # fmt: skip
def test_errors_are_ours(parser: Parser, words: list[str], said: str) -> None:
    """No abbreviations, no usage printed, no exit."""
    with pytest.raises(BadInput, match=r".") as caught:
        parser.read(words)
    assert said in str(caught.value)


def test_words_of_a_list_forgive_case_and_hyphens() -> None:
    """same-stage is same_stage."""
    assert OneOf(("FS", "same_stage"))("Same-Stage") == "same_stage"
    assert OneOf(("FS", "same_stage"))("fs") == "FS"


def test_whole_numbers() -> None:
    """With a sign, without a fraction."""
    import argparse

    assert whole_number("-3") == -3
    for text in ("3.5", "", "three"):
        with pytest.raises(argparse.ArgumentTypeError):
            whole_number(text)


def test_pairs() -> None:
    """The first equals sign parts, the rest is the value."""
    assert pair_fields(["title=a=b", "notes="]) == {"title": "a=b", "notes": ""}
    for words in (["title"], ["=x"], ["a=1", "a=2"]):
        with pytest.raises(BadInput):
            pair_fields(words)


def test_only_the_asked_commands_module_is_imported() -> None:
    """`themes --help` loads neither the other commands nor the store."""
    code = (
        "import sys; from releaseboard.cli.main import main; main(['themes', '--help']); "
        "print(sorted(name for name in sys.modules if name.startswith('releaseboard.cli.')), file=sys.stderr); "
        "print('releaseboard.store' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, has_store = done.stderr.splitlines()
    names = ("catalog", "main", "output", "parser", "shell", "tool")
    assert eval(loaded) == sorted(f"releaseboard.cli.{name}" for name in names)
    assert has_store == "False"
