"""Files and functions stay short enough to read in one go."""

import ast
from pathlib import Path

from house import ROOT, python_files, write_tree

LONGEST_FILE = 350
LONGEST_FUNCTION = 50

# Files that would grow into everything: the app only wires, the board file only reads and writes, main only dispatches.
SHORTER = {
    "src/releaseboard/tui/app.py": 200,
    "src/releaseboard/store/boardfile.py": 250,
    "src/releaseboard/cli/main.py": 150,
}


def size_breaches(root: Path, files: list[Path]) -> list[str]:
    """One line for each file and each function that is too long; docstrings and inner functions count."""
    found = []
    for path in files:
        name = path.relative_to(root).as_posix()
        source = path.read_text(encoding="utf-8")
        lines, limit = len(source.splitlines()), SHORTER.get(name, LONGEST_FILE)
        if lines > limit:
            found.append(f"{name}: {lines} lines, at most {limit}")
        for node in ast.walk(ast.parse(source, name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{name}:{node.lineno} {node.name}: {length} lines, at most {LONGEST_FUNCTION}")
    return found


def test_files_and_functions_are_short() -> None:
    """Nothing in the repository that is written in Python is longer than the limits."""
    assert size_breaches(ROOT, python_files("src", "tests", "benchmarks", "sample_data", "docs", ".ci")) == []


def test_long_ones_are_caught(tmp_path: Path) -> None:
    """A file of 351 lines, an app.py of 201 and a method of 51 are each named."""
    method = "class Thing:\n    def grow(self):\n" + "        pass\n" * 50
    files = {
        "src/long.py": "x = 1\n" * 351,
        "src/fits.py": "x = 1\n" * 350 + "",
        "src/method.py": method,
        "src/releaseboard/tui/app.py": "x = 1\n" * 201,
    }
    root = write_tree(tmp_path, files)
    assert size_breaches(root, sorted(root.rglob("*.py"))) == [
        "src/long.py: 351 lines, at most 350",
        "src/method.py:2 grow: 51 lines, at most 50",
        "src/releaseboard/tui/app.py: 201 lines, at most 200",
    ]
