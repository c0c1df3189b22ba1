"""The domain and the schedule are pure: what they know of time, chance and the world comes in as arguments."""

import ast
from pathlib import Path

from house import Module, list_imports, read_house, read_tree, write_tree

PURE_ROOMS = frozenset({"errors", "text", "domain", "schedule"})

BARRED_MODULES = frozenset(
    {
        *(
            "asyncio",
            "glob",
            "http",
            "io",
            "logging",
            "multiprocessing",
            "os",
            "pathlib",
            "random",
            "secrets",
            "select",
        ),
        *(
            "shutil",
            "signal",
            "socket",
            "sqlite3",
            "subprocess",
            "sys",
            "tempfile",
            "threading",
            "time",
            "urllib",
            "uuid",
        ),
    }
)
BARRED_CALLS = frozenset({"open", "print", "input", "breakpoint", "exec", "eval"})
CLOCK_METHODS = frozenset({"now", "today", "utcnow", "astimezone"})  # the last reads the machine's zone when given none


def impurities(modules: dict[str, Module]) -> list[str]:
    """One line for each way in which a pure room reaches for the world."""
    found = []
    for module in modules.values():
        if module.room not in PURE_ROOMS:
            continue
        for target, line, _ in list_imports(module, modules):
            if target.partition(".")[0] in BARRED_MODULES:
                found.append(f"{module.path}:{line} imports {target}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _is_impure(node):
                found.append(f"{module.path}:{node.lineno} calls {ast.unparse(node.func)}()")
    return found


def _is_impure(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in BARRED_CALLS
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "now" and node.args:
        return True
    return node.func.attr in CLOCK_METHODS and not node.args


def test_domain_and_schedule_are_pure() -> None:
    """No file, no clock, no chance, no printing below the store."""
    assert impurities(read_house()) == []


def test_impurities_are_caught(tmp_path: Path) -> None:
    """A clock, chance, a file and a print are each named; upper rooms may use them."""
    tree = write_tree(
        tmp_path,
        {
            "releaseboard/domain/board.py": "from datetime import date\n\ndef read():\n    return date.today()\n",
            "releaseboard/domain/ids.py": "def make():\n    import random\n    return random.random()\n",
            "releaseboard/schedule/calendar.py": "import datetime as dt\nx = dt.datetime.now(dt.UTC)\nprint(open(x))\n",
            "releaseboard/store/files.py": "import os\nprint(os)\n",
        },
    )
    assert impurities(read_tree(tree)) == [
        "releaseboard/domain/board.py:4 calls date.today()",
        "releaseboard/domain/ids.py:2 imports random",
        "releaseboard/schedule/calendar.py:2 calls dt.datetime.now()",
        "releaseboard/schedule/calendar.py:3 calls print()",
        "releaseboard/schedule/calendar.py:3 calls open()",
    ]


def test_today_as_an_argument_is_pure(tmp_path: Path) -> None:
    """`context.today` and `moment.astimezone(zone)` are what is wanted."""
    source = "def age(context, day, zone):\n    return context.today - day, context.now.astimezone(zone)\n"
    assert impurities(read_tree(write_tree(tmp_path, {"releaseboard/domain/age.py": source}))) == []
