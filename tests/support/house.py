"""The house as data: every module of a source tree with what it imports, for the tests of the architecture."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "releaseboard"


class Import(NamedTuple):
    """One import: the dotted name it reaches (a module where there is one), its line, and whether a call runs it."""

    target: str
    line: int
    deferred: bool


class Module(NamedTuple):
    """One file of Python: dotted name, path relative to the tree's root, text, syntax tree."""

    name: str
    path: str
    source: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The part of the house: 'domain' for releaseboard.domain.board, 'text' for releaseboard.text, '' on top."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""


def read_tree(root: Path) -> dict[str, Module]:
    """All modules under `root`, by dotted name; a package's `__init__` carries the package's name."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        parts = relative.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        source = path.read_text(encoding="utf-8")
        found[name] = Module(name, str(relative), source, ast.parse(source, str(path)))
    return found


@cache
def read_house() -> dict[str, Module]:
    """The modules of the application as they stand."""
    return {name: module for name, module in read_tree(ROOT / "src").items() if name.split(".")[0] == PACKAGE}


def write_tree(root: Path, files: dict[str, str]) -> Path:
    """A made-up tree for showing that a rule can fail: {path: text}."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def python_files(*folders: str) -> list[Path]:
    """All Python files under the named folders of the repository; a folder that is not there holds none."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if ".venv" not in path.parts)


def list_imports(module: Module, known: dict[str, Module]) -> list[Import]:
    """Every import of a module, those inside functions and under TYPE_CHECKING too.

    `from package import name` reaches package.name where that is a module of the tree, else the package. Imports by a
    spelled-out name (`import_module("a.b")`) count; `import_module(f"a.{name}")` reaches every module under a.
    """
    in_functions = _lines_in_functions(module.tree)
    found = []
    for node in ast.walk(module.tree):
        for target in _targets(node, module, known):
            line = getattr(node, "lineno", 0)
            found.append(Import(target, line, line in in_functions))
    return found


def _lines_in_functions(tree: ast.Module) -> set[int]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {line for node in functions for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1)}


def _targets(node: ast.AST, module: Module, known: dict[str, Module]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, module)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in known else base
    elif isinstance(node, ast.Call) and _called_name(node) in ("import_module", "__import__") and node.args:
        yield from (name for name in _named_by(node.args[0], known) if name != module.name)


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    if not os.path.basename(module.path).startswith("__init__"):
        parts = parts[:-1]
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)


def _called_name(node: ast.Call) -> str:
    function = node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _named_by(argument: ast.expr, known: dict[str, Module]) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.JoinedStr) and argument.values and isinstance(argument.values[0], ast.Constant):
        prefix = str(argument.values[0].value)
        yield from (name for name in known if prefix and name.startswith(prefix))
