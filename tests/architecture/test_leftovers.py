"""Nothing half-done is left in the code, and nothing is silenced without a reason beside it."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from house import ROOT, python_files, write_tree

_UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
_SILENCED = re.compile(
    r"#\s*(noqa|type:\s*ignore)(?P<codes>:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[a-z, -]+\])?(?P<reason>.*)"
)
_SHORTEST_REASON = 6  # letters; "as above" is one, "why" is not


def leftovers(path: Path) -> list[str]:
    """One line for each comment that says something is undone, or silences a checker with no code or no reason."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type != tokenize.COMMENT:
            continue
        where = f"{path.name}:{token.start[0]}"
        if _UNDONE.search(token.string):
            found.append(f"{where} leaves something undone: {token.string}")
        silenced = _SILENCED.search(token.string)
        if silenced and not silenced["codes"]:
            found.append(f"{where} silences everything: {token.string}")
        elif silenced and len(re.findall(r"[A-Za-z]", silenced["reason"])) < _SHORTEST_REASON:
            found.append(f"{where} gives no reason: {token.string}")
    return found


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "sample_data", "docs", ".ci"])
def test_nothing_is_left_over(folder: str) -> None:
    """No comment in the repository leaves something undone or silences a checker without saying why."""
    assert [line for path in python_files(folder) for line in leftovers(path)] == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("x = 1  # TO" + "DO later", "leaves something undone"),
        ("import os  # no" + "qa", "silences everything"),
        ("import os  # no" + "qa: F401", "gives no reason"),
        ("x: int = ''  # type: ig" + "nore", "silences everything"),
        ("x: int = ''  # type: ig" + "nore[assignment]", "gives no reason"),
        ("x: int = ''  # type: ig" + "nore[assignment]  # why", "gives no reason"),
    ],
)
def test_a_leftover_is_caught(line: str, complaint: str, tmp_path: Path) -> None:
    """Each kind of leftover is named with its line."""
    write_tree(tmp_path, {"sample.py": f"# fine\n{line}\n"})
    assert [text.startswith(f"sample.py:2 {complaint}") for text in leftovers(tmp_path / "sample.py")] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "import os  # noqa: F401, PLC0415 - only errors need it",
        "x: int = ''  # type: ignore[assignment]  # the library's stub says str",
        "text = 'TO" + "DO is a word'",
    ],
)
def test_a_reason_is_enough(line: str, tmp_path: Path) -> None:
    """A silenced checker with its code and a reason passes, and so does a word in a string."""
    write_tree(tmp_path, {"sample.py": f"{line}\n"})
    assert leftovers(tmp_path / "sample.py") == []


def test_each_ignored_rule_says_why() -> None:
    """Each lint rule that is switched off in pyproject.toml has its reason on the same line."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    part = text[text.index("[tool.ruff.lint]\n") : text.index("[tool.ruff.lint.pydocstyle]")]
    part = part[part.index("ignore = [") :]
    lines = [line for line in part.splitlines() if re.search(r'"[A-Z]+\d+"|"(PTH|T20)"', line)]
    assert len(lines) > 5
    assert [line for line in lines if not re.search(r"#\s+\S+ \S+", line)] == []
